"""No clock is trusted alone: what an implausible one leads to is named, and heals."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from loader.api.pages import Page
from loader.extract.agreed_time import AgreedTime
from sandbox.timestamps import TICKS_PER_DAY
from tests.reliability.harness import Loading

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
