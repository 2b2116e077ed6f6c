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
class _Token:
    """A token.

    Attributes:
        expires: When, by the monotonic clock.
        tenant: The only tenant that it opens; None: it opens all.
    """

    expires: float
    tenant: int | None


@dataclass(frozen=True)
class TokenResponse:
    """The token endpoint's response: HTTP status and JSON object."""

    status: int
    fields: dict[str, object]


class Auth:
    """Issues tokens and checks requests.

    Attributes:
        tenants: The tenants that the application may read.
        token_seconds: How long a token is valid.
        issued: How many tokens were issued.
    """

    def __init__(self, tenants: Collection[int], token_seconds: float = TOKEN_SECONDS) -> None:
        self.tenants = tenants
        self.token_seconds = token_seconds
        self.issued = 0
        self._tokens: dict[str, _Token] = {}
        self._revoked: set[int] = set()
        self._forbidden: list[str] = []

    def token(self, form: str) -> TokenResponse:
        """Handle a URL-encoded client credentials request."""
        given = dict(parse_qsl(form))
        if given.get("grant_type") != "client_credentials":
            return TokenResponse(400, {"error": "unsupported_grant_type"})
        client = (given.get("client_id"), given.get("client_secret"))
        tenant = self.tenant_of(form)
        is_known = client == (
            (credentials.CLIENT_ID, credentials.CLIENT_SECRET)
            if tenant is None
            else credentials.client_of(tenant)
        )
        if not is_known or tenant in self._revoked:
            return TokenResponse(400, {"error": "invalid_client"})
        token = secrets.token_urlsafe(32)
        self._tokens[token] = _Token(time.monotonic() + self.token_seconds, tenant)
        self.issued += 1
        return TokenResponse(
            200,
            {
                "access_token": token,
                "expires_in": int(self.token_seconds),
                "token_type": "Bearer",
                "scope": "",
            },
        )

    def tenant_of(self, form: str) -> int | None:
        """The tenant whose own client id a token request names; None for any other id."""
        number = dict(parse_qsl(form)).get("client_id", "").rpartition(".")[2]
        if not (number.isascii() and number.isdecimal()):
            return None
        return int(number) if int(number) in self.tenants else None

    def revoke(self, tenant: int) -> None:
        """Refuse a tenant's own client id from now on: its admin has taken the access away."""
        self._revoked.add(tenant)

    def expire_tokens(self) -> None:
        """Expire every token issued so far."""
        self._tokens.clear()

    def forbid(self, pattern: str) -> None:
        """Remove the scope of the paths that match a shell pattern (``*/export/*``): 403."""
        self._forbidden.append(pattern)

    def allow(self, pattern: str) -> None:
        """Restore the scope that ``forbid`` removed.

        Raises:
            ValueError: Nothing was forbidden by this pattern.
        """
        self._forbidden.remove(pattern)

    def check(self, path: str, tenant: int | None, headers: Mapping[str, str]) -> None:
        """Check a request.

        Raises:
            ApiError: 401: The token or the app key is wrong; 403: The tenant or scope is missing.
        """
        kind, _, token = headers.get("authorization", "").partition(" ")
        issued = self._tokens.get(token.strip()) if kind.lower() == "bearer" else None
        if issued is None or issued.expires <= time.monotonic():
            raise ApiError(
                401,
                "The access token is missing, unknown or has expired.",
                headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
            )
        if headers.get("st-app-key") != credentials.APP_KEY:
            raise ApiError(401, "The ST-App-Key header is missing or not a valid application key.")
        if tenant not in self.tenants or issued.tenant not in (None, tenant):
            raise ApiError(403, f"The application has no access to tenant {tenant}.")
        if any(fnmatchcase(path, pattern) for pattern in self._forbidden):
            raise ApiError(403, "The application lacks the scope for this resource.")
