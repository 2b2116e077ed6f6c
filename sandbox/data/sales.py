"""Estimates, with a job and without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.data.dataset import BusinessUnit, Dataset, Location, Named, Sku, stamps
from sandbox.encoding import number
from sandbox.timestamps import text_from

if TYPE_CHECKING:
    from sandbox.data.jobs import Job

FIRST_ESTIMATE, FIRST_ITEM = 80_000_001, 90_000_001
_STATUSES = ((0, "Open"), (1, "Sold"), (2, "Dismissed"))
_NAMES = ("Good", "Better", "Best", "Repair option", "Replace option", "Opción económica")


class Estimates:
    """Makes estimates."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._rng = dataset.rng("sales")
        self._table = dataset.table("sales/estimates")
        self._items = 0

    def of_job(self, job: Job, technicians: list[Named]) -> list[int]:
        """One to three estimates of a job; returns their ids."""
        count = 1 + (self._rng.random() < 0.2) + (self._rng.random() < 0.1)
        return [
            self._one(
                job.location,
                job.unit,
                job.completed or job.created,
                job.id,
                job.number,
                technicians[0].id if technicians else None,
            )
            for _ in range(count)
        ]

    def without_job(self, location: Location, ticks: int) -> None:
        """An estimate that a customer was given without a visit."""
        self._one(location, self._rng.pick(self._dataset.business_units), ticks, None, None, None)

    def _one(
        self,
        location: Location,
        unit: BusinessUnit,
        created: int,
        job: int | None,
        job_number: str | None,
        technician: int | None,
    ) -> int:
        dataset, rng, table = self._dataset, self._rng, self._table
        identifier = FIRST_ESTIMATE + len(table)
        value, name = rng.pick(_STATUSES)
        modified = dataset.modified(rng, created, 60)
        seller = technician or rng.pick(dataset.employees).id
        pool = dataset.services[unit.trade] if rng.random() < 0.5 else dataset.equipment[unit.trade]
        chosen = [rng.pick(pool) for _ in range(rng.between(0, 2))]
        items = [self._item(sku, text_from(created)) for sku in chosen]
        subtotal = sum(sku.price for sku in chosen)
        tax = (sum(sku.price for sku in chosen if sku.taxable) * 86 + 500) // 1000
        active = rng.random() > 0.05
        table.add_fields(
            {
                "id": identifier,
                "jobId": job,
                "projectId": None,
                "locationId": location.id,
                "customerId": dataset.customers[location.customer].id,
                "name": rng.pick(_NAMES),
                "jobNumber": job_number,
                "status": {"value": value, "name": name},
                "reviewStatus": "None",
                "summary": "Option as discussed" if items else None,
                **stamps(created, modified),
                "soldOn": text_from(modified) if value == 1 else None,
                "soldBy": seller if value == 1 else None,
                "active": active,
                "items": items,
                "externalLinks": [],
                "subtotal": number(subtotal),
                "tax": number(tax),
                "businessUnitId": unit.id,
                "businessUnitName": unit.name,
                "isRecommended": rng.random() < 0.3,
                "budgetCodeId": None,
                "isChangeOrder": False,
                "proposalTagName": None,
            },
            created,
            modified,
            active,
        )
        return identifier

    def _item(self, sku: Sku, when: str) -> dict[str, Any]:
        self._items += 1
        return {
            "id": FIRST_ITEM + self._items,
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
