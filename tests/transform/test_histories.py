"""Random histories: whatever arrives in whatever order, incremental equals rebuild."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from loader.warehouse.tables import columns
from tests.transform.warehouse import CORE, Warehouse

# Few ids and few values, so that records meet: every id below points to a record that exists, has
# existed, will exist, or never does.
IDS = st.integers(1, 3)
SOME_ID = st.none() | IDS
SOME_IDS = st.none() | st.lists(IDS, max_size=3)
NAMES = st.sampled_from(["a", "b", "", None])
AMOUNTS = st.sampled_from(["0", "1.5", "10.25", "-3", None])
MOMENTS = st.sampled_from(["2026-01-01T08:00:00Z", "2026-01-02T09:30:00.123456Z", None])
ACTIVE = st.sampled_from([True, False, None])
DELETED = st.sampled_from([None, None, "2026-03-01T00:00:00Z"])
ADDRESSES = st.none() | st.fixed_dictionaries({"street": NAMES, "city": NAMES, "zip": NAMES})
CUSTOM_FIELDS = st.none() | st.lists(
    st.fixed_dictionaries({"name": NAMES, "value": NAMES}), max_size=3
)
APPLIED = st.none() | st.lists(
    st.fixed_dictionaries({"appliedTo": IDS, "appliedAmount": AMOUNTS}), max_size=3
)
LISTS = st.none() | st.just([]) | st.just([{"id": 1}])
BY_NAME: dict[str, SearchStrategy[Any]] = {
    "address": ADDRESSES,
    "applied_to": APPLIED,
    "custom_fields": CUSTOM_FIELDS,
    "items": LISTS,
    "status": st.sampled_from(["Canceled", "Scheduled", None]),
    "type": st.sampled_from(["Phone", "MobilePhone", "Email", "Fax", None]),
    "deleted_at": DELETED,
    "active": ACTIVE,
}
# Columns that models look at. The others are copied, and a few of them stand for all.
BY_TYPE: dict[str, SearchStrategy[Any]] = {
    "bigint": SOME_ID,
    "text": NAMES,
    "numeric": AMOUNTS,
    "boolean": ACTIVE,
    "timestamptz": MOMENTS,
    "date": st.sampled_from(["2026-01-01", "2026-02-01", None]),
}
LOOKED_AT = {
    "address", "applied_to", "assigned_on", "balance", "business_unit_ids", "category",
    "custom_fields", "end_time", "items", "job_number", "job_status", "manufacturer_warranty_end",
    "name", "payment_date", "reference_number", "service_warranty_end", "start_time", "status",
    "tag_type_ids", "total", "type", "value", "sold_by", "active", "deleted_at", "zone_ids",
    "customer_id", "location_id", "job_id", "appointment_id", "technician_id", "job_type_id",
    "business_unit_id", "campaign_id", "zone_id", "main_zone_id", "invoice_id", "amount",
}  # fmt: skip


def record(name: str) -> SearchStrategy[tuple[str, dict[str, Any]]]:
    """A version of some record of one resource."""
    values: dict[str, SearchStrategy[Any]] = {}
    endpoint = CORE[name]
    for column, sql_type in columns(endpoint).items():
        if column in endpoint.primary_key[1:]:
            values[column] = st.sampled_from(["Job", "Customer"]) if sql_type == "text" else IDS
        elif column in LOOKED_AT:
            by_type = BY_TYPE.get(sql_type.split()[0], SOME_IDS)
            values[column] = BY_NAME.get(column, by_type)
    return st.tuples(st.just(name), st.fixed_dictionaries(values))


TRANSFORMED = [name for name in CORE if not name.startswith(("pricebook", "teams"))]
RECORDS = st.sampled_from(TRANSFORMED).flatmap(record)
# Between two runs: loads, each of some records; then a run of some models, or of all.
ROUNDS = st.lists(
    st.tuples(
        st.lists(st.lists(RECORDS, min_size=1, max_size=8), max_size=4),
        st.sampled_from(["all", "odd", "even", "all", "refresh one"]),
    ),
    min_size=1,
    max_size=4,
)
# Several tenants at once: their rows never meet, and a run costs the same for all of them.
HISTORIES = st.lists(ROUNDS, min_size=1, max_size=int(os.environ.get("HISTORY_TENANTS", "8")))


def check(warehouse: Warehouse, histories: list[list[tuple[Any, str]]]) -> None:
    """Live through the histories side by side, each with a tenant of its own."""
    first = warehouse.next_tenants(len(histories))
    for number in range(max(map(len, histories))):
        runs = set()
        for tenant, history in enumerate(histories, start=first):
            if number >= len(history):
                continue
            loads, run = history[number]
            runs.add(run)
            for load in loads:
                arriving: dict[str, list[dict[str, Any]]] = {}
                for name, values in load:
                    arriving.setdefault(name, []).append(values)
                warehouse.arrive(tenant, **arriving)
        warehouse.transform(*selection(warehouse, sorted(runs)[0]))
    warehouse.transform()
    assert warehouse.differences(range(first, first + len(histories))) == []


def selection(warehouse: Warehouse, run: str) -> list[str]:
    match run:
        case "odd":
            return ["--select", *warehouse.models[1::2]]
        case "even":
            return ["--select", *warehouse.models[::2]]
        case "refresh one":
            return ["--full-refresh", "--select", warehouse.models[0]]
        case _:
            return []


@pytest.fixture(scope="module")
def begun(transform_database: Warehouse) -> Warehouse:
    """Built once; each history then adds tenants of its own."""
    transform_database.reset()
    transform_database.transform()
    return transform_database


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
@given(histories=HISTORIES)
def test_a_few_random_histories(begun: Warehouse, histories: list[Any]) -> None:
    check(begun, histories)


@pytest.mark.exhaustive
@pytest.mark.timeout(0)
@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(histories=HISTORIES)
def test_many_random_histories(begun: Warehouse, histories: list[Any]) -> None:
    check(begun, histories)
