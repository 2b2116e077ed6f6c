"""No clock is trusted alone: what an implausible one leads to is named, and heals."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from loader.api.pages import Page
from loader.extract.agreed_time import AgreedTime
from loader.warehouse import clocks
from loader.warehouse.connection import connect
from loader.warehouse.table_health import TableHealth, read_health
from sandbox.timestamps import TICKS_PER_DAY, ticks_from
from tests.reliability.harness import Loading
from tests.reliability.moved_clocks import api_clock, database_clock, loader_clock

BOTH = pytest.mark.parametrize("feed", ["export", "list"])
_YEARS = 5 * 366


def _jump_once(loading: Loading, load: Callable[[], object]) -> None:
    """Let the API's clock be years ahead during one load, with a record dated just as far."""
    clock, keys = loading.store.clock, loading.store.table("customers").keys
    before = clock.now
    clock.advance(_YEARS * 86_400)
    loading.store.change("customers", keys[0], name="Dated far into the future")
    load()
    clock._now = before + TICKS_PER_DAY


@BOTH
def test_an_api_clock_years_ahead_is_named_and_hides_nothing(loading: Loading, feed: str):
    loading.feed = feed
    loading.load_well("customers")
    _jump_once(loading, lambda: loading.load_well("customers"))
    assert any("crm/customers: the API's clock shows 2031" in note for note in loading.notes)
    assert loading.sync_state("customers")["last_modified_on_cursor"].year == 2026
    keys = loading.store.table("customers").keys
    loading.store.change("customers", keys[1], name="Changed when the clock was right again")
    loading.load_well("customers")
    loading.assert_equals_api("customers")


@BOTH
def test_a_cursor_that_stands_in_the_future_is_named_and_repaired_by_the_next_load(
    loading: Loading, monkeypatch: pytest.MonkeyPatch, feed: str
):
    loading.feed = feed
    loading.load_well("customers")
    with monkeypatch.context() as trusting:

        def trust_the_api(_agreed: AgreedTime, page: Page) -> object:
            return page.server_time

        trusting.setattr(AgreedTime, "of", trust_the_api)
        _jump_once(loading, lambda: loading.load_well("customers"))
    keys = loading.store.table("customers").keys
    for key in keys[1:4]:
        loading.store.change("customers", key, name="Changed while the cursor was wrong")
    loading.load_well("customers")
    assert any("the cursor stands in the future (2031" in note for note in loading.notes)
    loading.assert_equals_api("customers")
    loading.store.change("customers", keys[5], name="Changed afterwards")
    loading.load_well("customers")
    assert not any("in the future" in note for note in loading.notes)
    loading.assert_equals_api("customers")


@BOTH
def test_a_list_or_feed_without_end_fails_with_a_message(
    loading: Loading, monkeypatch: pytest.MonkeyPatch, feed: str
):
    loading.feed = feed
    monkeypatch.setattr("loader.extract.time_slices._MAX_IDLE_PAGES", 20)
    loading.server.faults.add("empty_page", "customers", times=None)
    (result,) = loading.load("customers").values()
    assert result.error is not None
    assert "times in a row" in str(result.error)
    assert len(loading.server.requests.select("customers")) < 100


# Clocks that jump and come back ------------------------------------------------------------------

DAYS = pytest.mark.parametrize("days", [-3, 3])
NAMES = ("customers", "zones", "customer_notes")
NOTES = "crm/customers/{id}/notes"


def _change(loading: Loading, text: str, at: int = 0) -> None:
    """Change a customer, a zone and a customer's note; each ``at`` means other records."""
    store = loading.store
    customer = store.table("customers").keys[at]
    store.change("customers", customer, name=text)
    store.change("zones", store.table("zones").keys[at], name=text)
    store.insert(NOTES, {"text": text}, parent=[customer])


def _settled(loading: Loading) -> None:
    """A load with nothing new asks no parent for its child records."""
    loading.load_well(*NAMES)
    loading.load_well(*NAMES)  # asks a deleted parent once more
    loading.server.requests.clear()
    loading.load_well(*NAMES)
    assert loading.server.requests.count(NOTES) == 0


@DAYS
@BOTH
def test_an_api_clock_that_jumps_and_comes_back_hides_nothing(
    loading: Loading, feed: str, days: int
):
    loading.feed = feed
    loading.store.clock.advance(10 * 86_400)
    _change(loading, "before")
    loading.load_well(*NAMES)
    api_clock(loading, timedelta(days=days))
    loading.store.clock.advance(3600)
    _change(loading, "while the clock was wrong", 1)
    loading.store.clock.advance(3600)
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    if days < 0:
        assert any("the API's clock shows" in note for note in loading.notes)
    _change(loading, "while it still was", 2)
    loading.store.clock.advance(3600)
    api_clock(loading, timedelta(days=-days))
    _change(loading, "when it was right again", 3)
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    _change(loading, "afterwards")
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    loading.load_well(*NAMES)
    assert not any("clock" in note for note in loading.notes)


