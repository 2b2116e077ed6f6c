"""The worked example, figure by figure: first by the computation in Python, then in the marts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Protocol

import pytest

from scripts.shop_month import last_whole_month, shop_month
from tests.marts.choices import Choices
from tests.marts.expected.daily import Daily
from tests.marts.expected.facts import Facts
from tests.marts.expected.records import Api, Row
from tests.marts.shop import Shop, tables_of
from tests.marts.worked_example import (
    ANN,
    BOB,
    CAMPAIGN,
    INSTALL,
    IVY,
    RECORDS,
    SALES,
    SERVICE,
    SID,
    TIMEZONE,
)
from tests.transform.warehouse import ST

MARCH = date(2026, 3, 1)

UNITS = {
    SERVICE: {
        "completed_jobs": 6,
        "completed_revenue": 929,
        "adjustment_revenue": -50,
        "non_job_revenue": 25,
        "total_revenue": 904,
        "opportunities": 4,
        "converted_jobs": 3,
        "no_charge_jobs": 3,
        "converted_revenue": 380 + 150 + 120 + 200,
        "total_sales": 1959,
        "estimates_sold": 3,
        "sales_opportunities": 4,
        "closed_opportunities": 1,
        "closed_sales": 380,
        "recalls_caused": 1,
        "canceled_jobs": 1,
        "jobs_created": 7,
    },
    INSTALL: {
        "completed_jobs": 1,
        "completed_revenue": 6500,
        "adjustment_revenue": 0,
        "non_job_revenue": 0,
        "total_revenue": 6500,
        "opportunities": 1,
        "converted_jobs": 1,
        "no_charge_jobs": 0,
        "converted_revenue": 6500,
        "total_sales": 2000,
        "estimates_sold": 1,
        "sales_opportunities": 2,
        "closed_opportunities": 1,
        "closed_sales": 2000,
        "recalls_caused": 0,
        "canceled_jobs": 0,
        "jobs_created": 2,
    },
    SALES: {
        "completed_jobs": 2,
        "completed_revenue": 0,
        "adjustment_revenue": 0,
        "non_job_revenue": 0,
        "total_revenue": 0,
        "opportunities": 2,
        "converted_jobs": 0,
        "no_charge_jobs": 0,
        "converted_revenue": 0,
        "total_sales": 6700,
        "estimates_sold": 1,
        "sales_opportunities": 2,
        "closed_opportunities": 1,
        "closed_sales": 7000,
        "recalls_caused": 0,
        "canceled_jobs": 0,
        "jobs_created": 2,
    },
}
SHOP = {
    "completed_jobs": 9,
    "completed_revenue": 7429,
    "adjustment_revenue": -50,
    "non_job_revenue": 25,
    "total_revenue": 7404,
    "opportunities": 7,
    "converted_jobs": 4,
    "no_charge_jobs": 3,
    "total_sales": 10659,
    "sales_opportunities": 8,
    "closed_opportunities": 3,
    "jobs_created": 11,
    "canceled_jobs": 1,
    "recalls_caused": 1,
}
# Above and below the line, and the ratio as it is published.
SHOP_RATIOS = {
    "conversion rate": (("converted_jobs", "opportunities"), 0.5714),
    "close rate": (("closed_opportunities", "sales_opportunities"), 0.375),
    "opportunity job average": (("completed_revenue", "opportunities"), 1061.29),
    "total job average": (("completed_revenue", "completed_jobs"), 825.44),
    "converted job average": (("converted_revenue", "converted_jobs"), 1837.50),
    "closed average sale": (("closed_sales", "closed_opportunities"), 3126.67),
    "recall rate of Service": (("recalls_caused", "completed_jobs"), 0.1667),
    "canceled of created": (("canceled_jobs", "jobs_created"), 0.0909),
}
TECHNICIANS = {
    ANN: {
        "completed_revenue": 364,
        "completed_jobs": 3,
        "opportunities": 2,
        "converted_jobs": 1,
        "total_sales": 1959,
        "leads_set": 1,
        "recalls_caused": 1,
    },
    BOB: {
        "completed_revenue": 365,
        "completed_jobs": 4,
        "opportunities": 3,
        "converted_jobs": 3,
        "total_sales": 0,
        "leads_set": 0,
        "recalls_caused": 1,
    },
    IVY: {
        "completed_revenue": 6700,
        "completed_jobs": 1,
        "opportunities": 1,
        "converted_jobs": 1,
        "total_sales": 0,
        "leads_set": 0,
        "recalls_caused": 0,
    },
    SID: {
        "completed_revenue": 0,
        "completed_jobs": 2,
        "opportunities": 2,
        "converted_jobs": 0,
        "total_sales": 8700,
        "leads_set": 0,
        "recalls_caused": 0,
    },
}
CAMPAIGN_900 = {"jobs_created": 2, "completed_jobs": 2, "completed_revenue": 459}


Months = dict[tuple[date, int], Row]


class Source(Protocol):
    """Where the figures come from."""

    def monthly(self, name: str) -> Months:
        """The monthly sums of business units, technicians or campaigns."""


class Marts:
    """The figures as the marts' views give them."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def monthly(self, name: str) -> Months:
        rows = self.shop.rows(f"kpi_{name}_monthly")
        return {(row["month"], row[f"{name}_id"]): row for row in rows}


