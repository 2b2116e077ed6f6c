"""Reads one endpoint, with the pagination that fits each of its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from loader.api.client import ApiClient
from loader.catalogue import Endpoint, Source
from loader.config import Feed
from loader.errors import ApiError
from loader.extract import (
    agreed_time,
    child_resources,
    export_feed,
    page_numbers,
    report_data,
    time_slices,
)
from loader.extract.child_resources import PartitionPlan
from loader.extract.cursor import Cursor, latest_cursor
from loader.extract.page_batch import BackfillRange, PageBatch, ReadContext
from loader.extract.record_metadata import MetadataReader, RecordMetadata
from loader.reports.endpoint import ReportSource


def uses_export_feed(source: Source, mode: Feed) -> bool:
    """Return whether a source is read through its export feed, not its list."""
    return source.feed is not None and (mode == "export" or source.list is None)


def read(
    client: ApiClient,
    endpoint: Endpoint,
    cursors: Mapping[str, Cursor],
    metadata_reader: MetadataReader,
    notify: Callable[[str], None],
    mode: Feed,
    backfill: BackfillRange | None = None,
    plan: PartitionPlan | None = None,
) -> Iterator[tuple[Source, PageBatch]]:
    """Read everything that is new since ``cursors``, source by source.

    Args:
        client: The API client.
        endpoint: What to read.
        cursors: Where the last load ended, by source name.
        metadata_reader: Reads the records' metadata and collects unknown fields.
        notify: Receives notes for the user.
        mode: Whether to use export feeds where the API has them.
        backfill: A range to read whatever the cursors say; they do not move then.
        plan: The parents of a child resource, already chosen by cursor or backfill.

    Yields:
        Batches with their source. A batch's cursor holds once its records are stored.

    Raises:
        ApiError: A source cannot be read to its end. The other sources have been read, and all
            batches yielded are valid.
    """
    failed: list[ApiError] = []
    for source in endpoint.sources:
        context = ReadContext(client, source, metadata_reader, notify)
        try:
            if plan:
                batches = child_resources.read(context, plan)
            else:
                cursor = cursors.get(source.name, Cursor())
                if backfill is None:
                    cursor = _repaired(context, cursor, mode)
                batches = _batches(context, cursor, mode, backfill)
            for batch in batches:
                yield source, batch
        except ApiError as error:
            failed.append(error)
    if failed:
        raise failed[0]


def _batches(
    context: ReadContext, cursor: Cursor, mode: Feed, backfill: BackfillRange | None
) -> Iterator[PageBatch]:
    if isinstance(context.source, ReportSource):
        return report_data.read(context, context.source, cursor, backfill)
    if uses_export_feed(context.source, mode):
        return export_feed.read(context, cursor, backfill)
    if not context.source.partitions:
        return _listed(context, cursor, backfill)
    return _in_partitions(context, cursor, backfill)


def _repaired(context: ReadContext, cursor: Cursor, mode: Feed) -> Cursor:
    source = context.source

    def server_time() -> datetime:
        if isinstance(source, ReportSource):
            return datetime.now(UTC)  # its cursor is a day of this machine's calendar
        if uses_export_feed(source, mode):
            return export_feed.server_time(context)
        return page_numbers.server_time(context)

    return agreed_time.repair_cursor(cursor, source.name, server_time, context.notify)


def _listed(
    context: ReadContext, cursor: Cursor, backfill: BackfillRange | None
) -> Iterator[PageBatch]:
    if context.source.filters_by_modified:
        return time_slices.read(context, cursor, backfill)
    return page_numbers.read_all(context)


def _in_partitions(
    context: ReadContext, cursor: Cursor, backfill: BackfillRange | None
) -> Iterator[PageBatch]:
    """Read all partitions of a list from the cursor on; it moves once the last has been read.

    It does not move beyond the time of the first request: the next load reads what changed in the
    first partition while the others were read.
    """
    reached: Cursor | None = None
    began: datetime | None = None
    for part in context.source.partitions:
        for batch in _listed(replace(context, part=part), cursor, backfill):
            began = began or batch.agreed_time
            reached = latest_cursor(reached, batch.cursor)
            yield replace(batch, cursor=None)
    if reached is not None:
        reached = reached.not_beyond(began)
        yield PageBatch(
            [], RecordMetadata([]), datetime.now(UTC), proves_existence=True, cursor=reached
        )


def probe(client: ApiClient, source: Source) -> None:
    """Request a single page to check access. Raises as ``read`` does.

    For a child resource, a parent that does not exist is requested: HTTP 404 means access.
    """
    context = ReadContext(client, source, MetadataReader.none(), lambda _note: None)
    if source.parent is not None:
        child_resources.probe(context)
        return
    backfill = BackfillRange(datetime.now(UTC))
    next(iter(_batches(context, Cursor(), client.api.feed, backfill)), None)
