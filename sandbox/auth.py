"""Client credentials, bearer tokens, the app key, tenants and scopes."""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import parse_qsl

from sandbox import credentials
from sandbox.problems import ApiError

TOKEN_SECONDS = 900


@dataclass(frozen=True)
class TokenAnswer:
    """What the token endpoint says: HTTP status and the JSON object."""

    status: int
    fields: dict[str, object]


class Auth:
    """Hands out tokens and checks requests.

    ``tenants`` are those the application may read. ``token_seconds`` is how long a token lives.
    ``issued`` counts tokens.
    """

    def __init__(self, tenants: Collection[int], token_seconds: float = TOKEN_SECONDS) -> None:
        self.tenants = tenants
        self.token_seconds = token_seconds
        self.issued = 0
        self._tokens: dict[str, float] = {}
        self._forbidden: list[str] = []

    def token(self, form: str) -> TokenAnswer:
        """Answers a url-encoded client credentials request."""
        given = dict(parse_qsl(form))
        if given.get("grant_type") != "client_credentials":
            return TokenAnswer(400, {"error": "unsupported_grant_type"})
        known = (credentials.CLIENT_ID, credentials.CLIENT_SECRET)
        if (given.get("client_id"), given.get("client_secret")) != known:
            return TokenAnswer(400, {"error": "invalid_client"})
        token = secrets.token_urlsafe(32)
        self._tokens[token] = time.monotonic() + self.token_seconds
        self.issued += 1
        return TokenAnswer(
            200,
            {
                "access_token": token,
                "expires_in": int(self.token_seconds),
                "token_type": "Bearer",
                "scope": "",
            },
        )

    def expire_tokens(self) -> None:
        """From now on every token handed out so far is refused."""
        self._tokens.clear()

    def forbid(self, pattern: str) -> None:
        """Takes away the scope of paths that fit a shell pattern (``*/export/*``): 403."""
        self._forbidden.append(pattern)

    def allow(self, pattern: str) -> None:
        """Gives back what ``forbid`` of the same pattern took. Raises ValueError: nothing."""
        self._forbidden.remove(pattern)

    def check(self, path: str, tenant: int | None, headers: Mapping[str, str]) -> None:
        """Lets a request pass or raises ApiError: 401 token or app key, 403 tenant or scope."""
        kind, _, token = headers.get("authorization", "").partition(" ")
        expires = self._tokens.get(token.strip(), 0.0) if kind.lower() == "bearer" else 0.0
        if expires <= time.monotonic():
            raise ApiError(
                401,
                "The access token is missing, unknown or has expired.",
                headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
            )
        if headers.get("st-app-key") != credentials.APP_KEY:
            raise ApiError(401, "The ST-App-Key header is missing or not a valid application key.")
        if tenant not in self.tenants:
            raise ApiError(403, f"The application has no access to tenant {tenant}.")
        if any(fnmatchcase(path, pattern) for pattern in self._forbidden):
            raise ApiError(403, "The application lacks the scope for this resource.")
