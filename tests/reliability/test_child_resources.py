"""Nested resources: which parents are asked, what their answers mean, and what a kill leaves."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import psycopg2
import pytest

import sandbox
from loader.catalogue.scalars import timestamptz as instant
from loader.config import Warehouse
from tests.reliability.harness import Loading
from tests.reliability.killing import POINTS

NAMES = ("customers", "customer_notes")
NOTES = "crm/customers/{id}/notes"


def received(loading: Loading, resource: str = NOTES) -> list[str]:
    """The parents that were asked since the log was cleared, as their paths name them."""
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
    """One parent after the other, each committed in a round of its own."""
    monkeypatch.setattr("loader.run.partition_planner._AHEAD", 1)
    monkeypatch.setattr("loader.extract.child_resources._MAX_SECONDS", 0.0)
    monkeypatch.setattr("loader.run.load_packages._PACKAGE_SECONDS", 0.0)


# Which parents are asked -------------------------------------------------------------------------


def test_the_number_of_requests_is_said_before_they_begin(loading: Loading):
    loading.rate_limit = 10.0
    loading.load_well(*NAMES)
    count = len(customers(loading))
    (notify,) = loading.notes
    assert notify == (
        f"customer_notes: {count} customers to ask, at least {count} requests, about"
        f" {count / 10:.0f} s at 10 a second."
    )
    assert loading.server.requests.count(NOTES) == count
    assert loading.server.requests.busiest_second() <= 10


def test_the_requests_of_several_resources_are_added_up(loading: Loading):
    loading.load_well(*NAMES, "leads", "lead_notes")
    counts = [len(loading.store.table(name).keys) for name in ("customers", "leads")]
    assert loading.notes[-1].startswith(
        f"Nested resources, in all: at least {sum(counts):,} requests, about "
    )


def test_only_parents_that_arrived_since_the_last_load_are_asked(loaded: Loading):
    first, second, *_ = customers(loaded)
    loaded.store.change("customers", second, name="Changed")
    new = loaded.store.insert("customers")
    loaded.store.insert(NOTES, {"text": "of a new one"}, parent=[new])
    loaded.load_well("customers")
    assert received(loaded) == []
    loaded.load_well("customer_notes")
    assert sorted(received(loaded)) == sorted(map(str, (second, new)))
    loaded.store.change("customers", first, name="Changed too")
    loaded.server.requests.clear()
    loaded.load_well(*NAMES)
    assert received(loaded) == [str(first)]
    loaded.settle(*NAMES)


def test_a_parent_that_changes_while_others_are_asked_comes_again(loaded: Loading):
    first, second, *_ = customers(loaded)
    loaded.store.touch("customers", [first, second])

    def more() -> None:
        loaded.store.insert(NOTES, {"text": "late"}, parent=[first])
        loaded.store.touch("customers", [first])

    loaded.server.after(NOTES, 2, more)
    loaded.load_well(*NAMES)
    loaded.load_well(*NAMES)
    loaded.assert_equals_truth(*NAMES)


def test_parents_that_were_never_loaded_are_named_with_the_remedy(loading: Loading):
    result = loading.load("customer_notes", "zones")
    assert result["zones"].error is None
    error = result["customer_notes"].error
    assert error is not None
    assert "raw_st_customers was never loaded" in error.cause
    assert error.remedy == "Load both: --select customers,customer_notes"
    assert loading.sync_state("customer_notes")["sync_status"] == "failed"


def test_a_full_refresh_asks_all_parents_and_a_back_fill_those_modified_then(loaded: Loading):
    loaded.load_well("customer_notes", full_refresh=True)
    assert sorted(received(loaded)) == sorted(map(str, customers(loaded)))
    records = {record.key: record.fields for record in loaded.store.truth("customers")}
    key, fields = records.popitem()
    moment = instant(fields["modifiedOn"])
    assert moment is not None
    loaded.store.insert(NOTES, {"text": "not seen"}, parent=[key])
    loaded.server.requests.clear()
    loaded.load_well("customer_notes")
    assert received(loaded) == []
    loaded.backfill("customer_notes", since=moment, until=moment + timedelta(microseconds=1))
    assert str(key) in received(loaded)
    assert len(received(loaded)) < len(records)
    loaded.server.requests.clear()
    loaded.load_well("customer_notes")
    assert received(loaded) == []  # the cursor has not moved
    loaded.assert_equals_truth(*NAMES)


def test_each_tenant_asks_its_own_parents(warehouse: Warehouse):
    with sandbox.serve(scale=0.002, tenants=[1, 2]) as server:
        for tenant in (1, 2):
            own = Loading(server, warehouse, tenant=tenant)
            server.requests.clear()
            own.load_well(*NAMES)
            assert sorted(received(own)) == sorted(map(str, customers(own)))
            own.assert_equals_truth(*NAMES)
            server.requests.clear()
            own.load_well("customer_notes")
            assert received(own) == []


def test_a_warehouse_of_an_older_version_learns_the_order_of_arrival(loading: Loading):
    loading.load_well("customers")
    with psycopg2.connect(loading.warehouse.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("alter table servicetitan_raw.raw_loads drop column arrival_number")
    connection.close()
    loading.load_well(*NAMES)
    loading.assert_equals_truth(*NAMES)
    loading.server.requests.clear()
    loading.load_well(*NAMES)
    assert received(loading) == []


# What an answer means ----------------------------------------------------------------------------


def test_a_record_that_its_parent_no_longer_has_is_marked_until_it_is_back(loaded: Loading):
    record = loaded.store.truth(NOTES)[0]
    customer, notify = int(record.key[0]), record.key
    loaded.store.delete(NOTES, notify)
    loaded.store.touch("customers", [customer])
    results = loaded.load_well(*NAMES)
    assert results["customer_notes"].soft_deleted == 1
    assert loaded.row("customer_notes", notify[1])["deleted_at"] is not None
    loaded.assert_equals_truth(*NAMES)
    loaded.store.reactivate(NOTES, notify)
    loaded.store.touch("customers", [customer])
    loaded.load_well(*NAMES)
    assert loaded.row("customer_notes", notify[1])["deleted_at"] is None


def test_what_changes_without_a_trace_on_the_parent_is_found_by_reconcile(loaded: Loading):
    soft_deleted, changed, *_ = loaded.store.truth(NOTES)
    loaded.store.delete(NOTES, soft_deleted.key)
    loaded.store.change(NOTES, changed.key, text="changed")
    loaded.load_well(*NAMES)
    assert received(loaded) == []
    assert len(loaded.differences("customer_notes", deletions=False)) == 2
    results = loaded.reconcile("customer_notes")
    assert (results["customer_notes"].soft_deleted, results["customer_notes"].merged.written) == (
        1,
        1,
    )
    loaded.assert_equals_truth(*NAMES)


def test_a_parent_that_is_gone_takes_its_records_along_and_is_no_failure(loaded: Loading):
    customer = int(loaded.store.truth(NOTES)[0].key[0])
    loaded.store.delete("customers", customer)
    loaded.load_well(*NAMES)
    assert any("does not know 1 of the customers" in notify for notify in loaded.notes)
    loaded.assert_equals_truth(*NAMES)
    loaded.store.reactivate("customers", customer)
    loaded.load_well(*NAMES)
    loaded.assert_equals_truth(*NAMES)


def test_a_list_longer_than_a_page_is_read_until_it_is_at_rest(loading: Loading):
    customer = customers(loading)[0]
    keys = [loading.store.insert(NOTES, {"text": f"{n}"}, parent=[customer]) for n in range(25)]
    # The deletion moves the 11th note to the first page, when that has been read already.
    only = f"*/customers/{customer}/notes"
    loading.server.after(only, 1, lambda: loading.store.delete(NOTES, keys[0]))
    loading.load_well(*NAMES)
    loading.assert_equals_truth(*NAMES)
    assert loading.server.requests.count(only) > 3


def test_of_records_without_an_id_equal_ones_are_all_kept(loading: Loading):
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


def test_bad_records_stop_neither_their_neighbours_nor_their_parent(loading: Loading):
    first, second, *_ = customers(loading)
    notify = loading.store.insert(NOTES, {"text": "good"}, parent=[first])
    none = loading.store.insert(NOTES, {"text": "no id"}, parent=[first])
    whole = loading.store.insert(NOTES, {"text": "good"}, parent=[second])
    loading.store.replace_raw(NOTES, none, b'{"id": null, "text": "no id"}')
    loading.store.replace_raw(NOTES, whole, b'{"id": %d.0, "text": "a\\u0000b"}' % whole[1])
    loading.load_well(*NAMES)
    assert loading.row("customer_notes", notify[1])["text"] == "good"
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
    assert sorted(map(int, received(loading))) == [c for c in customers(loading) if c >= failing]
    loading.assert_equals_truth(*NAMES)


def test_a_killed_walk_goes_on_from_its_last_round(loading: Loading, one_by_one: None):
    loading.load_well("customers")
    loading.server.faults.latency_seconds = 0.05
    loading.server.requests.clear()
    loading.load_killed_at_request(20, "customer_notes")
    loading.server.faults.clear()
    before = Counter(received(loading))
    loading.server.requests.clear()
    loading.load_well("customer_notes")
    again = Counter(received(loading))
    assert set(before) | set(again) == set(map(str, customers(loading)))
    assert len(set(before) & set(again)) < len(before)  # what was committed is not asked again
    loading.assert_equals_truth(*NAMES)


@pytest.mark.parametrize(
    "point",
    [
        "while dlt loads",
        "between two load packages",
        "during a merge",
        *(pytest.param(point, marks=pytest.mark.exhaustive) for point in POINTS),
    ],
)
def test_a_walk_killed_at_a_named_point_loses_nothing(loading: Loading, point: str):
    loading.load_well(*NAMES)
    store, first = loading.store, loading.store.truth(NOTES)[0]
    store.delete(NOTES, first.key)
    store.touch("customers", customers(loading)[:15])
    loading.load_well("customers")
    loading.load_killed(point, "customer_notes")
    store.insert(NOTES, {"text": "after the kill"}, parent=[first.key[0]])
    store.touch("customers", [int(first.key[0])])
    loading.settle(*NAMES)


def test_a_killed_full_refresh_is_finished_by_the_next_load(loaded: Loading, one_by_one: None):
    soft_deleted, changed = loaded.store.truth(NOTES)[0], loaded.store.truth(NOTES)[-1]
    loaded.store.delete(NOTES, soft_deleted.key)
    loaded.store.change(NOTES, changed.key, text="changed")
    loaded.server.faults.latency_seconds = 0.05
    loaded.load_killed_at_request(12, "customer_notes", full_refresh=True)
    loaded.server.faults.clear()
    loaded.load_well("customer_notes")
    loaded.assert_equals_truth(*NAMES)
