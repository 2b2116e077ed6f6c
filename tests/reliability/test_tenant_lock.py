"""One load of a tenant at a time, in a database that is shared or goes away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import sandbox
from loader.config import Warehouse
from loader.errors import LoaderError
from loader.run import merges
from loader.staging.pipeline import staging_schema_name
from loader.warehouse.merge import MergeResult
from sandbox.server import Server
from tests.databases import end_connections
from tests.reliability.harness import Loading, files_left

NAMES = ("customers", "jobs")


@pytest.fixture
def two_tenants() -> Iterator[Server]:
    with sandbox.serve(scale=0.005, feed_page_size=20, tenants=[1, 2]) as running:
        yield running


def test_two_tenants_load_into_one_database_at_the_same_time(
    two_tenants: Server, warehouse: Warehouse
):
    both = [Loading(two_tenants, warehouse, tenant=tenant) for tenant in (1, 2)]
    for _ in range(2):  # both their first loads, then both their second
        processes = [loading._start("", NAMES, {}) for loading in both]
        for process in processes:
            process.join(180)
        assert [process.exitcode for process in processes] == [0, 0]
        for loading in both:
            loading.assert_equals_api(*NAMES)
            loading.store.touch("jobs", loading.store.table("jobs").keys[:5])


def test_a_lock_whose_holder_is_killed_is_free_for_the_next_load(loading: Loading):
    loading.load_killed_at_request(2, *NAMES)
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)


def test_two_databases_are_loaded_from_one_folder_at_the_same_time(loading: Loading):
    other = replace(loading, warehouse=replace(loading.warehouse, raw_schema="another"))
    processes = [one._start("", NAMES, {}) for one in (loading, other)]
    for process in processes:
        process.join(180)
    assert [process.exitcode for process in processes] == [0, 0]
    for one in (loading, other):
        one.assert_equals_api(*NAMES)


@pytest.mark.parametrize(
    "schema", ["Raw-ServiceTitan", "a/../b c", 'say "raw"', "x" * 60, "ünïcode"]
)
def test_a_schema_can_have_any_name(loading: Loading, schema: str):
    named = replace(loading, warehouse=replace(loading.warehouse, raw_schema=schema))
    named.load_killed("during a merge", "zones")
    quoted = schema.replace('"', '""')
    assert named.query(f'select count(*) from "{quoted}".raw_st_zones')[0]["count"] == 0
    named.load_well("zones")
    rows = named.query(f'select count(*) from "{quoted}".raw_st_zones')[0]["count"]
    assert rows == len(named.store.truth("zones"))
    assert files_left(named) == []


@pytest.mark.parametrize("purpose", ["%", "%loader", "%lock", "%staging"])
def test_connections_that_postgres_closes_during_a_run_lose_nothing(loading: Loading, purpose: str):
    loading.load_well(*NAMES)
    store = loading.store
    store.touch("jobs", store.table("jobs").keys)
    loading.server.hooks.after("jobs", 3, lambda: end_connections(loading.warehouse, purpose))
    if purpose in ("%", "%lock"):
        with pytest.raises(LoaderError, match="holds the tenant's lock"):
            loading.load(*NAMES)
    else:  # opened again
        loading.load_well(*NAMES)
        loading.assert_equals_api(*NAMES)
    assert files_left(loading) == []
    loading.settle(*NAMES)


def test_a_full_scan_that_lost_the_lock_soft_deletes_nothing(loading: Loading):
    loading.load_well("zones")
    loading.store.delete("zones", loading.store.table("zones").keys[0])
    loading.server.hooks.after("zones", 1, lambda: end_connections(loading.warehouse, "%lock"))
    with pytest.raises(LoaderError, match="holds the tenant's lock"):
        loading.load("zones", reconcile=True)
    assert [row for row in loading.rows("zones") if row["deleted_at"]] == []
    loading.settle("zones")


@pytest.mark.parametrize(
    "statement",
    [
        "insert into {} (seq, kind, fetched_at, source, listed) select 1, '', now(), '', true",
        "truncate {}",
    ],
)
def test_a_staging_table_that_another_load_has_changed_moves_no_cursor(
    loading: Loading, monkeypatch: pytest.MonkeyPatch, statement: str
):
    # As if the lock had been lost: another load stages its records before the merge.
    loading.load_well(*NAMES)
    staging = f"{staging_schema_name(loading.warehouse, loading.api.tenant_id)}.raw_st_customers"
    run_merge = merges.merge

    def after_another_load(connection: Any, *args: Any, **options: Any) -> MergeResult:
        if args[2].name == "customers":
            loading.query(f"{statement.format(staging)}; select 1")
        return run_merge(connection, *args, **options)

    store = loading.store
    store.touch("customers", store.table("customers").keys)
    store.touch("jobs", store.table("jobs").keys)
    with monkeypatch.context() as patch:
        patch.setattr(merges, "merge", after_another_load)
        results = loading.load(*NAMES)
    assert "another load has changed it" in str(results["customers"].error)
    assert results["jobs"].error is None
    assert results["jobs"].merged.written == len(store.table("jobs").keys)
    loading.settle(*NAMES)


def test_a_bug_in_the_loader_is_reported_and_never_passes_for_success(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_args: object) -> None:
        raise ZeroDivisionError("Jane Customer, 555-0100")

    loading.load_well("zones")
    monkeypatch.setattr("loader.run.result.Result.record_merge", broken)
    loading.store.touch("zones", loading.store.table("zones").keys)
    with pytest.raises(LoaderError, match="Unexpected ZeroDivisionError") as caught:
        loading.load("zones")
    assert "Jane" not in str(caught.value)
    state = loading.sync_state("zones")
    assert state["sync_status"] == "failed"
    assert "Jane" not in state["last_error"]


def test_a_reader_that_breaks_fails_its_endpoint_alone(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
):
    from loader.staging.staged_files import StagedFiles

    put = StagedFiles.put

    def broken(self: StagedFiles, endpoint: object, *rest: object) -> int:
        if endpoint.name == "jobs":  # type: ignore[attr-defined]
            raise MemoryError
        return put(self, endpoint, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(StagedFiles, "put", broken)
        results = loading.load(*NAMES)
    assert results["jobs"].error is not None
    assert results["customers"].error is None
    loading.settle(*NAMES)


def test_a_load_leaves_no_thread_behind(loading: Loading):
    loading.load_well("zones")  # starts what dlt keeps for the process
    before = set(threading.enumerate())
    started: list[str] = []
    loading.server.hooks.on_request(
        lambda _request: started.extend(t.name for t in set(threading.enumerate()) - before)
    )
    loading.load_well("zones")
    assert started != []
    assert set(threading.enumerate()) - before == set()
