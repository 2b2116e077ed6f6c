"""Connection settings of the warehouse, a Postgres database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from loader.config.api import is_loopback
from loader.errors import ConfigurationError

# libpq's variables that have no field of their own in Warehouse, with its keywords for them.
LIBPQ_VARIABLES: Mapping[str, str] = {
    "PGHOSTADDR": "hostaddr",
    "PGPASSFILE": "passfile",
    "PGSSLROOTCERT": "sslrootcert",
    "PGSSLCERT": "sslcert",
    "PGSSLKEY": "sslkey",
    "PGSSLCRL": "sslcrl",
    "PGCHANNELBINDING": "channel_binding",
    "PGGSSENCMODE": "gssencmode",
    "PGREQUIREAUTH": "require_auth",
    "PGTARGETSESSIONATTRS": "target_session_attrs",
    "PGCONNECT_TIMEOUT": "connect_timeout",
    "PGOPTIONS": "options",
}
# What kind of Postgres the warehouse is: an ordinary one, or one with the extension Citus, which
# spreads tables over several nodes.
Engine = Literal["postgres", "citus"]
ENGINES: tuple[str, ...] = get_args(Engine)
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")

_MAX_NAME_BYTES = 63  # Postgres truncates longer names
# dbt, dlt and psycopg2 quote names in different ways: these characters break at least one of them.
_UNUSABLE = frozenset("\"'`%\\{}")


@dataclass(frozen=True)
class Warehouse:
    """A Postgres database and its schemas, in libpq's words.

    Attributes:
        host: A name, an address, or the folder of a Unix socket.
        port: A TCP port.
        user: The role to connect as.
        password: Empty if libpq is to look in its password file.
        database: The database's name.
        sslmode: One of libpq's modes.
        raw_schema: The schema of the raw_st_* tables.
        dbt_schema: The schema of the st_* tables.
        embedded: Whether this is the project's own embedded Postgres.
        engine: What kind of Postgres it is; with ``citus``, tables are distributed by tenant.
        libpq: Further connection settings, by libpq's keywords.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    database: str
    sslmode: str
    raw_schema: str
    dbt_schema: str
    embedded: bool
    engine: Engine = "postgres"
    libpq: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def dsn(self) -> str:
        """psycopg2's connection string. It holds the password: never log it."""
        # Not at the top: the dlt source needs settings of the API only, and works without psycopg2.
        from psycopg2.extensions import make_dsn

        return make_dsn(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password or None,
            dbname=self.database,
            sslmode=self.sslmode,
            **dict(self.libpq),
        )

    @property
    def internal_schema(self) -> str:
        """The schema in which the dbt project keeps its state; it has the same name for it."""
        return f"{self.dbt_schema[:54]}_internal"

    @property
    def is_remote(self) -> bool:
        """Whether connections leave this machine."""
        return not (self.host.startswith(("/", "@")) or is_loopback(self.host))

    def environ(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return an environment with which dbt, psql and any other libpq program connect here.

        Args:
            base: The environment to start from; its own libpq variables are left out.
        """
        own = {"PGSERVICE", "PGSERVICEFILE", "PGPASSWORD", *LIBPQ_VARIABLES}
        values = {name: value for name, value in base.items() if name not in own}
        further = dict(self.libpq)
        values |= {
            name: further[keyword]
            for name, keyword in LIBPQ_VARIABLES.items()
            if keyword in further
        }
        if self.password:
            values["PGPASSWORD"] = self.password
        return values | {
            "PGHOST": self.host,
            "PGPORT": str(self.port),
            "PGUSER": self.user,
            "PGDATABASE": self.database,
            "PGSSLMODE": self.sslmode,
            "RAW_SCHEMA": self.raw_schema,
            "DBT_SCHEMA": self.dbt_schema,
            "WAREHOUSE_ENGINE": self.engine,
        }


def check_schema_name(name: str, schema: str) -> str:
    """Check the name of a schema, and return it.

    Raises:
        ConfigurationError: Postgres, dlt or dbt cannot use it.
    """
    unusable = sorted(_UNUSABLE & set(schema))
    reason = ""
    if not schema.strip():
        reason = "no name"
    elif len(schema.encode()) > _MAX_NAME_BYTES:
        reason = f"longer than {_MAX_NAME_BYTES} bytes"
    elif schema.lower().startswith("pg_") or schema.lower() == "information_schema":
        reason = "a name that Postgres keeps for itself"
    elif unusable:
        reason = f"a name with {' '.join(unusable)}"
    if reason:
        raise ConfigurationError(
            f"{name} is {schema[:70]!r}, {reason}.",
            "Use a short name of letters, digits and underscores.",
        )
    return schema