@pytest.fixture(scope="module")
def shop(new_shop: Callable[..., Shop]) -> Shop:
    shop = new_shop(TIMEZONE)
    shop.arrive(**RECORDS)
    shop.warehouse.transform()
    return shop


@pytest.fixture(scope="module", params=["computation", "marts"])
def source(request: pytest.FixtureRequest) -> Source:
    """The computation in Python is judged first, then the marts."""
    if request.param == "computation":
        return Daily(Facts(Api(RECORDS, timezone=TIMEZONE)))
    return Marts(request.getfixturevalue("shop"))


@pytest.mark.parametrize("unit", UNITS)
def test_the_month_of_a_business_unit(source: Source, unit: int) -> None:
    row = source.monthly("business_unit")[MARCH, unit]
    assert {name: row[name] for name in UNITS[unit]} == UNITS[unit]


def test_the_month_of_the_whole_shop(source: Source) -> None:
    months = source.monthly("business_unit")
    rows = [row for (month, _), row in months.items() if month == MARCH]
    sums = {name: sum(row[name] for row in rows) for name in UNITS[SERVICE]}
    assert {name: sums[name] for name in SHOP} == SHOP
    for name, ((above, below), published) in SHOP_RATIOS.items():
        of = months[MARCH, SERVICE] if name == "recall rate of Service" else sums
        assert float(Fraction(of[above]) / of[below]) == pytest.approx(
            published, abs=0.005 if published > 1 else 0.00005
        ), name


@pytest.mark.parametrize("person", TECHNICIANS)
def test_the_month_of_a_technician(source: Source, person: int) -> None:
    row = source.monthly("technician")[MARCH, person]
    assert {name: row[name] for name in TECHNICIANS[person]} == TECHNICIANS[person]


def test_the_month_of_the_campaign(source: Source) -> None:
    row = source.monthly("campaign")[MARCH, CAMPAIGN]
    assert {name: row[name] for name in CAMPAIGN_900} == CAMPAIGN_900


def test_what_customers_owe(shop: Shop) -> None:
    assert sum(row["balance"] for row in shop.rows("fct_receivables")) == 4129
    aged = Facts(shop.api()).aging(date(2026, 5, 15))
    assert {row["invoice_id"]: (row["age_days"], row["bucket"]) for row in aged} == {
        6: (30, "0-30"), 101: (48, "31-60"), 2: (65, "61-90")
    }  # fmt: skip


def test_what_customers_paid_in_march(shop: Shop) -> None:
    applied = shop.rows("fct_payment_applications")
    assert sum(row["amount"] for row in applied if row["payment_day"].month == 3) == 3380
    assert {row["invoice_id"]: row["days_after_invoice"] for row in applied} == {1: 0, 6: 0}


def test_what_was_invoiced_in_march_leaves_out_the_canceled_job(shop: Shop) -> None:
    rows = [
        row
        for row in shop.rows("fct_invoices")
        if row["invoice_day"] and row["invoice_day"].month == 3
    ]
    assert sum(row["invoiced_revenue"] for row in rows) == 8454
    assert sum(row["subtotal"] for row in rows) == 8454 + 89


