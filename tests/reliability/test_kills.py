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
from loader.run import load as run
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


def test_rows_staged_by_a_killed_first_load_are_merged_without_a_second_read(loading: Loading):
    loading.load_killed("after dlt's load, before the merge", "customers")
    assert loading.staged("customers") > 0
    assert loading.rows("customers") == []
    loading.server.requests.clear()
    loading.load_well("customers")
    loading.assert_equals_api("customers")
    read_again = [r for r in loading.server.requests.select("customers") if "from=" not in r.query]
    assert read_again == []


@pytest.mark.parametrize("feed", ["export", "list"])
def test_a_first_load_killed_at_90_percent_resumes_there(
    loading: Loading, feed: str, monkeypatch: pytest.MonkeyPatch
):
    loading.feed = feed
    monkeypatch.setattr(run, "_ROUND_SECONDS", 0.0)
    loading.server.feeds.page_size = loading.page_size = 5
    count = loading.server.requests.count
    loading.load_well("jobs")
    whole = count("jobs")
    rows = len(loading.rows("jobs"))
    loading.empty()
    loading.server.requests.clear()
    loading.load_killed_at_request(
        whole * 9 // 10, "jobs", once=lambda: len(loading.rows("jobs")) > rows * 8 // 10
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
    monkeypatch.setattr(run, "_ROUND_SECONDS", 0.0)
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
    assert process.returncode == 1
    assert b"interrupted" in errors
    assert b"Traceback" not in errors
    assert files_left(loading) == []
    state = loading.sync_state("jobs")
    assert state["sync_status"] == "failed"
    assert "interrupted" in state["last_error"]
    loading.server.faults.clear()
    loading.settle(*NAMES)
