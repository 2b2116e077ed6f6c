"""Reports: what the API says of one, and its rows, window by window.

A report's rows have no id and no time of change, so nothing finer than a window can be read again:
all of its rows are read, and they replace the window's rows as a whole. A window that fits a page
is one answer, an atomic read. Of a longer one the API guarantees nothing between two pages, not
even an order: it is read until two passes in a row give the same rows, as many as the API counts,
or it fails and nothing of it is stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

import msgspec

from loader.api.client import ApiClient, RequestRejected
from loader.api.error_messages import gave_up, no_report
from loader.catalogue.columns import PgType
from loader.errors import AccessDenied, ApiError, ReportError
from loader.extract.cursor import Cursor, instant
from loader.extract.page_batch import BackfillRange, PageBatch, ReadContext, ReportSlice
from loader.extract.record_metadata import RecordMetadata
from loader.reports import relative_dates
from loader.reports.declaration import Declaration
from loader.reports.definition import HeaderField, ReportDefinition, check, values
from loader.reports.endpoint import ReportSource, sent_values

PAGE_SIZE = 25_000  # the most that the API's documents allow for a report's data
# Passes over a window of several pages, before it fails.
_PASSES = 4
# A window is held in memory until it is known to be complete.
_MAX_BYTES = 256 * 1024 * 1024
_LIST_PAGE = 5000


class ListedReport(msgspec.Struct):
    """A category of reports (its id is a word), or a report."""

    id: str | int
    name: str
    definition: str | None = None


class _ListPage(msgspec.Struct, rename="camel"):
    has_more: bool
    data: list[ListedReport]


class _ValueSetPage(msgspec.Struct, rename="camel"):
    has_more: bool
    data: list[list[Any]]


class _DataPage(msgspec.Struct, rename="camel"):
    """A page of rows; each value stays the bytes that the API sent."""

    fields: list[HeaderField]
    data: list[list[msgspec.Raw]]
    has_more: bool
    total_count: int | None = None


def describe(client: ApiClient, declaration: Declaration) -> ReportDefinition:
    """Ask the API for a report's parameters and fields, and hold the declaration against them.

    Raises ``LoaderError`` with cause and remedy.
    """
    definition = fetch_definition(client, declaration)
    check(declaration, definition, lambda name: value_set(client, name))
    return definition


def fetch_definition(client: ApiClient, declaration: Declaration) -> ReportDefinition:
    """A report as the API describes it, whatever the declaration says of it besides."""
    try:
        return client.record(declaration.path, ReportDefinition)
    except RequestRejected as error:
        raise no_report(error.status, _shown(declaration), error.detail) from None


def list_reports(client: ApiClient, category: str | None) -> list[ListedReport]:
    """The categories of reports, or the reports of one. Raises ``LoaderError``."""
    path = "report-categories"
    if category is not None:
        path = f"report-category/{quote(category, safe='')}/reports"
    rows: list[ListedReport] = []
    while True:
        paging = {"page": str(len(rows) // _LIST_PAGE + 1), "pageSize": str(_LIST_PAGE)}
        try:
            page = client.record(f"/reporting/v2/tenant/{{tenant}}/{path}", _ListPage, paging)
        except RequestRejected as error:
            raise no_report(error.status, f"category {category}", error.detail) from None
        rows += page.data
        if not page.has_more or not page.data:
            return rows


def value_set(client: ApiClient, name: str) -> Sequence[Sequence[Any]] | None:
    """The rows of a dynamic set of values; None where the API does not give them (then it is the
    API that refuses a wrong one)."""
    path = f"/reporting/v2/tenant/{{tenant}}/dynamic-value-sets/{quote(name, safe='')}"
    rows: list[list[Any]] = []
    number = 1
    while True:
        paging = {"page": str(number), "pageSize": str(_LIST_PAGE)}
        try:
            page = client.record(path, _ValueSetPage, paging)
        except (RequestRejected, AccessDenied):
            return None
        rows += page.data
        if not page.has_more or not page.data:
            return rows
        number += 1


def read(
    context: ReadContext, source: ReportSource, cursor: Cursor, window: BackfillRange | None
) -> Iterator[PageBatch]:
    """The windows that are due, oldest first, each as one batch of all its rows.

    The cursor is the last window's first day. Windows after it are due, and so many before as the
    declaration says; with ``window``, those that overlap it, and the cursor stays.
    """
    declared = source.declaration.windows
    if declared is None:
        if window is not None:
            raise ReportError(
                f"{source.declaration.endpoint} has no windows to back-fill.",
                "Leave it out, or load it without --since and --until.",
            )
        yield _batch(_rows(context, source, None), None, None)
        return
    due = _overlapping(source, window) if window else _due(source, cursor, declared.again)
    if len(due) > declared.again and window is None:
        context.notify(_announcement(context, source, len(due)))
    for one in due:
        rows = _rows(context, source, one)
        start = datetime.combine(one.start, datetime.min.time(), UTC)
        reached = None if window else Cursor(complete=True).advance(start)
        yield _batch(rows, one, reached)


def _due(source: ReportSource, cursor: Cursor, again: int) -> list[relative_dates.ReportWindow]:
    if cursor.modified_on is None:
        return list(source.windows)
    last = cursor.modified_on.date()
    seen = [one for one in source.windows if one.start <= last]
    return [*seen[-again:], *source.windows[len(seen) :]]


def _overlapping(source: ReportSource, window: BackfillRange) -> list[relative_dates.ReportWindow]:
    since = window.since.date() if window.since else None
    until = (window.until - timedelta(microseconds=1)).date() if window.until else None
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
    """A window's rows as JSON objects, and when the last page came (UTC)."""

    objects: list[bytes]
    fetched_at: datetime


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
    """All rows of a window. Raises ``LoaderError`` where they cannot be read as one."""
    definition = source.definition
    assert definition is not None  # noqa: S101 (asked for before reading began)
    body = sent_values(values(source.declaration, definition, source.today, window))
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
            f"{_shown(source.declaration)} changed while its {len(totals)} pages were read, or"
            f" does not hold the rows that the API counts, {_PASSES} times in a row.",
            "Narrower windows fit one page, which is read at once.",
        )
    _check_key(source, rows.objects)
    return rows


