"""Nonsense in records stops no mart and spoils no neighbour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.marts.shop import Shop
from tests.marts.worked_example import RECORDS, SERVICE, TIMEZONE, estimate, invoice, job, line

NONSENSE: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 1e30, 10**25, "", "n/a", "NaN", "Infinity", "1e400", "x" * 9000,
    [], [[]], [None], {}, {"id": "n/a"}, {"id": 1e30}, {"type": {}}, [{"total": {"a": 1}}],
)  # fmt: skip

# Fields that the marts look into themselves; typed columns are the loader's work.
PLACES: dict[str, Callable[[Any], dict[str, list[dict[str, Any]]]]] = {
    "items": lambda odd: {"invoices": [invoice(1, 1, "03-02") | {"items": odd}]},
    "item": lambda odd: {"invoices": [invoice(1, 1, "03-02") | {"items": [odd, odd]}]},
    "item.total": lambda odd: {
        "invoices": [invoice(1, 1, "03-02") | {"items": [line(1, "Income", 10) | {"total": odd}]}]
    },
    "item.generalLedgerAccount": lambda odd: {
        "invoices": [
            invoice(1, 1, "03-02")
            | {"items": [line(1, "Income", 10) | {"generalLedgerAccount": odd}]}
        ]
    },
    "item.generalLedgerAccount.type": lambda odd: {
        "invoices": [
            invoice(1, 1, "03-02")
            | {"items": [line(1, "Income", 10) | {"generalLedgerAccount": {"type": odd}}]}
        ]
    },
    "item.generalLedgerAccount.number": lambda odd: {
        "invoices": [
            invoice(1, 1, "03-02")
            | {
                "items": [
                    line(-1, "Income", 10)
                    | {"generalLedgerAccount": {"number": odd, "name": odd}, "type": odd}
                ]
            }
        ]
    },
    "batch": lambda odd: {
        "invoices": [invoice(1, 1, "03-02", batch=odd)],
        "payments": [payment([]) | {"batch": {"id": odd}}],
    },
    "item.businessUnit": lambda odd: {
        "invoices": [
            invoice(1, 1, "03-02") | {"items": [line(1, "Income", 10) | {"businessUnit": odd}]}
        ]
    },
    "jobGeneratedLeadSource": lambda odd: {
        "jobs": [job(1, SERVICE, 1, "Completed", "03-02T19:00:00Z", jobGeneratedLeadSource=odd)]
    },
    "appliedTo": lambda odd: {"payments": [payment(odd)]},
    "application": lambda odd: {"payments": [payment([odd, odd])]},
    "application.appliedTo": lambda odd: {"payments": [payment([{"appliedTo": odd}])]},
    "application.appliedAmount": lambda odd: {
        "payments": [payment([{"appliedTo": 1, "appliedAmount": odd}])]
    },
    "application.appliedOn": lambda odd: {
        "payments": [payment([{"appliedTo": 1, "appliedOn": odd}])]
    },
    "subTotal": lambda odd: {"invoices": [invoice(1, 1, "03-02", subTotal=odd, balance=odd)]},
    "subtotal": lambda odd: {"estimates": [estimate(1, 1, "03-02T19:00:00Z", 1, odd)]},
    "split": lambda odd: {
        "job_splits": [{"id": 1, "jobId": 1, "technicianId": 1, "split": odd, "active": True}]
    },
    "soldThreshold": lambda odd: {"job_types": [{"id": 1, "soldThreshold": odd, "active": True}]},
}


def payment(applied: Any) -> dict[str, Any]:
    """A payment with any list of applications."""
    return {
        "id": 1,
        "date": "2026-03-02T00:00:00Z",
        "total": "1",
        "appliedTo": applied,
        "active": True,
    }


# What is no number in these is the loader's to refuse: they are columns of raw tables.
TYPED = ("subTotal", "subtotal", "split", "soldThreshold")
NO_NUMBERS = ("NaN", "Infinity")


@pytest.fixture(scope="module")
def shops(new_shop: Callable[..., Shop]) -> list[Shop]:
    """A shop for each nonsense, which has it in every place, and a good neighbour."""
    found = []
    for odd in NONSENSE:
        shop = new_shop(TIMEZONE)
        records: dict[str, list[dict[str, Any]]] = {}
        for number, (place, of_place) in enumerate(PLACES.items(), start=1):
            if place in TYPED and odd in NO_NUMBERS:
                continue
            jobs = {"jobs": [job(1, SERVICE, 1, "Completed", "03-02T19:00:00Z")]}
            for name, of_name in (jobs | of_place(odd)).items():
                records.setdefault(name, []).extend(moved(record, number) for record in of_name)
        shop.arrive(**records)
        found.append(shop)
    neighbour = new_shop(TIMEZONE)
    neighbour.arrive(**RECORDS)
    neighbour.warehouse.transform()
    return [*found, neighbour]


def moved(record: dict[str, Any], offset: int) -> dict[str, Any]:
    """The record under another id, with the job of that id."""
    record = record | {"id": offset}
    if isinstance(record.get("job"), dict):
        record["job"] = {"id": offset}
    if "jobId" in record:
        record["jobId"] = offset
    if "jobTypeId" in record:
        record["jobTypeId"] = offset
    return record


def test_every_mart_is_built_and_right(shops: list[Shop]) -> None:
    assert [each for shop in shops for each in shop.differences()] == []


def test_a_second_run_and_a_full_refresh_change_nothing(shops: list[Shop]) -> None:
    warehouse = shops[0].warehouse
    written = warehouse.transform()
    assert {name: rows for name, rows in written.items() if rows > 0} == {}
    assert warehouse.differences([shop.tenant_id for shop in shops]) == []
