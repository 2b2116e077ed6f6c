"""Room for answers: bounds how many bytes of them are in memory at the same time."""

from __future__ import annotations

import threading

# What an answer that does not say its length is taken for, until it has been read.
LIKELY = 8 * 1024 * 1024


class Room:
    """So many bytes; whoever wants to bring in more waits until others have left."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken = 0
        self._changed = threading.Condition()

    def enter(self, size: int) -> None:
        """Wait for room for ``size`` bytes, and take it. What is larger than all comes in alone."""
        with self._changed:
            self._changed.wait_for(lambda: not self._taken or self._taken + size <= self._most)
            self._taken += size

    def leave(self, size: int) -> None:
        """Give room back."""
        with self._changed:
            self._taken -= size
            self._changed.notify_all()
