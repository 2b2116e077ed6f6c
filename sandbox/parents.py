"""Which parents exist, and which child records belong to each."""

from __future__ import annotations

from array import array
from typing import Any
from zlib import crc32

from sandbox.child_resources import ChildResource
from sandbox.encoding import Json, decode, fields_of
from sandbox.problems import ApiError
from sandbox.table import Table

Owner = tuple[str, ...]
"""The values of a parent in the path of its child records."""


def owner_of(child_resource: ChildResource, parents: Table, slot: int) -> Owner:
    """The values that fill a child resource's path for one parent."""
    fields = fields_of(parents.record_bodies[slot])
    return tuple(
        parents.keys[slot][int(name[1:])] if name[0] == "^" else _text(fields[name])
        for name in child_resource.by
    )


def count_for(child_resource: ChildResource, name: str, owner: Owner) -> int:
    """How many records a parent has at first."""
    chance = crc32(f"{name} {'/'.join(owner)}".encode()) % 4
    if child_resource.single:
        return 1 if child_resource.always else min(chance, 1)
    return chance


def _text(value: bytes | Json) -> str:
    return str(decode(bytes(value)))


class Owners:
    """Finds parents and their records; tables are indexed once, then only their new records."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], tuple[int, dict[Owner, array[int]]]] = {}

    def check(self, child_resource: ChildResource, parents: Table, owner: Owner) -> None:
        """Check that a parent exists.

        Raises:
            ApiError: 404: There is no such parent, or it is deleted.
        """
        slots = self._slots(
            parents, "parents", lambda slot: owner_of(child_resource, parents, slot)
        )
        if not any(parents.is_live(slot) for slot in slots.get(owner, ())):
            raise ApiError(404)

    def records(self, table: Table, owner: Owner) -> array[int]:
        """Slots of a parent's records that are not deleted, in the order of their creation."""
        slots = self._slots(table, "records", lambda slot: table.keys[slot][: len(owner)])
        return array("I", filter(table.is_live, slots.get(owner, ())))

    def _slots(self, table: Table, kind: str, owner: Any) -> dict[Owner, array[int]]:
        """Slots by owner. Owners never change, so only records added since are indexed."""
        seen, found = self._found.get((id(table), kind), (0, {}))
        for slot in range(seen, len(table)):
            found.setdefault(owner(slot), array("I")).append(slot)
        self._found[id(table), kind] = (len(table), found)
        return found
