"""The embedded Postgres: a real server from a Python wheel, with nothing to install.

It keeps its data in one folder, listens on loopback only, and outlives the process that started it.
Give it a home and a port, and connect::

    settings = Settings(home=Path(".postgres"))
    start(settings)
    psycopg2.connect(**settings.libpq())
    ...
    stop(settings)

Servers with different homes and ports do not affect each other, so a test can have its own.

Every failure is an ``EmbeddedPostgresError``, whose text names the cause and the remedy.
"""

from embedded_postgres.errors import EmbeddedPostgresError, LoginRefused
from embedded_postgres.server import Status, remove, start, status, stop
from embedded_postgres.settings import Settings

__all__ = [
    "EmbeddedPostgresError",
    "LoginRefused",
    "Settings",
    "Status",
    "remove",
    "start",
    "status",
    "stop",
]
