"""Each metric of the semantic layer equals the monthly views, by month and by what it is of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from tests.marts.metrics import Metrics, of_tenant
from tests.marts.shop import Shop, same
from tests.marts.worked_example import RECORDS, TIMEZONE

SHARED = {
    "completed_revenue": "completed_revenue",
    "converted_revenue": "converted_revenue",
    "completed_jobs": "completed_jobs",
    "opportunities": "opportunities",
    "converted_jobs": "converted_jobs",
    "sales_opportunities": "sales_opportunities",
    "closed_opportunities": "closed_opportunities",
    "closed_sales": "closed_sales",
    "total_sales": "total_sales",
    "conversion_rate": "conversion_rate",
    "close_rate": "close_rate",
    "opportunity_job_average": "opportunity_job_average",
    "total_job_average": "completed_job_average",
    "converted_job_average": "converted_job_average",
    "closed_average_sale": "closed_average_sale",
}
# Each metric and its column of the monthly view.
METRICS = {
    "business_unit": SHARED
    | {
        "adjustment_revenue": "adjustment_revenue",
        "non_job_revenue": "non_job_revenue",
        "total_revenue": "total_revenue",
        "no_charge_jobs": "no_charge_jobs",
        "jobs_booked": "jobs_created",
        "canceled_jobs": "canceled_jobs",
        "recalls_caused": "recalls_caused",
        "average_ticket": "average_ticket",
        "estimates_sold": "estimates_sold",
    },
    "technician": {f"technician_{metric}": column for metric, column in SHARED.items()}
    | {"technician_recalls_caused": "recalls_caused", "leads_set": "leads_set"},
    "campaign": {f"campaign_{metric}": column for metric, column in SHARED.items()}
    | {"campaign_jobs_booked": "jobs_created"},
}
MARCH = date(2026, 3, 1)


@pytest.fixture(scope="module")
def shop(new_shop: Callable[..., Shop]) -> Shop:
    shop = new_shop(TIMEZONE)
    shop.arrive(**RECORDS)
    shop.warehouse.transform()
    return shop


@pytest.fixture(scope="module")
def metrics(shop: Shop) -> Metrics:
    return Metrics(shop.warehouse)


@pytest.mark.parametrize("name", METRICS)
def test_each_metric_by_month_and_id_equals_the_view(
    shop: Shop, metrics: Metrics, name: str
) -> None:
    tenant, key = f"{name}_day__tenant_id", f"{name}_day__{name}_id"
    found = {
        (row["metric_time__month"], row[key]): row
        for row in of_tenant(
            metrics.query(METRICS[name], (tenant, "metric_time__month", key)),
            shop.tenant_id,
            tenant,
        )
    }
    expected = {(row["month"], row[f"{name}_id"]): row for row in shop.rows(f"kpi_{name}_monthly")}
    assert found.keys() == expected.keys()
    assert [
        (key, metric, found[key][metric], row[column])
        for key, row in expected.items()
        for metric, column in METRICS[name].items()
        if not same(_exact(row[column]), found[key][metric])
    ] == []


def _exact(value: object) -> object:
    return None if value is None else Fraction(str(value))


def test_the_month_of_the_whole_shop_divides_last(shop: Shop, metrics: Metrics) -> None:
    tenant = "business_unit_day__tenant_id"
    wanted = {
        "completed_revenue_with_adjustments": 7379,
        "conversion_rate": 4 / 7,
        "close_rate": 3 / 8,
        "opportunity_job_average": 7429 / 7,
        "closed_average_sale": 9380 / 3,
        "recall_rate": 1 / 9,
        "canceled_rate": 1 / 10,
    }
    (row,) = (
        row
        for row in of_tenant(
            metrics.query(wanted, (tenant, "metric_time__month")), shop.tenant_id, tenant
        )
        if row["metric_time__month"] == MARCH
    )
    assert {name: float(row[name]) for name in wanted} == pytest.approx(wanted)


def test_the_report_pages_figures_are_the_metrics(shop: Shop, metrics: Metrics) -> None:
    tenant = "business_unit_day__tenant_id"
    names = (
        "total_revenue", "total_sales", "completed_jobs", "conversion_rate", "close_rate",
        "average_ticket", "canceled_rate",
    )  # fmt: skip
    expected = {
        row["metric_time__month"]: row
        for row in of_tenant(
            metrics.query(names, (tenant, "metric_time__month")), shop.tenant_id, tenant
        )
    }
    found = {
        row["month"]: row
        for row in shop.rows("report_kpis")
        if row["business_unit_id"] is None and row["part"] == "whole"
    }
    assert found.keys() == expected.keys()
    assert [
        (month, name, row[name], expected[month][name])
        for month, row in found.items()
        for name in names
        if not same(_exact(row[name]), expected[month][name])
    ] == []


def test_metrics_of_estimates_and_cash(shop: Shop, metrics: Metrics) -> None:
    for tenant, wanted in (
        ("estimate__tenant_id", {"estimates_created": 7, "estimate_win_rate": 6 / 7,
                                 "open_estimates": 1, "open_estimate_value": 9000}),
        ("invoice__tenant_id", {"ar_balance": 4129}),
        ("payment__tenant_id", {"collections": 3880, "unapplied_payments": 500}),
        ("payment_application__tenant_id", {"applied_payments": 3380, "days_to_payment": 0}),
    ):  # fmt: skip
        (row,) = of_tenant(metrics.query(wanted, [tenant]), shop.tenant_id, tenant)
        assert {name: float(row[name]) for name in wanted} == pytest.approx(wanted)


def test_metrics_are_grouped_by_the_names_of_things(shop: Shop, metrics: Metrics) -> None:
    tenant = "business_unit_day__tenant_id"
    rows = of_tenant(
        metrics.query(["total_sales"], (tenant, "business_unit__name")), shop.tenant_id, tenant
    )
    names = {row["business_unit__name"]: row["total_sales"] for row in rows}
    assert names == {"Service": 1959, "Install": 2000, "Sales": 7000}
