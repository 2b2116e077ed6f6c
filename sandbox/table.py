"""One resource's records of one tenant: columns, the bytes that are served, and orders over them.

A record has a slot, which never changes; columns are arrays over slots. Orders are kept sorted, so
a page deep in a million records is found by bisection. Mutations of a few records repair the
orders; bulk mutations drop them and the next read sorts again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from sandbox.encoding import Json, encode, fields_of
from sandbox.record_bodies import RecordBodies
from sandbox.resources import Resource

SlotOrderName = Literal["id", "created", "modified", "feed", "arrival"]

_REPAIRABLE = 200  # changed records; beyond, sorting again is quicker than that many bisections


class SlotOrder:
    """Slots sorted by ``rank`` (unique by slot), of the records that ``holds`` says belong."""

    def __init__(
        self, size: Callable[[], int], rank: Callable[[int], Any], holds: Callable[[int], bool]
    ) -> None:
        self._size = size
        self._rank = rank
        self._holds = holds
        self._slots: array[int] | None = None

    @property
    def is_built(self) -> bool:
        """Whether somebody has read this order since it was last dropped."""
        return self._slots is not None

    @property
    def slots(self) -> array[int]:
        """The slots in order; sorted at need."""
        if self._slots is None:
            members = filter(self._holds, range(self._size()))
            self._slots = array("I", sorted(members, key=self._rank))
        return self._slots

    def position(self, rank: Any) -> int:
        """How many slots come before this rank."""
        return bisect_left(self.slots, rank, key=self._rank)

    def take_out(self, slot: int) -> None:
        """Call before a record's columns change."""
        if self._slots is not None and self._holds(slot):
            del self._slots[self.position(self._rank(slot))]

    def put_in(self, slot: int) -> None:
        """Call after a record's columns have changed."""
        if self._slots is not None and self._holds(slot):
            self._slots.insert(self.position(self._rank(slot)), slot)

    def forget(self) -> None:
        """Drops the order; the next read sorts again."""
        self._slots = None


class Table:
    """Records of one resource. Not locked: the store does that.

    ``created`` and ``modified`` are ticks; ``sequence`` numbers the changes and tells apart records
    of one instant in the feed. ``active`` and ``deleted`` are what the API knows, whether or not
    the record has a field for it. ``record_bodies`` are kept in a list unless one is given.
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
            "arrival": SlotOrder(self.__len__, lambda slot: self.sequence[slot], lambda _: True),
        }
        self._all_orders = tuple(self.orders.values())

    def copy(self) -> Table:
        """The same records in a table of its own; the bytes themselves are shared."""
        other = Table(self.resource, self.record_bodies.copy())
        other.keys = self.keys[:]
        other.created = self.created[:]
        other.modified = self.modified[:]
        other.sequence = self.sequence[:]
        other.active = self.active[:]
        other.deleted = self.deleted[:]
        other.inactive_count = self.inactive_count
        other.last_sequence = self.last_sequence
        return other

    def __len__(self) -> int:
        return len(self.record_bodies)

    def is_live(self, slot: int) -> bool:
        """Whether the API still has the record."""
        return not self.deleted[slot]

    def feed_rank(self, slot: int) -> tuple[int, int]:
        """The record's place in the export feed: instant of modification, then order of change."""
        return self.modified[slot], self.sequence[slot]

    def next_sequence(self) -> int:
        """A number higher than that of every change so far."""
        self.last_sequence += 1
        return self.last_sequence

    def add(self, key: Any, created: int, modified: int, body: bytes, active: bool = True) -> int:
        """Appends a record (instants in ticks) and returns its slot."""
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
            if order.is_built:
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
        """Appends a record given as its fields; the key is taken from them."""
        return self.add(self.key_of(fields, owner), created, modified, encode(fields), active)

    def key_of(self, fields: Mapping[str, Any], owner: tuple[str, ...] = ()) -> Any:
        """The key of a record with these fields: one value, a tuple, or the next number.

        Of a nested resource it begins with the values that lead to its parent. Raises ValueError
        where they are missing.
        """
        names = self._key_fields
        if self.resource.child_resource is not None:
            if len(owner) != len(self.resource.child_resource.by):
                raise ValueError(f"{self.resource.name} is nested: whose is the record?")
            own = [fields[name] for name in names] if names else [len(self.record_bodies) + 1]
            return (*owner, *own)
        if len(names) == 1:
            return fields[names[0]]
        return tuple([fields[name] for name in names]) if names else len(self.record_bodies) + 1

    def slot_of(self, key: Hashable) -> int:
        """The slot of the record with this key. Raises KeyError, naming the resource."""
        if self._slot_of is None:
            self._slot_of = {known: slot for slot, known in enumerate(self.keys)}
        try:
            return self._slot_of[key]
        except KeyError:
            raise KeyError(f"{self.resource.name} has no record {key!r}") from None

    def has(self, key: Hashable) -> bool:
        """Whether there is, or was, a record with this key."""
        if self._slot_of is None:
            self._slot_of = {known: slot for slot, known in enumerate(self.keys)}
        return key in self._slot_of

    def rewriting(self, slots: Sequence[int], moves: bool = True) -> Iterator[int]:
        """Yields each slot for the caller to change its columns, and keeps the orders right.

        ``moves=False`` leaves the record where it stands in the feed.
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
        """Slots of the records that the API still has, in the order in which they came."""
        return (slot for slot in range(len(self.record_bodies)) if not self.deleted[slot])

    def lookup(self, field: str) -> list[Json | None]:
        """One field's JSON of every slot; decodes every record, so for small questions only."""
        return [
            fields_of(self.record_bodies[slot]).get(field)
            for slot in range(len(self.record_bodies))
        ]
