"""The page's periods: the month so far, and whole months before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Whole months that the page can show: one more than a year, so that the oldest is last year's
# month so far.
WHOLE_MONTHS = 13
_COMPARED = 12  # months before the oldest, with which it is compared


def add_months(month: date, count: int) -> date:
    """Return the first day of the month that many months later; earlier if it is negative."""
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


@dataclass(frozen=True)
class Period:
    """A month or the beginning of one, as ``report_kpis`` has it.

    Attributes:
        month: Its first day.
        part: ``whole`` or ``to_date``.
    """

    month: date
    part: str

    @property
    def key(self) -> str:
        """Its name in the page's content."""
        return "to_date" if self.part == "to_date" else f"{self.month:%Y-%m}"

    @property
    def label(self) -> str:
        """Its name in the page."""
        return f"{self.month:%B %Y}{' so far' if self.part == 'to_date' else ''}"

    def earlier(self, months: int) -> Period:
        """Return the same part of the month that many months before."""
        return Period(add_months(self.month, -months), self.part)


@dataclass(frozen=True)
class Periods:
    """All periods of a page.

    Attributes:
        today: The newest of the tenants' local days.
    """

    today: date

    @property
    def shown(self) -> list[Period]:
        """The month so far, then whole months, the newest first."""
        this_month = self.today.replace(day=1)
        return [
            Period(this_month, "to_date"),
            *(Period(add_months(this_month, -n), "whole") for n in range(1, WHOLE_MONTHS + 1)),
        ]

    @property
    def first_month(self) -> date:
        """The oldest month that is shown."""
        return add_months(self.today.replace(day=1), -WHOLE_MONTHS)

    @property
    def first_day_month(self) -> date:
        """The oldest month whose days are shown, beside those of the month after it."""
        return add_months(self.first_month, -1)

    @property
    def first_compared_month(self) -> date:
        """The oldest month that a shown one is compared with."""
        return add_months(self.first_month, -_COMPARED)
