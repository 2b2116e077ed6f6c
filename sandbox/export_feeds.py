"""Export feeds: all records in the order of ``modifiedOn``, inactive and deleted ones included.

``from`` is a date or a continuation token. A token holds the position of the last record read: its
``modifiedOn`` and the number of its change, so that none of many records with one ``modifiedOn`` is
skipped. A record that changes moves to the end of the feed, also between two pages.
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

Position = tuple[int, int]
_BEGINNING: Position = (-1, -1)


class Feeds:
    """Serves export feeds.

    Attributes:
        page_size: Records per page; the API documents no number.
        recent_seconds: For how long a change is held back unless ``includeRecentChanges=true``;
            0 holds back nothing.
        in_order_of_change: Order by the changes themselves instead of by ``modifiedOn``, so that a
            change with an old ``modifiedOn`` (a skewed clock) still follows the token; a date then
            begins with the first change that is not older. Which of the two the real feeds do is
            not documented.
        days_only: Reject an instant as ``from``: only days are documented.
    """

    def __init__(self, page_size: int = PAGE_SIZE) -> None:
        self.page_size = page_size
        self.recent_seconds = 0.0
        self.in_order_of_change = False
        self.days_only = False
        self._generation = 0

    def expire_tokens(self) -> None:
        """Reject every continuation token handed out so far."""
        self._generation += 1

    def page(
        self, table: Table, operation: Operation, given: Parameters, now: int, fault: str = ""
    ) -> bytes:
        """One page as JSON.

        Args:
            now: The tenant's clock in ticks.
            fault: ``repeated_page`` continues where the page began, ``back_to_start`` at the
                beginning of the feed.

        Raises:
            ApiError: 400: ``from`` is neither a valid token nor a date.
        """
        name = table.resource.name
        position = self._position_of(name, given.get("from", "").strip())
        slots, more, last = self._read(table, operation, given, position, now)
        wrong = {"repeated_page": position, "back_to_start": _BEGINNING}.get(fault)
        token = self._token(name, wrong or last)
        data = b",".join(feed_bodies(table, operation, slots))
        return b'{"hasMore":%b,"continueFrom":%b,"data":[%b]}' % (
            b"true" if more or wrong else b"false",
            encode(token),
            data,
        )

    def empty(self, table: Table, given: Parameters) -> bytes:
        """A fault: a page without records that says there are more."""
        name = table.resource.name
        token = self._token(name, self._position_of(name, given.get("from", "").strip()))
        return b'{"hasMore":true,"continueFrom":%b,"data":[]}' % encode(token)

    def _read(
        self, table: Table, operation: Operation, given: Parameters, position: Position, now: int
    ) -> tuple[array[int], bool, Position]:
        """The slots after a position, whether more follow, and the position of the last one."""
        order = table.orders["change" if self.in_order_of_change else "feed"]
        start = self._start(table, position)
        stop = self._end(table, given, now)
        active = _active(operation, table.resource.name, given)
        if active is None:
            slots = order.slots[start : min(start + self.page_size, stop)]
            return slots, start + self.page_size < stop, _last(table, slots, position)
        slots, index = array("I"), start
        while index < stop and len(slots) < self.page_size:
            slot = order.slots[index]
            index += 1
            if bool(table.active[slot]) is active:
                slots.append(slot)
        return slots, index < stop, _last(table, order.slots[start:index], position)

    def _start(self, table: Table, position: Position) -> int:
        """The index of the first record after a position; a date has no sequence."""
        ticks, sequence = position
        if not self.in_order_of_change:
            return table.orders["feed"].position((ticks, sequence + 1))
        order = table.orders["change"]
        if sequence >= 0:
            return order.position(sequence + 1)
        later = (at for at, slot in enumerate(order.slots) if table.modified[slot] >= ticks)
        return next(later, len(order.slots))

    def _end(self, table: Table, given: Parameters, now: int) -> int:
        order = table.orders["feed"]
        recent = queries.boolean(given, "includeRecentChanges")
        if recent or not self.recent_seconds or self.in_order_of_change:
            return len(order.slots)
        return order.position((now - round(self.recent_seconds * TICKS_PER_SECOND), 0))

    def _token(self, name: str, position: Position) -> str:
        text = f"{zlib.crc32(name.encode())}.{self._generation}.{position[0]}.{position[1]}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _position_of(self, name: str, text: str) -> Position:
        if not text:
            return _BEGINNING
        try:
            position = ticks_from(text), -1
        except ValueError:
            pass
        else:
            if self.days_only and len(text) > len("2020-01-01"):
                raise invalid("from", "The value is not a date.")
            return position
        try:
            padded = text + "=" * (-len(text) % 4)
            parts = base64.urlsafe_b64decode(padded).decode("ascii").split(".")
            resource, generation, ticks, sequence = (int(part) for part in parts)
        except (ValueError, binascii.Error):
            raise invalid("from", "The continuation token is not valid.") from None
        if resource != zlib.crc32(name.encode()) or generation != self._generation:
            raise invalid("from", "The continuation token is not valid or has expired.")
        return ticks, sequence


def _active(operation: Operation, name: str, given: Parameters) -> bool | None:
    """The requested value of ``active``; None for all."""
    if "active" not in operation.query:
        return None
    default = "True" if name in _ACTIVE_ONLY else "Any"
    choice = queries.choice(given, "active", default, ("True", "Any", "False"))
    return None if choice == "Any" else choice == "True"


def _last(table: Table, slots: array[int], otherwise: Position) -> Position:
    return table.feed_rank(slots[-1]) if slots else otherwise
