"""What the families of paging share: what they are given, and what they yield."""

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
    """A range of ``modifiedOn`` to back-fill: from ``since`` on, and before ``until`` if given."""

    since: datetime | None
    until: datetime | None = None


@dataclass(frozen=True)
class ParentResponse:
    """What one parent answered about a nested resource: all that it has.

    ``parent``      its key, as the path takes it.
    ``count``       how many records that was; those of a chunk are in the order of its visits.
    ``fetched_at``  when the last of them was received (UTC).
    """

    parent: tuple[str, ...]
    count: int
    fetched_at: datetime


@dataclass(frozen=True)
class ReportSlice:
    """A report's time slice: its first and last day, None for both in a report without windows."""

    start: date | None
    end: date | None


@dataclass(frozen=True)
class PageBatch:
    """Records of one answer, and the cursor that holds once they are stored.

    ``metadata``    what the records' heads say.
    ``proves_existence``  they came from a list, which proves that they exist; a feed also
                returns deleted records.
    ``cursor``  None where these records must not move the cursor.
    ``report_slice``  of a report: the time slice whose rows, all of them, the records are.
    ``responses``  of a nested resource, where many small answers make one chunk: whose they are.
    ``keys``    the records' keys as raw JSON, where there are visits.
    ``agreed_time`` how far a cursor may go with them (UTC; see ``clocks``), where the reader knows.
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
        """The chunk without the records at other positions."""
        return replace(
            self,
            records=[self.records[i] for i in positions],
            metadata=RecordMetadata([self.metadata.modified[i] for i in positions]),
        )


@dataclass(frozen=True)
class ReadContext:
    """What a family of paging needs: the way to the API, one source, and an ear for notes.

    ``part`` are the parameters that ask for one of the source's parts, ``parent`` is the key of
    the record that a nested resource is asked for.
    """

    client: ApiClient
    source: Source
    metadata_reader: MetadataReader
    notify: Callable[[str], None]
    part: Mapping[str, str] = field(default_factory=dict)
    parent: tuple[str, ...] = ()

    @property
    def list_path(self) -> str:
        """Where the list is asked for; ``{tenant}`` stays in it."""
        return self.source.list_path(self.parent)
