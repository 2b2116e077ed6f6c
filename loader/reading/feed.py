"""Export feeds: a continuation token leads from page to page and from load to load.

The server keeps the order of changes behind the token, so a record that changes while pages are
being read comes again on a later page; nothing depends on clocks or page numbers. Where the
server no longer accepts a token, reading starts again from the cursor's date, with an overlap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from loader.api.client import Answer, Rejected
from loader.api.problems import gave_up, refused
from loader.reading.chunk import Chunk, Reading, Window
from loader.reading.cursor import Cursor, api_time

# Feeds are only "usually" sorted by modification: where a date has to do instead of a token, go
# back this far.
_OVERLAP = timedelta(days=1)
# A feed that says it has more but gives the same token again is asked this many times.
_PATIENCE = 5


def read(reading: Reading, cursor: Cursor, window: Window | None) -> Iterator[Chunk]:
    """The feed's pages after the cursor; or those of a window, which leave the cursor alone."""
    if window is not None:
        return _read_window(reading, window)
    return _read_on(reading, cursor)


def _read_on(reading: Reading, cursor: Cursor) -> Iterator[Chunk]:
    position = cursor.continue_from or _from_date(cursor)
    for answer in _pages(reading, position, or_else=_from_date(cursor)):
        page = answer.page
        look = reading.heads.look(page.data)
        cursor = replace(
            cursor.advance(look.latest, answer.server_time),
            continue_from=page.continueFrom or cursor.continue_from,
            complete=cursor.complete or not page.hasMore,
        )
        yield Chunk(page.data, look, answer.fetched_at, listed=False, cursor=cursor)


def _read_window(reading: Reading, window: Window) -> Iterator[Chunk]:
    start = api_time(window.since) if window.since else None
    for answer in _pages(reading, start, or_else=start):
        records = answer.page.data
        look = reading.heads.look(records)
        yield Chunk(records, look, answer.fetched_at, listed=False, cursor=None)
        if window.until and look.earliest and look.earliest > window.until + _OVERLAP:
            return


def _from_date(cursor: Cursor) -> str | None:
    """Where to start without a token: the beginning, unless the feed was once read to its end.

    An unfinished first read holds no date that is safe: the feed need not be sorted.
    """
    if not cursor.complete or cursor.modified_on is None:
        return None
    return api_time(cursor.modified_on - _OVERLAP)


def _pages(reading: Reading, position: str | None, or_else: str | None) -> Iterator[Answer]:
    """Pages from ``position`` to the feed's end. A position that the API rejects is replaced,
    once, by ``or_else``."""
    operation = reading.source.feed_operation
    assert operation is not None  # noqa: S101 (chosen by the reader)
    repeats = 0
    while True:
        params = dict(reading.source.feed_params)
        if position is not None:
            params["from"] = position
        try:
            answer = reading.client.page(operation.path, params, is_feed=True)
        except Rejected as error:
            if position is None or position == or_else:
                raise refused(error.status, operation.path, error.detail, is_feed=True) from None
            reading.note(
                f"{reading.source.name}: the API no longer accepts the continuation token;"
                f" reading again from {or_else or 'the beginning'}."
            )
            position = or_else
            continue
        yield answer
        if not answer.page.hasMore:
            return
        stuck = answer.page.continueFrom in (None, position)
        repeats = repeats + 1 if stuck else 0
        if repeats >= _PATIENCE:
            raise gave_up(operation.path, "it has more but gives the same token", repeats)
        position = answer.page.continueFrom or position
