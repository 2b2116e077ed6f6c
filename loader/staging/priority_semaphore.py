"""Limits how many threads work at a time; the waiter with the most work goes first."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PrioritySemaphore:
    """A semaphore that wakes the heaviest waiter first.

    A table that is begun last is waited for alone, so the largest one should be begun first.
    """

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: list[tuple[int, int]] = []  # (weight below zero, order of coming)
        self._order = itertools.count()
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, weight: int) -> Iterator[None]:
        """Block until it is this thread's turn; the context is the turn."""
        me = (-weight, next(self._order))
        with self._changed:
            heapq.heappush(self._waiting, me)
            self._changed.wait_for(lambda: self._free and self._waiting[0] == me)
            heapq.heappop(self._waiting)
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()
