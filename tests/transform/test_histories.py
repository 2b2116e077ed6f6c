"""Random histories: whatever arrives in whatever order, incremental equals rebuild.

A tenant begins with three records of each kind that point at each other at random. Then records
arrive in loads, in any order, between runs of all or of some models. A failure prints the shortest
history that hypothesis finds; its ``seed`` gives the same first records again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from loader.warehouse.tables import columns
from tests.transform.warehouse import CORE, Warehouse

IDS = (1, 2, 3)
# Values of the columns that models look at; few, so that records meet. The simplest comes first.
# 9 is the id of nothing.
BY_NAME: dict[str, Sequence[Any]] = {
    "active": (True, None, False, True, True),
    "address": (None, {"street": "1 Main", "city": "Bath", "zip": "0"}, {"city": "Rome"}),
    "applied_to": (
        [],
        [{"appliedTo": 1, "appliedAmount": "1.5"}],
        [{"appliedTo": 2, "appliedAmount": "2"}, {"appliedTo": 3, "appliedAmount": None}],
        [{"appliedTo": 3, "appliedAmount": "4"}, {"appliedTo": 3, "appliedAmount": "-1"}],
        None,
    ),
    "category": (None, {"id": 1, "name": "a"}, {"id": 2, "name": "b"}),
    "custom_fields": (
        None,
        [{"name": "a", "value": "1"}, {"name": "a", "value": "2"}],
        [{"name": None, "value": "3"}, {"name": "b", "value": None}],
    ),
    "deleted_at": (None, None, None, "2026-03-01T00:00:00Z"),
    "entity_type": ("Job", "Customer"),
    "items": ([], [{"id": 1}], None),
    "status": ("Scheduled", "Canceled", None),
    "type": ("Phone", "MobilePhone", "Email", "Fax"),
    "value": ("1", "2", "", None),
}
BY_TYPE: dict[str, Sequence[Any]] = {
    "bigint": (1, 2, 3, 9, None),
    "date": ("2026-01-01", "2026-02-01", None),
    "numeric": ("0", "1.5", "10.25", None),
    "text": ("a", "b", None),
    "timestamptz": ("2026-01-01T08:00:00Z", "2026-01-02T09:30:00.123456Z", None),
    "jsonb": ([1], [2, 1], [3, 9, 3], [], None),  # lists of ids
}
# Columns whose value is looked up, added up, compared or followed somewhere, besides the above.
FOLLOWED = {
    "amount", "appointment_id", "assigned_on", "balance", "business_unit_id", "business_unit_ids",
    "campaign_id", "customer_id", "end_time", "invoice_id", "job_id", "job_number", "job_status",
    "job_type_id", "location_id", "main_zone_id", "manufacturer_warranty_end", "name",
    "payment_date", "reference_number", "service_warranty_end", "sold_by", "start_time",
    "tag_type_ids", "technician_id", "total", "zone_id", "zone_ids",
}  # fmt: skip

# What no model reads need not arrive.
NAMES = [name for name in CORE if not name.startswith("pricebook") and name != "teams"]


def values(name: str) -> dict[str, Sequence[Any]]:
    """The columns of a resource that are filled, with the values that they can take."""
    chosen: dict[str, Sequence[Any]] = {}
    for column, sql_type in columns(CORE[name]).items():
        if column in CORE[name].primary_key and column != "tenant_id":
            chosen[column] = BY_NAME.get(column, IDS)
        elif column in BY_NAME:
            chosen[column] = BY_NAME[column]
        elif column in FOLLOWED:
            chosen[column] = BY_TYPE[sql_type.split()[0]]
    return chosen


VALUES = {name: values(name) for name in NAMES}


@dataclass(frozen=True)
class Round:
    """Loads, each of some records, and the run that follows."""

    loads: list[list[tuple[str, dict[str, Any]]]]
    run: str


@dataclass(frozen=True)
class History:
    """One tenant's life."""

    seed: int
    rounds: list[Round]


def record(name: str) -> SearchStrategy[tuple[str, dict[str, Any]]]:
    """A version of some record of one resource."""
    columns_of_record = {
        column: st.sampled_from(possible) for column, possible in VALUES[name].items()
    }
    return st.tuples(st.just(name), st.fixed_dictionaries(columns_of_record))


LOADS = st.lists(st.sampled_from(NAMES).flatmap(record), min_size=1, max_size=6)
RUNS = st.sampled_from(["all", "every other", "the others", "refresh one"])
HISTORIES = st.lists(
    st.builds(
        History,
        seed=st.integers(0, 10_000),
        rounds=st.lists(
            st.builds(Round, loads=st.lists(LOADS, max_size=3), run=RUNS), min_size=1, max_size=3
        ),
    ),
    min_size=1,
    max_size=12,  # side by side: their rows never meet, and a run costs the same for all
)


def first_records(seed: int) -> dict[str, list[dict[str, Any]]]:
    """Three records of each kind."""
    chance = random.Random(seed)
    return {
        name: [
            {
                **{column: chance.choice(possible) for column, possible in VALUES[name].items()},
                "st_id": st_id,
            }
            for st_id in IDS
        ]
        for name in NAMES
    }


def live_through(warehouse: Warehouse, histories: list[History]) -> list[Any]:
    """Live through the histories, each with a tenant of its own; what differs at the end."""
    first = warehouse.next_tenants(len(histories))
    tenants = range(first, first + len(histories))
    for tenant, history in zip(tenants, histories, strict=True):
        warehouse.arrive(tenant, **first_records(history.seed))
    warehouse.transform()
    for number in range(max(len(history.rounds) for history in histories)):
        runs = set()
        for tenant, history in zip(tenants, histories, strict=True):
            if number >= len(history.rounds):
                continue
            runs.add(history.rounds[number].run)
            for load in history.rounds[number].loads:
                arriving: dict[str, list[dict[str, Any]]] = {}
                for name, columns_of_record in load:
                    arriving.setdefault(name, []).append(columns_of_record)
                warehouse.arrive(tenant, **arriving)
        warehouse.transform(*selection(warehouse, sorted(runs)[-1]))
    warehouse.transform()
    return warehouse.differences(tenants)


def selection(warehouse: Warehouse, run: str) -> list[str]:
    """dbt's arguments for a run."""
    match run:
        case "every other":
            return ["--select", *warehouse.models[::2]]
        case "the others":
            return ["--select", *warehouse.models[1::2]]
        case "refresh one":
            return ["--full-refresh", "--select", warehouse.models[-1]]
        case _:
            return []


@pytest.fixture(scope="module")
def begun(transform_database: Warehouse) -> Warehouse:
    """Tables that exist; each history then adds tenants of its own."""
    transform_database.reset()
    transform_database.transform()
    return transform_database


UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=3, deadline=None, suppress_health_check=UNHURRIED)
@given(histories=HISTORIES)
def test_a_few_random_histories(begun: Warehouse, histories: list[History]) -> None:
    assert live_through(begun, histories) == []


@pytest.mark.exhaustive
@pytest.mark.timeout(0)
@settings(max_examples=150, deadline=None, suppress_health_check=UNHURRIED)
@given(histories=HISTORIES)
def test_many_random_histories(begun: Warehouse, histories: list[History]) -> None:
    assert live_through(begun, histories) == []
