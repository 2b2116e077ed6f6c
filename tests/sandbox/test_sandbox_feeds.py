"""Export feeds: everything in order of modification, and nothing skipped."""

from __future__ import annotations

from typing import Any

import pytest
import requests

import sandbox
from sandbox import resources
from tests.sandbox.sandbox_client import Client


def _ids(records: list[dict[str, Any]]) -> list[Any]:
    return [record["id"] for record in records]


def test_a_feed_has_active_and_inactive_records(shared: Client) -> None:
    customers, _ = shared.feed("crm/export/customers")
    assert {one["active"] for one in customers} == {True, False}
    assert len(customers) == len(shared.server.store.truth("customers"))


def test_a_feed_says_active_where_the_list_does_not(shared: Client) -> None:
    jobs, _ = shared.feed("jpm/export/jobs")
    assert "active" in jobs[0]
    assert "active" not in shared.page("jpm/jobs")["data"][0]


def test_a_feed_can_begin_at_a_date(shared: Client) -> None:
    everything, _ = shared.feed("jpm/export/jobs")
    later, _ = shared.feed("jpm/export/jobs", start="2026-01-01")
    assert _ids(later) == [one["id"] for one in everything if one["modifiedOn"] >= "2026-01-01"]
    precise, _ = shared.feed("jpm/export/jobs", start=later[0]["modifiedOn"])
    assert precise == later


def test_after_the_last_page_the_token_brings_only_what_changes(client: Client) -> None:
    everything, token = client.feed("jpm/export/jobs")
    assert client.feed("jpm/export/jobs", start=token) == ([], token)
    changed = everything[0]["id"]
    client.server.store.change("jobs", changed, summary="new")
    fresh, _ = client.feed("jpm/export/jobs", start=token)
    assert [(one["id"], one["summary"]) for one in fresh] == [(changed, "new")]


def test_of_many_records_with_one_instant_none_is_skipped_between_pages() -> None:
    with sandbox.serve(scale=0.01, feed_page_size=7) as server:
        client = Client(server)
        _, token = client.feed("crm/export/locations")
        keys = [one.key for one in server.store.truth("locations")][:40]
        server.store.touch("locations", keys)
        fresh, _ = client.feed("crm/export/locations", start=token)
        assert sorted(_ids(fresh)) == sorted(keys)
        assert len({one["modifiedOn"] for one in fresh}) == 1


def test_a_record_that_joins_the_instant_of_the_token_is_not_missed(client: Client) -> None:
    store = client.server.store
    _, token = client.feed("jpm/export/jobs")
    store.clock.frozen = True
    late = store.insert("jobs")
    fresh, token = client.feed("jpm/export/jobs", start=token)
    assert _ids(fresh) == [late]
    again = store.insert("jobs")
    fresh, _ = client.feed("jpm/export/jobs", start=token)
    assert _ids(fresh) == [again]


def test_a_record_that_changes_during_the_read_comes_again_at_the_end() -> None:
    with sandbox.serve(scale=0.01, feed_page_size=50) as server:
        client = Client(server)
        first = client.page("jpm/export/jobs")["data"][0]["id"]
        server.hooks.after("jobs", 1, lambda: server.store.change("jobs", first, summary="moved"))
        jobs, _ = client.feed("jpm/export/jobs")
        assert _ids(jobs).count(first) == 2
        assert jobs[-1]["summary"] == "moved"


def test_deleted_records_come_once_more_as_inactive(client: Client) -> None:
    customers, token = client.feed("crm/export/customers")
    soft_deleted = customers[0]
    client.server.store.delete("customers", soft_deleted["id"])
    fresh, _ = client.feed("crm/export/customers", start=token)
    assert [(one["id"], one["active"]) for one in fresh] == [(soft_deleted["id"], False)]
    assert fresh[0]["modifiedOn"] > soft_deleted["modifiedOn"]
    assert soft_deleted["id"] not in _ids(client.data("crm/customers", active="Any"))


