"""The KPIs of the page's tiles, as data: columns of ``report_kpis``, whose comments define them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["money", "count", "ratio"]


@dataclass(frozen=True)
class Kpi:
    """A tile.

    Attributes:
        column: Its column in ``report_kpis``, or in ``report_receivables`` if it has no past.
        label: What people call it.
        unit: How it is written: ``money``, ``count``, or ``ratio`` (0 to 1, shown in percent).
        better: Whether more of it is good (``up``) or bad (``down``).
        numerator: The column that is divided; none for a sum or a count.
        denominator: The column that it is divided by.
        denominator_named_by: The column that says what the denominator counts, where a dbt variable
            chooses that.
        is_of_today: Whether it is known for today only: neither period nor comparison apply.
    """

    column: str
    label: str
    unit: Unit
    better: Literal["up", "down"] = "up"
    numerator: str | None = None
    denominator: str | None = None
    denominator_named_by: str | None = None
    is_of_today: bool = False

    def __post_init__(self) -> None:
        """Refuse a ratio without its parts: nobody could judge it."""
        if self.unit == "ratio" and not (self.numerator and self.denominator):
            raise ValueError(f"{self.column} is a ratio: name its numerator and denominator")
        if bool(self.numerator) != bool(self.denominator):
            raise ValueError(f"{self.column} has one part of a fraction: name both, or none")

    @property
    def columns(self) -> tuple[str, ...]:
        """The value's column, then those of its parts."""
        return (self.column, *filter(None, (self.numerator, self.denominator)))


KPIS = (
    Kpi("total_revenue", "Total revenue", "money"),
    Kpi("total_sales", "Sales", "money"),
    Kpi("completed_jobs", "Completed jobs", "count"),
    Kpi(
        "conversion_rate",
        "Conversion rate",
        "ratio",
        numerator="converted_jobs",
        denominator="opportunities",
    ),
    Kpi(
        "close_rate",
        "Close rate",
        "ratio",
        numerator="closed_opportunities",
        denominator="sales_opportunities",
    ),
    Kpi(
        "average_ticket",
        "Average ticket",
        "money",
        numerator="average_ticket_revenue",
        denominator="average_ticket_jobs",
        denominator_named_by="average_ticket_divides_by",
    ),
    Kpi(
        "canceled_rate",
        "Canceled rate",
        "ratio",
        better="down",
        numerator="canceled_jobs",
        denominator="ended_jobs",
    ),
    Kpi("over_30_days", "Receivables over 30 days", "money", better="down", is_of_today=True),
)
# Those with a figure for each period, in the order in which the page's content holds them.
MONTHLY = tuple(kpi for kpi in KPIS if not kpi.is_of_today)
