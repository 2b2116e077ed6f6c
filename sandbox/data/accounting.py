"""Invoices and payments: money in cents, exact, and it adds up.

total = subTotal + salesTax; balance = total - what active payments apply; a payment's total = what
it applies + unappliedAmount; a customer's balance = its invoices' balances - its unapplied money.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.data.dataset import BusinessUnit, Customer, Dataset, Location, Sku
from sandbox.data.rng import Rng
from sandbox.encoding import Json, dollars, encode, number
from sandbox.timestamps import TICKS_PER_DAY, text_from

if TYPE_CHECKING:
    from sandbox.data.jobs import Job

FIRST_INVOICE, FIRST_ITEM, FIRST_PAYMENT, FIRST_APPLICATION = (
    40_000_001,
    50_000_001,
    60_000_001,
    70_000_001,
)
_TAX_PER_MILLE = 86
_ACCOUNT = Json(
    b'{"id":951,"name":"Service Income","number":"4000","type":"Income","detailType":"Sales"}'
)
_UNDEPOSITED = Json(
    b'{"id":952,"name":"Undeposited Funds","number":"1200","type":"Asset","detailType":"Bank"}'
)
_TYPES = (("1", "Cash"), ("2", "Check"), ("3", "Credit Card"), ("4", "ACH"), ("5", "Financing"))


@dataclass(slots=True)
class Invoice:
    """An invoice that waits for its payments; money in cents, instants in ticks."""

    slot: int
    id: int
    number: str
    record: dict[str, Any]
    customer: Customer
    unit: BusinessUnit
    created: int
    modified: int
    total: int
    active: bool
    applied: int = 0

    @property
    def balance(self) -> int:
        """What is still owed."""
        return self.total - self.applied


@dataclass
class Books:
    """Makes invoices and payments. Invoices of companies are often paid several at once."""

    dataset: Dataset
    rng: Rng = field(init=False)
    _waiting: dict[int, list[Invoice]] = field(default_factory=dict)
    _items: int = 0
    _applications: int = 0

    def __post_init__(self) -> None:
        self.rng = self.dataset.rng("accounting")
        self.invoices = self.dataset.table("accounting/invoices")
        self.payments = self.dataset.table("accounting/payments")

    def of_job(self, job: Job, technician: int | None) -> tuple[int, int]:
        """Makes the job's invoice and payments; returns the invoice's id and total (cents)."""
        finished = job.completed
        items = self._job_items(job, technician) if finished is not None else []
        record_of_job = {"id": job.id, "number": job.number, "type": job.kind.name}
        invoice = self._invoice(
            job.location,
            job.customer,
            job.unit,
            finished or job.created,
            items,
            number_=job.number,
            job=record_of_job,
            configuration="JobInvoice",
            active=job.status != "Canceled" or self.rng.random() < 0.4,
        )
        self._settle(invoice)
        return invoice.id, invoice.total

    def without_job(self, location: Location, customer: Customer, ticks: int) -> None:
        """Makes the invoice of a membership or of goods sold over the counter."""
        unit = self.rng.pick(self.dataset.business_units)
        sku = self.rng.pick(self.dataset.services[unit.trade])
        items = [self._item(sku, 1, unit, ticks, None, 1)]
        invoice = self._invoice(
            location,
            customer,
            unit,
            ticks,
            items,
            number_=None,
            job=None,
            configuration=self.rng.pick(("MembershipInvoice", "CounterSales")),
            active=True,
        )
        self._settle(invoice)

    def close(self) -> None:
        """Stores the invoices of companies that have not paid yet."""
        for waiting in self._waiting.values():
            for invoice in waiting:
                self._store(invoice)
        self._waiting.clear()

    # Invoices ----------------------------------------------------------------------------------

    def _job_items(self, job: Job, technician: int | None) -> list[tuple[dict[str, Any], Sku, int]]:
        """What was sold: a service, some materials, and a piece of equipment on installations."""
        rng, trade = self.rng, job.kind.trade
        if job.kind.name == "Warranty Call":
            return []
        sold = [(rng.pick(self.dataset.services[trade]), 1)]
        throw = rng.random()
        if throw < 0.5:
            sold.append((rng.pick(self.dataset.materials[trade]), rng.between(1, 4)))
        if throw < 0.12:
            sold.append((rng.pick(self.dataset.materials[trade]), 1))
        if job.kind.division == "Install" and throw < 0.7:
            sold.append((rng.pick(self.dataset.equipment[trade]), 1))
        return [
            self._item(sku, quantity, job.unit, job.completed or job.created, technician, place + 1)
            for place, (sku, quantity) in enumerate(sold)
        ]

    def _item(
        self,
        sku: Sku,
        quantity: int,
        unit: BusinessUnit,
        ticks: int,
        technician: int | None,
        order: int,
    ) -> tuple[dict[str, Any], Sku, int]:
        self._items += 1
        total = sku.price * quantity
        when = text_from(ticks)
        return (
            {
                "id": FIRST_ITEM + self._items,
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
                "generalLedgerAccount": _ACCOUNT,
                "membershipTypeId": None,
                "displayName": sku.name,
                "soldHours": number(sku.hours * 100),
                "createdOn": when,
                "modifiedOn": when,
                "serviceDate": when[:10] + "T00:00:00Z",
                "order": order,
                "businessUnit": {"id": unit.id, "name": unit.name},
                "memberPrice": "0.00",
                "technicianId": technician,
            },
            sku,
            total,
        )

    def _invoice(
        self,
        location: Location,
        customer: Customer,
        unit: BusinessUnit,
        ticks: int,
        items: list[tuple[dict[str, Any], Sku, int]],
        *,
        number_: str | None,
        job: dict[str, Any] | None,
        configuration: str,
        active: bool,
    ) -> Invoice:
        slot = len(self.invoices)
        identifier = FIRST_INVOICE + slot
        reference = number_ or f"M{identifier}"
        subtotal = sum(total for _, _, total in items)
        taxable = sum(total for _, sku, total in items if sku.taxable)
        tax = (taxable * _TAX_PER_MILLE + 500) // 1000
        day = text_from(ticks - ticks % TICKS_PER_DAY)
        due = text_from(ticks - ticks % TICKS_PER_DAY + 30 * TICKS_PER_DAY)
        customer_of = {"id": customer.id, "name": customer.name}
        record = {
            "id": identifier,
            "syncStatus": self.rng.pick(("Pending", "Posted", "Exported")),
            "budgetCodeId": None,
            "referenceNumber": reference,
            "invoiceDate": day,
            "dueDate": due if customer.commercial else day,
            "subTotal": dollars(subtotal),
            "salesTax": dollars(tax),
            "salesTaxCode": {"id": 801, "name": "Maricopa", "taxRate": Json(b"0.086")}
            if tax
            else None,
            "taxZoneId": 801 if tax else None,
            "total": dollars(subtotal + tax),
            "balance": None,
            "invoiceType": None if job else {"id": 82, "name": "Counter"},
            "customer": customer_of,
            "customerAddress": customer.address,
            "location": {"id": location.id, "name": location.name},
            "locationAddress": location.address,
            "businessUnit": {"id": unit.id, "name": unit.name},
            "termName": "Net 30" if customer.commercial else "Due Upon Receipt",
            "createdBy": "system",
            "batch": None,
            "depositedOn": None,
            "createdOn": text_from(ticks),
            "modifiedOn": "",
            "adjustmentToId": None,
            "job": job,
            "projectId": None,
            "royalty": {"status": "Pending", "date": None, "sentOn": None, "memo": None},
            "employeeInfo": None,
            "commissionEligibilityDate": None,
            "sentStatus": "Sent" if items else "NotSent",
            "reviewStatus": "Reviewed",
            "assignedTo": None,
            "summary": f"<p>{job['type']}</p>" if job and items else None,
            "items": [fields for fields, _, _ in items],
            "customFields": [{"name": "Inspector", "value": "ok"}] if subtotal % 7 == 1 else [],
            "active": active,
            "discountTotal": "0.00",
            "importId": None,
            "exportId": None,
            "materialSkuId": None,
            "membershipId": None,
            "paidOn": None,
            "invoiceConfiguration": configuration,
        }
        # The slot is taken now, so that ids ascend; the record follows when its payments are known.
        self.invoices.add(identifier, ticks, ticks, b"", active)
        return Invoice(
            slot,
            identifier,
            reference,
            record,
            customer,
            unit,
            ticks,
            ticks,
            subtotal + tax,
            active,
        )

    def _store(self, invoice: Invoice) -> None:
        invoice.customer.balance += invoice.balance
        record = invoice.record
        record["balance"] = dollars(invoice.balance)
        record["modifiedOn"] = text_from(invoice.modified)
        if invoice.total and invoice.balance == 0:
            record["paidOn"] = text_from(invoice.modified)
        self.invoices.record_bodies[invoice.slot] = encode(record)
        self.invoices.modified[invoice.slot] = invoice.modified

    # Payments ----------------------------------------------------------------------------------

    def _settle(self, invoice: Invoice) -> None:
        """Pays an invoice in one of the ways that occur, or leaves it open."""
        rng, throw = self.rng, self.rng.random()
        if invoice.total == 0:
            self._store(invoice)
        elif invoice.customer.commercial:
            self._wait_for_more(invoice)
        else:
            if throw < 0.8:
                self._pay([(invoice, invoice.total)], unapplied=500 if throw < 0.01 else 0)
            elif throw < 0.88:
                first = invoice.total * rng.between(2, 8) // 10
                self._pay([(invoice, first)])
                self._pay([(invoice, invoice.balance)])
            elif throw < 0.91:
                self._pay([(invoice, invoice.total // 3)])
            elif throw < 0.925:
                self._pay([(invoice, invoice.total)], void=True)
            self._store(invoice)
        if throw > 0.985:
            self._pay([], unapplied=rng.between(1, 20) * 2500, on=invoice)

    def _wait_for_more(self, invoice: Invoice) -> None:
        waiting = self._waiting.setdefault(invoice.customer.id, [])
        waiting.append(invoice)
        if len(waiting) > self.rng.below(4):
            del self._waiting[invoice.customer.id]
            if self.rng.random() < 0.85:
                self._pay([(one, one.balance) for one in waiting])
            for one in waiting:
                self._store(one)

    def _pay(
        self,
        parts: list[tuple[Invoice, int]],
        *,
        unapplied: int = 0,
        void: bool = False,
        on: Invoice | None = None,
    ) -> None:
        """One payment, applied to invoices in parts (cents); a void one counts for nothing."""
        rng, dataset, table = self.rng, self.dataset, self.payments
        invoice = on or parts[-1][0]
        paid = rng.after(max(invoice.created, invoice.modified), 3, dataset.now)
        type_id, type_name = rng.pick(_TYPES)
        total = unapplied + sum(amount for _, amount in parts)
        customer = invoice.customer
        when = text_from(paid)
        identifier = FIRST_PAYMENT + len(table)
        table.add_fields(
            {
                "active": not void,
                "appliedTo": [self._application(one, amount, when) for one, amount in parts],
                "authCode": f"{paid % 1_000_000:06}" if type_id == "3" else None,
                "batch": None,
                "businessUnit": {"id": invoice.unit.id, "name": invoice.unit.name},
                "checkNumber": str(1000 + identifier % 8999) if type_id == "2" else None,
                "createdBy": "system",
                "createdOn": when,
                "customer": {"id": customer.id, "name": customer.name},
                "customFields": [],
                "date": when[:10] + "T00:00:00Z",
                "deposit": None,
                "generalLedgerAccount": _UNDEPOSITED,
                "id": identifier,
                "memo": "Thank you 🙏" if rng.random() < 0.05 else None,
                "modifiedOn": when,
                "referenceNumber": f"PMT{identifier}",
                "refundedPaymentId": None,
                "syncStatus": "Pending",
                "total": dollars(total),
                "type": type_name,
                "typeId": type_id,
                "unappliedAmount": dollars(unapplied),
            },
            paid,
            paid,
            not void,
        )
        if void:
            return
        for one, amount in parts:
            one.applied += amount
            one.modified = max(one.modified, paid)
        customer.balance -= unapplied
        customer.modified = max(customer.modified, paid)

    def _application(self, invoice: Invoice, amount: int, when: str) -> dict[str, Any]:
        self._applications += 1
        return {
            "appliedAmount": dollars(amount),
            "appliedBy": "system",
            "appliedId": FIRST_APPLICATION + self._applications,
            "appliedOn": when,
            "appliedTo": invoice.id,
            "appliedToReferenceNumber": invoice.number,
        }
