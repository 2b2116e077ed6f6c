"""The HTTP client: one tenant's token, rate, time-outs and retries. Knows no endpoint by name."""

from __future__ import annotations

import copy
import random
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import msgspec
import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NewConnectionError

from loader.api import error_messages
from loader.api.auth import TokenSource
from loader.api.memory_budget import ASSUMED_SIZE, MemoryBudget
from loader.api.rate_limiter import RateLimiter, http_date, retry_after
from loader.api.sanitize_json import sanitize_json
from loader.config import Api

# Seconds to connect, and to wait for the next byte; the API itself gives up after 100.
_TIMEOUT = (10, 110)
_ATTEMPTS = 6
# Waits between attempts, in seconds: they double up to the maximum, with some jitter so that
# the threads do not come back all at once.
_FIRST_WAIT = 0.5
_MAX_WAIT = 30.0
# A host that refuses connections gets fewer tries: it is down, or its name is wrong.
_ATTEMPTS_TO_CONNECT = 3
# The rate of a report is counted in minutes: seconds of one.
MINUTE = 60.0
# Bytes of answers in memory. Dozens of endpoints may wait for the network at the same time; their
# pages are read one after the other once that much has not yet been stored.
_MEMORY_BUDGET = 48 * 1024 * 1024
# How much of a body is read at a time.
_BLOCK_SIZE = 1024 * 1024
# Fresh tokens for one page before the app key must be what is wrong.
_FRESH_TOKENS = 3


_Kind = TypeVar("_Kind")
_Decoded = TypeVar("_Decoded")
_Decoder = Callable[[requests.Response, bytes], _Decoded]


class PagePayload(msgspec.Struct):
    """One page of a list or feed. Records stay the bytes that the API sent."""

    data: list[msgspec.Raw]
    hasMore: bool | None = None  # noqa: N815 (the API's name)
    totalCount: int | None = None  # noqa: N815
    continueFrom: str | None = None  # noqa: N815


class _Problem(msgspec.Struct):
    """The API's description of a refused request."""

    errors: dict[str, msgspec.Raw] = {}


@dataclass(frozen=True)
class Page:
    """A page with when it arrived (our clock, UTC) and what the server's clock showed (UTC)."""

    payload: PagePayload
    fetched_at: datetime
    server_time: datetime


class RequestRejected(Exception):
    """The API answered 400 or 404 to a request whose parameters may be at fault, at ``at`` (our
    clock, UTC)."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(status)
        self.status = status
        self.detail = detail
        self.at = datetime.now(UTC)


class _TryAgain(Exception):
    """What went wrong in an attempt that may go better next time."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.wait = wait


class _TokenRefused(Exception):
    """The API does not accept the token (HTTP 401)."""


class _NoConnection(Exception):
    """Nothing answers at the host."""

    def __init__(self, reason: requests.RequestException) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class _Request:
    """What is asked. ``rate`` is the tenant's, or a stricter one that the path has besides."""

    method: str
    path: str
    params: Mapping[str, str]
    rate: RateLimiter
    body: bytes | None = None
    is_feed: bool = False


