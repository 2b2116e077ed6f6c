"""The HTTP client: one tenant's token, rate, time-outs and retries. Knows no endpoint by name."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec
import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NewConnectionError

from loader.api import problems
from loader.api.auth import TokenSource
from loader.api.rate import RateLimiter
from loader.config import Api

# Seconds to connect, and to wait for the next byte; the API itself gives up after 100.
_TIMEOUT = (10, 110)
_ATTEMPTS = 6
# Waits between attempts, in seconds: they double up to the maximum, with some jitter so that
# the threads do not come back all at once.
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
# A host that refuses connections gets fewer tries: it is down, or its name is wrong.
_ATTEMPTS_TO_CONNECT = 3


class Page(msgspec.Struct):
    """One page of a list or feed. Records stay the bytes that the API sent."""

    data: list[msgspec.Raw]
    hasMore: bool = False  # noqa: N815 (the API's name)
    totalCount: int | None = None  # noqa: N815
    continueFrom: str | None = None  # noqa: N815


class _Problem(msgspec.Struct):
    """The API's description of a refused request."""

    errors: dict[str, msgspec.Raw] = {}


@dataclass(frozen=True)
class Answer:
    """A page with when it arrived (our clock, UTC) and what the server's clock showed (UTC)."""

    page: Page
    fetched_at: datetime
    server_time: datetime


class Rejected(Exception):
    """The API answered 400 or 404 to a request whose parameters may be at fault."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(status)
        self.status = status
        self.detail = detail


class _TryAgain(Exception):
    """What went wrong in an attempt that may go better next time."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.wait = wait


class _NoConnection(Exception):
    """Nothing answers at the host."""

    def __init__(self, reason: requests.RequestException) -> None:
        super().__init__(reason)
        self.reason = reason


class ApiClient:
    """Reads pages of one tenant. ``requests`` counts what was asked, retries included.

    Threads share one client's token and rate by each using a ``twin`` of it.
    """

    def __init__(self, api: Api, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.api = api
        self._session = requests.Session()
        # One connection for each endpoint that is read at the same time.
        self._session.mount("http://", HTTPAdapter(pool_maxsize=64))
        self._session.mount("https://", HTTPAdapter(pool_maxsize=64))
        self._session.headers["ST-App-Key"] = api.app_key
        self._tokens = TokenSource(api, self._session)
        self._rate = RateLimiter(api.rate_limit)
        self._sleep = sleep
        self.requests = 0

    def twin(self) -> ApiClient:
        """A client with a count of its own that shares everything else."""
        twin = copy.copy(self)
        twin.requests = 0
        return twin

    def sign_in(self) -> None:
        """Fetch a token now, so that wrong credentials show once and before anything else."""
        self._tokens.get()

    def page(self, path: str, params: Mapping[str, str], *, is_feed: bool = False) -> Answer:
        """Read one page; ``path`` holds ``{tenant}``.

        Retries what may be transient. Raises ``Rejected`` for 400 and 404 (the reader may know
        another way), ``ConfigurationError``, ``AccessDenied`` or ``ApiError`` otherwise.
        """
        path = path.replace("{tenant}", str(self.api.tenant_id))
        what, attempts = "", 0
        for attempt in range(1, _ATTEMPTS + 1):
            attempts = attempt
            try:
                return self._attempt(path, params, is_feed=is_feed, first=attempt == 1)
            except _TryAgain as error:
                what = error.what
                if attempt < _ATTEMPTS:
                    self._sleep(self._wait(attempt, error))
            except _NoConnection as error:
                if attempt >= _ATTEMPTS_TO_CONNECT:
                    raise problems.unreachable(
                        self.api.url, "SERVICETITAN_API_URL", error.reason
                    ) from None
                self._sleep(self._wait(attempt, None))
        raise problems.gave_up(path, what, attempts)

    def _attempt(
        self, path: str, params: Mapping[str, str], *, is_feed: bool, first: bool
    ) -> Answer:
        token = self._tokens.get()
        self._rate.wait()
        self.requests += 1
        try:
            response = self._session.get(
                self.api.url + path,
                params=dict(params),
                headers={"Authorization": f"Bearer {token}"},
                timeout=_TIMEOUT,
            )
        except requests.exceptions.SSLError as error:
            raise problems.unreachable(self.api.url, "SERVICETITAN_API_URL", error) from None
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
        self._check(response, path, token, is_feed=is_feed, first=first)
        return self._decode(response)

    def _check(
        self, response: requests.Response, path: str, token: str, *, is_feed: bool, first: bool
    ) -> None:
        status = response.status_code
        if status == 200:
            return
        if status == 401 and first:
            # Expired in mid-paging, or revoked: one fresh token, then it is the app key.
            self._tokens.reject(token)
            raise _TryAgain("the token was refused", wait=0.0)
        if status == 429:
            wait = _retry_after(response) or _FIRST_WAIT * 4
            self._rate.pause(wait)
            raise _TryAgain("too many requests (HTTP 429)", wait=wait)
        if status >= 500 or status == 408:
            raise _TryAgain(f"HTTP {status}", wait=_retry_after(response))
        if status in (400, 404):
            raise Rejected(status, _detail(response))
        raise problems.refused(status, path, _detail(response), is_feed=is_feed)

    @staticmethod
    def _decode(response: requests.Response) -> Answer:
        try:
            page = msgspec.json.decode(_utf8(response.content), type=Page)
        except msgspec.DecodeError:
            raise _TryAgain(
                "an answer with status 200 that is no page of records"
                f" ({response.headers.get('Content-Type', 'no content type')},"
                f" {len(response.content)} bytes)"
            ) from None
        now = datetime.now(UTC)
        stamp = response.headers.get("Date")
        return Answer(page, now, parsedate_to_datetime(stamp) if stamp else now)

    @staticmethod
    def _wait(attempt: int, error: _TryAgain | None) -> float:
        if error is not None and error.wait is not None:
            return error.wait
        longest: float = min(_FIRST_WAIT * 2 ** (attempt - 1), _LONGEST_WAIT)
        return longest * random.uniform(0.7, 1.0)  # noqa: S311 (jitter, no secret)


def _utf8(body: bytes) -> bytes:
    """The body as valid UTF-8; a byte that is none, which Postgres could not store, is U+FFFD."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return body.decode(errors="replace").encode()
    return body


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


def _retry_after(response: requests.Response) -> float | None:
    """Seconds the server asks to wait, given as a number or as a date; None where it is silent."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return max((until - datetime.now(UTC)).total_seconds(), 0.0)
