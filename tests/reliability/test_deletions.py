"""Inactive records are loaded, and deleted ones are soft-deleted."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from loader.catalogue.scalars import to_timestamptz as parse
from loader.errors import AccessDenied
from sandbox.request_log import Request
from tests.reliability.harness import Loading, clock_text

MERGED = ("customers", "locations")


@pytest.mark.parametrize("feed", ["export", "list"])
def test_inactive_and_merged_records_are_loaded_too(loading: Loading, feed: str):
    loading.feed = feed
    store = loading.store
    names = ("business_units", "campaigns", "customers", "invoices", "payments", "teams", "zones")
    for name in names:
        resource = name.replace("_", "-")
        store.deactivate(resource, *store.table(resource).keys[:3])
    first, second = store.table("customers").keys[3:5]
    store.change("customers", first, {"mergedToId": second, "active": False})
    loading.load_well(*names)
    loading.assert_equals_api(*names)
    assert loading.row("customers", first)["merged_to_id"] == second


def test_a_403_of_a_feed_names_the_setting_that_reads_the_list(loading: Loading):
    loading.server.auth.forbid("*/export/*")
    results = loading.load("customers", "zones")
    error = results["customers"].error
    assert isinstance(error, AccessDenied)
    assert "SERVICETITAN_FEED=list" in str(error)
    assert "SERVICETITAN_FEED=list" in loading.sync_state("customers")["last_error"]
    assert results["zones"].error is None
    loading.feed = "list"
    loading.load_well("customers")
    loading.assert_equals_api("customers")


def test_a_feed_that_reports_deletions_needs_no_full_scan(loading: Loading):
    store = loading.store
    loading.load_well("jobs", "customer_contacts")
    job, contact = store.table("jobs").keys[0], store.table("crm/customers/contacts").keys[0]
    store.delete("jobs", job)
    store.delete("crm/customers/contacts", contact)
    loading.load_well("jobs", "customer_contacts")
    loading.assert_equals_api("jobs", "customer_contacts")
    assert loading.row("jobs", job)["deleted_at"] is not None


@pytest.mark.parametrize("name", ["customers", "zones", "customer_contacts"])
@pytest.mark.parametrize("feed", ["export", "list"])
def test_reconcile_soft_deletes_restores_and_fetches_what_is_missing(
    loading: Loading, feed: str, name: str
):
    loading.feed = feed
    store = loading.store
    resource = {"customer_contacts": "crm/customers/contacts"}.get(name, name)
    soft_deleted, back, missing, stale = store.table(resource).keys[:4]
    store.delete(resource, back)
    loading.load_well(name)
    loading.reconcile(name)
    loading.assert_equals_api(name, deletions=True)
    store.delete(resource, soft_deleted)
    store.reactivate(resource, back)
    ids = [key[0] if isinstance(key, tuple) else key for key in (missing, stale)]
    schema, table = loading.warehouse.raw_schema, f"raw_st_{name}"
    loading.query(f"delete from {schema}.{table} where st_id = %s returning 1", ids[0])
    loading.query(
        f"update {schema}.raw_sync_state"
        f" set records_count = (select count(*) from {schema}.{table})"
        " where table_name = %s returning 1",
        table,
    )
    loading.query(
        f"update {schema}.{table} set full_data = '{{}}', st_modified_on = '2001-01-01'"
        " where st_id = %s returning 1",
        ids[1],
    )
    before = loading.sync_state(name)["last_modified_on_cursor"]
    loading.reconcile(name)
    assert loading.sync_state(name)["last_modified_on_cursor"] == before
    assert loading.row(name, ids[1])["full_data"] != {}
    loading.load_well(name)
    loading.assert_equals_api(name, deletions=True)


def test_reconcile_fetches_a_version_older_than_the_stored_one(loading: Loading):
    store = loading.store
    key = store.table("customers").keys[0]
    store.change("customers", key, name="Newer")
    store.clock.advance(7200)
    store.touch("customers", [store.table("customers").keys[1]])
    loading.load_well("customers")
    # A server clock an hour behind, further than the overlap reaches.
    store.change("customers", key, name="Behind", modified_on="2026-06-30T22:00:00Z")
    loading.load_well("customers")
    loading.reconcile("customers")
    loading.assert_equals_api("customers", deletions=True)


@pytest.mark.parametrize("name", ["customers", "custom_field_types"])
def test_an_incomplete_full_scan_soft_deletes_nothing(loading: Loading, name: str):
    store = loading.store
    resource = {"custom_field_types": "jpm/jobs/custom-fields"}.get(name, name)
    loading.load_well(name)
    store.delete(resource, store.table(resource).keys[0])
    loading.server.faults.add("server_error", resource, after=int(name == "customers"), times=None)
    results = loading.load(name, reconcile=True)
    assert results[name].error is not None
    assert results[name].soft_deleted == 0
    assert [row for row in loading.rows(name) if row["deleted_at"]] == []
    loading.server.faults.clear()
    loading.reconcile(name)
    assert len([row for row in loading.rows(name) if row["deleted_at"]]) == 1


def test_a_record_that_moves_during_the_full_scan_is_not_soft_deleted(loading: Loading):
    store = loading.store
    loading.load_well("customers")
    keys = list(store.table("customers").keys)
    loading.server.hooks.after("customers", 4, lambda: store.touch("customers", keys[:10]))
    loading.reconcile("customers")
    loading.load_well("customers")
    loading.assert_equals_api("customers", deletions=True)


def test_a_record_that_moves_to_a_slice_already_scanned_is_not_soft_deleted(loading: Loading):
    store = loading.store
    recent = store.table("customers").keys[:60]
    for number, key in enumerate(recent):
        at = clock_text(store, 15 * number - 890)
        store.change("customers", key, name=f"Recent {number}", modified_on=at)
    moving = recent[-1]
    early, middle = (parse(clock_text(store, seconds)) for seconds in (-700, -300))
    loading.load_well("customers")

    def behind(request: Request) -> None:
        since = parse(parse_qs(request.query).get("modifiedOnOrAfter", [""])[0])
        if since is not None and early < since < middle:
            remove()
            # From a slice that is still to be read into one that has been read.
            at = clock_text(store, -885)
            store.change("customers", moving, name="Behind", modified_on=at)

    remove = loading.server.hooks.on_request(behind)
    loading.reconcile("customers")
    assert loading.row("customers", moving)["deleted_at"] is None
    assert loading.row("customers", moving)["name"] == "Behind"


@pytest.mark.parametrize("name", ["customers", "project_types"])
def test_a_list_with_fewer_records_than_it_counts_is_an_incomplete_scan(
    loading: Loading, name: str
):
    resource = name.replace("_", "-")
    loading.load_well(name)
    loading.server.faults.add("empty_last_page", resource)
    loading.reconcile(name)
    loading.assert_equals_api(name, deletions=True)
    loading.server.faults.add("empty_last_page", resource, times=None)
    results = loading.load(name, reconcile=True)
    assert "fewer records than the API counts" in str(results[name].error)
    assert [row for row in loading.rows(name) if row["deleted_at"]] == []


def test_an_unusual_id_is_not_soft_deleted(loading: Loading):
    store = loading.store
    store.insert_raw("zones", b'{"id": 12.0, "name": "Twelve", "active": true}')
    store.insert_raw("zones", b'{"id": 18446744073709551616, "name": "Too large", "active": true}')
    loading.load_well("zones")
    loading.reconcile("zones")
    loading.reconcile("zones")
    assert loading.row("zones", 12)["deleted_at"] is None
