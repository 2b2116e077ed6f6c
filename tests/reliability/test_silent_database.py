"""Deadlocks in a load, and a database that no longer answers."""

from __future__ import annotations

import logging
import time
from contextlib import closing
from dataclasses import replace

import psycopg2
import pytest

from loader.errors import WarehouseError
from loader.warehouse import heartbeat
from tests.reliability.harness import Loading, files_left
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
        assert time.monotonic() - began < 20
        assert files_left(replace(loading, warehouse=behind)) == []
    loading.load_well("zones")
    loading.assert_equals_api("zones")


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
