"""The days to compare: whole days of the tenant that are over."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from loader.errors import ConfigurationError

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Period:
    """Calendar days of the tenant, in its own time zone.

    Attributes:
        start: The first day.
        end: The last day.
    """

    start: date
    end: date

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins and ends with a month: memberships are only known by the month."""
        last = monthrange(self.end.year, self.end.month)[1]
        return self.start.day == 1 and self.end.day == last

    def __str__(self) -> str:
        return f"{self.start} to {self.end}"


def chosen_period(month: str | None, since: date | None, until: date | None, today: date) -> Period:
    """Return the period that the options name; by default, last month.

    Args:
        month: A month like ``2026-03``.
        since: The first day.
        until: The last day; yesterday if only ``since`` is given.
        today: The day in the tenant's time zone.

    Raises:
        ConfigurationError: The options contradict each other, or the period is not over.
    """
    if month and (since or until):
        raise ConfigurationError("--month is a period already.", "Leave out --since and --until.")
    if until and not since:
        raise ConfigurationError("--until has no beginning.", "Add --since.")
    if month:
        period = _month(month)
    elif since:
        period = Period(since, until or today - timedelta(days=1))
    else:
        end = today.replace(day=1) - timedelta(days=1)
        period = Period(end.replace(day=1), end)
    if period.start > period.end:
        raise ConfigurationError(
            f"The period begins on {period.start} and ends on {period.end}.",
            "Begin with the earlier day, and before today.",
        )
    if period.end >= today:
        raise ConfigurationError(
            f"{period.end} is not over where the tenant is: there it is {today}.",
            "Days that are under way still change. End with yesterday.",
        )
    return period


def _month(text: str) -> Period:
    match = _MONTH.fullmatch(text)
    if match is None or int(match[1]) == 0:
        raise ConfigurationError(f"--month is {text[:20]!r}.", "Use a month like 2026-03.")
    year, number = int(match[1]), int(match[2])
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]))
