"""Without anybody watching: exit codes, signals, logs, a partial load, narrow terminals."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

import sandbox
from loader.config import Warehouse
from loader.warehouse.heartbeat import watched
from loader.warehouse.lock import DBT_PURPOSE, tenant_lock
from sandbox.server import Server
from tests.commands import PROJECT, clean_environment, run, warehouse_variables
from tests.databases import end_connections

TENANT = 78


@pytest.fixture
def server() -> Iterator[Server]:
    with sandbox.serve(scale=0.01, seed=2, tenants=[TENANT], port=0) as running:
        yield running


@pytest.fixture
def good(server: Server, warehouse: Warehouse) -> dict[str, str]:
    return clean_environment(**server.environment(TENANT), **warehouse_variables(warehouse))


def load(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("loader", "load", *arguments, environment=environment)


def test_a_load_that_another_run_keeps_out_has_an_exit_code_of_its_own(
    good: dict[str, str], warehouse: Warehouse
) -> None:
    with tenant_lock(warehouse, TENANT):
        done = load(good, "--select", "zones")
        assert done.returncode == 75
    assert f"pid {os.getpid()}" in done.stderr


def test_a_log_that_is_no_terminal_has_a_time_and_a_run_id_and_no_colour(
    good: dict[str, str],
) -> None:
    done = load({**good, "FORCE_COLOR": "1"}, "--select", "zones")  # as CI services set it
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
    lines = done.stderr.splitlines()
    ids = {re.fullmatch(r"20\S+Z ([0-9a-f]{8}) .+", line)[1] for line in lines}  # type: ignore[index]
    assert len(ids) == 1
    assert "1 of 1 endpoints loaded" in lines[-1]


def test_a_json_log_has_one_object_per_line_and_nothing_on_stdout(
    server: Server, good: dict[str, str]
) -> None:
    server.faults.add("forbidden", "teams", times=None)
    done = run(
        "loader", "--log-format", "json", "load", "--select", "zones,teams", environment=good
    )
    assert done.returncode == 1
    assert done.stdout == ""
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert len({event["run_id"] for event in events}) == 1
    endpoints = {event["endpoint"]: event for event in events if event.get("event") == "endpoint"}
    assert endpoints["zones"]["received"] == endpoints["zones"]["new"] > 0
    assert endpoints["teams"]["level"] == "error"
    assert "scope" in endpoints["teams"]["remedy"]
    assert events[-1]["failed"] == 1
    # What the message of the 403 advises makes status green again.
    assert run("loader", "status", environment=good).returncode == 1
    done = run("loader", "status", environment={**good, "SERVICETITAN_EXCLUDE": "teams"})
    assert done.returncode == 0, done.stdout
    assert re.search(r"raw_st_teams .* left out$", done.stdout, re.MULTILINE)
    assert "scope" not in done.stdout


def test_every_error_is_json_in_a_json_log(good: dict[str, str]) -> None:
    nobody = {**good, "PGPORT": "1"}
    for arguments, environment, code in (
        (("load", "--nonsense"), good, 2),
        (("load", "--select", "nonsense"), good, 2),
        (("transform", "--select", "st_jobs"), nobody, 1),
    ):
        done = run("loader", "--log-format", "json", *arguments, environment=environment)
        assert done.returncode == code
        (event,) = map(json.loads, done.stderr.splitlines())
        assert event["level"] == "error"
        assert event["message"]


def test_output_that_nobody_takes_is_no_unexpected_error(good: dict[str, str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with Path("/dev/full").open("w") as full:
        for output, said in ((theirs, ""), (full, "No space left on device")):
            done = subprocess.run(
                [sys.executable, "-m", "loader", "endpoints"],
                cwd=PROJECT, env=good, stdout=output, stderr=subprocess.PIPE, text=True,
                check=False,
            )  # fmt: skip
            assert done.returncode == 1
            assert said in done.stderr
            assert bool(said) == bool(done.stderr)
    os.close(theirs)


def test_a_load_that_ends_early_is_transformed_all_the_same(
    server: Server, good: dict[str, str], warehouse: Warehouse, tmp_path: Path
) -> None:
    # An empty folder instead of the project: what dbt does is told elsewhere.
    environment = {**good, "DBT_PROJECT_DIR": str(tmp_path)}
    notes = "crm/customers/{id}/notes"
    server.hooks.after(notes, 1, lambda: end_connections(warehouse, "%lock"))
    done = run(
        "loader", "sync", "--quiet", "--select", "customers,customer_notes", environment=environment
    )
    assert done.returncode == 1
    assert "connection that holds the tenant's lock was lost" in done.stderr
    assert "The transform failed (dbt's exit code 2)" in done.stderr
    good["PGPORT"] = "1"
    done = run("loader", "sync", "--quiet", "--select", "customers", environment=good)
    assert done.stderr.count("cannot be reached") == 1


@pytest.mark.parametrize("width", [80, 200])
def test_the_name_of_a_table_is_never_cut(good: dict[str, str], width: int) -> None:
    assert load(good, "--select", "zones,appointment_assignments").returncode == 0
    shown = on_a_terminal(good, width, "status")
    assert "raw_st_appointment_assignments" in shown
    assert "raw_st_zones" in shown
    assert ("received" in shown) == (width == 200)
    lines = re.sub(r"\x1b\[\d*m", "", shown).splitlines()
    # Sentences below the table are wrapped by the terminal; the sandbox's clock is one.
    too_long = [line for line in lines if len(line) > width and not line.startswith("A clock is")]
    assert too_long == []


def on_a_terminal(environment: dict[str, str], width: int, *arguments: str) -> str:
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "loader", *arguments],
        cwd=PROJECT,
        env={**environment, "COLUMNS": str(width), "TERM": "xterm"},
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 10_000)
        except OSError:  # the other end was closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert done.wait(60) == 0
    return shown.decode()


def test_status_shows_who_is_loading_and_forgets_a_table(
    good: dict[str, str], warehouse: Warehouse
) -> None:
    assert load(good, "--select", "zones,teams").returncode == 0
    assert "Running: " not in run("loader", "status", environment=good).stdout
    with tenant_lock(warehouse, TENANT), watched(warehouse, purpose=DBT_PURPOSE):
        running = run("loader", "status", environment=good)
        assert f"Running: tenant {TENANT}, by" in running.stdout
        assert re.search(rf"^Running: dbt, by \S+ pid {os.getpid()} ", running.stdout, re.MULTILINE)
        refused = run("loader", "status", "--forget", "zones", environment=good)
        assert refused.returncode == 75
    forgotten = run("loader", "status", "--forget", "raw_st_zones", environment=good)
    assert forgotten.returncode == 0
    assert f"raw_st_zones of tenant {TENANT}" in forgotten.stdout
    assert "raw_st_zones" not in run("loader", "status", environment=good).stdout
    again = run("loader", "status", "--forget", "zones", environment=good)
    assert again.returncode == 2
    assert load(good, "--select", "zones").returncode == 0
    shown = run("loader", "status", environment=good).stdout
    rows = {line.split()[1]: line.split()[2] for line in shown.splitlines() if "raw_st_" in line}
    with psycopg2.connect(warehouse.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from servicetitan_raw.raw_st_zones")
        assert rows["raw_st_zones"] == str((cursor.fetchone() or (0,))[0])


def test_sync_transforms_what_did_load_and_exits_as_the_load_did(
    server: Server, good: dict[str, str], warehouse: Warehouse
) -> None:
    server.faults.add("forbidden", "zones", times=None)
    done = run("loader", "sync", "--quiet", "--exclude", "campaigns", environment=good)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "23 of 24 endpoints loaded" in done.stderr
    assert "transform failed" not in done.stderr, done.stdout
    with psycopg2.connect(warehouse.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) > 0 from servicetitan.st_jobs")
        assert cursor.fetchone() == (True,)
    shown = run("loader", "status", environment=good).stdout
    assert re.search(r"^st_jobs +20\S+ \S+ +0$", shown, re.MULTILINE), shown
    assert load(good, "--select", "jobs", "--full-refresh").returncode == 0
    server.store.touch("jobs", server.store.table("jobs").keys[:3])
    assert load(good, "--select", "jobs").returncode == 0
    shown = run("loader", "status", environment=good).stdout
    assert re.search(r"^st_jobs +20\S+ \S+ +[1-9]$", shown, re.MULTILINE), shown
