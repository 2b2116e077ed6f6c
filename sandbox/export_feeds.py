"""Export feeds: everything in order of modification, inactive and deleted records included.

``from`` is a date or a continuation token. A token holds the place of the last record read: its
instant of modification and its order of change, so that of a thousand records with one instant none
is skipped. A record that changes moves to the end, also in the middle of a read.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from array import array

from loader.api_spec import Operation
from sandbox import queries
from sandbox.encoding import encode
from sandbox.feed_shapes import feed_bodies
from sandbox.problems import invalid
from sandbox.queries import Parameters
from sandbox.table import Table
from sandbox.timestamps import TICKS_PER_SECOND, ticks_from

PAGE_SIZE = 5000
# The feed whose `active` parameter hides inactive records when it is not given.
_ACTIVE_ONLY = frozenset({"dispatch/appointment-assignments"})

Place = tuple[int, int]
_BEGINNING: Place = (-1, -1)


class Feeds:
    """Answers export feeds.

    ``page_size`` is records a page (the API documents none). ``recent_seconds`` is for how long a
    change is held back unless ``includeRecentChanges=true``; 0, the default, holds back nothing.
    ``by_arrival`` orders by when a change reached the API instead of by ``modifiedOn``, so that a
    change with an old instant (a skewed clock) still comes after the token; a date then begins
    with the first change that is not older. Which of the two the real feeds do is not documented.
    ``days_only`` refuses an instant as ``from``: only days are documented.
    """

    def __init__(self, page_size: int = PAGE_SIZE) -> None:
        self.page_size = page_size
        self.recent_seconds = 0.0
        self.by_arrival = False
        self.days_only = False
        self._generation = 0

    def expire_tokens(self) -> None:
        """From now on every continuation token handed out so far is rejected."""
        self._generation += 1

    def answer(
        self, table: Table, operation: Operation, given: Parameters, now: int, fault: str = ""
    ) -> bytes:
        """One page as JSON bytes; ``now`` in ticks. Raises ApiError 400: bad token or date.

        With a fault, the right page says to continue where it began (``repeated_page``) or from the
        beginning (``back_to_start``).
        """
        name = table.resource.name
        place = self._place(name, given.get("from", "").strip())
        slots, more, last = self._read(table, operation, given, place, now)
        wrong = {"repeated_page": place, "back_to_start": _BEGINNING}.get(fault)
        token = self._token(name, wrong or last)
        data = b",".join(feed_bodies(table, operation, slots))
        return b'{"hasMore":%b,"continueFrom":%b,"data":[%b]}' % (
            b"true" if more or wrong else b"false",
            encode(token),
            data,
        )

    def empty(self, table: Table, given: Parameters) -> bytes:
        """A page without records that says there are more (a fault)."""
        name = table.resource.name
        token = self._token(name, self._place(name, given.get("from", "").strip()))
        return b'{"hasMore":true,"continueFrom":%b,"data":[]}' % encode(token)

    def _read(
        self, table: Table, operation: Operation, given: Parameters, place: Place, now: int
    ) -> tuple[array[int], bool, Place]:
        """Slots after a place, whether more follow, and the place of the last one."""
        order = table.orders["arrival" if self.by_arrival else "feed"]
        start = self._start(table, place)
        stop = self._end(table, given, now)
        wanted = _wanted(operation, table.resource.name, given)
        if wanted is None:
            slots = order.slots[start : min(start + self.page_size, stop)]
            return slots, start + self.page_size < stop, _last(table, slots, place)
        slots, position = array("I"), start
        while position < stop and len(slots) < self.page_size:
            slot = order.slots[position]
            position += 1
            if bool(table.active[slot]) is wanted:
                slots.append(slot)
        return slots, position < stop, _last(table, order.slots[start:position], place)

    def _start(self, table: Table, place: Place) -> int:
        """The position of what follows a place; a date has no sequence."""
        ticks, sequence = place
        if not self.by_arrival:
            return table.orders["feed"].position((ticks, sequence + 1))
        order = table.orders["arrival"]
        if sequence >= 0:
            return order.position(sequence + 1)
        later = (at for at, slot in enumerate(order.slots) if table.modified[slot] >= ticks)
        return next(later, len(order.slots))

    def _end(self, table: Table, given: Parameters, now: int) -> int:
        order = table.orders["feed"]
        recent = queries.boolean(given, "includeRecentChanges")
        if recent or not self.recent_seconds or self.by_arrival:
            return len(order.slots)
        return order.position((now - round(self.recent_seconds * TICKS_PER_SECOND), 0))

    def _token(self, name: str, place: Place) -> str:
        text = f"{zlib.crc32(name.encode())}.{self._generation}.{place[0]}.{place[1]}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _place(self, name: str, text: str) -> Place:
        if not text:
            return _BEGINNING
        try:
            place = ticks_from(text), -1
        except ValueError:
            pass
        else:
            if self.days_only and len(text) > len("2020-01-01"):
                raise invalid("from", "The value is no date.")
            return place
        try:
            padded = text + "=" * (-len(text) % 4)
            parts = base64.urlsafe_b64decode(padded).decode("ascii").split(".")
            owner, generation, ticks, sequence = (int(part) for part in parts)
        except (ValueError, binascii.Error):
            raise invalid("from", "The continuation token is not valid.") from None
        if owner != zlib.crc32(name.encode()) or generation != self._generation:
            raise invalid("from", "The continuation token is not valid or has expired.")
        return ticks, sequence


def _wanted(operation: Operation, name: str, given: Parameters) -> bool | None:
    """The activity asked for; None for all."""
    if "active" not in operation.query:
        return None
    default = "True" if name in _ACTIVE_ONLY else "Any"
    choice = queries.choice(given, "active", default, ("True", "Any", "False"))
    return None if choice == "Any" else choice == "True"


def _last(table: Table, slots: array[int], otherwise: Place) -> Place:
    return table.feed_rank(slots[-1]) if slots else otherwise
