"""A list that cannot enumerate: it is asked for the parents that arrived, by their ids."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.reliability.harness import Loading

NAME, RESOURCE = "jobs_cancel_reasons", "jpm/jobs/cancel-reasons"
PATTERN = "*/jobs/cancel-reasons"


def received(loading: Loading) -> list[list[int]]:
    """The ids of each request."""
    requests = loading.server.requests.select(PATTERN)
    loading.server.requests.clear()
    return [[int(one) for one in parse_qs(r.query)["ids"][0].split(",")] for r in requests]


def reasons(loading: Loading, *, soft_deleted: bool = False) -> list[dict[str, Any]]:
    found = [row for row in loading.rows(NAME) if (row["deleted_at"] is not None) == soft_deleted]
    return sorted(found, key=lambda row: (row["job_id"], row["position"]))


def truth(loading: Loading) -> list[dict[str, Any]]:
    return sorted(loading.store.records(RESOURCE), key=lambda record: record["jobId"])


@pytest.fixture
def loaded(loading: Loading) -> Loading:
    loading.load_well("jobs", NAME)
    return loading


def test_all_parents_are_asked_fifty_at_a_time_and_then_only_those_that_changed(loaded: Loading):
    jobs = [record["id"] for record in loaded.store.records("jobs")]
    requests = received(loaded)
    assert sorted(one for ids in requests for one in ids) == sorted(jobs)
    assert [len(ids) for ids in requests] == [50, 50]
    assert f"{len(jobs)} jobs to ask, at least {len(requests)} requests" in loaded.notes[0]
    assert [row["full_data"] for row in reasons(loaded)] == truth(loaded)

    loaded.load_well("jobs", NAME)
    assert received(loaded) == []
    changed, emptied, *_ = (record["jobId"] for record in truth(loaded))
    loaded.store.change(RESOURCE, changed, text="The dog is ill")
    loaded.store.delete(RESOURCE, emptied)
    loaded.store.touch("jobs", [changed, emptied])
    loaded.load_well("jobs", NAME)
    assert [sorted(ids) for ids in received(loaded)] == [sorted([changed, emptied])]
    assert [row["full_data"] for row in reasons(loaded)] == truth(loaded)
    assert [row["job_id"] for row in reasons(loaded, soft_deleted=True)] == [emptied]


def test_one_unknown_parent_among_fifty_does_not_hide_the_others(loading: Loading):
    loading.server.faults.add("not_found", PATTERN)
    loading.load_well("jobs", NAME)
    sizes = [len(ids) for ids in received(loading)]
    assert sizes.count(1) == 50
    assert [row["full_data"] for row in reasons(loading)] == truth(loading)


def test_a_record_of_a_parent_that_was_not_asked_for_is_told(loading: Loading):
    first = loading.store.table(RESOURCE).keys[0]
    loading.store.change(RESOURCE, first, jobId=1)
    error = loading.load("jobs", NAME)[NAME].error
    assert "a record names another parent in its jobId" in str(error)
