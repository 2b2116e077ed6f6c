"""No value of a record stops a model: what does not fit is null, and other records stay right."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from loader.catalogue import ENDPOINTS
from loader.catalogue.json_places import PLACES
from loader.warehouse import tables
from tests.transform.warehouse import CORE, Tenant, Warehouse

LONG = "x" * 6000
# Every field that a model reads inside jsonb.
FIELDS = (
    "appliedTo", "appliedAmount", "name", "value", "id", "total",
    "street", "unit", "city", "state", "zip", "country", "latitude", "longitude",
)  # fmt: skip
SCALARS = st.sampled_from(
    [
        None, True, False, 0, 1, 2, -1, 90, 1.5, 10**18, 10**30, -(10**40), 10**400, 1e-30, 1e300,
        "", " ", "n/a", "90", "12.50", "1e5", "1e400", "NaN", "Infinity", "-", "٣",
        "2026-01-01", LONG,
    ]
)  # fmt: skip
NONSENSE = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)
        | st.lists(st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4), max_size=4)
    ),
    max_leaves=12,
)
JSON_COLUMNS = [
    (name, column.name)
    for name, endpoint in CORE.items()
    for column in endpoint.all_columns
    if column.type == "jsonb"
]
RECORDS = st.dictionaries(st.sampled_from(JSON_COLUMNS), NONSENSE, min_size=10, max_size=30)
GOOD: dict[str, Any] = {
    "customers": [{"st_id": 1, "name": "Ann", "address": {"city": "Bath"}}],
    "jobs": [{"st_id": 1, "customer_id": 1, "tag_type_ids": [1]}],
    "invoices": [{"st_id": 1, "job_id": 1, "items": [{"id": 1}]}],
    "payments": [{"st_id": 1, "applied_to": [{"appliedTo": 1, "appliedAmount": "12.50"}]}],
}


@pytest.fixture(scope="module")
def begun(transform_database: Warehouse) -> Warehouse:
    """Tables with a good record of the tenant 1."""
    transform_database.reset()
    transform_database.arrive(1, **GOOD)
    transform_database.transform()
    return transform_database


def arrive_nonsense(
    warehouse: Warehouse, tenant: Tenant, values: dict[tuple[str, str], Any]
) -> None:
    """A record of each kind with these values, beside a change of the good ones."""
    records: dict[str, dict[str, Any]] = {}
    for (name, column), value in values.items():
        records.setdefault(name, {"st_id": 1})[column] = value
    for name in ("jobs", "invoices"):
        records.setdefault(name, {"st_id": 1})
    for name, record in records.items():
        if name == "custom_field_types":
            record["entity_type"] = "Job"
        for owner in ("customer_id", "location_id"):
            if owner in CORE[name].primary_key:
                record[owner] = 1
    tenant.arrive(**{name: [record] for name, record in records.items()})
    warehouse.arrive(1, **GOOD)


@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a failure names its tenant
)
@given(histories=st.lists(st.lists(RECORDS, min_size=1, max_size=2), min_size=5, max_size=10))
def test_nothing_inside_json_stops_a_model(
    begun: Warehouse, histories: list[list[dict[tuple[str, str], Any]]]
) -> None:
    first = begun.next_tenants(len(histories)) + 10
    tenants = [Tenant(begun, first + number) for number in range(len(histories))]
    for number in range(2):
        for tenant, history in zip(tenants, histories, strict=True):
            if number < len(history):
                arrive_nonsense(begun, tenant, history[number])
        begun.transform()
    assert begun.differences([1, *range(first, first + len(histories))]) == []
    assert str(begun.row("st_invoices", 1)["paid_amount"]) == "12.50"
    assert begun.row("st_customers", 1)["city"] == "Bath"


ODD = (
    *(
        None,
        True,
        0,
        -1,
        1.5,
        10**19,
        10**30,
        10**400,
        1e-30,
        1e300,
        [],
        [[]],
        [None],
        {},
        {"id": {}},
    ),
    *(
        "",
        " ",
        "n/a",
        "90",
        "1e5",
        "1e400",
        "NaN",
        "Infinity",
        "-",
        "٣",
        "\\",
        "%s",
        "{{ x }}",
        LONG,
    ),
    *("2026-01-01", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00-14:00", "infinity", "now"),
    *("9999-12-31T23:59:59.9999999+14:00", "294276-12-31", "00:99:99", "-00:00:01", "1 day"),
    *("2562047788:00:54.775807", "99999999999:00:00", "1e9:00:00", "[1,", "\U0001f600", "a\ufffdb"),
)


def at(path: str, value: Any) -> Any:
    """JSON that has a value at a place: ``$[*].total`` of [{"total": value}]."""
    for step in reversed(path.removeprefix("$").replace("[*]", ".[*]").split(".")[1:]):
        value = [value] if step == "[*]" else {step: value}
    return value


def test_no_value_at_any_place_stops_a_model(begun: Warehouse) -> None:
    names = {endpoint.table: name for name, endpoint in ENDPOINTS.items()}
    first = begun.next_tenants(len(ODD)) + 3000
    for tenant, odd in enumerate(ODD, first):
        records: dict[str, list[dict[str, Any]]] = {}
        for number, place in enumerate(PLACES, 1):
            name = names[place.table]
            record = {"st_id": number, place.column: at(place.path, odd)}
            # What does not count is not looked into.
            if "active" in tables.columns(ENDPOINTS[name]):
                record["active"] = True
            records.setdefault(name, []).append(record)
        begun.tenant(tenant).arrive(**records)
    begun.arrive(1, **GOOD)
    begun.transform()
    assert begun.differences([1, *range(first, first + len(ODD))]) == []
    assert str(begun.row("st_invoices", 1)["paid_amount"]) == "12.50"


@pytest.mark.parametrize(
    ("amount", "paid"),
    [("12.50", "12.50"), (7, "7"), ("1e3", "1000"), ("-2.5", "-2.5")]
    + [(nonsense, "0") for nonsense in ("n/a", "NaN", "Infinity", "", True, [], {}, 10**400, None)],
)
def test_what_is_no_amount_is_null(begun: Warehouse, amount: Any, paid: str) -> None:
    tenant = begun.tenant(begun.next_tenants(1) + 2000)
    tenant.arrive(
        invoices=[{"st_id": 1}],
        payments=[{"st_id": 1, "applied_to": [{"appliedTo": 1, "appliedAmount": amount}]}],
    )
    begun.transform("--select", "st_invoices")
    assert str(tenant.row("st_invoices", 1)["paid_amount"]) == paid


@pytest.mark.parametrize("full_refresh", [False, True])
def test_texts_longer_than_an_index_can_hold(begun: Warehouse, full_refresh: bool) -> None:
    # Incompressible, or Postgres would make it fit.
    text = "".join(chr(0x4E00 + (i * 7919) % 20000) for i in range(6000))
    texts = {
        name: [{"st_id": 1} | {c.name: text for c in endpoint.all_columns if c.type == "text"}]
        for name, endpoint in CORE.items()
        if name in ("appointments", "customers", "estimates", "invoices", "jobs")
    }
    texts["locations"] = [{"st_id": 1, "name": text, "address": {"zip": text}}]
    begun.arrive(3000, **texts)
    begun.transform(*(["--full-refresh"] if full_refresh else []))
    assert begun.row("st_jobs", 1, tenant=3000)["job_number"] == text
    assert begun.row("st_locations", 1, tenant=3000)["zip"] == text
    assert begun.differences([3000]) == []
