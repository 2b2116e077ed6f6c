"""Where the reading of a resource stands. dlt keeps it, with the load it belongs to."""

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

    ``continue_from``  the feed's continuation token; None for lists and before the first page.
    ``modified_on``    greatest modification instant among the records received (UTC, cut to the
                       microsecond); of those that the server's own clock had reached, for a record
                       dated into the future must not make the next load skip the present.
    ``complete``       the resource has been read to its end at least once.
    ``lookback_at``    when a feed was last read again before the cursor (UTC, our clock).
    ``stable_until``     ``modified_on`` at that time: what is dated later may have become visible
                       behind the token since. While a feed is read for the first time: the
                       server's clock when that was begun.
    ``load_number``      of a nested resource: the number of the load that brought the parent asked
                       last. Parents are asked in the order in which they arrived.
    ``parent``         the key of that parent.
    """

    continue_from: str | None = None
    modified_on: datetime | None = None
    complete: bool = False
    lookback_at: datetime | None = None
    stable_until: datetime | None = None
    load_number: int | None = None
    parent: tuple[str, ...] = ()

    def advance(self, latest: datetime | None) -> Cursor:
        """The cursor after records whose greatest modification instant is ``latest``."""
        if latest is None or (self.modified_on is not None and latest <= self.modified_on):
            return self
        return replace(self, modified_on=latest)

    def not_beyond(self, moment: datetime | None) -> Cursor:
        """The cursor, brought back to ``moment`` where it is later."""
        if moment is None or self.modified_on is None or self.modified_on <= moment:
            return self
        return replace(self, modified_on=moment)

    def before(self, overlap: timedelta) -> datetime | None:
        """Where to begin again by date, ``overlap`` before the cursor; None: at the beginning."""
        return shift(self.modified_on, -overlap) if self.modified_on is not None else None

    def to_state(self) -> CursorState:
        """As dlt keeps it: JSON."""
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
        """The cursor that ``to_state`` described; of nothing, the beginning."""
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
    """Of two cursors the one that has got further; either may be none."""
    if one is None or other is None:
        return one or other
    if other.modified_on is None:
        return one
    return one if one.modified_on and one.modified_on > other.modified_on else other


def shift(moment: datetime, by: timedelta) -> datetime | None:
    """The moment so much later; None where the calendar ends (ServiceTitan's "never" is its first
    day)."""
    try:
        return moment + by
    except OverflowError:
        return None


def api_time(value: datetime) -> str:
    """An instant as the API's parameters take it."""
    text = value.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")
