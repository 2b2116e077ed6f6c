"""raw_loads stays bounded, and whoever still needs a load finds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest

import embedded_postgres
from loader.catalogue import ENDPOINTS
from loader.config import Warehouse
from loader.warehouse import load_history, tables
from loader.warehouse.load_history import KEPT_LOADS, delete_old_loads
from tests.databases import new_database

SCHEMA = "servicetitan_raw"
JOBS = "raw_st_jobs"


@pytest.fixture(scope="module")
def warehouse(postgres: embedded_postgres.Settings) -> Iterator[Warehouse]:
    with new_database(postgres, "test_load_history") as warehouse:
        yield warehouse


@pytest.fixture
def cursor(warehouse: Warehouse) -> Iterator[Any]:
    """10,000 loads of two tables by two tenants, one after the other."""
    with closing(psycopg2.connect(warehouse.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute("drop schema if exists servicetitan_raw, st, other cascade")
        tables.ensure_schema(
            cursor, SCHEMA, [ENDPOINTS["jobs"], ENDPOINTS["customers"]], warehouse.engine
        )
        cursor.execute(
            f"insert into {SCHEMA}.raw_loads (tenant_id, table_name, load_id, rows_written)"
            " select 1 + n % 2, case when n % 4 < 2 then 'raw_st_jobs' else 'raw_st_customers' end,"
            " n::text, 1 from generate_series(1, 10000) as n order by n"
        )
        yield cursor
        connection.rollback()


def kept(cursor: Any, tenant: int = 1, table: str = JOBS) -> list[int]:
    cursor.execute(
        f"select arrival_number from {SCHEMA}.raw_loads"
        " where tenant_id = %s and table_name = %s order by 1",
        (tenant, table),
    )
    return [number for (number,) in cursor.fetchall()]


def ledger(cursor: Any, schema: str, settled: int, of: str = f"{SCHEMA}.raw_loads") -> None:
    """The part of a transform's state that says what it has registered."""
    cursor.execute(
        f"create schema {schema}; create table {schema}.transform_loads ();"
        f"create table {schema}.transform_ledger as"
        f" select {settled}::bigint as settled, '{of}'::regclass::oid::bigint as raw_loads"
    )


def test_the_newest_loads_of_each_table_stay(cursor: Any) -> None:
    before = kept(cursor)
    others = kept(cursor, tenant=2), kept(cursor, table="raw_st_customers")
    assert delete_old_loads(cursor, SCHEMA, 1, [JOBS], {}) == 2500 - KEPT_LOADS
    assert kept(cursor) == before[-KEPT_LOADS:]
    assert (kept(cursor, tenant=2), kept(cursor, table="raw_st_customers")) == others
    assert delete_old_loads(cursor, SCHEMA, 1, [JOBS], {}) == 0


def test_a_short_history_stays(cursor: Any) -> None:
    cursor.execute(f"delete from {SCHEMA}.raw_loads where arrival_number > 2000")
    before = kept(cursor)
    assert delete_old_loads(cursor, SCHEMA, 1, [JOBS, "raw_st_zones"], {}) == 0
    assert kept(cursor) == before


def test_what_a_transform_has_not_registered_stays(cursor: Any) -> None:
    before = kept(cursor)
    ledger(cursor, "st", settled=9_000)
    ledger(cursor, "other", settled=500)  # somebody's development schema
    delete_old_loads(cursor, SCHEMA, 1, [JOBS], {})
    assert kept(cursor) == [number for number in before if number > 500]
    cursor.execute("update other.transform_ledger set settled = 0")
    assert delete_old_loads(cursor, SCHEMA, 1, [JOBS], {}) == 0


def test_a_transform_of_another_raw_schema_holds_nothing_back(cursor: Any) -> None:
    ledger(cursor, "st", settled=0, of="pg_class")
    delete_old_loads(cursor, SCHEMA, 1, [JOBS], {})
    assert len(kept(cursor)) == KEPT_LOADS


def test_a_transform_older_than_the_ledger_holds_everything(cursor: Any) -> None:
    cursor.execute("create schema st; create table st.transform_loads ()")
    assert delete_old_loads(cursor, SCHEMA, 1, [JOBS], {}) == 0


def test_a_ledger_that_this_role_may_not_read_holds_everything(cursor: Any) -> None:
    ledger(cursor, "st", settled=9_000)
    cursor.execute("revoke all on st.transform_ledger from current_user")
    assert delete_old_loads(cursor, SCHEMA, 1, [JOBS], {}) == 0


def test_what_a_child_resource_has_not_requested_stays(cursor: Any) -> None:
    before = kept(cursor)
    delete_old_loads(cursor, SCHEMA, 1, [JOBS], {JOBS: before[700]})
    assert kept(cursor) == before[700:]


def test_one_run_deletes_a_bounded_part(cursor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_history, "_MOST_AT_ONCE", 100)
    before = kept(cursor)
    assert delete_old_loads(cursor, SCHEMA, 1, [JOBS], {}) == 100
    assert kept(cursor) == before[100:]
