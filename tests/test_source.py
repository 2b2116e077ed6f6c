"""The dlt source in an ordinary dlt pipeline."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import dlt
import pytest
from dlt.destinations import postgres
from psycopg2.extensions import connection as Connection

import sandbox
from loader.config import Warehouse
from loader.errors import ConfigurationError
from loader.source import servicetitan

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


def test_child_resources_are_refused_with_the_remedy(configured):
    with pytest.raises(ConfigurationError, match=r"customer_notes.*exclude=\[\"nested\"\]"):
        list(servicetitan(select=["customers", "customer_notes"]))


def _url(warehouse: Warehouse) -> str:
    return (
        f"postgresql://{warehouse.user}:{warehouse.password}"
        f"@{warehouse.host}:{warehouse.port}/{warehouse.database}"
    )
