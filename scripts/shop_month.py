"""The shop's month, as ``make demo`` prints it: the figures an operator asks for first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

_MONTH = """
    with shop as (
        select *
        from {schema}.kpi_business_unit_monthly
        where tenant_id = %(tenant_id)s and month = %(month)s
    )

    select
        sum(total_revenue),
        sum(total_sales),
        sum(completed_jobs),
        sum(converted_jobs) / nullif(sum(opportunities), 0),
        sum(closed_opportunities) / nullif(sum(sales_opportunities), 0),
        sum(completed_revenue) / nullif(sum(opportunities), 0),
        (
            select coalesce(sum(balance), 0)
            from {schema}.ar_aging
            where tenant_id = %(tenant_id)s and age_days > 30
        )
    from shop"""


def last_whole_month(today: date) -> date:
    """The first day of the month before: the month of today says little yet."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def shop_month(cursor: Cursor, schema: str, tenant_id: int, month: date) -> Iterator[str]:
    """Yield the lines of a month, and of what is owed today.

    Args:
        cursor: A cursor of the warehouse.
        schema: The schema of the marts.
        tenant_id: Whose month it is.
        month: Its first day.
    """
    cursor.execute(
        sql.SQL(_MONTH).format(schema=sql.Identifier(schema)),
        {"tenant_id": tenant_id, "month": month},
    )
    ((revenue, sales, jobs, conversion, close, ticket, overdue),) = cursor.fetchall()
    yield f"   {month:%B %Y}"
    for label, value in (
        ("revenue", _money(revenue)),
        ("sales", _money(sales)),
        ("completed jobs", f"{jobs or 0:,}"),
        ("conversion rate", _share(conversion)),
        ("close rate", _share(close)),
        ("average ticket", _money(ticket)),
        ("receivables over 30 days, today", _money(overdue)),
    ):
        yield f"   {label:32}{value:>14}"


def _money(amount: Decimal | None) -> str:
    return "-" if amount is None else f"${amount:,.2f}"


def _share(ratio: Decimal | None) -> str:
    return "-" if ratio is None else f"{ratio:.1%}"
