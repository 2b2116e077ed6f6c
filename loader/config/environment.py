"""The process environment and ``.env``, read and checked."""

from __future__ import annotations

import logging
import math
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from loader.config.api import HOSTS, Api, check_url, is_timezone, is_unencrypted, tenant_number
from loader.config.env_file import read_env_file
from loader.config.folders import PROJECT_ROOT
from loader.config.service_file import read_service
from loader.config.tenants import Tenant, read_tenants
from loader.config.warehouse import (
    ENGINES,
    LIBPQ_VARIABLES,
    SSL_MODES,
    Warehouse,
    check_schema_name,
)
from loader.errors import ConfigurationError

_log = logging.getLogger(__name__)

_CREDENTIALS = (
    "SERVICETITAN_TENANT_ID",
    "SERVICETITAN_CLIENT_ID",
    "SERVICETITAN_CLIENT_SECRET",
    "SERVICETITAN_APP_KEY",
)
# What each tenant gives an app of its own. The app key is the app's: many tenants may have accepted
# it.
_OF_EACH_TENANT = ("SERVICETITAN_CLIENT_ID", "SERVICETITAN_CLIENT_SECRET")
_MOST_WORKERS = 256
_EMBEDDED_PORT = 54329
_POSTGRES_PORT = 5432


@dataclass(frozen=True)
class Environment:
    """The process environment, completed by ``.env``. Variables of the environment win.

    Attributes:
        values: Every variable by name. They hold secrets.
        tenant: The declared tenant that ``values`` are the settings of; None: of whichever tenant
            the variables name.
    """

    values: Mapping[str, str] = field(repr=False)
    tenant: Tenant | None = None

    @classmethod
    def read(cls, env_file: Path = PROJECT_ROOT / ".env") -> Environment:
        """Read the process environment and ``env_file``.

        Empty libpq variables are removed from the process environment: here they count as not set,
        while libpq takes some of them, such as an empty PGSERVICE, as a value.

        Raises:
            ConfigurationError: The file cannot be read.
        """
        for name in [name for name, value in os.environ.items() if name[:2] == "PG" and not value]:
            del os.environ[name]
        return cls({**read_env_file(env_file), **os.environ})

    def get(self, name: str, default: str = "") -> str:
        """Return a variable without surrounding spaces; an empty one counts as not set.

        Raises:
            ConfigurationError: It contains control characters or bytes that are not UTF-8.
        """
        value = self.values.get(name, "").strip()
        if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in value):
            raise ConfigurationError(
                f"{name} contains a character that is not text, such as a line break.",
                "Write it on one line, in UTF-8.",
            )
        return value or default

    def warehouse(self) -> Warehouse:
        """Return the warehouse; the embedded Postgres if neither PGHOST nor PGSERVICE is set.

        Raises:
            ConfigurationError: A variable or the service file is wrong.
        """
        service = self._service()
        host = service.get("host") or self.get("PGHOST")
        if service and not host:
            raise ConfigurationError(
                f"The service {self.get('PGSERVICE')} names no host.",
                "Add host= to it, or set PGHOST.",
            )
        further = {
            keyword: self.get(name) for name, keyword in LIBPQ_VARIABLES.items() if self.get(name)
        }
        further |= {k: v for k, v in service.items() if k not in _OWN_KEYWORDS}
        if not host:
            further["hostaddr"] = "127.0.0.1"
        default_mode = "verify-full" if further.get("sslrootcert") == "system" else "prefer"
        self._check_files(further)
        return Warehouse(
            host=host or "127.0.0.1",
            port=self._port(service.get("port"), _POSTGRES_PORT if host else _EMBEDDED_PORT),
            user=service.get("user") or self.get("PGUSER", "servicetitan"),
            # No default for another server: libpq then looks in its password file.
            password=service.get("password")
            or self._secret("PGPASSWORD")
            or ("" if host else "servicetitan"),
            database=service.get("dbname") or self.get("PGDATABASE", "servicetitan"),
            sslmode=self._one_of("PGSSLMODE", default_mode, SSL_MODES, service.get("sslmode")),
            raw_schema=check_schema_name("RAW_SCHEMA", self.get("RAW_SCHEMA", "servicetitan_raw")),
            dbt_schema=check_schema_name("DBT_SCHEMA", self.get("DBT_SCHEMA", "servicetitan")),
            embedded=not host,
            engine=self._one_of("WAREHOUSE_ENGINE", "postgres", ENGINES),  # type: ignore[arg-type]
            libpq=tuple(sorted(further.items())),
        )

    def api(self) -> Api:
        """Return the tenant's API settings.

        Raises:
            ConfigurationError: It names every missing variable, or the first malformed one.
        """
        values = {name: self.get(name) for name in _CREDENTIALS}
        missing = [self._spelled(name) for name, value in values.items() if not value]
        if missing:
            raise ConfigurationError(
                f"ServiceTitan credentials are missing: {', '.join(missing)}.",
                "Set them in the environment or in .env (copy .env.example),"
                " or run `make demo`, which needs none.",
            )
        for name in _CREDENTIALS[1:]:
            if not (values[name].isascii() and values[name].isprintable()):
                raise ConfigurationError(
                    f"{self._spelled(name)} contains a character that no credential has.",
                    "Copy it again from ServiceTitan.",
                )
        environment = self._one_of("SERVICETITAN_ENVIRONMENT", "production", tuple(HOSTS))
        url, auth_url = HOSTS[environment]
        return Api(
            tenant_id=tenant_number(values["SERVICETITAN_TENANT_ID"], "SERVICETITAN_TENANT_ID"),
            client_id=values["SERVICETITAN_CLIENT_ID"],
            client_secret=values["SERVICETITAN_CLIENT_SECRET"],
            app_key=values["SERVICETITAN_APP_KEY"],
            url=self._url("SERVICETITAN_API_URL", url),
            auth_url=self._url("SERVICETITAN_AUTH_URL", auth_url),
            environment=environment,
            feed=self._one_of("SERVICETITAN_FEED", "export", ("export", "list")),  # type: ignore[arg-type]
            rate_limit=self._rate("SERVICETITAN_RATE_LIMIT", 60),
            report_rate_limit=self._rate("SERVICETITAN_REPORT_RATE_LIMIT", 5),
            timezone=self.timezone(),
        )

    def tenants_file(self) -> Path:
        """Return the file that declares tenants; it need not exist."""
        return PROJECT_ROOT / self.get("SERVICETITAN_TENANTS_FILE", "tenants.toml")

    def tenants(self) -> tuple[Tenant, ...]:
        """Return the declared tenants; none without the file.

        Raises:
            ConfigurationError: The file is wrong, or SERVICETITAN_TENANTS_FILE names none.
        """
        file = self.tenants_file()
        if not (file.exists() or self.get("SERVICETITAN_TENANTS_FILE")):
            return ()
        return read_tenants(file)

    def of(self, tenant: Tenant, *, alone: bool) -> Environment:
        """Return the settings of one declared tenant.

        Its entry wins over variables that end in its number (SERVICETITAN_SELECT_123), and these
        over the plain ones.

        Args:
            tenant: The tenant.
            alone: Whether it is the only one that is declared. Only then are the plain credentials
                its own: one tenant's must never open another's door, nor fail at it in silence.
        """
        plain = dict(self.values)
        if not alone:
            for name in _OF_EACH_TENANT:
                plain.pop(name, None)
        own = self._own_variables(str(tenant.tenant_id))
        return Environment({**plain, **own, **tenant.variables()}, tenant)

    def of_number(self, tenant_id: str) -> Environment:
        """Return the settings of a tenant that no file declares.

        A variable that ends in its number (SERVICETITAN_CLIENT_ID_123) wins over the plain one.

        Raises:
            ConfigurationError: It is no tenant's number.
        """
        tenant_number(tenant_id, "--tenant")
        own = self._own_variables(tenant_id)
        return Environment({**self.values, **own, "SERVICETITAN_TENANT_ID": tenant_id})

    def workers(self) -> int | None:
        """Return how many tenants are loaded at once; None: as many as the machine allows.

        Raises:
            ConfigurationError: SERVICETITAN_WORKERS is no number from 1 to 256.
        """
        text = self.get("SERVICETITAN_WORKERS")
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= _MOST_WORKERS):
            raise ConfigurationError(
                f"SERVICETITAN_WORKERS is {text[:40]!r}.",
                f"Use a number from 1 to {_MOST_WORKERS}, or unset it.",
            )
        return int(text)

    def tenant_timeout(self) -> timedelta:
        """Return how long one of many tenants may take.

        Raises:
            ConfigurationError: SERVICETITAN_TENANT_TIMEOUT is no number of minutes.
        """
        return timedelta(minutes=self._rate("SERVICETITAN_TENANT_TIMEOUT", 60))

    def selection(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the words of SERVICETITAN_SELECT and of SERVICETITAN_EXCLUDE."""
        return (
            split_list(self.get("SERVICETITAN_SELECT")),
            split_list(self.get("SERVICETITAN_EXCLUDE")),
        )

    def reports_file(self) -> Path:
        """Return the file that declares the tenant's reports: their ids differ between tenants."""
        return PROJECT_ROOT / self.get("SERVICETITAN_REPORTS", "reports.toml")

    def timezone(self) -> str:
        """Return the tenant's time zone, an IANA name. The API does not tell it; default UTC.

        Raises:
            ConfigurationError: There is no such time zone.
        """
        name = self.get("SERVICETITAN_TIMEZONE", "UTC")
        if not is_timezone(name):
            raise ConfigurationError(
                f"SERVICETITAN_TIMEZONE is {name[:60]!r}, which is not an IANA time zone.",
                "Use a name like America/New_York.",
            )
        return name

    def _service(self) -> dict[str, str]:
        name = self.get("PGSERVICE")
        if not name:
            return {}
        return read_service(name, self.get("PGSERVICEFILE"), self.get("PGSYSCONFDIR"))

    def _check_files(self, further: Mapping[str, str]) -> None:
        """Fail if a file is missing: libpq ignores that, and then reports a wrong password."""
        passfile = further.get("passfile")
        if passfile and not Path(passfile).is_file():
            raise ConfigurationError(
                f"PGPASSFILE is {passfile[:200]!r}, which is not a file.",
                "Correct the path, or unset PGPASSFILE to use ~/.pgpass.",
            )

    def _own_variables(self, tenant_id: str) -> dict[str, str]:
        """Return the variables that end in a tenant's number, by the plain names."""
        suffix = f"_{tenant_id}"
        return {
            name.removesuffix(suffix): value
            for name, value in self.values.items()
            if name.startswith("SERVICETITAN_") and name.endswith(suffix) and value.strip()
        }

    def _spelled(self, name: str) -> str:
        """Return how the user writes a variable of this tenant's own."""
        if self.tenant is None or name not in _OF_EACH_TENANT:
            return name
        return f"{name}_{self.tenant.tenant_id}"

    def _secret(self, name: str) -> str:
        """Return a password as it is: every character of it counts."""
        value = self.values.get(name, "")
        if "\0" in value or any(unicodedata.category(letter) == "Cs" for letter in value):
            raise ConfigurationError(
                f"{name} contains a character that is not text.", "Write it in UTF-8."
            )
        return value

    def _one_of(
        self, name: str, default: str, allowed: tuple[str, ...], value: str | None = None
    ) -> str:
        value = value or self.get(name, default)
        if value not in allowed:
            raise ConfigurationError(
                f"{name} is {value[:60]!r}.", f"Use one of: {', '.join(allowed)}."
            )
        return value

    def _url(self, name: str, default: str) -> str:
        url = check_url(name, self.get(name, default))
        if is_unencrypted(url):
            _log.warning(
                "%s begins with http://: credentials and records cross the network unencrypted."
                " Use https://.",
                name,
            )
        return url

    def _port(self, from_service: str | None, default: int) -> int:
        text = from_service or self.get("PGPORT", str(default))
        if not (text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= 65535):
            raise ConfigurationError(f"PGPORT is {text[:40]!r}.", "Use a port from 1 to 65535.")
        return int(text)

    def _rate(self, name: str, default: float) -> float:
        text = self.get(name, str(default))
        try:
            rate = float(text)
        except ValueError:
            rate = math.nan
        if not 0.001 <= rate <= 10_000:
            raise ConfigurationError(
                f"{name} is {text[:40]!r}.", "Use a number above 0, such as 60; at most 10000."
            )
        return rate


# The service's settings that Warehouse has fields for.
_OWN_KEYWORDS = frozenset(("host", "port", "user", "password", "dbname", "sslmode"))


def split_list(text: str) -> tuple[str, ...]:
    """Split a comma-separated list into its words."""
    return tuple(word.strip() for word in text.split(",") if word.strip())
