"""What technicians do between jobs: timesheets by code."""

from __future__ import annotations

import msgspec

from sandbox.data.at_need import Records, Shop
from sandbox.data.dataset import audit_fields
from sandbox.data.ids import first_id
from sandbox.encoding import number
from sandbox.table import Table
from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_MINUTE, text_from, ticks_from

_CODES = (
    ("Meeting", "Paid"),
    ("Training", "Paid"),
    ("Idle", "Paid"),
    ("Shop", "Paid"),
    ("Lunch", "Unpaid"),
)
_RATE = {
    "hourlyRate": "EmployeeHourlyRate",
    "customHourlyRate": None,
    "rateMultiplier": number(100),
}
# How often each happens in a shift, when it begins and how long it takes, in minutes.
_HABITS = (
    ("Meeting", 0.2, 0, (20, 45)),
    ("Training", 0.03, 60, (60, 180)),
    ("Idle", 0.25, 210, (15, 70)),
    ("Shop", 0.15, 480, (10, 40)),
)


class _Shift(msgspec.Struct, rename="camel"):
    technician_id: int
    shift_type: str
    active: bool
    start: str


def timesheet_codes(shop: Shop) -> Table:
    """The codes of a shop."""
    records = Records("payroll/timesheet-codes")
    opened = shop.now - 2000 * TICKS_PER_DAY
    for code, kind in _CODES:
        records.add(
            opened,
            opened,
            id=_code_id(code),
            code=code,
            description=f"{code} time",
            type=kind,
            applicableEmployeeType="All",
            rateInfo=_RATE,
            active=True,
            **audit_fields(opened, opened),
        )
    return records.table


def non_job_timesheets(shop: Shop) -> Table:
    """Meetings, training, idle time and work in the shop, during normal shifts up to now."""
    records, rng = Records("payroll/non-job-timesheets"), shop.rng
    for shift in shop.rows("dispatch/technician-shifts", _Shift):
        begins = ticks_from(shift.start)
        if shift.shift_type != "Normal" or not shift.active:
            continue
        for code, often, after, minutes in _HABITS:
            draw, length = rng.random(), rng.between(*minutes)
            start = begins + after * TICKS_PER_MINUTE
            if draw >= often or start >= shop.now:
                continue
            end = start + length * TICKS_PER_MINUTE
            records.add(
                start,
                min(end, shop.now),
                id=first_id("payroll/non-job-timesheets") + len(records),
                employeeId=shift.technician_id,
                employeeType="Technician",
                timesheetCodeId=_code_id(code),
                startedOn=text_from(start),
                endedOn=text_from(end) if end <= shop.now else None,
                active=draw > 0.001,
                **audit_fields(start, min(end, shop.now)),
            )
    return records.table


def _code_id(code: str) -> int:
    return first_id("payroll/timesheet-codes") + [name for name, _ in _CODES].index(code)
