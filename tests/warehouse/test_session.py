"""Transactions are tried again after a deadlock or a lost connection, a bounded number of times."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from psycopg2.extensions import cursor as Cursor

import embedded_postgres
from loader.config import Warehouse
from loader.errors import TransientWarehouseError, WarehouseError
from loader.warehouse import session as sessions
from loader.warehouse.connection import connect, fetch_one
from loader.warehouse.session import MAX_ATTEMPTS, Session
from tests.databases import end_connections, new_database


@pytest.fixture(scope="module")
def warehouse(postgres: embedded_postgres.Settings) -> Iterator[Warehouse]:
    with new_database(postgres, "test_session") as warehouse:
        yield warehouse


@pytest.fixture(autouse=True)
def _without_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_FIRST_WAIT", 0.01)


def test_a_deadlock_is_tried_again_and_announced(
    warehouse: Warehouse, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(connect(warehouse)) as setup, setup.cursor() as cursor:
        cursor.execute("create table pair (id int primary key, n int)")
        cursor.execute("insert into pair values (1, 0), (2, 0)")
        setup.commit()
    both_began = threading.Barrier(2)
    waits = {1: True, 2: True}

    def add(first: int, second: int, cursor: Cursor) -> None:
        cursor.execute("update pair set n = n + 1 where id = %s", (first,))
        if waits.pop(first, False):  # only the first attempts meet
            both_began.wait(20)
        cursor.execute("update pair set n = n + 1 where id = %s", (second,))

    def run(first: int, second: int) -> None:
        with closing(Session(warehouse)) as session:
            session.run(lambda cursor: add(first, second, cursor))

    threads = [threading.Thread(target=run, args=pair) for pair in ((1, 2), (2, 1))]
    with caplog.at_level(logging.WARNING, logger="loader"):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    (announced,) = [record.getMessage() for record in caplog.records]
    assert "deadlock" in announced
    assert announced.endswith(f"Trying again (attempt 2 of {MAX_ATTEMPTS}).")
    with closing(connect(warehouse)) as connection, connection.cursor() as cursor:
        cursor.execute("select n from pair order by id")
        assert cursor.fetchall() == [(2,), (2,)]


def test_a_serialization_failure_is_tried_again(warehouse: Warehouse) -> None:
    attempts = 0

    def work(cursor: Cursor) -> str:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            cursor.execute("do $$ begin raise sqlstate '40001'; end $$")
        return "done"

    with closing(Session(warehouse)) as session:
        assert session.run(work) == "done"
    assert attempts == 2


def test_a_connection_that_died_is_opened_again(warehouse: Warehouse) -> None:
    def backend(cursor: Cursor) -> int:
        cursor.execute("select pg_backend_pid()")
        found: int = fetch_one(cursor)[0]
        return found

    with closing(Session(warehouse, "dying")) as session:
        first = session.run(backend)
        end_connections(warehouse, "%dying")
        assert session.run(backend) != first


@pytest.mark.parametrize("code", ["40P01", "57P01"])
def test_attempts_end(warehouse: Warehouse, code: str) -> None:
    attempts = 0

    def work(cursor: Cursor) -> None:
        nonlocal attempts
        attempts += 1
        cursor.execute(f"do $$ begin raise sqlstate '{code}'; end $$")

    with closing(Session(warehouse)) as session, pytest.raises(TransientWarehouseError):
        session.run(work)
    assert attempts == MAX_ATTEMPTS


def test_other_failures_are_not_tried_again(warehouse: Warehouse) -> None:
    attempts = 0

    def work(cursor: Cursor) -> None:
        nonlocal attempts
        attempts += 1
        cursor.execute("do $$ begin raise sqlstate '53100'; end $$")

    with closing(Session(warehouse)) as session, pytest.raises(WarehouseError, match="disk"):
        session.run(work)
    assert attempts == 1
