"""Metrics that no monthly view holds equal the independent computation, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from tests.marts.expected import Row
from tests.marts.metrics import Metrics
from tests.marts.office_example import office
from tests.marts.shop import Shop, same, tables_of
from tests.marts.worked_example import TIMEZONE

Value = Callable[[Row], Any]
Sums = dict[tuple[date, str], Any]


class Sum(NamedTuple):
    """A metric adds ``value`` up over rows of ``table``, by ``day``; without one it is today's."""

    table: str
    day: str | None
    value: Value
    by: str = "business_unit_id"
    is_average: bool = False


def each(_: Row) -> int:
    return 1


def if_(flag: str, value: Value = each) -> Value:
    return lambda row: value(row) if row[flag] else 0


def column(name: str) -> Value:
    return lambda row: row[name]


def is_(name: str, *values: str) -> Value:
    return lambda row: int(row[name] in values)


def at_most(name: str, days: int) -> Value:
    return lambda row: int(row[name] is not None and row[name] <= days)


def not_canceled(value: Value) -> Value:
    return lambda row: 0 if row["is_of_canceled_job"] else value(row)


def from_marketing(flag: str, value: Value = each) -> Value:
    return lambda row: value(row) if row[flag] and not row["is_tech_lead"] else 0


def from_tech_leads(flag: str, value: Value = each) -> Value:
    return lambda row: value(row) if row[flag] and row["is_tech_lead"] else 0


subtotal = column("subtotal")
waiting = ("NeedsReview", "OnHold", "PendingApproval", "ReadyForBilling")

