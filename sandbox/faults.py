"""Faults that can be switched on for some requests: what a loader must survive."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Literal, get_args

from sandbox.problems import ApiError, invalid
from sandbox.request_log import check_pattern, fits

Kind = Literal[
    "too_many_requests",  # 429, with Retry-After if retry_after is given
    "server_error",  # 500
    "unavailable",  # 503, with Retry-After if retry_after is given
    "not_found",  # 404
    "forbidden",  # 403, as for a missing scope
    "expire_tokens",  # every bearer token dies before this request is looked at
    "reject_token",  # 400 for a continuation token of a feed; a date still works
    "cut",  # the connection breaks in the middle of the body
    "truncated",  # 200 with half of the JSON, as if it were all
    "html",  # 200 with a web page
    "hang",  # no answer for so many seconds, then the connection closes
    "slow",  # the right answer, so many seconds later
    "empty_page",  # no records, and hasMore is true
    "empty_last_page",  # a list: no records, and hasMore is false, whatever totalCount says
    "back_to_start",  # a feed: continueFrom leads back to the beginning
    "repeated_page",  # a list: the page before it again; a feed: continueFrom does not move on
]
KINDS: tuple[str, ...] = get_args(Kind)
HANG_SECONDS = 3600.0

_STATUSES = {
    "too_many_requests": 429,
    "server_error": 500,
    "unavailable": 503,
    "not_found": 404,
    "forbidden": 403,
}


@dataclass
class Fault:
    """A fault and whom it meets.

    ``pattern`` is as in ``request_log.fits``. The first ``after`` fitting requests are spared; then
    ``times`` are met (None: all), or each one with ``every`` - 1 spared in between. ``seconds`` is
    for slow and hang, ``retry_after`` (seconds, or a date as HTTP writes it) for 429 and
    503.
    """

    kind: Kind
    pattern: str = "*"
    times: int | None = 1
    after: int = 0
    every: int = 1
    tenant: int | None = None
    seconds: float | None = None
    retry_after: int | str | None = None
    met: int = field(default=0, init=False)
    seen: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind!r}; there are {', '.join(KINDS)}")
        check_pattern(self.pattern)

    def strikes(self, path: str, resource: str | None, tenant: int | None) -> bool:
        """Counts a request, and says whether this fault meets it."""
        if self.tenant not in (None, tenant) or not fits(self.pattern, path, resource):
            return False
        if self.times is not None and self.met >= self.times:
            return False
        self.seen += 1
        past = self.seen - self.after - 1
        if past < 0 or past % self.every:
            return False
        self.met += 1
        return True

    def is_felt(self, query: str, status: int) -> bool:
        """Whether the answer differs from what it would have been without the fault."""
        if self.kind == "reject_token":
            return status == 400
        if self.kind == "repeated_page":
            return "page=" not in query or "page=1&" not in f"{query}&"
        return True

    def raise_status(self) -> None:
        """Raises ApiError for the kinds that are a plain HTTP status."""
        if self.kind in _STATUSES:
            wait = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
            raise ApiError(_STATUSES[self.kind], headers=wait)

    def raise_rejected(self, given: str) -> None:
        """Raises ApiError 400 if ``from`` holds a token (a date holds hyphens in fixed places)."""
        if self.kind == "reject_token" and given and given[4:5] != "-":
            raise invalid("from", "The continuation token is not valid or has expired.")


class Faults:
    """The faults that are switched on; the first that strikes meets the request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self.latency_seconds = 0.0

    def add(self, kind: Kind, pattern: str = "*", **options: object) -> Fault:
        """Switches on a fault (options: see ``Fault``). Raises ValueError, KeyError, TypeError."""
        fault = Fault(kind, pattern, **options)  # type: ignore[arg-type]
        with self._lock:
            self._faults.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Switches one fault off."""
        with self._lock:
            self._faults = [one for one in self._faults if one is not fault]

    def clear(self) -> None:
        """Switches all faults off, latency too."""
        with self._lock:
            self._faults.clear()
        self.latency_seconds = 0.0

    def strike(self, path: str, resource: str | None, tenant: int | None) -> Fault | None:
        """The fault that meets this request, if any."""
        with self._lock:
            for fault in self._faults:
                if fault.strikes(path, resource, tenant):
                    return fault
        return None
