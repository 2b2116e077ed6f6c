"""Where technicians' time goes: shifts, drives, jobs and other work."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.marts.api_values import entries, identifier, instant, listed_number, part
from tests.marts.expected.facts import Facts
from tests.marts.expected.records import Record, Row, invoice_kind, ratio, total

Period = tuple[datetime, datetime]


class WorkingTime:
    """The tables of timesheets and of technicians' time."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.api = facts.api
        self.choices = facts.choices

    def fct_job_timesheets(self) -> list[Row]:
        return [
            self._timesheet(record)
            for record in self.api.live("job_timesheets")
            if instant(record.get("canceledOn")) is None
        ]

    def _timesheet(self, record: Record) -> Row:
        drive = seconds_between(record.get("dispatchedOn"), record.get("arrivedOn"))
        on_site = seconds_between(record.get("arrivedOn"), record.get("doneOn"))
        return {
            "timesheet_id": record["id"],
            "job_id": identifier(record.get("jobId")),
            "technician_id": identifier(record.get("technicianId")) or 0,
            "day": self.api.day(record.get("dispatchedOn")),
            "drive_seconds": drive,
            "on_site_seconds": on_site,
            "is_complete": drive is not None and on_site is not None,
        }

    def fct_technician_time(self) -> list[Row]:
        shifts: dict[Any, list[Record]] = defaultdict(list)
        for record in self.api.live("technician_shifts"):
            day, technician = self.api.day(record.get("start")), record.get("technicianId")
            if day is not None and identifier(technician) is not None and period(record):
                shifts[day, identifier(technician)].append(record)
        sheets: dict[Any, list[Row]] = defaultdict(list)
        for row in self.fct_job_timesheets():
            if row["day"] is not None:
                sheets[row["day"], row["technician_id"]].append(row)
        other = self._non_job_hours()
        sold = self._sold_hours()
        return [
            {
                "day": day,
                "technician_id": technician,
                "shift_hours": hours(shifts[day, technician], "Normal"),
                "on_call_hours": hours(shifts[day, technician], "OnCall"),
                "drive_hours": complete(sheets[day, technician], "drive_seconds"),
                "on_site_hours": complete(sheets[day, technician], "on_site_seconds"),
                "job_timesheets": len(sheets[day, technician]),
                "incomplete_timesheets": sum(
                    not row["is_complete"] for row in sheets[day, technician]
                ),
                "sold_hours": sold[day, technician],
                "non_job_hours": other.get((day, technician), Fraction(0)),
            }
            for day, technician in sorted({*shifts, *sheets, *other})
        ]

    def fct_non_job_timesheets(self) -> list[Row]:
        return [self._other_work(record) for record in self.api.live("non_job_timesheets")]

    def _other_work(self, record: Record) -> Row:
        code_id = identifier(record.get("timesheetCodeId"))
        code = self.api.known("timesheet_codes").get(code_id or 0, {})
        employee = identifier(record.get("employeeId"))
        return {
            "timesheet_id": record["id"],
            "employee_id": employee,
            "technician_id": employee if record.get("employeeType") == "Technician" else None,
            "day": self.api.day(record.get("startedOn")),
            "seconds": seconds_between(record.get("startedOn"), record.get("endedOn")),
            "timesheet_code_id": code_id,
            "timesheet_code": code.get("code"),
            "timesheet_code_type": code.get("type"),
        }

    def _non_job_hours(self) -> dict[Any, Fraction]:
        found: dict[Any, Fraction] = defaultdict(Fraction)
        for row in self.fct_non_job_timesheets():
            if row["day"] is not None and row["technician_id"] is not None:
                found[row["day"], row["technician_id"]] += (row["seconds"] or 0) / Fraction(3600)
        return found

    def _sold_hours(self) -> dict[Any, Fraction]:
        """Sold hours by day and technician, of jobs that are completed."""
        of_job: dict[Any, Fraction] = defaultdict(Fraction)
        for invoice in self.api.live("invoices"):
            if invoice_kind(invoice) == "job":
                of_job[identifier(part(invoice, "job", "id"))] += Fraction(
                    total(
                        listed_number(part(i, "soldHours")) for i in entries(invoice.get("items"))
                    )
                )
        found: dict[Any, Fraction] = defaultdict(Fraction)
        for job in self.facts.jobs:
            if job["completed_day"] is not None:
                for technician, share in self.facts.shares(job["job_id"]).items():
                    found[job["completed_day"], technician] += of_job[job["job_id"]] * share
        return found

    def kpi_technician_time_monthly(self) -> list[Row]:
        sums: dict[Any, Row] = {}
        for row in self.fct_technician_time():
            key = (row["day"].replace(day=1), row["technician_id"])
            month = sums.setdefault(key, defaultdict(Fraction))
            for name, value in row.items():
                if name not in ("day", "technician_id"):
                    month[name] += value
        for month in sums.values():
            month["job_hours"] = month["drive_hours"] + month["on_site_hours"]
            sold = month["sold_hours"]
            month |= {
                "sold_per_on_site_hour": ratio(sold, month["on_site_hours"]),
                "sold_per_job_hour": ratio(sold, month["job_hours"]),
                "sold_per_shift_hour": ratio(sold, month["shift_hours"]),
                "on_site_per_shift_hour": ratio(month["on_site_hours"], month["shift_hours"]),
                "utilisation": ratio(
                    month[f"{self.choices.utilisation}_hours"], month["shift_hours"]
                ),
            }
        return [
            {"month": day, "technician_id": technician} | month
            for (day, technician), month in sums.items()
        ]


def seconds_between(earlier: Any, later: Any) -> Fraction | None:
    """Seconds between two instants; None where they are missing or in the wrong order."""
    first, second = instant(earlier), instant(later)
    if first is None or second is None or second < first:
        return None
    return Fraction((second - first) // timedelta(microseconds=1), 10**6)


def period(shift: Record) -> Period | None:
    """When a shift begins and ends; None where it does not end after its begin."""
    begin, end = instant(shift.get("start")), instant(shift.get("end"))
    return (begin, end) if begin is not None and end is not None and begin < end else None


def hours(shifts: list[Record], kind: str) -> Fraction:
    """Hours within shifts of a kind and outside of time off, each instant counted once."""
    periods = [(each.get("shiftType"), period(each)) for each in shifts]
    moments = sorted({moment for _, of in periods if of for moment in of})
    counted = timedelta()
    for begin, end in pairwise(moments):
        kinds = {name for name, of in periods if of and of[0] <= begin and end <= of[1]}
        if kind in kinds and "TimeOff" not in kinds:
            counted += end - begin
    return Fraction(counted // timedelta(microseconds=1), 3600 * 10**6)


def complete(rows: list[Row], column: str) -> Fraction:
    """Hours of complete timesheets."""
    return Fraction(sum(row[column] for row in rows if row["is_complete"])) / 3600
