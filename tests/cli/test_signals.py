"""SIGINT, SIGTERM and SIGHUP end a load within 5 seconds, whatever it is waiting for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial

import psycopg2
import pytest

import embedded_postgres
import sandbox
from loader.config import Warehouse
from loader.staging.pipeline import staging_schema_name
from loader.staging.work_folder import work_folder
from loader.warehouse import tables
from loader.warehouse.connection import connect
from sandbox.server import Server
from tests.commands import PROJECT, clean_environment, run, warehouse_variables
from tests.databases import new_database
from tests.tcp_proxy import proxied

TENANT = 79
# Loaded once, so that each test finds tables to wait for.
LOADED = "zones,customers,customer_notes,report_revenue"
REPORTS = """
[revenue]
category = "accounting"
id = 101
key = ["BusinessUnitId"]
[revenue.parameters]
From = 2026-01-01
To = 2026-01-31
"""
Ready = Callable[[], bool]


@pytest.fixture(scope="module")
def warehouse(postgres: embedded_postgres.Settings) -> Iterator[Warehouse]:
    with new_database(postgres, "test_signals") as warehouse:
        yield warehouse


@pytest.fixture(scope="module")
def shared(warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple]:
    """A sandbox, and the environment of loads that have everything loaded already."""
    reports = tmp_path_factory.mktemp("reports") / "reports.toml"
    reports.write_text(REPORTS)
    with sandbox.serve(scale=0.005, seed=2, tenants=[TENANT], port=0) as server:
        environment = clean_environment(
            **server.environment(TENANT),
            **warehouse_variables(warehouse),
            SERVICETITAN_REPORTS=reports,
            SERVICETITAN_TIMEZONE="UTC",
        )
        done = run("loader", "load", "--quiet", "--select", LOADED, environment=environment)
        assert done.returncode == 0, done.stderr
        yield server, environment


@pytest.fixture
def server(shared: tuple) -> Iterator[Server]:
    server: Server = shared[0]
    yield server
    server.faults.clear()


@pytest.fixture
def environment(shared: tuple) -> dict[str, str]:
    return dict(shared[1])


def wait_until(ready: Ready, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not ready():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _default_signals() -> None:
    # Whoever runs the tests in the background, as nohup does, ignores some of them.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def ends_quickly(
    environment: dict[str, str], ready: Ready, number: int = signal.SIGTERM, *arguments: str
) -> str:
    """Start a command, send it a signal once it is ready, check its end; return what it said."""
    command = [sys.executable, "-m", *(arguments or ("loader", "load", "--select", "zones,teams"))]
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_default_signals,
    ) as process:
        wait_until(ready, process)
        sent = time.monotonic()
        process.send_signal(number)
        said = "\n".join(process.communicate(timeout=30))
        seconds = time.monotonic() - sent
    assert process.returncode == 128 + number, said
    assert seconds < 5 + _waiting_for_a_processor()
    assert "Unexpected" not in said
    assert "Traceback" not in said or arguments[:1] == ("loader.transform",)  # dbt shows its own
    return said


def _waiting_for_a_processor() -> float:
    """Return seconds to allow for other processes: those that run for each processor."""
    return os.getloadavg()[0] / (os.cpu_count() or 1)


def folder_is_empty(warehouse: Warehouse) -> bool:
    return not work_folder(warehouse, TENANT).exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_answer_that_does_not_come(server, environment, warehouse, number: int) -> None:
    fault = server.faults.add("hang", "zones")
    said = ends_quickly(environment, lambda: fault.applied > 0, number)
    assert "nterrupted" in said
    assert folder_is_empty(warehouse)


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_twice_cleans_up_too(server, environment, warehouse, times: int) -> None:
    fault = server.faults.add("hang", "zones")
    command = [sys.executable, "-m", "loader", "load", "--select", "zones"]
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        wait_until(lambda: fault.applied > 0, process)
        for _ in range(times):
            process.send_signal(signal.SIGTERM)
            time.sleep(0.05)
        assert process.wait(5 + _waiting_for_a_processor()) == 143
    assert folder_is_empty(warehouse)


def test_a_retry_after_of_an_hour_which_is_capped_and_announced(server, environment) -> None:
    fault = server.faults.add("too_many_requests", "zones", retry_after=3600)
    said = ends_quickly(environment, lambda: fault.applied > 0)
    assert "5 min" in said or "300 s" in said, said


def test_a_permit_and_a_retry(server, environment) -> None:
    fault = server.faults.add("server_error", "zones")
    ends_quickly(environment | {"SERVICETITAN_RATE_LIMIT": "0.5"}, lambda: fault.applied > 0)


def test_child_resources(server, environment) -> None:
    server.store.touch("customers", server.store.table("customers").keys)
    fault = server.faults.add("hang", "*/notes", times=None)
    select = ("loader", "load", "--select", "customers,customer_notes")
    ends_quickly(environment, lambda: fault.applied > 5, signal.SIGTERM, *select)


def test_a_report(server, environment) -> None:
    fault = server.faults.add("hang", "*/data", times=None)
    select = ("loader", "load", "--select", "report_revenue")
    ends_quickly(environment, lambda: fault.applied > 0, signal.SIGTERM, *select)


@pytest.mark.parametrize("command", ["check --select zones", "reports list"])
def test_commands_that_only_ask(server, environment, command: str) -> None:
    fault = server.faults.add("hang", "*", times=None)
    said = ends_quickly(
        environment, lambda: fault.applied > 0, signal.SIGTERM, "loader", *command.split()
    )
    assert "Interrupted" in said


@contextmanager
def locked(warehouse: Warehouse, table: str) -> Iterator[Ready]:
    """Hold a table's lock; yields whether somebody waits for it."""
    with closing(connect(warehouse)) as holder, holder.cursor() as cursor:
        cursor.execute(f"lock table {table} in access exclusive mode")
        yield lambda: one(
            warehouse,
            "select count(*) from pg_stat_activity"
            f" where {holder.info.backend_pid} = any(pg_blocking_pids(pid))",
        )


