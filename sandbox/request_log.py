"""What was asked of the sandbox, and how much of it is allowed in a second."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from sandbox import resources
from sandbox.problems import ApiError


@dataclass(frozen=True)
class Request:
    """One request; ``at`` is in seconds of the monotonic clock. ``fault`` is what its answer
    suffered."""

    at: float
    tenant: int | None
    path: str
    query: str
    status: int
    resource: str | None = None
    fault: str | None = None


def fits(pattern: str, path: str, resource: str | None) -> bool:
    """Whether a pattern means this request: a shell pattern over the path, or a resource's name.

    A name (``jobs``, ``crm/customers``) means the resource's list, feed and reads by id.
    """
    if pattern.startswith(("/", "*")):
        return fnmatchcase(path, pattern)
    return resource is not None and resources.find(pattern).name == resource


def check_pattern(pattern: str) -> None:
    """Raises KeyError for a name that no resource has."""
    if not pattern.startswith(("/", "*")):
        resources.find(pattern)


class RequestLog:
    """Every request since the start or the last ``clear``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[Request] = []

    def __iter__(self) -> Iterator[Request]:
        with self._lock:
            return iter(list(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, request: Request) -> None:
        """Appends one request."""
        with self._lock:
            self._entries.append(request)

    def clear(self) -> None:
        """Forgets all requests."""
        with self._lock:
            self._entries.clear()

    def select(self, pattern: str = "*", status: int | None = None) -> list[Request]:
        """The requests that fit a pattern (see ``fits``) and have this status, oldest first."""
        return [
            entry
            for entry in self
            if fits(pattern, entry.path, entry.resource) and status in (None, entry.status)
        ]

    def count(self, pattern: str = "*", status: int | None = None) -> int:
        """How many ``select`` would give."""
        return len(self.select(pattern, status))

    def statuses(self) -> Counter[int]:
        """How often each HTTP status was answered."""
        return Counter(entry.status for entry in self)

    def busiest_second(self, tenant: int | None = None) -> int:
        """The most requests in any second (of one tenant, or of all together)."""
        window: deque[float] = deque()
        most = 0
        for entry in sorted(self, key=lambda entry: entry.at):
            if tenant in (None, entry.tenant):
                window.append(entry.at)
                while entry.at - window[0] >= 1.0:
                    window.popleft()
                most = max(most, len(window))
        return most


class RateLimit:
    """So many requests a second for each tenant; beyond, 429. No limit while it is None."""

    def __init__(self, per_second: int | None = None, retry_after: int | None = 1) -> None:
        self.per_second = per_second
        self.retry_after = retry_after
        self._accepted: dict[int | None, deque[float]] = {}

    def check(self, tenant: int | None) -> None:
        """Counts a request. Raises ApiError 429 with Retry-After (unless that is None)."""
        if self.per_second is None:
            return
        now = time.monotonic()
        window = self._accepted.setdefault(tenant, deque())
        while window and now - window[0] >= 1.0:
            window.popleft()
        if len(window) >= self.per_second:
            headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
            raise ApiError(429, headers=headers)
        window.append(now)


Hook = Callable[[Request], None]


class Hooks:
    """Things to do when requests have been read from the data but not answered yet."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self._hooks: list[Hook] = []

    def on_request(self, hook: Hook) -> Callable[[], None]:
        """Calls ``hook`` with every request from now on; returns what removes it."""
        self._hooks.append(hook)
        return lambda: self._hooks.remove(hook) if hook in self._hooks else None

    def after(self, pattern: str, count: int, action: Callable[[], None]) -> Callable[[], None]:
        """Calls ``action`` once, when ``count`` requests that fit ``pattern`` have been read.

        Returns what removes it. Raises KeyError for a name that no resource has.
        """
        check_pattern(pattern)
        left = count

        def hook(request: Request) -> None:
            nonlocal left
            if fits(pattern, request.path, request.resource):
                left -= 1
                if left == 0:
                    remove()
                    action()

        remove = self.on_request(hook)
        return remove

    def run(self, request: Request) -> None:
        """Calls all hooks; what they raise is kept in ``errors`` and breaks no request."""
        for hook in list(self._hooks):
            try:
                hook(request)
            except Exception as error:  # noqa: BLE001 - it is a test's own code; serve() reports it
                self.errors.append(error)
