"""The access token: fetched once, kept in memory, renewed before it expires."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import msgspec
import requests

from loader.api.error_messages import unreachable
from loader.api.rate_limiter import RateLimiter, retry_after
from loader.config import Api
from loader.errors import ApiError, ConfigurationError

# Tries at a token endpoint that does not answer as it should, and the first wait between them.
_ATTEMPTS = 4
_FIRST_WAIT = 0.5
# Renewed this many seconds early, so that no request leaves with a token about to expire.
_MARGIN = 60.0
_TIMEOUT = (10, 30)


class _Token(msgspec.Struct):
    access_token: str
    expires_in: float


class TokenSource:
    """Hands out the current access token; safe to call from several threads."""

    def __init__(
        self,
        api: Api,
        session: requests.Session,
        rate: RateLimiter,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._api = api
        self._rate = rate
        self._sleep = sleep
        self._session = session
        self._lock = threading.Lock()
        self._token = ""
        self._renew_at = 0.0

    def get(self) -> str:
        """The token, fetched anew when it is about to expire.

        Raises ``ConfigurationError`` where the credentials are refused, ``ApiError`` where the
        token endpoint does not answer as it should.
        """
        with self._lock:
            if time.monotonic() >= self._renew_at:
                token = self._fetch_patiently()
                self._token = token.access_token
                self._renew_at = time.monotonic() + max(token.expires_in - _MARGIN, 1.0)
            return self._token

    def reject(self, token: str) -> None:
        """Forget ``token``: the API has refused it. A newer one stays."""
        with self._lock:
            if token == self._token:
                self._renew_at = 0.0

    def _fetch_patiently(self) -> _Token:
        for attempt in range(1, _ATTEMPTS):
            try:
                return self._fetch()
            except ApiError:
                self._sleep(_FIRST_WAIT * 2**attempt)
        return self._fetch()

    def _fetch(self) -> _Token:
        url = self._api.auth_url
        try:
            with self._rate.acquire():
                response = self._session.post(
                    url,
                    data={
                        "grant_type": "client_credentials",
                        "client_id": self._api.client_id,
                        "client_secret": self._api.client_secret,
                    },
                    timeout=_TIMEOUT,
                    allow_redirects=False,  # the secret goes nowhere else
                )
        except requests.RequestException as error:
            raise unreachable(url, "SERVICETITAN_AUTH_URL", error) from None
        if response.status_code in (400, 401, 403):
            raise ConfigurationError(
                f"ServiceTitan refuses the client id or secret (HTTP {response.status_code}).",
                "Check SERVICETITAN_CLIENT_ID and SERVICETITAN_CLIENT_SECRET; they belong to one"
                f" environment, and this run uses `{self._api.environment}`"
                " (SERVICETITAN_ENVIRONMENT).",
            )
        if response.status_code == 429:
            self._rate.pause(retry_after(response) or _FIRST_WAIT)
        try:
            return msgspec.json.decode(response.content, type=_Token)
        except msgspec.DecodeError:
            raise ApiError(
                f"The token endpoint {url} gave no token (HTTP {response.status_code}).",
                "Check SERVICETITAN_AUTH_URL, or try again later.",
            ) from None
