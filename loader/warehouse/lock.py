"""One run of a tenant at a time: an advisory lock, which ends with its connection."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import psycopg2
from psycopg2.extensions import connection as Connection

from loader.config import Warehouse
from loader.errors import RunInProgress, WarehouseError
from loader.warehouse.connection import connect, fetch_one

# Seconds to wait: the lock of a run that has just ended or was killed is free within moments.
_TIMEOUT = 2.0

_HOLDERS = """
    select asked.name, application_name, host(client_addr), backend_start
    from unnest(%s::text[]) as asked (name)
    inner join pg_locks
        on (classid::bigint << 32) | objid::bigint = hashtextextended(asked.name, 0)
    inner join pg_stat_activity using (pid)
    where
        locktype = 'advisory' and granted
        and pg_locks.database = (select oid from pg_database where datname = current_database())
"""

# What the connection of a dbt command is for, which lasts as long as the command.
DBT_PURPOSE = "dbt"
_DBT = """
    select application_name, host(client_addr), backend_start from pg_stat_activity
    where datname = current_database() and application_name like %s
    order by backend_start
"""


@dataclass(frozen=True)
class Holder:
    """Who holds a tenant's lock, or runs dbt.

    Attributes:
        name: The connection's application_name: machine, process id.
        address: The client's address; None for a Unix socket or if this role may not see it.
        since: The connection's start (UTC); None if this role may not see it.
    """

    name: str
    address: str | None
    since: datetime | None

    def __str__(self) -> str:
        name = self.name.removeprefix("servicetitan ").removesuffix(" lock")
        name = name.removesuffix(f" {DBT_PURPOSE}") or "another role"
        address = f" at {self.address}" if self.address else ""
        since = f", since {self.since:%Y-%m-%d %H:%M:%S} UTC" if self.since else ""
        return f"{name}{address}{since}"


class TenantLock:
    """The lock of one tenant in one raw schema; lost when its connection closes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def check(self) -> None:
        """Check that the lock is still held, before more is written.

        Raises:
            WarehouseError: The connection was lost, and the lock with it.
        """
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
    """Hold the tenant's lock.

    Raises:
        RunInProgress: Another run holds it.
        WarehouseError: The database cannot be reached.
    """
    connection = connect(warehouse, purpose="lock")
    name = lock_name(warehouse.raw_schema, tenant_id)
    try:
        connection.autocommit = True
        if not _acquire(connection, name):
            holder = lock_holder(connection, name)
            raise RunInProgress(
                f"Another run of tenant {tenant_id} into {warehouse.raw_schema} is in progress"
                f" ({holder or 'its holder has just ended'}).",
                "Nothing was done. Wait for it to end; `make status` shows its progress.",
            )
        yield TenantLock(connection)
    finally:
        connection.close()


def lock_name(raw_schema: str, tenant_id: int) -> str:
    """Return the string whose hash is the advisory lock's key."""
    return f"servicetitan {raw_schema} {tenant_id}"


def lock_holder(connection: Connection, name: str) -> Holder | None:
    """Return who holds a lock, None if nobody does."""
    return _holders(connection, [name]).get(name)


def running(
    connection: Connection, raw_schema: str, tenant_ids: Iterable[int]
) -> dict[int, Holder]:
    """Return who is loading which of these tenants."""
    names = {lock_name(raw_schema, tenant_id): tenant_id for tenant_id in tenant_ids}
    return {names[name]: holder for name, holder in _holders(connection, list(names)).items()}


def running_dbt(connection: Connection) -> list[Holder]:
    """Return who is running dbt through the loader: a transform, docs, tests."""
    with connection.cursor() as cursor:
        cursor.execute(_DBT, (f"servicetitan % {DBT_PURPOSE}",))
        return [Holder(*row) for row in cursor.fetchall()]


def _holders(connection: Connection, names: list[str]) -> dict[str, Holder]:
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, (names,))
        return {name: Holder(who or "", *more) for name, who, *more in cursor.fetchall()}


def _acquire(connection: Connection, name: str) -> bool:
    deadline = time.monotonic() + _TIMEOUT
    with connection.cursor() as cursor:
        while True:
            cursor.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", (name,))
            if fetch_one(cursor)[0]:
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
