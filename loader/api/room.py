"""Room for answers: bounds how many bytes of them are in memory at the same time."""

from __future__ import annotations

import threading
from collections import Counter

# What an answer that does not say its length is taken for, until it has been read.
LIKELY = 8 * 1024 * 1024


class Room:
    """So many bytes; whoever wants to bring in more waits until others have left.

    A thread whose last answer is still inside never waits: a reader lets go of a page only when it
    has the next one, and readers that all hold one would wait for each other for ever. So the bound
    is passed by a page for each of them at most.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken = 0
        self._of_thread: Counter[int] = Counter()
        self._changed = threading.Condition()

    def enter(self, size: int) -> int:
        """Wait for room for ``size`` bytes, and take it. What is larger than all comes in alone.

        Returns whose it is, for ``leave``.
        """
        thread = threading.get_ident()
        with self._changed:
            self._changed.wait_for(
                lambda: (
                    self._of_thread[thread] > 0
                    or not self._taken
                    or self._taken + size <= self._most
                )
            )
            self._taken += size
            self._of_thread[thread] += size
        return thread

    def leave(self, size: int, thread: int) -> None:
        """Give room back that ``thread`` has taken."""
        with self._changed:
            self._taken -= size
            self._of_thread[thread] -= size
            if not self._of_thread[thread]:
                del self._of_thread[thread]
            self._changed.notify_all()
