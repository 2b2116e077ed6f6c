"""The memory for pages is limited, and the limit never blocks a load."""

from __future__ import annotations

import pytest

from tests.reliability.harness import Loading

# One endpoint for each way of reading, each with several pages.
NAMES = ("customers", "job_types", "jobs", "project_types", "customer_notes")


@pytest.mark.timeout(120)
def test_readers_that_each_hold_a_page_do_not_block_each_other(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("loader.api.client._MEMORY_BUDGET", 1)
    customer = loading.store.table("customers").keys[0]
    for number in range(25):
        loading.store.insert("crm/customers/{id}/notes", {"text": f"{number}"}, parent=[customer])
    loading.load_well(*NAMES)
    loading.assert_equals_api("customers", "jobs", "customer_notes")
