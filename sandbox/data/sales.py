"""Estimates, with a job and without; sold on the spot, sold later, or never."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.data.dataset import Dataset, audit_fields
from sandbox.data.ids import FIRST_ESTIMATE, FIRST_ESTIMATE_ITEM
from sandbox.data.model import BusinessUnit, Division, Job, Location, Sku
from sandbox.encoding import number
from sandbox.timestamps import TICKS_PER_MINUTE, text_from

_STATUSES = {"Open": 0, "Sold": 1, "Dismissed": 2}
_NAMES = ("Good", "Better", "Best", "Repair option", "Replace option", "Opción económica")
_TAX_PER_MILLE = 86
# How often a job gets estimates, and how often one of them is sold.
_PRESENTED: dict[Division, float] = {
    "Sales": 0.94,
    "Service": 0.56,
    "Maintenance": 0.12,
    "Install": 0.1,
}
_SOLD: dict[Division, float] = {
    "Sales": 0.42,
    "Service": 0.66,
    "Maintenance": 0.35,
    "Install": 0.8,
}


@dataclass
class JobEstimates:
    """A job's estimates: all ids, and the one that was sold, by whom and when (ticks)."""

    ids: list[int] = field(default_factory=list)
    sold: int | None = None
    sold_by: int | None = None
    sold_on: int | None = None


@dataclass(frozen=True)
class _Sale:
    """When an estimate was sold (ticks) and by whom."""

    on: int
    by: int


class Estimates:
    """Makes estimates."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._rng = dataset.rng("sales")
        self._table = dataset.table("sales/estimates")
        self._items = 0

    def of_job(self, job: Job) -> JobEstimates:
        """Make the estimates of a job, if it gets any; at most two of its options are sold."""
        rng, division = self._rng, job.kind.division
        found = JobEstimates()
        is_hold = job.status == "Hold"
        presented = 0.8 if is_hold else _PRESENTED[division]
        if job.status in ("Canceled", "Scheduled", "Dispatched") or rng.random() > presented:
            return found
        given = job.completed or job.created
        given = max(job.created, given - rng.between(10, 50) * TICKS_PER_MINUTE)
        options = 1 + (rng.random() < (0.6 if division == "Sales" else 0.2)) + (rng.random() < 0.1)
        chance = 0.9 if is_hold else _SOLD[division]
        chosen = rng.below(options) if rng.random() < chance else None
        for option in range(options):
            also = chosen is not None and rng.random() < 0.04  # sold besides the chosen one
            sale = self._sale(job, given) if option == chosen or also else None
            identifier = self._one(
                job.location, job.unit, given, job, sale, is_change_order=division == "Install"
            )
            found.ids.append(identifier)
            if sale is not None:
                found.sold, found.sold_by, found.sold_on = identifier, sale.by, sale.on
        return found

    def without_job(self, location: Location, ticks: int) -> None:
        """Make an estimate that a customer was given without a visit."""
        unit = self._rng.pick(self._dataset.business_units)
        sale = None
        if self._rng.random() < 0.3:
            sold = self._rng.after(ticks, 20, self._dataset.now)
            sale = _Sale(sold, self._rng.pick(self._dataset.employees).id)
        self._one(location, unit, ticks, None, sale)

    def _sale(self, job: Job, given: int) -> _Sale | None:
        """On the spot by the technician, or later, often by the office; not in the future."""
        rng, now = self._rng, self._dataset.now
        office = rng.pick(self._dataset.employees).id
        if rng.random() < 0.7:
            sold = min(given + rng.between(3, 40) * TICKS_PER_MINUTE, now)
            return _Sale(sold, job.technician or office)
        later = rng.after(given, 35, given + now)
        if later > now:
            return None
        return _Sale(later, office if rng.random() < 0.6 else job.technician or office)

    def _one(
        self,
        location: Location,
        unit: BusinessUnit,
        created: int,
        job: Job | None,
        sale: _Sale | None,
        *,
        is_change_order: bool = False,
    ) -> int:
        dataset, rng, table = self._dataset, self._rng, self._table
        identifier = FIRST_ESTIMATE + len(table)
        status = "Sold" if sale else "Dismissed" if rng.random() < 0.4 else "Open"
        modified = max(dataset.modified(rng, created, 60), sale.on if sale else created)
        chosen = self._chosen(unit, job)
        items = [self._item(sku, text_from(created)) for sku in chosen]
        subtotal = sum(sku.price for sku in chosen)
        taxable = sum(sku.price for sku in chosen if sku.taxable)
        active = rng.random() > 0.03
        table.add_fields(
            {
                "id": identifier,
                "jobId": job.id if job else None,
                "projectId": None,
                "locationId": location.id,
                "customerId": dataset.customers[location.customer].id,
                "name": rng.pick(_NAMES),
                "jobNumber": job.number if job else None,
                "status": {"value": _STATUSES[status], "name": status},
                "reviewStatus": "None",
                "summary": "Option as discussed" if items else None,
                **audit_fields(created, modified),
                "soldOn": text_from(sale.on) if sale else None,
                "soldBy": sale.by if sale else None,
                "active": active,
                "items": items,
                "externalLinks": [],
                "subtotal": number(subtotal),
                "tax": number((taxable * _TAX_PER_MILLE + 500) // 1000),
                "businessUnitId": unit.id,
                "businessUnitName": unit.name,
                "isRecommended": rng.random() < 0.3,
                "budgetCodeId": None,
                "isChangeOrder": is_change_order,
                "proposalTagName": None,
            },
            created,
            modified,
            active,
        )
        return identifier

    def _chosen(self, unit: BusinessUnit, job: Job | None) -> list[Sku]:
        """What an estimate offers: equipment and labor when a system is sold, else services."""
        rng, dataset = self._rng, self._dataset
        draw = rng.random()
        if draw < 0.02:
            return []
        services, equipment = dataset.services[unit.trade], dataset.equipment[unit.trade]
        if job is None or job.kind.division == "Sales" or draw < 0.1:
            return [rng.pick(equipment), rng.pick(services)]
        return [rng.pick(services) for _ in range(1 + (draw > 0.7))]

    def _item(self, sku: Sku, when: str) -> dict[str, Any]:
        self._items += 1
        return {
            "id": FIRST_ESTIMATE_ITEM + self._items,
            "sku": {
                "id": sku.id,
                "name": sku.code,
                "displayName": sku.name,
                "type": sku.kind,
                "soldHours": number(sku.hours * 100),
                "generalLedgerAccountId": None,
                "generalLedgerAccountName": None,
                "modifiedOn": when,
            },
            "skuAccount": "Sales",
            "description": sku.name,
            "membershipTypeId": None,
            "qty": number(100),
            "unitRate": number(sku.price),
            "total": number(sku.price),
            "unitCost": number(sku.cost),
            "totalCost": number(sku.cost),
            "itemGroupName": None,
            "itemGroupRootId": None,
            "createdOn": when,
            "modifiedOn": when,
            "chargeable": None,
            "invoiceItemId": None,
            "budgetCodeId": None,
        }
