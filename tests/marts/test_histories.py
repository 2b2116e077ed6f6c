"""Random histories: after every run each cell of each mart is what the API's records call for.

A shop begins with three records of each kind that point at each other at random; a fourth may
come later. Then fields change, records are deleted and come back, and the tenant's zone moves.
Values are few, so that records meet, and some are nonsense. hypothesis prints the shortest history
that fails.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.marts.shop import Shop
from tests.transform.alone import TENANTS_ALONE, differences_alone
from tests.transform.warehouse import Warehouse

IDS = (1, 2, 3, 4)

# Midnights here and there, both clock changes of New York, ends of months, and digits beyond the
# microsecond.
INSTANTS = (
    "2026-03-15T12:00:00Z",
    "2026-03-01T04:59:59.9999999Z",
    "2026-03-01T05:00:00Z",
    "2026-03-08T06:59:59.999Z",
    "2026-03-09T03:59:59Z",
    "2026-03-09T04:00:00Z",
    "2026-11-01T05:30:00Z",
    "2026-11-02T04:30:00Z",
    "2026-04-01T00:00:00Z",
    "2025-12-31T15:00:00Z",
    None,
    "n/a",
)
DAYS = ("2026-03-08T00:00:00Z", "2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z", None, "n/a")
ZONES = ("America/New_York", "America/Phoenix", "UTC", "Asia/Tokyo", "Pacific/Kiritimati")
JOB_IDS = (1, 2, 3, 4, 9, None)
UNITS = (10, 20, 30, 0, None)
PEOPLE = (1, 2, 3, None)
ACTIVE = (True, True, True, None, False)


def line(total: Any, account: Any = None, unit: Any = None) -> dict[str, Any]:
    return {"id": 5, "total": total, "generalLedgerAccount": account, "businessUnit": unit}


INCOME = {"id": 1, "type": "Income"}
LINES = (
    line("100.00", INCOME, {"id": 10}) | {"totalCost": "12.50", "soldHours": 1.5},
    line("79", None, {"id": 20}) | {"totalCost": "n/a", "soldHours": "2"},
    line("-50.10", {"type": "OTHERINCOME", "number": "4000", "name": "Sales"})
    | {"type": "PriceModifier"},
    line("15", {"type": "Income", "number": 4100, "name": None}) | {"type": "PriceModifier"},
    line("-7", {"type": "Income", "number": ["4000"], "name": {}}) | {"type": "Service"},
    line("n/a", {"type": "Income", "number": True}) | {"type": "PriceModifier"},
    line("400", {"type": "Liability"}, {"id": 10}),
    line(20.25, {"type": None}, {"id": 0}) | {"id": 0},
    line(None, INCOME),
    line("n/a", INCOME, {"id": "n/a"}),
    line("123456789012345678901234567890.12", INCOME, "20"),
    line("1e3", "Income", {"id": "30"}),
    line(True, {"type": ["Income"]}, {"id": 1.5}),
    None,
    "Income",
    [],
)
CALLS: tuple[Any, ...] = (
    *(
        {
            "receivedOn": INSTANTS[place],
            "duration": ("00:01:00", "00:00:59", "1.00:00:30.5", "x", None)[place % 5],
            "direction": ("Inbound", "Inbound", "Outbound")[place % 3],
            "callType": kind,
            "campaign": ({"id": 900}, {"id": 901}, None)[place % 3],
            "agent": ({"id": 50}, None, {"id": "n/a"})[place % 3],
            "active": place != 4,
        }
        for place, kind in enumerate(
            ("Booked", "Unbooked", "Booked", "Abandoned", "Booked", "Excused", None, "NotLead", [])
        )
    ),
    None,
    "Booked",
)
APPLICATIONS = (
    {"appliedTo": 1, "appliedAmount": "1.50", "appliedOn": "2026-03-09T03:59:59Z"},
    {"appliedTo": 2, "appliedAmount": "-1", "appliedOn": "2026-03-08T06:59:59.9999999Z"},
    {"appliedTo": 2, "appliedAmount": 7, "appliedOn": None},
    {"appliedTo": 9, "appliedAmount": "2.25", "appliedOn": "2026-02-30T00:00:00Z"},
    {"appliedTo": 0, "appliedAmount": "3"},
)
NONSENSE: tuple[Any, ...] = (
    {"appliedTo": 1e30, "appliedAmount": "n/a", "appliedOn": "yesterday"},
    {"appliedTo": "1", "appliedAmount": {}, "appliedOn": 5},
    {"appliedTo": {"id": 1}},
    None,
    "1",
)


def lists_of(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """No list at all, short lists, longer ones."""
    return (
        [],
        *([value] for value in values),
        *map(list, itertools.pairwise(values)),
        list(values),
        None,
        {},
        "x",
    )


FIELDS: dict[str, dict[str, tuple[Any, ...]]] = {
    "jobs": {
        "jobStatus": (
            "Completed", "Completed", "Completed", "Canceled", "Hold", "Scheduled", "InProgress",
            None,
        ),
        "completedOn": INSTANTS,
        "createdOn": INSTANTS[:-2],
        "businessUnitId": UNITS,
        "jobTypeId": (1, 2, 9, None),
        "campaignId": (900, 901, None),
        "noCharge": (False, True, None),
        "recallForId": (None, 0, *JOB_IDS),
        "jobGeneratedLeadSource": (
            None, {"jobId": 1, "employeeId": 1}, {"employeeId": 2}, {"jobId": 0, "employeeId": 0},
            {"employeeId": "n/a"}, "1", [],
        ),
        "customerId": (77, 78, None),
        "appointmentCount": (0, 1, 1, 2, None),
        "total": (100, "50.50", None, "n/a"),
        "active": ACTIVE,
    },
    "appointments": {
        "jobId": JOB_IDS,
        "status": ("Scheduled", "Done", "Canceled", None),
        "start": (*INSTANTS, "2049-03-01T04:59:59Z", "2049-03-01T05:00:00Z"),
        "active": ACTIVE,
    },
    "job_types": {"soldThreshold": (0, 100, "0.01", -5, None, "n/a"), "active": ACTIVE},
    "job_splits": {
        "jobId": JOB_IDS,
        "technicianId": PEOPLE,
        "split": (75, 25, "50", 0, 33.3, -25, None, "n/a"),
        "active": ACTIVE,
    },
    "appointment_assignments": {
        "jobId": JOB_IDS,
        "appointmentId": (1, None),
        "technicianId": PEOPLE,
        "assignedOn": INSTANTS,
        "active": ACTIVE,
    },
    "invoices": {
        "job": (*({"id": job_id} for job_id in JOB_IDS), {"id": 0}, None, "1", {}),
        "adjustmentToId": (None, None, 0, 1, 9),
        "invoiceDate": DAYS,
        "dueDate": DAYS,
        "subTotal": ("100.00", "99.99", "0", "n/a", None, 79.5, "-20"),
        "total": ("100.00", None),
        "balance": ("0.00", "10.10", "-5", None, "n/a"),
        "customer": ({"id": 77}, {"id": 0}, None),
        "businessUnit": (*({"id": unit} for unit in UNITS), None),
        "items": lists_of(LINES),
        "paidOn": INSTANTS,
        "syncStatus": ("Pending", "Posted", "Exported", None),
        "batch": (None, {"id": 5}, {"id": "n/a"}),
        "sentStatus": ("NotSent", "Sent", None),
        "reviewStatus": ("NeedsReview", "Reviewed", "OnHold"),
        "active": ACTIVE,
    },
    "estimates": {
        "jobId": (0, *JOB_IDS),
        "createdOn": INSTANTS[:-2],
        "soldOn": (None, *INSTANTS),
        "soldBy": PEOPLE,
        "subtotal": (0, 100, 380.25, "50", -1, None, "n/a"),
        "status": ({"value": 0, "name": "Open"}, {"value": 1, "name": "Sold"}, None),
        "businessUnitId": UNITS,
        "isChangeOrder": (True, False, None),
        "customerId": (77, None),
        "active": ACTIVE,
    },
    "payments": {
        "date": DAYS,
        "appliedTo": lists_of(APPLICATIONS + NONSENSE),
        "customer": ({"id": 77}, None),
        "total": ("10.00", "-3", None, "n/a"),
        "unappliedAmount": ("0", "10.00", None),
        "refundedPaymentId": (None, 1, 9),
        "syncStatus": ("Pending", "Exported", None),
        "batch": (None, {"id": 5}),
        "businessUnit": (*({"id": unit} for unit in UNITS), None),
        "active": ACTIVE,
    },
    "calls_v3": {
        "jobNumber": ("J1", None),
        "businessUnit": ({"id": 10}, None, "10"),
        "leadCall": CALLS,
    },
    "leads": {
        "status": ("Open", "Open", "Converted", "Dismissed", None),
        "createdOn": INSTANTS[:-2],
        "followUpDate": (*INSTANTS, "2026-03-09T00:00:00Z"),
        "businessUnitId": UNITS,
        "campaignId": (900, None),
        "callReasonId": (1, 2, 9, None),
        "active": ACTIVE,
    },
    "call_reasons": {"name": ("Price", "Weather", None), "active": ACTIVE},
    "bookings": {
        "status": ("New", "Accepted", "Converted", "Converted", "Dismissed", None),
        "createdOn": INSTANTS[:-2],
        "jobId": JOB_IDS,
        "source": ("Web", None),
        "businessUnitId": UNITS,
        "campaignId": (900, None),
        "active": ACTIVE,
    },
    "non_job_timesheets": {
        "employeeId": PEOPLE,
        "employeeType": ("Technician", "Technician", "Technician", "Employee", None),
        "timesheetCodeId": (1, 2, 9, None),
        "startedOn": INSTANTS,
        "endedOn": INSTANTS,
        "active": ACTIVE,
    },
    "timesheet_codes": {"code": ("Meeting", "Idle", None), "type": ("Paid", None)},
    "costs": {
        "campaignId": (900, 901, None),
        "year": (2026, 2024, None, 99999),
        "month": (2, 3, 13, None),
        "dailyCost": (20, "0.10", 0, None, "n/a"),
    },
    "job_canceled_logs": {
        "jobId": JOB_IDS,
        "reasonId": (1, 2, 9, None),
        "createdOn": INSTANTS,
        "active": ACTIVE,
    },
    "job_cancel_reasons": {"name": ("Price", "Weather", None), "active": ACTIVE},
    "memberships": {
        "from": ("2025-12-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-05-15T00:00:00Z", None),
        "to": ("2026-03-31T00:00:00Z", "2026-05-15T00:00:00Z", "2026-06-30T00:00:00Z", None),
        "cancellationDate": (None, None, *INSTANTS),
        "membershipTypeId": (350, 351, None),
        "businessUnitId": UNITS,
        "soldById": PEOPLE,
        "renewedById": (None, 0, *IDS, 9),
        "activatedFromId": (None, 0, 5),
        "active": ACTIVE,
    },
    "membership_status_changes": {
        "membershipId": (1, 2, 3, None),
        "createdOn": INSTANTS,
        "newStatus": ("Suspended", "Active", "Deleted", None),
    },
    "job_timesheets": {
        "jobId": JOB_IDS,
        "technicianId": PEOPLE,
        "dispatchedOn": INSTANTS,
        "arrivedOn": INSTANTS,
        "doneOn": INSTANTS,
        "canceledOn": (None, None, None, "2026-03-15T12:00:00Z"),
        "active": ACTIVE,
    },
    "technician_shifts": {
        "technicianId": PEOPLE,
        "shiftType": ("Normal", "Normal", "OnCall", "TimeOff", None),
        "start": INSTANTS,
        "end": INSTANTS,
        "active": ACTIVE,
    },
    "gross_pay_items": {"jobId": JOB_IDS, "amount": (320, "80.25", -5, None, "n/a")},
    "payroll_adjustments": {
        "employeeType": ("Technician",),
        "invoiceId": (*IDS, 9, None),
        "amount": (50, "-1.5", None),
        "active": ACTIVE,
    },
    "receipts": {
        "jobId": JOB_IDS,
        "receiptAmount": (200, "100.10", None),
        "taxAmount": (8, None),
        "active": ACTIVE,
    },
    "returns": {
        "jobId": JOB_IDS,
        "returnAmount": (100, "-20", None),
        "dateCanceled": (None, None, "2026-03-15T12:00:00Z"),
        "active": ACTIVE,
    },
}  # fmt: skip

Change = tuple[str, int, str, Any]  # resource, id, field, value
CHANGES: list[Change] = [
    (name, record_id, field, value)
    for name, fields in FIELDS.items()
    for record_id in IDS
    for field, values in fields.items()
    for value in values
]
DELETIONS: list[Change] = [
    (name, record_id, "deleted", None) for name in FIELDS for record_id in IDS
]
MOVES: list[Change] = [("tenant", 0, "timezone", zone) for zone in ZONES]


@dataclass(frozen=True)
class History:
    """One shop's life: what changes before each run."""

    seed: int
    rounds: list[list[Change]]


