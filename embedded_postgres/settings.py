"""Location and connection settings of an embedded Postgres."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Settings:
    """Location and connection settings of one server.

    Attributes:
        home: The folder with its data. Where the account that runs the server cannot reach this
            folder, it holds a link to the data instead (installation.py).
        port: A TCP port on 127.0.0.1.
        user: The role to create and to connect as. The first start fixes it.
        password: The role's password. The first start fixes it.
        database: The database to connect to. A start creates it if it does not exist.
    """

    home: Path
    port: int = 54329
    user: str = "servicetitan"
    password: str = field(default="servicetitan", repr=False)
    database: str = "servicetitan"

    @property
    def project(self) -> Path:
        """The folder that holds ``home``: messages call the server by it."""
        return self.home.parent

    def libpq(self, database: str | None = None) -> dict[str, Any]:
        """Return psycopg2's connection parameters, independent of the PG* variables."""
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
