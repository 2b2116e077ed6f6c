"""Records that a filter hides are in the warehouse all the same."""

from __future__ import annotations

import pytest

from tests.reliability.harness import Loading

# A list of several pages, one that fits a page, and one that is read in partitions.
RESOURCES = {"customers": "customers", "zones": "zones", "ap_bills": "ap-bills"}


def hide(loading: Loading) -> dict[str, list[int]]:
    """Make the API show no modifiedOn for some records."""
    hidden = {}
    for resource in RESOURCES.values():
        hidden[resource] = list(loading.store.table(resource).keys[:3])
        for key in hidden[resource]:
            loading.store.change(resource, key, moves=False, modifiedOn=None)
    return hidden


@pytest.mark.parametrize("feed", ["export", "list"])
def test_records_without_modified_on_are_loaded_in_both_feed_modes(
    loading: Loading, monkeypatch: pytest.MonkeyPatch, feed: str
):
    monkeypatch.undo()  # lookbacks would add requests
    loading.feed = feed
    hidden = hide(loading)
    loading.load_well(*RESOURCES)
    loading.assert_equals_api(*RESOURCES)
    notes = [note for note in loading.notes if "have no modifiedOn" in note]
    assert any(note.startswith("dispatch/zones: 3 records") for note in notes)
    assert any(note.startswith("crm/customers: 3 records") for note in notes) == (feed == "list")
    loading.server.requests.clear()
    loading.load_well("customers", "zones")
    assert loading.server.requests.count("customers") == loading.server.requests.count("zones") == 1
    for resource, (key, *_) in hidden.items():
        loading.store.change(resource, key, moves=False, summary="changed", name="changed")
    loading.reconcile(*RESOURCES)
    loading.assert_equals_api(*RESOURCES, deletions=True)


@pytest.mark.parametrize("feed", ["export", "list"])
def test_reconcile_fetches_hidden_records_and_marks_deleted_ones(loading: Loading, feed: str):
    loading.feed = feed
    loading.load_well(*RESOURCES)
    hidden = hide(loading)
    for resource, (gone, *_) in hidden.items():
        loading.store.delete(resource, gone)
    loading.load_well(*RESOURCES)
    loading.reconcile(*RESOURCES)
    loading.assert_equals_api(*RESOURCES, deletions=True)


def test_a_list_that_does_not_count_is_read_by_its_filter(loading: Loading):
    loading.feed = "list"
    loading.server.lists.counts = False
    loading.load_well("zones")
    loading.assert_equals_api("zones")
    assert loading.notes == []
