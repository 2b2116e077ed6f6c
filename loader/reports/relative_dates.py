"""Relative dates (``month-start-1m``), and the windows that a report is read in."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, cast, get_args
from zoneinfo import ZoneInfo

Period = Literal["day", "week", "month", "quarter", "year"]
PERIODS: tuple[str, ...] = get_args(Period)

_MONTHS = {"m": 1, "q": 3, "y": 12}
_DAYS = {"d": 1, "w": 7}
_NAMED = re.compile(
    r"(today|(?:week|month|quarter|year|window)-(?:start|end))(?:([+-]\d{1,4})([dwmqy]))?"
)
# Examples for messages.
EXAMPLES = "today, today-30d, week-start, month-start-1m, month-end, year-start"


@dataclass(frozen=True)
class ReportWindow:
    """A day, week, month, quarter or year of the calendar."""

    period: Period
    start: date

    @property
    def end(self) -> date:
        """The last day."""
        return shift_periods(self.period, self.start, 1) - timedelta(days=1)


def today_in(timezone: str) -> date:
    """Return the current date in a time zone (IANA name)."""
    return datetime.now(ZoneInfo(timezone)).date()


def windows(period: Period, since: date, today: date) -> Iterator[ReportWindow]:
    """Yield all windows, from the one of the day ``since`` to the one of ``today``."""
    start = first_day(period, since)
    while start <= today:
        yield ReportWindow(period, start)
        start = shift_periods(period, start, 1)


def first_day(period: Period, day: date) -> date:
    """Return the first day of the period that contains ``day``; weeks begin on Monday."""
    if period == "day":
        return day
    if period == "week":
        return day - timedelta(days=day.weekday())
    if period == "year":
        return day.replace(month=1, day=1)
    month = day.month if period == "month" else day.month - (day.month - 1) % 3
    return day.replace(month=month, day=1)


def shift_periods(period: Period, day: date, by: int) -> date:
    """Return ``day`` plus ``by`` periods, clamped to the month's last day."""
    if period in ("day", "week"):
        return day + timedelta(days=by * _DAYS[period[0]])
    months = day.year * 12 + day.month - 1 + by * _MONTHS[period[0]]
    year, month = divmod(months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_relative_date(text: str) -> bool:
    """Return whether the text has the form of a relative date."""
    return _NAMED.fullmatch(text) is not None


def is_window_edge(text: object) -> bool:
    """Return whether the text is relative to the window that is read."""
    return isinstance(text, str) and text.startswith("window-") and is_relative_date(text)


def resolve_relative_date(text: str, today: date, window: ReportWindow | None) -> date:
    """Return the date that ``today-30d``, ``month-end-1m`` or ``window-start`` means.

    Offsets in months, quarters and years apply before the start or end is taken, days and weeks
    after it: ``month-end-1m`` and ``month-start-1d`` both mean the last day of the previous month.

    Raises:
        ValueError: The text is no relative date, or is relative to a window and there is none.
    """
    match = _NAMED.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no relative date")
    word, offset, unit = match.groups()
    before, _, edge = word.partition("-")
    period = cast(Period, before)
    if before == "window":
        if window is None:
            raise ValueError(f"{text!r} needs a window, and there is none")
        period, day = window.period, window.start
    else:
        day = today
    if unit in _MONTHS:
        day = shift_periods(_period_of(unit), day, int(offset))
    if edge:
        day = first_day(period, day)
    if edge == "end":
        day = ReportWindow(period, day).end
    if unit in _DAYS:
        day += timedelta(days=int(offset) * _DAYS[unit])
    return day


def _period_of(unit: str) -> Period:
    (period,) = [period for period in get_args(Period) if period[0] == unit]
    found: Period = period
    return found
