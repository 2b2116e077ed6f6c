"""When technicians are on shift."""

from __future__ import annotations

import msgspec

from sandbox.data import geography
from sandbox.data.at_need import Records, Shop
from sandbox.data.dataset import HISTORY_DAYS, audit_fields
from sandbox.data.ids import first_id
from sandbox.table import Table
from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_HOUR, text_from

_PLANNED_DAYS = 21
_SATURDAY, _SUNDAY = 5, 6


class _Technician(msgspec.Struct):
    id: int
    active: bool


def technician_shifts(shop: Shop) -> Table:
    """Normal shifts on workdays, some on Saturdays, time off, and who is on call on Sundays."""
    records, rng = Records("dispatch/technician-shifts"), shop.rng
    technicians = [one.id for one in shop.rows("settings/technicians", _Technician) if one.active]
    today = shop.now // TICKS_PER_DAY
    for day in range(today - HISTORY_DAYS, today + _PLANNED_DAYS):
        weekday = day % 7
        created = min(day - _PLANNED_DAYS, today - 1) * TICKS_PER_DAY + 18 * TICKS_PER_HOUR
        on_call = technicians[day // 7 % len(technicians)]
        for technician in technicians:
            draw = rng.random()
            kind, hour, hours = "Normal", 8, 9
            if weekday == _SUNDAY:
                if technician != on_call:
                    continue
                kind = "OnCall"
            elif weekday == _SATURDAY:
                if draw > 0.3:
                    continue
                hours = 5
            elif draw < 0.04:
                kind = "TimeOff"
            start = day * TICKS_PER_DAY + (hour - geography.UTC_OFFSET_HOURS) * TICKS_PER_HOUR
            active = draw < 0.99
            records.add(
                created,
                created,
                id=first_id("dispatch/technician-shifts") + len(records),
                shiftType=kind,
                title={"Normal": "Day shift", "OnCall": "On call", "TimeOff": "Vacation"}[kind],
                active=active,
                technicianId=technician,
                start=text_from(start),
                end=text_from(start + hours * TICKS_PER_HOUR),
                **audit_fields(created, created),
            )
    return records.table
