"""The reports' figures of a made-up tenant are those that the tests of the marts compute.

Both come from the same published definitions, by programs that share nothing, so an error of one is
seen here, in every reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import sandbox
from sandbox.kpi_reports.readings import alternatives
from tests.marts.choices import Choices
from tests.marts.expected.calls import Calls
from tests.marts.expected.daily import Daily
from tests.marts.expected.facts import Facts
from tests.marts.expected.jobs import Jobs
from tests.marts.expected.memberships import Memberships
from tests.marts.expected.records import Api
from tests.sandbox.kpi_report_client import RESOURCES, Reports
from tests.sandbox.sandbox_client import Client

FIRST, LAST = date(2025, 7, 1), date(2026, 4, 30)
DAYS = {"From": FIRST.isoformat(), "To": LAST.isoformat(), "IncludeInactive": True}
OTHERS = {
    "campaigns": "marketing/campaigns",
    "membership_status_changes": "memberships/membership-status-changes",
}
READINGS = [
    {},
    *({name: value} for name, values in alternatives().items() for value in values),
    {"income_gl_types": ["Income"]},
    {"recall_days": 5},
    {"sales_bu_ids": [301, 304]},
    {"lead_min_seconds": 200},
    {"timezone": "UTC"},
]
OF_CALLS_AND_COSTS = {
    "abandoned_is_unbooked",
    "include_outbound",
    "lead_min_seconds",
    "cost_source",
    "cost_with_tax",
}


@pytest.fixture(scope="module")
def reports() -> Iterator[Reports]:
    with sandbox.serve(scale=0.02, seed=3) as server:
        yield Reports(Client(server))


@pytest.fixture(scope="module")
def records(reports: Reports) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [one.fields for one in reports.server.store.truth(resource)]
        for name, resource in (RESOURCES | OTHERS).items()
    }


@pytest.fixture(scope="module")
def gone(reports: Reports) -> set[tuple[str, int]]:
    return {
        (name, one.key)
        for name, resource in (RESOURCES | OTHERS).items()
        for one in reports.server.store.truth(resource)
        if one.deleted or not one.active
    }


def sums(rows: dict[Any, dict[str, Any]], key: int) -> dict[str, Fraction]:
    """The sums of a daily table over the days for one unit, person or campaign."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    for (day, of), measures in rows.items():
        if of == key and FIRST <= day <= LAST:
            for name, value in measures.items():
                found[name] += value
    return found


def same(found: Any, expected: Any, within: Decimal = Decimal("0.005")) -> bool:
    return abs(Fraction(str(found)) - Fraction(expected)) <= Fraction(within)


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_the_reports_agree_with_an_independent_computation(
    reading: dict[str, Any],
    reports: Reports,
    records: dict[str, list[dict[str, Any]]],
    gone: set[tuple[str, int]],
):
    reports.switches.read()
    reports.switches.read(**reading)
    timezone = reading.get("timezone", "America/Phoenix")
    choices = Choices(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in reading.items()
            if name != "timezone"
        }
    )
    facts = Facts(Api(records, timezone=timezone, gone=gone, choices=choices))
    wrong = [*units(reports, facts), *technicians(reports, facts), *campaigns(reports, facts)]
    if not reading or reading.keys() & OF_CALLS_AND_COSTS:
        wrong += others(reports, facts)
    assert wrong == []


def units(reports: Reports, facts: Facts) -> Iterator[str]:
    daily = Daily(facts)
    names = {unit["name"]: unit["id"] for unit in facts.api.known("business_units").values()}
    revenue = {row["Name"]: row for row in reports.rows("unit_revenue", **DAYS)}
    sales = {row["Name"]: row for row in reports.rows("unit_sales", **DAYS)}
    card = {row["Name"]: row for row in reports.rows("unit_scorecard", **DAYS)}
    productivity = {row["Name"]: row for row in reports.rows("unit_productivity", **DAYS)}
    assert len(names) == len(revenue) == 9
    for name, key in names.items():
        of = sums(daily.business_unit, key)
        row = revenue[name] | sales[name] | card[name] | productivity[name]
        pairs = {
            "CompletedRevenue": "completed_revenue",
            "AdjustmentRevenue": "adjustment_revenue",
            "NonJobRevenue": "non_job_revenue",
            "TotalRevenue": "total_revenue",
            "Opportunity": "opportunities",
            "ConvertedJobs": "converted_jobs",
            "CompletedJobs": "completed_jobs",
            "NoChargeJobs": "no_charge_jobs",
            "TotalSales": "total_sales",
            "SalesOpportunity": "sales_opportunities",
            "ClosedOpportunities": "closed_opportunities",
            "RecallsCaused": "recalls_caused",
        }
        yield from different(f"unit {name}", row, of, pairs)
        if of["closed_opportunities"]:
            average = of["closed_sales"] / of["closed_opportunities"]
            if not same(row["ClosedAverageSale"], average):
                yield f"unit {name}: ClosedAverageSale {row['ClosedAverageSale']}, not {average}"


