"""The API client: one tenant's requests, from the token to the decoded page."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Generic, TypeVar

import requests

from loader.api import error_messages
from loader.api.auth import TokenSource
from loader.api.clock import Clock
from loader.api.headers import http_date, retry_after
from loader.api.memory_budget import ASSUMED_SIZE, MemoryBudget, Reservation
from loader.api.pages import Page, decode_body, decode_page
from loader.api.rate_limiter import PathLimiters, RateLimiter
from loader.api.rejected_requests import RequestRejected, rejected_parameters
from loader.api.retries import Retries, TransientError
from loader.api.sanitize_json import sanitize_json
from loader.api.transport import (
    MAX_BODY_BYTES,
    BodyTooLarge,
    Transport,
    explain_errors,
    read_body,
)
from loader.config import Api

# Bytes of responses in memory, decompressed. Dozens of endpoints may wait for the network at once;
# beyond this much that is not stored yet, their pages are read one after the other.
_MEMORY_BUDGET = 48 * 1024 * 1024
# Fresh tokens for one request before the app key must be what is wrong.
_FRESH_TOKENS = 3
# Seconds to pause after a 429 that does not say how long, and at most after one that does.
_DEFAULT_PAUSE = 2.0
_MAX_PAUSE = 300.0
# Pauses from this many seconds on are announced.
_ANNOUNCED_PAUSE = 10.0

_Kind = TypeVar("_Kind")
_Decoded = TypeVar("_Decoded")
_Decoder = Callable[[requests.Response, bytes, Reservation], _Decoded]


@dataclass
class _Request:
    """A request, through all its attempts.

    Attributes:
        rate: The tenant's limiter, or the stricter one of the path.
        refused_tokens: Attempts that the API answered with 401.
    """

    method: str
    path: str
    params: Mapping[str, str]
    rate: RateLimiter
    body: bytes | None = None
    is_feed: bool = False
    refused_tokens: int = 0


@dataclass(frozen=True)
class Answer(Generic[_Kind]):
    """A decoded response, and its times as ``Page`` has them (UTC)."""

    decoded: _Kind
    fetched_at: datetime
    server_time: datetime


@dataclass
class _ClockGap:
    """How far the API's clock was ahead of ours on the last page; None before the first."""

    api_ahead: timedelta | None = None


def _silent(_note: str) -> None:
    """Drop a note: for callers that have no place for notes."""


