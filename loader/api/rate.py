"""One tenant's request rate, shared by all threads that read from its API."""

from __future__ import annotations

import threading
import time

# The server counts arrivals, not departures: a little slack keeps jitter below the limit.
_SLACK = 1.03


class RateLimiter:
    """Spaces requests evenly, so that no second ever holds more than ``per_second`` of them."""

    def __init__(self, per_second: float) -> None:
        self._interval = _SLACK / per_second
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Block until the next request may leave."""
        while True:
            with self._lock:
                now = time.monotonic()
                if self._next <= now:
                    self._next = now + self._interval
                    return
                delay = self._next - now
            time.sleep(delay)

    def pause(self, seconds: float) -> None:
        """Hold every thread's next request for ``seconds`` (an answer 429 asks for that)."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)
