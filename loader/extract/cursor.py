"""How far a resource has been read. dlt stores it with the load package it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypedDict


class CursorState(TypedDict, total=False):
    """A cursor as dlt's resource state stores it.

    Existing warehouses hold these keys, so they keep their names.
    """

    continue_from: str
    modified_on: str
    complete: bool
    looked_back: str
    sure_until: str
    arrival: int
    parent: list[str]


@dataclass(frozen=True)
class Cursor:
    """How far a resource has been read.

    Attributes:
        continue_from: The feed's continuation token; None for lists and before the first page.
        modified_on: The latest modification time among the records received (UTC, cut to the
            microsecond). Records dated into the future do not count: they must not make the next
            load skip the present (see ``agreed_time``).
        complete: Whether the resource has been read to its end at least once.
        lookback_at: When a feed's lookback window was last read (UTC, this machine's clock).
        stable_until: ``modified_on`` at that time. Later changes may have become visible behind
            the token since. During the first read of a feed: the time when it began.
        load_number: For a child resource: the number of the load that brought the parent that was
            requested last.
        parent: The key of that parent.
    """

    continue_from: str | None = None
    modified_on: datetime | None = None
    complete: bool = False
    lookback_at: datetime | None = None
    stable_until: datetime | None = None
    load_number: int | None = None
    parent: tuple[str, ...] = ()

    def advance(self, latest: datetime | None) -> Cursor:
        """Return the cursor after records whose latest modification time is ``latest``."""
        if latest is None or (self.modified_on is not None and latest <= self.modified_on):
            return self
        return replace(self, modified_on=latest)

    def not_beyond(self, moment: datetime | None) -> Cursor:
        """Return the cursor, moved back to ``moment`` if it is later."""
        if moment is None or self.modified_on is None or self.modified_on <= moment:
            return self
        return replace(self, modified_on=moment)

    def before(self, overlap: timedelta) -> datetime | None:
        """Return the time ``overlap`` before the cursor; None means the beginning."""
        return shift(self.modified_on, -overlap) if self.modified_on is not None else None

    def to_state(self) -> CursorState:
        """Return the cursor as JSON, for dlt's state."""
        state: CursorState = {"complete": self.complete}
        if self.continue_from is not None:
            state["continue_from"] = self.continue_from
        if self.modified_on is not None:
            state["modified_on"] = self.modified_on.isoformat()
        if self.lookback_at is not None:
            state["looked_back"] = self.lookback_at.isoformat()
        if self.stable_until is not None:
            state["sure_until"] = self.stable_until.isoformat()
        if self.load_number is not None:
            state["arrival"] = self.load_number
            state["parent"] = list(self.parent)
        return state

    @classmethod
    def from_state(cls, state: CursorState | None) -> Cursor:
        """Return the cursor that ``to_state`` described; without a state, the beginning."""
        if not state:
            return cls()
        return cls(
            continue_from=state.get("continue_from"),
            modified_on=_moment(state.get("modified_on")),
            complete=state.get("complete", False),
            lookback_at=_moment(state.get("looked_back")),
            stable_until=_moment(state.get("sure_until")),
            load_number=state.get("arrival"),
            parent=tuple(state.get("parent", ())),
        )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def latest_cursor(one: Cursor | None, other: Cursor | None) -> Cursor | None:
    """Return the later of two cursors, each of which may be None."""
    if one is None or other is None:
        return one or other
    if other.modified_on is None:
        return one
    return one if one.modified_on and one.modified_on > other.modified_on else other


def shift(moment: datetime, by: timedelta) -> datetime | None:
    """Return ``moment + by``; None outside the calendar (0001-01-01 means "never")."""
    try:
        return moment + by
    except OverflowError:
        return None


def api_time(value: datetime) -> str:
    """Format an instant for the API's query parameters."""
    text = value.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")
