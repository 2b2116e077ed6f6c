"""Export feeds: a continuation token leads from page to page and from load to load.

The server keeps changes in order behind the token, so a record that changes while pages are being
read appears again on a later page; nothing depends on clocks or page numbers. Two cases need more
than the token:

- A change may become visible late, after a token has passed it. The API promises to hold recent
  changes back until that cannot happen. Still, once an hour a load first reads a lookback window
  by date: what the feed has shown since the previous lookback. Doing so in every load would double
  the requests of one that finds nothing new.
- The server may stop accepting a token. Reading then restarts from the cursor's date, with an
  overlap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from loader.api.error_messages import gave_up_error, refused_error
from loader.api.pages import Page
from loader.api.rejected_requests import RequestRejected
from loader.errors import LoaderError
from loader.extract.agreed_time import AgreedTime, is_due
from loader.extract.cursor import Cursor, api_time, shift
from loader.extract.page_batch import BackfillRange, PageBatch, ReadContext
from loader.extract.stall_guard import StallGuard

# Feeds are only "usually" sorted by modification time, so a date in place of a token goes back this
# far.
_OVERLAP = timedelta(days=1)
# How late a change may become visible: several servers, clocks that differ, long transactions.
_LATE = timedelta(minutes=15)
# How often a load reads the lookback window: usually one request for each feed.
LOOKBACK_INTERVAL = timedelta(hours=1)
# How often a feed may say that it has more and return the same token, before the reading fails.
_MAX_REPEATS = 5
# Pages in a row that show nothing new, each with another token, before the reading fails.
_MAX_IDLE_PAGES = 1_000
# How often the API may reject a token in one reading, before the reading fails.
_MAX_REJECTIONS = 3

# A page and the token that led to it; None for a date or the beginning.
_Step = tuple[str | None, Page]


def read(
    context: ReadContext, cursor: Cursor, backfill: BackfillRange | None
) -> Iterator[PageBatch]:
    """Read the feed's pages after the cursor, or a backfill's, which leave the cursor unchanged.

    Raises:
        LoaderError: The feed cannot be read to its end.
    """
    try:
        if backfill is not None:
            yield from _read_backfill(context, backfill)
        else:
            if _lookback_is_due(cursor):
                yield from _read_lookback(context, cursor)
                cursor = replace(
                    cursor, lookback_at=datetime.now(UTC), stable_until=cursor.modified_on
                )
            # An unfinished first read has no safe date: the feed need not be sorted.
            start = _date(cursor.before(_OVERLAP)) if cursor.complete else None
            yield from _read_on(context, cursor, start)
    except RequestRejected as error:
        raise _refused(context, error) from None


def _read_on(context: ReadContext, cursor: Cursor, start: str | None) -> Iterator[PageBatch]:
    """Read on from the cursor's token; from the date ``start``, or the beginning, without one."""
    agreed = AgreedTime(context.source.name, context.notify)
    before = cursor
    for token, page in _pages(context, cursor.continue_from, start):
        payload = page.payload
        metadata = context.metadata_reader.metadata(payload.data)
        if not cursor.complete and cursor.stable_until is None:
            cursor = replace(cursor, stable_until=agreed.of(page))
        # The token after a record dated into the future might skip the present, so the next load
        # reads this page again.
        reached = None if metadata.is_later(agreed.of(page)) else payload.continueFrom
        cursor = replace(
            cursor.advance(metadata.latest(agreed.of(page))),
            continue_from=reached or token,
            complete=cursor.complete or not payload.hasMore,
        )
        if cursor.complete and cursor.lookback_at is None:
            began, reached_on = cursor.stable_until, cursor.modified_on
            sure = min(began, reached_on) if began and reached_on else reached_on
            cursor = replace(cursor, lookback_at=page.fetched_at, stable_until=sure)
        with page:
            yield PageBatch(
                payload.data, metadata, page.fetched_at, proves_existence=False, cursor=cursor
            )
    again = agreed.again_from(before, _LATE) if before.complete else None
    if again is not None:
        # The token is past what changes now, until the clock has caught up.
        held = agreed.hold_back(cursor, _LATE)
        held = replace(held, continue_from=None, stable_until=held.modified_on)
        yield from _read_on(context, held, _date(again))


