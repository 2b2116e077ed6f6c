"""Connections to the warehouse, and what their errors mean for the user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import psycopg2.errors
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from loader.config import Warehouse
from loader.errors import ConfigurationError, WarehouseError

# Times are read and written in UTC whatever the server's or the user's zone; sorting a round's
# records should not go to disk.
_OPTIONS = "-c timezone=UTC -c work_mem=128MB"
# Seconds. The connection that holds the lock is idle while a large page is being read: routers and
# firewalls forget such connections unless they hear of them.
_KEEP_ALIVE = 60


def connect(warehouse: Warehouse, purpose: str = "loader") -> Connection:
    """Open a connection. Raises ``WarehouseError`` or ``ConfigurationError`` with the remedy."""
    try:
        connection: Connection = psycopg2.connect(
            warehouse.dsn,
            application_name=f"servicetitan {purpose}",
            connect_timeout=10,
            options=_OPTIONS,
            keepalives_idle=_KEEP_ALIVE,
        )
        return connection
    except psycopg2.OperationalError as error:
        raise _explain(warehouse, str(error)) from None


def fetch_one(cursor: Cursor) -> tuple[Any, ...]:
    """The one row of a statement that always gives one."""
    row = cursor.fetchone()
    if row is None:
        raise LookupError("the statement gave no row")
    return row


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Commit at the end, roll back on any error. What a user can mend (a lost connection, a
    privilege that is missing) becomes a ``WarehouseError``."""
    try:
        yield
        connection.commit()
    except psycopg2.errors.InsufficientPrivilege as error:
        raise WarehouseError(
            f"Postgres does not allow the user {connection.info.user} what the loader needs"
            f" ({error.pgcode}).",
            "The user must own the raw schema, or be allowed to create schemas in the database.",
        ) from error
    except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
        raise WarehouseError(
            f"The connection to Postgres was lost ({type(error).__name__}).",
            "What was committed stays; load again when the database is back.",
        ) from error
    finally:
        if not connection.closed:
            connection.rollback()


def _explain(warehouse: Warehouse, text: str) -> WarehouseError | ConfigurationError:
    where = f"{warehouse.host}:{warehouse.port}"
    if "password authentication failed" in text or "no password supplied" in text:
        return ConfigurationError(
            f"Postgres at {where} refuses the user {warehouse.user} or its password.",
            "Check PGUSER and PGPASSWORD.",
        )
    if "does not exist" in text:
        return ConfigurationError(
            f"Postgres at {where} has no database {warehouse.database} or no user"
            f" {warehouse.user}.",
            "Check PGDATABASE and PGUSER, or create them.",
        )
    remedy = (
        "Start it with `make db`." if warehouse.embedded else "Check PGHOST, PGPORT and PGSSLMODE."
    )
    return WarehouseError(f"Postgres at {where} cannot be reached.", remedy)
