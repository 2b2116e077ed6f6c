"""A list that needs ids: it is requested for the parents that were merged, 50 at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.reliability.harness import Loading

NAME, RESOURCE = "jobs_cancel_reasons", "jpm/jobs/cancel-reasons"
PATTERN = "*/jobs/cancel-reasons"


def requested(loading: Loading) -> list[list[int]]:
    """The ids in each request since the last call."""
    requests = loading.server.requests.select(PATTERN)
    loading.server.requests.clear()
    return [[int(one) for one in parse_qs(r.query)["ids"][0].split(",")] for r in requests]


def reasons(loading: Loading, *, soft_deleted: bool = False) -> list[dict[str, Any]]:
    found = [row for row in loading.rows(NAME) if (row["deleted_at"] is not None) == soft_deleted]
    return sorted(found, key=lambda row: (row["job_id"], row["position"]))


def records(loading: Loading) -> list[dict[str, Any]]:
    return sorted(loading.store.records(RESOURCE), key=lambda record: record["jobId"])


@pytest.fixture
def loaded(loading: Loading) -> Loading:
    loading.load_well("jobs", NAME)
    return loading


def test_all_parents_are_requested_50_at_a_time_and_then_only_those_that_changed(loaded: Loading):
    jobs = [record["id"] for record in loaded.store.records("jobs")]
    requests = requested(loaded)
    assert sorted(one for ids in requests for one in ids) == sorted(jobs)
    assert [len(ids) for ids in requests] == [50, 50]
    assert f"{len(jobs)} jobs to ask, at least {len(requests)} requests" in loaded.notes[0]
    assert [row["full_data"] for row in reasons(loaded)] == records(loaded)

    loaded.load_well("jobs", NAME)
    assert requested(loaded) == []
    changed, emptied, *_ = (record["jobId"] for record in records(loaded))
    loaded.store.change(RESOURCE, changed, text="The dog is ill")
    loaded.store.delete(RESOURCE, emptied)
    loaded.store.touch("jobs", [changed, emptied])
    loaded.load_well("jobs", NAME)
    assert [sorted(ids) for ids in requested(loaded)] == [sorted([changed, emptied])]
    assert [row["full_data"] for row in reasons(loaded)] == records(loaded)
    assert [row["job_id"] for row in reasons(loaded, soft_deleted=True)] == [emptied]


def test_one_unknown_parent_among_50_does_not_hide_the_others(loading: Loading):
    loading.server.faults.add("not_found", PATTERN)
    loading.load_well("jobs", NAME)
    sizes = [len(ids) for ids in requested(loading)]
    assert sizes.count(1) == 50
    assert [row["full_data"] for row in reasons(loading)] == records(loading)


def test_a_record_of_a_parent_that_was_not_requested_fails_the_endpoint(loading: Loading):
    first = loading.store.table(RESOURCE).keys[0]
    loading.store.change(RESOURCE, first, jobId=1)
    error = loading.load("jobs", NAME)[NAME].error
    assert "a record names another parent in its jobId" in str(error)
