"""Rate limits: the tenant's, shared by all threads, and stricter ones for some paths."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from loader.api.clock import Clock

# Seconds. The rate of a report's data is counted per minute.
MINUTE = 60.0


class RateLimiter:
    """Guarantees that the server never sees more than ``allowed`` requests in ``period`` seconds.

    The server counts a request when it arrives, some time between its departure and its response.
    So there is one permit for each allowed request, and it becomes available again one period after
    the response to its request. Departures are also spaced evenly, unless ``evenly`` is false.

    Args:
        allowed: Requests per period.
        clock: Tells the time, and ends the waits of a cancelled run.
        period: Length of the period in seconds.
        evenly: Whether to spread the requests over the period.
    """

    def __init__(
        self, allowed: float, clock: Clock, period: float = 1.0, *, evenly: bool = True
    ) -> None:
        permits = max(int(allowed), 1)
        self.period = period
        self._clock = clock
        self._cooldown = permits * period / allowed
        self._interval = period / allowed if evenly else 0.0
        self._next = 0.0
        # When each permit becomes available, earliest first.
        self._available_at = deque([0.0] * permits)
        self._changed = threading.Condition()

    @contextmanager
    def acquire(self) -> Iterator[None]:
        """Wait for a permit and hold it while the request is in flight.

        Raises:
            Cancelled: The run was cancelled during the wait.
        """
        self._take()
        try:
            yield
        finally:
            with self._changed:
                self._available_at.append(self._clock.now() + self._cooldown)
                self._changed.notify()

    def pause(self, seconds: float) -> bool:
        """Hold back every thread's next request for ``seconds``, as a 429 response demands.

        Returns:
            Whether this makes the pause longer than one already under way.
        """
        with self._changed:
            until = self._clock.now() + seconds
            longer = until > self._next + 1.0
            self._next = max(self._next, until)
        return longer

    def remember(self, ages: Iterable[float]) -> None:
        """Count requests that another process sent.

        Args:
            ages: How many seconds ago each was sent. Those of more than one period ago are ignored.
        """
        with self._changed:
            now = self._clock.now()
            for age in ages:
                if age < self._cooldown and self._available_at:
                    self._available_at.popleft()
                    self._available_at.append(now + self._cooldown - age)
            self._available_at = deque(sorted(self._available_at))

    def limit_to_one(self) -> None:
        """Drop all permits but the caller's: the server allows fewer requests than assumed."""
        with self._changed:
            self._available_at.clear()

    def _take(self) -> None:
        with self._changed:
            while True:
                now = self._clock.now()
                if not self._available_at:
                    self._clock.wait(self._changed)
                elif (delay := max(self._next, self._available_at[0]) - now) > 0:
                    self._clock.wait(self._changed, delay)
                else:
                    self._available_at.popleft()
                    self._next = now + self._interval
                    return


class PathLimiters:
    """Stricter limiters for paths that the API rate-limits separately (a report's data)."""

    def __init__(self, per_minute: float, clock: Clock) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._by_path: dict[str, RateLimiter] = {}
        self._lock = threading.Lock()

    def limiter(self, path: str) -> RateLimiter:
        """Return the path's limiter, the same for every thread."""
        with self._lock:
            if path not in self._by_path:
                self._by_path[path] = RateLimiter(
                    self._per_minute, self._clock, MINUTE, evenly=False
                )
            return self._by_path[path]
