"""One resource's records of one tenant: columns, bodies and sort orders.

A record has a slot, which never changes; columns are arrays by slot. Orders stay sorted, so a page
deep in a million records is found by bisection. Changes to a few records update the orders; a bulk
change drops them, and the next read sorts again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from sandbox.encoding import Json, encode, fields_of
from sandbox.record_bodies import RecordBodies
from sandbox.resources import Resource

SlotOrderName = Literal["id", "created", "modified", "feed", "change"]

_REPAIRABLE = 200  # changed records; for more, sorting again is faster


class SlotOrder:
    """Slots sorted by ``rank``, which is unique, of the records for which ``holds`` is true."""

    def __init__(
        self, size: Callable[[], int], rank: Callable[[int], Any], holds: Callable[[int], bool]
    ) -> None:
        self._size = size
        self._rank = rank
        self._holds = holds
        self.sorted_slots: array[int] | None = None  # None: sort on the next read

    @property
    def slots(self) -> array[int]:
        """The slots in order, sorted on the first read."""
        if self.sorted_slots is None:
            members = filter(self._holds, range(self._size()))
            self.sorted_slots = array("I", sorted(members, key=self._rank))
        return self.sorted_slots

    def position(self, rank: Any) -> int:
        """How many slots come before this rank."""
        return bisect_left(self.slots, rank, key=self._rank)

    def take_out(self, slot: int) -> None:
        """Call before a record's columns change."""
        if self.sorted_slots is not None and self._holds(slot):
            del self.sorted_slots[self.position(self._rank(slot))]

    def put_in(self, slot: int) -> None:
        """Call after a record's columns have changed."""
        if self.sorted_slots is not None and self._holds(slot):
            self.sorted_slots.insert(self.position(self._rank(slot)), slot)

    def forget(self) -> None:
        """Drop the order; the next read sorts again."""
        self.sorted_slots = None


