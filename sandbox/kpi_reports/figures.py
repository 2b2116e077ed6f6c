"""What reports count: revenue lines, sales and jobs, and the days and sums of these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

from sandbox.kpi_reports.records import Invoice, Job

InvoiceKind = Literal["job", "adjustment", "non_job"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an invoice, or an invoice without lines, that earns revenue on a day.

    Attributes:
        kind: What the invoice is.
        job: The job of the invoice, or of the invoice that it adjusts.
        unit: The business unit that earns it; None where no record names one.
        revenue: In dollars.
    """

    invoice: int
    kind: InvoiceKind
    job: int | None
    unit: int | None
    day: date
    revenue: Decimal


@dataclass(frozen=True, slots=True)
class Sale:
    """A sold estimate, on the local day of the sale; ``amount`` in dollars without tax."""

    estimate: int
    job: int | None
    unit: int | None
    seller: int | None
    day: date
    at: datetime
    amount: Decimal


@dataclass(slots=True)
class JobFigures:
    """A live job with everything that reports count of it.

    Attributes:
        completed: The local day on which it was completed, while its status is Completed.
        subtotal: Of its live invoices without adjustments, in dollars.
        lines: Its revenue lines of the kind "job".
        opportunity_day: When it is a sales opportunity; None where it is none.
    """

    record: Job
    created: date | None
    completed: date | None
    canceled: date | None
    threshold: Decimal
    subtotal: Decimal
    lines: list[Line]
    sales: list[Sale]
    is_opportunity: bool = False
    is_converted: bool = False
    opportunity_day: date | None = None
    is_closed: bool = False

    @property
    def revenue(self) -> Decimal:
        """Its completed revenue, in dollars."""
        return total(line.revenue for line in self.lines)

    @property
    def sold(self) -> Decimal:
        """All that was sold on it, on whatever day, in dollars."""
        return total(sale.amount for sale in self.sales)

    @property
    def first_sale(self) -> Sale | None:
        """The sale that came first."""
        return min(self.sales, key=lambda sale: (sale.at, sale.estimate), default=None)


@dataclass(frozen=True)
class Period:
    """Whole local days, both ends included."""

    first: date
    last: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def kind_of(invoice: Invoice) -> InvoiceKind:
    """What an invoice is; an adjustment of a job's invoice names the job too."""
    if invoice.adjustment_to_id is not None:
        return "adjustment"
    return "non_job" if invoice.job is None else "job"


def moment(instant: str) -> datetime:
    """An instant in UTC; without an offset it is UTC."""
    found = datetime.fromisoformat(instant)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def written_day(day: str | None) -> date | None:
    """A calendar day, which the API writes as midnight UTC and which is never converted."""
    return date.fromisoformat(day[:10]) if day else None


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of the amounts that there are, in dollars."""
    return sum((amount for amount in amounts if amount is not None), Decimal(0))
