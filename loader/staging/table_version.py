"""The version of a raw table that a cursor vouches for; dlt stores it beside the cursors."""

from __future__ import annotations

from typing import NamedTuple, TypedDict


class TableVersionState(TypedDict):
    """A version as dlt's resource state stores it."""

    lineage: str
    number: int


class TableVersion(NamedTuple):
    """A version of one tenant's rows in a raw table.

    Attributes:
        lineage: A random id; a table whose bookkeeping was lost begins another lineage.
        number: Grows with each merge and each soft deletion.
    """

    lineage: str
    number: int

    def includes(self, other: TableVersion) -> bool:
        """Return whether this version has everything that ``other`` had."""
        return self.lineage == other.lineage and self.number >= other.number

    def next(self) -> TableVersion:
        """Return the version after one more merge."""
        return self._replace(number=self.number + 1)

    def to_state(self) -> TableVersionState:
        """Return the version as JSON, for dlt's state."""
        return {"lineage": self.lineage, "number": self.number}

    @classmethod
    def from_state(cls, state: TableVersionState | None) -> TableVersion | None:
        """Return the version that ``to_state`` described; None if there is none."""
        return cls(state["lineage"], state["number"]) if state else None
