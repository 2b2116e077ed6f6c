"""With ``WAREHOUSE_ENGINE=citus`` every table of a tenant is distributed, whenever it was made.

Through the stub in every run, through Citus where the command line names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import psycopg2
import pytest

import embedded_postgres
from loader.catalogue import ENDPOINTS
from loader.config import Engine, Warehouse
from loader.errors import ConfigurationError
from loader.tie_out.store import Store
from loader.warehouse import tables, upgrades
from loader.warehouse.added_columns import complete_tables
from loader.warehouse.connection import connect, transaction
from loader.warehouse.readers import Access, grant
from loader.warehouse.remove_tenant import remove_tenant
from loader.warehouse.session import Session
from tests import citus_stub
from tests.commands import run
from tests.databases import new_database
from tests.tenants.agency import Agency, agency
from tests.transform.warehouse import INTERNAL, RAW, ST
from tests.transform.warehouse import Warehouse as Transformed

IDS = (501, 502)
# Of the models below, one is read by the others.
REFRESHED = ("fct_jobs", "int_job_shares", "dim_date")


@pytest.fixture(scope="module")
def loaded(
    postgres: embedded_postgres.Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Agency]:
    """Two tenants, loaded and transformed by the real commands."""
    folder = tmp_path_factory.mktemp("distributed")
    with (
        new_database(postgres, "test_distributed", "citus") as warehouse,
        agency(warehouse, folder, IDS) as tenants,
    ):
        done = run("loader", "sync", environment=tenants.environment)
        assert done.returncode == 0, done.stderr
        yield tenants


@pytest.fixture(scope="module")
def warehouse(loaded: Agency) -> Warehouse:
    return loaded.warehouse


@pytest.fixture(scope="module")
def transformed(loaded: Agency, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Transformed]:
    """The same warehouse, for dbt in this process."""
    warehouse = loaded.warehouse
    parameters = psycopg2.extensions.parse_dsn(warehouse.dsn)
    with closing(Transformed(parameters, tmp_path_factory.mktemp("dbt"), engine="citus")) as found:
        yield found


def local_tables(warehouse: Warehouse) -> set[str]:
    """The tables without a tenant that stay on the coordinator, or are on every node."""
    with closing(psycopg2.connect(warehouse.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select nspname || '.' || relname from pg_class"
            " inner join pg_namespace on pg_namespace.oid = relnamespace"
            " where relkind = 'r' and nspname = any(%s)",
            ([RAW, ST, INTERNAL],),
        )
        return {name for (name,) in cursor.fetchall()} - citus_stub.distributed(warehouse).keys()


def test_after_a_load_and_a_transform(warehouse: Warehouse) -> None:
    assert citus_stub.violations(warehouse) == []
    found = citus_stub.distributed(warehouse)
    assert {name for name, placement in found.items() if placement != "h co-located"} == {
        f"{ST}.dim_date"
    }
    assert {f"{RAW}.raw_st_jobs", f"{RAW}.raw_loads", f"{ST}.st_jobs", f"{ST}.fct_jobs"} <= set(
        found
    )
    assert f"{INTERNAL}.int_job_shares" in found
    assert local_tables(warehouse) == {
        f"{RAW}.raw_schema_version",
        f"{INTERNAL}.transform_ledger",
        f"{INTERNAL}.transform_loads",
        f"{INTERNAL}.model_state",
        f"{INTERNAL}.model_changes",
    }


def test_after_a_full_refresh(transformed: Transformed, warehouse: Warehouse) -> None:
    before = transformed.rows(f"select * from {ST}.fct_jobs")
    transformed.transform("--full-refresh", "--select", *REFRESHED)
    assert transformed.rows(f"select * from {ST}.fct_jobs") == before != []
    assert citus_stub.violations(warehouse) == []
    assert citus_stub.distributed(warehouse)[f"{ST}.dim_date"] == "n apart"


def test_a_new_raw_table_and_a_new_column(warehouse: Warehouse) -> None:
    jobs, tasks = ENDPOINTS["jobs"], ENDPOINTS["tasks"]
    with closing(connect(warehouse)) as connection, transaction(connection):
        connection.cursor().execute(f"alter table {RAW}.raw_st_jobs drop column summary")
    with closing(Session(warehouse)) as session:
        missing = session.run(
            lambda cursor: tables.ensure_schema(cursor, RAW, [jobs, tasks], warehouse.engine)
        )
        assert missing == {"raw_st_jobs": ["summary"]}
        complete_tables(session, RAW, [jobs], missing, lambda _: None)
    assert citus_stub.distributed(warehouse)[f"{RAW}.raw_st_tasks"] == "h co-located"
    assert citus_stub.violations(warehouse) == []


def test_the_tables_of_a_tie_out(warehouse: Warehouse) -> None:
    with closing(connect(warehouse)) as connection:
        for _ in range(2):
            Store(connection, warehouse, IDS[0]).ensure_tables()
    assert {f"{RAW}.raw_report_pages", f"{ST}.kpi_tie_out"} <= set(
        citus_stub.distributed(warehouse)
    )
    assert citus_stub.violations(warehouse) == []


def test_a_table_that_an_upgrade_makes(warehouse: Warehouse) -> None:
    with closing(connect(warehouse)) as connection, transaction(connection):
        connection.cursor().execute(
            f"create table {RAW}.kept as table {RAW}.raw_tenants;"
            f" drop table {RAW}.raw_tenants cascade;"
            f" delete from {RAW}.raw_schema_version; insert into {RAW}.raw_schema_version"
            " values (1, '0.1.0')"
        )
    with closing(Session(warehouse)) as session:
        upgrades.upgrade(session, RAW, lambda _: None, warehouse.engine)
    with closing(connect(warehouse)) as connection, transaction(connection):
        connection.cursor().execute(
            f"insert into {RAW}.raw_tenants select * from {RAW}.kept; drop table {RAW}.kept"
        )
    assert citus_stub.distributed(warehouse)[f"{RAW}.raw_tenants"] == "h co-located"
    assert citus_stub.violations(warehouse) == []


def test_a_tenant_is_removed(warehouse: Warehouse) -> None:
    with closing(connect(warehouse)) as connection, transaction(connection):
        gone = remove_tenant(connection.cursor(), warehouse, IDS[1], f"{RAW}_landing_{IDS[1]}")
    assert gone[f"{ST}.st_jobs"] > 0
    with closing(psycopg2.connect(warehouse.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(f"select distinct tenant_id from {ST}.st_jobs")
        assert cursor.fetchall() == [(IDS[0],)]
    assert citus_stub.violations(warehouse) == []


@pytest.mark.parametrize(("made_with", "set_to"), [("citus", "postgres"), ("postgres", "citus")])
def test_a_warehouse_keeps_its_engine(warehouse: Warehouse, made_with: str, set_to: Engine) -> None:
    schema = RAW if made_with == "citus" else "raw_of_one_node"
    other = replace(warehouse, raw_schema=schema, engine=set_to)
    with closing(Session(other)) as session:
        if made_with == "postgres":
            session.run(lambda cursor: tables.ensure_schema(cursor, schema, ()))
        with pytest.raises(ConfigurationError, match=f"made with {made_with}") as error:
            upgrades.upgrade(session, schema, lambda _: None, other.engine)
    assert f"WAREHOUSE_ENGINE={made_with}" in error.value.remedy


@pytest.mark.parametrize(
    ("engine", "said"),
    [("postgres", "made with WAREHOUSE_ENGINE=citus"), ("Citus", "Use one of: postgres, citus")],
)
def test_dbt_alone_notices_another_engine(
    transformed: Transformed, monkeypatch: pytest.MonkeyPatch, engine: str, said: str
) -> None:
    monkeypatch.setitem(transformed.variables, "WAREHOUSE_ENGINE", engine)
    assert said in transformed.failing_transform("--select", "st_jobs")


def test_a_reader_of_a_part_is_refused(warehouse: Warehouse) -> None:
    part = Access(ST, masked=True, tenant=None)
    with (
        closing(connect(warehouse)) as connection,
        pytest.raises(ConfigurationError, match="all of the tables or nothing"),
    ):
        grant(connection, warehouse, "nobody", part)


def test_a_server_without_citus_is_named(postgres: embedded_postgres.Settings) -> None:
    with new_database(postgres, "test_without_citus", "postgres") as plain:
        with closing(connect(plain)) as connection, connection.cursor() as cursor:
            cursor.execute("select to_regclass('pg_dist_partition')")
            if cursor.fetchone() != (None,):
                pytest.skip("every database of this server has Citus")
        with (
            closing(Session(replace(plain, engine="citus"))) as session,
            pytest.raises(ConfigurationError, match="no extension citus"),
        ):
            upgrades.upgrade(session, RAW, lambda _: None, "citus")