class ApiClient:
    """Reads one tenant's API. Knows no endpoint by name.

    Readers each use a ``session``, all under one token, request rate and memory budget. A session
    may be used by several threads; leaving its context frees the memory of its pages.

    Args:
        api: The tenant's settings.
        notify: Receives notes for the user, such as a pause that the API asks for.
        clock: Tells the time; tests bring their own.

    Attributes:
        api: The tenant's settings.
        requests: Requests sent by this session, retries included.
    """

    def __init__(
        self, api: Api, notify: Callable[[str], None] = _silent, clock: Clock | None = None
    ) -> None:
        self.api = api
        self.requests = 0
        self._notify = notify
        self._clock = clock or Clock()
        self._transport = Transport(self._clock)
        self._retries = Retries(self._clock)
        self._rate = RateLimiter(api.rate_limit, self._clock)
        self._path_limiters = PathLimiters(api.report_rate_limit, self._clock)
        self._tokens = TokenSource(api, self._transport, self._rate, self._retries, self._clock)
        self._budget = MemoryBudget(_MEMORY_BUDGET, self._clock)
        self._memory = self._budget.account()
        self._accepted = threading.Event()  # the API has accepted this token and app key
        self._counting = threading.Lock()
        self._clock_gap = _ClockGap()  # of all sessions

    def session(self) -> ApiClient:
        """Return a client for one reader: its requests and its memory are counted separately."""
        session = copy.copy(self)
        session.requests = 0
        session._memory = self._budget.account()
        return session

    def __enter__(self) -> ApiClient:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the memory of all pages of this session; it reads no more."""
        self._memory.close()

    @property
    def held_bytes(self) -> int:
        """Bytes of this session's pages that are not released yet."""
        return self._memory.held

    def cancel(self) -> None:
        """Make every thread of every session raise ``Cancelled`` within about 0.1 s.

        That holds wherever they wait: for a response, a permit, a retry, a pause or memory. Takes
        no lock, so that a signal handler may call it.
        """
        self._clock.cancel()

    @property
    def api_ahead(self) -> timedelta | None:
        """How far the API's clock was ahead of ours on the last page of any session."""
        return self._clock_gap.api_ahead

    def sign_in(self) -> None:
        """Fetch a token now, so that wrong credentials show once and before anything else.

        Raises:
            ConfigurationError: ServiceTitan refuses the credentials.
            ApiError: The token endpoint does not answer as it should.
        """
        self._tokens.get()

    def page(
        self,
        path: str,
        params: Mapping[str, str],
        *,
        is_feed: bool = False,
        whole: bool = False,
    ) -> Page:
        """Read one page. Retries what may be transient.

        Args:
            path: The documented path, with ``{tenant}`` in it.
            params: Query parameters.
            is_feed: Whether it is an export feed, for messages.
            whole: Whether the response is a single record.

        Returns:
            A page that occupies memory until it is released.

        Raises:
            RequestRejected: HTTP 400 or 404; the reader may know another way.
            ConfigurationError: The app key or the credentials are wrong.
            AccessDenied: The app may not read this path.
            ApiError: All retries failed, or none can help.
            Cancelled: The run was cancelled.
        """
        request = _Request("GET", self._of_tenant(path), params, self._rate, is_feed=is_feed)
        page = self._fetch(request, partial(decode_page, whole=whole))
        self._clock_gap.api_ahead = page.server_time - page.fetched_at
        return page

    def record(
        self, path: str, kind: type[_Kind], params: Mapping[str, str] | None = None
    ) -> _Kind:
        """Read one object, decoded as ``kind``. Raises what ``page`` raises."""
        request = _Request("GET", self._of_tenant(path), params or {}, self._rate)
        return self._fetch(request, partial(_decode_and_release, kind=kind))

    def post(
        self, path: str, params: Mapping[str, str], body: bytes, kind: type[_Kind]
    ) -> Answer[_Kind]:
        """Send a body to a path with a stricter rate of its own: a report's data.

        Returns:
            The response, decoded as ``kind``.

        Raises:
            LoaderError, RequestRejected: As ``page`` does.
        """
        path = self._of_tenant(path)
        rate = self._path_limiters.limiter(path)
        request = _Request("POST", path, params, rate, body=body)
        return self._fetch(request, partial(_dated, kind=kind))

    def remember_posts(self, path: str, ages: Iterable[float]) -> None:
        """Count requests for a path with a stricter rate that an earlier process sent.

        Args:
            path: As for ``post``.
            ages: How many seconds ago each was sent.
        """
        self._path_limiters.limiter(self._of_tenant(path)).remember(ages)

    def _of_tenant(self, path: str) -> str:
        return path.replace("{tenant}", str(self.api.tenant_id))

    def _fetch(self, request: _Request, decoder: _Decoder[_Decoded]) -> _Decoded:
        try:
            return self._retries.call(request.path, lambda: self._attempt(request, decoder))
        except BodyTooLarge:
            raise error_messages.too_large_error(request.path, MAX_BODY_BYTES) from None
        except RecursionError:
            raise error_messages.too_deep_error(request.path) from None

    def _attempt(self, request: _Request, decoder: _Decoder[_Decoded]) -> _Decoded:
        if request.rate is self._rate:
            return self._send(request, decoder)
        with request.rate.acquire():
            return self._send(request, decoder)

    def _send(self, request: _Request, decoder: _Decoder[_Decoded]) -> _Decoded:
        token = self._tokens.get()
        headers = {"Authorization": f"Bearer {token}", "ST-App-Key": self.api.app_key}
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        with self._counting:
            self.requests += 1
        with explain_errors(self.api.url, "SERVICETITAN_API_URL"):
            with self._rate.acquire():
                response = self._transport.send(
                    request.method,
                    self.api.url + request.path,
                    headers=headers,
                    params=request.params,
                    data=request.body,
                )
            with response:
                self._check_status(response, request, token)
                return self._read(response, decoder)

    def _read(self, response: requests.Response, decoder: _Decoder[_Decoded]) -> _Decoded:
        """Read and decode the body once there is memory for it."""
        memory = self._memory.acquire(_expected_size(response))
        try:
            body = read_body(response, MAX_BODY_BYTES, memory.grow)
            memory.resize(len(body))
            return decoder(response, body, memory)
        except BaseException:
            memory.release()
            raise

    def _check_status(self, response: requests.Response, request: _Request, token: str) -> None:
        status = response.status_code
        if status == 200:
            self._accepted.set()
        elif status == 401:
            self._refuse_token(request, token)
        elif status == 429:
            self._pause(response, request)
        elif status >= 500 or status == 408:
            wait = self._capped(retry_after(response.headers), status)
            raise TransientError(f"HTTP {status}", wait=wait)
        elif status in (400, 404):
            raise RequestRejected(status, rejected_parameters(response))
        else:
            raise error_messages.refused_error(
                status, request.path, rejected_parameters(response), is_feed=request.is_feed
            )

    def _refuse_token(self, request: _Request, token: str) -> None:
        """Reject a token that has expired or was revoked; fail if the app key is at fault."""
        self._tokens.reject(token)
        request.refused_tokens += 1
        if request.refused_tokens > _FRESH_TOKENS and not self._accepted.is_set():
            raise error_messages.refused_error(401, request.path, "", is_feed=request.is_feed)
        wait = 0.0 if request.refused_tokens == 1 else None
        raise TransientError("the token was refused", wait=wait)

    def _pause(self, response: requests.Response, request: _Request) -> None:
        """Pause the rate that was exceeded: the path's own, or else the tenant's."""
        is_strict = request.rate is not self._rate
        default = request.rate.period if is_strict else _DEFAULT_PAUSE
        requested = retry_after(response.headers)
        wait = min(requested or default, _MAX_PAUSE)
        if request.rate.pause(wait):
            self._announce(wait, requested, 429)
        if is_strict:
            request.rate.limit_to_one()
        raise TransientError("too many requests (HTTP 429)", wait=wait)

    def _capped(self, requested: float | None, status: int) -> float | None:
        if requested is None:
            return None
        wait = min(requested, _MAX_PAUSE)
        self._announce(wait, requested, status)
        return wait

    def _announce(self, wait: float, requested: float | None, status: int) -> None:
        if wait >= _ANNOUNCED_PAUSE:
            self._notify(error_messages.pause_note(wait, requested, status))


def _expected_size(response: requests.Response) -> int:
    """Return the bytes to reserve before a body is read. A compressed length says too little."""
    length = response.headers.get("Content-Length", "")
    if "Content-Encoding" in response.headers or not (length.isdecimal() and len(length) < 16):
        return ASSUMED_SIZE
    if int(length) > MAX_BODY_BYTES:
        raise BodyTooLarge
    return int(length)


def _decode_and_release(
    response: requests.Response, body: bytes, memory: Reservation, *, kind: type[_Kind]
) -> _Kind:
    decoded = decode_body(response, sanitize_json(body), kind)
    memory.release()
    return decoded


def _dated(
    response: requests.Response, body: bytes, memory: Reservation, *, kind: type[_Kind]
) -> Answer[_Kind]:
    decoded = _decode_and_release(response, body, memory, kind=kind)
    now = datetime.now(UTC)
    return Answer(decoded, now, http_date(response.headers.get("Date", "")) or now)
