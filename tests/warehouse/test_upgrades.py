"""A warehouse that an older program made is upgraded; one that a newer program made is refused."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

import sandbox
from loader.config import Warehouse
from loader.errors import ConfigurationError
from loader.warehouse import upgrades
from loader.warehouse.session import Session
from loader.warehouse.tables import SCHEMA_VERSION, ensure_schema
from tests.commands import PROJECT, clean_environment, run, warehouse_variables
from tests.warehouse.older_warehouse import SCHEMA_1, restore

_RAW = "servicetitan_raw"
_LOCAL = "array['local_created_at', 'local_synced_at']"


def upgrade(warehouse: Warehouse) -> list[str]:
    """Upgrade, and return the announcements."""
    notes: list[str] = []
    with closing(Session(warehouse)) as session:
        upgrades.upgrade(session, warehouse.raw_schema, notes.append, warehouse.engine)
    return notes


def versions(database: Connection) -> list[int]:
    with database.cursor() as cursor:
        cursor.execute(f"select version from {_RAW}.raw_schema_version order by 1")
        return [version for (version,) in cursor.fetchall()]


def tables(database: Connection) -> dict[str, list[str]]:
    """The rows of the st_ tables, without the times at which they were written here."""
    with database.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.tables"
            " where table_schema = 'servicetitan' and starts_with(table_name, 'st_')"
        )
        found: dict[str, list[str]] = {}
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"select (to_jsonb(of) - {_LOCAL})::text from servicetitan.{table} as of order by 1"
            )
            found[table] = [row for (row,) in cursor.fetchall()]
        return found


def searched_without_tenant(database: Connection) -> list[str]:
    """GIN indexes in which one tenant's ids cannot be found without those of all."""
    with database.cursor() as cursor:
        cursor.execute(
            "select indexdef from pg_indexes where schemaname in ('servicetitan', %s)"
            " and strpos(indexdef, ' USING gin ') > 0"
            " and strpos(indexdef, '((ARRAY[tenant_id]), ') = 0",
            (_RAW,),
        )
        return [definition for (definition,) in cursor.fetchall()]


def test_a_new_warehouse_has_the_present_version_and_nothing_to_upgrade(
    warehouse: Warehouse, database: Connection
):
    assert upgrade(warehouse) == []
    with database.cursor() as cursor:
        ensure_schema(cursor, _RAW, (), warehouse.engine)
    assert versions(database) == [SCHEMA_VERSION]
    assert upgrade(warehouse) == []


@pytest.mark.plain_postgres("a warehouse of that version is plain, and stays so")
def test_an_older_warehouse_is_upgraded_in_steps_that_can_be_interrupted(
    warehouse: Warehouse, database: Connection, monkeypatch: pytest.MonkeyPatch
):
    restore(warehouse, SCHEMA_1)
    with monkeypatch.context() as patch:
        broken = replace(
            upgrades.STEPS[1], statements=("create table {schema}.half_done ()", "oops")
        )
        patch.setattr(upgrades, "STEPS", (upgrades.STEPS[0], broken))
        with pytest.raises(psycopg2.errors.SyntaxError):
            upgrade(warehouse)
    assert versions(database) == [1]
    with database.cursor() as cursor:
        cursor.execute("select to_regclass(%s)", (f"{_RAW}.half_done",))
        assert cursor.fetchone() == (None,)

    notes = upgrade(warehouse)
    assert [note.partition(":")[0] for note in notes] == [
        f"Upgrading the warehouse to schema version {version}"
        for version in range(2, SCHEMA_VERSION + 1)
    ]
    assert versions(database) == [*range(1, SCHEMA_VERSION + 1)]
    assert upgrade(warehouse) == []


def test_a_newer_warehouse_is_refused_by_load_and_transform(
    warehouse: Warehouse, database: Connection
):
    with database.cursor() as cursor:
        ensure_schema(cursor, _RAW, (), warehouse.engine)
        cursor.execute(
            f"insert into {_RAW}.raw_schema_version (version, program) values (%s, '9.0')",
            (SCHEMA_VERSION + 1,),
        )
    with pytest.raises(ConfigurationError, match=f"schema version {SCHEMA_VERSION + 1}"):
        upgrade(warehouse)
    environment = clean_environment(**warehouse_variables(warehouse))
    refused = run("loader.transform", "build", environment=environment)
    assert refused.returncode == 2
    assert f"schema version {SCHEMA_VERSION + 1}" in refused.stderr
    plain = "from dbt.cli.main import cli; cli()"
    folder = str(PROJECT / "dbt_project")
    refused = subprocess.run(
        [sys.executable, "-c", plain, "run", "--project-dir", folder, "--profiles-dir", folder],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode != 0
    assert f"schema version {SCHEMA_VERSION + 1}" in refused.stdout
    with sandbox.serve(scale=0.001, port=0) as server:
        environment |= {name: str(value) for name, value in server.environment().items()}
        refused = run("loader", "load", "--select", "zones", environment=environment)
    assert refused.returncode == 2
    assert "CHANGELOG.md" in refused.stderr
    with database.cursor() as cursor:
        cursor.execute(f"select count(*) from {_RAW}.raw_sync_state")
        assert cursor.fetchone() == (0,)


@pytest.mark.plain_postgres("a warehouse of that version is plain, and stays so")
def test_a_load_and_a_transform_go_on_where_the_older_program_stopped(
    warehouse: Warehouse, database: Connection
):
    restore(warehouse, SCHEMA_1)
    environment = clean_environment(
        **warehouse_variables(warehouse),
        SERVICETITAN_FEED="list",  # tokens of the older sandbox mean nothing to this one
        SERVICETITAN_TIMEZONE="America/Phoenix",
    )
    before = tables(database)
    assert len(before) == 16
    assert len(searched_without_tenant(database)) == 14
    with sandbox.serve(scale=0.001, port=0) as server:
        environment |= {name: str(value) for name, value in server.environment().items()}
        unit = server.store.truth("business-units")[0].key
        server.store.change("business-units", unit, name="Renamed")
        loaded = run("loader", "load", "--select", "business_units", environment=environment)
    assert loaded.returncode == 0, loaded.stderr
    assert "Upgrading the warehouse to schema version 2" in loaded.stderr
    assert "creating the index raw_st_payments__tenant_id__applied_to" in loaded.stderr

    build = ("loader.transform", "run", "--select", "models/st")
    built = run(*build, environment=environment)
    assert built.returncode == 0, built.stdout
    after = tables(database)
    assert set(after) == set(before)
    assert searched_without_tenant(database) == []
    assert sum(map(len, after.values())) >= sum(map(len, before.values()))
    assert any('"Renamed"' in row for row in after["st_business_units"])
    assert any('"Renamed"' in row for row in after["st_jobs"])
    rebuilt = run(*build, "--full-refresh", environment=environment)
    assert rebuilt.returncode == 0, rebuilt.stdout
    assert tables(database) == after
