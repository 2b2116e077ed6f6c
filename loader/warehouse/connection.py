"""Connections to the warehouse, and what their errors mean to the user."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import uuid4
from weakref import WeakKeyDictionary

import psycopg2
import psycopg2.errors
from psycopg2.extensions import TRANSACTION_STATUS_ACTIVE
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from loader.config import Warehouse
from loader.errors import ConfigurationError, DatabaseSilent
from loader.postgres_errors import NO_ANSWER, connection_error, statement_error

_log = logging.getLogger(__name__)

# Our end notices within three minutes that the server's machine has vanished: an idle connection by
# keepalives, one with unsent data by the user time-out (milliseconds).
_CLIENT_TIMEOUTS: Mapping[str, Any] = {
    "keepalives": 1,
    "keepalives_idle": 60,
    "keepalives_interval": 20,
    "keepalives_count": 5,
    "tcp_user_timeout": 180_000,
}
# What a role or a database may have set otherwise, and the SQL of the loader and of dbt relies on:
# times in UTC, the forms that psycopg2 reads, standard strings and nulls, and transactions that see
# what others commit.
SESSION_SETTINGS = (
    "set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres';"
    " set standard_conforming_strings = on; set transform_null_equals = off;"
    " set default_transaction_isolation = 'read committed';"
    " set default_transaction_deferrable = off; set extra_float_digits = 1;"
)
# Sent as statements after the login, not as start-up options, which PgBouncer refuses.
# - Sorting the records of a load package should not need the disk.
# - The server, too, notices that this machine has vanished: Linux would keep the connection, and a
#   tenant's lock with it, for two hours.
_SESSION = (
    f"{SESSION_SETTINGS} set work_mem = '128MB'; set tcp_keepalives_idle = 60;"
    " set tcp_keepalives_interval = 20; set tcp_keepalives_count = 5;"
    " set tcp_user_timeout = 180000; select pg_backend_pid()"
)
_CONNECT_TIMEOUT = 10  # seconds
# Seconds from the login to the answer to the first statements. A full pool keeps them waiting.
_ANSWER_TIMEOUT = 60.0

_CANCEL_TIMEOUT = 2  # seconds


class _Session(NamedTuple):
    dsn: str
    backend_pid: int = 0  # of the server, also behind a pooler


_open: WeakKeyDictionary[Connection, _Session] = WeakKeyDictionary()
# Databases that no longer answer, with the error for whoever connects.
_silent: dict[str, DatabaseSilent] = {}


def connect(warehouse: Warehouse, purpose: str = "loader") -> Connection:
    """Open a connection.

    Args:
        warehouse: Where to connect.
        purpose: Ends the connection's application_name, which also names this machine and process.

    Raises:
        ConfigurationError: The server rejects the login, the database or the TLS settings.
        WarehouseError: It cannot be reached or accepts no connections.
    """
    _refuse_if_silent(warehouse)
    further = dict(warehouse.libpq)
    try:
        connection: Connection = psycopg2.connect(
            warehouse.dsn,
            application_name=application_name(purpose),
            client_encoding="UTF8",  # PGCLIENTENCODING may name one that cannot hold every text
            connect_timeout=further.get("connect_timeout", _CONNECT_TIMEOUT),
            **_CLIENT_TIMEOUTS,
        )
    except psycopg2.Error as error:
        raise connection_error(warehouse, error) from None
    _open[connection] = _Session(warehouse.dsn)  # from here on it can be cut
    try:
        _refuse_if_silent(warehouse)
        _open[connection] = _Session(warehouse.dsn, _prepare(connection, warehouse))
    except BaseException:
        connection.close()
        raise
    if warehouse.is_remote and not connection.info.ssl_in_use:
        _warn_without_tls(warehouse.host)
    return connection


def application_name(purpose: str) -> str:
    """Return how ``pg_stat_activity`` shows a connection: machine, process and purpose."""
    machine = socket.gethostname().encode("ascii", "replace").decode()[:24]
    return f"servicetitan {machine} pid {os.getpid()} {purpose}"


def cancel_statements() -> None:
    """Cancel the statements that run on this process's connections. For use in another thread.

    By new connections: psycopg2's ``cancel`` has no time-out, and stops all of Python meanwhile.
    """
    running: dict[str, list[int]] = {}
    for connection, session in list(_open.items()):
        with suppress(psycopg2.Error):  # it has just ended
            if not connection.closed and (
                connection.info.transaction_status == TRANSACTION_STATUS_ACTIVE
            ):
                running.setdefault(session.dsn, []).append(session.backend_pid)
    for dsn, pids in running.items():
        with (
            suppress(psycopg2.Error),
            closing(psycopg2.connect(dsn, connect_timeout=_CANCEL_TIMEOUT)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("select pg_cancel_backend(pid) from unnest(%s) as pid", (pids,))


def give_up(warehouse: Warehouse, error: DatabaseSilent) -> None:
    """Cut this process's connections to a database, and open none. For use in another thread.

    What waits for an answer fails. ``try_again`` allows connections.
    """
    _silent[warehouse.dsn] = error
    for connection, session in list(_open.items()):
        if session.dsn == warehouse.dsn:
            _cut(connection)


def _cut(connection: Connection) -> None:
    """Close a connection's socket, so that whoever waits for an answer fails."""
    with suppress(psycopg2.Error, OSError):  # it has just ended
        if not connection.closed:
            with socket.socket(fileno=os.dup(connection.fileno())) as shared:
                shared.shutdown(socket.SHUT_RDWR)


