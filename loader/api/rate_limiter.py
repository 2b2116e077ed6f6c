"""One tenant's request rate, shared by all threads that read from its API."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests


class RateLimiter:
    """Sees to it that the server never counts more than ``allowed`` requests in ``period`` seconds.

    It counts when they arrive, which is some time between their departure and their answer. So
    there are as many permits as requests are allowed, and each rests for a period after its
    request was answered. Departures are spaced evenly besides, unless ``evenly`` is false.
    """

    def __init__(self, allowed: float, period: float = 1.0, *, evenly: bool = True) -> None:
        permits = max(int(allowed), 1)
        self.period = period
        self._cooldown = permits * period / allowed
        self._interval = period / allowed if evenly else 0.0
        self._next = 0.0
        # When each permit may be used again, the earliest first.
        self._available_at = deque([0.0] * permits)
        self._changed = threading.Condition()

    @contextmanager
    def acquire(self) -> Iterator[None]:
        """Wait until a request may leave; it is under way inside."""
        self._take()
        try:
            yield
        finally:
            with self._changed:
                self._available_at.append(time.monotonic() + self._cooldown)
                self._changed.notify()

    def pause(self, seconds: float) -> None:
        """Hold every thread's next request for ``seconds`` (an answer 429 asks for that)."""
        with self._changed:
            self._next = max(self._next, time.monotonic() + seconds)

    def limit_to_one(self) -> None:
        """Leave one permit, that of the caller's turn: the server allows less than was thought."""
        with self._changed:
            self._available_at.clear()

    def _take(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                if not self._available_at:
                    self._changed.wait()
                elif (delay := max(self._next, self._available_at[0]) - now) > 0:
                    self._changed.wait(delay)
                else:
                    self._available_at.popleft()
                    self._next = now + self._interval
                    return


def retry_after(response: requests.Response) -> float | None:
    """Seconds the server asks to wait, given as a number or as a date; None where it is silent."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    until = http_date(value)
    return max((until - datetime.now(UTC)).total_seconds(), 0.0) if until else None


def http_date(value: str) -> datetime | None:
    """A date as HTTP writes it; None where it is none."""
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
