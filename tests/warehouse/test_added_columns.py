"""Columns that the catalogue gains: announced, filled in batches, in nobody's way for long."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest

import embedded_postgres
from loader.catalogue import ENDPOINTS
from loader.config import Warehouse
from loader.errors import WarehouseError
from loader.warehouse import added_columns, tables
from loader.warehouse.added_columns import complete_tables
from loader.warehouse.session import Session
from tests.databases import new_database

SCHEMA = "servicetitan_raw"
CUSTOMERS = ENDPOINTS["customers"]
CONTACTS = ENDPOINTS["customer_contacts"]  # a key of three columns
ROWS = 6_000


@pytest.fixture(scope="module")
def warehouse(postgres: embedded_postgres.Settings) -> Iterator[Warehouse]:
    with new_database(postgres, "test_added_columns") as warehouse:
        yield warehouse


@pytest.fixture
def database(warehouse: Warehouse) -> Iterator[Any]:
    """A connection to the raw tables as an older version made them: some columns are missing."""
    with closing(psycopg2.connect(warehouse.dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"drop schema if exists {SCHEMA} cascade")
            tables.ensure_schema(cursor, SCHEMA, [CUSTOMERS, CONTACTS], warehouse.engine)
            for endpoint, keys in ((CUSTOMERS, "n"), (CONTACTS, "n % 7, n")):
                names = ", ".join(endpoint.key)
                cursor.execute(
                    f"insert into {SCHEMA}.{endpoint.table}"
                    f" (tenant_id, {names}, fetched_at, full_data, _dlt_load_id)"
                    f" select 1 + n % 2, {keys}, now(),"
                    " jsonb_build_object('name', 'Ann', 'balance', n, 'value', '5%'), '1'"
                    f" from generate_series(1, {ROWS}) as n"
                )
            cursor.execute(
                f"alter table {SCHEMA}.raw_st_customers drop column name, drop column balance;"
                f" alter table {SCHEMA}.raw_st_customer_contacts drop column value"
            )
        yield connection


def complete(warehouse: Warehouse) -> list[str]:
    """What a load does at its beginning; returns its notes."""
    notes: list[str] = []
    endpoints = [CUSTOMERS, CONTACTS]
    with closing(Session(warehouse)) as session:
        missing = session.run(
            lambda cursor: tables.ensure_schema(cursor, SCHEMA, endpoints, warehouse.engine)
        )
        complete_tables(session, SCHEMA, endpoints, missing, notes.append)
    return notes


def one(database: Any, query: str) -> Any:
    with database.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def unfilled(database: Any) -> int:
    return int(
        one(
            database,
            f"select (select count(*) from {SCHEMA}.raw_st_customers"
            " where name is distinct from 'Ann' or balance is distinct from st_id)"
            f" + (select count(*) from {SCHEMA}.raw_st_customer_contacts"
            " where value is distinct from '5%')",
        )
    )


def test_they_are_announced_and_filled_once(warehouse: Warehouse, database: Any) -> None:
    notes = complete(warehouse)
    assert sorted(note.split(",")[0] for note in notes) == [
        "raw_st_customer_contacts: filling new columns (value)",
        "raw_st_customers: filling new columns (name",
    ]
    assert unfilled(database) == 0
    assert complete(warehouse) == []


@pytest.mark.plain_postgres("Citus takes no triggers on distributed tables")
def test_a_kill_in_between_leaves_the_rest_to_the_next_load(
    warehouse: Warehouse, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(added_columns, "BATCH_ROWS", 50)
    # However busy the machine is, the kill comes before the end.
    with database.cursor() as cursor:
        cursor.execute(
            "create function dawdle() returns trigger language plpgsql as"
            " 'begin perform pg_sleep(0.1); return null; end';"
            f" create trigger dawdle before update on {SCHEMA}.raw_st_customers"
            " for each statement execute function dawdle()"
        )
    process = multiprocessing.get_context("fork").Process(target=complete, args=(warehouse,))
    process.start()
    deadline = time.monotonic() + 30
    filled = f"select count(*) from {SCHEMA}.raw_st_customers where name is not null"
    while True:
        assert time.monotonic() < deadline
        try:
            if one(database, filled) >= 200:
                break
        except psycopg2.errors.UndefinedColumn:
            pass
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    batches = (
        "select count(*) from pg_stat_activity where datname = current_database()"
        " and application_name like 'servicetitan %' and state <> 'idle'"
    )
    while one(database, batches):  # the server ends the batch that was under way
        assert time.monotonic() < deadline
        time.sleep(0.05)
    done = one(database, filled)
    with database.cursor() as cursor:
        cursor.execute("drop function dawdle() cascade")
    assert 0 < done < ROWS
    versions = (
        "select string_agg(version::text, ' ' order by tenant_id, st_id) from ("
        f" select xmin as version, tenant_id, st_id from {SCHEMA}.raw_st_customers"
        f" order by tenant_id, st_id limit {done}) as first"
    )
    before = one(database, versions)
    monkeypatch.setattr(added_columns, "BATCH_ROWS", 1000)
    assert complete(warehouse)
    assert unfilled(database) == 0
    assert one(database, versions) == before, "what was filled is not filled again"


def test_a_reader_waits_no_longer_than_a_batch(
    warehouse: Warehouse, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(added_columns, "BATCH_ROWS", 500)
    monkeypatch.setattr(added_columns, "_LOCK_MILLISECONDS", 100)
    monkeypatch.setattr(added_columns, "_PAUSE_SECONDS", 0.2)
    # A dashboard with a long query keeps the new columns out, but not the other readers.
    long_query = psycopg2.connect(warehouse.dsn)
    with long_query.cursor() as cursor:
        cursor.execute(f"select count(*) from {SCHEMA}.raw_st_customers")
    notes: list[str] = []
    thread = threading.Thread(target=lambda: notes.extend(complete(warehouse)))
    thread.start()
    longest, reads = 0.0, 0
    began = time.monotonic()
    while thread.is_alive():
        before = time.monotonic()
        one(database, f"select count(*) from {SCHEMA}.raw_st_customers where st_id = 1")
        longest, reads = max(longest, time.monotonic() - before), reads + 1
        if time.monotonic() - began > 1 and not long_query.closed:
            long_query.close()
    thread.join()
    assert notes[0].startswith("raw_st_customers: new columns have to wait")
    assert unfilled(database) == 0
    assert reads > 20
    # One that waited behind the loader would wait for the long query, which this loop ends.
    assert longest < 5.0


def test_a_table_that_stays_locked_is_named(
    warehouse: Warehouse, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(added_columns, "_LOCK_MILLISECONDS", 20)
    monkeypatch.setattr(added_columns, "_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(added_columns, "_LOCK_ATTEMPTS", 3)
    with closing(psycopg2.connect(warehouse.dsn)) as holder, holder.cursor() as cursor:
        cursor.execute(f"select count(*) from {SCHEMA}.raw_st_customers")
        with pytest.raises(WarehouseError, match=r"raw_st_customers gains columns.*locked"):
            complete(warehouse)
    assert complete(warehouse)
    assert unfilled(database) == 0
