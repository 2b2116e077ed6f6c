"""Mass deletion is guarded: what the API suddenly no longer shows is not believed at once."""

from __future__ import annotations

import os
import signal

import pytest

from loader.errors import MassDeletion
from loader.warehouse.mass_deletion import check_parents, check_rows
from tests.commands import clean_environment, run, warehouse_variables
from tests.reliability.harness import Loading
from tests.reliability.killing import POINTS

NOTES = "crm/customers/{id}/notes"
CHILD = ("customers", "customer_notes")


def marked(loading: Loading, name: str) -> int:
    return len([row for row in loading.rows(name) if row["deleted_at"]])


@pytest.mark.parametrize(
    ("missing", "rows", "is_mass"),
    [
        (100, 100, False),  # few rows
        (101, 101, True),
        (300, 1000, False),  # a small share
        (301, 1000, True),
    ],
)
def test_more_than_30_percent_and_more_than_100_rows_are_too_many(
    missing: int, rows: int, is_mass: bool
):
    if not is_mass:
        check_rows("x", missing, rows)
        return
    with pytest.raises(MassDeletion, match=f"{missing} of the {rows:,} rows"):
        check_rows("x", missing, rows)


@pytest.mark.parametrize(
    ("missing", "emptied", "parents", "is_mass"),
    [
        (100, 50, 50, False),  # few rows
        (500, 10, 10, False),  # few parents: one journal entry may have hundreds of lines
        (101, 11, 11, True),
        (900, 300, 1000, False),  # a small share
        (900, 301, 1000, True),
    ],
)
def test_more_than_30_percent_and_more_than_10_parents_without_records_are_too_many(
    missing: int, emptied: int, parents: int, is_mass: bool
):
    if not is_mass:
        check_parents("x", missing, emptied, parents)
        return
    with pytest.raises(MassDeletion, match=f"{emptied} of the {parents:,} requested parents"):
        check_parents("x", missing, emptied, parents)


@pytest.mark.parametrize("name", ["project_types", "customers"])
def test_a_full_scan_that_would_mark_too_much_marks_nothing_and_says_what_allows_it(
    by_list: Loading, name: str
):
    loading, store, resource = by_list, by_list.store, name.replace("_", "-")
    keys = [store.insert(resource, name=f"Number {n}") for n in range(150)]
    loading.load_well(name)
    held = len(loading.rows(name))
    store.delete(resource, *keys)
    # Tables that are read in full are compared by each load, others by a reconciliation.
    options = {"reconcile": True} if name == "customers" else {}
    for _ in range(2):
        error = loading.load(name, "zones", **options)[name].error
        assert isinstance(error, MassDeletion)
        assert f"no longer shows 150 of the {held} rows" in error.cause
        assert "--allow-mass-deletion" in error.remedy
        assert loading.sync_state(name)["sync_status"] == "failed"
        assert loading.sync_state("zones")["sync_status"] == "completed"
        assert marked(loading, name) == 0
    result = loading.load_well(name, allow_mass_deletion=True, **options)[name]
    assert result.soft_deleted == 150
    loading.assert_equals_api(name, deletions=True)


def with_notes(loading: Loading, count: int) -> list[int]:
    """Give each customer as many notes, and load them."""
    customers = list(loading.store.table("customers").keys)
    for customer in customers:
        for number in range(count):
            loading.store.insert(NOTES, {"text": f"{number}"}, parent=[customer])
    loading.load_well(*CHILD)
    return customers


@pytest.mark.parametrize("touch_all", [True, False])
def test_a_404_of_a_whole_path_marks_nothing_and_heals(loading: Loading, touch_all: bool):
    customers = with_notes(loading, 10)
    before = marked(loading, "customer_notes")
    # Few of many parents, too: what counts is how many of those that were requested.
    loading.store.touch("customers", customers if touch_all else customers[:12])
    fault = loading.server.faults.add("not_found", NOTES, times=None)
    for _ in range(2):
        results = loading.load(*CHILD)
        assert results["customers"].error is None
        error = results["customer_notes"].error
        assert isinstance(error, MassDeletion)
        assert "requested parents have lost all of their records" in error.cause
        assert marked(loading, "customer_notes") == before
    loading.server.faults.remove(fault)
    loading.load_well(*CHILD)
    loading.assert_equals_api(*CHILD)
    loading.server.requests.clear()
    loading.load_well(*CHILD)
    assert loading.server.requests.count(NOTES) == 0


