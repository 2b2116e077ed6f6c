"""Columns of the raw tables that only the marts read, for ``generated_rows``.

Costs, leads and the like lie on 2,000 days, so that each group of a mart has few rows.
"""

from __future__ import annotations

_DAY = "(timestamptz '2020-01-01 15:00Z' + i % 2000 * interval '1 day')"
_LATER = f"({_DAY} + interval '1 hour')"

# table: (rows for each 100 jobs, or -n for n rows in total), columns and their values.
TABLES: dict[str, tuple[int, dict[str, str]]] = {
    "call_reasons": (-20, {"name": "'Reason ' || i", "active": "true"}),
    "job_cancel_reasons": (-20, {"name": "'Reason ' || i", "active": "true"}),
    "timesheet_codes": (-20, {"code": "'Code ' || i", "type": "'Paid'", "active": "true"}),
    "job_splits": (
        100,
        {"job_id": "i", "technician_id": "i % 400 + 1", "split": "100", "active": "true"},
    ),
    "calls_v3": (
        100,
        {
            "job_number": "'J' || i",
            "lead_call": f"""jsonb_build_object(
                'receivedOn', to_char({_DAY} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                'direction', 'Inbound', 'callType', 'Booked', 'duration', '00:02:00',
                'campaign', jsonb_build_object('id', i % 200 + 1),
                'agent', jsonb_build_object('id', i % 50 + 1))""",
        },
    ),
    "costs": (
        20,
        {
            "campaign_id": "i % 200 + 1",
            "year": "2020 + i % 5",
            "month": "i % 12 + 1",
            "daily_cost": "i % 90",
        },
    ),
    "job_canceled_logs": (
        20,
        {"job_id": "i", "reason_id": "i % 20 + 1", "st_created_on": _DAY, "active": "true"},
    ),
    "memberships": (
        20,
        {
            '"from"': _DAY,
            '"to"': f"{_DAY} + interval '1 year'",
            "membership_type_id": "i % 4 + 1",
            "business_unit_id": "i % 12 + 1",
            "renewed_by_id": "case when i % 3 = 0 then i + 1 end",
            "active": "true",
        },
    ),
    "membership_status_changes": (
        20,
        {"membership_id": "i", "new_status": "'Suspended'", "st_created_on": _DAY},
    ),
    "job_timesheets": (
        100,
        {
            "job_id": "i",
            "technician_id": "i % 400 + 1",
            "dispatched_on": _DAY,
            "arrived_on": _LATER,
            "done_on": f"{_LATER} + interval '1 hour'",
            "active": "true",
        },
    ),
    "non_job_timesheets": (
        100,
        {
            "employee_id": "i % 400 + 1",
            "employee_type": "'Technician'",
            "timesheet_code_id": "i % 20 + 1",
            "started_on": _DAY,
            "ended_on": _LATER,
            "active": "true",
        },
    ),
    "technician_shifts": (
        100,
        {
            "technician_id": "i % 400 + 1",
            "shift_type": "'Normal'",
            "start": _DAY,
            '"end"': f"{_DAY} + interval '8 hours'",
            "active": "true",
        },
    ),
    "gross_pay_items": (100, {"job_id": "i", "amount": "i % 300"}),
    "payroll_adjustments": (
        20,
        {
            "employee_type": "'Technician'",
            "invoice_id": "i",
            "amount": "i % 50",
            "active": "true",
        },
    ),
    "receipts": (
        40,
        {"job_id": "i", "receipt_amount": "i % 900", "tax_amount": "i % 70", "active": "true"},
    ),
    "returns": (20, {"job_id": "i", "return_amount": "i % 90", "active": "true"}),
    "leads": (
        20,
        {
            "status": "case when i % 5 = 0 then 'Open' else 'Converted' end",
            "st_created_on": _DAY,
            "campaign_id": "i % 200 + 1",
            "business_unit_id": "i % 12 + 1",
            "call_reason_id": "i % 20 + 1",
            "active": "true",
        },
    ),
    "bookings": (
        20,
        {
            "status": "'Converted'",
            "st_created_on": _DAY,
            "job_id": "i",
            "campaign_id": "i % 200 + 1",
            "business_unit_id": "i % 12 + 1",
            "active": "true",
        },
    ),
}