@BOTH
def test_a_cursor_hours_in_the_future_is_repaired_by_the_next_load(loading: Loading, feed: str):
    loading.feed = feed
    ahead = timedelta(hours=10)
    _to_the_present(loading)
    loading.load_well(*NAMES)
    api_clock(loading, ahead)
    _change(loading, "dated hours ahead")
    with loader_clock(ahead):
        loading.load_well(*NAMES)
    api_clock(loading, -ahead)
    _change(loading, "dated before the cursor", 1)
    loading.load_well(*NAMES)
    assert any("the API's clock shows" in note for note in loading.notes)
    loading.assert_equals_api(*NAMES)
    _change(loading, "later", 2)
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)


@DAYS
@BOTH
def test_a_loader_clock_that_jumps_and_comes_back_hides_nothing(
    loading: Loading, feed: str, days: int
):
    loading.feed = feed
    _to_the_present(loading)
    loading.load_well(*NAMES)
    soft_deleted = [loading.store.table(name).keys[-1] for name in ("customers", "zones")]
    with loader_clock(timedelta(days=days)):
        _change(loading, "while the clock was wrong")
        loading.load_well(*NAMES)
        loading.assert_equals_api(*NAMES)
        _change(loading, "while it still was", 1)
        loading.load_well(*NAMES)
        loading.assert_equals_api(*NAMES)
    _change(loading, "when it was right again", 2)
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    for name, key in zip(("customers", "zones"), soft_deleted, strict=True):
        loading.store.delete(name, key)
    loading.load_well(*NAMES)
    loading.reconcile("customers", "zones")
    loading.assert_equals_api("customers", "zones", deletions=True)
    _settled(loading)


@DAYS
def test_reconcile_under_a_wrong_loader_clock_marks_what_was_deleted_and_nothing_else(
    by_list: Loading, days: int
):
    store, names = by_list.store, ("customers", "zones", "project_types")
    by_list.load_well(*names)
    gone = store.table("customers").keys[:3]
    store.delete("customers", *gone)
    store.insert("customers", name="New")
    with loader_clock(timedelta(days=days)):
        by_list.reconcile(*names)
        by_list.assert_equals_api(*names, deletions=True)
        store.reactivate("customers", gone[0])
        store.delete("customers", store.table("customers").keys[5])
    by_list.reconcile(*names)
    by_list.assert_equals_api(*names, deletions=True)


@DAYS
def test_a_database_clock_that_jumps_and_comes_back_hides_nothing_and_is_named(
    loading: Loading, days: int
):
    loading.load_well(*NAMES)
    database_clock(loading, timedelta(days=days))
    _change(loading, "while the clock was wrong")
    loading.store.delete("zones", loading.store.table("zones").keys[-1])
    loading.load_well(*NAMES)
    loading.reconcile("zones")
    loading.assert_equals_api(*NAMES)
    said = "\n".join(_implausible(loading))
    assert f"this machine's clock is 3 days 0 h {'ahead of' if days < 0 else 'behind'}" in said
    assert "the loader's clock was, in the last load of tenant" in said
    database_clock(loading, timedelta(0))
    assert _dated_in_the_future(loading) == (set(NAMES) if days > 0 else set())
    if days > 0:
        loading.execute(
            f"update {loading.warehouse.raw_schema}.raw_sync_state set last_full_sync = null"
        )
        assert _problems(loading) == {"clock"}
    _change(loading, "when it was right again", 1)
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    assert _problems(loading) == {""}
    assert _dated_in_the_future(loading) == set()
    assert "loader" not in "\n".join(_implausible(loading))
    _settled(loading)


def _to_the_present(loading: Loading) -> None:
    """Let the API's clock show what this machine's shows."""
    loading.store.clock._now = ticks_from(datetime.now(UTC))


def _implausible(loading: Loading) -> list[str]:
    with closing(connect(loading.warehouse)) as connection:
        return clocks.implausible(connection, loading.warehouse.raw_schema, None)


def _health(loading: Loading) -> list[TableHealth]:
    with closing(connect(loading.warehouse)) as connection:
        return read_health(connection, loading.warehouse.raw_schema, None)


def _problems(loading: Loading) -> set[str]:
    return {table.problem(timedelta(hours=26)) for table in _health(loading)}


def _dated_in_the_future(loading: Loading) -> set[str]:
    found = {table.table_name for table in _health(loading) if table.in_future}
    return {name.removeprefix("raw_st_") for name in found}
