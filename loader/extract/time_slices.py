"""Lists that filter by ``modifiedOn``: read in time slices, each short enough to fit a page.

A page is an atomic read, so no change can shift a record past it. A record that changes moves to a
later slice, and later slices are read later, the open one last. So every record is read at least
once, in its current version or in one that a later slice replaces, whatever the list's order and
whether or not the API honours ``sort``. A slice with more records than a page is cut into shorter
ones. One that cannot be cut (thousands of records of the same second) is read by page numbers until
two passes agree.

A filter by ``modifiedOn`` hides records that have none. So a reading from the beginning compares
how many records the list has with the filter and without one; where they differ, the list is read
without the filter too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from loader.api.pages import Page
from loader.extract import page_numbers
from loader.extract.agreed_time import AgreedTime
from loader.extract.cursor import Cursor, api_time
from loader.extract.page_batch import BackfillRange, PageBatch, ReadContext
from loader.extract.record_metadata import RecordMetadata
from loader.extract.stall_guard import StallGuard

# A change may become visible a little after its own timestamp (several servers, open transactions),
# so each load reads this much again. Unchanged records are not rewritten.
OVERLAP = timedelta(minutes=15)
# Slices begin and end on whole seconds, so that the API's own resolution cannot lose an edge.
_NARROWEST = timedelta(seconds=1)
# ServiceTitan did not exist before the one, and dates end with the other: beyond, nothing is cut.
_BEGINNING = datetime(2005, 1, 1, tzinfo=UTC)
_END = datetime(9999, 12, 31, tzinfo=UTC)
_MAX_CUTS = 64
# Slices in a row that say there is more and show nothing new, before the reading fails.
_MAX_IDLE_PAGES = 1_000
# How often the two counts are compared: records may be deleted in between.
_COMPARISONS = 3

_Span = tuple[datetime | None, datetime | None]


def read(
    context: ReadContext, cursor: Cursor, backfill: BackfillRange | None
) -> Iterator[PageBatch]:
    """Read records modified since the cursor, or a backfill's, which leave the cursor unchanged.

    Raises:
        LoaderError: The list cannot be read to its end.
    """
    if backfill is not None:
        yield from _read_backfill(context, backfill)
        return
    since = cursor.before(OVERLAP)
    if cursor.continue_from is not None and not cursor.complete:
        since = None  # part of a feed was read, and a feed need not be sorted
    began: datetime | None = None
    dated = context.metadata_reader.dated(context.source)
    agreed = AgreedTime(context.source.name, context.notify)
    before = cursor
    for page in _pages(context, since, None):
        began = began or agreed.of(page)
        metadata = context.metadata_reader.metadata(page.payload.data)
        cursor = cursor.advance(metadata.latest(agreed.of(page)))
        # An older token of the feed would skip what only the list has shown.
        cursor = replace(cursor, continue_from=None, lookback_at=None, stable_until=None)
        with page:
            yield PageBatch(
                page.payload.data, metadata, page.fetched_at, proves_existence=True, cursor=cursor,
                agreed_time=agreed.of(page),
            )  # fmt: skip
    if not before.complete:
        yield from _read_hidden(context)
    again = agreed.again_from(before, OVERLAP) if since is not None else None
    if again is not None:
        for page in _pages(context, again, since):
            metadata = context.metadata_reader.metadata(page.payload.data)
            with page:
                yield PageBatch(
                    page.payload.data, metadata, page.fetched_at, proves_existence=True, cursor=None
                )
        cursor = agreed.hold_back(cursor, OVERLAP)
    if not cursor.complete or not dated or again is not None:
        # Records without a modification time: all changes up to the start of the reading are in.
        cursor = replace(cursor, complete=True)
        if began is not None and not dated:
            cursor = cursor.advance(began)
        yield PageBatch(
            [], RecordMetadata([]), datetime.now(UTC), proves_existence=True, cursor=cursor
        )


def _read_backfill(context: ReadContext, backfill: BackfillRange) -> Iterator[PageBatch]:
    """Read the records of a backfill.

    After an open range of several pages, its end is read again: changes that became visible late
    there are not part of any later load.
    """
    pages = 0
    began: datetime | None = None
    agreed = AgreedTime(context.source.name, context.notify)
    for page in _pages(context, backfill.since, backfill.until):
        pages += 1
        metadata = context.metadata_reader.metadata(page.payload.data)
        began = min(began or agreed.of(page), agreed.of(page))
        with page:
            yield PageBatch(
                page.payload.data, metadata, page.fetched_at, proves_existence=True, cursor=None
            )
    if pages > 1 and backfill.until is None and began is not None:
        recent = began - OVERLAP
        for page in _pages(context, max(backfill.since or recent, recent), None):
            metadata = context.metadata_reader.metadata(page.payload.data)
            with page:
                yield PageBatch(
                    page.payload.data, metadata, page.fetched_at, proves_existence=True, cursor=None
                )
    if backfill.since is None and backfill.until is None:
        yield from _read_hidden(context)


def _read_hidden(context: ReadContext) -> Iterator[PageBatch]:
    """Read the list without the filter if the filter hides records."""
    hidden = 0
    for _ in range(_COMPARISONS):
        total = page_numbers.count(context, {})
        if total is None:
            return
        # In this order: records that are added in between hide nothing.
        shown = page_numbers.count(context, _filters((None, None)))
        hidden = total - shown if shown is not None else 0
        if hidden <= 0:
            return
    context.notify(
        f"{context.source.name}: {hidden:,} records have no modifiedOn and are hidden by the filter"
        " on it; the list is read without the filter too. Loads do not see when they change, only"
        " `reconcile` and `load --full-refresh` do."
    )
    yield from page_numbers.read_all(context)


def _pages(context: ReadContext, since: datetime | None, until: datetime | None) -> Iterator[Page]:
    """Yield pages that together hold every record of the span, slice by slice, ascending."""
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
        page.release()
        if len(narrower) > 1:
            spans = narrower + spans
        else:
            yield from page_numbers.pages(context, _filters(span))


def _filters(span: _Span) -> dict[str, str]:
    """Return the span as query parameters, at least one of them: contacts require a range."""
    since, until = span
    filters = {"modifiedOnOrAfter": api_time(since or datetime(1, 1, 1, tzinfo=UTC))}
    if until is not None:
        filters["modifiedBefore"] = api_time(until)
    return filters


def _cut(span: _Span, page: Page, page_size: int) -> list[_Span]:
    """Cut a span into slices of about half a page each, if changes are spread evenly.

    Returns:
        The slices in ascending order; the span alone where it cannot be cut.
    """
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
