"""Random histories: whatever arrives in whatever order, incremental equals rebuild.

A tenant begins with three records of each kind that point at each other at random. Then values of
records change, and a fourth one arrives, between runs of all or of some models. A failure prints
the shortest history that hypothesis finds; its ``seed`` gives the same first records again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loader.warehouse.tables import columns
from tests.transform.alone import TENANTS_ALONE, differences_alone
from tests.transform.warehouse import CORE, Warehouse

IDS = (1, 2, 3, 4)
# Values of the columns that models look at; few, so that records meet. The simplest comes first.
# 9 is the id of nothing, 4 that of what may come later.
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
    "bigint": (1, 2, 3, 4, None),
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


Change = tuple[str, int, str, Any]  # the column of the n-th record of a resource takes a value

# Not the key: another key is another record. The fourth record is one that arrives later.
CHANGES: list[Change] = [
    (name, place, column, value)
    for name in NAMES
    for place in range(4)
    for column, possible in VALUES[name].items()
    if column not in CORE[name].primary_key
    for value in possible
]


@dataclass(frozen=True)
class Round:
    """Changes that arrive together, and the run that follows."""

    changes: list[Change]
    run: str


@dataclass(frozen=True)
class History:
    """One tenant's life."""

    seed: int
    rounds: list[Round]


RUNS = st.sampled_from(["all", "every other", "the others", "refresh one"])
HISTORIES = st.lists(
    st.builds(
        History,
        seed=st.integers(0, 10_000),
        rounds=st.lists(
            st.builds(Round, changes=st.lists(st.sampled_from(CHANGES), max_size=15), run=RUNS),
            min_size=1,
            max_size=3,
        ),
    ),
    min_size=15,  # side by side: their rows never meet, and a run costs the same for all
    max_size=40,
)


def first_records(seed: int) -> dict[str, list[dict[str, Any]]]:
    """Four records of each kind."""
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


def live_through(warehouse: Warehouse, histories: list[History]) -> list[tuple[History, Any]]:
    """Live through the histories, each with a tenant of its own.

    Returns those at whose end a row differs, with the row.
    """
    first = warehouse.next_tenants(len(histories))
    numbers = range(first, first + len(histories))
    tenants = [warehouse.tenant(number) for number in numbers]
    beginnings = [first_records(history.seed) for history in histories]
    for tenant, records in zip(tenants, beginnings, strict=True):
        tenant.arrive(**{name: of_name[:3] for name, of_name in records.items()})
    warehouse.transform()
    for number in range(max(len(history.rounds) for history in histories)):
        runs = set()
        for tenant, history, records in zip(tenants, histories, beginnings, strict=True):
            if number >= len(history.rounds):
                continue
            runs.add(history.rounds[number].run)
            for name, place, column, value in history.rounds[number].changes:
                records[name][place][column] = value
            arriving = {
                name: [records[name][place] for place in sorted(places)]
                for name, places in touched(history.rounds[number]).items()
            }
            tenant.arrive(**arriving)
        warehouse.transform(*selection(warehouse, sorted(runs)[-1]))
    warehouse.transform()
    found = warehouse.differences(numbers)
    found += differences_alone(warehouse, numbers[:TENANTS_ALONE])
    return [(histories[difference["tenant_id"] - first], difference) for difference in found]


def touched(of_round: Round) -> dict[str, set[int]]:
    """Places of the records that a round changes, by resource."""
    places: dict[str, set[int]] = {}
    for name, place, _, _ in of_round.changes:
        places.setdefault(name, set()).add(place)
    return places


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


@settings(max_examples=4, deadline=None, suppress_health_check=UNHURRIED)
@given(histories=HISTORIES)
def test_a_few_random_histories(begun: Warehouse, histories: list[History]) -> None:
    assert live_through(begun, histories) == []


@pytest.mark.exhaustive
@pytest.mark.timeout(0)
@settings(max_examples=150, deadline=None, suppress_health_check=UNHURRIED)
@given(histories=HISTORIES)
def test_many_random_histories(begun: Warehouse, histories: list[History]) -> None:
    assert live_through(begun, histories) == []
