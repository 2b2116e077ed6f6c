"""What can happen to records, between and during page reads."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import requests

import sandbox
from sandbox import resources
from tests.sandbox.sandbox_client import Client


def test_an_inserted_record_is_served_with_every_field(client: Client) -> None:
    store = client.server.store
    key = store.insert("jobs", {"summary": "new"}, jobNumber="J1")
    job = client.page(f"jpm/jobs/{key}")
    assert (job["summary"], job["jobNumber"]) == ("new", "J1")
    assert set(job) == set(store.records("jobs")[0])
    assert key == max(one["id"] for one in client.data("jpm/jobs"))


def test_an_inserted_payment_applies_to_nothing_unless_said(client: Client) -> None:
    key = client.server.store.insert("payments", total="5.00")
    assert client.server.store.record("payments", key).fields["appliedTo"] == []


def test_an_id_cannot_be_inserted_twice(client: Client) -> None:
    key = client.server.store.insert("jobs")
    with pytest.raises(ValueError, match="already"):
        client.server.store.insert("jobs", id=key)


def test_a_change_moves_modified_on_forward(client: Client) -> None:
    store = client.server.store
    before = store.truth("customers")[0]
    store.change("customers", before.key, name="Renamed")
    after = store.record("customers", before.key)
    assert after.fields["name"] == "Renamed"
    assert after.fields["modifiedOn"] > before.fields["modifiedOn"]
    newest = client.data("crm/customers", active="Any", sort="-ModifiedOn")[0]
    assert newest["name"] == "Renamed"


def test_any_filter_by_modified_on_hides_a_record_without_one(client: Client) -> None:
    key = client.server.store.table("dispatch/zones").keys[0]
    client.server.store.change("dispatch/zones", key, moves=False, modifiedOn=None)
    everything = client.page("dispatch/zones", includeTotal="true")["totalCount"]
    for name in ("modifiedOnOrAfter", "modifiedBefore"):
        time = "0001-01-01T00:00:00Z" if name == "modifiedOnOrAfter" else "9999-12-31T00:00:00Z"
        query = {name: time, "includeTotal": "true"}
        assert client.page("dispatch/zones", **query)["totalCount"] == everything - 1
    client.server.store.touch("dispatch/zones", [key])
    query = {"modifiedOnOrAfter": "0001-01-01T00:00:00Z", "includeTotal": "true"}
    assert client.page("dispatch/zones", **query)["totalCount"] == everything


def test_a_change_may_leave_modified_on_alone(client: Client) -> None:
    store = client.server.store
    before = store.truth("customers")[0]
    _, token = client.feed("crm/export/customers")
    store.change("customers", before.key, name="In silence", moves=False)
    assert store.record("customers", before.key).fields["modifiedOn"] == before.fields["modifiedOn"]
    assert client.feed("crm/export/customers", start=token)[0] == []


@pytest.mark.parametrize(
    "instant",
    [
        "2020-02-02T00:00:00Z",
        datetime(2020, 2, 2, tzinfo=UTC),
        "2020-02-02T02:00:00+02:00",
    ],
)
def test_a_skewed_clock_is_an_explicit_modified_on(client: Client, instant: str | datetime) -> None:
    store = client.server.store
    key = store.insert("jobs", modified_on=instant)
    old = client.data("jpm/jobs", modifiedBefore="2020-02-02T00:00:00.0000001Z")
    assert [one["id"] for one in old] == [key]
    if isinstance(instant, str):
        assert old[0]["modifiedOn"] == instant


def test_the_clock_is_strictly_increasing_unless_frozen(client: Client) -> None:
    store = client.server.store
    store.clock.step = 1
    first, second = store.insert("jobs"), store.insert("jobs")
    store.clock.frozen = True
    third, fourth = store.insert("jobs"), store.insert("jobs")
    keys = (first, second, third, fourth)
    texts = [store.record("jobs", key).fields["modifiedOn"] for key in keys]
    assert texts[0] < texts[1] == texts[2] == texts[3]


def test_a_bulk_touch_gives_many_records_one_instant(client: Client) -> None:
    store = client.server.store
    keys = [record.key for record in store.truth("jobs") if record.active]
    store.touch("jobs", keys)
    assert len({one["modifiedOn"] for one in client.data("jpm/jobs")}) == 1
    assert len(client.data("jpm/jobs", sort="+ModifiedOn", pageSize=7)) == len(keys)


def test_a_deleted_record_can_come_back(client: Client) -> None:
    store = client.server.store
    key = store.truth("customers")[0].key
    store.delete("customers", key)
    assert store.record("customers", key).deleted
    assert key not in {one["id"] for one in client.data("crm/customers", active="Any")}
    store.reactivate("customers", key)
    assert client.page(f"crm/customers/{key}")["active"] is True


def test_a_contact_needs_its_whole_key_only_when_it_is_shared(client: Client) -> None:
    store = client.server.store
    contact, owner = store.truth("customers/contacts")[0].key
    store.insert("customers/contacts", id=contact, customerId=owner + 1)
    with pytest.raises(KeyError, match="customerId"):
        store.change("customers/contacts", contact, value="x")
    store.change("customers/contacts", (contact, owner), value="x")
    assert store.record("customers/contacts", (contact, owner)).fields["value"] == "x"
    assert store.record("customers/contacts", (contact, owner + 1)).fields["value"] != "x"


@pytest.mark.parametrize("name", ["nonsense", "custom-fields"])
def test_a_name_that_fits_no_or_several_resources_is_refused(client: Client, name: str) -> None:
    with pytest.raises(KeyError, match=name):
        client.server.store.truth(name)


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (
            Decimal("12345678901234567890123456789012345678"),
            b"12345678901234567890123456789012345678",
        ),
        (Decimal("1.10"), b"1.10"),
        (b"1e3", b"1e3"),
        (b"0.1000000000000000000000000000000001",) * 2,
        (2**63 - 1, b"9223372036854775807"),
        (10**40, b"1" + b"0" * 40),
    ],
)
def test_numbers_are_served_to_the_last_digit(
    client: Client, value: Decimal | bytes | int, literal: bytes
) -> None:
    store = client.server.store
    key = store.insert("customers", balance=value)
    store.change("customers", key, name="others stay as they are")
    text = client.get("crm/customers", ids=key).content
    assert b'"balance":' + literal + b"," in text


@pytest.mark.parametrize(
    "raw",
    [
        b'{"id":77,"name":"NUL \\u0000 here","modifiedOn":"2026-07-01T00:00:00Z"}',
        b'{"id":78,"name":"lone \\ud800 surrogate"}',
        b'{"id":79,"name":{"was":"a string"},"unknown":[1,2.50]}',
        b'{"name":"no id at all","modifiedOn":null}',
        b'{"id":9223372036854775807}',
        b'{ "id" : 80 , "spaced" : true }',
    ],
)
def test_raw_bytes_are_served_as_they_are(client: Client, raw: bytes) -> None:
    store = client.server.store
    _, token = client.feed("crm/export/customers")
    key = store.insert_raw("customers", raw)
    assert store.raw("customers", key) == raw
    assert raw in client.get("crm/customers", pageSize=5000).content
    assert raw in client.get("crm/export/customers", **{"from": token}).content


def test_a_raw_record_can_still_be_changed_and_deleted(client: Client) -> None:
    store = client.server.store
    key = store.insert_raw("customers", b'{"id":78,"name":"lone \\ud800 surrogate","x":1.10}')
    store.change("customers", key, type="Residential")
    assert store.raw("customers", key) == (
        b'{"id":78,"name":"lone \\ud800 surrogate","x":1.10,"type":"Residential"}'
    )
    store.delete("customers", key)
    assert store.record("customers", key).deleted


def test_a_change_that_cannot_be_made_changes_nothing(client: Client) -> None:
    store = client.server.store
    good = store.truth("customers")[0]
    bad = store.insert_raw("customers", b"[1,2]")
    with pytest.raises(ValueError, match="not a JSON object"):
        store.touch("customers", [good.key, bad])
    assert store.record("customers", good.key) == good
    assert b"[1,2]" in client.get("crm/customers", pageSize=5000).content


def test_raw_bytes_may_replace_a_record(client: Client) -> None:
    store = client.server.store
    key = store.truth("customers")[3].key
    store.replace_raw("customers", key, b'{"id":%d}' % key)
    assert client.get("crm/customers", ids=key).content.endswith(b'"data":[{"id":%d}]}' % key)


def test_something_can_be_done_after_the_nth_request(client: Client) -> None:
    store, server = client.server.store, client.server
    first = client.data("jpm/jobs")[0]["id"]
    server.hooks.after("jobs", 2, lambda: store.delete("jobs", first))
    assert client.page("jpm/jobs", pageSize=1)["data"][0]["id"] == first
    assert client.page("jpm/jobs", pageSize=1)["data"][0]["id"] == first
    assert client.page("jpm/jobs", pageSize=1)["data"][0]["id"] != first


def test_a_record_that_changes_during_a_page_read_moves_to_another_page(client: Client) -> None:
    store, server = client.server.store, client.server
    ordered = [one["id"] for one in client.data("jpm/jobs", sort="+ModifiedOn")]
    server.hooks.after("jobs", 1, lambda: store.change("jobs", ordered[0], summary="changed"))
    read = client.data("jpm/jobs", sort="+ModifiedOn", pageSize=50)
    ids = [one["id"] for one in read]
    assert ordered[50] not in ids  # the neighbour that slipped to the page already read
    assert ids.count(ordered[0]) == 2


def test_a_hook_sees_every_request_and_can_be_removed(client: Client) -> None:
    seen: list[str] = []
    remove = client.server.hooks.on_request(lambda request: seen.append(request.path))
    client.get("jpm/jobs")
    remove()
    client.get("jpm/jobs")
    assert len(seen) == 1


def test_a_failing_hook_is_reported_on_leaving() -> None:
    def serve_with_a_failing_hook() -> None:
        with sandbox.serve(scale=0) as server:
            server.hooks.after("jobs", 1, lambda: server.store.delete("jobs", 1))
            assert Client(server).get("jpm/jobs").status_code == 200

    with pytest.raises(KeyError, match="no record"):
        serve_with_a_failing_hook()


def test_a_page_is_read_in_one_piece_while_another_thread_changes_records(client: Client) -> None:
    store, done = client.server.store, threading.Event()
    keys = [record.key for record in store.truth("teams")]

    def keep_changing() -> None:
        while not done.is_set():
            store.touch("teams", keys)

    thread = threading.Thread(target=keep_changing)
    thread.start()
    try:
        for _ in range(20):
            teams = client.data("dispatch/teams", includeInactive="true", sort="+ModifiedOn")
            assert len({team["id"] for team in teams}) == len(keys) == len(teams)
            feed = client.data("dispatch/teams", includeInactive="true")
            assert len({team["modifiedOn"] for team in feed}) == 1
    finally:
        done.set()
        thread.join()


def test_every_resource_can_be_inserted_changed_deleted_and_restored(client: Client) -> None:
    store = client.server.store
    for name, resource in resources.resources().items():
        first = store.truth(name)[0].key
        store.touch(name, [first])
        store.delete(name, first)
        assert store.record(name, first).deleted, name
        store.reactivate(name, first)
        assert not store.record(name, first).deleted, name
        if resource.key == ("id",) and resource.fields["id"]["type"] == "integer":
            assert store.insert(name) != first


def _control(client: Client, path: str, body: object) -> requests.Response:
    url = f"{client.server.api_url}/sandbox/{path}"
    return requests.post(url, json=body, timeout=10)


def test_records_can_be_changed_over_http_without_losing_digits(client: Client) -> None:
    tenant = client.server.tenant_ids[0]
    url = f"{client.server.api_url}/sandbox/tenant/{tenant}/insert"
    body = b'{"resource":"customers","fields":{"name":"Over HTTP","balance":1.10}}'
    key = requests.post(url, data=body, timeout=10).json()["key"]
    assert b'"balance":1.10' in client.server.store.raw("customers", key)
    response = _control(client, f"tenant/{tenant}/delete", {"resource": "customers", "keys": [key]})
    assert response.status_code == 200
    assert client.server.store.record("customers", key).deleted


def test_truth_can_be_read_over_http(client: Client) -> None:
    tenant = client.server.tenant_ids[0]
    url = f"{client.server.api_url}/sandbox/tenant/{tenant}/truth/crm/customers/contacts"
    found = requests.get(url, timeout=10).json()
    assert len(found) == len(client.server.store.truth("customers/contacts"))
    assert set(found[0]) == {"key", "active", "deleted", "raw"}


def test_changes_can_be_scheduled_over_http(client: Client) -> None:
    store = client.server.store
    key = store.truth("customers")[0].key
    response = _control(
        client,
        "after",
        {
            "pattern": "customers",
            "count": 1,
            "tenant": client.server.tenant_ids[0],
            "action": "change",
            "instruction": {"resource": "customers", "keys": [key], "fields": {"name": "Later"}},
        },
    )
    assert response.status_code == 200
    client.get("crm/customers")
    assert store.record("customers", key).fields["name"] == "Later"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("faults", {"kind": "nonsense"}),
        ("faults", {"kind": "html", "pattern": "nonsense"}),
        ("tenant/1/insert", {"resource": "customers"}),
        ("after", {"pattern": "customers"}),
        ("access", {"allow": ["never forbidden"]}),
    ],
)
def test_a_wrong_control_request_is_400_and_says_why(
    client: Client, path: str, body: object
) -> None:
    response = _control(client, path, body)
    assert response.status_code == 400
    assert response.json()["error"]
