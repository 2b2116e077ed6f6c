"""What one embedded Postgres is asked for: where it lives and how it is reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loader.config import PROJECT_ROOT, Warehouse

LOOPBACK = "127.0.0.1"
HOME = PROJECT_ROOT / ".postgres"


@dataclass(frozen=True)
class Settings:
    """One server. ``home`` holds its data, or for root, where need be, a link to them (place.py).

    User and password are those of the first start; another database is created when it is named.
    """

    home: Path = HOME
    port: int = 54329
    user: str = "servicetitan"
    password: str = field(default="servicetitan", repr=False)
    database: str = "servicetitan"

    @classmethod
    def of(cls, warehouse: Warehouse) -> Settings:
        """The project's own server, as the configuration wants it."""
        return cls(HOME, warehouse.port, warehouse.user, warehouse.password, warehouse.database)

    @property
    def project(self) -> Path:
        """The folder by which a human knows this server."""
        return self.home.parent

    def libpq(self, database: str | None = None) -> dict[str, Any]:
        """Connection parameters for psycopg2, whatever libpq's variables say."""
        return {
            "host": LOOPBACK,
            "hostaddr": LOOPBACK,
            "port": self.port,
            "user": self.user,
            "password": self.password,
            "dbname": database or self.database,
            "sslmode": "disable",
            "connect_timeout": 5,
        }


def libpq_environ(warehouse: Warehouse) -> dict[str, str]:
    """The variables by which programs such as psql and dbt reach a warehouse."""
    return {
        "PGHOST": warehouse.host,
        "PGPORT": str(warehouse.port),
        "PGUSER": warehouse.user,
        "PGPASSWORD": warehouse.password,
        "PGDATABASE": warehouse.database,
        "PGSSLMODE": warehouse.sslmode,
    }
