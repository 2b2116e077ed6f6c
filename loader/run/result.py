"""What a run did, endpoint by endpoint, and the listener to its progress."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from loader.catalogue import Endpoint
from loader.errors import LoaderError
from loader.extract.cursor import Cursor
from loader.warehouse.merge import MergeResult
from loader.warehouse.sync_state import SyncKind


@dataclass
class Result:
    """One endpoint's part of a run.

    Attributes:
        sync_kind: The time in ``raw_sync_state`` that success sets; None for a backfill.
        merged: What the merges did to the table.
        soft_deleted: Rows that were marked as deleted.
        requests: Requests to the API.
        cursor_at: The cursor's ``modifiedOn`` (UTC) at the end; None if it has not moved.
        unknown_fields: Fields that the API sent and the catalogue lacks.
        error: Why the endpoint failed.
    """

    endpoint: Endpoint
    sync_kind: SyncKind | None
    merged: MergeResult = field(default_factory=MergeResult)
    soft_deleted: int = 0
    requests: int = 0
    cursor_at: datetime | None = None
    unknown_fields: set[str] = field(default_factory=set)
    error: LoaderError | None = None

    def record_cursor(self, cursor: Cursor | None) -> None:
        """Remember how far the cursor got, if it has a time."""
        if cursor is not None and cursor.modified_on is not None:
            self.cursor_at = max(cursor.modified_on, self.cursor_at or cursor.modified_on)

    def record_merge(self, merged: MergeResult) -> None:
        """Add what one merge did."""
        self.merged += merged
        self.soft_deleted += merged.soft_deleted


class ProgressListener(Protocol):
    """Listens to a run. Called from several threads."""

    def extracted(self, endpoint: Endpoint, rows: int) -> None:
        """Take note of ``rows`` more records read from the API."""

    def merged(self, endpoint: Endpoint, merged: MergeResult) -> None:
        """Take note of records committed to their raw table."""

    def ended(self, result: Result) -> None:
        """Take note of an endpoint's end, completed or failed."""

    def notify(self, text: str) -> None:
        """Show something the user should know that is no failure."""
