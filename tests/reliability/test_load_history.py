"""Loads that are forgotten change nothing for child resources."""

from __future__ import annotations

import pytest

from loader.extract import child_resources
from loader.run import load_packages, partition_planner
from loader.warehouse import load_history
from tests.reliability.harness import Loading

NAMES = ("customers", "customer_notes")


@pytest.fixture(autouse=True)
def _short_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_history, "KEPT_LOADS", 2)


def loads(loading: Loading, table: str = "raw_st_customers") -> int:
    (row,) = loading.query(
        "select count(*) from servicetitan_raw.raw_loads where table_name = %s", table
    )
    return int(row["count"])


def test_notes_of_parents_whose_loads_are_forgotten_are_read_once(loading: Loading) -> None:
    keys = loading.store.table("customers").keys
    for number in range(6):
        loading.store.touch("customers", keys[number : number + 2])
        loading.load_well("customers")
    assert loads(loading) == 2
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    # From here on only notes of customers that have changed are requested.
    for number in range(6):
        loading.store.touch("customers", keys[number : number + 2])
        loading.server.requests.clear()
        loading.load_well(*NAMES)
        loading.assert_equals_api(*NAMES)
        assert loading.server.requests.count("*/notes") <= 4
    assert loads(loading) <= 3


def test_a_first_reading_that_was_killed_goes_on_where_it_was(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_resources, "_MAX_SECONDS", 0.0)
    monkeypatch.setattr(load_packages, "_PACKAGE_SECONDS", 0.0)
    monkeypatch.setattr(partition_planner, "_THREADS", 1)
    monkeypatch.setattr(partition_planner, "_AHEAD", 1)
    for _ in range(4):
        loading.store.touch("customers", loading.store.table("customers").keys)
        loading.load_well("customers")
    loading.query("delete from servicetitan_raw.raw_loads returning 1")
    parents = len(loading.store.table("customers").keys)
    before = loading.cursors()
    loading.load_killed_at_request(
        parents * 3 // 4, "customer_notes", once=lambda: loading.cursors() != before
    )
    loading.server.requests.clear()
    loading.load_well("customer_notes")
    loading.assert_equals_api("customer_notes")
    assert 0 < loading.server.requests.count("*/notes") < parents


def test_loads_that_a_child_resource_has_not_seen_are_kept(loading: Loading) -> None:
    loading.load_well(*NAMES)
    keys = loading.store.table("customers").keys
    for number in range(6):
        loading.store.touch("customers", keys[number : number + 1])
        loading.load_well("customers")
    assert loads(loading) >= 6
    loading.server.requests.clear()
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    assert 6 <= loading.server.requests.count("*/notes") <= 8
    assert loads(loading) <= 3
