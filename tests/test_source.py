"""The dlt source in an ordinary dlt pipeline."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import dlt
import pytest
from dlt.destinations import postgres
from psycopg2.extensions import connection as Connection

import sandbox
from loader.catalogue import ENDPOINTS, Endpoint
from loader.config import Warehouse
from loader.source import servicetitan
from tests.commands import PROJECT, clean_environment
from tests.reliability.harness import Loading
from tests.reports.harness import sales, sales_report, this_month

TENANT = 42


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch):
    """A sandbox, and dlt's configuration variables for it."""
    with sandbox.serve(scale=0.01, seed=3, tenants=[TENANT], port=0) as server:
        for name, value in server.environment(TENANT).items():
            monkeypatch.setenv(name.replace("SERVICETITAN_", "SOURCES__SERVICETITAN__"), str(value))
        yield server


def test_the_source_reads_dlts_configuration_and_loads_incrementally(
    configured, warehouse: Warehouse, database: Connection, tmp_path: Path
):
    pipeline = _pipeline(warehouse, tmp_path)
    select = ["customers", "custom_field_types", "invoices"]
    pipeline.run(servicetitan(select=select))
    store = configured.store
    key = store.truth("customers")[0].key
    store.change("customers", key, name="Renamed")
    before = len(configured.requests)
    pipeline.run(servicetitan(select=select))
    # One request for each list and feed: dlt restored the cursors.
    assert len([r for r in list(configured.requests)[before:] if "token" not in r.path]) <= 16
    with database.cursor() as cursor:
        cursor.execute("select count(*) from elsewhere.raw_st_customers")
        assert cursor.fetchone()[0] == len(store.truth("customers"))
        cursor.execute("select name from elsewhere.raw_st_customers where st_id = %s", (key,))
        assert cursor.fetchone()[0] == "Renamed"
        cursor.execute("select sum(total) from elsewhere.raw_st_invoices")
        total = cursor.fetchone()[0]
    assert total == sum(Decimal(record.fields["total"]) for record in store.truth("invoices"))


def test_values_are_those_that_the_loader_stores(
    configured, warehouse: Warehouse, database: Connection, tmp_path: Path
):
    store = configured.store
    keys = [record.key for record in store.truth("jobs")]
    odd: list[dict[str, object]] = [
        {"customerId": 12.9, "completedOn": "now"},
        {"customerId": True, "noCharge": "yes", "completedOn": "2024-01-02T03:04:05.9999999-05:00"},
        {"customerId": "12.0", "total": "12.50", "modifiedOn": "0001-01-01T00:00:00Z"},
        {"total": "NaN", "summary": {"bb": [1, None], "a": "é"}},
        {"total": "Infinity", "summary": 12.10, "noCharge": 2},
    ]
    for key, fields in zip(keys, odd, strict=False):
        store.change("jobs", key, **fields)
    Loading(configured, warehouse).load_well("jobs")
    pipeline = _pipeline(warehouse, tmp_path)
    pipeline.run(servicetitan(select=["jobs"]))
    _assert_same(database, warehouse, ENDPOINTS["jobs"])
    store.change("jobs", keys[-1], total="0.1234567890123")
    too_much = {"n": 1.10, "long": 10**22 + 1, "deep": json.loads("[" * 300 + "]" * 300)}
    store.change("jobs", keys[-3], total="9" * 29 + ".5")
    store.change("jobs", keys[-2], total=1e30, summary="too much", customFields=[too_much])
    pipeline.run(servicetitan(select=["jobs"]))
    with database.cursor() as cursor:
        cursor.execute(
            "select total, custom_fields::jsonb #> '{0,n}', custom_fields::jsonb #> '{0,long}',"
            " full_data::jsonb ->> 'summary' from elsewhere.raw_st_jobs"
            f" where st_id = {keys[-2]}"
        )
        assert cursor.fetchall() == [(None, 1.1, str(10**22 + 1), "too much")]
        cursor.execute(f"select total from elsewhere.raw_st_jobs where st_id = {keys[-3]}")
        assert cursor.fetchall() == [(Decimal("9" * 29 + ".5"),)]
    with database.cursor() as cursor:
        cursor.execute(f"select total from elsewhere.raw_st_jobs where st_id = {keys[-1]}")
        assert cursor.fetchall() == [(Decimal("0.123456789"),)]  # dlt's decimals
        cursor.execute(
            f"select count(*) from {warehouse.raw_schema}.raw_rejected where reason like '%total%'"
        )
        assert cursor.fetchone()[0] == 2
        cursor.execute("select count(*) from elsewhere.raw_st_jobs")
        assert cursor.fetchone()[0] == len(keys)


