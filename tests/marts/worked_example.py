"""A shop's March 2026, small enough to be added up by hand.

The zone is America/Phoenix: seven hours behind UTC all year. Business units: 10 Service, 20
Install, 30 Sales. Job types: 1 Service (threshold 100), 2 Install (1), 4 Estimate (500).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

Record = dict[str, Any]

TIMEZONE = "America/Phoenix"
SERVICE, INSTALL, SALES = 10, 20, 30
ANN, BOB, IVY, SID = 1, 2, 3, 4
CAMPAIGN = 900

BUSINESS_UNITS = [
    {"id": SERVICE, "name": "Service", "active": True},
    {"id": INSTALL, "name": "Install", "active": True},
    {"id": SALES, "name": "Sales", "active": True},
]
JOB_TYPES = [
    {"id": 1, "name": "Service", "soldThreshold": 100, "active": True},
    {"id": 2, "name": "Install", "soldThreshold": 1, "active": True},
    {"id": 4, "name": "Estimate", "soldThreshold": 500, "active": True},
]


def job(
    number: int, unit: int, kind: int, status: str, completed: str | None, **more: Any
) -> Record:
    """A job; ``completed`` is an instant of 2026 without its year."""
    return {
        "id": number,
        "jobNumber": f"J{number}",
        "businessUnitId": unit,
        "jobTypeId": kind,
        "jobStatus": status,
        "completedOn": f"2026-{completed}" if completed else None,
        "createdOn": "2026-03-02T16:00:00Z",
        "noCharge": False,
        "customerId": 77,
        **more,
    }


JOBS = [
    job(1, SERVICE, 1, "Completed", "03-10T18:00:00Z", campaignId=CAMPAIGN),
    job(2, SERVICE, 1, "Completed", "03-11T20:00:00Z", campaignId=CAMPAIGN),
    job(3, SERVICE, 1, "Completed", "03-12T19:00:00Z", noCharge=True),
    job(4, SERVICE, 1, "Completed", "03-13T19:00:00Z", noCharge=True),
    job(5, SERVICE, 1, "Completed", "03-20T19:00:00Z", noCharge=True, recallForId=1),
    job(6, INSTALL, 2, "Completed", "04-01T06:30:00Z"),  # 23:30 of 31 March
    job(
        7, SALES, 4, "Completed", "03-14T22:00:00Z",
        jobGeneratedLeadSource={"jobId": 3, "employeeId": ANN},
    ),
    job(8, SERVICE, 1, "Canceled", "03-16T17:00:00Z"),
    job(9, INSTALL, 2, "Hold", None),
    # 22:00 of 28 February
    job(10, SERVICE, 1, "Completed", "03-01T05:00:00Z", createdOn="2026-02-20T16:00:00Z"),
    job(11, SERVICE, 1, "Completed", "03-18T19:00:00Z"),
    job(12, SALES, 4, "Completed", "03-25T19:00:00Z"),
]  # fmt: skip

JOB_SPLITS = [
    {"id": 1, "jobId": 1, "technicianId": ANN, "split": 75, "active": True},
    {"id": 2, "jobId": 1, "technicianId": BOB, "split": 25, "active": True},
]
ASSIGNMENTS = [
    {
        "id": number,
        "jobId": number,
        "appointmentId": number,
        "technicianId": technician,
        "assignedOn": "2026-03-02T16:30:00Z",
        "active": True,
    }
    for number, technician in {
        2: ANN,
        3: ANN,
        4: BOB,
        5: BOB,
        6: IVY,
        7: SID,
        11: BOB,
        12: SID,
    }.items()
]


def line(amount: int, account: str | None, unit: int) -> Record:
    """An invoice's item; money is a string, as the API sends it."""
    return {
        "total": f"{amount}.00",
        "generalLedgerAccount": {"type": account} if account else None,
        "businessUnit": {"id": unit},
    }


def invoice(
    number: int, job_id: int | None, day: str | None, *items: Record, **more: Any
) -> Record:
    """An invoice; ``day`` is of 2026."""
    subtotal = sum((Decimal(item["total"]) for item in items), Decimal(0))
    return {
        "id": number,
        "job": {"id": job_id} if job_id else None,
        "invoiceDate": f"2026-{day}T00:00:00Z" if day else None,
        "dueDate": f"2026-{day}T00:00:00Z" if day else None,
        "subTotal": str(subtotal),
        "total": str(subtotal),
        "balance": "0.00",
        "customer": {"id": 77},
        "businessUnit": {"id": SERVICE},
        "items": [{"id": number * 10 + place, **item} for place, item in enumerate(items)],
        "active": True,
        **more,
    }


