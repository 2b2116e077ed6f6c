"""The jobs of a load share connections."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg2.extensions import connection as Connection

from loader.config import Warehouse
from loader.staging.destination import JobConnections
from loader.warehouse.connection import connect, fetch_one


@pytest.fixture
def connections(warehouse: Warehouse) -> Iterator[JobConnections]:
    shared = JobConnections(lambda: connect(warehouse))
    yield shared
    shared.close()


def _pid(connection: Connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        pid: int = fetch_one(cursor)[0]
        return pid


def test_the_next_job_gets_the_connection_of_the_last_one(connections: JobConnections) -> None:
    first = connections.acquire("one")
    before = _pid(first)
    connections.release(first)
    second = connections.acquire("two")
    with second.cursor() as cursor:
        cursor.execute("select pg_backend_pid(), current_setting('search_path')")
        assert fetch_one(cursor) == (before, "two")


def test_two_jobs_at_once_get_two_connections(connections: JobConnections) -> None:
    assert _pid(connections.acquire("one")) != _pid(connections.acquire("one"))


def test_a_connection_that_died_is_replaced(
    connections: JobConnections, database: Connection
) -> None:
    first = connections.acquire("one")
    dead = _pid(first)
    connections.release(first)
    with database.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", (dead,))
    assert _pid(connections.acquire("one")) != dead


def test_a_connection_inside_a_transaction_is_not_shared(connections: JobConnections) -> None:
    first = connections.acquire("one")
    first.autocommit = False
    before = _pid(first)  # begins a transaction
    connections.release(first)
    assert first.closed
    assert _pid(connections.acquire("one")) != before


def test_closing_ends_idle_connections(connections: JobConnections) -> None:
    first = connections.acquire("one")
    connections.release(first)
    connections.close()
    assert first.closed
