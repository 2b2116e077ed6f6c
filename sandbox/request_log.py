"""The log of requests, the rate limit, and hooks that run between requests."""

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
    """One request.

    Attributes:
        at: When it was received, in seconds of the monotonic clock.
        fault: The kind of fault that changed its response.
    """

    at: float
    tenant: int | None
    path: str
    query: str
    status: int
    resource: str | None = None
    fault: str | None = None


def matches(pattern: str, path: str, resource: str | None) -> bool:
    """Whether a request matches a pattern: a shell pattern for the path, or a resource's name.

    A name (``jobs``, ``crm/customers``) matches the resource's list, feed and reads by id.
    """
    if pattern.startswith(("/", "*")):
        return fnmatchcase(path, pattern)
    return resource is not None and resources.find(pattern).name == resource


def check_pattern(pattern: str) -> None:
    """Check a pattern.

    Raises:
        KeyError: It is a name that no resource has.
    """
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
        """Append one request."""
        with self._lock:
            self._entries.append(request)

    def clear(self) -> None:
        """Delete all entries."""
        with self._lock:
            self._entries.clear()

    def select(self, pattern: str = "*", status: int | None = None) -> list[Request]:
        """The requests that match a pattern (see ``matches``) and a status, oldest first."""
        return [
            entry
            for entry in self
            if matches(pattern, entry.path, entry.resource) and status in (None, entry.status)
        ]

    def count(self, pattern: str = "*", status: int | None = None) -> int:
        """How many requests ``select`` returns."""
        return len(self.select(pattern, status))

    def statuses(self) -> Counter[int]:
        """The number of responses by HTTP status."""
        return Counter(entry.status for entry in self)

    def busiest_second(self, tenant: int | None = None) -> int:
        """The highest number of requests within a second, of one tenant or of all together."""
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
    """A limit on the requests of each tenant.

    Attributes:
        per_second: How many requests are accepted; None for no limit.
        of_tenant: The same for single tenants.
        retry_after: The Retry-After header of a 429 in seconds; None to send none.
    """

    def __init__(self, per_second: int | None = None, retry_after: int | None = 1) -> None:
        self.per_second = per_second
        self.of_tenant: dict[int | None, int] = {}
        self.retry_after = retry_after
        self._accepted: dict[int | None, deque[float]] = {}

    def check(self, tenant: int | None) -> None:
        """Count a request.

        Raises:
            ApiError: 429: There were too many.
        """
        per_second = self.of_tenant.get(tenant, self.per_second)
        if per_second is None:
            return
        now = time.monotonic()
        window = self._accepted.setdefault(tenant, deque())
        while window and now - window[0] >= 1.0:
            window.popleft()
        if len(window) >= per_second:
            headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
            raise ApiError(429, headers=headers)
        window.append(now)


Hook = Callable[[Request], None]


class Hooks:
    """Callbacks that run after a request was handled and before its response is sent."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self._hooks: list[Hook] = []

    def on_request(self, hook: Hook) -> Callable[[], None]:
        """Call ``hook`` with every request from now on; returns a function that removes it."""
        self._hooks.append(hook)
        return lambda: self._hooks.remove(hook) if hook in self._hooks else None

    def after(self, pattern: str, count: int, action: Callable[[], None]) -> Callable[[], None]:
        """Call ``action`` once, after ``count`` requests that match ``pattern``.

        Returns:
            A function that removes the hook.

        Raises:
            KeyError: ``pattern`` is a name that no resource has.
        """
        check_pattern(pattern)
        left = count

        def hook(request: Request) -> None:
            nonlocal left
            if matches(pattern, request.path, request.resource):
                left -= 1
                if left == 0:
                    remove()
                    action()

        remove = self.on_request(hook)
        return remove

    def run(self, request: Request) -> None:
        """Call all hooks; exceptions are kept in ``errors`` and do not break the request."""
        for hook in list(self._hooks):
            try:
                hook(request)
            except Exception as error:  # noqa: BLE001 - it is a test's own code; serve() reports it
                self.errors.append(error)
