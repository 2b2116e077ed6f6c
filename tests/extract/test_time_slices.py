"""How a span of time is cut into slices that fit a page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from loader.api.pages import Page, PagePayload
from loader.extract.time_slices import _ceiling, _cut, _floor

PAGE_SIZE = 5000
_SECOND = timedelta(seconds=1)
_BEGIN = datetime(2, 1, 1, tzinfo=UTC)
_moments = st.integers(0, 3 * 10**17).map(lambda n: _BEGIN + timedelta(microseconds=n))
_seconds = _moments.map(lambda moment: moment.replace(microsecond=0))
_edges = st.none() | _seconds


def page(total: int | None, now: datetime) -> Page:
    return Page(PagePayload([msgspec.Raw(b"{}")], hasMore=True, totalCount=total), now, now)


@given(_edges, _edges, st.none() | st.integers(0, 10**9), _seconds)
def test_slices_cover_the_span_without_gaps_or_overlaps(
    since: datetime | None, until: datetime | None, total: int | None, now: datetime
):
    if since is not None and until is not None and since >= until:
        since, until = until, since + _SECOND
    slices = _cut((since, until), page(total, now), PAGE_SIZE)
    assert (slices[0][0], slices[-1][1]) == (since, until)
    for (_, end), (begin, _) in pairwise(slices):
        assert end == begin
    for begin, end in slices:
        assert begin is None or end is None or begin < end
    inner = [edge for one in slices for edge in one if edge is not None]
    assert all(edge.microsecond == 0 for edge in inner)


@given(_seconds, st.integers(1, 10**9), st.none() | st.integers(0, 10**9))
def test_every_cut_makes_slices_shorter_until_they_last_a_second(
    since: datetime, seconds: int, total: int | None
):
    until = since + timedelta(seconds=seconds)
    slices = _cut((since, until), page(total, since), PAGE_SIZE)
    if seconds == 1:
        assert slices == [(since, until)]
    else:
        assert len(slices) > 1
        lengths = [end - begin for begin, end in slices if begin and end]
        assert max(lengths) < until - since


@given(_moments)
def test_edges_are_moved_outwards_to_whole_seconds(moment: datetime):
    floor, ceiling = _floor(moment), _ceiling(moment)
    assert floor is not None
    assert ceiling is not None
    assert floor <= moment <= ceiling
    assert floor.microsecond == ceiling.microsecond == 0
    assert ceiling - floor <= _SECOND
    assert _floor(None) is _ceiling(None) is None
