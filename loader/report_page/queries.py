"""What the page reads of the marts. Sums are of additive columns; ratios come from the marts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from loader.report_page.kpis import KPIS

# (tenant, business unit): None stands for all of them.
Scope = tuple[int | None, int | None]

# Tables that a query names as {key}, by schema.
_RAW_TABLES = ("raw_tenants", "raw_sync_state")
_MARTS = (
    *("report_kpis", "report_receivables", "report_open_estimates"),
    *("kpi_business_unit_daily", "kpi_technician_monthly"),
    *("kpi_campaign_monthly", "kpi_campaign_return_monthly"),
    *("st_business_units", "st_technicians", "st_employees", "st_campaigns"),
)

_TENANTS = """
    select known.tenant_id, coalesce(raw_tenants.timezone, 'UTC'),
        (now() at time zone coalesce(raw_tenants.timezone, 'UTC'))::date
    from (
        select tenant_id from {raw_sync_state} union select tenant_id from {raw_tenants}
    ) as known
    left join {raw_tenants} as raw_tenants using (tenant_id)
    where %(tenant)s::bigint is null or known.tenant_id = %(tenant)s
    order by known.tenant_id"""

_KPIS = """
    select tenant_id, business_unit_id, month, part, {columns}
    from {report_kpis}
    where month >= %(first_month)s
        and (%(tenant)s::bigint is null or tenant_id = %(tenant)s)"""

# `offset 0`: a distributed Postgres groups by several sets only what it has collected.
_DAYS = """
    select tenant_id, business_unit_id, day, sum(total_revenue)
    from (
        select * from {kpi_business_unit_daily}
        where day >= %(first_month)s and (%(tenant)s::bigint is null or tenant_id = %(tenant)s)
        offset 0
    ) as daily
    group by grouping sets ((day, tenant_id, business_unit_id), (day, tenant_id), (day))"""

_UNITS = "select tenant_id, st_id, name from {st_business_units}"

_TECHNICIANS = """
    select kpis.tenant_id, month, coalesce(technicians.business_unit_id, 0),
        coalesce(technicians.name, employees.name, 'Nobody'), {columns}
    from {kpi_technician_monthly} as kpis
    left join {st_technicians} as technicians
        on kpis.tenant_id = technicians.tenant_id and kpis.technician_id = technicians.st_id
    left join {st_employees} as employees
        on kpis.tenant_id = employees.tenant_id and kpis.technician_id = employees.st_id
    where month >= %(first_month)s and (%(tenant)s::bigint is null or kpis.tenant_id = %(tenant)s)
    order by kpis.completed_revenue desc, kpis.technician_id"""

_CAMPAIGNS = """
    select tenant_id, month, coalesce(campaigns.name, 'No campaign'), {columns}
    from {kpi_campaign_monthly} as kpis
    left join {kpi_campaign_return_monthly} as returns using (tenant_id, month, campaign_id)
    left join (select tenant_id, st_id as campaign_id, name from {st_campaigns}) as campaigns
        using (tenant_id, campaign_id)
    where month >= %(first_month)s and (%(tenant)s::bigint is null or tenant_id = %(tenant)s)
    order by kpis.completed_revenue desc, campaign_id"""

_RECEIVABLES = """
    select tenant_id, business_unit_id, bucket, balance, invoices, over_30_days
    from {report_receivables}
    where %(tenant)s::bigint is null or tenant_id = %(tenant)s"""

_ESTIMATES = """
    select tenant_id, business_unit_id, bucket, open_estimate_value, open_estimates
    from {report_open_estimates}
    where %(tenant)s::bigint is null or tenant_id = %(tenant)s"""

_COMMENTS = """
    select attname, col_description(attrelid, attnum)
    from pg_attribute
    where attrelid in (%(kpis)s::regclass, %(receivables)s::regclass)
        and attnum > 0 and not attisdropped"""


@dataclass(frozen=True)
class Tenant:
    """A tenant, its IANA time zone, and its local day now."""

    tenant_id: int
    timezone: str
    today: date


@dataclass(frozen=True)
class BoardColumn:
    """A column of a table of people or campaigns.

    Attributes:
        sql: The mart's column, with the table's alias in the query.
        label: The heading.
        unit: As in ``Kpi``.
    """

    sql: str
    label: str
    unit: str


TECHNICIAN_COLUMNS = (
    BoardColumn("kpis.completed_revenue", "Completed revenue", "money"),
    BoardColumn("kpis.total_sales", "Sales", "money"),
    BoardColumn("kpis.completed_jobs", "Completed jobs", "count"),
    BoardColumn("kpis.conversion_rate", "Conversion rate", "ratio"),
    BoardColumn("kpis.close_rate", "Close rate", "ratio"),
    BoardColumn("kpis.average_ticket", "Average ticket", "money"),
    BoardColumn("kpis.leads_set", "Leads set", "count"),
    BoardColumn("kpis.recalls_caused", "Recalls caused", "count"),
)
CAMPAIGN_COLUMNS = (
    BoardColumn("kpis.completed_revenue", "Completed revenue", "money"),
    BoardColumn("kpis.total_sales", "Sales", "money"),
    BoardColumn("kpis.jobs_created", "Jobs booked", "count"),
    BoardColumn("kpis.completed_jobs", "Completed jobs", "count"),
    BoardColumn("kpis.conversion_rate", "Conversion rate", "ratio"),
    BoardColumn("returns.cost", "Cost", "money"),
    BoardColumn("returns.cost_per_lead", "Cost per lead", "money"),
    BoardColumn("returns.return_on_ad_spend", "Return on ad spend", "factor"),
)

# The columns of report_kpis that the tiles use.
KPI_COLUMNS = tuple(
    dict.fromkeys(
        column
        for kpi in KPIS
        if not kpi.is_of_today
        for column in (*kpi.columns, *filter(None, [kpi.denominator_named_by]))
    )
)


class Marts:
    """Reads the marts of one tenant, or of all.

    Attributes:
        tenant: The tenant's id; None for all.
    """

    def __init__(self, cursor: Cursor, raw_schema: str, schema: str, tenant: int | None) -> None:
        self.tenant = tenant
        self._cursor = cursor
        self._tables = {name: Identifier(raw_schema, name) for name in _RAW_TABLES} | {
            name: Identifier(schema, name) for name in _MARTS
        }

    def tenants(self) -> list[Tenant]:
        """Return the tenants, in the order of their ids."""
        return [Tenant(*row) for row in self._rows(_TENANTS)]

    def kpis(self, first_month: date) -> Iterator[tuple[Scope, date, str, dict[str, Any]]]:
        """Yield scope, month, part and the figures by column, from ``first_month`` on."""
        columns = SQL(", ").join(map(Identifier, KPI_COLUMNS))
        for tenant, unit, month, part, *values in self._rows(
            _KPIS, columns=columns, first_month=first_month
        ):
            yield (tenant, unit), month, part, dict(zip(KPI_COLUMNS, values, strict=True))

    def revenue_by_day(self, first_month: date) -> Iterator[tuple[Scope, date, Decimal]]:
        """Yield each day's total revenue in each scope, from ``first_month`` on."""
        for tenant, unit, day, revenue in self._rows(_DAYS, first_month=first_month):
            if tenant is not None or self.tenant is None:
                yield (tenant, unit), day, revenue

    def unit_names(self) -> dict[tuple[int, int], str]:
        """Return the names of business units by tenant and id."""
        return {(tenant, unit): name or str(unit) for tenant, unit, name in self._rows(_UNITS)}

    def technicians(
        self, first_month: date
    ) -> Iterator[tuple[int, date, int, str, Sequence[Decimal | int | None]]]:
        """Yield tenant, month, home unit, name and figures, the highest revenue first."""
        for tenant, month, unit, name, *values in self._rows(
            _TECHNICIANS, columns=_selected(TECHNICIAN_COLUMNS), first_month=first_month
        ):
            yield tenant, month, unit, name, values

    def campaigns(
        self, first_month: date
    ) -> Iterator[tuple[int, date, str, Sequence[Decimal | int | None]]]:
        """Yield tenant, month, name and figures, the highest revenue first."""
        for tenant, month, name, *values in self._rows(
            _CAMPAIGNS, columns=_selected(CAMPAIGN_COLUMNS), first_month=first_month
        ):
            yield tenant, month, name, values

    def receivables(self) -> Iterator[tuple[Scope, str, Decimal, int, Decimal]]:
        """Yield scope, bucket, balance, invoices, and what of it is over 30 days old."""
        for tenant, unit, *values in self._rows(_RECEIVABLES):
            yield ((tenant, unit), *values)

    def open_estimates(self) -> Iterator[tuple[Scope, str, Decimal, int]]:
        """Yield scope, bucket, value and number of open estimates."""
        for tenant, unit, *values in self._rows(_ESTIMATES):
            yield ((tenant, unit), *values)

    def definitions(self) -> Mapping[str, str]:
        """Return the comments of the columns that the tiles show: the KPIs' definitions."""
        names = {
            "kpis": self._tables["report_kpis"].as_string(self._cursor),
            "receivables": self._tables["report_receivables"].as_string(self._cursor),
        }
        self._cursor.execute(_COMMENTS, names)
        return {column: text or "" for column, text in self._cursor.fetchall()}

    def _rows(self, query: str, columns: Any = None, **parameters: Any) -> list[tuple[Any, ...]]:
        statement = SQL(query).format(**self._tables, columns=columns or SQL(""))
        self._cursor.execute(statement, {"tenant": self.tenant, **parameters})
        return self._cursor.fetchall()


def _selected(columns: Sequence[BoardColumn]) -> Any:
    return SQL(", ").join(Identifier(*column.sql.split(".")) for column in columns)