class Table:
    """The records of one resource. Not thread-safe: the store holds a lock.

    Attributes:
        keys: Each record's key.
        created: ``createdOn`` in ticks.
        modified: ``modifiedOn`` in ticks.
        sequence: Numbers the changes; orders records of one instant in the feed.
        active: Whether the record is active, also where it has no such field.
        deleted: Whether the record is deleted; the feed still shows it.
        undated: Slots of records whose ``modifiedOn`` is null: any filter by it hides them.
        record_bodies: Each record's JSON as it is served; kept in memory unless given.
        version: Counts the changes to the table.
    """

    def __init__(self, resource: Resource, record_bodies: RecordBodies | None = None) -> None:
        self.resource = resource
        self._key_fields = resource.key
        self.keys: list[Any] = []
        self.created = array("q")
        self.modified = array("q")
        self.sequence = array("q")
        self.active = bytearray()
        self.deleted = bytearray()
        self.undated: set[int] = set()
        self.record_bodies: RecordBodies = list[bytes]() if record_bodies is None else record_bodies
        self.version = 0
        self.inactive_count = 0
        self.last_sequence = 0
        self._slot_of: dict[Hashable, int] | None = None
        self.orders: dict[SlotOrderName, SlotOrder] = {
            "id": SlotOrder(self.__len__, lambda slot: (self.keys[slot], slot), self.is_live),
            "created": SlotOrder(
                self.__len__, lambda slot: (self.created[slot], slot), self.is_live
            ),
            "modified": SlotOrder(
                self.__len__, lambda slot: (self.modified[slot], slot), self.is_live
            ),
            "feed": SlotOrder(self.__len__, self.feed_rank, lambda _: True),
            "change": SlotOrder(self.__len__, lambda slot: self.sequence[slot], lambda _: True),
        }
        self._all_orders = tuple(self.orders.values())

    def copy(self) -> Table:
        """An independent table with the same records; it shares their bytes."""
        other = Table(self.resource, self.record_bodies.copy())
        other.keys = self.keys[:]
        other.created = self.created[:]
        other.modified = self.modified[:]
        other.sequence = self.sequence[:]
        other.active = self.active[:]
        other.deleted = self.deleted[:]
        other.undated = self.undated.copy()
        other.inactive_count = self.inactive_count
        other.last_sequence = self.last_sequence
        return other

    def __len__(self) -> int:
        return len(self.record_bodies)

    def is_live(self, slot: int) -> bool:
        """Whether the record is not deleted."""
        return not self.deleted[slot]

    def feed_rank(self, slot: int) -> tuple[int, int]:
        """The record's position in the feed: ``modifiedOn``, then the order of changes."""
        return self.modified[slot], self.sequence[slot]

    def next_sequence(self) -> int:
        """The number of the next change."""
        self.last_sequence += 1
        return self.last_sequence

    def add(self, key: Any, created: int, modified: int, body: bytes, active: bool = True) -> int:
        """Append a record and return its slot.

        Args:
            created: ``createdOn`` in ticks.
            modified: ``modifiedOn`` in ticks.
        """
        slot = len(self.record_bodies)
        self.keys.append(key)
        self.created.append(created)
        self.modified.append(modified)
        self.sequence.append(self.next_sequence())
        self.active.append(active)
        self.deleted.append(False)
        self.record_bodies.append(body)
        self.inactive_count += not active
        self.version += 1
        if self._slot_of is not None:
            self._slot_of[key] = slot
        for order in self._all_orders:
            if order.sorted_slots is not None:
                order.put_in(slot)
        return slot

    def add_fields(
        self,
        fields: dict[str, Any],
        created: int,
        modified: int,
        active: bool = True,
        owner: tuple[str, ...] = (),
    ) -> int:
        """Append a record given as its fields; the key is taken from them."""
        return self.add(self.key_of(fields, owner), created, modified, encode(fields), active)

    def key_of(self, fields: Mapping[str, Any], owner: tuple[str, ...] = ()) -> Any:
        """The key of a record with these fields: one value, a tuple, or the next number.

        Args:
            owner: The parent's values in the path; the key of a child record begins with them.

        Raises:
            ValueError: ``owner`` does not have as many values as the parent's path.
        """
        names = self._key_fields
        if self.resource.child_resource is not None:
            by = self.resource.child_resource.by
            if len(owner) != len(by):
                raise ValueError(
                    f"{self.resource.name} is a child resource: name the parent, "
                    f"one value for each of {', '.join(by)}"
                )
            own = [fields[name] for name in names] if names else [len(self.record_bodies) + 1]
            return (*owner, *own)
        if len(names) == 1:
            return fields[names[0]]
        return tuple([fields[name] for name in names]) if names else len(self.record_bodies) + 1

    def slot_of(self, key: Hashable) -> int:
        """The slot of the record with this key.

        Raises:
            KeyError: There is none.
        """
        if self._slot_of is None:
            self._slot_of = {known: slot for slot, known in enumerate(self.keys)}
        try:
            return self._slot_of[key]
        except KeyError:
            raise KeyError(f"{self.resource.name} has no record {key!r}") from None

    def has(self, key: Hashable) -> bool:
        """Whether there is a record with this key, deleted or not."""
        if self._slot_of is None:
            self._slot_of = {known: slot for slot, known in enumerate(self.keys)}
        return key in self._slot_of

    def rewriting(self, slots: Sequence[int], moves: bool = True) -> Iterator[int]:
        """Yield each slot for the caller to change its columns, and update the orders.

        Args:
            moves: Whether the records move to the end of the feed.
        """
        many = len(slots) > _REPAIRABLE
        if many:
            for order in self._all_orders:
                order.forget()
        for slot in slots:
            if not many:
                for order in self._all_orders:
                    order.take_out(slot)
            was_active = self.active[slot]
            yield slot
            self.inactive_count += bool(was_active) - bool(self.active[slot])
            if moves:
                self.sequence[slot] = self.next_sequence()
            if not many:
                for order in self._all_orders:
                    order.put_in(slot)
        self.version += 1

    def live(self) -> Iterable[int]:
        """Slots of the records that are not deleted, in the order of their creation."""
        return (slot for slot in range(len(self.record_bodies)) if not self.deleted[slot])

    def lookup(self, field: str) -> list[Json | None]:
        """One field's JSON by slot. Decodes every record, so only for small tables."""
        return [
            fields_of(self.record_bodies[slot]).get(field)
            for slot in range(len(self.record_bodies))
        ]