INVOICES = [
    invoice(
        1, 1, "03-10",
        line(300, "Income", 10) | {"soldHours": 4}, line(80, "Income", 10),
    ),
    invoice(2, 2, "03-11", line(79, None, 10), balance="79.00"),
    invoice(3, 3, "03-12"),
    invoice(4, 4, "03-13", line(150, "Income", 10)),
    invoice(5, 5, "03-20"),
    invoice(
        6, 6, "03-31",
        line(5000, "Income", 20) | {"totalCost": "2500.00"},
        line(1500, "Income", 20), line(200, "Income", 10),
        line(400, "Liability", 10),  # a membership, recognized later
        balance="4100.00", dueDate="2026-04-15T00:00:00Z", businessUnit={"id": INSTALL},
    ),
    invoice(7, 7, "03-14"),
    invoice(8, 8, "03-15", line(89, "Income", 10)),
    invoice(9, 9, None, line(900, "Income", 20)),
    invoice(10, 10, "03-01", line(250, "Income", 10)),
    invoice(11, 11, "03-18", subTotal="120.00", total="120.00"),
    invoice(12, 12, "03-25"),
    invoice(101, 1, "03-28", line(-50, "Income", 10), adjustmentToId=1, balance="-50.00"),
    invoice(102, None, "03-30", line(-600, "Expense", 10), adjustmentToId=99),  # a bad debt
    invoice(201, None, "03-05", line(25, "Income", 10)),  # membership billing
    invoice(202, None, "04-01", line(60, "Income", 10)),  # counter sale
    invoice(203, None, "03-06", line(1000, "Liability", 20)),  # progress billing
]  # fmt: skip


def estimate(
    number: int, job_id: int | None, sold: str | None, by: int | None, subtotal: int, **more: Any
) -> Record:
    """An estimate; ``sold`` is an instant of 2026 without its year."""
    return {
        "id": number,
        "jobId": job_id,
        "createdOn": "2026-03-02T17:00:00Z",
        "soldOn": f"2026-{sold}" if sold else None,
        "soldBy": by,
        "subtotal": subtotal,
        "tax": 0,
        "status": {"value": 0, "name": "Sold" if sold else "Open"},
        "customerId": 77,
        "active": True,
        **more,
    }


ESTIMATES = [
    estimate(1, 7, "03-14T21:00:00Z", SID, 6700),
    estimate(2, 7, "04-02T17:00:00Z", SID, 300),
    estimate(3, 1, "03-10T17:30:00Z", ANN, 380),
    estimate(4, 12, None, None, 9000),
    estimate(5, 3, "03-12T18:30:00Z", ANN, 1500),
    estimate(6, 2, "03-11T19:30:00Z", ANN, 79),
    estimate(7, 9, "03-20T20:00:00Z", SID, 2000),
    estimate(8, 11, "03-15T19:00:00Z", BOB, 999, active=False),
]

PAYMENTS = [
    {
        "id": number,
        "date": f"2026-{day}T00:00:00Z",
        "total": amount,
        "unappliedAmount": "0.00" if applied else amount,
        "customer": {"id": 77},
        "appliedTo": [
            {
                "appliedId": number,
                "appliedTo": applied,
                "appliedAmount": amount,
                "appliedOn": f"2026-{day}T18:00:00Z",
            }
        ]
        if applied
        else [],
        "active": True,
    }
    for number, day, amount, applied in (
        (1, "03-10", "380.00", 1),
        (2, "03-20", "500.00", None),  # a deposit
        (3, "03-31", "3000.00", 6),
    )
]