def test_what_was_collected_in_march(shop: Shop) -> None:
    paid = [row for row in shop.rows("fct_payments") if row["payment_day"].month == 3]
    assert sum(row["amount"] for row in paid) == 3880
    assert sum(row["unapplied_amount"] for row in paid) == 500


OPERATIONS: dict[str, dict[str, float]] = {
    "kpi_booking_monthly": {
        "booked_calls": 1,
        "unbooked_calls": 2,
        "booking_rate": 1 / 3,
        "lead_calls": 2,
        "abandoned_calls": 1,
        "inbound_calls": 6,
    },
    "kpi_campaign_return_monthly": {
        "cost": 620,
        "completed_revenue": 459,
        "cost_per_job_created": 310,
        "return_on_cost": -0.2597,
        "return_on_ad_spend": 0.7403,
    },
    "kpi_membership_monthly": {
        "active_at_start": 3,
        "active_at_end": 3,
        "new_sales": 1,
        "renewals": 1,
        "canceled": 1,
        "expired": 1,
        "churned": 1,
        "churn_rate": 1 / 3,
    },
    "kpi_technician_time_monthly": {
        "drive_hours": 0.5,
        "on_site_hours": 2,
        "shift_hours": 8,
        "sold_hours": 3,
        "sold_per_on_site_hour": 1.5,
        "sold_per_job_hour": 1.2,
        "sold_per_shift_hour": 0.375,
        "on_site_per_shift_hour": 0.25,
    },
    "kpi_job_cost_monthly": {
        "labour_cost": 400,
        "payroll_adjustments": 50,
        "material_cost": 2500,
        "purchase_cost": 200,
        "return_cost": -100,
        "total_cost": 3050,
        "subtotal": 7100,
        "gross_margin": 0.5704,
    },
}


@pytest.mark.parametrize("table", OPERATIONS)
def test_the_month_of_calls_campaigns_memberships_time_and_costs(shop: Shop, table: str) -> None:
    computed = tables_of(shop.api())[table].values()
    for rows in (computed, shop.rows(table)):
        (row,) = (row for row in rows if row["month"] == MARCH)
        found = {name: float(row[name]) for name in OPERATIONS[table]}
        assert found == pytest.approx(OPERATIONS[table], abs=0.00005)


def test_the_other_readings_of_calls() -> None:
    for choices, booked, unbooked, leads in (
        (Choices(abandoned_is_unbooked=True), 1, 3, 3),
        (Choices(include_outbound=True), 2, 2, 2),
    ):
        (row,) = tables_of(Api(RECORDS, timezone=TIMEZONE, choices=choices))[
            "kpi_booking_monthly"
        ].values()
        assert (row["booked_calls"], row["unbooked_calls"], row["lead_calls"]) == (
            booked, unbooked, leads
        )  # fmt: skip


def test_margin_on_income_and_the_reason_of_the_canceled_job(shop: Shop) -> None:
    (job,) = shop.rows("fct_job_costs")
    assert float((job["income"] - job["total_cost"]) / job["income"]) == pytest.approx(
        0.5448, abs=5e-5
    )
    (canceled,) = shop.rows("fct_job_cancellations")
    assert (canceled["job_id"], canceled["reason"], canceled["canceled_day"]) == (
        8, "Price", date(2026, 3, 16)
    )  # fmt: skip


def test_what_the_adjustment_would_cost_the_technicians(shop: Shop) -> None:
    rows = [r for r in shop.rows("fct_technician_adjustments") if r["invoice_id"] == 101]
    assert {row["technician_id"]: float(row["adjustment_revenue"]) for row in rows} == {
        ANN: -37.50, BOB: -12.50
    }  # fmt: skip


def test_the_demo_prints_the_shops_month(shop: Shop) -> None:
    with shop.warehouse.connection.cursor() as cursor:
        lines = list(shop_month(cursor, ST, shop.tenant_id, MARCH))
    assert [line.split("  ")[-1].strip() for line in lines] == [
        "March 2026", "$7,404.00", "$10,659.00", "9", "57.1%", "37.5%", "$1,061.29", "$4,129.00"
    ]  # fmt: skip
    assert last_whole_month(date(2026, 1, 31)) == date(2025, 12, 1)


def test_every_cell_is_the_computations(shop: Shop) -> None:
    assert shop.differences() == []