def _pass(
    context: ReadContext, source: ReportSource, body: bytes
) -> tuple[_Rows, list[int | None]]:
    path, number = f"{source.declaration.path}/data", 1
    objects: list[bytes] = []
    totals: list[int | None] = []
    while True:
        paging = {"page": str(number), "pageSize": str(PAGE_SIZE), "includeTotal": "true"}
        try:
            page, fetched_at = context.client.post(path, paging, body, _DataPage)
        except RequestRejected as error:
            raise no_report(error.status, _shown(source.declaration), error.detail) from None
        totals.append(page.total_count)
        objects += _objects(context, source, page)
        if sum(map(len, objects)) > _MAX_BYTES:
            raise ApiError(
                f"A window of {_shown(source.declaration)} is larger than 256 MB.",
                "Declare narrower windows.",
            )
        if not page.has_more:
            return _Rows(objects, fetched_at), totals
        if not page.data:
            raise gave_up(path, "an empty page that has more", 1)
        number += 1


def _objects(context: ReadContext, source: ReportSource, page: _DataPage) -> Iterator[bytes]:
    names = [field.name for field in page.fields]
    if len(set(names)) != len(names):
        raise ApiError(
            f"{_shown(source.declaration)} sends two fields of one name.",
            "Rename one of them in ServiceTitan.",
        )
    context.metadata_reader.note_fields(names)
    keys = [msgspec.json.encode(name) + b":" for name in names]
    for row in page.data:
        if len(row) != len(keys):
            raise ApiError(
                f"{_shown(source.declaration)} sends a row of {len(row)} values for"
                f" {len(keys)} fields.",
                "Load again; if it stays, report it.",
            )
        yield b"{%b}" % b",".join(
            [key + bytes(value) for key, value in zip(keys, row, strict=True)]
        )


def _check_key(source: ReportSource, objects: list[bytes]) -> None:
    """The declared key must identify a row, or rows would be lost: two would become one."""
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
                "Declare another key, or none: rows are then told apart by their number.",
            )
        if key in seen:
            raise ReportError(
                f"{declaration.endpoint}: two rows have one {', '.join(declaration.key)}"
                f" (the second is row {number}).",
                "Declare a longer key, or none: rows are then told apart by their number.",
            )
        seen.add(key)


def _fitted(kind: PgType, sent: bytes) -> object:
    """A key's value as its column holds it; None where it holds none."""
    if sent == b"null":
        return None
    text = msgspec.json.decode(sent, type=str) if sent.startswith(b'"') else sent.decode()
    try:
        if kind == "date":
            return date.fromisoformat(text[:10])
        if kind in ("numeric", "bigint"):
            number = Decimal(text)
            return None if kind == "bigint" and number != int(number) else number
    except (ValueError, InvalidOperation, OverflowError):
        return None
    return instant(text) if kind == "timestamptz" else text


def _shown(declaration: Declaration) -> str:
    return f"report {declaration.id} of category {declaration.category}"
