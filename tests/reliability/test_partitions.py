"""Lists read in partitions: every record is in one of them, also when it moves."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.request_log import Request
from tests.reliability.harness import Loading


def test_archived_contacts_are_loaded_though_the_list_hides_them(by_list: Loading):
    archived = [r for r in by_list.store.records("crm/contacts") if r["isArchived"]]
    assert archived
    by_list.load_well("contacts")
    by_list.assert_equals_api("contacts")


def test_a_record_that_moves_to_a_partition_already_read_is_not_skipped(
    by_list: Loading, monkeypatch: pytest.MonkeyPatch
):
    """The loader must find both changes; the later one must not hide the earlier one."""
    monkeypatch.setattr("loader.extract.time_slices.OVERLAP", timedelta(0))
    store = by_list.store
    archived = [r["id"] for r in store.records("crm/contacts") if r["isArchived"]]
    assert len(archived) > by_list.page_size  # so that this partition takes several requests

    def change(request: Request) -> None:
        if "isArchived=true" in request.query:
            remove()
            moved = datetime.now(UTC)
            store.change("crm/contacts", archived[0], isArchived=False, modified_on=moved)
            time.sleep(2.1)  # time slices begin on whole seconds
            later = datetime.now(UTC)
            store.change("crm/contacts", archived[1], title="Later", modified_on=later)
            time.sleep(1.1)  # the server tells its time in whole seconds

    remove = by_list.server.hooks.on_request(change)
    by_list.load_well("contacts")
    by_list.load_well("contacts")
    by_list.assert_equals_api("contacts")
