"""Equipment installed at the locations."""

from __future__ import annotations

from sandbox.data.dataset import TRADES, Dataset, audit_fields
from sandbox.data.model import Location
from sandbox.data.pricebook import MAKERS
from sandbox.data.rng import Rng
from sandbox.encoding import number
from sandbox.timestamps import TICKS_PER_DAY, text_from

FIRST_EQUIPMENT = 4_000_001


def make(dataset: Dataset) -> None:
    """Make up to two pieces of equipment at each location."""
    rng = dataset.rng("equipment")
    for location in dataset.locations:
        for _ in range(rng.below(3)):
            _piece(dataset, rng, location)


def _piece(dataset: Dataset, rng: Rng, location: Location) -> None:
    table = dataset.table("equipmentsystems/installed-equipment")
    trade = rng.pick(TRADES)
    sku = rng.pick(dataset.equipment[trade])
    created = rng.after(location.created, 300, dataset.now)
    modified = dataset.modified(rng, created)
    installed = created - created % TICKS_PER_DAY
    warranty, service = rng.random() < 0.8, rng.random() < 0.5
    active = rng.random() > 0.04
    table.add_fields(
        {
            "id": FIRST_EQUIPMENT + len(table),
            "active": active,
            "equipmentId": sku.id,
            "locationId": location.id,
            "customerId": dataset.customers[location.customer].id,
            "invoiceItemId": None,
            "name": sku.name,
            "type": {"id": 51 + TRADES.index(trade), "name": trade} if rng.random() < 0.9 else None,
            "installedOn": text_from(installed) if rng.random() < 0.9 else None,
            **audit_fields(created, modified),
            "serialNumber": f"SN{rng.below(10**9):09}",
            "barcodeId": None,
            "memo": "",
            "manufacturer": rng.pick(MAKERS),
            "model": sku.code,
            "cost": number(sku.cost),
            "status": "Installed" if active else "Replaced",
            "manufacturerWarrantyStart": text_from(installed) if warranty else None,
            "manufacturerWarrantyEnd": text_from(installed + 3650 * TICKS_PER_DAY)
            if warranty
            else None,
            "serviceProviderWarrantyStart": text_from(installed) if service else None,
            "serviceProviderWarrantyEnd": text_from(installed + 365 * TICKS_PER_DAY)
            if service
            else None,
            "tags": [],
            "actualReplacementDate": None,
            "predictedReplacementMonths": rng.maybe(0.5, 180),
            "predictedReplacementDate": text_from(installed + 5475 * TICKS_PER_DAY)[:10]
            if rng.random() < 0.5
            else None,
        },
        created,
        modified,
        active,
    )
