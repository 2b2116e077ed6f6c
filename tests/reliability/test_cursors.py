"""No record that changes while pages are read, or becomes visible late, is ever skipped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from loader.api.client import ApiClient
from loader.catalogue import ENDPOINTS
from loader.extract import time_slices
from loader.extract.cursor import Cursor
from loader.extract.page_batch import ReadContext
from loader.extract.record_metadata import MetadataReader
from sandbox.timestamps import text_from
from tests.reliability.harness import Loading, clock_text

BOTH = pytest.mark.parametrize("feed", ["export", "list"])


@BOTH
def test_a_record_that_shares_the_cursors_instant_is_not_skipped(loading: Loading, feed: str):
    loading.feed = feed
    store = loading.store
    store.clock.frozen = True
    keys = store.table("customers").keys[:12]
    store.touch("customers", keys)
    loading.load_well("customers")
    store.change("customers", keys[0], name="Same Instant")
    store.insert("customers", name="Same Instant Too")
    loading.load_well("customers")
    loading.assert_equals_api("customers")


@BOTH
def test_instants_that_differ_below_the_microsecond_are_different_versions(
    loading: Loading, feed: str
):
    loading.feed = feed
    store = loading.store
    key = store.table("customers").keys[0]
    at = store.clock.tick() // 10 * 10
    store.change("customers", key, name="First", modified_on=text_from(at + 1))
    loading.load_well("customers")
    store.change("customers", key, name="Second", modified_on=text_from(at + 4))
    loading.load_well("customers")
    loading.assert_equals_api("customers")
    assert loading.row("customers", key)["name"] == "Second"


def test_instants_with_and_without_a_fraction_are_compared_as_instants(by_list: Loading):
    store = by_list.store
    first, second = store.table("customers").keys[:2]
    store.change("customers", first, name="One", modified_on="2026-06-30T23:30:00.1166Z")
    store.change("customers", second, name="Two", modified_on="2026-06-30T23:30:00.1166444Z")
    by_list.load_well("customers")
    store.change("customers", first, name="Three", modified_on="2026-06-30T23:30:00Z")
    by_list.load_well("customers")
    by_list.assert_equals_api("customers")


@BOTH
def test_three_hundred_records_that_change_while_pages_are_read_are_all_current(
    loading: Loading, feed: str
):
    loading.feed, loading.page_size = feed, 60
    store = loading.store
    for number in range(300):
        store.insert("customers", name=f"Customer {number}")
    keys = store.table("customers").keys[-300:]

    def change_all() -> None:
        for key in keys:
            store.change("customers", key, name=f"Renamed {key}")

    loading.server.hooks.after("customers", 3, change_all)
    loading.load_well("customers")
    loading.load_well("customers")
    loading.assert_equals_api("customers")


@pytest.mark.parametrize("after", [2, 6])
@pytest.mark.parametrize("name", ["customers", "project_types"])
def test_a_neighbour_that_shifts_to_another_page_is_not_skipped(
    by_list: Loading, name: str, after: int
):
    store, resource = by_list.store, {"project_types": "project-types"}.get(name, name)
    # All have one instant: no time slice can separate them, so they are read by page numbers.
    store.touch(resource, store.table(resource).keys)
    keys = list(store.table(resource).keys)
    by_list.server.hooks.after(resource, after, lambda: store.delete(resource, *keys[:5]))
    by_list.load_well(name)
    by_list.assert_equals_api(name)


@pytest.mark.parametrize(
    ("feed", "days_only"),
    [
        ("export", False),
        ("list", False),
        # The feed takes only days for a date.
        ("export", True),
    ],
)
def test_a_change_that_becomes_visible_late_is_not_skipped(
    loading: Loading, feed: str, days_only: bool
):
    loading.feed = feed
    loading.server.feeds.days_only = days_only
    store = loading.store
    early, late = store.table("customers").keys[:2]
    store.change("customers", early, name="On time")
    loading.load_well("customers")
    store.change("customers", late, name="Late", modified_on=clock_text(store, -600))
    loading.load_well("customers")
    loading.assert_equals_api("customers")


def test_a_change_that_becomes_visible_late_during_a_long_first_load_is_not_skipped(
    loading: Loading,
):
    store = loading.store
    keys = list(store.table("customers").keys)
    for key in keys:
        store.change("customers", key, name=f"Recent {key}")

    def go_on() -> None:
        store.change("customers", keys[0], name="Late", modified_on=clock_text(store, -600))
        store.clock.advance(3600)
        store.change("customers", keys[1], name="An hour later")

    loading.server.hooks.after("customers", 1, go_on)
    loading.load_well("customers")
    loading.load_well("customers")
    loading.assert_equals_api("customers")


def test_a_change_in_one_partition_while_others_are_read_is_not_skipped(
    by_list: Loading,
):
    store = by_list.store
    first, second = store.table("ap-bills").keys[:2]
    store.change("ap-bills", first, billType="Procurement")
    store.change("ap-bills", second, billType="ApBill")
    by_list.load_well("ap_bills")
    store.change("ap-bills", first, billType="Procurement", vendorNumber="before")

    def go_on() -> None:
        store.change("ap-bills", first, vendorNumber="while others were read")
        store.clock.advance(3600)
        store.change("ap-bills", second, vendorNumber="an hour later")

    # Partitions are read one after the other; the second one holds the first record.
    by_list.server.hooks.after("ap-bills", 2, go_on)
    by_list.load_well("ap_bills")
    by_list.load_well("ap_bills")
    by_list.assert_equals_api("ap_bills")


def test_the_next_lookback_finds_a_late_change_whatever_was_loaded_in_between(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("loader.extract.export_feed.LOOKBACK_INTERVAL", timedelta(hours=6))
    store = loading.store
    early, late, later = store.table("customers").keys[:3]
    store.change("customers", early, name="On time")
    loading.load_well("customers")
    store.change("customers", late, name="Late", modified_on=clock_text(store, -600))
    for number in range(3):
        store.clock.advance(3600)
        store.change("customers", later, name=f"Later {number}")
        loading.load_well("customers")
    monkeypatch.setattr("loader.extract.export_feed.LOOKBACK_INTERVAL", timedelta(0))
    loading.load_well("customers")
    loading.assert_equals_api("customers")


@BOTH
def test_a_record_dated_in_the_future_does_not_hide_current_changes(loading: Loading, feed: str):
    loading.feed = feed
    store = loading.store
    future, present = store.table("customers").keys[:2]
    store.change("customers", future, name="Future", modified_on="2099-01-01T00:00:00Z")
    loading.load_well("customers")
    store.change("customers", present, name="Present")
    loading.load_well("customers")
    loading.assert_equals_api("customers")


@BOTH
def test_records_that_were_never_modified_do_not_break_the_next_load(loading: Loading, feed: str):
    loading.feed = feed
    store = loading.store
    keys = list(store.table("zones").keys)
    store.touch("zones", keys, modified_on="0001-01-01T00:00:00Z")
    loading.load_well("zones")
    loading.load_well("zones")
    loading.assert_equals_api("zones")


def test_more_than_a_page_of_never_modified_records_is_read_completely(by_list: Loading):
    store = by_list.store
    store.touch("customers", store.table("customers").keys, modified_on="0001-01-01T00:00:00Z")
    by_list.load_well("customers")
    by_list.assert_equals_api("customers")


def test_more_than_a_page_of_records_dated_9999_is_read_completely(by_list: Loading):
    store = by_list.store
    store.touch("customers", store.table("customers").keys, modified_on="9999-12-31T23:59:59Z")
    by_list.load_well("customers")
    by_list.assert_equals_api("customers")


@BOTH
def test_a_new_version_with_an_older_instant_is_kept(loading: Loading, feed: str):
    loading.feed = feed
    store = loading.store
    key = store.table("customers").keys[0]
    store.change("customers", key, name="Newer")
    loading.load_well("customers")
    store.change("customers", key, name="Older instant", modified_on=clock_text(store, -60))
    loading.load_well("customers")
    assert loading.row("customers", key)["name"] == "Older instant"


def test_an_unfinished_feed_is_not_a_cursor_for_the_list(by_list: Loading):
    # A feed is in no particular order: what was read says nothing about older records.
    endpoint = ENDPOINTS["customers"]
    in_part = Cursor("a token", modified_on=datetime(2026, 6, 30, tzinfo=UTC), complete=False)
    metadata_reader = MetadataReader.of(endpoint)
    extracted = ReadContext(
        ApiClient(by_list.api), endpoint.sources[0], metadata_reader, lambda _note: None
    )
    batches = time_slices.read(extracted, in_part, None)
    seen = {key for batch in batches for key in metadata_reader.keys(batch.records)}
    assert len(seen) == len(by_list.store.records("customers"))


def test_the_overlap_covers_the_15_minutes_that_the_api_documents():
    assert timedelta(minutes=15) <= time_slices.OVERLAP


def test_switching_between_feed_and_list_loses_nothing(loading: Loading):
    store = loading.store
    keys = store.table("customers").keys
    for number, feed in enumerate(["export", "list", "export", "list", "export"]):
        loading.feed = feed
        store.change("customers", keys[number], name=f"Round {number}")
        store.clock.advance(4000)
        store.change("customers", keys[number + 5], name=f"Round {number}")
        loading.load_well("customers")
        loading.assert_equals_api("customers")


def test_a_backfill_reads_its_range_again_and_does_not_move_the_cursor(loading: Loading):
    store = loading.store
    loading.load_well("customers", "zones")
    before = [
        loading.sync_state(name)["last_modified_on_cursor"] for name in ("customers", "zones")
    ]
    stale = store.table("customers").keys[0]
    # A change without a new modifiedOn: only a second read shows it.
    store.change("customers", stale, moves=False, name="Silently changed")
    store.insert("customers", name="New")
    at = datetime.fromisoformat(store.record("customers", stale).fields["modifiedOn"]).astimezone(
        UTC
    )
    loading.backfill(
        "customers", "zones", since=at - timedelta(days=1), until=at + timedelta(days=1)
    )
    assert loading.row("customers", stale)["name"] == "Silently changed"
    after = [loading.sync_state(name)["last_modified_on_cursor"] for name in ("customers", "zones")]
    assert after == before
    loading.backfill("customers", since=None, until=datetime(9999, 12, 31, tzinfo=UTC))
    loading.load_well("customers")
    loading.assert_equals_api("customers")
