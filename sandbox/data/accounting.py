"""Invoices: of jobs, adjustments of these, and those without a job.

Amounts are exact: total = subTotal + salesTax; balance = total - what active payments apply; a
customer's balance = the balances of its invoices - its unapplied payments.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from sandbox.data import accounts, geography
from sandbox.data.dataset import Dataset
from sandbox.data.ids import FIRST_INVOICE, first_id
from sandbox.data.lines import Lines
from sandbox.data.memberships import Memberships
from sandbox.data.model import BusinessUnit, Invoice, Job, Line, Location
from sandbox.data.payments import Payments
from sandbox.encoding import Json, dollars, encode
from sandbox.timestamps import TICKS_PER_DAY, text_from

_TAX_PER_MILLE = 86
_TAX_CODE = Json(b'{"id":801,"name":"Maricopa","taxRate":0.086}')
_COUNTER = Json(b'{"id":82,"name":"Counter"}')
_SYNC_STATUSES = ("Pending", "Posted", "Exported")
# Every field of an invoice, in the API's order, with the value that most invoices have.
_BLANK: dict[str, Any] = {
    "id": None,
    "syncStatus": None,
    "budgetCodeId": None,
    "referenceNumber": None,
    "invoiceDate": None,
    "dueDate": None,
    "subTotal": None,
    "salesTax": None,
    "salesTaxCode": None,
    "taxZoneId": None,
    "total": None,
    "balance": None,
    "invoiceType": None,
    "customer": None,
    "customerAddress": None,
    "location": None,
    "locationAddress": None,
    "businessUnit": None,
    "termName": None,
    "createdBy": "system",
    "batch": None,
    "depositedOn": None,
    "createdOn": None,
    "modifiedOn": None,
    "adjustmentToId": None,
    "job": None,
    "projectId": None,
    "royalty": Json(b'{"status":"Pending","date":null,"sentOn":null,"memo":null}'),
    "employeeInfo": None,
    "commissionEligibilityDate": None,
    "sentStatus": None,
    "reviewStatus": "Reviewed",
    "assignedTo": None,
    "summary": None,
    "items": None,
    "customFields": Json(b"[]"),
    "active": None,
    "discountTotal": "0.00",
    "importId": None,
    "exportId": None,
    "materialSkuId": None,
    "membershipId": None,
    "paidOn": None,
    "invoiceConfiguration": None,
}


class Books:
    """Makes invoices and has them paid.

    Args:
        window: How many of the latest invoices can still be adjusted.
    """

    def __init__(self, dataset: Dataset, memberships: Memberships, window: int) -> None:
        self._dataset = dataset
        self._memberships = memberships
        self._rng = dataset.rng("accounting")
        self._table = dataset.table("accounting/invoices")
        self._lines = Lines(dataset)
        self._payments = Payments(dataset, self._store)
        self._recent: deque[Invoice] = deque(maxlen=window)

    # Jobs --------------------------------------------------------------------------------------

    def of_job(self, job: Job) -> tuple[int, int]:
        """Make a job's invoices and payments.

        Returns:
            The id of the first invoice, and the total of all of them in cents.
        """
        rng = self._rng
        lines, imported, active = self._sold_on(job), None, True
        if job.is_completed and not lines and not job.no_charge and rng.random() < 0.02:
            imported = rng.between(90, 900) * 100
        elif job.status == "Canceled":
            active = rng.random() < 0.4
            if rng.random() < 0.1:
                service = rng.pick(self._dataset.services[job.kind.trade])
                lines = [
                    self._lines.of_sku(
                        service, 1, job.unit, job.created, accounts.SERVICE_INCOME, None
                    )
                ]
        first = self._of_job(job, job.number, lines, imported, active)
        if job.status in ("Completed", "InProgress"):
            self._payments.settle(first)
        else:
            self._store(first)
        if not (job.is_completed and lines and rng.random() < 0.03):
            return first.id, first.total
        second = self._of_job(job, f"{job.number}-2", [self._lines.add_on(job)], None, True)
        self._payments.settle(second)
        return first.id, first.total + second.total

    def _sold_on(self, job: Job) -> list[Line]:
        """The lines of a job's first invoice; jobs under way have them now and then."""
        rng = self._rng
        if job.is_completed:
            lines = self._lines.of_job(job)
            if job.kind.division in ("Service", "Maintenance") and rng.random() < 0.05:
                lines += self._sell_membership(job)
            return lines
        return self._lines.of_job(job) if job.status == "Hold" and rng.random() < 0.6 else []

    def _sell_membership(self, job: Job) -> list[Line]:
        """A membership sold on a job, as a line of the unit that looks after members."""
        when = job.completed or job.created
        if self._memberships.in_force(job.location, when):
            return []
        kind = self._memberships.kind_for(job.location)
        line = self._lines.membership(kind, self._memberships.unit(), when, job.technician)
        self._memberships.enroll(
            job.location, kind, when, invoice_item=line.record["id"], sold_by=job.technician
        )
        return [line]

    def _of_job(
        self, job: Job, reference: str, lines: list[Line], imported: int | None, active: bool
    ) -> Invoice:
        is_open = job.status not in ("Completed", "Canceled")
        invoice = self._invoice(
            job.location,
            job.unit,
            job.completed or job.created,
            lines,
            reference=reference,
            configuration="JobInvoice",
            imported=imported,
            active=active,
            job={"id": job.id, "number": job.number, "type": job.kind.name},
            has_date=not is_open or self._rng.random() < 0.5,
        )
        if job.is_completed and invoice.subtotal > 0:
            self._recent.append(invoice)
        return invoice

    # Everything else ---------------------------------------------------------------------------

    def adjust(self, ticks: int) -> None:
        """Adjust one of the latest invoices: a concession, a credit, bad debt, or an extra."""
        rng = self._rng
        if not self._recent:
            return
        original = rng.pick(self._recent)
        if original.created >= ticks:
            return
        draw, name, account = rng.random(), "Price concession", accounts.SERVICE_INCOME
        amount = -max(original.subtotal * rng.between(5, 40) // 100, 100)
        if draw < 0.15:
            name, amount = "Full credit", -original.subtotal
        elif draw < 0.25:
            name, amount = "Forgotten part", rng.between(10, 90) * 100
        elif original.balance > 0:
            name, amount, account = "Bad debt", -original.balance, accounts.BAD_DEBT
        adjustment = self._invoice(
            original.location,
            original.unit,
            ticks,
            [self._lines.custom(name, amount, original.unit, ticks, account)],
            reference=f"{original.number}-A{len(self._table)}",
            configuration="JobInvoice",
            job=original.record["job"],
            adjusts=original.id,
        )
        if amount < 0:
            self._payments.refund(adjustment, original)
        else:
            self._payments.settle(adjustment)

    def without_job(self, location: Location, ticks: int) -> None:
        """Make an invoice of a membership, a counter sale, a project, interest or an import."""
        rng, draw = self._rng, self._rng.random()
        unit, fields = rng.pick(self._dataset.business_units), {}
        lines: list[Line] = []
        imported = project = None
        membership = self._memberships.to_bill(ticks) if draw < 0.62 else None
        if membership is not None:
            location, unit = membership.location, membership.unit
            lines = [self._lines.membership(membership.kind, unit, ticks, None)]
            configuration, fields = "MembershipInvoice", {"membershipId": membership.id}
        elif draw < 0.85:
            lines = [self._lines.counter_sale(unit, ticks)]
            configuration = "CounterSales"
        elif draw < 0.95:
            account = accounts.DEPOSITS if draw < 0.9 else accounts.INSTALL_INCOME
            amount = rng.between(10, 80) * 10_000
            lines = [self._lines.custom("Progress billing", amount, unit, ticks, account)]
            configuration, project = "ProjectInvoice", first_id("jpm/projects") + rng.below(40)
        elif draw < 0.98:
            amount = rng.between(3, 40) * 100
            lines = [self._lines.custom("Interest", amount, unit, ticks, accounts.FINANCE_CHARGES)]
            configuration = "InterestChargeInvoice"
        else:
            configuration, imported = "ARImportInvoice", rng.between(50, 2000) * 100
        invoice = self._invoice(
            location,
            unit,
            ticks,
            lines,
            reference=None,
            configuration=configuration,
            imported=imported,
        )
        invoice.record |= {**fields, "projectId": project}
        self._payments.settle(invoice)

    def close(self) -> None:
        """Store what waits for a payment that never came."""
        self._payments.close()

    # Records -----------------------------------------------------------------------------------

    def _invoice(
        self,
        location: Location,
        unit: BusinessUnit,
        ticks: int,
        lines: list[Line],
        *,
        reference: str | None,
        configuration: str,
        imported: int | None = None,
        job: dict[str, Any] | None = None,
        active: bool = True,
        adjusts: int | None = None,
        has_date: bool = True,
    ) -> Invoice:
        """Take the next id for an invoice; ``_store`` completes it when its payments are known.

        Args:
            ticks: When it was created; its date is that day.
            imported: The subtotal in cents of an invoice that came without its lines.
            adjusts: The id of the invoice that this one adjusts.
        """
        slot = len(self._table)
        identifier = FIRST_INVOICE + slot
        customer = self._dataset.customers[location.customer]
        subtotal, taxable, discount = imported or 0, 0, 0
        for place, line in enumerate(lines):
            line.record["order"] = place + 1
            subtotal += line.total
            taxable += line.total if line.taxable else 0
            discount -= line.total if line.record["type"] == "PriceModifier" else 0
        tax = (taxable * _TAX_PER_MILLE + 500) // 1000
        number = reference or f"M{identifier}"
        due = ticks + customer.terms_days * TICKS_PER_DAY
        record = _BLANK | {
            "id": identifier,
            "syncStatus": self._rng.pick(_SYNC_STATUSES),
            "referenceNumber": number,
            "invoiceDate": geography.calendar_day(ticks) if has_date else None,
            "dueDate": geography.calendar_day(due) if has_date else None,
            "subTotal": dollars(subtotal),
            "salesTax": dollars(tax),
            "total": dollars(subtotal + tax),
            "invoiceType": None if job else _COUNTER,
            "customer": {"id": customer.id, "name": customer.name},
            "customerAddress": customer.address,
            "location": {"id": location.id, "name": location.name},
            "locationAddress": location.address,
            "businessUnit": {"id": unit.id, "name": unit.name},
            "termName": "Net 30" if customer.commercial else "Due Upon Receipt",
            "createdOn": text_from(ticks),
            "adjustmentToId": adjusts,
            "job": job,
            "sentStatus": "Sent" if lines else "NotSent",
            "items": [line.record for line in lines],
            "active": active,
            "invoiceConfiguration": configuration,
        }
        if tax:
            record |= {"salesTaxCode": _TAX_CODE, "taxZoneId": 801}
        if job and lines:
            record["summary"] = f"<p>{job['type']}</p>"
        if discount:
            record["discountTotal"] = dollars(discount)
        if imported is not None:
            record["importId"] = f"LEGACY-{identifier}"
        if subtotal % 7 == 1:
            record["customFields"] = [{"name": "Inspector", "value": "ok"}]
        self._table.add(identifier, ticks, ticks, b"", active)
        return Invoice(
            slot,
            identifier,
            number,
            record,
            customer,
            location,
            unit,
            ticks,
            ticks,
            subtotal,
            subtotal + tax,
            active,
        )

    def _store(self, invoice: Invoice) -> None:
        """Write an invoice whose payments are known."""
        invoice.customer.balance += invoice.balance
        record = invoice.record
        record["balance"] = dollars(invoice.balance)
        record["modifiedOn"] = text_from(invoice.modified)
        if invoice.total and invoice.balance == 0:
            record["paidOn"] = text_from(invoice.modified)
        self._table.record_bodies[invoice.slot] = encode(record)
        invoice.record = {"job": record["job"]}  # all that an adjustment needs of it
        self._table.modified[invoice.slot] = invoice.modified