SUMS = {
    "created_jobs_canceled": Sum("fct_jobs", "created_day", is_("_status", "Canceled")),
    "tech_lead_jobs": Sum("fct_jobs", "created_day", if_("is_tech_lead")),
    "marketing_lead_jobs": Sum("fct_jobs", "created_day", lambda row: int(not row["is_tech_lead"])),
    "sales_opportunities_from_tech_leads": Sum(
        "fct_jobs", "sales_opportunity_day", from_tech_leads("is_sales_opportunity")
    ),
    "closed_opportunities_from_tech_leads": Sum(
        "fct_jobs", "sales_opportunity_day", from_tech_leads("is_closed")
    ),
    "sales_opportunities_from_marketing_leads": Sum(
        "fct_jobs", "sales_opportunity_day", from_marketing("is_sales_opportunity")
    ),
    "closed_opportunities_from_marketing_leads": Sum(
        "fct_jobs", "sales_opportunity_day", from_marketing("is_closed")
    ),
    "sold_leads": Sum("fct_jobs", "first_sold_day", each, by="lead_set_by_id"),
    "completed_not_invoiced": Sum("fct_jobs", "completed_day", if_("is_not_invoiced")),
    "jobs_on_hold": Sum("fct_jobs", None, is_("_status", "Hold")),
    "jobs_in_progress": Sum("fct_jobs", None, is_("_status", "InProgress")),
    "upcoming_jobs": Sum("job_states", "scheduled_day", if_("is_upcoming")),
    "upcoming_revenue": Sum(
        "job_states", "scheduled_day", if_("is_upcoming", column("_booked_value"))
    ),
    "fix_known_jobs": Sum("job_states", "_completed_day", if_("is_fix_known")),
    "first_time_fixes": Sum(
        "job_states", "_completed_day", if_("is_fix_known", if_("is_first_time_fix"))
    ),
    "created_estimate_value": Sum("fct_estimates", "created_day", subtotal),
    "created_and_sold_estimate_value": Sum(
        "fct_estimates", "created_day", if_("_sold_on", subtotal)
    ),
    "total_sales_from_tech_leads": Sum(
        "fct_estimates", "sold_day", from_tech_leads("_sold_on", subtotal)
    ),
    "total_sales_from_marketing_leads": Sum(
        "fct_estimates", "sold_day", from_marketing("_sold_on", subtotal)
    ),
    "total_lead_sales": Sum("fct_estimates", "sold_day", subtotal, by="lead_set_by_id"),
    "change_orders_sold": Sum("fct_estimates", "sold_day", if_("is_change_order")),
    "change_order_sales": Sum("fct_estimates", "sold_day", if_("is_change_order", subtotal)),
    "open_estimate_age": Sum("open_estimates", None, column("age_days"), is_average=True),
    "open_estimate_jobs": Sum("open_estimates", None, if_("is_largest_of_job")),
    "open_estimate_largest_value": Sum(
        "open_estimates", None, if_("is_largest_of_job", subtotal)
    ),
    "invoices_issued": Sum("fct_invoices", "invoice_day", not_canceled(each)),
    "invoiced_revenue": Sum("fct_invoices", "invoice_day", not_canceled(subtotal)),
    "paid_invoices": Sum("fct_invoices", "paid_day", each),
    "days_to_collect": Sum("fct_invoices", "paid_day", column("days_to_collect"), is_average=True),
    "paid_job_invoices": Sum(
        "fct_invoices", "paid_day", at_most("days_from_completion_to_payment", 10**9)
    ),
    "same_day_payments": Sum(
        "fct_invoices", "paid_day", at_most("days_from_completion_to_payment", 0)
    ),
    "seven_day_payments": Sum(
        "fct_invoices", "paid_day", at_most("days_from_completion_to_payment", 7)
    ),
    "pending_invoices": Sum("fct_invoices", None, is_("sync_status", "Pending")),
    "posted_invoices": Sum("fct_invoices", None, is_("sync_status", "Posted")),
    "exported_invoices": Sum("fct_invoices", None, is_("sync_status", "Exported")),
    "unbatched_invoices": Sum("fct_invoices", None, lambda row: int(row["batch_id"] is None)),
    "pending_invoice_age": Sum(
        "invoice_states", None,
        lambda row: row["age_days"] if row["sync_status"] == "Pending" else None, is_average=True,
    ),
    "unsent_invoices": Sum("fct_invoices", None, is_("sent_status", "NotSent")),
    "invoices_to_review": Sum("fct_invoices", None, is_("review_status", *waiting)),
    "invoice_review_age": Sum(
        "invoice_states", None,
        lambda row: row["age_days"] if row["review_status"] in waiting else None, is_average=True,
    ),
    "account_revenue": Sum("fct_revenue_lines", "invoice_day", not_canceled(column("revenue"))),
    "account_total": Sum("fct_revenue_lines", "invoice_day", not_canceled(column("amount"))),
    "discounts_given": Sum("fct_revenue_lines", "invoice_day", not_canceled(column("discount"))),
    "recent_invoiced_revenue": Sum("kpi_receivables", None, column("recent_invoiced_revenue")),
    "ar_balance": Sum("fct_receivables", None, column("balance")),
    "ar_over_30_days": Sum(
        "ar_aging", None, lambda row: row["_balance"] if (row["age_days"] or 0) > 30 else 0
    ),
    "collections": Sum("fct_payments", "payment_day", column("amount")),
    "unapplied_payments": Sum("fct_payments", "payment_day", column("unapplied_amount")),
    "refunds": Sum("fct_payments", "payment_day", if_("refunded_payment_id", column("amount"))),
    "pending_payments": Sum("fct_payments", "payment_day", is_("sync_status", "Pending")),
    "applied_payments": Sum("fct_payment_applications", "payment_day", column("amount")),
    "days_to_payment": Sum(
        "fct_payment_applications", "payment_day", column("days_after_invoice"), is_average=True
    ),
    "technician_adjustment_revenue": Sum(
        "fct_technician_adjustments", "day", column("adjustment_revenue"), by="technician_id"
    ),
    "leads_created": Sum("fct_leads", "created_day", each),
    "leads_converted": Sum("fct_leads", "created_day", if_("is_converted")),
    "leads_dismissed": Sum("fct_leads", "created_day", if_("is_dismissed")),
    "open_leads": Sum("fct_leads", None, if_("is_open")),
    "open_lead_age": Sum(
        "open_leads", None, column("age_days"), is_average=True
    ),
    "online_bookings": Sum("fct_bookings", "created_day", each),
    "converted_bookings": Sum("fct_bookings", "created_day", if_("is_converted")),
    "hours_to_conversion": Sum(
        "fct_bookings", "created_day",
        lambda row: row["seconds_to_conversion"] and row["seconds_to_conversion"] / 3600,
        is_average=True,
    ),
    "shift_hours": Sum("fct_technician_time", "day", column("shift_hours"), by="technician_id"),
    "job_hours": Sum(
        "fct_technician_time", "day", lambda row: row["drive_hours"] + row["on_site_hours"],
        by="technician_id",
    ),
    "non_job_hours": Sum(
        "fct_non_job_timesheets", "day",
        lambda row: row["seconds"] and row["seconds"] / 3600, by="technician_id",
    ),
}  # fmt: skip
RATIOS = {
    "close_rate_from_tech_leads": (
        "closed_opportunities_from_tech_leads", "sales_opportunities_from_tech_leads",
    ),
    "close_rate_from_marketing_leads": (
        "closed_opportunities_from_marketing_leads", "sales_opportunities_from_marketing_leads",
    ),
    "average_lead_sale": ("total_lead_sales", "sold_leads"),
    "first_time_fix_rate": ("first_time_fixes", "fix_known_jobs"),
    "estimate_value_win_rate": ("created_and_sold_estimate_value", "created_estimate_value"),
    "same_day_payment_rate": ("same_day_payments", "paid_job_invoices"),
    "seven_day_payment_rate": ("seven_day_payments", "paid_job_invoices"),
    "online_booking_conversion_rate": ("converted_bookings", "online_bookings"),
    "non_job_share": ("non_job_hours", "shift_hours"),
}  # fmt: skip
ENTITIES = {
    "business_unit_id": "business_unit",
    "technician_id": "technician",
    "lead_set_by_id": "lead_setter",
}


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
    found = {}
    for row in metrics.query([metric], ("metric_time__month", entity)):
        tenant, _, key = (row[entity] or "").partition("-")
        if tenant == str(shop.tenant_id) and row["metric_time__month"]:
            found[row["metric_time__month"].date(), int(key)] = row[metric]
    return found


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
