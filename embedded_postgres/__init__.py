"""A real Postgres server without installing one: the embedded Postgres.

It comes out of a Python wheel, keeps its data in the project's git-ignored ``.postgres``, listens
on loopback only and outlives the process that started it. It is the warehouse when PGHOST names no
other, and ``ensure`` is all that most callers need::

    warehouse = Environment.read().warehouse()
    embedded.ensure(warehouse)

Tests give another home and port and get a server of their own, beside the user's::

    settings = Settings(home=tmp_path / "postgres", port=a_free_port)
    start(settings)
    psycopg2.connect(**settings.libpq())
    ...
    remove(settings)

What goes wrong is a ``WarehouseError`` with cause and remedy.
"""

from embedded_postgres.server import Status, ensure, remove, start, status, stop
from embedded_postgres.settings import Settings

__all__ = ["Settings", "Status", "ensure", "remove", "start", "status", "stop"]
