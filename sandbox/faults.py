"""Faults that a test can switch on for some requests."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Literal, get_args

from sandbox.problems import ApiError, invalid
from sandbox.request_log import check_pattern, matches

Kind = Literal[
    "too_many_requests",  # 429, with Retry-After if retry_after is given
    "server_error",  # 500
    "unavailable",  # 503, with Retry-After if retry_after is given
    "not_found",  # 404
    "forbidden",  # 403, as for a missing scope
    "expire_tokens",  # every bearer token expires before this request is handled
    "reject_token",  # 400 for a continuation token of a feed; a date still works
    "cut",  # the connection closes in the middle of the body
    "truncated",  # 200 with half of the JSON, and a Content-Length that agrees
    "html",  # 200 with a web page
    "hang",  # no response for ``seconds``, then the connection closes
    "slow",  # the right response, ``seconds`` later
    "empty_page",  # no records, and hasMore is true
    "empty_last_page",  # a list: no records, and hasMore is false, despite totalCount
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
    """A fault and the requests it applies to.

    Attributes:
        pattern: Which requests match, see ``request_log.matches``.
        times: How many requests it applies to; None for all.
        after: How many matching requests pass first.
        every: It applies to every nth matching request.
        tenant: The only tenant it applies to; None for all.
        seconds: How long ``slow`` and ``hang`` take.
        retry_after: The Retry-After header of a 429 or 503: seconds, or an HTTP date.
        applied: How many requests it has applied to.
        seen: How many requests have matched.
    """

    kind: Kind
    pattern: str = "*"
    times: int | None = 1
    after: int = 0
    every: int = 1
    tenant: int | None = None
    seconds: float | None = None
    retry_after: int | str | None = None
    applied: int = field(default=0, init=False)
    seen: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind!r}; there are {', '.join(KINDS)}")
        check_pattern(self.pattern)

    def matches(self, path: str, resource: str | None, tenant: int | None) -> bool:
        """Count a request, and return whether the fault applies to it."""
        if self.tenant not in (None, tenant) or not matches(self.pattern, path, resource):
            return False
        if self.times is not None and self.applied >= self.times:
            return False
        self.seen += 1
        past = self.seen - self.after - 1
        if past < 0 or past % self.every:
            return False
        self.applied += 1
        return True

    def changes_response(self, query: str, status: int) -> bool:
        """Whether the response differs from the one without the fault."""
        if self.kind == "reject_token":
            return status == 400
        if self.kind == "repeated_page":
            return "page=" not in query or "page=1&" not in f"{query}&"
        return True

    def raise_status(self) -> None:
        """Raise the ApiError of a kind that is a plain HTTP status."""
        if self.kind in _STATUSES:
            wait = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
            raise ApiError(_STATUSES[self.kind], headers=wait)

    def raise_rejected(self, given: str) -> None:
        """Raise ApiError 400 if ``from`` is a continuation token and not a date."""
        if self.kind == "reject_token" and given and given[4:5] != "-":
            raise invalid("from", "The continuation token is not valid or has expired.")


class Faults:
    """The faults that are switched on; the first match applies."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self.latency_seconds = 0.0

    def add(self, kind: Kind, pattern: str = "*", **options: object) -> Fault:
        """Switch on a fault.

        Args:
            kind: What goes wrong.
            pattern: Which requests it applies to, see ``request_log.matches``.
            options: The other attributes of ``Fault``.

        Raises:
            ValueError: There is no such kind.
            KeyError: No resource has the name in ``pattern``.
            TypeError: There is no such option.
        """
        fault = Fault(kind, pattern, **options)  # type: ignore[arg-type]
        with self._lock:
            self._faults.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Switch one fault off."""
        with self._lock:
            self._faults = [one for one in self._faults if one is not fault]

    def clear(self) -> None:
        """Switch all faults and the latency off."""
        with self._lock:
            self._faults.clear()
        self.latency_seconds = 0.0

    def match(self, path: str, resource: str | None, tenant: int | None) -> Fault | None:
        """The fault that applies to this request, if any."""
        with self._lock:
            for fault in self._faults:
                if fault.matches(path, resource, tenant):
                    return fault
        return None
