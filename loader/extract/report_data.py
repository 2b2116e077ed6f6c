"""The rows of reports, window by window.

A report's rows have no id and no modification time, so a window is the smallest unit that can be
read again: all of its rows replace the stored ones. A window that fits a page is an atomic read.
For a longer one the API guarantees nothing between two pages, not even an order. It is read until
two consecutive passes return the same rows, as many as the API counts; otherwise it fails and none
of it is stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from loader.api.error_messages import gave_up_error, report_error
from loader.api.rejected_requests import RequestRejected
from loader.catalogue import scalars
from loader.catalogue.columns import PgType
from loader.errors import ApiError, ReportError
from loader.extract.agreed_time import agreed_time
from loader.extract.cursor import Cursor
from loader.extract.page_batch import BackfillRange, PageBatch, ReadContext, ReportSlice
from loader.extract.record_metadata import RecordMetadata
from loader.extract.stall_guard import StallGuard
from loader.reports import relative_dates
from loader.reports.definition import ResponseColumn, values
from loader.reports.endpoint import ReportSource, request_body

PAGE_SIZE = 25_000  # the most that the API's documents allow for a report's data
# How often a window of several pages is read, before the reading fails.
_PASSES = 4
# Pages in a row that repeat earlier ones, before the reading fails.
_MAX_IDLE_PAGES = 20
# A window is held in memory until it is known to be complete.
_MAX_BYTES = 256 * 1024 * 1024


class DataPage(msgspec.Struct, rename="camel"):
    """A page of a report's rows, whose values stay the bytes that the API sent."""

    fields: list[ResponseColumn]
    data: list[list[msgspec.Raw]]
    has_more: bool
    total_count: int | None = None


def read(
    context: ReadContext, source: ReportSource, cursor: Cursor, backfill: BackfillRange | None
) -> Iterator[PageBatch]:
    """Read the windows that are due, oldest first: one batch per window, with all its rows.

    The cursor is the first day of the last window read. Later windows are due, and the last
    ``again`` windows up to it.

    Args:
        context: The client, the source and where notes go.
        source: The report.
        cursor: Where the last load ended.
        backfill: A backfill: reads the windows that overlap it; the cursor does not move.

    Raises:
        LoaderError: A window cannot be read as a whole.
    """
    declared = source.declaration.windows
    if declared is None:
        if backfill is not None:
            raise ReportError(
                f"{source.declaration.endpoint} has no windows to backfill.",
                "Exclude it, or load it without --since and --until.",
            )
        yield _batch(_rows(context, source, None), None, None)
        return
    due = _overlapping(source, backfill) if backfill else _due(source, cursor, declared.again)
    if len(due) > declared.again and backfill is None:
        context.notify(_announcement(context, source, len(due)))
    for one in due:
        rows = _rows(context, source, one)
        # A window that has not begun for both clocks is read again when it has.
        reached = None if backfill or one.start > _day(context, rows) else _at(one.start)
        yield _batch(rows, one, reached)


def _due(source: ReportSource, cursor: Cursor, again: int) -> list[relative_dates.ReportWindow]:
    if cursor.modified_on is None:
        return list(source.windows)
    last = cursor.modified_on.date()
    seen = [one for one in source.windows if one.start <= last]
    return [*seen[-again:], *source.windows[len(seen) :]]


def _overlapping(
    source: ReportSource, backfill: BackfillRange
) -> list[relative_dates.ReportWindow]:
    since = backfill.since.date() if backfill.since else None
    until = (backfill.until - timedelta(microseconds=1)).date() if backfill.until else None
    return [
        one
        for one in source.windows
        if (since is None or one.end >= since) and (until is None or one.start <= until)
    ]


def _announcement(context: ReadContext, source: ReportSource, count: int) -> str:
    rate = context.client.api.report_rate_limit
    minutes = int((count - 1) / rate)
    return (
        f"{source.declaration.endpoint}: {count} windows to read, {rate:g} requests a minute at"
        f" most: {f'{minutes} minutes or more' if minutes else 'about a minute'}."
    )


@dataclass(frozen=True)
class _Rows:
    """A window's rows as JSON objects, and the times of the last page (UTC), as ``Page`` has."""

    objects: list[bytes]
    fetched_at: datetime
    server_time: datetime


def _at(day: date) -> Cursor:
    return Cursor(complete=True).advance(datetime.combine(day, datetime.min.time(), UTC))


def _day(context: ReadContext, rows: _Rows) -> date:
    """Return the tenant's day by both clocks."""
    now = agreed_time(rows.server_time, rows.fetched_at)
    return now.astimezone(ZoneInfo(context.client.api.timezone)).date()