def test_child_resources_are_read_for_the_parents_that_changed(
    configured, warehouse: Warehouse, database: Connection, tmp_path: Path
):
    store, notes = configured.store, "crm/customers/{id}/notes"
    pipeline = _pipeline(warehouse, tmp_path)
    select = ["customer_notes", "membership_type_discounts"]
    pipeline.run(servicetitan(select=select))
    customers = list(store.table("customers").keys)
    assert configured.requests.count(notes) == len(customers)
    store.insert(notes, {"text": "written later"}, parent=[customers[1]])
    store.change("customers", customers[1], name="Changed")
    configured.requests.clear()
    pipeline.run(servicetitan(select=select))
    asked = configured.requests.select(notes)
    assert [request.path.split("/")[-2] for request in asked] == [str(customers[1])]
    # These change while their parents do not: all parents are asked again.
    discounts = "memberships/membership-types/{id}/discounts"
    assert configured.requests.count(discounts) == len(store.table("membership-types").keys)

    Loading(configured, warehouse).load_well(
        *("customers", "customer_notes", "membership_types", "membership_type_discounts")
    )
    for name in select:
        _assert_same(database, warehouse, ENDPOINTS[name])
    with database.cursor() as cursor:
        cursor.execute(
            "select customer_id from elsewhere.raw_st_customer_notes where text = 'written later'"
        )
        assert cursor.fetchall() == [(customers[1],)]


def test_reports_are_read_window_by_window(
    configured, warehouse: Warehouse, database: Connection, tmp_path: Path
):
    file = tmp_path / "reports.toml"
    file.write_text(sales(since=this_month(-1), again=2, key=""), encoding="utf-8")
    last, this = str(this_month(-1)), str(this_month())
    rows: dict[str, list[list[Any]]] = {
        last: [[1, "A", 10.5], [2, "B", 7]],
        this: [[3, "C", "1.25"]],
    }
    configured.reports.add(sales_report(rows))
    pipeline = _pipeline(warehouse, tmp_path)

    def load() -> list[tuple[object, ...]]:
        pipeline.run(servicetitan(select=["reports"], reports=str(file)))
        with database.cursor() as cursor:
            cursor.execute(
                "select window_start::text, row_number, id, seller, sold"
                " from elsewhere.raw_st_report_sales order by 1, 2"
            )
            return cursor.fetchall()

    assert load() == [
        (last, 1, 1, "A", Decimal("10.5")),
        (last, 2, 2, "B", 7),
        (this, 1, 3, "C", Decimal("1.25")),
    ]
    rows[last] = [[2, "B", 8]]  # one row less: none of the old window may be left
    assert load() == [
        (last, 1, 2, "B", 8),
        (this, 1, 3, "C", Decimal("1.25")),
    ]


def test_the_source_is_imported_without_psycopg2():
    code = (
        "import sys; sys.modules['psycopg2'] = None\n"
        "from servicetitan_warehouse import servicetitan\n"
        "source = servicetitan(select=['jobs'], tenant_id=1, client_id='a', client_secret='b',"
        " app_key='c')\n"
        "assert list(source.resources) == ['raw_st_jobs']"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr


def _pipeline(warehouse: Warehouse, folder: Path) -> dlt.Pipeline:
    return dlt.pipeline(
        "elsewhere",
        pipelines_dir=str(folder),
        destination=postgres(credentials=_url(warehouse)),
        dataset_name="elsewhere",
    )


def _assert_same(database: Connection, warehouse: Warehouse, endpoint: Endpoint) -> None:
    """The table that dlt filled holds the values of the loader's, key columns included."""
    typed = [c.name for c in endpoint.all_columns if c.type != "jsonb"]
    columns = ", ".join(f'"{name}"' for name in dict.fromkeys((*endpoint.primary_key, *typed)))
    found = []
    with database.cursor() as cursor:
        for schema in (warehouse.raw_schema, "elsewhere"):
            cursor.execute(f"select {columns} from {schema}.{endpoint.table} order by {columns}")
            found.append(cursor.fetchall())
    assert found[0] == found[1]
    assert found[0]


def _url(warehouse: Warehouse) -> str:
    return (
        f"postgresql://{warehouse.user}:{warehouse.password}"
        f"@{warehouse.host}:{warehouse.port}/{warehouse.database}"
    )
