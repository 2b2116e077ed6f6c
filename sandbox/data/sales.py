"""Estimates, with a job and without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.data.world import BusinessUnit, Location, Named, Sku, World, stamps
from sandbox.encoding import number
from sandbox.instants import text_of

if TYPE_CHECKING:
    from sandbox.data.jobs import Job

FIRST_ESTIMATE, FIRST_ITEM = 80_000_001, 90_000_001
_STATUSES = ((0, "Open"), (1, "Sold"), (2, "Dismissed"))
_NAMES = ("Good", "Better", "Best", "Repair option", "Replace option", "Opción económica")


class Estimates:
    """Makes estimates."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._dice = world.dice("sales")
        self._table = world.table("sales/estimates")
        self._items = 0

    def of_job(self, job: Job, technicians: list[Named]) -> list[int]:
        """One to three estimates of a job; returns their ids."""
        count = 1 + (self._dice.random() < 0.2) + (self._dice.random() < 0.1)
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
        self._one(location, self._dice.pick(self._world.business_units), ticks, None, None, None)

    def _one(
        self,
        location: Location,
        unit: BusinessUnit,
        created: int,
        job: int | None,
        job_number: str | None,
        technician: int | None,
    ) -> int:
        world, dice, table = self._world, self._dice, self._table
        identifier = FIRST_ESTIMATE + len(table)
        value, name = dice.pick(_STATUSES)
        modified = world.modified(dice, created, 60)
        seller = technician or dice.pick(world.employees).id
        pool = world.services[unit.trade] if dice.random() < 0.5 else world.equipment[unit.trade]
        chosen = [dice.pick(pool) for _ in range(dice.between(0, 2))]
        items = [self._item(sku, text_of(created)) for sku in chosen]
        subtotal = sum(sku.price for sku in chosen)
        tax = (sum(sku.price for sku in chosen if sku.taxable) * 86 + 500) // 1000
        active = dice.random() > 0.05
        table.add_fields(
            {
                "id": identifier,
                "jobId": job,
                "projectId": None,
                "locationId": location.id,
                "customerId": world.customers[location.customer].id,
                "name": dice.pick(_NAMES),
                "jobNumber": job_number,
                "status": {"value": value, "name": name},
                "reviewStatus": "None",
                "summary": "Option as discussed" if items else None,
                **stamps(created, modified),
                "soldOn": text_of(modified) if value == 1 else None,
                "soldBy": seller if value == 1 else None,
                "active": active,
                "items": items,
                "externalLinks": [],
                "subtotal": number(subtotal),
                "tax": number(tax),
                "businessUnitId": unit.id,
                "businessUnitName": unit.name,
                "isRecommended": dice.random() < 0.3,
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
