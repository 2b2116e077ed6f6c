"""How the warehouse itself is: freshness, failures, rejected records, loads, the last tie-out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from loader.warehouse.table_health import TableHealth
from loader.warehouse.tables import LOADS

# Days of loads that the page shows.
LOADED_DAYS = 30

_LOADS = """
    select tenant_id, (applied_at at time zone 'UTC')::date, sum(rows_written)::bigint
    from {loads}
    where applied_at >= (%(today)s - interval '29 days')
        and (%(tenant)s::bigint is null or tenant_id = %(tenant)s)
    group by 1, 2"""

_TIE_OUT = "kpi_tie_out"
_COMPARED = """
    with latest as (
        select tenant_id, max(run_at) as run_at from {tie_out}
        where %(tenant)s::bigint is null or tenant_id = %(tenant)s
        group by tenant_id
    )
    select tenant_id, run_at, min(period_start), max(period_end), count(*),
        count(*) filter (where difference <> 0 or difference is null)
    from {tie_out} inner join latest using (tenant_id, run_at)
    group by tenant_id, run_at"""
_DIFFERENCES = """
    with latest as (
        select tenant_id, max(run_at) as run_at from {tie_out}
        where %(tenant)s::bigint is null or tenant_id = %(tenant)s
        group by tenant_id
    )
    select tenant_id, report, row_name, kpi, warehouse_value, report_value, explained_by
    from {tie_out} inner join latest using (tenant_id, run_at)
    where difference <> 0 or difference is null
    order by tenant_id, report, row_name, kpi
    limit %(most)s"""
_MOST_DIFFERENCES = 100


@dataclass(frozen=True)
class Difference:
    """A figure that did not tie: what the warehouse has, and what ServiceTitan's report says."""

    report: str
    row_name: str | None
    kpi: str
    warehouse_value: Decimal | None
    report_value: Decimal | None
    explained_by: str | None


@dataclass(frozen=True)
class TieOut:
    """A tenant's last comparison with ServiceTitan's reports.

    Attributes:
        run_at: When it ran, in UTC.
        period_start: The first local day that was compared.
        period_end: The last one.
        compared: The number of figures.
        different: How many of them did not tie.
        differences: Some of these.
    """

    run_at: datetime
    period_start: date
    period_end: date
    compared: int
    different: int
    differences: Sequence[Difference]


def rows_loaded_by_day(
    cursor: Cursor, raw_schema: str, tenant: int | None, today: date
) -> dict[int, dict[date, int]]:
    """Return the rows that loads wrote on each of the last 30 days (UTC), by tenant."""
    cursor.execute(
        SQL(_LOADS).format(loads=Identifier(raw_schema, LOADS)),
        {"tenant": tenant, "today": today},
    )
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for tenant_id, day, rows in cursor.fetchall():
        found[tenant_id][day] = rows
    return found


def last_tie_outs(cursor: Cursor, schema: str, tenant: int | None) -> dict[int, TieOut]:
    """Return each tenant's last tie-out; none before the first ``python -m loader tie-out``."""
    table = Identifier(schema, _TIE_OUT)
    cursor.execute("select to_regclass(%s) is not null", (table.as_string(cursor),))
    if cursor.fetchone() == (False,):
        return {}
    parameters = {"tenant": tenant, "most": _MOST_DIFFERENCES}
    cursor.execute(SQL(_DIFFERENCES).format(tie_out=table), parameters)
    differences: dict[int, list[Difference]] = defaultdict(list)
    for tenant_id, *values in cursor.fetchall():
        differences[tenant_id].append(Difference(*values))
    cursor.execute(SQL(_COMPARED).format(tie_out=table), parameters)
    return {
        tenant_id: TieOut(run_at, start, end, compared, different, differences[tenant_id])
        for tenant_id, run_at, start, end, compared, different in cursor.fetchall()
    }


def problem_of(table: TableHealth, fresh_for: timedelta) -> str:
    """Return what is wrong with a table, in words; empty if nothing is."""
    problem = table.problem(fresh_for)
    if not problem and table.rejected:
        return "records rejected"
    return problem
