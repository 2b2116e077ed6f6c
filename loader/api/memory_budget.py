"""Room for answers: bounds how many bytes of them are in memory at the same time."""

from __future__ import annotations

import threading
from collections import Counter

# What an answer that does not say its length is taken for, until it has been read.
ASSUMED_SIZE = 8 * 1024 * 1024


class MemoryBudget:
    """So many bytes; whoever wants to bring in more waits until others have left.

    A thread whose last answer is still inside never waits: a reader lets go of a page only when it
    has the next one, and readers that all hold one would wait for each other for ever. So the bound
    is passed by a page for each of them at most.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._held_by: Counter[int] = Counter()
        self._changed = threading.Condition()

    def acquire(self, size: int) -> int:
        """Wait for room for ``size`` bytes, and take it. What is larger than all comes in alone.

        Returns whose it is, for ``release``.
        """
        thread = threading.get_ident()
        with self._changed:
            self._changed.wait_for(
                lambda: (
                    self._held_by[thread] > 0 or not self._held or self._held + size <= self._most
                )
            )
            self._held += size
            self._held_by[thread] += size
        return thread

    def release(self, size: int, thread: int) -> None:
        """Give room back that ``thread`` has taken."""
        with self._changed:
            self._held -= size
            self._held_by[thread] -= size
            if not self._held_by[thread]:
                del self._held_by[thread]
            self._changed.notify_all()
