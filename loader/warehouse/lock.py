"""One load of a tenant at a time: an advisory lock that the database gives back by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from psycopg2.extensions import connection as Connection

from loader.config import Warehouse
from loader.errors import WarehouseError
from loader.warehouse.connection import connect, fetch_one

# A load that has just ended, or was killed, gives its lock back within moments, not at once.
_PATIENCE = 2.0


class TenantLock:
    """The lock of one tenant in one raw schema; lost when its connection is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def check(self) -> None:
        """Raise ``WarehouseError`` if the lock was lost, before more is written without it."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("select 1")
        except psycopg2.Error as error:
            raise WarehouseError(
                "The connection that holds the tenant's lock was lost.",
                "What was committed stays; load again when the database is back.",
            ) from error


@contextmanager
def tenant_lock(warehouse: Warehouse, tenant_id: int) -> Iterator[TenantLock]:
    """Hold the tenant's lock. Raises ``WarehouseError`` if another load holds it."""
    connection = connect(warehouse, purpose="lock")
    name = f"servicetitan {warehouse.raw_schema} {tenant_id}"
    try:
        connection.autocommit = True
        if not _acquire(connection, name):
            raise WarehouseError(
                f"Another load of tenant {tenant_id} into {warehouse.raw_schema} is running.",
                "Wait for it to end; `make status` shows its progress.",
            )
        yield TenantLock(connection)
    finally:
        connection.close()


def _acquire(connection: Connection, name: str) -> bool:
    deadline = time.monotonic() + _PATIENCE
    with connection.cursor() as cursor:
        while True:
            cursor.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", (name,))
            if fetch_one(cursor)[0]:
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
