"""What the families of paging share: what they are given, and what they yield."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import msgspec

from loader.api.client import ApiClient
from loader.catalogue import Source
from loader.reading.cursor import Cursor
from loader.reading.records import Heads, Look


@dataclass(frozen=True)
class Window:
    """A range of ``modifiedOn`` to back-fill: from ``since`` on, and before ``until`` if given."""

    since: datetime | None
    until: datetime | None = None


@dataclass(frozen=True)
class Visit:
    """What one parent answered about a nested resource: all that it has.

    ``parent``      its key, as the path takes it.
    ``count``       how many records that was; those of a chunk are in the order of its visits.
    ``fetched_at``  when the last of them was received (UTC).
    """

    parent: tuple[str, ...]
    count: int
    fetched_at: datetime


@dataclass(frozen=True)
class Chunk:
    """Records of one answer, and the cursor that holds once they are stored.

    ``look``    what the records' heads say.
    ``listed``  they came from a list, which proves that they exist; a feed returns deleted
                records too.
    ``cursor``  None where these records must not move the cursor.
    ``rows``    how many rows they are, where a record is a whole window of a report.
    ``visits``  of a nested resource, where many small answers make one chunk: whose they are.
    ``keys``    the records' keys as raw JSON, where there are visits.
    ``asked_at`` what the server's clock showed when it gave them (UTC), where the reader knows.
    """

    records: list[msgspec.Raw]
    look: Look
    fetched_at: datetime
    listed: bool
    cursor: Cursor | None
    visits: tuple[Visit, ...] = ()
    keys: Sequence[tuple[bytes, ...]] = ()
    asked_at: datetime | None = None
    rows: int | None = None

    def only(self, positions: Sequence[int]) -> Chunk:
        """The chunk without the records at other positions."""
        return replace(
            self,
            records=[self.records[i] for i in positions],
            look=Look([self.look.modified[i] for i in positions]),
        )


@dataclass(frozen=True)
class Reading:
    """What a family of paging needs: the way to the API, one source, and an ear for notes.

    ``part`` are the parameters that ask for one of the source's parts, ``parent`` is the key of
    the record that a nested resource is asked for.
    """

    client: ApiClient
    source: Source
    heads: Heads
    note: Callable[[str], None]
    part: Mapping[str, str] = field(default_factory=dict)
    parent: tuple[str, ...] = ()

    @property
    def list_path(self) -> str:
        """Where the list is asked for; ``{tenant}`` stays in it."""
        return self.source.list_path(self.parent)
