"""An HTTP client for the sandbox, as an application would use one."""

from __future__ import annotations

import time
from typing import Any

import requests

from sandbox import credentials
from sandbox.server import Server

OTHER_TENANT = 2

# A client that many tests share outlives its token, which holds for 900 s.
_TOKEN_SECONDS = 600


class Client:
    """Logs in and sends requests."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._session = requests.Session()
        self.log_in()

    @property
    def session(self) -> requests.Session:
        """With a token that still holds."""
        if time.monotonic() > self._until:
            self.log_in()
        return self._session

    def log_in(self) -> None:
        response = requests.post(
            self.server.auth_url,
            timeout=10,
            data={
                "grant_type": "client_credentials",
                "client_id": credentials.CLIENT_ID,
                "client_secret": credentials.CLIENT_SECRET,
            },
        )
        token = response.json()["access_token"]
        self._session.headers.update(
            {"Authorization": f"Bearer {token}", "ST-App-Key": credentials.APP_KEY}
        )
        self._until = time.monotonic() + _TOKEN_SECONDS

    def get(self, path: str, *, tenant: int | None = None, **query: Any) -> requests.Response:
        """``path`` is ``crm/customers``, or with a version ``telecom/v3/calls``."""
        area, _, rest = path.partition("/")
        version = "v2"
        if rest.startswith("v3/"):
            version, _, rest = rest.partition("/")
        tenant = tenant or self.server.tenant_ids[0]
        url = f"{self.server.api_url}/{area}/{version}/tenant/{tenant}/{rest}"
        return self.session.get(url, params=query, timeout=10)

    def page(self, path: str, **query: Any) -> dict[str, Any]:
        response = self.get(path, **query)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def data(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """All pages of a list."""
        found: list[dict[str, Any]] = []
        number = 1
        while True:
            page = self.page(path, page=number, **{"pageSize": 5000, **query})
            found += page["data"]
            if not page["hasMore"]:
                return found
            number += 1

    def feed(self, path: str, start: str = "", **query: Any) -> tuple[list[dict[str, Any]], str]:
        """All pages of a feed, and where to go on."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.page(path, **{"from": start, **query})
            found += page["data"]
            start = page["continueFrom"]
            if not page["hasMore"]:
                return found, start
