"""Days by name and windows."""

from __future__ import annotations

from datetime import date

import pytest

from loader.reports.relative_dates import (
    ReportWindow,
    is_relative_date,
    resolve_relative_date,
    windows,
)

TODAY = date(2026, 3, 31)  # a Tuesday
QUARTER = ReportWindow("quarter", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-03-31"),
        ("today-30d", "2026-03-01"),
        ("today+1w", "2026-04-07"),
        ("today-1m", "2026-02-28"),
        ("today-1y", "2025-03-31"),
        ("week-start", "2026-03-30"),
        ("week-end", "2026-04-05"),
        ("week-start-1w", "2026-03-23"),
        ("month-start", "2026-03-01"),
        ("month-end", "2026-03-31"),
        ("month-start-1d", "2026-02-28"),
        ("month-end-1m", "2026-02-28"),
        ("month-start-1m", "2026-02-01"),
        ("month-end+1m", "2026-04-30"),
        ("quarter-start", "2026-01-01"),
        ("quarter-end-1q", "2025-12-31"),
        ("year-start-2y", "2024-01-01"),
        ("year-end", "2026-12-31"),
        ("window-start", "2026-01-01"),
        ("window-end", "2026-03-31"),
        ("window-end+1d", "2026-04-01"),
        ("window-start-1y", "2025-01-01"),
        ("window-end-1y", "2025-03-31"),
    ],
)
def test_a_day_has_a_name(text: str, day: str):
    assert is_relative_date(text)
    assert resolve_relative_date(text, TODAY, QUARTER).isoformat() == day


@pytest.mark.parametrize("text", ["tomorrow", "today-", "today-30", "month", "month-start--1m", ""])
def test_other_words_name_no_day(text: str):
    assert not is_relative_date(text)
    with pytest.raises(ValueError, match="is no relative date"):
        resolve_relative_date(text, TODAY, None)


@pytest.mark.parametrize(
    ("period", "since", "starts", "end"),
    [
        ("day", "2026-03-30", ["2026-03-30", "2026-03-31"], "2026-03-31"),
        ("week", "2026-03-24", ["2026-03-23", "2026-03-30"], "2026-04-05"),
        ("month", "2026-01-31", ["2026-01-01", "2026-02-01", "2026-03-01"], "2026-03-31"),
        ("quarter", "2025-11-11", ["2025-10-01", "2026-01-01"], "2026-03-31"),
        ("year", "2025-11-11", ["2025-01-01", "2026-01-01"], "2026-12-31"),
        ("month", "2026-04-01", [], None),
    ],
)
def test_windows_go_from_the_first_day_to_the_present_one(period, since, starts, end):
    found = list(windows(period, date.fromisoformat(since), TODAY))
    assert [window.start.isoformat() for window in found] == starts
    assert [window.end.isoformat() for window in found[-1:]] == ([end] if end else [])
