"""Everything a page is made of, read in one transaction: one moment of the warehouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from psycopg2.errors import UndefinedColumn, UndefinedTable
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from loader.config import Warehouse
from loader.errors import LoaderError
from loader.report_page import health
from loader.report_page.periods import Period, Periods
from loader.report_page.queries import Marts, Scope, Tenant
from loader.warehouse.connection import transaction
from loader.warehouse.table_health import TableHealth, read_health

# What is open or owed, by bucket.
Buckets = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Reading:
    """What was read.

    Attributes:
        at: When, in UTC.
        tenants: The tenants of the page.
        periods: Its periods.
        figures: The columns of ``report_kpis`` by scope and period.
        days: Total revenue by scope and day.
        unit_names: Names of business units by tenant and id.
        technicians: Rows of ``Marts.technicians``.
        campaigns: Rows of ``Marts.campaigns``.
        receivables: Balance, invoices and what is over 30 days old, by scope and bucket.
        estimates: Value and number of open estimates, by scope and bucket.
        definitions: The KPIs' definitions by column.
        tables: The health of each raw table.
        loads: Rows written, by tenant and day in UTC.
        tie_outs: Each tenant's last tie-out.
    """

    at: datetime
    tenants: Sequence[Tenant]
    periods: Periods
    figures: Mapping[tuple[Scope, Period], Mapping[str, Any]]
    days: Mapping[Scope, Mapping[date, Decimal]]
    unit_names: Mapping[tuple[int, int], str]
    technicians: Sequence[tuple[int, date, int, str, Sequence[Any]]]
    campaigns: Sequence[tuple[int, date, str, Sequence[Any]]]
    receivables: Mapping[Scope, Buckets]
    estimates: Mapping[Scope, Buckets]
    definitions: Mapping[str, str]
    tables: Sequence[TableHealth]
    loads: Mapping[int, Mapping[date, int]]
    tie_outs: Mapping[int, health.TieOut]

    @property
    def scopes(self) -> set[Scope]:
        """All tenants together, each tenant, and each business unit with a figure."""
        found = {scope for scope, _ in self.figures} | {*self.receivables, *self.estimates}
        found |= {(tenant.tenant_id, None) for tenant in self.tenants}
        everybody: set[Scope] = {(None, None)}
        return found | everybody if len(self.tenants) > 1 else found - everybody


def read(connection: Connection, warehouse: Warehouse, tenant: int | None) -> Reading:
    """Read the marts and the health of the raw tables.

    Args:
        connection: Of a role that reads both schemas.
        warehouse: Names the schemas.
        tenant: Whose figures to read; None for all tenants.

    Raises:
        LoaderError: Nothing was loaded or transformed yet.
        WarehouseError: The database failed.
    """
    tables = read_health(connection, warehouse.raw_schema, tenant)
    if not tables:
        whose = f" of tenant {tenant}" if tenant is not None else ""
        raise LoaderError(
            f"Nothing{whose} has been loaded yet.", "Run `make sync`, or `make demo`."
        )
    try:
        with transaction(connection), connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
            return _read(cursor, warehouse, tenant, tables)
    except (UndefinedTable, UndefinedColumn) as error:
        raise LoaderError(
            f"The marts are missing, or of an older version ({error.diag.message_primary}).",
            "Run `make transform`.",
        ) from error


def _read(
    cursor: Cursor, warehouse: Warehouse, tenant: int | None, tables: Sequence[TableHealth]
) -> Reading:
    marts = Marts(cursor, warehouse.raw_schema, warehouse.dbt_schema, tenant)
    tenants = marts.tenants()
    periods = Periods(max(each.today for each in tenants))
    at = datetime.now(UTC)
    return Reading(
        at=at,
        tenants=tenants,
        periods=periods,
        figures={
            (scope, Period(month, part)): figures
            for scope, month, part, figures in marts.kpis(periods.first_compared_month)
        },
        days=_by_scope(marts.revenue_by_day(periods.first_day_month)),
        unit_names=marts.unit_names(),
        technicians=list(marts.technicians(periods.first_month)),
        campaigns=list(marts.campaigns(periods.first_month)),
        receivables=_by_scope((scope, b, rest) for scope, b, *rest in marts.receivables()),
        estimates=_by_scope((scope, b, rest) for scope, b, *rest in marts.open_estimates()),
        definitions=marts.definitions(),
        tables=tables,
        loads=health.rows_loaded_by_day(cursor, warehouse.raw_schema, tenant, at.date()),
        tie_outs=health.last_tie_outs(cursor, warehouse.dbt_schema, tenant),
    )


def _by_scope(rows: Iterable[tuple[Scope, Any, Any]]) -> dict[Scope, dict[Any, Any]]:
    found: dict[Scope, dict[Any, Any]] = defaultdict(dict)
    for scope, key, value in rows:
        found[scope][key] = value
    return dict(found)
