"""The dlt source in an ordinary dlt pipeline."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import dlt
import pytest
from dlt.destinations import postgres
from psycopg2.extensions import connection as Connection

import sandbox
from loader.catalogue import ENDPOINTS
from loader.config import Warehouse
from loader.errors import ConfigurationError
from loader.source import servicetitan
from tests.reliability.harness import Loading

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
    pipeline = dlt.pipeline(
        "embedded_elsewhere",
        pipelines_dir=str(tmp_path),
        destination=postgres(credentials=_url(warehouse)),
        dataset_name="elsewhere",
    )
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
    pipeline = dlt.pipeline(
        "compared",
        pipelines_dir=str(tmp_path),
        destination=postgres(credentials=_url(warehouse)),
        dataset_name="elsewhere",
    )
    pipeline.run(servicetitan(select=["jobs"]))
    names = [c.name for c in ENDPOINTS["jobs"].all_columns if c.type != "jsonb"]
    columns = ", ".join(f'"{name}"' for name in names)
    with database.cursor() as cursor:
        found = []
        for schema in (warehouse.raw_schema, "elsewhere"):
            cursor.execute(f"select {columns} from {schema}.raw_st_jobs order by st_id")
            found.append(cursor.fetchall())
        cursor.execute(
            f"select count(*) from {warehouse.raw_schema}.raw_rejected where reason like '%total%'"
        )
        assert cursor.fetchone()[0] == 2
    assert found[0] == found[1]
    assert len(found[0]) == len(keys)


def test_child_resources_are_refused_with_the_remedy(configured):
    with pytest.raises(
        ConfigurationError, match=r"customer_notes.*exclude=\[\"child_resources\"\]"
    ):
        list(servicetitan(select=["customers", "customer_notes"]))


def _url(warehouse: Warehouse) -> str:
    return (
        f"postgresql://{warehouse.user}:{warehouse.password}"
        f"@{warehouse.host}:{warehouse.port}/{warehouse.database}"
    )
