"""What is staged, and its lines in COPY's text format.

Three forms: records of a page; a parent's complete response; a report's complete time slice. The
last two begin with a line of their own, so that the merge can tell what the parent or the slice no
longer has, even if it has nothing left. ``table`` describes the columns.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from loader.catalogue import Column, Endpoint, Source
from loader.catalogue.parent import POSITION
from loader.extract.page_batch import PageBatch, ReportSlice
from loader.staging.table import COLUMNS, Kind

_NULL = b"\\N"


@dataclass(frozen=True)
class StagedRecords:
    """Records of one page.

    Attributes:
        source: The name of the catalogue's source.
        fetched_at: When the API sent them (UTC).
        listed: They come from a list, which proves that they exist.
        records: Each record as the API sent it.
    """

    source: str
    fetched_at: datetime
    listed: bool
    records: Sequence[msgspec.Raw]

    def lines(self, first_seq: int) -> Iterator[bytes]:
        """Yield the lines, numbered from ``first_seq``."""
        rest = _rest("record", self.source, self.fetched_at, listed=self.listed)
        for seq, record in enumerate(self.records, first_seq):
            yield b"%d%b%b\n" % (seq, rest, copy_escaped(bytes(record)))


@dataclass(frozen=True)
class StagedResponse:
    """All records that one parent has of a child resource.

    Attributes:
        source: The name of the catalogue's source.
        fetched_at: When the API sent the last of them (UTC).
        parent: The parent's key, as the path takes it.
        keys: A JSON list with an object for each record: its own key fields, or its position.
        records: Each record as the API sent it.
    """

    source: str
    fetched_at: datetime
    parent: tuple[str, ...]
    keys: bytes
    records: Sequence[msgspec.Raw]

    def lines(self, first_seq: int) -> Iterator[bytes]:
        """Yield the response's own line and its records', numbered from ``first_seq``."""
        parent = copy_escaped(json.dumps(self.parent).encode())
        header = _rest("response", self.source, self.fetched_at, parent=parent, keys=self.keys)
        yield b"%d%b%b\n" % (first_seq, header, _NULL)
        before, after = _around_ordinal(self.source, self.fetched_at, parent=parent)
        for ordinal, record in enumerate(self.records, 1):
            yield b"%d%b%d%b%b\n" % (
                first_seq + ordinal, before, ordinal, after, copy_escaped(bytes(record)),
            )  # fmt: skip


@dataclass(frozen=True)
class StagedSlice:
    """All rows of one time slice of a report.

    Attributes:
        source: The name of the report's source.
        fetched_at: When the API sent the last page (UTC).
        days: The slice's first and last day; None for both in a report without windows.
        rows: Each row as a JSON object.
    """

    source: str
    fetched_at: datetime
    days: ReportSlice
    rows: Sequence[msgspec.Raw]

    def lines(self, first_seq: int) -> Iterator[bytes]:
        """Yield the slice's own line and its rows', numbered from ``first_seq``."""
        header = _rest("slice", self.source, self.fetched_at, days=self.days)
        yield b"%d%b%b\n" % (first_seq, header, _NULL)
        before, after = _around_ordinal(self.source, self.fetched_at, days=self.days)
        for ordinal, row in enumerate(self.rows, 1):
            yield b"%d%b%d%b%b\n" % (
                first_seq + ordinal, before, ordinal, after, copy_escaped(bytes(row)),
            )  # fmt: skip


def staged_items(
    endpoint: Endpoint, source: Source, batch: PageBatch
) -> Iterator[StagedRecords | StagedResponse | StagedSlice]:
    """Convert a batch to its staged items."""
    if batch.report_slice is not None:
        yield StagedSlice(source.name, batch.fetched_at, batch.report_slice, batch.records)
    elif batch.responses:
        yield from _responses(endpoint, source, batch)
    elif batch.records:
        yield StagedRecords(source.name, batch.fetched_at, batch.proves_existence, batch.records)


def line_count(batch: PageBatch) -> int:
    """Return how many lines a batch has."""
    return len(batch.records) + len(batch.responses) + (batch.report_slice is not None)


def render(endpoint: Endpoint, source: Source, batch: PageBatch, first_seq: int) -> bytes:
    """Render all lines of a batch, numbered from ``first_seq``."""
    lines: list[bytes] = []
    for form in staged_items(endpoint, source, batch):
        lines.extend(form.lines(first_seq + len(lines)))
    return b"".join(lines)


def copy_escaped(value: bytes) -> bytes:
    """Escape a value for COPY's text format."""
    return (
        value.replace(b"\\", b"\\\\")
        .replace(b"\n", b"\\n")
        .replace(b"\r", b"\\r")
        .replace(b"\t", b"\\t")
    )


def _responses(endpoint: Endpoint, source: Source, batch: PageBatch) -> Iterator[StagedResponse]:
    names = _key_fields(endpoint)
    begin = 0
    for response in batch.responses:
        end = begin + response.count
        yield StagedResponse(
            source.name,
            response.fetched_at,
            response.parent,
            _keys(names, batch.keys[begin:end]),
            batch.records[begin:end],
        )
        begin = end


def _key_fields(endpoint: Endpoint) -> list[str]:
    """Return the record's own fields that, with its parent, identify it."""
    by_name = {c.name: c for c in endpoint.all_columns if isinstance(c, Column)}
    return [by_name[name].source for name in endpoint.key if name in by_name]


def _keys(names: Sequence[str], keys: Sequence[tuple[bytes, ...]]) -> bytes:
    """Return the keys as a JSON list of objects, or positions if records have no own key."""
    if not names:
        return json.dumps([{POSITION: place} for place in range(1, len(keys) + 1)]).encode()
    labels = [json.dumps(name).encode() for name in names]
    objects = (
        # The key of a record that is no object is the record: the merge rejects it.
        b",".join(
            b"%b:%b" % (name, part or b"null") for name, part in zip(labels, key, strict=False)
        )
        for key in keys
    )
    return b"[%b]" % b",".join(b"{%b}" % one for one in objects)


def _rest(
    kind: Kind,
    source: str,
    fetched_at: datetime,
    *,
    listed: bool = True,
    parent: bytes = _NULL,
    ordinal: bytes = _NULL,
    days: ReportSlice | None = None,
    keys: bytes | None = None,
) -> bytes:
    """Return a line from after ``seq`` to before ``record``; ``parent`` is escaped already."""
    values: dict[str, bytes] = {
        "seq": b"",
        "kind": kind.encode(),
        "fetched_at": fetched_at.isoformat().encode(),
        "source": copy_escaped(source.encode()),
        "listed": b"true" if listed else b"false",
        "parent": parent,
        "ordinal": ordinal,
        "slice_start": _day(days.start if days else None),
        "slice_end": _day(days.end if days else None),
        "keys": _NULL if keys is None else copy_escaped(keys),
        "record": b"",
    }
    return b"\t".join([values[name] for name in COLUMNS])


def _around_ordinal(
    source: str, fetched_at: datetime, *, parent: bytes = _NULL, days: ReportSlice | None = None
) -> tuple[bytes, bytes]:
    """Return a record's line before and after ``ordinal``, without ``seq`` and ``record``."""
    mark = b"\0"  # no value holds one: Postgres has no such character
    rest = _rest("record", source, fetched_at, parent=parent, ordinal=mark, days=days)
    before, _, after = rest.partition(mark)
    return before, after


def _day(day: object) -> bytes:
    return _NULL if day is None else str(day).encode()