def _lookback_is_due(cursor: Cursor) -> bool:
    if cursor.continue_from is None or not cursor.complete:
        return False
    return is_due(cursor.lookback_at, LOOKBACK_INTERVAL)


def _read_lookback(context: ReadContext, cursor: Cursor) -> Iterator[PageBatch]:
    """Read the lookback window: from the previous lookback up to the cursor, which stays."""
    begin = cursor.stable_until or cursor.modified_on
    start = shift(begin, -_LATE) if begin else None
    if start is None:
        return
    try:
        yield from _read_between(context, api_time(start), cursor.modified_on)
    except RequestRejected:
        # Only days are documented; where the API takes an instant, it returns less.
        yield from _read_between(context, _date(start), cursor.modified_on)


def _read_between(
    context: ReadContext, start: str | None, end: datetime | None
) -> Iterator[PageBatch]:
    """Read the pages from a date on, until one has no record at or before ``end``."""
    for _, page in _pages(context, None, start):
        metadata = context.metadata_reader.metadata(page.payload.data)
        with page:
            yield PageBatch(
                page.payload.data, metadata, page.fetched_at, proves_existence=False, cursor=None
            )
        if end and metadata.earliest and metadata.earliest > end:
            return


def _read_backfill(context: ReadContext, backfill: BackfillRange) -> Iterator[PageBatch]:
    end = shift(backfill.until, _OVERLAP) if backfill.until else None
    yield from _read_between(context, _date(backfill.since), end)


def _date(moment: datetime | None) -> str | None:
    """Format the day as the API documents it (``2020-01-01``)."""
    return moment.date().isoformat() if moment else None


def _pages(context: ReadContext, token: str | None, start: str | None) -> Iterator[_Step]:
    """Yield pages up to the feed's end: after ``token``, else from the date ``start``, else all.

    If the API rejects the token, reading restarts at ``start``.

    Raises:
        RequestRejected: The API rejects that too.
        ApiError: The feed does not end.
    """
    operation = context.source.export_operation
    assert operation is not None  # noqa: S101 (chosen by the reader)
    repeats, rejections = 0, 0
    been: set[str | None] = set()
    guard = StallGuard(operation.path, _MAX_IDLE_PAGES)
    while True:
        params = dict(context.source.export_params)
        position = token or start
        if position is not None:
            params["from"] = position
        try:
            page = context.client.page(operation.path, params, is_feed=True)
        except RequestRejected:
            rejections += 1
            if token is None or rejections > _MAX_REJECTIONS:
                raise
            context.notify(
                f"{context.source.name}: the API no longer accepts the continuation token;"
                f" reading again from {start or 'the beginning'}."
            )
            token = None
            been.clear()
            continue
        if page.payload.hasMore is None:
            raise gave_up_error(operation.path, "a page that does not say whether there is more", 1)
        has_more = page.payload.hasMore
        if has_more:
            guard.check(page.payload.data)
        yield token, page
        if not has_more:
            return
        # The same token as before, or an earlier one.
        been.add(position)
        stuck = page.payload.continueFrom is None or page.payload.continueFrom in been
        repeats = repeats + 1 if stuck else 0
        if repeats >= _MAX_REPEATS:
            raise gave_up_error(
                operation.path, "the feed has more but returns no new token", repeats
            )
        token = page.payload.continueFrom or token


def server_time(context: ReadContext) -> datetime:
    """Return the API's time (UTC), with a request for the last days. Raises as ``read`` does."""
    yesterday = _date(datetime.now(UTC) - _OVERLAP)
    try:
        _, page = next(_pages(context, None, yesterday))
    except RequestRejected as error:
        raise _refused(context, error) from None
    with page:
        return page.server_time


def _refused(context: ReadContext, error: RequestRejected) -> LoaderError:
    operation = context.source.export_operation
    assert operation is not None  # noqa: S101 (chosen by the reader)
    return refused_error(error.status, operation.path, error.detail, is_feed=True)