def test_deleted_contacts_come_once_more_as_inactive(client: Client) -> None:
    contacts, token = client.feed("crm/export/customers/contacts")
    soft_deleted = contacts[0]
    client.server.store.delete(
        "customers/contacts", (soft_deleted["id"], soft_deleted["customerId"])
    )
    fresh, _ = client.feed("crm/export/customers/contacts", start=token)
    assert [(one["id"], one["active"]) for one in fresh] == [(soft_deleted["id"], False)]


def test_a_deleted_record_of_a_feed_without_activity_comes_once_more_unchanged(
    client: Client,
) -> None:
    orders, token = client.feed("inventory/export/purchase-orders")
    client.server.store.delete("purchase-orders", orders[0]["id"])
    fresh, _ = client.feed("inventory/export/purchase-orders", start=token)
    assert [{**one, "modifiedOn": ""} for one in fresh] == [{**orders[0], "modifiedOn": ""}]
    assert orders[0]["id"] not in _ids(client.data("inventory/purchase-orders"))


def test_assignments_are_active_only_by_default_but_appointments_are_not(shared: Client) -> None:
    default, _ = shared.feed("dispatch/export/appointment-assignments")
    everything, _ = shared.feed("dispatch/export/appointment-assignments", active="Any")
    assert {one["active"] for one in default} == {True}
    assert {one["active"] for one in everything} == {True, False}
    appointments, _ = shared.feed("jpm/export/appointments")
    assert {one["active"] for one in appointments} == {True, False}


@pytest.mark.parametrize("token", ["nonsense", "MTIzLjQ1", "2020-13-45"])
def test_an_unknown_token_is_400(shared: Client, token: str) -> None:
    assert shared.get("jpm/export/jobs", **{"from": token}).status_code == 400


def test_a_token_of_another_feed_is_400(shared: Client) -> None:
    _, token = shared.feed("jpm/export/jobs")
    assert shared.get("crm/export/customers", **{"from": token}).status_code == 400


def test_tokens_can_be_made_to_expire_and_a_date_still_works(client: Client) -> None:
    _, token = client.feed("jpm/export/jobs")
    client.server.feeds.expire_tokens()
    assert client.get("jpm/export/jobs", **{"from": token}).status_code == 400
    assert client.get("jpm/export/jobs", **{"from": "2020-01-01"}).status_code == 200


def test_recent_changes_can_be_held_back(client: Client) -> None:
    _, token = client.feed("jpm/export/jobs")
    client.server.feeds.recent_seconds = 600
    late = client.server.store.insert("jobs")
    assert client.feed("jpm/export/jobs", start=token)[0] == []
    recent, _ = client.feed("jpm/export/jobs", start=token, includeRecentChanges="true")
    assert _ids(recent) == [late]
    client.server.store.clock.advance(601)
    assert _ids(client.feed("jpm/export/jobs", start=token)[0]) == [late]


def test_a_change_with_an_old_instant_is_after_the_token_only_in_order_of_change(
    client: Client,
) -> None:
    for in_order_of_change in (False, True):
        client.server.feeds.in_order_of_change = in_order_of_change
        _, token = client.feed("jpm/export/jobs")
        old = client.server.store.insert("jobs", modified_on="2020-02-02T00:00:00Z")
        fresh, _ = client.feed("jpm/export/jobs", start=token)
        assert _ids(fresh) == ([old] if in_order_of_change else [])
        assert old in _ids(client.feed("jpm/export/jobs", start="2020-02-02")[0])


def test_every_feed_serves_every_field_of_the_facts_and_no_other(shared: Client) -> None:
    for path, endpoint in resources.endpoints().items():
        if endpoint.kind != "feed":
            continue
        url = f"{shared.server.api_url}{path}".format(tenant=shared.server.tenant_ids[0])
        response: requests.Response = shared.session.get(url, timeout=10)
        assert response.status_code == 200, (path, response.text)
        records = response.json()["data"]
        assert records, path
        for record in records:
            assert set(record) == set(endpoint.operation.fields), path
