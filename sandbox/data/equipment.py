"""Equipment installed at the locations."""

from __future__ import annotations

from sandbox.data.dice import Dice
from sandbox.data.pricebook import MAKERS
from sandbox.data.world import TRADES, Location, World, stamps
from sandbox.encoding import number
from sandbox.instants import TICKS_PER_DAY, text_of

FIRST_EQUIPMENT = 4_000_001


def make(world: World) -> None:
    """None, one or two pieces at each location."""
    dice = world.dice("equipment")
    for location in world.locations:
        for _ in range(dice.below(3)):
            _piece(world, dice, location)


def _piece(world: World, dice: Dice, location: Location) -> None:
    table = world.table("equipmentsystems/installed-equipment")
    trade = dice.pick(TRADES)
    sku = dice.pick(world.equipment[trade])
    created = dice.after(location.created, 300, world.now)
    modified = world.modified(dice, created)
    installed = created - created % TICKS_PER_DAY
    warranty, service = dice.random() < 0.8, dice.random() < 0.5
    active = dice.random() > 0.04
    table.add_fields(
        {
            "id": FIRST_EQUIPMENT + len(table),
            "active": active,
            "equipmentId": sku.id,
            "locationId": location.id,
            "customerId": world.customers[location.customer].id,
            "invoiceItemId": None,
            "name": sku.name,
            "type": {"id": 51 + TRADES.index(trade), "name": trade}
            if dice.random() < 0.9
            else None,
            "installedOn": text_of(installed) if dice.random() < 0.9 else None,
            **stamps(created, modified),
            "serialNumber": f"SN{dice.below(10**9):09}",
            "barcodeId": None,
            "memo": "",
            "manufacturer": dice.pick(MAKERS),
            "model": sku.code,
            "cost": number(sku.cost),
            "status": "Installed" if active else "Replaced",
            "manufacturerWarrantyStart": text_of(installed) if warranty else None,
            "manufacturerWarrantyEnd": text_of(installed + 3650 * TICKS_PER_DAY)
            if warranty
            else None,
            "serviceProviderWarrantyStart": text_of(installed) if service else None,
            "serviceProviderWarrantyEnd": text_of(installed + 365 * TICKS_PER_DAY)
            if service
            else None,
            "tags": [],
            "actualReplacementDate": None,
            "predictedReplacementMonths": dice.maybe(0.5, 180),
            "predictedReplacementDate": text_of(installed + 5475 * TICKS_PER_DAY)[:10]
            if dice.random() < 0.5
            else None,
        },
        created,
        modified,
        active,
    )
