"""What invoices list: services, materials, equipment, memberships, discounts, corrections."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sandbox.data import accounts, geography
from sandbox.data.dataset import Dataset
from sandbox.data.ids import FIRST_INVOICE_ITEM
from sandbox.data.memberships import MembershipType
from sandbox.data.model import BusinessUnit, Division, Job, Line, Sku
from sandbox.encoding import Json, dollars, number
from sandbox.timestamps import text_from

# Which services a job of each division is charged for.
_FITTING: Mapping[Division, Callable[[Sku], bool]] = {
    "Service": lambda sku: sku.hours <= 3,
    "Maintenance": lambda sku: sku.hours == 1 and sku.price < 20_000,
    "Install": lambda sku: sku.hours >= 2,
    "Sales": lambda sku: sku.hours == 1,
}


class Lines:
    """Makes invoice lines."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._rng = dataset.rng("lines")
        self._made = 0
        self._services = {
            (trade, division): [sku for sku in skus if fits(sku)]
            for trade, skus in dataset.services.items()
            for division, fits in _FITTING.items()
        }

    def of_job(self, job: Job) -> list[Line]:
        """What was sold on a job; nothing on most estimates and on most jobs without a charge."""
        rng, kind = self._rng, job.kind
        draw = rng.random()
        if (job.no_charge and draw > 0.12) or (kind.division == "Sales" and draw > 0.06):
            return []
        when = job.completed or job.created
        services = self._services[kind.trade, kind.division]
        if kind.division == "Service" and draw > 0.82:
            return [self._of_sku(services[0], 1, job, when)]  # the diagnosis is all they bought
        lines = [self._of_sku(rng.pick(services), 1, job, when)]
        if draw < 0.5:
            materials = self._dataset.materials[kind.trade]
            lines.append(self._of_sku(rng.pick(materials), rng.between(1, 4), job, when))
            if draw < 0.12:
                lines.append(self._of_sku(rng.pick(materials), 1, job, when))
        if kind.division == "Install" and draw < 0.8:
            lines.append(self._of_sku(rng.pick(self._dataset.equipment[kind.trade]), 1, job, when))
        if rng.random() < 0.03:
            lines.append(self.discount(sum(line.total for line in lines), job, when))
        return lines

    def add_on(self, job: Job) -> Line:
        """What a job's second invoice charges."""
        sku = self._rng.pick(self._services[job.kind.trade, "Service"])
        return self._of_sku(sku, 1, job, job.completed or job.created)

    def discount(self, subtotal: int, job: Job, when: int) -> Line:
        """A price modifier: a tenth off."""
        return self.custom(
            "Discount 10 %", -(subtotal // 10), job.unit, when, accounts.DISCOUNTS, "PriceModifier"
        )

    def membership(
        self, kind: MembershipType, unit: BusinessUnit, when: int, technician: int | None
    ) -> Line:
        """A membership: a liability where its revenue is recognized later."""
        line = self.custom(
            kind.name, kind.price, unit, when, kind.account, "Service", technician=technician
        )
        line.record["membershipTypeId"] = kind.id
        return line

    def counter_sale(self, unit: BusinessUnit, when: int) -> Line:
        """Materials sold over the counter."""
        sku = self._rng.pick(self._dataset.materials[unit.trade])
        return self.of_sku(sku, self._rng.between(1, 6), unit, when, accounts.SERVICE_INCOME, None)

    def _of_sku(self, sku: Sku, quantity: int, job: Job, when: int) -> Line:
        rng, unit = self._rng, job.unit
        account: Json | None = (
            accounts.INSTALL_INCOME if sku.kind == "Equipment" else accounts.SERVICE_INCOME
        )
        draw = rng.random()
        if draw < 0.04:
            unit = rng.pick(self._dataset.business_units)  # work of another unit on this job
        elif draw < 0.06:
            account = None
        return self.of_sku(sku, quantity, unit, when, account, job.technician)

    def of_sku(
        self,
        sku: Sku,
        quantity: int,
        unit: BusinessUnit,
        when: int,
        account: Json | None,
        technician: int | None,
    ) -> Line:
        """A line for an entry of the pricebook."""
        self._made += 1
        total = sku.price * quantity
        at = text_from(when)
        record = {
            "id": FIRST_INVOICE_ITEM + self._made,
            "description": sku.name,
            "quantity": dollars(quantity * 100),
            "cost": dollars(sku.cost),
            "totalCost": dollars(sku.cost * quantity),
            "inventoryLocationId": None,
            "price": dollars(sku.price),
            "type": sku.kind,
            "skuName": sku.code,
            "skuId": sku.id,
            "total": dollars(total),
            "inventory": False,
            "taxable": sku.taxable,
            "isChargeable": True,
            "generalLedgerAccount": account,
            "membershipTypeId": None,
            "displayName": sku.name,
            "soldHours": number(sku.hours * 100),
            "createdOn": at,
            "modifiedOn": at,
            "serviceDate": geography.calendar_day(when),
            "order": 1,
            "businessUnit": {"id": unit.id, "name": unit.name},
            "memberPrice": "0.00",
            "technicianId": technician,
        }
        return Line(record, total, sku.taxable)

    def custom(
        self,
        name: str,
        total: int,
        unit: BusinessUnit,
        when: int,
        account: Json,
        kind: str = "Service",
        *,
        technician: int | None = None,
    ) -> Line:
        """A line whose amount no pricebook entry gives."""
        sku = Sku(6_900, kind, "CUSTOM", name, total, 0, 0, taxable=False)
        return self.of_sku(sku, 1, unit, when, account, technician)
