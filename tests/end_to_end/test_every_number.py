"""Every number of the dashboard tables, loaded and transformed by the real commands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection
from psycopg2.extras import RealDictCursor

import embedded_postgres
import sandbox
from loader import catalogue
from loader.config import Warehouse
from tests.commands import clean_environment, run, warehouse_variables
from tests.databases import new_database
from tests.end_to_end.api_records import Api
from tests.end_to_end.expected import Expected
from tests.marts.expected.records import Api as MartsApi
from tests.marts.shop import KEYS, compare, tables_of

TENANT = 9090
DATABASE = "end_to_end"
TIMEZONE = "America/Chicago"
TABLES = sorted(name for name in vars(Expected) if name.startswith("st_"))

# How an expected column is read from its table, where it is not just a column.
READ_AS = {
    "phones": "array(select jsonb_array_elements(phone_numbers) ->> 'value')",
    "emails": "array(select jsonb_array_elements(email_addresses) ->> 'value')",
    "address_ids": "array(select (jsonb_array_elements(addresses) ->> 'location_id')::bigint)",
    "deleted": "deleted_at is not null",
}


@pytest.fixture(scope="module")
def warehouse(postgres: embedded_postgres.Settings) -> Iterator[Warehouse]:
    with new_database(postgres, DATABASE) as warehouse:
        yield warehouse


@pytest.fixture(scope="module")
def built(warehouse: Warehouse) -> Iterator[tuple[Expected, Connection]]:
    """The expected tables, and a connection to what the commands built from the sandbox."""
    with sandbox.serve(scale=0.03, seed=11, tenants=[TENANT], port=0) as server:
        environment = clean_environment(
            **server.environment(TENANT),
            SERVICETITAN_TIMEZONE=TIMEZONE,
            **warehouse_variables(warehouse),
        )
        for command in (
            ("loader", "load", "--select", "kpi"),
            ("loader.transform", "build", "--quiet"),
        ):
            done = run(*command, environment=environment)
            assert done.returncode == 0, done.stdout + done.stderr
        expected = Expected(Api(server.environment(TENANT)).everything())
        connection = psycopg2.connect(warehouse.dsn, options="-c timezone=UTC")
        connection.autocommit = True
        yield expected, connection
        connection.close()


@pytest.fixture(scope="module")
def expected_marts(built) -> dict[str, dict[tuple[Any, ...], Any]]:
    """Every mart as the API's records imply it: computed together, as marts share their steps."""
    expected, _ = built
    return tables_of(MartsApi(expected.api, timezone=TIMEZONE))


@pytest.mark.parametrize("table", TABLES)
def test_the_table_equals_what_the_apis_records_imply(built, table: str):
    expected, connection = built
    rows = getattr(expected, table)()
    assert rows, f"the sandbox has no record for {table}"
    columns = list(next(iter(rows.values())))
    keys = ("entity_type", "st_id") if table == "st_custom_fields" else ("st_id",)
    read = ", ".join(f"{READ_AS.get(column, column)} as {column}" for column in columns)
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(
            f"select {', '.join(keys)}, {read} from servicetitan.{table} where tenant_id = %s",
            (TENANT,),
        )
        found = {
            tuple(row[key] for key in keys) if len(keys) > 1 else row["st_id"]: {
                column: plain(row[column]) for column in columns
            }
            for row in cursor.fetchall()
        }
    assert set(found) == set(rows)
    wrong = {key: (rows[key], found[key]) for key in rows if rows[key] != found[key]}
    assert wrong == {}


@pytest.mark.parametrize("table", KEYS)
def test_the_mart_equals_what_the_apis_records_imply(built, expected_marts, table: str):
    _, connection = built
    rows = expected_marts[table]
    assert rows, f"the sandbox has no record for {table}"
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(f"select * from servicetitan.{table} where tenant_id = %s", (TENANT,))
        found = {tuple(row[key] for key in KEYS[table]): row for row in cursor.fetchall()}
    assert compare(table, rows, found) == []


def test_every_raw_table_holds_every_record_once(built):
    expected, connection = built
    # The resources of the kpi selection that models read, the core ones included.
    assert {endpoint.name for endpoint in catalogue.select()} < set(expected.api)
    with connection.cursor() as cursor:
        for endpoint in map(catalogue.ENDPOINTS.__getitem__, expected.api):
            cursor.execute(f"select count(*) from servicetitan_raw.{endpoint.table}")
            (count,) = cursor.fetchone()
            assert count == len(expected.api[endpoint.name]) > 0, endpoint.table
            cursor.execute(
                "select records_count, sync_status from servicetitan_raw.raw_sync_state"
                " where table_name = %s",
                (endpoint.table,),
            )
            assert cursor.fetchone() == (count, "completed")


def test_dbts_unit_tests_and_full_scan_tests_pass(built, warehouse: Warehouse):
    # `make transform` leaves them out, because they read whole tables.
    done = run(
        "loader.transform", "build", "--quiet", "--selector", "ci",
        environment=clean_environment(**warehouse_variables(warehouse)),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def plain(value: Any) -> Any:
    """Dates as text, so that they compare with the calendar day that the API wrote."""
    return value.isoformat() if type(value) is date else value
