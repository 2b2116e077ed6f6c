"""What customers owe: open transactions as of a day. The names of most fields are our own guess.

As of today or later, balances are those of the invoices. As of an earlier day, an open amount is
the total of what was invoiced by then, less what had been applied by then. Deposits are rows of
their own, with a negative balance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sandbox.kpi_reports.figures import kind_of, total, written_day
from sandbox.kpi_reports.ledger import Ledger
from sandbox.kpi_reports.records import Invoice, Payment
from sandbox.kpi_reports.template import (
    TO,
    Field,
    Template,
    chosen,
    date_value,
    last_day,
    number,
    of_units,
    text,
)
from sandbox.report_types import Values

_ZERO = Decimal(0)
# The buckets of age in days: name, first day, last day.
BUCKETS: tuple[tuple[str, int | None, int | None], ...] = (
    ("Days0To30", None, 30),
    ("Days31To60", 31, 60),
    ("Days61To90", 61, 90),
    ("Days91To120", 91, 120),
    ("DaysOver120", 121, None),
)


@dataclass(frozen=True)
class OpenTransaction:
    """An invoice or a payment with something open on a day."""

    ledger: Ledger
    kind: str
    number: str | None
    customer: str | None
    job: str | None
    unit: str | None
    dated: date | None
    due: date | None
    amount: Decimal
    balance: Decimal
    as_of: date

    @property
    def age(self) -> int | None:
        """Days since it was due, or since its own date; negative before. Deposits have none."""
        if self.kind == "Payment":
            return None
        by_due = self.ledger.readings.ar_age_from == "due_date"
        since = (self.due or self.dated) if by_due else self.dated
        return (self.as_of - since).days if since else None

    def day(self, day: date | None) -> str | None:
        """A day as reports write it."""
        return date_value(day, self.ledger)


@dataclass(frozen=True)
class Account:
    """A customer's open transactions."""

    customer: str | None
    transactions: Sequence[OpenTransaction]

    @property
    def balance(self) -> Decimal:
        """What the customer owes."""
        return total(one.balance for one in self.transactions)

    @property
    def unapplied(self) -> Decimal:
        """What the customer has paid for nothing yet: negative, part of the balance."""
        return total(one.balance for one in self.transactions if one.kind == "Payment")

    def of_age(self, first: int | None, last: int | None) -> Decimal:
        """What has been owed for some days."""
        return total(
            one.balance
            for one in self.transactions
            if (age := one.age) is not None
            and (first is None or age >= first)
            and (last is None or age <= last)
        )


def open_transactions(ledger: Ledger, values: Values) -> Iterator[OpenTransaction]:
    """Everything that is open on the last day of a request."""
    day, units = last_day(values), chosen(values, "BusinessUnitIds")
    live = ledger.records.live("accounting/payments", Payment).values()
    payments = [
        one for one in live if not ledger.excludes(one.customer.id if one.customer else None)
    ]
    applied = _applied_by(ledger, payments, day)
    for invoice in ledger.invoices.values():
        if day >= ledger.today:
            balance = invoice.balance or _ZERO
        elif (dated := written_day(invoice.invoice_date)) is not None and dated <= day:
            balance = (invoice.total or _ZERO) - applied[invoice.id]
        else:
            continue
        if balance and (units is None or (_id(invoice.business_unit) in units)):
            yield _of_invoice(ledger, invoice, balance, day)
    for payment in payments:
        dated = written_day(payment.date)
        is_counted = dated is not None and dated <= day
        if is_counted and (units is None or _id(payment.business_unit) in units):
            later = total(
                one.applied_amount
                for one in payment.applied_to or []
                if (at := ledger.local_day(one.applied_on)) is not None and day < at
            )
            open_amount = (payment.unapplied_amount or _ZERO) + later
            if open_amount:
                yield _of_payment(ledger, payment, -open_amount, day)


def _applied_by(ledger: Ledger, payments: Iterable[Payment], day: date) -> dict[int, Decimal]:
    """What had been applied to each invoice by a day."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for payment in payments:
        for one in payment.applied_to or []:
            at = ledger.local_day(one.applied_on)
            if one.applied_to is not None and at is not None and at <= day:
                found[one.applied_to] += one.applied_amount or _ZERO
    return found


def _of_invoice(ledger: Ledger, one: Invoice, balance: Decimal, day: date) -> OpenTransaction:
    job = ledger.known_jobs.get(one.job.id) if one.job else None
    kind = "Adjustment" if kind_of(one) == "adjustment" else "Invoice"
    return OpenTransaction(
        ledger, kind, one.reference_number or str(one.id), _name(one.customer),
        job.job_number if job else None, ledger.unit_name(_id(one.business_unit)),
        written_day(one.invoice_date), written_day(one.due_date), one.total or _ZERO, balance, day,
    )  # fmt: skip


def _of_payment(ledger: Ledger, one: Payment, balance: Decimal, day: date) -> OpenTransaction:
    return OpenTransaction(
        ledger, "Payment", one.reference_number or str(one.id), _name(one.customer), None,
        ledger.unit_name(_id(one.business_unit)), written_day(one.date), None,
        -(one.total or _ZERO), balance, day,
    )  # fmt: skip


def _accounts(ledger: Ledger, values: Values) -> Iterator[Account]:
    found: dict[str | None, list[OpenTransaction]] = defaultdict(list)
    for one in open_transactions(ledger, values):
        found[one.customer].append(one)
    for customer, transactions in sorted(found.items(), key=lambda item: item[0] or ""):
        yield Account(customer, transactions)


def _id(reference: object) -> int | None:
    return getattr(reference, "id", None)


def _name(reference: object) -> str | None:
    return getattr(reference, "name", None)


def _bucket(name: str, first: int | None, last: int | None) -> Field[Account]:
    return number(name, lambda account: account.of_age(first, last))


_PARAMETERS = (TO, of_units("BusinessUnitIds", "Business Unit", is_array=True))
_TRANSACTION: tuple[Field[OpenTransaction], ...] = (
    text("TransactionType", lambda t: t.kind),
    text("TransactionNumber", lambda t: t.number),
    text("Customer", lambda t: t.customer),
    text("JobNumber", lambda t: t.job),
    text("BusinessUnit", lambda t: t.unit),
    Field("TransactionDate", "Date", lambda t: t.day(t.dated)),
    Field("DueDate", "Date", lambda t: t.day(t.due)),
    number("Amount", lambda t: t.amount),
    number("Balance", lambda t: t.balance),
    number("AgeDays", lambda t: t.age),
)
_ACCOUNT: tuple[Field[Account], ...] = (
    text("Customer", lambda a: a.customer),
    number("Balance", lambda a: a.balance),
    number("UnappliedPayments", lambda a: a.unapplied),
    *(_bucket(*bucket) for bucket in BUCKETS),
)
TEMPLATES = (
    Template(
        "ar_transactions",
        _PARAMETERS,
        _TRANSACTION,
        open_transactions,
    ),
    Template(
        "ar_by_customer",
        _PARAMETERS,
        _ACCOUNT,
        _accounts,
    ),
)