def one(warehouse: Warehouse, statement: str) -> bool:
    with closing(psycopg2.connect(warehouse.dsn)) as watcher:
        watcher.autocommit = True
        with watcher.cursor() as cursor:
            cursor.execute(statement)
            return bool((cursor.fetchone() or (0,))[0])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_statement_that_waits_for_a_lock(server, environment, warehouse, number: int) -> None:
    server.store.touch("zones", server.store.table("zones").keys)
    with locked(warehouse, "servicetitan_raw.raw_st_zones") as waited_for:
        ends_quickly(environment, waited_for, number)
    assert folder_is_empty(warehouse)
    assert run("loader", "load", "--select", "zones", environment=environment).returncode == 0


def test_status_that_waits_for_a_lock(environment, warehouse) -> None:
    with locked(warehouse, "servicetitan_raw.raw_sync_state") as waited_for:
        ends_quickly(environment, waited_for, signal.SIGINT, "loader", "status")


def test_a_copy(server, environment, warehouse) -> None:
    server.store.touch("zones", server.store.table("zones").keys)
    staging = f"{staging_schema_name(warehouse, TENANT)}.raw_st_zones"
    with closing(psycopg2.connect(warehouse.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "create function public.dawdle() returns trigger language plpgsql as"
            " 'begin perform pg_sleep(60); return new; end';"
            f" create trigger dawdle before insert on {staging}"
            " for each row execute function public.dawdle()"
        )
        connection.commit()
        copying = (
            "select count(*) from pg_stat_activity"
            " where wait_event = 'PgSleep' and query like 'copy%'"
        )
        ends_quickly(environment, lambda: one(warehouse, copying))
        cursor.execute("drop function public.dawdle() cascade")
        connection.commit()
    assert folder_is_empty(warehouse)


def test_a_database_that_has_fallen_silent(server, environment, warehouse) -> None:
    server.store.touch("zones", server.store.table("zones").keys)
    with proxied(warehouse) as (proxy, behind):
        proxy.fall_silent_at = b"copy "
        ends_quickly(environment | warehouse_variables(behind), proxy.silent.is_set)
        assert not work_folder(behind, TENANT).exists()


def test_a_transform_and_its_statements(environment, warehouse) -> None:
    with locked(warehouse, "servicetitan_raw.raw_st_zones") as waited_for:
        command = ("loader.transform", "build", "--select", "st_locations")
        ends_quickly(environment, waited_for, signal.SIGTERM, *command)
        assert not waited_for(), "dbt has cancelled its statement"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_transform_that_has_not_come_to_dbt(environment, warehouse, number: int) -> None:
    waiting = (
        "select count(*) from pg_stat_activity where application_name like '%transform'"
        " and cardinality(pg_blocking_pids(pid)) > 0"
    )
    with locked(warehouse, f"servicetitan_raw.{tables.TENANTS}"):
        ready = partial(one, warehouse, waiting)
        ends_quickly(environment, ready, number, "loader.transform", "build")


def test_a_signal_that_nohup_ignores_stays_ignored(server, environment) -> None:
    fault = server.faults.add("slow", "zones", seconds=2)
    command = ["nohup", sys.executable, "-m", "loader", "load", "--select", "zones"]
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        wait_until(lambda: fault.applied > 0, process)
        process.send_signal(signal.SIGHUP)
        assert process.wait(60) == 0