def call(number: int, kind: str, seconds: int, direction: str = "Inbound") -> Record:
    """A call on 5 March, which agent 50 took."""
    return {
        "id": number,
        "jobNumber": "J1" if kind == "Booked" else None,
        "businessUnit": {"id": SERVICE} if kind == "Booked" else None,
        "leadCall": {
            "id": number,
            "receivedOn": "2026-03-05T18:00:00Z",
            "duration": f"00:{seconds // 60:02}:{seconds % 60:02}",
            "direction": direction,
            "callType": kind,
            "campaign": {"id": CAMPAIGN, "name": "Radio"},
            "agent": {"id": 50, "name": "Eve"},
            "active": True,
        },
    }


CALLS = [
    call(1, "Booked", 200),
    call(2, "Unbooked", 150),
    call(3, "Unbooked", 30),
    call(4, "Excused", 100),
    call(5, "NotLead", 90),
    call(6, "Abandoned", 70),
    call(7, "Booked", 120, "Outbound"),
]
COSTS = [{"id": 1, "campaignId": CAMPAIGN, "year": 2026, "month": 3, "dailyCost": 20}]


def membership(number: int, first: str, last: str | None, **more: Any) -> Record:
    """A membership from one day to another."""
    return {
        "id": number,
        "from": f"{first}T00:00:00Z",
        "to": f"{last}T00:00:00Z" if last else None,
        "membershipTypeId": 350,
        "businessUnitId": SERVICE,
        "status": "Active",
        "active": True,
        **more,
    }


MEMBERSHIPS = [
    membership(1, "2026-03-31", "2027-03-30", activatedFromId=64),  # sold on invoice 6
    membership(2, "2025-06-01", "2026-05-31", cancellationDate="2026-03-20T19:00:00Z"),
    membership(3, "2025-07-01", None),
    membership(4, "2025-03-16", "2026-03-15", renewedById=5),
    membership(5, "2026-03-16", "2027-03-15"),
]
CANCEL_REASONS = [{"id": 70, "name": "Price", "active": True}]
CANCELED_LOGS = [
    {"id": 1, "jobId": 8, "reasonId": 70, "createdOn": "2026-03-16T17:00:00Z", "active": True}
]
TIMESHEETS = [
    {
        "id": 1,
        "jobId": 1,
        "technicianId": ANN,
        "dispatchedOn": "2026-03-10T15:00:00Z",
        "arrivedOn": "2026-03-10T15:30:00Z",
        "doneOn": "2026-03-10T17:30:00Z",
        "active": True,
    }
]
SHIFTS = [
    {
        "id": 1,
        "technicianId": ANN,
        "shiftType": "Normal",
        "start": "2026-03-10T15:00:00Z",
        "end": "2026-03-10T23:00:00Z",
        "active": True,
    }
]
PAY = [{"id": number, "jobId": 6, "amount": amount} for number, amount in ((1, 320), (2, 80))]
PAY_ADJUSTMENTS = [
    {"id": 1, "employeeType": "Technician", "invoiceId": 6, "amount": 50, "active": True}
]
RECEIPTS = [{"id": 1, "jobId": 6, "receiptAmount": 200, "taxAmount": 0, "active": True}]
# The order and the bill of what the receipt is of: never added to it.
PURCHASE_ORDERS = [{"id": 1, "jobId": 6, "total": 210, "tax": 10, "status": "Received"}]
BILLS = [{"id": 1, "jobId": 6, "billAmount": 220, "taxAmount": 30, "active": True}]
RETURNS = [{"id": 1, "jobId": 6, "returnAmount": 100, "taxAmount": 0, "active": True}]

RECORDS: dict[str, list[Record]] = {
    "business_units": BUSINESS_UNITS,
    "job_types": JOB_TYPES,
    "jobs": JOBS,
    "job_splits": JOB_SPLITS,
    "appointment_assignments": ASSIGNMENTS,
    "invoices": INVOICES,
    "estimates": ESTIMATES,
    "payments": PAYMENTS,
    "calls_v3": CALLS,
    "costs": COSTS,
    "memberships": MEMBERSHIPS,
    "job_cancel_reasons": CANCEL_REASONS,
    "job_canceled_logs": CANCELED_LOGS,
    "job_timesheets": TIMESHEETS,
    "technician_shifts": SHIFTS,
    "gross_pay_items": PAY,
    "payroll_adjustments": PAY_ADJUSTMENTS,
    "receipts": RECEIPTS,
    "purchase_orders": PURCHASE_ORDERS,
    "inventory_bills": BILLS,
    "returns": RETURNS,
}
