"""Metrics that no monthly view holds equal the independent computation, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.marts.expected.records import Row
from tests.marts.metrics import Metrics
from tests.marts.office_example import office
from tests.marts.office_metrics import ENTITIES, RATIOS, SUMS
from tests.marts.shop import Shop, same, tables_of
from tests.marts.worked_example import TIMEZONE

Sums = dict[tuple[date, str], Any]


@pytest.fixture(scope="module")
def shop(new_shop: Callable[..., Shop]) -> Shop:
    shop = new_shop(TIMEZONE)
    shop.arrive(**office(_today()))
    shop.warehouse.transform()
    return shop


@pytest.fixture(scope="module")
def metrics(shop: Shop) -> Metrics:
    return Metrics(shop.warehouse)


@pytest.fixture(scope="module")
def tables(shop: Shop) -> dict[str, list[Row]]:
    """The tables of the independent computation; each row has its unit, and what the tests need."""
    api = shop.api()
    found = {name: list(rows.values()) for name, rows in tables_of(api).items()}
    jobs = {row["job_id"]: row for row in found["fct_jobs"]}
    for row in found["fct_jobs"]:
        row["_status"] = api.known("jobs")[row["job_id"]]["jobStatus"]
    for row in found["job_states"]:
        job = jobs[row["job_id"]]
        row["_completed_day"], row["_booked_value"] = job["completed_day"], job["booked_value"]
        row["business_unit_id"] = job["business_unit_id"]
    owed = {row["invoice_id"]: row for row in found["fct_receivables"]}
    for row in found["ar_aging"]:
        row["_balance"] = owed[row["invoice_id"]]["balance"]
        row["business_unit_id"] = owed[row["invoice_id"]]["business_unit_id"]
    estimates = {row["estimate_id"]: row for row in found["fct_estimates"]}
    for row in found["open_estimates"]:
        row["business_unit_id"] = estimates[row["estimate_id"]]["business_unit_id"]
    leads = {row["lead_id"]: row for row in found["fct_leads"]}
    for row in found["open_leads"]:
        row["business_unit_id"] = leads[row["lead_id"]]["business_unit_id"]
    return found


def _today() -> date:
    return datetime.now(ZoneInfo(TIMEZONE)).date()


def computed(tables: dict[str, list[Row]], metric: str) -> Sums:
    """A metric by month and id, from the rows of the computation; nothing where nothing counts."""
    of = SUMS[metric]
    values: dict[tuple[date, Any], list[Fraction]] = defaultdict(list)
    for row in tables[of.table]:
        day = row[of.day] if of.day else _today()
        value = of.value(row)
        if day is not None and row[of.by] is not None and value is not None:
            values[day.replace(day=1), row[of.by]].append(Fraction(value))
    return {
        key: sum(listed, Fraction(0)) / (len(listed) if of.is_average else 1)
        for key, listed in values.items()
    }


def queried(shop: Shop, metrics: Metrics, metric: str, by: str) -> Sums:
    """A metric by month and id, as MetricFlow gives it."""
    entity = ENTITIES[by]
    # MetricFlow divides in double precision, for which other tests' tenants have too large numbers.
    ours = f"{{{{ Entity('{entity}') }}}} like '{shop.tenant_id}-%'"
    return {
        (row["metric_time__month"].date(), int(row[entity].partition("-")[2])): row[metric]
        for row in metrics.query([metric], ("metric_time__month", entity), ours)
        if row["metric_time__month"]
    }


def differences(expected: Sums, found: Sums) -> list[Any]:
    """Cells that differ. Where nothing counts, a sum may be 0, null or without a row."""
    return [
        (key, found.get(key), expected.get(key))
        for key in {*expected, *found}
        if not same(expected.get(key) or Fraction(0), Fraction(str(found.get(key) or 0)))
    ]


@pytest.mark.parametrize("metric", SUMS)
def test_each_metric_equals_the_computation(
    shop: Shop, metrics: Metrics, tables: dict[str, list[Row]], metric: str
) -> None:
    expected = computed(tables, metric)
    assert any(expected.values()), "the example has none"
    assert differences(expected, queried(shop, metrics, metric, SUMS[metric].by)) == []


@pytest.mark.parametrize("metric", RATIOS)
def test_each_ratio_divides_last(
    shop: Shop, metrics: Metrics, tables: dict[str, list[Row]], metric: str
) -> None:
    above, below = (computed(tables, name) for name in RATIOS[metric])
    expected = {key: above.get(key, 0) / value for key, value in below.items() if value}
    assert any(expected.values()), "the example has none"
    found = queried(shop, metrics, metric, SUMS[RATIOS[metric][1]].by)
    assert [
        (key, found.get(key), value)
        for key, value in expected.items()
        if not same(value, Fraction(str(found.get(key))))
    ] == []


def of_shop(shop: Shop, metrics: Metrics, metric: str, tenant: str, *by: str) -> list[Row]:
    """A metric of the whole shop."""
    rows: Iterable[Row] = metrics.query([metric], (tenant, *by))
    return [row for row in rows if row[tenant] == shop.tenant_id]


def test_revenue_by_account(shop: Shop, metrics: Metrics) -> None:
    name = "invoice_line__account_number"
    for metric, expected in (
        ("account_revenue", {"4000": 900, "2100": 0}),
        ("account_total", {"4000": 900, "2100": 300}),
    ):
        rows = of_shop(shop, metrics, metric, "invoice_line__tenant_id", name)
        assert {row[name]: row[metric] for row in rows if row[name]} == expected


def test_non_job_hours_by_code(shop: Shop, metrics: Metrics) -> None:
    code = "non_job_timesheet__timesheet_code"
    rows = of_shop(shop, metrics, "non_job_hours", "non_job_timesheet__tenant_id", code)
    assert {row[code]: float(row["non_job_hours"]) for row in rows} == {"Meeting": 1, "Idle": 0.5}


def test_canceled_rate_of_created_jobs(
    shop: Shop, metrics: Metrics, tables: dict[str, list[Row]]
) -> None:
    found = queried(shop, metrics, "canceled_rate_of_created", "business_unit_id")
    canceled = computed(tables, "created_jobs_canceled")
    for key, value in canceled.items():
        jobs = tables["fct_jobs"]
        created = sum(
            (row["created_day"].replace(day=1), row["business_unit_id"]) == key for row in jobs
        )
        assert float(found[key]) == pytest.approx(float(value / created))


def test_days_sales_outstanding_equals_the_view(shop: Shop, metrics: Metrics) -> None:
    found = queried(shop, metrics, "days_sales_outstanding", "business_unit_id")
    view = {row["business_unit_id"]: row for row in shop.rows("kpi_receivables")}
    known = {
        unit: float(row["days_sales_outstanding"])
        for unit, row in view.items()
        if row["days_sales_outstanding"] is not None
    }
    assert known == {10: pytest.approx((79 - 50 + 90) / 360 * 90)}
    assert {unit: float(value) for (_, unit), value in found.items() if value} == known


def test_derived_metrics_add_their_parts(
    shop: Shop, metrics: Metrics, tables: dict[str, list[Row]]
) -> None:
    for metric, parts in (
        ("collections_by_invoice_unit", ("applied_payments", "unapplied_payments")),
    ):
        sums: dict[Any, Any] = defaultdict(Fraction)
        for name in parts:
            for key, value in computed(tables, name).items():
                sums[key] += value
        assert differences(sums, queried(shop, metrics, metric, "business_unit_id")) == []


def test_calls_memberships_and_costs_of_the_worked_example(shop: Shop, metrics: Metrics) -> None:
    march = date(2026, 3, 1)
    for tenant, wanted in (
        ("call__tenant_id", {"booking_rate": 1 / 3, "lead_calls": 2}),
        (
            "membership_month__tenant_id",
            {"active_memberships": 3, "new_memberships": 1, "membership_churn_rate": 1 / 3},
        ),
        ("costed_job__tenant_id", {"total_job_cost": 3050, "gross_margin": 0.5704}),
    ):
        rows = metrics.query(wanted, (tenant, "metric_time__month"))
        (row,) = (
            row
            for row in rows
            if row[tenant] == shop.tenant_id and row["metric_time__month"].date() == march
        )
        found = {name: float(row[name]) for name in wanted}
        assert found == pytest.approx(wanted, abs=0.0001)


def test_several_months_have_the_last_ones_members(shop: Shop, metrics: Metrics) -> None:
    (whole,) = of_shop(shop, metrics, "active_memberships", "membership_month__tenant_id")
    by_month = of_shop(
        shop, metrics, "active_memberships", "membership_month__tenant_id", "metric_time__month"
    )
    last = max(by_month, key=lambda row: row["metric_time__month"])
    assert whole["active_memberships"] == last["active_memberships"]
    assert len(by_month) > 1


def test_technicians_revenue_with_adjustments(shop: Shop, metrics: Metrics) -> None:
    found = queried(shop, metrics, "technician_completed_revenue_with_adjustments", "technician_id")
    march = {person: float(value) for (month, person), value in found.items() if month.month == 3}
    assert march[1] == 364 - 37.5
    assert march[2] == 365 - 12.5


def test_unconverted_jobs(shop: Shop, metrics: Metrics, tables: dict[str, list[Row]]) -> None:
    found = queried(shop, metrics, "unconverted_jobs", "business_unit_id")
    months = {
        (row["month"], row["business_unit_id"]): row["opportunities"] - row["converted_jobs"]
        for row in shop.rows("kpi_business_unit_monthly")
    }
    assert differences({key: Fraction(value) for key, value in months.items()}, found) == []
