"""The shop's month, as ``make demo`` prints it: the figures an operator asks for first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

# The last month that is over where the tenant is: a month that still runs says little.
_MONTH = """
    with shop as (
        select *
        from {schema}.kpi_business_unit_monthly
        where
            tenant_id = %(tenant_id)s
            and month = (
                select (
                    date_trunc('month', now() at time zone coalesce(max(timezone), 'UTC'))
                    - interval '1 month'
                )::date
                from {raw_schema}.raw_tenants
                where tenant_id = %(tenant_id)s
            )
    )

    select
        max(month),
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


def shop_month(cursor: Cursor, schema: str, raw_schema: str, tenant_id: int) -> Iterator[str]:
    """Yield the lines of the last whole month, and of what is owed today.

    Args:
        cursor: A cursor of the warehouse.
        schema: The schema of the marts.
        raw_schema: The schema of the raw tables, which hold the tenant's time zone.
        tenant_id: Whose month it is.
    """
    cursor.execute(
        sql.SQL(_MONTH).format(
            schema=sql.Identifier(schema), raw_schema=sql.Identifier(raw_schema)
        ),
        {"tenant_id": tenant_id},
    )
    month, revenue, sales, jobs, conversion, close, ticket, overdue = cursor.fetchone() or (
        (None,) * 8
    )
    if month is None:
        yield "   The shop has no finished month yet."
        return
    yield f"   {_name(month)}"
    for label, value in (
        ("revenue", _money(revenue)),
        ("sales", _money(sales)),
        ("completed jobs", f"{jobs:,}"),
        ("conversion rate", _share(conversion)),
        ("close rate", _share(close)),
        ("average ticket", _money(ticket)),
        ("receivables over 30 days, today", _money(overdue)),
    ):
        yield f"   {label:32}{value:>14}"


def _name(month: date) -> str:
    return f"{month:%B %Y}"


def _money(amount: Decimal | None) -> str:
    return "-" if amount is None else f"${amount:,.2f}"


def _share(ratio: Decimal | None) -> str:
    return "-" if ratio is None else f"{ratio:.1%}"
