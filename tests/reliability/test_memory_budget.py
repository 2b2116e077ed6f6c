"""Answers in memory are bounded, and the bound never brings a load to a stand."""

from __future__ import annotations

import pytest

from tests.reliability.harness import Loading

# One for each family of paging, each with more pages than one.
NAMES = ("customers", "job_types", "jobs", "project_types", "customer_notes")


@pytest.mark.timeout(120)
def test_readers_that_each_hold_a_page_do_not_wait_for_each_other(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("loader.api.client._MEMORY_BUDGET", 1)
    customer = loading.store.table("customers").keys[0]
    for number in range(25):
        loading.store.insert("crm/customers/{id}/notes", {"text": f"{number}"}, parent=[customer])
    loading.load_well(*NAMES)
    loading.assert_equals_truth("customers", "jobs", "customer_notes")
