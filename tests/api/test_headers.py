"""Headers that the client acts on, whatever a server sends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.api.headers import http_date, retry_after


@pytest.mark.parametrize(
    "sent",
    [
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Wed, 31 Dec 1969 23:59:59 GMT",
        "Thu, 32 Jan 2026 00:00:00 GMT",
        "soon",
    ],
)
def test_a_date_that_no_clock_shows_counts_as_none(sent: str):
    assert http_date(sent) is None


def test_a_broken_clock_at_the_beginning_of_unix_time_is_believed_to_be_one():
    assert http_date("Thu, 01 Jan 1970 00:00:00 GMT") == datetime(1970, 1, 1, tzinfo=UTC)


@given(st.text(max_size=40) | st.from_regex(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"))
def test_any_date_is_utc_and_far_from_the_ends_of_the_calendar(sent: str):
    found = http_date(sent)
    if found is not None:
        assert found.utcoffset() == timedelta(0)
        assert found + timedelta(days=365 * 900) > found - timedelta(days=365 * 900)
    wait = retry_after({"Retry-After": sent})
    assert wait is None or wait >= 0
