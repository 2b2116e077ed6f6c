"""What a run did, endpoint by endpoint, and who wants to hear of it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from loader.catalogue import Endpoint
from loader.errors import LoaderError
from loader.reading.cursor import Cursor
from loader.warehouse.arrival import Arrived
from loader.warehouse.sync_state import Stamp


@dataclass
class Result:
    """One endpoint's part of a run.

    ``stamp``      the time in ``raw_sync_state`` that success sets; None for a back-fill.
    ``gone``       rows that a reconciliation has marked as deleted.
    ``cursor_at``  the cursor's modifiedOn (UTC) at the end; None where it has not moved.
    """

    endpoint: Endpoint
    stamp: Stamp | None
    arrived: Arrived = field(default_factory=Arrived)
    gone: int = 0
    requests: int = 0
    cursor_at: datetime | None = None
    unknown_fields: set[str] = field(default_factory=set)
    error: LoaderError | None = None

    def note_cursor(self, cursor: Cursor | None) -> None:
        """Remember how far the cursor got, if it bears a time."""
        if cursor is not None and cursor.modified_on is not None:
            self.cursor_at = max(cursor.modified_on, self.cursor_at or cursor.modified_on)


class Progress(Protocol):
    """Listens to a run. Called from several threads."""

    def reading(self, endpoint: Endpoint, rows: int) -> None:
        """``rows`` more records have been read from the API."""

    def arrived(self, endpoint: Endpoint, arrived: Arrived) -> None:
        """Records are in their raw table, committed."""

    def ended(self, result: Result) -> None:
        """The endpoint is done, for better or worse."""

    def note(self, text: str) -> None:
        """Something the user should know that is no failure."""