class ApiClient:
    """Reads pages of one tenant. ``requests`` counts what was asked, retries included.

    Threads share one client's token and rate by each using a ``session`` of it.
    """

    def __init__(self, api: Api, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.api = api
        self._session = requests.Session()
        # One connection for each endpoint that is read at the same time.
        self._session.mount("http://", HTTPAdapter(pool_maxsize=64))
        self._session.mount("https://", HTTPAdapter(pool_maxsize=64))
        self._session.headers["ST-App-Key"] = api.app_key
        self._rate = RateLimiter(api.rate_limit)
        self._tokens = TokenSource(api, self._session, self._rate, sleep=sleep)
        self._memory = MemoryBudget(_MEMORY_BUDGET)
        self._sleep = sleep
        self._path_limiters: dict[str, RateLimiter] = {}  # by path
        self._lock = threading.Lock()
        self._accepted = threading.Event()  # the API has taken this tenant's token and app key
        self._counting = threading.Lock()
        self.requests = 0

    def session(self) -> ApiClient:
        """A client with a count of its own that shares everything else."""
        session = copy.copy(self)
        session.requests = 0
        return session

    def sign_in(self) -> None:
        """Fetch a token now, so that wrong credentials show once and before anything else."""
        self._tokens.get()

    def page(
        self,
        path: str,
        params: Mapping[str, str],
        *,
        is_feed: bool = False,
        whole: bool = False,
    ) -> Page:
        """Read one page; ``path`` holds ``{tenant}``. With ``whole``, the answer is one record.

        A bare array is a page as well, with nothing after it.

        Retries what may be transient. Raises ``RequestRejected`` for 400 and 404 (the reader may
        know another way), ``ConfigurationError``, ``AccessDenied`` or ``ApiError`` otherwise.
        """
        get = _Request("GET", self._of_tenant(path), params, self._rate, is_feed=is_feed)
        return self._with_retries(get, partial(_page, whole=whole))

    def record(
        self, path: str, kind: type[_Kind], params: Mapping[str, str] | None = None
    ) -> _Kind:
        """Read one object, as ``kind``. Raises as ``page`` does."""
        get = _Request("GET", self._of_tenant(path), params or {}, self._rate)
        return self._with_retries(
            get, lambda response, body: _decoded(sanitize_json(body), kind, response)
        )

    def post(
        self, path: str, params: Mapping[str, str], body: bytes, kind: type[_Kind]
    ) -> tuple[_Kind, datetime]:
        """Ask with a body, under the stricter rate that such a path has of its own (a report's).

        Returns the answer and when it arrived (our clock, UTC). Raises as ``page`` does.
        """
        path = self._of_tenant(path)
        with self._lock:
            rate = self._path_limiters.setdefault(
                path, RateLimiter(self.api.report_rate_limit, MINUTE, evenly=False)
            )
        asked = _Request("POST", path, params, rate, body=body)
        return self._with_retries(
            asked,
            lambda response, body: (
                _decoded(sanitize_json(body), kind, response),
                datetime.now(UTC),
            ),
        )

    def _of_tenant(self, path: str) -> str:
        return path.replace("{tenant}", str(self.api.tenant_id))

    def _with_retries(self, request: _Request, decode: _Decoder[_Decoded]) -> _Decoded:
        path, is_feed = request.path, request.is_feed
        what, attempts, refusals = "", 0, 0
        for attempt in range(1, _ATTEMPTS + 1):
            attempts = attempt
            try:
                return self._attempt(request, decode)
            except _TokenRefused:
                # Expired in mid-paging, or revoked; if fresh ones never helped, it is the app key.
                what, refusals = "the token was refused", refusals + 1
                if refusals > _FRESH_TOKENS and not self._accepted.is_set():
                    raise error_messages.refused(401, path, "", is_feed=is_feed) from None
                if refusals > 1:
                    self._sleep(self._wait(attempt, None))
            except _TryAgain as error:
                what = error.what
                if attempt < _ATTEMPTS:
                    self._sleep(self._wait(attempt, error))
            except _NoConnection as error:
                if attempt >= _ATTEMPTS_TO_CONNECT:
                    raise error_messages.unreachable(
                        self.api.url, "SERVICETITAN_API_URL", error.reason
                    ) from None
                self._sleep(self._wait(attempt, None))
        raise error_messages.gave_up(path, what, attempts)

    def _attempt(self, request: _Request, decode: _Decoder[_Decoded]) -> _Decoded:
        if request.rate is self._rate:
            return self._send(request, decode)
        with request.rate.acquire():
            return self._send(request, decode)

    def _send(self, request: _Request, decode: _Decoder[_Decoded]) -> _Decoded:
        token = self._tokens.get()
        with self._counting:
            self.requests += 1
        headers = {"Authorization": f"Bearer {token}"}
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        try:
            with self._rate.acquire():
                response = self._session.request(
                    request.method,
                    self.api.url + request.path,
                    params=dict(request.params),
                    data=request.body,
                    headers=headers,
                    timeout=_TIMEOUT,
                    allow_redirects=False,  # token and app key go nowhere else
                    stream=True,  # the body is read when there is room for it
                )
            with response:
                self._check(response, request, token)
                return self._read(response, decode)
        except requests.exceptions.SSLError as error:
            raise error_messages.unreachable(self.api.url, "SERVICETITAN_API_URL", error) from None
        except requests.ConnectTimeout as error:
            raise _NoConnection(error) from None
        except requests.Timeout:
            raise _TryAgain("no answer in time") from None
        except requests.ConnectionError as error:
            if _never_connected(error):
                raise _NoConnection(error) from None
            raise _TryAgain("the connection was cut") from None
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
            raise _TryAgain("the connection was cut in the middle of an answer") from None
        except requests.RequestException as error:
            raise _TryAgain(f"the request failed ({type(error).__name__})") from None

    def _read(self, response: requests.Response, decode: _Decoder[_Decoded]) -> _Decoded:
        """Read and decode the body. A page takes room for as long as it is in use."""
        length = response.headers.get("Content-Length", "")
        taken = int(length) if length.isdecimal() else ASSUMED_SIZE
        thread = self._memory.acquire(taken)
        try:
            body = b"".join(response.iter_content(_BLOCK_SIZE))
            page = decode(response, body)
        except BaseException:
            self._memory.release(taken, thread)
            raise
        self._memory.release(taken - len(body), thread)
        if isinstance(page, Page):
            weakref.finalize(page, self._memory.release, len(body), thread)
        else:
            self._memory.release(len(body), thread)
        return page

    def _check(self, response: requests.Response, request: _Request, token: str) -> None:
        status = response.status_code
        if status == 200:
            self._accepted.set()
            return
        if status == 401:
            self._tokens.reject(token)
            raise _TokenRefused
        if status == 429:
            # One path's own rate, or the tenant's: whichever it was, only that one waits.
            strict = request.rate is not self._rate
            wait = retry_after(response) or (request.rate.period if strict else _FIRST_WAIT * 4)
            request.rate.pause(wait)
            if strict:
                request.rate.limit_to_one()
            raise _TryAgain("too many requests (HTTP 429)", wait=wait)
        if status >= 500 or status == 408:
            raise _TryAgain(f"HTTP {status}", wait=retry_after(response))
        if status in (400, 404):
            raise RequestRejected(status, _detail(response))
        raise error_messages.refused(
            status, request.path, _detail(response), is_feed=request.is_feed
        )

    @staticmethod
    def _wait(attempt: int, error: _TryAgain | None) -> float:
        if error is not None and error.wait is not None:
            return error.wait
        longest: float = min(_FIRST_WAIT * 2 ** (attempt - 1), _MAX_WAIT)
        return longest * random.uniform(0.7, 1.0)  # noqa: S311 (jitter, no secret)


def _page(response: requests.Response, body: bytes, *, whole: bool) -> Page:
    body = sanitize_json(body)
    if whole:
        _decoded(body, dict[str, msgspec.Raw], response)
        payload: PagePayload | list[msgspec.Raw] = [msgspec.Raw(body)]
    else:
        payload = _decoded(body, PagePayload | list[msgspec.Raw], response)  # type: ignore[arg-type]
    now = datetime.now(UTC)
    payload = payload if isinstance(payload, PagePayload) else PagePayload(payload)
    return Page(payload, now, http_date(response.headers.get("Date", "")) or now)


def _decoded(body: bytes, kind: type[_Kind], response: requests.Response) -> _Kind:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError:
        raise _TryAgain(
            "an answer with status 200 that is not of the documented form"
            f" ({response.headers.get('Content-Type', 'no content type')},"
            f" {len(body)} bytes)"
        ) from None


def _never_connected(error: requests.ConnectionError) -> bool:
    """Whether the connection was refused or the name not found, rather than cut later."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(reason, NewConnectionError)


def _detail(response: requests.Response) -> str:
    """Which parameters the API objects to. Only their names: values may be personal data."""
    try:
        errors = msgspec.json.decode(response.content, type=_Problem).errors
    except msgspec.DecodeError:
        return ""
    return f", objects to {', '.join(sorted(errors))}" if errors else ""
