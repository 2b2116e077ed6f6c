"""Reports on invoices and payments: invoiced by unit, revenue by account, invoices, collections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sandbox.kpi_reports.figures import total, written_day
from sandbox.kpi_reports.ledger import Ledger
from sandbox.kpi_reports.records import Invoice, Item, Payment
from sandbox.kpi_reports.template import (
    BUSINESS_UNITS,
    PAYMENT_DATE_TYPES,
    RANGE,
    Field,
    Template,
    chosen,
    date_type,
    date_value,
    number,
    of_units,
    period,
    text,
)
from sandbox.report_types import Parameter, Values

# The values of DateType for payments: another list than that of jobs.
PAYMENT_DATES = {1: "Created Date", 2: "Paid Date"}
_UNITS = of_units("BusinessUnitIds", "Business Unit", is_array=True)


@dataclass(frozen=True)
class Invoiced:
    """The invoices of one business unit, or of none."""

    unit: str | None
    invoices: list[Invoice]

    def sum(self, name: str) -> Decimal:
        """The sum of an amount of all invoices."""
        return total(getattr(one, name) for one in self.invoices)


def _invoiced(ledger: Ledger, values: Values) -> Iterator[Invoiced]:
    found: dict[int | None, list[Invoice]] = defaultdict(list)
    for invoice in _invoices_of(ledger, values):
        found[invoice.business_unit.id if invoice.business_unit else None].append(invoice)
    for unit, invoices in sorted(found.items(), key=lambda item: item[0] or 0):
        yield Invoiced(ledger.unit_name(unit), invoices)


def _invoices_of(ledger: Ledger, values: Values) -> Iterator[Invoice]:
    days, units = period(values), chosen(values, "BusinessUnitIds")
    for invoice in ledger.invoices.values():
        unit = invoice.business_unit.id if invoice.business_unit else None
        if written_day(invoice.invoice_date) in days and (units is None or unit in units):
            yield invoice


@dataclass(frozen=True)
class Posted:
    """The lines that post to one account."""

    account: tuple[str, str]
    items: list[Item]


def _posted(ledger: Ledger, values: Values) -> Iterator[Posted]:
    found: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for invoice in _invoices_of(ledger, values):
        for item in invoice.items or []:
            account = item.general_ledger_account
            key = (account.number or "", account.name or "") if account else ("", "(none)")
            found[key].append(item)
    for key, items in sorted(found.items()):
        yield Posted(key, items)


@dataclass(frozen=True)
class Dated:
    """An invoice or a payment that shows its date."""

    ledger: Ledger
    invoice: Invoice
    payment: Payment

    def day(self, day: date | None) -> str | None:
        """A day as reports write it."""
        return date_value(day, self.ledger)

    @property
    def job_number(self) -> str | None:
        """The number of the invoice's job."""
        job = self.ledger.known_jobs.get(self.invoice.job.id) if self.invoice.job else None
        return job.job_number if job else None


_NO_INVOICE, _NO_PAYMENT = Invoice(0), Payment(0)


def _invoices(ledger: Ledger, values: Values) -> Iterator[Dated]:
    return (Dated(ledger, one, _NO_PAYMENT) for one in _invoices_of(ledger, values))


def _payments(ledger: Ledger, values: Values) -> Iterator[Dated]:
    days, units = period(values), chosen(values, "BusinessUnitIds")
    by_creation = PAYMENT_DATES.get(values["DateType"]) != "Paid Date"
    for one in ledger.records.live("accounting/payments", Payment).values():
        day = ledger.local_day(one.created_on) if by_creation else written_day(one.date)
        unit = one.business_unit.id if one.business_unit else None
        excluded = ledger.excludes(one.customer.id if one.customer else None)
        if day in days and not excluded and (units is None or unit in units):
            yield Dated(ledger, _NO_INVOICE, one)


def _name(reference: object) -> str | None:
    return getattr(reference, "name", None)


_INVOICED: tuple[Field[Invoiced], ...] = (
    text("BusinessUnit", lambda i: i.unit),
    number("InvoiceCount", lambda i: len(i.invoices)),
    number("InvoicedRevenue", lambda i: i.sum("sub_total")),
    number("SalesTax", lambda i: i.sum("sales_tax")),
    number("Total", lambda i: i.sum("total")),
    number("Balance", lambda i: i.sum("balance")),
)
_POSTED: tuple[Field[Posted], ...] = (
    text("AccountNumber", lambda p: p.account[0]),
    text("AccountName", lambda p: p.account[1]),
    number("Total", lambda p: total(item.total for item in p.items)),
)
_INVOICE: tuple[Field[Dated], ...] = (
    text("InvoiceNumber", lambda d: d.invoice.reference_number or str(d.invoice.id)),
    text("Customer", lambda d: _name(d.invoice.customer)),
    number("Amount", lambda d: d.invoice.total),
    number("InvoiceBalance", lambda d: d.invoice.balance),
    number("CustomerBalance", lambda _: None),
    Field("InvoicedOn", "Date", lambda d: d.day(written_day(d.invoice.invoice_date))),
    Field("EmailedOn", "Date", lambda _: None),
)
_PAYMENT: tuple[Field[Dated], ...] = (
    text("PaymentNumber", lambda d: d.payment.reference_number or str(d.payment.id)),
    text("PaymentType", lambda d: d.payment.type),
    Field("PaidOn", "Date", lambda d: d.day(written_day(d.payment.date))),
    text("Customer", lambda d: _name(d.payment.customer)),
    text("BusinessUnit", lambda d: _name(d.payment.business_unit)),
    number("Amount", lambda d: d.payment.total),
    number("Unapplied", lambda d: d.payment.unapplied_amount),
)
TEMPLATES = (
    Template(
        "invoice_summary_by_unit",
        (*RANGE, _UNITS),
        _INVOICED,
        _invoiced,
    ),
    Template(
        "revenue_by_account",
        (*RANGE, _UNITS),
        _POSTED,
        _posted,
    ),
    Template(
        "invoices_sent",
        (*RANGE, Parameter("BusinessUnitId", "Number", accepts=BUSINESS_UNITS)),
        _INVOICE,
        _invoices,
    ),
    Template(
        "collections",
        (date_type(PAYMENT_DATE_TYPES), *RANGE, _UNITS),
        _PAYMENT,
        _payments,
    ),
)
