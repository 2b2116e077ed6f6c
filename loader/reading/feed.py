"""Export feeds: a continuation token leads from page to page and from load to load.

The server keeps the order of changes behind the token, so a record that changes while pages are
being read comes again on a later page; nothing depends on clocks or page numbers. Two things are
not left to the token alone:

- A change may become visible late, behind a token that has passed it. The API promises to hold
  recent changes back until that cannot happen; still, every few hours a load first reads again, by
  date, what the feed has shown since it last did so. (Not every load: that would double the
  requests of one that finds nothing new.)
- The server may no longer accept a token. Reading then starts again from the cursor's date, with
  an overlap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from loader.api.client import Answer, Rejected
from loader.api.problems import gave_up, refused
from loader.errors import LoaderError
from loader.reading.chunk import Chunk, Reading, Window
from loader.reading.cursor import Cursor, api_time, shifted

# Feeds are only "usually" sorted by modification: where a date has to do instead of a token, go
# back this far.
_OVERLAP = timedelta(days=1)
# How late a change may become visible: several servers, clocks that differ, long transactions.
_LATE = timedelta(minutes=15)
# How often a load looks that far back.
LOOK_BACK_EVERY = timedelta(hours=6)
# A feed that says it has more but gives the same token again is asked this many times.
_PATIENCE = 5
# Tokens rejected in one reading, before it fails.
_MOST_REJECTIONS = 3

# The token that led to an answer; None for a date or the beginning.
_Step = tuple[str | None, Answer]


def read(reading: Reading, cursor: Cursor, window: Window | None) -> Iterator[Chunk]:
    """The feed's pages after the cursor; or those of a window, which leave the cursor alone.

    Raises ``LoaderError`` when the feed cannot be read to its end.
    """
    try:
        if window is not None:
            yield from _read_window(reading, window)
        else:
            if _look_back_is_due(cursor):
                yield from _look_back(reading, cursor)
                cursor = replace(
                    cursor, looked_back=datetime.now(UTC), sure_until=cursor.modified_on
                )
            yield from _read_on(reading, cursor)
    except Rejected as error:
        raise _refused(reading, error) from None


def _read_on(reading: Reading, cursor: Cursor) -> Iterator[Chunk]:
    # An unfinished first read holds no date that is safe: the feed need not be sorted.
    start = _date(cursor.before(_OVERLAP)) if cursor.complete else None
    for token, answer in _pages(reading, cursor.continue_from, start):
        page = answer.page
        look = reading.heads.look(page.data)
        if not cursor.complete and cursor.sure_until is None:
            cursor = replace(cursor, sure_until=answer.server_time)
        # A token behind a record that is dated into the future might skip the present: this page
        # is read again.
        reached = None if look.is_later(answer.server_time) else page.continueFrom
        cursor = replace(
            cursor.advance(look.latest(answer.server_time)),
            continue_from=reached or token,
            complete=cursor.complete or not page.hasMore,
        )
        if cursor.complete and cursor.looked_back is None:
            began, reached_on = cursor.sure_until, cursor.modified_on
            sure = min(began, reached_on) if began and reached_on else reached_on
            cursor = replace(cursor, looked_back=answer.fetched_at, sure_until=sure)
        yield Chunk(page.data, look, answer.fetched_at, listed=False, cursor=cursor)


def _look_back_is_due(cursor: Cursor) -> bool:
    """By our own clock: it sets the pace only, and nothing depends on its being right."""
    if cursor.continue_from is None or not cursor.complete:
        return False
    return cursor.looked_back is None or datetime.now(UTC) - cursor.looked_back >= LOOK_BACK_EVERY


def _look_back(reading: Reading, cursor: Cursor) -> Iterator[Chunk]:
    """The records since the last look back and up to the cursor, which does not move."""
    begin = cursor.sure_until or cursor.modified_on
    start = shifted(begin, -_LATE) if begin else None
    if start is None:
        return
    try:
        yield from _read_between(reading, api_time(start), cursor.modified_on)
    except Rejected:
        # Only days are a documented form of a date; an instant, where it is taken, reads less.
        yield from _read_between(reading, _date(start), cursor.modified_on)


def _read_between(reading: Reading, start: str | None, end: datetime | None) -> Iterator[Chunk]:
    """The pages from a date on, up to the first that holds nothing up to ``end``."""
    for _, answer in _pages(reading, None, start):
        look = reading.heads.look(answer.page.data)
        yield Chunk(answer.page.data, look, answer.fetched_at, listed=False, cursor=None)
        if end and look.earliest and look.earliest > end:
            return


def _read_window(reading: Reading, window: Window) -> Iterator[Chunk]:
    end = shifted(window.until, _OVERLAP) if window.until else None
    yield from _read_between(reading, _date(window.since), end)


def _date(moment: datetime | None) -> str | None:
    """The day of a moment, in the one form that the API documents (2020-01-01)."""
    return moment.date().isoformat() if moment else None


def _pages(reading: Reading, token: str | None, start: str | None) -> Iterator[_Step]:
    """Pages to the feed's end: after ``token``, else from the date ``start``, else all.

    A token that the API rejects is replaced by ``start``. Raises ``Rejected`` where that does not
    help.
    """
    operation = reading.source.feed_operation
    assert operation is not None  # noqa: S101 (chosen by the reader)
    repeats, rejections = 0, 0
    been: set[str | None] = set()
    while True:
        params = dict(reading.source.feed_params)
        position = token or start
        if position is not None:
            params["from"] = position
        try:
            answer = reading.client.page(operation.path, params, is_feed=True)
        except Rejected:
            rejections += 1
            if token is None or rejections > _MOST_REJECTIONS:
                raise
            reading.note(
                f"{reading.source.name}: the API no longer accepts the continuation token;"
                f" reading again from {start or 'the beginning'}."
            )
            token = None
            been.clear()
            continue
        if answer.page.hasMore is None:
            raise gave_up(operation.path, "a page that does not say whether there is more", 1)
        yield token, answer
        if not answer.page.hasMore:
            return
        # The same token as before, or one that leads in a circle.
        been.add(position)
        stuck = answer.page.continueFrom is None or answer.page.continueFrom in been
        repeats = repeats + 1 if stuck else 0
        if repeats >= _PATIENCE:
            raise gave_up(operation.path, "it has more but leads nowhere new", repeats)
        token = answer.page.continueFrom or token


def _refused(reading: Reading, error: Rejected) -> LoaderError:
    operation = reading.source.feed_operation
    assert operation is not None  # noqa: S101 (chosen by the reader)
    return refused(error.status, operation.path, error.detail, is_feed=True)
