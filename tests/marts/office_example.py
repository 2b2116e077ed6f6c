"""More of the worked example's shop: leads, bookings, payments in full, reviews, jobs to come.

Days that depend on today are counted from today, so that something is always still to come.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.marts.worked_example import (
    ANN,
    BOB,
    CAMPAIGN,
    INSTALL,
    RECORDS,
    SALES,
    SERVICE,
    SID,
    Record,
    estimate,
    invoice,
    job,
    line,
)


def office(today: date) -> dict[str, list[Record]]:
    """The worked example's records, with more of each kind.

    Args:
        today: The tenant's day.
    """
    records = {name: [dict(record) for record in of_name] for name, of_name in RECORDS.items()}
    for name, more in _more(today).items():
        of_name = {record["id"]: record for record in records.get(name, [])}
        for record in more:
            of_name[record["id"]] = of_name.get(record["id"], {}) | record
        records[name] = list(of_name.values())
    return records


def _more(today: date) -> dict[str, list[Record]]:
    return {
        "jobs": [
            *({"id": number, "appointmentCount": 1} for number in range(1, 9)),
            {"id": 11, "appointmentCount": 2},
            # A recall of job 2 nine days after its completion; one of job 4 that was canceled.
            _job(21, "Completed", "03-21T19:00:00Z", recallForId=2, createdOn=_at("03-20")),
            _job(22, "Canceled", "03-22T19:00:00Z", recallForId=4, createdOn=_at("03-20")),
            _job(23, "Hold", None, total=75),
            _job(24, "Scheduled", None, total=80, appointmentCount=1),
            _job(25, "Scheduled", None, appointmentCount=1),
            _job(26, "InProgress", None, total=60, appointmentCount=1),
            job(27, SALES, 4, "Completed", "03-27T19:00:00Z",
                jobGeneratedLeadSource={"jobId": 4, "employeeId": BOB}),
            _job(28, "Completed", None, appointmentCount=1,
                 completedOn=f"{today - timedelta(days=2)}T19:00:00Z"),
        ],
        "appointments": [
            _visit(1, 24, today + timedelta(days=3)),
            _visit(2, 25, today + timedelta(days=5)),
            _visit(3, 25, today + timedelta(days=1), status="Canceled"),
            _visit(4, 26, today - timedelta(days=1)),
        ],
        "estimates": [
            estimate(21, 25, "03-15T19:00:00Z", ANN, 640),
            estimate(22, 27, "03-27T18:00:00Z", SID, 900, isChangeOrder=True),
            estimate(23, 27, None, None, 400),
            estimate(24, 27, None, None, 700),
            estimate(25, None, None, None, 50, businessUnitId=INSTALL),
        ],
        "invoices": [
            {"id": 1, "paidOn": _at("03-10"), "syncStatus": "Exported", "batch": {"id": 5},
             "sentStatus": "Sent", "reviewStatus": "Reviewed"},
            {"id": 2, "syncStatus": "Posted", "sentStatus": "NotSent",
             "reviewStatus": "NeedsReview"},
            {"id": 4, "paidOn": _at("03-19"), "syncStatus": "Pending", "sentStatus": "Opened",
             "reviewStatus": "OnHold"},
            {"id": 11, "paidOn": _at("03-30"), "syncStatus": "Pending", "sentStatus": "NotSent",
             "reviewStatus": "Invoiced"},
            invoice(21, 21, None),
            invoice(
                27, 27, "03-27",
                _account(1000, "4000", "Sales"),
                _account(-100, "4000", "Sales") | {"type": "PriceModifier"},
                _account(300, "2100", "Deposits", "Liability"),
            ),
            invoice(28, 28, None, line(360, "Income", 10))
            | {"invoiceDate": f"{today}T00:00:00Z", "dueDate": None, "balance": "90.00"},
        ],
        "payments": [
            {"id": 9, "date": "2026-03-30T00:00:00Z", "total": "-20.00", "unappliedAmount": "0.00",
             "refundedPaymentId": 1, "syncStatus": "Pending", "appliedTo": [], "active": True,
             "businessUnit": {"id": SERVICE}, "customer": {"id": 77}},
            {"id": 10, "date": "2026-04-06T00:00:00Z", "total": "100.00", "unappliedAmount": "0.00",
             "appliedTo": [{"appliedTo": 27, "appliedAmount": "100.00"}], "active": True,
             "syncStatus": "Exported", "customer": {"id": 77}},
        ],
        "call_reasons": [{"id": 8, "name": "Wanted a price", "active": True}],
        "leads": [
            _lead(1, "Open", _at("03-04"), callReasonId=8),
            _lead(2, "Converted", _at("03-05")),
            _lead(3, "Dismissed", _at("03-05")),
            _lead(4, "Open", f"{today - timedelta(days=10)}T19:00:00Z", callReasonId=8),
        ],
        "bookings": [
            _booking(1, "Converted", jobId=1),
            _booking(2, "New"),
            _booking(3, "Dismissed"),
            _booking(4, "Converted", jobId=2),
        ],
        "timesheet_codes": [
            {"id": 4, "code": "Meeting", "type": "Paid", "active": True},
            {"id": 5, "code": "Idle", "type": "Paid", "active": True},
        ],
        "non_job_timesheets": [
            _other_work(1, ANN, 4, "03-10T14:00:00Z", "03-10T15:00:00Z"),
            _other_work(2, ANN, 5, "03-10T17:30:00Z", "03-10T18:00:00Z"),
            _other_work(3, 900, 4, "03-10T14:00:00Z", "03-10T15:00:00Z", employeeType="Employee"),
        ],
    }  # fmt: skip


def _at(day: str) -> str:
    """Noon of a day of 2026 in the tenant's zone."""
    return f"2026-{day}T19:00:00Z"


def _job(number: int, status: str, completed: str | None, **more: Any) -> Record:
    return job(number, SERVICE, 1, status, completed, **more)


def _visit(number: int, job_id: int, day: date, **more: Any) -> Record:
    start = f"{day}T19:00:00Z"
    return {"id": number, "jobId": job_id, "start": start, "end": start, "active": True, **more}


def _account(amount: int, number: str, name: str, kind: str = "Income") -> Record:
    account = {"id": 1, "number": number, "name": name, "type": kind}
    return line(amount, kind, SALES) | {"generalLedgerAccount": account}


def _lead(number: int, status: str, created: str, **more: Any) -> Record:
    return {
        "id": number, "status": status, "createdOn": created, "businessUnitId": SERVICE,
        "campaignId": CAMPAIGN, "active": True, **more,
    }  # fmt: skip


def _booking(number: int, status: str, **more: Any) -> Record:
    return {
        "id": number, "status": status, "createdOn": "2026-03-02T10:00:00Z", "source": "Web",
        "businessUnitId": SERVICE, "active": True, **more,
    }  # fmt: skip


def _other_work(number: int, employee: int, code: int, begin: str, end: str, **more: Any) -> Record:
    return {
        "id": number, "employeeId": employee, "employeeType": "Technician",
        "timesheetCodeId": code, "startedOn": f"2026-{begin}", "endedOn": f"2026-{end}",
        "active": True, **more,
    }  # fmt: skip
