"""Settings: the only place that reads environment variables and ``.env``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from psycopg2.extensions import make_dsn

from loader.errors import ConfigurationError

PROJECT_ROOT = Path(__file__).resolve().parent.parent

Feed = Literal["export", "list"]
_Number = TypeVar("_Number", int, float)

# Base URL of the API and of its token endpoint, as ServiceTitan documents them.
_HOSTS: Mapping[str, tuple[str, str]] = {
    "production": (
        "https://api.servicetitan.io",
        "https://auth.servicetitan.io/connect/token",
    ),
    "integration": (
        "https://api-integration.servicetitan.io",
        "https://auth-integration.servicetitan.io/connect/token",
    ),
}

_CREDENTIALS = (
    "SERVICETITAN_TENANT_ID",
    "SERVICETITAN_CLIENT_ID",
    "SERVICETITAN_CLIENT_SECRET",
    "SERVICETITAN_APP_KEY",
)


@dataclass(frozen=True)
class Warehouse:
    """Where the tables are, in libpq's own words. ``embedded``: no PGHOST was given, so the
    project's own Postgres serves."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    database: str
    sslmode: str
    raw_schema: str
    dbt_schema: str
    embedded: bool

    @property
    def dsn(self) -> str:
        """What psycopg2 connects to. Holds the password: not for logs."""
        return make_dsn(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password or None,
            dbname=self.database,
            sslmode=self.sslmode,
        )


@dataclass(frozen=True)
class Api:
    """How one tenant's API is reached.

    ``rate_limit`` is in requests a second, ``report_rate_limit`` in requests a minute for the data
    of one report. ``timezone`` is the tenant's (IANA name).
    """

    tenant_id: int
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    app_key: str = field(repr=False)
    url: str
    auth_url: str
    environment: str
    feed: Feed
    rate_limit: float
    report_rate_limit: float
    timezone: str


@dataclass(frozen=True)
class Environment:
    """The process environment, completed by ``.env``; a set variable wins over the file."""

    values: Mapping[str, str] = field(repr=False)

    @classmethod
    def read(cls, env_file: Path = PROJECT_ROOT / ".env") -> Environment:
        """Read the process environment and, where it exists, ``env_file``."""
        from_file = {
            k: v for k, v in dotenv_values(env_file, interpolate=False).items() if v is not None
        }
        return cls({**from_file, **os.environ})

    def get(self, name: str, default: str = "") -> str:
        """The variable's value; an empty one counts as not set."""
        return self.values.get(name, "").strip() or default

    def warehouse(self) -> Warehouse:
        """The warehouse settings; without PGHOST, the embedded Postgres."""
        return Warehouse(
            host=self.get("PGHOST", "127.0.0.1"),
            port=self._number("PGPORT", "54329" if not self.get("PGHOST") else "5432", int),
            user=self.get("PGUSER", "servicetitan"),
            # Of another server, none: libpq then looks into ~/.pgpass.
            password=self.get("PGPASSWORD", "" if self.get("PGHOST") else "servicetitan"),
            database=self.get("PGDATABASE", "servicetitan"),
            sslmode=self.get("PGSSLMODE", "prefer"),
            raw_schema=self.get("RAW_SCHEMA", "servicetitan_raw"),
            dbt_schema=self.get("DBT_SCHEMA", "servicetitan"),
            embedded=not self.get("PGHOST"),
        )

    def api(self, tenant: str | None = None) -> Api:
        """One tenant's API settings.

        With ``tenant``, a variable that ends in ``_<tenant>`` (``SERVICETITAN_CLIENT_ID_123``)
        wins over the plain one, so that one ``.env`` can hold several tenants.

        Raises ``ConfigurationError`` that names every missing or malformed variable.
        """
        values = {name: self._of_tenant(name, tenant) for name in _CREDENTIALS}
        if tenant:
            values["SERVICETITAN_TENANT_ID"] = tenant
        missing = [name for name, value in values.items() if not value]
        if missing:
            raise ConfigurationError(
                f"ServiceTitan credentials are missing: {', '.join(missing)}.",
                "Set them in the environment or in .env (copy .env.example),"
                " or run `make demo`, which needs none.",
            )
        tenant_id = values["SERVICETITAN_TENANT_ID"]
        if not tenant_id.isdecimal():
            raise ConfigurationError(
                f"SERVICETITAN_TENANT_ID is {tenant_id!r}, not a number.",
                "Use the number that ServiceTitan shows in Settings > Integrations.",
            )
        environment = self._one_of("SERVICETITAN_ENVIRONMENT", "production", tuple(_HOSTS))
        url, auth_url = _HOSTS[environment]
        return Api(
            tenant_id=int(tenant_id),
            client_id=values["SERVICETITAN_CLIENT_ID"],
            client_secret=values["SERVICETITAN_CLIENT_SECRET"],
            app_key=values["SERVICETITAN_APP_KEY"],
            url=self._url("SERVICETITAN_API_URL", url),
            auth_url=self._url("SERVICETITAN_AUTH_URL", auth_url),
            environment=environment,
            feed=self._one_of("SERVICETITAN_FEED", "export", ("export", "list")),  # type: ignore[arg-type]
            rate_limit=self._number("SERVICETITAN_RATE_LIMIT", "60", float),
            report_rate_limit=self._number("SERVICETITAN_REPORT_RATE_LIMIT", "5", float),
            timezone=self.timezone(),
        )

    def reports_file(self, tenant: str | None = None) -> Path:
        """Where reports are declared; SERVICETITAN_REPORTS_<tenant> wins, for ids differ."""
        return PROJECT_ROOT / (self._of_tenant("SERVICETITAN_REPORTS", tenant) or "reports.toml")

    def timezone(self) -> str:
        """The tenant's time zone, IANA name; UTC where none is set (no endpoint tells it)."""
        name = self.get("SERVICETITAN_TIMEZONE", "UTC")
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ConfigurationError(
                f"SERVICETITAN_TIMEZONE is {name!r}, which is no IANA time zone.",
                "Use a name like America/New_York.",
            ) from None
        return name

    def _of_tenant(self, name: str, tenant: str | None) -> str:
        return (self.get(f"{name}_{tenant}") if tenant else "") or self.get(name)

    def _one_of(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.get(name, default)
        if value not in allowed:
            raise ConfigurationError(f"{name} is {value!r}.", f"Use one of: {', '.join(allowed)}.")
        return value

    def _url(self, name: str, default: str) -> str:
        value = self.get(name, default).rstrip("/")
        if not value.startswith(("http://", "https://")):
            raise ConfigurationError(
                f"{name} is {value!r}, which is no URL.", "Begin it with https:// (or http://)."
            )
        return value

    def _number(self, name: str, default: str, kind: type[_Number]) -> _Number:
        value = self.get(name, default)
        try:
            number = kind(value)
        except ValueError:
            number = kind(0)
        if not number > 0:
            raise ConfigurationError(f"{name} is {value!r}.", "Use a number above 0.")
        return number
