"""Point 6 of nothing lost: no value breaks a load, and what cannot be stored is told."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.commands import clean_environment, warehouse_variables
from tests.commands import run as command
from tests.reliability.harness import Loading

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
MISFITS = {
    "text for a number": b'"customerId": "seven"',
    "object for an instant": b'"completedOn": {"at": 1}',
    "no date": b'"completedOn": "soon"',
    "month 13": b'"completedOn": "2026-13-01T00:00:00Z"',
    "number beyond bigint": b'"customerId": 9223372036854775808',
}


@pytest.mark.parametrize("feed", ["export", "list"])
def test_no_value_breaks_a_load_and_no_record_is_dropped(loading: Loading, feed: str):
    loading.feed = feed
    store = loading.store
    ids = {}
    for number, (what, fields) in enumerate({**RECORDS, **MISFITS}.items(), 900_000_001):
        ids[what] = number
        store.insert_raw("jobs", b'{"id": %d, %b}' % (number, fields))
    largest = 2**63 - 1
    store.insert_raw("jobs", b'{"id": %d, "summary": "largest"}' % largest)
    store.insert_raw("jobs", b'{"id": 9223372036854775808, "summary": "too large"}')
    store.insert_raw("jobs", b'{"summary": "without an id"}')
    loading.load_well("jobs")
    stored = {row["st_id"]: row for row in loading.rows("jobs")}
    assert set(ids.values()) | {largest} <= set(stored)
    assert stored[ids["NUL"]]["summary"] == "a\ufffdb"
    assert stored[ids["lone surrogate"]]["summary"] == "a\ufffdb"
    assert stored[ids["pair of surrogates"]]["summary"] == "\U0001f600"
    assert stored[ids["escaped escape"]]["summary"] == "\\u0000"
    assert len(stored[ids["long text"]]["summary"]) == 100_000
    assert "12345678901234567890123456789012345678" in stored[ids["38 digits"]]["full_text"]
    assert "0.12345678901234567890123456789012345678" in stored[ids["38 decimals"]]["full_text"]
    for what, fields in MISFITS.items():
        given = json.loads(b"{%b}" % fields, parse_int=Decimal)
        kept = json.loads(stored[ids[what]]["full_text"], parse_int=Decimal)
        assert given.items() <= kept.items()
    rejected = loading.query(
        f"select record_key, reason, record from {loading.warehouse.raw_schema}.raw_rejected"
    )
    reasons = {row["record_key"]: row["reason"] for row in rejected}
    assert {str(ids[what]) for what in MISFITS} <= set(reasons)
    assert reasons["9223372036854775808"].startswith("no usable st_id")
    assert any("without an id" in row["record"] for row in rejected)
    # The next load finds nothing to repair, and a repaired record is no longer rejected.
    store.replace_raw("jobs", ids["text for a number"], b'{"id": %d}' % ids["text for a number"])
    loading.load_well("jobs")
    after = loading.query(f"select record_key from {loading.warehouse.raw_schema}.raw_rejected")
    assert len(after) == len(rejected) - 1


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
