"""Each figure of the page is the marts': in tiles, by every filter, in charts and lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from loader.report_page.periods import add_months
from tests.report_page.conftest import OTHER_TENANT, TENANT, TIMEZONE, Shop, View, content_of

# Sums of the daily mart, and the ratios as docs/marts.md defines them.
EXPECTED = """
    select
        sum(total_revenue) as total_revenue,
        sum(total_sales) as total_sales,
        sum(completed_jobs) as completed_jobs,
        sum(converted_jobs) / nullif(sum(opportunities), 0) as conversion_rate,
        sum(closed_opportunities) / nullif(sum(sales_opportunities), 0) as close_rate,
        sum(completed_revenue) / nullif(sum(opportunities), 0) as average_ticket,
        sum(canceled_jobs) / nullif(sum(canceled_jobs) + sum(completed_jobs), 0) as canceled_rate
    from kpi_business_unit_daily
    where tenant_id = any(%s) and day between %s and %s
        and (%s::bigint is null or business_unit_id = %s)
"""
KPIS = (
    "total_revenue", "total_sales", "completed_jobs", "conversion_rate", "close_rate",
    "average_ticket", "canceled_rate",
)  # fmt: skip


def today() -> date:
    return datetime.now(ZoneInfo(TIMEZONE)).date()


def days_of(period: str) -> tuple[date, date]:
    """The first and the last day of a period of the page."""
    if period == "to_date":
        return today().replace(day=1), today()
    first = date.fromisoformat(f"{period}-01")
    return first, add_months(first, 1) - timedelta(days=1)


def same_days(first: date, last: date, months_before: int) -> tuple[date, date]:
    """The same part of an earlier month."""
    earlier = add_months(first, -months_before)
    if last == add_months(first, 1) - timedelta(days=1) and last != today():
        return earlier, add_months(earlier, 1) - timedelta(days=1)
    return earlier, min(
        earlier + timedelta(days=last.day - 1), add_months(earlier, 1) - timedelta(days=1)
    )


def figures(
    shop: Shop,
    days: tuple[date, date],
    tenants: tuple[int, ...] = (TENANT,),
    unit: int | None = None,
) -> dict[str, Any]:
    (row,) = shop.rows(EXPECTED, list(tenants), *days, unit, unit)
    return row


def last_month() -> str:
    return f"{add_months(today().replace(day=1), -1):%Y-%m}"


def busy_unit(shop: Shop) -> int:
    """The business unit with the most jobs."""
    (row, *_) = shop.rows(
        "select business_unit_id from kpi_business_unit_daily where tenant_id = %s"
        " group by 1 order by sum(completed_jobs) desc",
        TENANT,
    )
    return int(row["business_unit_id"])


def assert_tiles(view: View, period: str, expected: dict[str, Any]) -> None:
    found = {kpi: view.tile(kpi, period) for kpi in KPIS}
    assert {kpi: found[kpi] != "" for kpi in KPIS} == {
        kpi: expected[kpi] is not None for kpi in KPIS
    }
    assert {kpi: float(found[kpi]) for kpi in KPIS if found[kpi]} == pytest.approx(
        {kpi: float(expected[kpi]) for kpi in KPIS if found[kpi]}, abs=0.005, rel=1e-6
    )


def test_every_tile_shows_the_month_so_far_and_the_last_full_month(
    shop: Shop, page_file: Path, view: Callable[..., View]
) -> None:
    page = view(page_file)
    for period in ("to_date", last_month()):
        expected = figures(shop, days_of(period))
        assert expected["completed_jobs"], "the test needs a month with jobs"
        assert_tiles(page, period, expected)
    (overdue,) = shop.rows(
        "select coalesce(sum(balance) filter (where age_days > 30), 0) as of from ar_aging"
        " where tenant_id = %s",
        TENANT,
    )
    assert Decimal(page.tile("over_30_days", "today")) == overdue["of"]


def test_the_filters_change_every_tile(
    shop: Shop, page_file: Path, view: Callable[..., View]
) -> None:
    page = view(page_file)
    unit = busy_unit(shop)
    page.choose("unit", unit)
    assert_tiles(page, last_month(), figures(shop, days_of(last_month()), unit=unit))
    year_ago = f"{add_months(today().replace(day=1), -12):%Y-%m}"
    page.choose("period", year_ago)
    assert_tiles(page, year_ago, figures(shop, days_of(year_ago), unit=unit))
    page.choose("unit", "all")
    assert_tiles(page, year_ago, figures(shop, days_of(year_ago)))


def test_the_tenants_filter_changes_tiles_and_units(
    shop: Shop, both_file: Path, view: Callable[..., View]
) -> None:
    page = view(both_file)
    month = last_month()
    both = figures(shop, days_of(month), (TENANT, OTHER_TENANT))
    assert_tiles(page, month, both)
    assert page.texts("#units-title") == ["Revenue by tenant"]
    page.choose("tenant", OTHER_TENANT)
    assert_tiles(page, month, figures(shop, days_of(month), (OTHER_TENANT,)))
    assert page.texts("#units-title") == ["Revenue by business unit"]


def test_each_figure_is_compared_with_the_same_days_a_month_and_a_year_before(
    shop: Shop, page_file: Path
) -> None:
    scope = content_of(page_file)["scopes"][str(TENANT)]
    for period in ("to_date", last_month()):
        days = days_of(period)
        now = figures(shop, days)
        for place, months in ((3, 1), (5, 12)):
            before = figures(shop, same_days(*days, months))
            for kpi, tile in zip(KPIS, scope["kpis"][period], strict=True):
                value, change = tile[place : place + 2]
                if before[kpi] is None:
                    assert value is None
                    continue
                assert value == pytest.approx(float(before[kpi]), abs=0.005)
                if kpi.endswith("_rate"):
                    assert change == pytest.approx(float(now[kpi] - before[kpi]), abs=1e-6)
                elif before[kpi]:
                    assert change == pytest.approx(float(now[kpi] / before[kpi] - 1), abs=1e-6)


def test_ratios_stand_beside_their_parts(
    shop: Shop, page_file: Path, view: Callable[..., View]
) -> None:
    month = last_month()
    (row,) = shop.rows(
        "select sum(converted_jobs) as converted, sum(opportunities) as opportunities"
        " from kpi_business_unit_daily where tenant_id = %s and day between %s and %s",
        TENANT, *days_of(month),
    )  # fmt: skip
    (parts,) = view(page_file).texts(f"[data-kpi=conversion_rate] [data-period='{month}'] .parts")
    assert parts == f"{row['converted']:,} converted jobs ÷ {row['opportunities']:,} opportunities"


def test_each_tile_is_defined_by_the_marts_own_words(
    shop: Shop, page_file: Path, view: Callable[..., View]
) -> None:
    page = view(page_file)
    page.page.locator("[data-kpi=total_sales] summary").click()
    (text,) = page.texts("[data-kpi=total_sales] details p >> nth=0")
    (comment,) = shop.rows(
        "select col_description('report_kpis'::regclass, attnum) as of from pg_attribute"
        " where attrelid = 'report_kpis'::regclass and attname = 'total_sales'"
    )
    assert text == " ".join(comment["of"].split())
    assert "sold estimates" in text


def test_the_chart_of_days_has_each_day_of_the_period(
    shop: Shop, page_file: Path, view: Callable[..., View]
) -> None:
    page = view(page_file)
    month = last_month()
    page.choose("period", month)
    first, last = days_of(month)
    revenue = {
        row["day"]: row["revenue"]
        for row in shop.rows(
            "select day, sum(total_revenue) as revenue from kpi_business_unit_daily"
            " where tenant_id = %s and day between %s and %s group by day",
            TENANT, first, last,
        )
    }  # fmt: skip
    bars = page.evaluate(
        "[...document.querySelectorAll('#days .bars_marks path')]"
        ".map(bar => bar.getAttribute('aria-label'))"
    )
    expected = [first + timedelta(days=n) for n in range(last.day)]
    assert bars == [f"{day:%a, %b} {day.day}: {money(revenue.get(day, 0))}" for day in expected]


def test_technicians_of_a_unit_are_those_whose_home_it_is(
    shop: Shop, page_file: Path, view: Callable[..., View]
) -> None:
    page = view(page_file)
    month = last_month()
    page.choose("period", month)
    (home, *_) = shop.rows(
        "select business_unit_id as unit from kpi_technician_monthly as kpis"
        " inner join st_technicians as technicians"
        " on kpis.tenant_id = technicians.tenant_id and technician_id = st_id"
        " where kpis.tenant_id = %s and month = %s and business_unit_id <> 0"
        " group by 1 order by count(*) desc",
        TENANT, days_of(month)[0],
    )  # fmt: skip
    unit = home["unit"]
    page.choose("unit", unit)
    rows = shop.rows(
        "select name, completed_revenue, completed_jobs"
        " from kpi_technician_monthly as kpis left join st_technicians as technicians"
        " on kpis.tenant_id = technicians.tenant_id and technician_id = st_id"
        " where kpis.tenant_id = %s and month = %s and business_unit_id = %s"
        " order by completed_revenue desc, technician_id",
        TENANT, days_of(month)[0], unit,
    )  # fmt: skip
    assert rows
    assert [(name, revenue, jobs) for name, revenue, _, jobs, *_ in page.table("technicians")] == [
        (row["name"], money(row["completed_revenue"]), f"{row['completed_jobs']:,}") for row in rows
    ]


def test_campaigns_and_ages_are_the_marts(
    shop: Shop, page_file: Path, view: Callable[..., View]
) -> None:
    page = view(page_file)
    page.choose("period", last_month())
    campaigns = shop.rows(
        "select coalesce(name, 'No campaign') as name, total_sales"
        " from kpi_campaign_monthly as kpis left join st_campaigns as campaigns"
        " on kpis.tenant_id = campaigns.tenant_id and campaign_id = st_id"
        " where kpis.tenant_id = %s and month = %s",
        TENANT, days_of(last_month())[0],
    )  # fmt: skip
    assert {row[0]: row[2] for row in page.table("campaigns")} == {
        row["name"]: money(row["total_sales"]) for row in campaigns
    }
    balances = shop.rows(
        "select coalesce(bucket, 'no date') as bucket, sum(balance) as of, count(*) as invoices"
        " from ar_aging where tenant_id = %s group by 1",
        TENANT,
    )
    shown = {row[0]: row[1:] for row in page.table("receivables")}
    assert {row["bucket"]: [money(row["of"]), f"{row['invoices']:,}"] for row in balances} == {
        bucket: row for bucket, row in shown.items() if row[1] != "0"
    }
    (estimates,) = shop.rows(
        "select count(*) as of from fct_estimates where tenant_id = %s and is_open", TENANT
    )
    assert sum(int(row[2].replace(",", "")) for row in page.table("estimates")) == estimates["of"]


def money(amount: Decimal | int) -> str:
    """As the page writes it: cents only below 100."""
    sign = "-" if amount < 0 else ""
    size = f"{abs(amount):,.2f}" if 0 < abs(amount) < 100 else round_half_up(amount)
    return f"{sign}${size}"


def round_half_up(amount: Decimal | int) -> str:
    return f"{abs(Decimal(amount)).quantize(Decimal(1), ROUND_HALF_UP):,}"
