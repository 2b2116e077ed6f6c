"""Lists that filter by ``modifiedOn``: read window by window, each so narrow that it fits a page.

One page is one answer, an atomic read: whatever changes cannot shift a record past it. A record
that changes moves to a later window, and later windows are read later, the open one last. So
every record is met at least once, in its current version or on its way to one that is still to
be read, whatever the list's order, whether or not the API honours ``sort``. A window that holds
more than a page is cut into narrower ones; one that cannot be cut (thousands of records of the
same second) is read by numbered pages that must come to rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from loader.api.client import Page
from loader.extract import page_numbers
from loader.extract.clocks import AgreedTime
from loader.extract.cursor import Cursor, api_time
from loader.extract.page_batch import BackfillRange, PageBatch, ReadContext
from loader.extract.record_metadata import RecordMetadata
from loader.extract.stall_guard import StallGuard

# A change may become visible a little after the instant it bears (several servers, transactions
# under way), so each load asks again for this much. Unchanged records are not written again.
OVERLAP = timedelta(minutes=15)
# Windows begin and end on whole seconds: the API's own resolution cannot then lose an edge.
_NARROWEST = timedelta(seconds=1)
# Before this, ServiceTitan did not exist; after it, there are no dates: neither side is cut.
_BEGINNING = datetime(2005, 1, 1, tzinfo=UTC)
_END = datetime(9999, 12, 31, tzinfo=UTC)
_MAX_CUTS = 64
# Slices in a row that say there is more and show nothing new, before the reading fails.
_MAX_IDLE_PAGES = 1_000

_Span = tuple[datetime | None, datetime | None]


def read(
    context: ReadContext, cursor: Cursor, backfill: BackfillRange | None
) -> Iterator[PageBatch]:
    """All records modified since the cursor; or those of a window, which leave the cursor alone."""
    if backfill is not None:
        yield from _read_backfill(context, backfill)
        return
    since = cursor.before(OVERLAP)
    if cursor.continue_from is not None and not cursor.complete:
        since = None  # a feed, which need not be in order, was read in part
    began: datetime | None = None
    dated = context.metadata_reader.dated(context.source)
    agreed = AgreedTime(context.source.name, context.notify)
    for page in _pages(context, since, None):
        began = began or agreed.of(page)
        metadata = context.metadata_reader.metadata(page.payload.data)
        cursor = cursor.advance(metadata.latest(agreed.of(page)))
        # A token of a feed read earlier would skip what only the list has shown.
        cursor = replace(cursor, continue_from=None, lookback_at=None, stable_until=None)
        yield PageBatch(
            page.payload.data, metadata, page.fetched_at, proves_existence=True, cursor=cursor,
            agreed_time=agreed.of(page),
        )  # fmt: skip
    if not cursor.complete or not dated:
        # Records that do not show when they were modified: all changes up to the moment when the
        # reading began are in, by the server's clock.
        cursor = replace(cursor, complete=True)
        if began is not None and not dated:
            cursor = cursor.advance(began)
        yield PageBatch(
            [], RecordMetadata([]), datetime.now(UTC), proves_existence=True, cursor=cursor
        )


def _read_backfill(context: ReadContext, backfill: BackfillRange) -> Iterator[PageBatch]:
    """The records of a window. An open one of several answers ends with what became visible late,
    in a range that had been read by then: no later load will ask for it."""
    asked = 0
    began: datetime | None = None
    agreed = AgreedTime(context.source.name, context.notify)
    for page in _pages(context, backfill.since, backfill.until):
        asked += 1
        metadata = context.metadata_reader.metadata(page.payload.data)
        began = min(began or agreed.of(page), agreed.of(page))
        yield PageBatch(
            page.payload.data, metadata, page.fetched_at, proves_existence=True, cursor=None
        )
    if asked > 1 and backfill.until is None and began is not None:
        recent = began - OVERLAP
        for page in _pages(context, max(backfill.since or recent, recent), None):
            metadata = context.metadata_reader.metadata(page.payload.data)
            yield PageBatch(
                page.payload.data, metadata, page.fetched_at, proves_existence=True, cursor=None
            )


def _pages(context: ReadContext, since: datetime | None, until: datetime | None) -> Iterator[Page]:
    """Answers that together hold every record of the span, in ascending order of their windows."""
    spans: list[_Span] = [(_floor(since), _ceiling(until))]
    guard = StallGuard(context.list_path, _MAX_IDLE_PAGES)
    while spans:
        span = spans.pop(0)
        page = page_numbers.first_page(context, _filters(span))
        if not page.payload.hasMore:
            yield page
            continue
        guard.check(page.payload.data)
        narrower = _cut(span, page, page_numbers.page_size(context.source))
        if len(narrower) > 1:
            spans = narrower + spans
        else:
            yield from page_numbers.pages(context, _filters(span))


def _filters(span: _Span) -> dict[str, str]:
    """The span as parameters. At least one is always sent: contacts demand a range."""
    since, until = span
    filters = {"modifiedOnOrAfter": api_time(since or datetime(1, 1, 1, tzinfo=UTC))}
    if until is not None:
        filters["modifiedBefore"] = api_time(until)
    return filters


def _cut(span: _Span, page: Page, page_size: int) -> list[_Span]:
    """The span in pieces, of about half a page each if changes were spread evenly; as it is where
    it cannot be cut."""
    since, until = span
    if since is None:
        if until is not None and until <= _BEGINNING:
            return [span]
        return [(None, _BEGINNING), (_BEGINNING, until)]
    if until is None:
        now = page.server_time.replace(microsecond=0)
        edge = now if now > since else _END
        return [(since, edge), (edge, None)] if edge > since else [span]
    seconds = int((until - since).total_seconds())
    total = page.payload.totalCount or 2 * page_size
    pieces = min(max(2 * total // page_size, 2), _MAX_CUTS, max(seconds, 1))
    edges = [since + timedelta(seconds=seconds * i // pieces) for i in range(pieces)]
    return list(zip(edges, [*edges[1:], until], strict=True))


def _floor(moment: datetime | None) -> datetime | None:
    return moment.replace(microsecond=0) if moment else None


def _ceiling(moment: datetime | None) -> datetime | None:
    if moment is None or not moment.microsecond:
        return moment
    return moment.replace(microsecond=0) + _NARROWEST
