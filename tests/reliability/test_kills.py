"""A load that is killed at any point loses nothing: after the next one, tables equal the API."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from loader.config import Warehouse
from loader.run import load_packages
from loader.staging.pipeline import staging_schema_name
from tests.commands import PROJECT, clean_environment, warehouse_variables
from tests.reliability.harness import Loading, files_left
from tests.reliability.killing import POINTS

NAMES = ("customer_contacts", "customers", "jobs")


@pytest.mark.parametrize("point", POINTS)
def test_a_load_killed_at_a_named_point_loses_nothing(loading: Loading, point: str):
    loading.load_well(*NAMES)
    store = loading.store
    store.touch("customers", store.table("customers").keys[:15])
    store.delete("jobs", store.table("jobs").keys[0])
    store.insert("jobs")
    loading.load_killed(point, *NAMES)
    store.change("customers", store.table("customers").keys[0], name="After the kill")
    loading.settle(*NAMES)


@pytest.mark.parametrize(
    "point",
    [
        "while dlt loads",
        "between the merge of two tables",
        *(pytest.param(point, marks=pytest.mark.exhaustive) for point in POINTS),
    ],
)
def test_a_full_refresh_killed_at_a_named_point_loses_nothing(loading: Loading, point: str):
    loading.load_well(*NAMES)
    store = loading.store
    store.change("customers", store.table("customers").keys[0], name="Before the refresh")
    loading.load_killed(point, *NAMES, full_refresh=True)
    loading.settle(*NAMES)


def test_rows_whose_cursor_a_killed_load_did_not_store_are_read_again_and_not_written(
    loading: Loading,
):
    loading.load_killed("before dlt stores the cursors", "customers")
    merged = loading.rows("customers")
    assert merged
    result = loading.load_well("customers")["customers"]
    assert result.merged.staged >= len(merged)
    loading.assert_equals_api("customers")
    after = {row["st_id"]: row["_dlt_load_id"] for row in loading.rows("customers")}
    assert {row["st_id"]: row["_dlt_load_id"] for row in merged}.items() <= after.items()


def test_lines_that_a_killed_load_left_staged_are_not_merged_twice(loading: Loading):
    loading.load_killed("during a merge", "customers")
    assert loading.staged("customers") > 0
    assert loading.rows("customers") == []
    loading.load_well("customers")
    loading.assert_equals_api("customers")
    assert loading.staged("customers") == 0


def test_one_table_that_cannot_be_merged_keeps_its_cursor_and_stops_no_other(loading: Loading):
    loading.load_well(*NAMES)
    table = f"{loading.warehouse.raw_schema}.raw_st_customers"
    loading.query(f"alter table {table} add constraint odd check (name <> 'Odd'); select 1")
    store = loading.store
    store.change("customers", store.table("customers").keys[0], name="Odd")
    store.touch("customers", store.table("customers").keys[1:])
    store.touch("jobs", store.table("jobs").keys)
    results = loading.load(*NAMES)
    assert "CheckViolation" in str(results["customers"].error)
    assert results["jobs"].error is None
    assert results["jobs"].merged.written == len(store.table("jobs").keys)
    loading.assert_equals_api("jobs")
    assert loading.sync_state("customers")["sync_status"] == "failed"
    loading.query(f"alter table {table} drop constraint odd; select 1")
    loading.settle(*NAMES)


@pytest.mark.parametrize("filled", [True, False])
def test_staging_tables_of_an_older_version_are_replaced_and_their_lines_read_again(
    loading: Loading, *, filled: bool
):
    loading.load_well(*NAMES)
    raw = f"{loading.warehouse.raw_schema}.raw_st_customers"
    staging = f"{staging_schema_name(loading.warehouse, loading.api.tenant_id)}.raw_st_customers"
    st_id = loading.store.table("customers").keys[0]
    # As if the last version of a customer had been staged, its cursor stored, and nothing merged.
    loading.query(f"update {raw} set full_data = '{{}}' where st_id = {st_id} returning 1")
    loading.query(
        f"drop table {staging}; create table {staging} (seq bigint not null, fetched_at timestamptz"
        " not null, source text not null, listed boolean not null, record text not null);"
        f" insert into {staging} select 1, now(), 'crm/customers', false, '{{}}' where {filled};"
        " select 1"
    )
    loading.load_well(*NAMES)
    assert [note.split(":")[0] for note in loading.notes] == ["raw_st_customers"] * filled
    assert (loading.row("customers", st_id)["full_data"] == {}) != filled
    if filled:
        loading.assert_equals_api(*NAMES)
    loading.load_well(*NAMES)
    assert loading.notes == []


@pytest.mark.parametrize("feed", ["export", "list"])
def test_a_first_load_killed_at_90_percent_of_its_requests_resumes_there(
    loading: Loading, feed: str, monkeypatch: pytest.MonkeyPatch
):
    loading.feed = feed
    monkeypatch.setattr(load_packages, "_PACKAGE_SECONDS", 0.0)
    loading.server.feeds.page_size = loading.page_size = 5
    count = loading.server.requests.count
    loading.load_well("jobs")
    whole = count("jobs")
    rows = len(loading.rows("jobs"))
    loading.empty()
    loading.server.requests.clear()
    loading.load_killed_at_request(
        whole * 9 // 10, "jobs", once=lambda: len(loading.rows("jobs")) > rows // 2
    )
    loading.server.requests.clear()
    loading.load_well("jobs")
    loading.assert_equals_api("jobs")
    assert count("jobs") <= whole * 3 // 10


@pytest.mark.parametrize("feed", ["export", "list"])
def test_after_a_killed_full_refresh_an_ordinary_load_is_enough(
    loading: Loading, feed: str, monkeypatch: pytest.MonkeyPatch
):
    loading.feed = feed
    monkeypatch.setattr(load_packages, "_PACKAGE_SECONDS", 0.0)
    loading.load_well(*NAMES)
    store = loading.store
    first, *_, last = store.table("customers").keys
    store.change("customers", first, name="Before")
    before = loading.cursors()
    loading.load_killed_at_request(
        6, *NAMES, once=lambda: loading.cursors() != before, full_refresh=True
    )
    assert loading.cursors() != before, "the full refresh has committed cursors"
    store.change("customers", first, name="After")
    store.change("customers", last, name="After")
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    # The next load is incremental again.
    loading.server.requests.clear()
    results = loading.load_well(*NAMES)
    assert sum(result.merged.written for result in results.values()) == 0
    assert len(loading.server.requests) <= 4 * len(NAMES)


def test_the_load_after_a_kill_empties_the_working_folder(loading: Loading):
    loading.load_killed("while dlt loads", *NAMES)
    assert files_left(loading), "a killed run cannot clean up"
    loading.load_well(*NAMES)
    assert files_left(loading) == []


def _command(loading: Loading, warehouse: Warehouse) -> subprocess.Popen[bytes]:
    environment = clean_environment(
        **loading.server.environment(),
        **warehouse_variables(warehouse),
        SERVICETITAN_RATE_LIMIT=1000,
    )
    # A shell makes background jobs ignore SIGINT, and child processes inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "loader", "load", "--quiet", "--select", ",".join(NAMES)],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    finally:
        signal.signal(signal.SIGINT, before)


def _kill_the_command_at_random(loading: Loading, warehouse: Warehouse, times: int) -> None:
    """Kill ``times`` loads, each somewhere between its first request and its end."""
    rng, loads, killed, longest = random.Random(7), 0, 0, 1.5
    store = loading.store
    loading.server.feeds.page_size = 5
    while killed < times:
        loading.server.requests.clear()
        process = _command(loading, warehouse)
        while not len(loading.server.requests) and process.poll() is None:
            time.sleep(0.01)
        time.sleep(rng.uniform(0.0, longest))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        else:
            longest *= 0.9  # the load ended first
        process.communicate()
        store.change("customers", store.table("customers").keys[loads % 20], name=f"Kill {loads}")
        store.insert("jobs")
        loads += 1


def test_the_command_killed_at_random_points_loses_nothing(loading: Loading, warehouse: Warehouse):
    _kill_the_command_at_random(loading, warehouse, times=3)
    loading.settle(*NAMES)


@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
def test_the_command_killed_forty_times_loses_nothing(loading: Loading, warehouse: Warehouse):
    _kill_the_command_at_random(loading, warehouse, times=40)
    loading.settle(*NAMES)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_load_ended_by_a_signal_says_so_and_cleans_up(
    loading: Loading, warehouse: Warehouse, ending: signal.Signals
):
    loading.server.feeds.page_size = 5
    loading.server.faults.latency_seconds = 0.2
    process = _command(loading, warehouse)
    while len(loading.server.requests) < 6 and process.poll() is None:
        time.sleep(0.01)
    os.kill(process.pid, ending)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + ending
    assert b"interrupted" in errors.lower()
    assert b"Traceback" not in errors
    assert files_left(loading) == []
    state = loading.sync_state("jobs")
    assert state["sync_status"] == "failed"
    assert "interrupted" in state["last_error"]
    loading.server.faults.clear()
    loading.settle(*NAMES)
