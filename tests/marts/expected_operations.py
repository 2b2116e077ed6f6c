"""Calls, memberships, costs and time, computed in Python from the API's own records.

Written from the definitions in docs/marts.md, without a look at the SQL. Each method gives the rows
of the table it is named after.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.marts.api_values import (
    entries,
    identifier,
    instant,
    listed_id,
    listed_number,
    number,
    part,
    written_day,
)
from tests.marts.expected import Facts, Record, Row, invoice_kind, total

_DURATION = re.compile(r"(?:(\d{1,5})\.)?(\d{1,2}):([0-5]\d):([0-5]\d)(?:\.\d+)?")
Period = tuple[datetime, datetime]


class Operations:
    """The tables of calls, memberships, campaign costs, cancellations, time and job costs."""

    def __init__(self, facts: Facts, today: date) -> None:
        self.facts = facts
        self.api = facts.api
        self.choices = facts.choices
        self.today = today

    # Calls ----------------------------------------------------------------------------------------

    def fct_calls(self) -> list[Row]:
        return [
            self._call(record)
            for record in self.api.live("calls_v3")
            if part(record, "leadCall", "active") is not False
        ]

    def _call(self, record: Record) -> Row:
        call = record.get("leadCall")
        kind = part(call, "callType")
        inbound = part(call, "direction") == "Inbound"
        seconds = duration(part(call, "duration"))
        unbooked = kind == "Unbooked" or (
            kind == "Abandoned" and self.choices.abandoned_is_unbooked
        )
        rated = inbound or self.choices.include_outbound
        long_enough = seconds is not None and seconds >= self.choices.lead_min_seconds
        return {
            "call_id": record["id"],
            "received_day": self.api.day(part(call, "receivedOn")),
            "call_type": kind if isinstance(kind, str) else None,
            "duration_seconds": seconds,
            "campaign_id": listed_id(part(call, "campaign", "id")) or 0,
            "business_unit_id": listed_id(part(record, "businessUnit", "id")) or 0,
            "agent_id": listed_id(part(call, "agent", "id")),
            "customer_id": listed_id(part(call, "customer", "id")),
            "job_number": record.get("jobNumber"),
            "is_inbound": inbound,
            "is_booked": rated and kind == "Booked",
            "is_unbooked": rated and unbooked,
            "is_abandoned": inbound and kind == "Abandoned",
            "is_lead": inbound and (kind == "Booked" or unbooked) and long_enough,
        }

    def kpi_booking_daily(self) -> list[Row]:
        return self._booking("day", lambda day: day)

    def kpi_booking_monthly(self) -> list[Row]:
        rows = self._booking("month", lambda day: day.replace(day=1))
        for row in rows:
            row["booking_rate"] = ratio(
                row["booked_calls"], row["booked_calls"] + row["unbooked_calls"]
            )
            row["abandoned_rate"] = ratio(row["abandoned_calls"], row["inbound_calls"])
        return rows

    def _booking(self, name: str, period: Any) -> list[Row]:
        groups: dict[Any, list[Row]] = defaultdict(list)
        for call in self.fct_calls():
            if call["received_day"] is not None:
                key = (period(call["received_day"]), call["campaign_id"], call["agent_id"] or 0)
                groups[key].append(call)
        return [
            {
                name: day,
                "campaign_id": campaign,
                "agent_id": agent,
                "calls": len(calls),
                "inbound_calls": sum(call["is_inbound"] for call in calls),
                "booked_calls": sum(call["is_booked"] for call in calls),
                "unbooked_calls": sum(call["is_unbooked"] for call in calls),
                "abandoned_calls": sum(call["is_abandoned"] for call in calls),
                "lead_calls": sum(call["is_lead"] for call in calls),
                "call_seconds": sum(call["duration_seconds"] or 0 for call in calls),
            }
            for (day, campaign, agent), calls in groups.items()
        ]

    # Campaign costs -------------------------------------------------------------------------------

    def fct_campaign_costs(self) -> list[Row]:
        return [self._cost(record) for record in self.api.live("costs")]

    def _cost(self, record: Record) -> Row:
        year, month = identifier(record.get("year")), identifier(record.get("month"))
        first, days = None, None
        if year is not None and month is not None and 1 <= year <= 9998 and 1 <= month <= 12:
            first, days = date(year, month, 1), monthrange(year, month)[1]
        daily = number(record.get("dailyCost"))
        return {
            "cost_id": record["id"],
            "campaign_id": identifier(record.get("campaignId")) or 0,
            "month": first,
            "daily_cost": daily,
            "days": days,
            "cost": daily * days if daily is not None and days is not None else None,
        }

    def kpi_campaign_return_monthly(self, jobs: dict[Any, Row]) -> list[Row]:
        """``jobs`` is the monthly table of campaigns."""
        leads: dict[Any, int] = defaultdict(int)
        for row in self._booking("month", lambda day: day.replace(day=1)):
            leads[row["month"], row["campaign_id"]] += row["lead_calls"]
        costs: dict[Any, list[Any]] = defaultdict(list)
        for row in self.fct_campaign_costs():
            if row["month"] is not None:
                costs[row["month"], row["campaign_id"]].append(row["cost"])
        rows = []
        for (month, campaign), amounts in costs.items():
            known = [amount for amount in amounts if amount is not None]
            cost = sum(known) if known else None
            of_jobs = jobs.get((month, campaign), {})
            revenue = of_jobs.get("completed_revenue", 0)
            rows.append(
                {
                    "month": month,
                    "campaign_id": campaign,
                    "cost": cost,
                    "lead_calls": leads[month, campaign],
                    "jobs_created": of_jobs.get("jobs_created", 0),
                    "converted_jobs": of_jobs.get("converted_jobs", 0),
                    "completed_revenue": revenue,
                    "cost_per_lead": ratio(cost, leads[month, campaign]),
                    "cost_per_job_created": ratio(cost, of_jobs.get("jobs_created", 0)),
                    "cost_per_converted_job": ratio(cost, of_jobs.get("converted_jobs", 0)),
                    "return_on_ad_spend": ratio(revenue, cost),
                    "return_on_cost": ratio(None if cost is None else revenue - cost, cost),
                }
            )
        return rows

    # Cancellations --------------------------------------------------------------------------------

    def fct_job_cancellations(self) -> list[Row]:
        logs = [r for r in self.api.live("job_canceled_logs") if identifier(r.get("jobId"))]
        last: dict[Any, Record] = {}
        for log in sorted(logs, key=canceled_order):
            last[identifier(log["jobId"])] = log
        return [self._cancellation(log, last[identifier(log["jobId"])] is log) for log in logs]

    def _cancellation(self, log: Record, is_last: bool) -> Row:
        job_id, reason_id = identifier(log["jobId"]), identifier(log.get("reasonId"))
        job = self.api.known("jobs").get(job_id or 0, {})
        reason = self.api.known("job_cancel_reasons").get(reason_id or 0, {})
        return {
            "job_id": job_id,
            "cancellation_id": log["id"],
            "canceled_day": self.api.day(log.get("createdOn")),
            "reason_id": reason_id,
            "reason": reason.get("name"),
            "business_unit_id": identifier(job.get("businessUnitId")) or 0,
            "campaign_id": identifier(job.get("campaignId")) or 0,
            "is_last": is_last,
            "is_still_canceled": is_last and job.get("jobStatus") == "Canceled",
        }

    # Memberships ----------------------------------------------------------------------------------

    def fct_memberships(self) -> list[Row]:
        live = self.api.live("memberships")
        renewals: dict[Any, list[int]] = defaultdict(list)
        for record in live:
            renewals[identifier(record.get("renewedById"))].append(record["id"])
        return [self._membership(record, renewals[record["id"]]) for record in live]

    def _membership(self, record: Record, renews: list[int]) -> Row:
        canceled = instant(record.get("cancellationDate"))
        if canceled and canceled.time() == datetime.min.time():
            canceled_day: date | None = canceled.date()
        else:
            canceled_day = self.api.day(record.get("cancellationDate"))
        return {
            "membership_id": record["id"],
            "membership_type_id": identifier(record.get("membershipTypeId")) or 0,
            "business_unit_id": identifier(record.get("businessUnitId")) or 0,
            "sold_by_id": identifier(record.get("soldById")) or 0,
            "start_day": written_day(record.get("from")),
            "end_day": written_day(record.get("to")),
            "canceled_day": canceled_day,
            "renewed_by_id": identifier(record.get("renewedById")),
            "renewal_of_ids": renews,
            "is_renewal": bool(renews),
            "is_new_sale": not renews and identifier(record.get("activatedFromId")) is not None,
        }

    def fct_membership_status_changes(self) -> list[Row]:
        return [
            {
                "status_change_id": record["id"],
                "membership_id": identifier(record.get("membershipId")),
                "changed_day": self.api.day(record.get("createdOn")),
                "new_status": record.get("newStatus"),
                "_changed_on": instant(record.get("createdOn")),
            }
            for record in self.api.live("membership_status_changes")
        ]

    def is_active(self, membership: Row, day: date) -> bool:
        """Whether a membership is in force on a day."""
        changes = [
            change
            for change in self.fct_membership_status_changes()
            if change["membership_id"] == membership["membership_id"]
            and change["changed_day"] is not None
            and change["changed_day"] <= day
        ]
        changes.sort(key=lambda change: (change["_changed_on"], change["status_change_id"]))
        return (
            membership["start_day"] <= day
            and (membership["end_day"] is None or membership["end_day"] >= day)
            and (membership["canceled_day"] is None or membership["canceled_day"] > day)
            and not (changes and changes[-1]["new_status"] in ("Suspended", "Deleted"))
        )

    def kpi_membership_monthly(self) -> list[Row]:
        known = [each for each in self.fct_memberships() if each["start_day"] is not None]
        rows: dict[Any, Row] = {}
        for first in months(min((each["start_day"] for each in known), default=None), self.today):
            last = min(first.replace(day=monthrange(first.year, first.month)[1]), self.today)
            for each in known:
                ends = [each["end_day"], each["canceled_day"]]
                there = each["end_day"] is None or any(end and end >= first for end in ends)
                if each["start_day"] <= last and there:
                    key = (first, each["membership_type_id"], each["business_unit_id"])
                    row = rows.setdefault(key, dict.fromkeys(MEMBERSHIP_COUNTS, 0))
                    for name in self._membership_counts(each, first, last):
                        row[name] += 1
        return [
            {"month": month, "membership_type_id": kind, "business_unit_id": unit}
            | row
            | {
                "churn_rate": ratio(row["churned"], row["active_at_start"]),
                "renewal_rate": ratio(row["expired_and_renewed"], row["expired"]),
            }
            for (month, kind, unit), row in rows.items()
        ]

    def _membership_counts(self, each: Row, first: date, last: date) -> list[str]:
        canceled, end = each["canceled_day"], each["end_day"]
        is_canceled = canceled is not None and first <= canceled <= last
        is_expired = (
            end is not None and first <= end <= last and (canceled is None or canceled > end)
        )
        renewed = each["renewed_by_id"] is not None
        begins = each["start_day"] >= first
        counted = {
            "active_at_start": self.is_active(each, first),
            "active_at_end": self.is_active(each, last),
            "new_sales": begins and each["is_new_sale"],
            "renewals": begins and each["is_renewal"],
            "canceled": is_canceled,
            "expired": is_expired,
            "expired_and_renewed": is_expired and renewed,
            "churned": (is_canceled or is_expired) and not renewed,
        }
        return [name for name, holds in counted.items() if holds]

    # Time -----------------------------------------------------------------------------------------

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

    # Job costs ------------------------------------------------------------------------------------

    def fct_job_costs(self) -> list[Row]:
        costs: dict[Any, Row] = {}
        for job_id, kind, amount in self._costs():
            row = costs.setdefault(job_id, dict.fromkeys(COST_KINDS, Fraction(0)))
            row[kind] += Fraction(amount or 0)
        return [
            {
                "job_id": job["job_id"],
                "business_unit_id": job["business_unit_id"],
                "completed_day": job["completed_day"],
                "subtotal": job["subtotal"],
                "income": self._of_lines(job["job_id"], "revenue"),
                **costs[job["job_id"]],
                "material_cost": (material := self._material(job["job_id"])),
                "total_cost": sum(costs[job["job_id"]].values()) + material,
            }
            for job in self.facts.jobs
            if job["job_id"] in costs
        ]

    def _costs(self) -> Iterable[tuple[int | None, str, Any]]:
        for record in self.api.live("gross_pay_items"):
            amount = number(record.get("amount"))
            yield identifier(record.get("jobId")), "labour_cost", amount
        for record in self.api.live("payroll_adjustments"):
            invoice_id = identifier(record.get("invoiceId")) or 0
            invoice = self.api.known("invoices").get(invoice_id, {})
            job_id = identifier(part(invoice, "job", "id"))
            yield job_id, "payroll_adjustments", number(record.get("amount"))
        resource, gross, tax = PURCHASES[self.choices.cost_source]
        for record in self.api.live(resource):
            if resource != "purchase_orders" or record.get("status") != "Canceled":
                amount = self._with_tax(record, gross, tax)
                yield identifier(record.get("jobId")), "purchase_cost", amount
        for record in self.api.live("returns"):
            if instant(record.get("dateCanceled")) is None:
                amount = self._with_tax(record, "returnAmount", "taxAmount")
                negative = None if amount is None else -abs(amount)
                yield identifier(record.get("jobId")), "return_cost", negative

    def _with_tax(self, record: Record, gross: str, tax: str) -> Any:
        amount = number(record.get(gross))
        if amount is None or self.choices.cost_with_tax:
            return amount
        return amount - (number(record.get(tax)) or 0)

    def _material(self, job_id: int) -> Any:
        return total(
            listed_number(part(item, "totalCost"))
            for invoice in self.api.live("invoices")
            if invoice_kind(invoice) == "job" and identifier(part(invoice, "job", "id")) == job_id
            for item in entries(invoice.get("items"))
        )

    def _of_lines(self, job_id: int, column: str) -> Any:
        return total(
            line[column]
            for line in self.facts.revenue_lines
            if line["job_id"] == job_id and line["invoice_kind"] == "job"
        )

    def kpi_job_cost_monthly(self) -> list[Row]:
        sums: dict[Any, Row] = {}
        names = ("subtotal", *COST_KINDS, "material_cost", "total_cost")
        for row in self.fct_job_costs():
            if row["completed_day"] is not None:
                key = (row["completed_day"].replace(day=1), row["business_unit_id"])
                month = sums.setdefault(key, {"jobs": 0} | dict.fromkeys(names, Fraction(0)))
                month["jobs"] += 1
                for name in names:
                    month[name] += row[name]
        return [
            {"month": month, "business_unit_id": unit}
            | row
            | {"gross_margin": ratio(row["subtotal"] - row["total_cost"], row["subtotal"]) or 0}
            for (month, unit), row in sums.items()
        ]


MEMBERSHIP_COUNTS = (
    "active_at_start", "active_at_end", "new_sales", "renewals", "canceled", "expired",
    "expired_and_renewed", "churned",
)  # fmt: skip
COST_KINDS = ("labour_cost", "payroll_adjustments", "purchase_cost", "return_cost")
PURCHASES = {
    "receipts": ("receipts", "receiptAmount", "taxAmount"),
    "purchase_orders": ("purchase_orders", "total", "tax"),
    "bills": ("inventory_bills", "billAmount", "taxAmount"),
}


def ratio(above: Any, below: Any) -> Any:
    """A ratio; None where nothing is below."""
    return Fraction(above) / Fraction(below) if above is not None and below else None


def duration(value: Any) -> int | None:
    """Whole seconds of a duration."""
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None
    days, hour, minute, second = (int(each or 0) for each in found.groups())
    return ((days * 24 + hour) * 60 + minute) * 60 + second


def seconds_between(earlier: Any, later: Any) -> Fraction | None:
    """Seconds between two instants; None where they are missing or in the wrong order."""
    first, second = instant(earlier), instant(later)
    if first is None or second is None or second < first:
        return None
    return Fraction((second - first) // timedelta(microseconds=1), 10**6)


def canceled_order(log: Record) -> tuple[Any, ...]:
    """The latest last; one without a time is before all others."""
    at = instant(log.get("createdOn"))
    return (at is not None, at or datetime.min.replace(tzinfo=UTC), log["id"])


def months(first: date | None, last: date) -> Iterable[date]:
    """First days of the months from one day to another."""
    month = first.replace(day=1) if first else None
    while month is not None and month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


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
