"""The access token: fetched once, kept in memory, renewed before it expires."""

from __future__ import annotations

import threading
from typing import Annotated

import msgspec

from loader.api import error_messages
from loader.api.clock import Clock
from loader.api.headers import retry_after
from loader.api.rate_limiter import RateLimiter
from loader.api.retries import Retries, TransientError
from loader.api.transport import BodyTooLarge, Transport, explain_errors, read_body
from loader.config import Api

# Attempts at a token endpoint that does not answer as it should.
_ATTEMPTS = 4
# Seconds before its expiry at which a token is renewed, so that no request leaves with a stale one.
_MARGIN = 60.0
# Seconds to pause after a 429 that does not say how long, and at most after one that does.
_DEFAULT_PAUSE = 0.5
_MAX_PAUSE = 300.0
# Bytes. A token takes a few hundred.
_MAX_BODY = 64 * 1024


class _Token(msgspec.Struct):
    access_token: Annotated[str, msgspec.Meta(pattern="^[!-~]+$")]  # a header holds no others
    expires_in: float


class TokenSource:
    """Hands out the current access token; safe to call from several threads.

    Args:
        api: The tenant's settings.
        transport: Sends the requests.
        rate: The tenant's request rate; the token endpoint counts too.
        retries: Repeats what may succeed later.
        clock: Tells when a token expires.
    """

    def __init__(
        self, api: Api, transport: Transport, rate: RateLimiter, retries: Retries, clock: Clock
    ) -> None:
        self._api = api
        self._transport = transport
        self._rate = rate
        self._retries = retries
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._renew_at = float("-inf")

    def get(self) -> str:
        """Return the token, fetched anew when it is about to expire.

        Raises:
            ConfigurationError: ServiceTitan refuses the credentials.
            ApiError: The token endpoint does not answer as it should.
        """
        with self._lock:
            if self._clock.now() >= self._renew_at:
                token = self._retries.call("/connect/token", self._fetch)
                self._token = token.access_token
                self._renew_at = self._clock.now() + max(token.expires_in - _MARGIN, 1.0)
            return self._token

    def reject(self, token: str) -> None:
        """Discard ``token``, which the API has refused. A newer one is kept."""
        with self._lock:
            if token == self._token:
                self._renew_at = float("-inf")

    def _fetch(self) -> _Token:
        url = self._api.auth_url
        form = {
            "grant_type": "client_credentials",
            "client_id": self._api.client_id,
            "client_secret": self._api.client_secret,
        }
        with explain_errors(url, "SERVICETITAN_AUTH_URL"):
            with self._rate.acquire():
                response = self._transport.send("POST", url, headers={}, data=form)
            with response:
                status = response.status_code
                if status in (400, 401, 403):
                    raise error_messages.credentials_error(status, self._api.environment)
                if status == 429:
                    pause = retry_after(response.headers) or _DEFAULT_PAUSE
                    self._rate.pause(min(pause, _MAX_PAUSE))
                try:
                    return msgspec.json.decode(read_body(response, _MAX_BODY), type=_Token)
                except (msgspec.DecodeError, RecursionError, BodyTooLarge):
                    raise TransientError(
                        "no token",
                        max_attempts=_ATTEMPTS,
                        error=error_messages.no_token_error(url, status),
                    ) from None
