"""Cursors: what advances them, and how dlt's state stores them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loader.extract.cursor import Cursor, api_time, latest_cursor, shift

_moments = st.datetimes(timezones=st.just(UTC))
_maybe = st.none() | _moments
_cursors = st.builds(
    Cursor,
    continue_from=st.none() | st.text(min_size=1),
    modified_on=_maybe,
    complete=st.booleans(),
    lookback_at=_maybe,
    stable_until=_maybe,
) | st.builds(
    Cursor,
    load_number=st.integers(1, 2**62),
    parent=st.lists(st.text(), min_size=1, max_size=3).map(tuple),
    complete=st.just(True),
)


@given(_cursors)
def test_a_cursor_survives_its_way_through_dlts_json_state(cursor: Cursor):
    state = json.loads(json.dumps(cursor.to_state()))
    assert Cursor.from_state(state) == cursor


def test_no_state_is_the_beginning():
    assert Cursor.from_state(None) == Cursor.from_state({}) == Cursor()


@given(_cursors, st.lists(_maybe))
def test_a_cursor_advances_to_the_latest_instant_and_never_goes_back(
    cursor: Cursor, instants: list[datetime | None]
):
    advanced = cursor
    for instant in instants:
        advanced = advanced.advance(instant)
    known = [m for m in (cursor.modified_on, *instants) if m is not None]
    assert advanced.modified_on == max(known, default=None)


@given(_cursors, _maybe)
def test_a_cursor_is_brought_back_to_a_limit(cursor: Cursor, limit: datetime | None):
    limited = cursor.not_beyond(limit).modified_on
    if limit is None or cursor.modified_on is None:
        assert limited == cursor.modified_on
    else:
        assert limited == min(limit, cursor.modified_on)


@given(st.none() | _cursors, st.none() | _cursors)
def test_of_two_cursors_the_later_one_is_chosen(one: Cursor | None, other: Cursor | None):
    chosen = latest_cursor(one, other)
    moments = [c.modified_on for c in (one, other) if c and c.modified_on]
    assert chosen in (one, other)
    assert (chosen is None) == (one is None and other is None)
    if chosen is not None:
        assert chosen.modified_on == max(moments, default=None)


@given(_moments, st.timedeltas())
def test_a_shift_out_of_the_calendar_is_none(moment: datetime, by: timedelta):
    shifted = shift(moment, by)
    assert shifted is None or shifted - by == moment


def test_times_are_sent_with_microseconds_in_utc():
    at = datetime.fromisoformat("2024-01-02T03:04:05+05:30")
    assert api_time(at) == "2024-01-01T21:34:05.000000Z"
