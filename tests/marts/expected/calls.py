"""Calls, bookings, and what campaigns cost and bring."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from datetime import date
from typing import Any

from tests.marts.api_values import identifier, listed_id, number, part
from tests.marts.expected.facts import Facts
from tests.marts.expected.records import Record, Row, ratio

_DURATION = re.compile(r"(?:(\d{1,5})\.)?(\d{1,2}):([0-5]\d):([0-5]\d)(?:\.\d+)?")


class Calls:
    """The tables of calls and of campaign costs."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.api = facts.api
        self.choices = facts.choices

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


def duration(value: Any) -> int | None:
    """Whole seconds of a duration."""
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None
    days, hour, minute, second = (int(each or 0) for each in found.groups())
    return ((days * 24 + hour) * 60 + minute) * 60 + second
