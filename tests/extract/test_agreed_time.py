"""The time that a cursor may reach, by the API's clock and by ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from loader.api.pages import Page, PagePayload
from loader.extract.agreed_time import IMPLAUSIBLE, TOLERANCE, AgreedTime, is_due, repair_cursor
from loader.extract.cursor import Cursor
from loader.extract.export_feed import _lookback_is_due

NOW = datetime.now(UTC)
YEARS = timedelta(days=5 * 365)


def page(api: timedelta, ours: timedelta = timedelta(0)) -> Page:
    return Page(PagePayload([]), NOW + ours, NOW + api)


@pytest.mark.parametrize(
    ("api", "ours", "agreed"),
    [
        (timedelta(0), timedelta(0), timedelta(0)),
        (timedelta(minutes=-5), timedelta(0), timedelta(minutes=-5)),
        (timedelta(minutes=5), timedelta(0), timedelta(minutes=5)),
        (YEARS, timedelta(0), TOLERANCE),  # the API's clock jumped
        (-YEARS, timedelta(0), -YEARS),
        (timedelta(0), -YEARS, TOLERANCE - YEARS),  # ours did
        (timedelta(0), YEARS, timedelta(0)),
    ],
)
def test_a_cursor_may_reach_what_both_clocks_agree_on(
    api: timedelta, ours: timedelta, agreed: timedelta
):
    assert AgreedTime("x", lambda _note: None).of(page(api, ours)) == NOW + agreed


def test_an_implausible_clock_is_named_once():
    notes: list[str] = []
    agreed = AgreedTime("crm/customers", notes.append)
    agreed.of(page(TOLERANCE * 2))
    assert notes == []
    agreed.of(page(YEARS))
    agreed.of(page(YEARS))
    (note,) = notes
    assert note.startswith(f"crm/customers: the API's clock shows {NOW + YEARS:%Y-%m-%d}")


@pytest.mark.parametrize(
    ("cursor", "api", "is_repaired"),
    [
        (None, timedelta(0), False),
        (timedelta(0), timedelta(0), False),
        (TOLERANCE, timedelta(0), False),
        (YEARS, timedelta(0), True),
        (YEARS, -YEARS, True),
        (YEARS, YEARS, False),  # our own clock is behind
        (IMPLAUSIBLE + timedelta(hours=2), timedelta(0), True),  # NOW is when the tests began
    ],
)
def test_a_cursor_in_the_future_of_both_clocks_starts_again_from_the_beginning(
    cursor: timedelta | None, api: timedelta, is_repaired: bool
):
    before = Cursor("token", modified_on=None if cursor is None else NOW + cursor, complete=True)
    notes: list[str] = []
    after = repair_cursor(before, "crm/customers", lambda: NOW + api, notes.append)
    assert after == (Cursor() if is_repaired else before)
    assert len(notes) == is_repaired


def test_a_plausible_cursor_costs_no_request():
    def never() -> datetime:
        raise AssertionError

    cursor = Cursor(modified_on=NOW)
    assert repair_cursor(cursor, "x", never, print) is cursor


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, True),
        (timedelta(minutes=-1), False),
        (timedelta(hours=-7), True),
        (timedelta(days=30), True),
    ],
)
def test_a_lookback_is_due_after_hours_and_where_the_last_one_lies_in_the_future(
    last: timedelta | None, due: bool
):
    at = None if last is None else datetime.now(UTC) + last
    assert is_due(at, timedelta(hours=6)) == due


@pytest.mark.parametrize(
    ("minutes_ago", "due"), [(0, False), (59, False), (61, True), (-365 * 24 * 60, True)]
)
def test_a_feed_looks_back_once_an_hour_and_after_a_lookback_in_the_future(
    minutes_ago: int, due: bool
):
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    assert _lookback_is_due(Cursor("token", complete=True, lookback_at=at)) == due
