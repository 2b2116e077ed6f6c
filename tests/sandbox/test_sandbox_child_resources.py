"""Child resources: served for one parent at a time, changed like all others."""

from __future__ import annotations

import pytest
import requests

from sandbox import resources
from sandbox.parents import owner_of
from sandbox.table import Table
from tests.sandbox.sandbox_client import Client

NOTES = "crm/customers/{id}/notes"


def _path(resource: str, owner: tuple[str, ...]) -> str:
    for value in owner:
        before, _, after = resource.partition("{")
        resource = before + value + after.partition("}")[2]
    return resource


def _parents(client: Client, resource: str) -> tuple[Table, list[tuple[str, ...]]]:
    child_resource = resources.find(resource).child_resource
    assert child_resource is not None
    parents = client.server.store.table(child_resource.parent)
    return parents, [owner_of(child_resource, parents, slot) for slot in parents.live()]


@pytest.mark.parametrize("resource", resources.child_resource())
def test_each_is_served_as_the_documents_say(shared: Client, resource: str) -> None:
    (documented,) = [e for e in resources.endpoints().values() if e.resource == resource]
    child_resource = resources.child_resource()[resource].child_resource
    hidden = "active" in documented.operation.query
    truth = [
        record for record in shared.server.store.truth(resource) if record.active or not hidden
    ]
    served = 0
    for owner in _parents(shared, resource)[1][:15]:
        response = shared.get(_path(resource, owner))
        expected = [record.fields for record in truth if record.key[: len(owner)] == owner]
        if child_resource is not None and child_resource.single:
            assert response.status_code == (200 if expected else 404)
            records = [response.json()] if expected else []
        else:
            body = response.json()
            records = body if documented.operation.paging == "array" else body["data"]
        assert [set(one) for one in records] == [set(documented.operation.fields)] * len(expected)
        assert [one.get("id") for one in records] == [one.get("id") for one in expected]
        served += len(records)
    assert served


def test_a_record_that_repeats_its_parents_id_repeats_the_right_one(shared: Client) -> None:
    for record in shared.server.store.truth("jpm/jobs/{id}/booked-log"):
        assert str(record.fields["jobId"]) == record.key[0]


def test_a_parent_that_is_gone_or_never_was_is_not_found(client: Client) -> None:
    _, [(customer,), *_] = _parents(client, NOTES)
    assert client.get(f"crm/customers/{customer}/notes").status_code == 200
    client.server.store.delete("customers", int(customer))
    assert client.get(f"crm/customers/{customer}/notes").status_code == 404
    assert client.get("crm/customers/1/notes").status_code == 404


def test_a_new_record_needs_a_parent_and_comes_in_pages(client: Client) -> None:
    tenant, _ = client.server.tenant_ids[0], client.server.store
    customer = client.server.store.insert("customers")
    url = f"{client.server.api_url}/sandbox/tenant/{tenant}/insert"
    for number in range(3):
        options = {"resource": NOTES, "parent": [customer], "fields": {"text": f"{number}"}}
        key = requests.post(url, json=options, timeout=10).json()["key"]
        assert key[0] == str(customer)
    alone = requests.post(url, json={"resource": NOTES}, timeout=10)
    assert (alone.status_code, "name the parent" in alone.text) == (400, True)
    page = client.page(f"crm/customers/{customer}/notes", page=2, pageSize=2, includeTotal="true")
    assert [notify["text"] for notify in page["data"]] == ["2"]
    assert (page["hasMore"], page["totalCount"]) == (False, 3)
