"""What all pagination types share: their context and the batches they yield."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import msgspec

from loader.api.client import ApiClient
from loader.catalogue import Source
from loader.extract.cursor import Cursor
from loader.extract.record_metadata import MetadataReader, RecordMetadata


@dataclass(frozen=True)
class BackfillRange:
    """A range of ``modifiedOn``: from ``since`` (inclusive) to ``until`` (exclusive)."""

    since: datetime | None
    until: datetime | None = None


@dataclass(frozen=True)
class ParentResponse:
    """One parent's complete response for a child resource.

    Attributes:
        parent: The parent's key, in the form of the request path.
        count: The number of records. A batch holds its records in the order of its responses.
        fetched_at: When the last of them was received (UTC).
    """

    parent: tuple[str, ...]
    count: int
    fetched_at: datetime


@dataclass(frozen=True)
class ReportSlice:
    """A report's time slice: its first and last day, both None if the report has no windows."""

    start: date | None
    end: date | None


@dataclass(frozen=True)
class PageBatch:
    """Records that are stored together, and the cursor that is valid once they are.

    Attributes:
        records: The JSON that the API sent.
        metadata: What was read from the records.
        fetched_at: When they were received (UTC, this machine's clock).
        proves_existence: Whether they come from a list. A feed also returns deleted records.
        cursor: None where these records must not move the cursor.
        responses: For a child resource: the parents whose complete responses these are.
        keys: For a child resource: the records' keys as raw JSON.
        agreed_time: How far a cursor may go with them (UTC), if the reader knows.
        report_slice: For a report: the time slice that these rows make up completely.
    """

    records: list[msgspec.Raw]
    metadata: RecordMetadata
    fetched_at: datetime
    proves_existence: bool
    cursor: Cursor | None
    responses: tuple[ParentResponse, ...] = ()
    keys: Sequence[tuple[bytes, ...]] = ()
    agreed_time: datetime | None = None
    report_slice: ReportSlice | None = None

    def only(self, positions: Sequence[int]) -> PageBatch:
        """Return the batch with the records at these positions only."""
        return replace(
            self,
            records=[self.records[i] for i in positions],
            metadata=RecordMetadata([self.metadata.modified[i] for i in positions]),
        )


@dataclass(frozen=True)
class ReadContext:
    """What every pagination type needs.

    Attributes:
        client: The API client.
        source: The resource to read.
        metadata_reader: Reads the records' metadata.
        notify: Receives notes for the user.
        part: The query parameters of one partition of the source.
        parent: For a child resource: the parent's key.
    """

    client: ApiClient
    source: Source
    metadata_reader: MetadataReader
    notify: Callable[[str], None]
    part: Mapping[str, str] = field(default_factory=dict)
    parent: tuple[str, ...] = ()

    @property
    def list_path(self) -> str:
        """The list's path, with a placeholder ``{tenant}``."""
        return self.source.list_path(self.parent)