def technicians(reports: Reports, facts: Facts) -> Iterator[str]:
    daily = Daily(facts)
    tables = ("revenue", "sales", "leads", "productivity")
    rows: dict[int, dict[str, Any]] = defaultdict(dict)
    for table in tables:
        for row in reports.rows(f"technician_{table}", **DAYS):
            rows[row["TechnicianId"]] |= row
    adjustments: dict[int, Fraction] = defaultdict(Fraction)
    for one in facts.technician_adjustments:
        if one["day"] and FIRST <= one["day"] <= LAST:
            adjustments[one["technician_id"]] += one["adjustment_revenue"]
    assert len(rows) > 5
    for key, row in rows.items():
        of = sums(daily.technician, key)
        of["with_adjustments"] = of["completed_revenue"] + adjustments[key]
        pairs = {
            "CompletedRevenue": "completed_revenue",
            "CompletedRevenueWithAdjustments": "with_adjustments",
            "CompletedJobs": "completed_jobs",
            "Opportunity": "opportunities",
            "ConvertedJobs": "converted_jobs",
            "TotalSales": "total_sales",
            "SalesOpportunity": "sales_opportunities",
            "LeadsSet": "leads_set",
            "RecallsCaused": "recalls_caused",
        }
        yield from different(f"technician {key}", row, of, pairs)


def campaigns(reports: Reports, facts: Facts) -> Iterator[str]:
    daily = Daily(facts)
    ids = {one["name"]: one["id"] for one in facts.api.known("campaigns").values()}
    for row in reports.rows("campaign_summary", **DAYS):
        of = sums(daily.campaign, ids[row["Name"]])
        pairs = {
            "TotalJobsBooked": "jobs_created",
            "TotalSales": "total_sales",
            "CompletedRevenue": "completed_revenue",
        }
        yield from different(f"campaign {row['Name']}", row, of, pairs)


def others(reports: Reports, facts: Facts) -> Iterator[str]:
    """Calls, memberships and the costs of jobs."""
    days = {"From": DAYS["From"], "To": DAYS["To"]}
    booking = [row for row in Calls(facts).kpi_booking_daily() if FIRST <= row["day"] <= LAST]
    of = {
        name: Fraction(sum(row[name] for row in booking)) for name in booking[0] if name[0] != "d"
    }
    for family in ("call_center_by_agent", "call_center_by_campaign"):
        rows = reports.rows(family, **days)
        names = ("TotalCalls", "InboundCalls", "BookedCalls", "UnbookedCalls", "LeadCalls")
        row = {name: sum(one[name] for one in rows) for name in names}
        pairs = {
            "TotalCalls": "calls",
            "InboundCalls": "inbound_calls",
            "BookedCalls": "booked_calls",
            "UnbookedCalls": "unbooked_calls",
            "LeadCalls": "lead_calls",
        }
        yield from different(family, row, of, pairs)
    costs = {row["job_id"]: row for row in Jobs(facts).fct_job_costs()}
    numbers = {job["jobNumber"]: job["id"] for job in facts.api.known("jobs").values()}
    listed = reports.rows("job_costing", **days, DateType=1)
    assert len(listed) > 10
    for row in listed:
        if (cost := costs.get(numbers[row["JobNumber"]])) is not None:
            pairs = {
                "Subtotal": "subtotal",
                "LaborPay": "labour_cost",
                "PayrollAdjustments": "payroll_adjustments",
                "ReturnCosts": "return_cost",
                "TotalCosts": "total_cost",
            }
            yield from different(f"job {row['JobNumber']}", row, cost, pairs)


def different(
    what: str, row: dict[str, Any], expected: dict[str, Any], pairs: dict[str, str]
) -> Iterator[str]:
    for field, name in pairs.items():
        if not same(row[field], expected[name]):
            yield f"{what}: {field} {row[field]}, not {float(expected[name])}"


@pytest.mark.parametrize("month", [3, 4])
def test_memberships_agree_by_month(
    month: int,
    reports: Reports,
    records: dict[str, list[dict[str, Any]]],
    gone: set[tuple[str, int]],
):
    reports.switches.read()
    facts = Facts(Api(records, timezone="America/Phoenix", gone=gone))
    first, last = date(2026, month, 1), date(2026, month, 31 if month == 3 else 30)
    rows = reports.rows("membership_summary", From=first.isoformat(), To=last.isoformat())
    expected: dict[str, int] = defaultdict(int)
    for row in Memberships(facts, LAST).kpi_membership_monthly():
        if row["month"] == first:
            for name in ("active_at_end", "new_sales", "renewals", "canceled", "expired"):
                expected[name] += row[name]
    found = {
        name: sum(row[field] for row in rows)
        for name, field in {
            "active_at_end": "ActiveAtEnd",
            "new_sales": "NewSales",
            "renewals": "Renewed",
            "canceled": "Canceled",
            "expired": "Expired",
        }.items()
    }
    assert found == expected
