"""No value breaks a load, and what cannot be stored is reported."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from psycopg2.sql import Composed

from loader.warehouse import upsert_sql
from tests.commands import clean_environment, warehouse_variables
from tests.commands import run as command
from tests.reliability.harness import Loading, canonical

RECORDS = {
    "NUL": b'"summary": "a\\u0000b"',
    "lone surrogate": b'"summary": "a\\ud83db"',
    "pair of surrogates": b'"summary": "\\ud83d\\ude00"',
    "escaped escape": b'"summary": "\\\\u0000"',
    "long text": b'"summary": "' + b"x" * 100_000 + b'"',
    "38 digits": b'"customFields": [{"value": 12345678901234567890123456789012345678}]',
    "38 decimals": b'"total": 0.12345678901234567890123456789012345678',
    "exponent": b'"total": 1e30',
    "year 1": b'"completedOn": "0001-01-01T00:00:00Z"',
    "year 9999": b'"completedOn": "9999-12-31T23:59:59.9999999Z"',
    "null where none was promised": b'"jobStatus": null, "customerId": null',
    "a field that is missing": b'"x": 1',
    "NUL in a name": b'"a\\u0000b": 1',
    "lone surrogate in a name": b'"\\ud800": 1',
}
UNCASTABLE = {
    "text for a number": b'"customerId": "seven"',
    "object for an instant": b'"completedOn": {"at": 1}',
    "no date": b'"completedOn": "soon"',
    "month 13": b'"completedOn": "2026-13-01T00:00:00Z"',
    "number beyond bigint": b'"customerId": 9223372036854775808',
}


LARGEST = 2**63 - 1


def _insert(loading: Loading, records: dict[str, bytes]) -> dict[str, int]:
    """Insert records; return their ids by what is odd about them."""
    ids = {what: number for number, what in enumerate(records, 900_000_001)}
    for what, fields in records.items():
        loading.store.insert_raw("jobs", b'{"id": %d, %b}' % (ids[what], fields))
    loading.store.insert_raw("jobs", b'{"id": %d, "summary": "largest"}' % LARGEST)
    return ids


def _assert_stored(loading: Loading, ids: dict[str, int]) -> dict[int, dict[str, Any]]:
    """All of ``RECORDS`` are stored, to the last digit."""
    stored = {row["st_id"]: row for row in loading.rows("jobs")}
    assert set(ids.values()) | {LARGEST} <= set(stored)
    assert stored[ids["NUL"]]["summary"] == "a\ufffdb"
    assert stored[ids["lone surrogate"]]["summary"] == "a\ufffdb"
    assert stored[ids["pair of surrogates"]]["summary"] == "\U0001f600"
    assert stored[ids["escaped escape"]]["summary"] == "\\u0000"
    assert len(stored[ids["long text"]]["summary"]) == 100_000
    assert "12345678901234567890123456789012345678" in stored[ids["38 digits"]]["full_text"]
    assert "0.12345678901234567890123456789012345678" in stored[ids["38 decimals"]]["full_text"]
    assert stored[ids["year 9999"]]["completed_on"] == datetime.max.replace(tzinfo=UTC)
    assert stored[ids["year 1"]]["completed_on"] == datetime.min.replace(tzinfo=UTC)
    assert stored[ids["null where none was promised"]]["customer_id"] is None
    assert canonical(stored[ids["exponent"]]["full_text"])["total"] == ("number", Decimal("1e30"))
    return stored


def _refuse(*_args: object) -> Composed:
    raise AssertionError("the strict upsert takes all of these records")


@pytest.mark.parametrize("feed", ["export", "list"])
def test_odd_values_that_fit_need_no_lenient_cast(
    loading: Loading, feed: str, monkeypatch: pytest.MonkeyPatch
):
    loading.feed = feed
    monkeypatch.setattr(upsert_sql, "lenient_upsert", _refuse)
    ids = _insert(loading, RECORDS)
    loading.load_well("jobs")
    _assert_stored(loading, ids)
    assert _rejected(loading) == []


@pytest.mark.parametrize("feed", ["export", "list"])
def test_no_value_breaks_a_load_and_no_record_is_dropped(loading: Loading, feed: str):
    loading.feed = feed
    store = loading.store
    ids = _insert(loading, {**RECORDS, **UNCASTABLE})
    store.insert_raw("jobs", b'{"id": 9223372036854775808, "summary": "too large"}')
    store.insert_raw("jobs", b'{"summary": "without an id"}')
    loading.load_well("jobs")
    stored = _assert_stored(loading, ids)
    for what, fields in UNCASTABLE.items():
        given = json.loads(b"{%b}" % fields, parse_int=Decimal)
        kept = json.loads(stored[ids[what]]["full_text"], parse_int=Decimal)
        assert given.items() <= kept.items()
    rejected = _rejected(loading)
    reasons = {row["record_key"]: row["reason"] for row in rejected}
    assert {str(ids[what]) for what in UNCASTABLE} <= set(reasons)
    assert reasons["9223372036854775808"].startswith("no usable st_id")
    assert any("without an id" in row["record"] for row in rejected)
    # The next load finds nothing to repair, and a repaired record is no longer rejected.
    store.replace_raw("jobs", ids["text for a number"], b'{"id": %d}' % ids["text for a number"])
    loading.load_well("jobs")
    assert len(_rejected(loading)) == len(rejected) - 1


def _rejected(loading: Loading) -> list[dict[str, Any]]:
    return loading.query(
        f"select record_key, reason, record from {loading.warehouse.raw_schema}.raw_rejected"
    )


def test_a_text_too_long_for_an_index_costs_its_own_record_only(loading: Loading):
    # No compression makes this short.
    rng = random.Random(1)
    long = bytes(rng.choice(b"0123456789abcdefghijklmnopqrstuvwxyz") for _ in range(100_000))
    records = {
        "contacts": ("crm/contacts", b'{"id": "%b", "name": "Long"}'),
        "jobs": ("jobs", b'{"id": "%b", "summary": "no number"}'),
        "optouts": (
            "telecom/v3/optinouts/optouts",
            b'{"contactNumber": "%b", "optOutType": "Marketing"}',
        ),
    }
    for resource, record in records.values():
        loading.store.insert_raw(resource, record % long)
    for _ in range(2):
        loading.load_well(*records)
        reasons = {row["reason"].split(";")[0] for row in _rejected(loading)}
        assert reasons == {"no usable st_id", "no usable contact_number"}
        assert all(long.decode() in row["record"] for row in _rejected(loading))
    for name, (resource, _) in records.items():
        assert len(loading.rows(name)) == len(loading.store.truth(resource)) - 1


@pytest.mark.parametrize("feed", ["export", "list"])
def test_a_record_that_cannot_be_handled_is_rejected_by_itself(
    loading: Loading, feed: str, monkeypatch: pytest.MonkeyPatch
):
    loading.feed = feed
    monkeypatch.setattr("sandbox.store._fields_or_none", lambda _raw: {})  # it would read them
    hostile = {
        "JSON nested too deeply": b'{"id": 1, "summary": %b%b}' % (b"[" * 5000, b"]" * 5000),
        "no JSON that Postgres can store": b'{"id": 2, "total": 1e99999999}',
        "no JSON object": b'["Jane Doe"]',
    }
    for reason, record in hostile.items():
        loading.store.insert_raw("job-types", b'{"id": %d}' % (900_000_000 + len(reason)))
        (*_, key) = loading.store.table("job-types").keys
        loading.store.replace_raw("job-types", key, record)
    good = len(loading.store.table("job-types").keys) - len(hostile)
    for _ in range(2):
        loading.load_well("job_types")
        assert {row["reason"] for row in _rejected(loading)} == set(hostile)
        assert len(loading.rows("job_types")) == good


def test_a_key_that_is_no_instant_does_not_stop_a_full_scan(loading: Loading):
    name, resource = "attributed_leads", "marketingads/attributed-leads"
    loading.store.insert_raw(resource, b'{"dateTime": "yesterday at noon", "leadType": 1}')
    for _ in range(2):
        loading.load_well(name)
        assert [row["reason"].split(";")[0] for row in _rejected(loading)] == [
            "no usable date_time"
        ]
        assert [row for row in loading.rows(name) if row["deleted_at"]] == []


def test_status_counts_rejected_records_and_names_unknown_fields(loading: Loading):
    loading.store.insert_raw("zones", b'{"id": 5, "active": "perhaps", "brandNew": {"a": 1}}')
    loading.store.insert_raw("zones", b'{"name": "no id"}')
    loading.load_well("zones")
    assert loading.row("zones", 5)["full_data"]["brandNew"] == {"a": 1}
    environment = clean_environment(
        **loading.server.environment(), **warehouse_variables(loading.warehouse)
    )
    shown = command("loader", "status", environment=environment)
    assert "2 records do not fit" in shown.stdout
    assert "brandNew" in shown.stdout
