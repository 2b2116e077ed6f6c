"""One HTTP request: connection, time-outs, size of the response, and what each failure means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import requests
from requests import exceptions
from requests.auth import AuthBase
from urllib3.exceptions import LocationParseError, NewConnectionError

from loader.api import error_messages
from loader.api.clock import Clock
from loader.api.interruptible_http import (
    MAX_RESPONSE_SECONDS,
    InterruptibleAdapter,
    ResponseTooSlow,
)
from loader.api.retries import TransientError

# Seconds to connect, and to wait for the next byte; the API itself gives up after 100.
_TIMEOUT = (10, 110)
# A host that refuses connections gets fewer attempts: it is down, or its name is wrong.
_ATTEMPTS_TO_CONNECT = 3
# One connection for each endpoint that is read at the same time.
_CONNECTIONS = 64
# Bytes of a body, decompressed: read at a time, and accepted in all.
_BLOCK_SIZE = 1024 * 1024
MAX_BODY_BYTES = 512 * 1024 * 1024


_NO_URL = (exceptions.InvalidURL, exceptions.InvalidSchema, exceptions.MissingSchema)


class BodyTooLarge(Exception):
    """A body exceeds its limit, decompressed."""


class Transport:
    """Sends requests of one tenant. Holds the connections; shared by all threads.

    Proxies and certificates come from the environment, as ``requests`` reads them; credentials do
    not: ``~/.netrc`` would replace the access token.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._session = requests.Session()
        adapter = InterruptibleAdapter(clock, _CONNECTIONS)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None = None,
        data: bytes | Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send a request and wait for the response's headers; the body is left for ``read_body``.

        Redirects are not followed: token, app key and secret go nowhere else.

        Raises:
            requests.RequestException: ``explain_errors`` says what it means.
            ResponseTooSlow: The headers took too long, all together.
            Cancelled: The run was cancelled.
        """
        self._clock.check()
        return self._session.request(
            method,
            url,
            params=params,
            data=data,
            headers=dict(headers),
            auth=_HeadersOnly(),
            timeout=_TIMEOUT,
            allow_redirects=False,
            stream=True,
        )


class _HeadersOnly(AuthBase):
    """Adds nothing, and keeps ``requests`` from using ~/.netrc and the URL's user instead."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def read_body(
    response: requests.Response, limit: int, on_growth: Callable[[int], None] | None = None
) -> bytes:
    """Return the decompressed body.

    Args:
        response: A response whose body has not been read.
        limit: Most bytes to accept, decompressed.
        on_growth: Told after each block how many bytes there are.

    Raises:
        BodyTooLarge: The body exceeds ``limit``. No more than a block beyond it was decompressed.
    """
    blocks: list[bytes] = []
    size = 0
    for block in _blocks(response, min(_BLOCK_SIZE, limit + 1)):
        size += len(block)
        if size > limit:
            raise BodyTooLarge
        blocks.append(block)
        if on_growth is not None:
            on_growth(size)
    return b"".join(blocks)


def _blocks(response: requests.Response, size: int) -> Iterator[bytes]:
    try:
        yield from response.iter_content(size)
    except ValueError as error:  # http.client on a chunk of negative size
        if isinstance(error, exceptions.RequestException):
            raise
        raise exceptions.ChunkedEncodingError("no chunks") from None


@contextmanager
def explain_errors(url: str, variable: str) -> Iterator[None]:
    """Turn what ``requests`` raises into errors with cause and remedy.

    Args:
        url: Where the request goes.
        variable: The setting that overrides this URL, for the remedy.

    Raises:
        TransientError: Another attempt may succeed.
        ApiUnreachable: The server's certificate cannot be verified.
        ConfigurationError: The URL is none.
    """
    try:
        yield
    except (*_NO_URL, LocationParseError):
        raise error_messages.invalid_url_error(variable) from None
    except exceptions.SSLError as error:
        raise error_messages.unreachable_error(url, variable, error) from None
    except (exceptions.ProxyError, exceptions.ConnectTimeout) as error:
        raise _no_connection(url, variable, error) from None
    except exceptions.Timeout:
        raise TransientError("no response in time") from None
    except ResponseTooSlow:
        raise TransientError(
            f"a response that took longer than {MAX_RESPONSE_SECONDS:.0f} s to arrive"
        ) from None
    except exceptions.ConnectionError as error:
        if _never_connected(error):
            raise _no_connection(url, variable, error) from None
        raise TransientError("the connection was cut") from None
    except (exceptions.ChunkedEncodingError, exceptions.ContentDecodingError):
        raise TransientError("the connection was cut in the middle of a response") from None
    except exceptions.RequestException as error:
        raise TransientError(f"the request failed ({type(error).__name__})") from None


def _no_connection(url: str, variable: str, error: exceptions.RequestException) -> TransientError:
    return TransientError(
        "no connection",
        max_attempts=_ATTEMPTS_TO_CONNECT,
        error=error_messages.unreachable_error(url, variable, error),
    )


def _never_connected(error: exceptions.ConnectionError) -> bool:
    """Return whether the connection was refused or the name not found, rather than cut later."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(reason, NewConnectionError)
