"""Connections that Postgres closes while a run uses them are opened again, and nothing is lost."""

from __future__ import annotations

import logging

import pytest
from psycopg2.sql import SQL

from loader.warehouse import tables
from tests.databases import end_connections
from tests.reliability.harness import Loading

CHILDREN = ("customers", "customer_notes")
NOTES = "crm/customers/{id}/notes"


@pytest.fixture(autouse=True)
def _without_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.warehouse.session._FIRST_WAIT", 0.01)


def retries(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was announced to be tried again."""
    return [r.getMessage() for r in caplog.records if "Trying again" in r.getMessage()]


def test_a_full_scan_remembers_what_it_has_seen_when_its_connection_is_lost(
    loading: Loading, caplog: pytest.LogCaptureFixture
) -> None:
    loading.page_size = 2
    loading.load_well("campaigns")
    first, second, *_ = loading.store.table("campaigns").keys
    loading.store.delete("campaigns", first)
    loading.store.change("campaigns", second, name="Changed")
    for request in (2, 4):
        loading.server.hooks.after(
            "campaigns", request, lambda: end_connections(loading.warehouse, "%full scan")
        )
    with caplog.at_level(logging.WARNING, logger="loader"):
        done = loading.reconcile("campaigns")
    assert retries(caplog) != []
    assert done["campaigns"].soft_deleted == 1
    loading.assert_equals_api("campaigns", deletions=True)


def test_parents_go_on_after_the_last_one_when_their_connection_is_lost(
    loading: Loading, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loader.warehouse.parent_partitions._FETCHED_AT_ONCE", 2)
    monkeypatch.setattr("loader.run.partition_planner._AHEAD", 1)
    for request in (5, 9):
        loading.server.hooks.after(
            NOTES, request, lambda: end_connections(loading.warehouse, "%parents")
        )
    with caplog.at_level(logging.WARNING, logger="loader"):
        loading.load_well(*CHILDREN)
    assert len(retries(caplog)) == 2
    assert loading.server.requests.count(NOTES) == len(loading.store.table("customers").keys)
    loading.assert_equals_api(*CHILDREN)


def test_statistics_that_cannot_be_renewed_fail_no_load(
    loading: Loading, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As a statement_timeout of the role does.
    cancelled = SQL("do $$ begin raise sqlstate '57014'; end $$")
    monkeypatch.setattr(tables, "analyze", lambda _schema, _endpoint: cancelled)
    with caplog.at_level(logging.WARNING, logger="loader"):
        loading.load_well("zones")
    (warning,) = [record.getMessage() for record in caplog.records]
    assert warning.startswith("raw_st_zones: no new statistics. Postgres cancelled a statement")