def try_again(warehouse: Warehouse) -> None:
    """Allow connections to a database that was given up."""
    _silent.pop(warehouse.dsn, None)


def _refuse_if_silent(warehouse: Warehouse) -> None:
    if warehouse.dsn in _silent:
        raise _silent[warehouse.dsn]


def fetch_one(cursor: Cursor) -> tuple[Any, ...]:
    """Return the only row of a statement that always has one.

    Raises:
        LookupError: It gave none.
    """
    row = cursor.fetchone()
    if row is None:
        raise LookupError("the statement gave no row")
    return row


@contextmanager
def transaction(connection: Connection) -> Iterator[Connection]:
    """Commit at the end; roll back on any error.

    Raises:
        TransientWarehouseError: A deadlock, or the connection was lost.
        WarehouseError: Postgres failed in a way the user can fix, such as a full disk, a lost
            connection or a missing privilege. Other errors pass as they are.
    """
    try:
        with explained():
            yield connection
            connection.commit()
    finally:
        if not connection.closed:
            with suppress(psycopg2.Error):  # it has just been lost: nothing is left to roll back
                connection.rollback()


@contextmanager
def explained() -> Iterator[None]:
    """Turn errors of Postgres into those that ``transaction`` raises."""
    try:
        yield
    except psycopg2.Error as error:
        explanation = statement_error(error)
        if explanation is None:
            raise
        raise explanation from error


def _prepare(connection: Connection, warehouse: Warehouse) -> int:
    """Set the session up; return the server's process id. Raises as ``connect`` does."""
    waiting = [connection]
    with _answered_in_time(warehouse, waiting):
        connection.autocommit = True  # one round trip, without begin and commit
        with connection.cursor() as cursor:
            cursor.execute(_SESSION)
            server: int = fetch_one(cursor)[0]
            if connection.info.backend_pid != server and _shares_its_session(
                cursor, warehouse, waiting
            ):
                raise ConfigurationError(
                    f"Postgres at {warehouse.host}:{warehouse.port} is behind a pooler in"
                    " transaction mode. There a tenant's lock, temporary tables and settings do not"
                    " last from one transaction to the next.",
                    "Connect to Postgres itself, or use a pool in session mode (PgBouncer:"
                    " pool_mode = session).",
                )
        connection.autocommit = False
        return server


@contextmanager
def _answered_in_time(warehouse: Warehouse, connections: list[Connection]) -> Iterator[None]:
    """Cut the connections if the block takes longer than the time-out. Raises as ``connect``."""
    late = threading.Event()

    def end() -> None:
        late.set()
        for connection in connections:
            _cut(connection)

    timer = threading.Timer(_ANSWER_TIMEOUT, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except psycopg2.Error as error:
        reason = psycopg2.OperationalError(NO_ANSWER) if late.is_set() else error
        raise connection_error(warehouse, reason) from None
    finally:
        timer.cancel()


def _shares_its_session(cursor: Cursor, warehouse: Warehouse, waiting: list[Connection]) -> bool:
    """Return whether a pooler gives the server's session to other clients between two transactions.

    A setting of the session is then lost, or another connection sees it. Connections that may wait
    for an answer are added to ``waiting``.
    """
    mark = uuid4().hex
    read = "select coalesce(current_setting('servicetitan.session', true), '')"
    cursor.execute("select set_config('servicetitan.session', %s, false)", (mark,))
    for _ in range(3):  # other clients can take the session in between
        with closing(psycopg2.connect(warehouse.dsn, connect_timeout=_CONNECT_TIMEOUT)) as other:
            waiting.append(other)
            other.autocommit = True
            with other.cursor() as others:
                others.execute(read)
                if fetch_one(others)[0] == mark:
                    return True
        cursor.execute(read)
        if fetch_one(cursor)[0] != mark:
            return True
    return False


@lru_cache
def _warn_without_tls(host: str) -> None:
    """Warn once for each server."""
    _log.warning(
        "The connection to Postgres at %s is not encrypted: the password and all records cross the"
        " network in plain text. Set PGSSLMODE=require, or better verify-full.",
        host,
    )