def _batch(
    rows: _Rows, window: relative_dates.ReportWindow | None, cursor: Cursor | None
) -> PageBatch:
    days = ReportSlice(window.start, window.end) if window else ReportSlice(None, None)
    return PageBatch(
        [msgspec.Raw(row) for row in rows.objects],
        RecordMetadata([None] * len(rows.objects)),
        rows.fetched_at,
        proves_existence=True,
        cursor=cursor,
        report_slice=days,
    )


def _rows(
    context: ReadContext, source: ReportSource, window: relative_dates.ReportWindow | None
) -> _Rows:
    """Read all rows of a window. Raises ``LoaderError`` if no stable snapshot can be read."""
    definition = source.definition
    assert definition is not None  # noqa: S101 (fetched before reading began)
    body = request_body(values(source.declaration, definition, source.today, window))
    before = b""
    for _ in range(_PASSES):
        rows, totals = _pass(context, source, body)
        digest = hashlib.sha256(b"\n".join(rows.objects)).digest()
        counted = {total for total in totals if total is not None}
        # One page is one atomic read.
        if counted <= {len(rows.objects)} and (len(totals) == 1 or digest == before):
            break
        before = digest
    else:
        raise ApiError(
            f"{source.declaration.label} changed while its {len(totals)} pages were read, or"
            f" does not hold the rows that the API counts, {_PASSES} times in a row.",
            "Declare narrower windows: one that fits a page is read in a single request.",
        )
    _check_key(source, rows.objects)
    return rows


def _pass(
    context: ReadContext, source: ReportSource, body: bytes
) -> tuple[_Rows, list[int | None]]:
    path, number = f"{source.declaration.path}/data", 1
    objects: list[bytes] = []
    totals: list[int | None] = []
    guard = StallGuard(path, _MAX_IDLE_PAGES)
    while True:
        paging = {"page": str(number), "pageSize": str(PAGE_SIZE), "includeTotal": "true"}
        try:
            answer = context.client.post(path, paging, body, DataPage)
        except RequestRejected as error:
            raise report_error(error.status, source.declaration.label, error.detail) from None
        page = answer.decoded
        totals.append(page.total_count)
        rows = list(_objects(context, source, page))
        objects += rows
        if sum(map(len, objects)) > _MAX_BYTES:
            raise ApiError(
                f"A window of {source.declaration.label} is larger than 256 MB.",
                "Declare narrower windows.",
            )
        if not page.has_more:
            return _Rows(objects, answer.fetched_at, answer.server_time), totals
        if not rows:
            raise gave_up_error(path, "an empty page that has more", 1)
        guard.check(rows)
        number += 1


def _objects(context: ReadContext, source: ReportSource, page: DataPage) -> Iterator[bytes]:
    names = [field.name for field in page.fields]
    if len(set(names)) != len(names):
        raise ApiError(
            f"{source.declaration.label} has two fields of one name.",
            "Rename one of them in ServiceTitan.",
        )
    context.metadata_reader.note_fields(names)
    keys = [msgspec.json.encode(name) + b":" for name in names]
    for row in page.data:
        if len(row) != len(keys):
            raise ApiError(
                f"{source.declaration.label} returned a row of {len(row)} values for"
                f" {len(keys)} fields.",
                "Load again; if this repeats, report it.",
            )
        yield b"{%b}" % b",".join(
            [key + bytes(value) for key, value in zip(keys, row, strict=True)]
        )


def _check_key(source: ReportSource, objects: list[bytes]) -> None:
    """Check that the declared key identifies each row: two rows with one key would become one."""
    declaration = source.declaration
    if not declaration.key:
        return
    kinds = list(source.key_types.items())
    seen: set[tuple[object, ...]] = set()
    for number, row in enumerate(objects, 1):
        fields = msgspec.json.decode(row, type=dict[str, msgspec.Raw])
        key = tuple(_fitted(kind, bytes(fields.get(name, b"null"))) for name, kind in kinds)
        if None in key:
            raise ReportError(
                f"{declaration.endpoint}: row {number} has no usable {kinds[key.index(None)][0]}.",
                "Declare another key, or none: rows are then numbered.",
            )
        if key in seen:
            raise ReportError(
                f"{declaration.endpoint}: two rows have one {', '.join(declaration.key)}"
                f" (the second is row {number}).",
                "Declare a longer key, or none: rows are then numbered.",
            )
        seen.add(key)


def _fitted(kind: PgType, sent: bytes) -> object:
    try:
        return scalars.cast(kind, scalars.decode_json(sent))
    except ValueError:
        return None
