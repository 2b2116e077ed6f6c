"""Child resources: which parents are requested, what their answers mean, what a kill leaves."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import psycopg2
import pytest

import sandbox
from loader.catalogue.scalars import to_timestamptz as instant
from loader.config import Warehouse
from tests.reliability.harness import Loading
from tests.reliability.killing import POINTS

NAMES = ("customers", "customer_notes")
NOTES = "crm/customers/{id}/notes"


def requested(loading: Loading, resource: str = NOTES) -> list[str]:
    """The parents' ids in the paths requested since the log was cleared."""
    return [request.path.split("/")[-2] for request in loading.server.requests.select(resource)]


def customers(loading: Loading) -> list[int]:
    return list(loading.store.table("customers").keys)


@pytest.fixture
def loaded(loading: Loading) -> Loading:
    """Customers and their notes, loaded; the log of requests is empty."""
    loading.load_well(*NAMES)
    loading.server.requests.clear()
    return loading


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read one parent after the other, each in a load package of its own."""
    monkeypatch.setattr("loader.run.partition_planner._AHEAD", 1)
    monkeypatch.setattr("loader.extract.child_resources._MAX_SECONDS", 0.0)
    monkeypatch.setattr("loader.run.load_packages._PACKAGE_SECONDS", 0.0)


# Which parents are requested ---------------------------------------------------------------------


def test_the_number_of_requests_is_announced_first(loading: Loading):
    loading.rate_limit = 10.0
    loading.load_well(*NAMES)
    count = len(customers(loading))
    (note,) = loading.notes
    assert note == (
        f"customer_notes: {count} customers to ask, at least {count} requests, about"
        f" {count / 10:.0f} s at 10 a second."
    )
    assert loading.server.requests.count(NOTES) == count
    assert loading.server.requests.busiest_second() <= 10


def test_the_announcement_adds_up_several_resources(loading: Loading):
    loading.load_well(*NAMES, "leads", "lead_notes")
    counts = [len(loading.store.table(name).keys) for name in ("customers", "leads")]
    assert loading.notes[-1].startswith(
        f"Child resources, in all: at least {sum(counts):,} requests, about "
    )


def test_only_parents_merged_since_the_last_load_are_requested(loaded: Loading):
    first, second, *_ = customers(loaded)
    loaded.store.change("customers", second, name="Changed")
    new = loaded.store.insert("customers")
    loaded.store.insert(NOTES, {"text": "of a new one"}, parent=[new])
    loaded.load_well("customers")
    assert requested(loaded) == []
    loaded.load_well("customer_notes")
    assert sorted(requested(loaded)) == sorted(map(str, (second, new)))
    loaded.store.change("customers", first, name="Changed too")
    loaded.server.requests.clear()
    loaded.load_well(*NAMES)
    assert requested(loaded) == [str(first)]
    loaded.settle(*NAMES)


def test_a_parent_that_changes_while_others_are_read_is_read_again(loaded: Loading):
    first, second, *_ = customers(loaded)
    loaded.store.touch("customers", [first, second])

    def more() -> None:
        loaded.store.insert(NOTES, {"text": "late"}, parent=[first])
        loaded.store.touch("customers", [first])

    loaded.server.hooks.after(NOTES, 2, more)
    loaded.load_well(*NAMES)
    loaded.load_well(*NAMES)
    loaded.assert_equals_api(*NAMES)


def test_parents_that_were_never_loaded_are_named_with_the_remedy(loading: Loading):
    result = loading.load("customer_notes", "zones")
    assert result["zones"].error is None
    error = result["customer_notes"].error
    assert error is not None
    assert "raw_st_customers was never loaded" in error.cause
    assert error.remedy == "Load both: --select customers,customer_notes"
    assert loading.sync_state("customer_notes")["sync_status"] == "failed"


def test_a_full_refresh_reads_all_parents_and_a_backfill_those_in_its_range(loaded: Loading):
    loaded.load_well("customer_notes", full_refresh=True)
    assert sorted(requested(loaded)) == sorted(map(str, customers(loaded)))
    records = {record.key: record.fields for record in loaded.store.truth("customers")}
    key, fields = records.popitem()
    moment = instant(fields["modifiedOn"])
    assert moment is not None
    loaded.store.insert(NOTES, {"text": "not seen"}, parent=[key])
    loaded.server.requests.clear()
    loaded.load_well("customer_notes")
    assert requested(loaded) == []
    loaded.backfill("customer_notes", since=moment, until=moment + timedelta(microseconds=1))
    assert str(key) in requested(loaded)
    assert len(requested(loaded)) < len(records)
    loaded.server.requests.clear()
    loaded.load_well("customer_notes")
    assert requested(loaded) == []  # the cursor has not moved
    loaded.assert_equals_api(*NAMES)


def test_each_tenant_reads_its_own_parents(warehouse: Warehouse):
    with sandbox.serve(scale=0.002, tenants=[1, 2]) as server:
        for tenant in (1, 2):
            own = Loading(server, warehouse, tenant=tenant)
            server.requests.clear()
            own.load_well(*NAMES)
            assert sorted(requested(own)) == sorted(map(str, customers(own)))
            own.assert_equals_api(*NAMES)
            server.requests.clear()
            own.load_well("customer_notes")
            assert requested(own) == []


def test_a_warehouse_without_load_numbers_gets_them(loading: Loading):
    loading.load_well("customers")
    with psycopg2.connect(loading.warehouse.dsn) as connection, connection.cursor() as cursor:
        cursor.execute(
            "alter table servicetitan_raw.raw_loads drop column arrival_number;"
            " drop table servicetitan_raw.raw_schema_version, servicetitan_raw.raw_table_versions"
        )
    connection.close()
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    loading.server.requests.clear()
    loading.load_well(*NAMES)
    assert requested(loading) == []


# What an answer means ----------------------------------------------------------------------------


def test_a_record_its_parent_no_longer_lists_is_soft_deleted_until_it_is_back(loaded: Loading):
    record = loaded.store.truth(NOTES)[0]
    customer, note = int(record.key[0]), record.key
    loaded.store.delete(NOTES, note)
    loaded.store.touch("customers", [customer])
    results = loaded.load_well(*NAMES)
    assert results["customer_notes"].soft_deleted == 1
    assert loaded.row("customer_notes", note[1])["deleted_at"] is not None
    loaded.assert_equals_api(*NAMES)
    loaded.store.reactivate(NOTES, note)
    loaded.store.touch("customers", [customer])
    loaded.load_well(*NAMES)
    assert loaded.row("customer_notes", note[1])["deleted_at"] is None


def test_reconcile_finds_what_changed_without_a_change_of_the_parent(loaded: Loading):
    soft_deleted, changed, *_ = loaded.store.truth(NOTES)
    loaded.store.delete(NOTES, soft_deleted.key)
    loaded.store.change(NOTES, changed.key, text="changed")
    loaded.load_well(*NAMES)
    assert requested(loaded) == []
    assert len(loaded.differences("customer_notes", deletions=False)) == 2
    results = loaded.reconcile("customer_notes")
    assert (results["customer_notes"].soft_deleted, results["customer_notes"].merged.written) == (
        1,
        1,
    )
    loaded.assert_equals_api(*NAMES)


def test_the_records_of_a_deleted_parent_are_soft_deleted(loaded: Loading):
    customer = int(loaded.store.truth(NOTES)[0].key[0])
    loaded.store.delete("customers", customer)
    loaded.load_well(*NAMES)
    assert any("does not know 1 of the customers" in note for note in loaded.notes)
    loaded.assert_equals_api(*NAMES)
    loaded.store.reactivate("customers", customer)
    loaded.load_well(*NAMES)
    loaded.assert_equals_api(*NAMES)


def test_a_list_of_several_pages_is_read_until_two_passes_agree(loading: Loading):
    customer = customers(loading)[0]
    keys = [loading.store.insert(NOTES, {"text": f"{n}"}, parent=[customer]) for n in range(25)]
    # After the first page has been read, the deletion moves the 11th note onto it.
    only = f"*/customers/{customer}/notes"
    loading.server.hooks.after(only, 1, lambda: loading.store.delete(NOTES, keys[0]))
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    assert loading.server.requests.count(only) > 3


def test_equal_records_without_an_id_are_all_kept(loading: Loading):
    lines = "accounting/journal-entries/{id}/details"
    entry = loading.store.table("accounting/journal-entries").keys[0]
    keys = [loading.store.insert(lines, {"memo": "the same"}, parent=[entry]) for _ in range(3)]
    names = ("journal_entries", "journal_entry_details")

    def stored() -> Counter[bool]:
        rows = loading.query(
            "select deleted_at is null as there from servicetitan_raw.raw_st_journal_entry_details"
            " where journal_entry_id = %s and memo = 'the same'",
            entry,
        )
        return Counter(row["there"] for row in rows)

    loading.load_well(*names)
    assert stored() == {True: 3}
    loading.store.delete(lines, keys[0])
    loading.store.touch("accounting/journal-entries", [entry])
    loading.load_well(*names)
    assert stored() == {True: 2, False: 1}


def test_a_record_that_names_another_parent_stops_the_resource(loading: Loading):
    log = loading.store.truth("jpm/jobs/{id}/booked-log")[0]
    loading.store.change("jpm/jobs/{id}/booked-log", log.key, jobId=1)
    error = loading.load("jobs", "job_booked_logs")["job_booked_logs"].error
    assert error is not None
    assert (
        f"/jobs/{log.key[0]}/booked-log: a record names another parent in its jobId" in error.cause
    )


def test_bad_records_stop_no_other_record(loading: Loading):
    first, second, *_ = customers(loading)
    note = loading.store.insert(NOTES, {"text": "good"}, parent=[first])
    none = loading.store.insert(NOTES, {"text": "no id"}, parent=[first])
    whole = loading.store.insert(NOTES, {"text": "good"}, parent=[second])
    loading.store.replace_raw(NOTES, none, b'{"id": null, "text": "no id"}')
    loading.store.replace_raw(NOTES, whole, b'{"id": %d.0, "text": "a\\u0000b"}' % whole[1])
    loading.load_well(*NAMES)
    assert loading.row("customer_notes", note[1])["text"] == "good"
    assert loading.row("customer_notes", whole[1])["text"] == "a\ufffdb"
    (rejected,) = loading.query("select * from servicetitan_raw.raw_rejected")
    assert rejected["reason"] == "no usable st_id"
    loading.store.touch("customers", [first, second])
    loading.load_well(*NAMES)
    assert loading.row("customer_notes", whole[1])["deleted_at"] is None


# Faults and kills --------------------------------------------------------------------------------


def test_a_parent_that_keeps_failing_is_named_and_the_cursor_stays_before_it(loading: Loading):
    failing = customers(loading)[10]
    fault = loading.server.faults.add("server_error", f"*/customers/{failing}/notes", times=None)
    results = loading.load(*NAMES, "leads", "lead_notes")
    assert results["lead_notes"].error is None
    error = results["customer_notes"].error
    assert error is not None
    assert f"/customers/{failing}/notes" in error.cause
    before = {row["customer_id"] for row in loading.rows("customer_notes")}
    assert before == {key for key in before if key < failing}
    loading.server.faults.remove(fault)
    loading.server.requests.clear()
    loading.load_well(*NAMES)
    assert sorted(map(int, requested(loading))) == [c for c in customers(loading) if c >= failing]
    loading.assert_equals_api(*NAMES)


def test_a_killed_load_resumes_after_the_last_committed_parent(loading: Loading, one_by_one: None):
    loading.load_well("customers")
    loading.server.faults.latency_seconds = 0.05
    loading.server.requests.clear()
    loading.load_killed_at_request(20, "customer_notes")
    loading.server.faults.clear()
    before = Counter(requested(loading))
    loading.server.requests.clear()
    loading.load_well("customer_notes")
    again = Counter(requested(loading))
    assert set(before) | set(again) == set(map(str, customers(loading)))
    assert len(set(before) & set(again)) < len(before)  # committed parents are not read again
    loading.assert_equals_api(*NAMES)


@pytest.mark.parametrize(
    "point",
    [
        "while dlt loads",
        "between two load packages",
        "during a merge",
        *(pytest.param(point, marks=pytest.mark.exhaustive) for point in POINTS),
    ],
)
def test_a_load_killed_at_a_named_point_loses_nothing(loading: Loading, point: str):
    loading.load_well(*NAMES)
    store, first = loading.store, loading.store.truth(NOTES)[0]
    store.delete(NOTES, first.key)
    store.touch("customers", customers(loading)[:15])
    loading.load_well("customers")
    loading.load_killed(point, "customer_notes")
    store.insert(NOTES, {"text": "after the kill"}, parent=[first.key[0]])
    store.touch("customers", [int(first.key[0])])
    loading.settle(*NAMES)


def test_the_next_load_completes_a_killed_full_refresh(loaded: Loading, one_by_one: None):
    soft_deleted, changed = loaded.store.truth(NOTES)[0], loaded.store.truth(NOTES)[-1]
    loaded.store.delete(NOTES, soft_deleted.key)
    loaded.store.change(NOTES, changed.key, text="changed")
    loaded.server.faults.latency_seconds = 0.05
    loaded.load_killed_at_request(12, "customer_notes", full_refresh=True)
    loaded.server.faults.clear()
    loaded.load_well("customer_notes")
    loaded.assert_equals_api(*NAMES)
