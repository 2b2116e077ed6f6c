"""One load of a tenant at a time: an advisory lock that the database gives back by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from psycopg2.extensions import connection as Connection

from loader.config import Warehouse
from loader.errors import WarehouseError
from loader.warehouse.connection import connect, fetch_one


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
    """Hold the tenant's lock. Raises ``WarehouseError`` at once if another load holds it."""
    connection = connect(warehouse, purpose="lock")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_try_advisory_lock(hashtextextended(%s, 0))",
                (f"servicetitan {warehouse.raw_schema} {tenant_id}",),
            )
            if not fetch_one(cursor)[0]:
                raise WarehouseError(
                    f"Another load of tenant {tenant_id} into {warehouse.raw_schema} is running.",
                    "Wait for it to end; `make status` shows its progress.",
                )
        yield TenantLock(connection)
    finally:
        connection.close()