def test_a_list_of_children_that_is_suddenly_empty_marks_nothing(loading: Loading):
    with_notes(loading, 10)
    notes = [record.key for record in loading.store.truth(NOTES)]
    loading.store.delete(NOTES, *notes)
    error = loading.load("customer_notes", reconcile=True)["customer_notes"].error
    assert isinstance(error, MassDeletion)
    assert marked(loading, "customer_notes") == 0
    result = loading.load_well("customer_notes", reconcile=True, allow_mass_deletion=True)
    assert result["customer_notes"].soft_deleted == len(notes)
    loading.assert_equals_api(*CHILD)


def test_too_many_child_rows_of_the_whole_table_mark_nothing(loading: Loading):
    with_notes(loading, 10)
    # Each parent keeps some: it is no outage, but the share of the table is too large.
    kept = {record.key[0]: record.key for record in loading.store.truth(NOTES)}
    gone = [r.key for r in loading.store.truth(NOTES) if r.key != kept[r.key[0]]]
    loading.store.delete(NOTES, *gone)
    error = loading.load("customer_notes", reconcile=True)["customer_notes"].error
    assert isinstance(error, MassDeletion)
    assert f"no longer shows {len(gone)} of the {len(gone) + len(kept)} rows" in error.cause
    assert marked(loading, "customer_notes") == 0
    # What the guard refused can be allowed later, without reading everything again.
    loading.load_well("customer_notes", allow_mass_deletion=True)
    loading.assert_equals_api(*CHILD)


def test_a_404_of_few_parents_is_believed_and_confirmed_by_the_next_load(loading: Loading):
    customers = with_notes(loading, 2)
    loading.store.touch("customers", customers[:3])
    fault = loading.server.faults.add("not_found", NOTES, times=None)
    result = loading.load_well(*CHILD)["customer_notes"]
    assert result.soft_deleted >= 6
    loading.server.faults.remove(fault)
    loading.server.requests.clear()
    loading.load_well(*CHILD)
    assert loading.server.requests.count(NOTES) == 3
    loading.assert_equals_api(*CHILD)
    loading.server.requests.clear()
    loading.load_well(*CHILD)
    assert loading.server.requests.count(NOTES) == 0


def _kill_before_marks() -> None:
    from loader.run.child_deletions import ChildDeletions

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    ChildDeletions.soft_delete_missing = die  # type: ignore[method-assign]


def test_deletions_of_a_load_that_is_killed_before_it_marks_them_are_not_forgotten(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(POINTS, "before rows are marked", _kill_before_marks)
    customers = with_notes(loading, 2)
    gone = [r.key for r in loading.store.truth(NOTES) if int(r.key[0]) in customers[:3]]
    loading.store.delete(NOTES, *gone)
    loading.store.touch("customers", customers[:3])
    loading.load_well("customers")
    loading.load_killed("before rows are marked", "customer_notes")
    loading.load_well(*CHILD)
    loading.assert_equals_api(*CHILD)


def test_the_commands_refuse_and_allow_it(by_list: Loading):
    store = by_list.store
    keys = [store.insert("zones", name=f"Number {n}") for n in range(150)]
    by_list.load_well("zones")
    store.delete("zones", *keys)
    environment = clean_environment(
        **by_list.server.environment(), **warehouse_variables(by_list.warehouse)
    )
    command = ("loader", "reconcile", "--select", "zones")
    refused = run(*command, environment=environment)
    assert refused.returncode == 1
    assert "no longer shows 150 of the" in refused.stdout + refused.stderr
    assert marked(by_list, "zones") == 0
    allowed = run(*command, "--allow-mass-deletion", environment=environment)
    assert allowed.returncode == 0
    assert marked(by_list, "zones") == 150
