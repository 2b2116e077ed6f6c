"""Loads that are forgotten change nothing for child resources."""

from __future__ import annotations

import pytest

from loader.extract import child_resources
from loader.run import load_packages, partition_planner
from loader.staging.pipeline import staging_schema_name
from loader.staging.repair import KEPT_STATES
from loader.warehouse import load_history
from loader.warehouse.rejections import KEPT_REJECTIONS
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


def test_ten_thousand_states_and_rejections_of_past_loads_do_not_stay(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # lookbacks would add requests
    loading.load_well("zones")
    schema = staging_schema_name(loading.warehouse, loading.api.tenant_id)
    states, of_dlt = f'"{schema}"._dlt_pipeline_state', f'"{schema}"._dlt_loads'
    columns = "engine_version, pipeline_name, state, created_at, version_hash"
    loading.execute(
        f"update {states} set version = version + 10000",
        f"insert into {states} (version, {columns}, _dlt_load_id, _dlt_id)"
        f" select n, {columns}, n::text, n::text"
        f" from {states}, generate_series(1, 10000) as n",
        f"insert into {of_dlt} (load_id, schema_name, status, inserted_at, schema_version_hash)"
        " select n::text, schema_name, status, inserted_at, schema_version_hash"
        f" from {of_dlt}, generate_series(1, 10000) as n",
        "insert into servicetitan_raw.raw_rejected"
        " (tenant_id, table_name, record_key, reason, record, fetched_at)"
        f" select {loading.api.tenant_id}, 'raw_st_zones', 'old' || n, 'no usable st_id', '', now()"
        " from generate_series(1, 10500) as n",
    )
    loading.store.change("zones", loading.store.table("zones").keys[0], id="none")
    loading.load_well("zones")
    counted = {
        table: loading.query(f"select count(*) from {table}")[0]["count"]
        for table in (states, of_dlt, "servicetitan_raw.raw_rejected")
    }
    assert counted[states] <= KEPT_STATES + 1
    assert counted[of_dlt] <= 2 * KEPT_STATES + 2
    assert counted["servicetitan_raw.raw_rejected"] == KEPT_REJECTIONS
    loading.server.requests.clear()
    loading.load_well("zones")
    assert loading.server.requests.count("zones") == 1
    assert not [note for note in loading.notes if "from the beginning" in note]
