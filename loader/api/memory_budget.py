"""Bounds how many bytes of responses are in memory at once, decompressed."""

from __future__ import annotations

import threading

from loader.api.clock import Cancelled, Clock

# Bytes reserved for a response of unknown length, until it has been read.
ASSUMED_SIZE = 8 * 1024 * 1024


class MemoryBudget:
    """A byte budget, shared by all readers of a run.

    Each reader has an account. Acquiring blocks until enough is free, with two exceptions: a
    response larger than the whole budget is admitted alone, and a reader that already holds memory
    never waits. Without the latter, readers that each need one more page before they can store
    what they hold would wait for each other forever.

    Args:
        limit: The budget in bytes.
        clock: Ends the waits of a cancelled run.
    """

    def __init__(self, limit: int, clock: Clock) -> None:
        self._limit = limit
        self._clock = clock
        self._used = 0
        self._changed = threading.Condition()

    @property
    def used(self) -> int:
        """Bytes reserved by all accounts."""
        return self._used

    def account(self) -> MemoryAccount:
        """Open an account for a new reader."""
        return MemoryAccount(self)

    def _acquire(self, account: MemoryAccount, size: int) -> None:
        with self._changed:
            while not self._admits(account, size):
                self._clock.wait(self._changed)
            self._add(account, size)

    def _admits(self, account: MemoryAccount, size: int) -> bool:
        if account.closed:
            raise Cancelled
        return bool(account.held) or not self._used or self._used + size <= self._limit

    def _change(self, account: MemoryAccount, by: int) -> None:
        with self._changed:
            if not account.closed:
                self._add(account, by)

    def _close(self, account: MemoryAccount) -> None:
        with self._changed:
            self._add(account, -account.held)
            account.closed = True

    def _add(self, account: MemoryAccount, size: int) -> None:
        self._used += size
        account.held += size
        if size < 0:
            self._changed.notify_all()


class MemoryAccount:
    """One reader's share of the budget, for all its threads.

    Attributes:
        held: Bytes reserved.
        closed: Whether the reader has ended.
    """

    def __init__(self, budget: MemoryBudget) -> None:
        self._budget = budget
        self.held = 0
        self.closed = False

    def acquire(self, size: int) -> Reservation:
        """Reserve ``size`` bytes; blocks as the budget describes.

        Raises:
            Cancelled: The run was cancelled, or the reader has ended.
        """
        self._budget._acquire(self, size)
        return Reservation(self._budget, self, size)

    def close(self) -> None:
        """Free all that is still reserved; from now on the reader gets nothing."""
        self._budget._close(self)


class Reservation:
    """Bytes reserved from an account until released."""

    def __init__(self, budget: MemoryBudget, account: MemoryAccount, size: int) -> None:
        self._budget = budget
        self._account = account
        self._size = size

    def resize(self, size: int) -> None:
        """Set the reserved bytes to ``size``. Never blocks."""
        self._budget._change(self._account, size - self._size)
        self._size = size

    def grow(self, size: int) -> None:
        """Raise the reserved bytes to at least ``size``. Never blocks."""
        if size > self._size:
            self.resize(size)

    def release(self) -> None:
        """Free the bytes. Further calls do nothing."""
        self.resize(0)