ROUNDS = st.lists(
    st.lists(
        st.one_of(
            st.sampled_from(CHANGES),
            st.sampled_from(CHANGES),
            st.sampled_from(CHANGES),
            st.sampled_from(DELETIONS + MOVES),
        ),
        max_size=12,
    ),
    min_size=1,
    max_size=3,
)
HISTORIES = st.lists(
    st.builds(History, seed=st.integers(0, 100_000), rounds=ROUNDS),
    min_size=10,  # side by side: a run costs the same for all
    max_size=16,
)


def first_records(seed: int) -> dict[str, list[dict[str, Any]]]:
    """Records of each kind, with all of their fields."""
    chance = random.Random(seed)
    return {
        name: [
            {"id": each} | {field: chance.choice(values) for field, values in fields.items()}
            for each in IDS
        ]
        for name, fields in FIELDS.items()
    }


def live_through(new_shop: Callable[..., Shop], histories: list[History]) -> list[str]:
    """Live through the histories; every difference after every run, with its history."""
    shops = []
    for history in histories:
        chance = random.Random(history.seed)
        shop = new_shop(chance.choice(ZONES))
        records = first_records(history.seed)
        shop.arrive(**{name: of_name[:3] for name, of_name in records.items()})
        shops.append((shop, history, records))
    warehouse: Warehouse = shops[0][0].warehouse
    warehouse.transform()
    found = [f"{history}: {each}" for shop, history, _ in shops for each in shop.differences()]
    for number in range(max(len(history.rounds) for history in histories)):
        for shop, history, records in shops:
            if number < len(history.rounds):
                apply(shop, records, history.rounds[number])
        warehouse.transform()
        found += [
            f"round {number} of {history}: {each}"
            for shop, history, _ in shops
            for each in shop.differences()
        ]
    # Columns that the computation does not know are held to what all rows would give.
    tenants = [shop.tenant_id for shop, _, _ in shops]
    found += [str(each) for each in warehouse.differences(tenants)]
    return found + [str(each) for each in differences_alone(warehouse, tenants[:TENANTS_ALONE])]


def apply(shop: Shop, records: dict[str, list[dict[str, Any]]], changes: list[Change]) -> None:
    """Let the changes of a round reach the raw tables."""
    changed: dict[str, set[int]] = {}
    for name, record_id, field, value in changes:
        if name == "tenant":
            shop.move_to(value)
        elif field != "deleted":
            records[name][record_id - 1][field] = value
            changed.setdefault(name, set()).add(record_id)
    shop.arrive(
        **{name: [records[name][i - 1] for i in sorted(ids)] for name, ids in changed.items()}
    )
    for name, record_id, field, _ in changes:
        if field == "deleted" and record_id in shop.records.get(name, {}):
            shop.delete(name, record_id)


UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=2, deadline=None, suppress_health_check=UNHURRIED)
@given(histories=HISTORIES)
def test_a_few_random_histories(new_shop: Callable[..., Shop], histories: list[History]) -> None:
    assert live_through(new_shop, histories) == []


@pytest.mark.exhaustive
@pytest.mark.timeout(0)
@settings(max_examples=100, deadline=None, suppress_health_check=UNHURRIED)
@given(histories=HISTORIES)
def test_many_random_histories(new_shop: Callable[..., Shop], histories: list[History]) -> None:
    assert live_through(new_shop, histories) == []
