"""What tie-outs keep in the warehouse: reports' definitions, pages of unfinished runs, results.

``raw_report_definitions`` and ``raw_report_pages`` stand beside the loader's own tables in the raw
schema, ``kpi_tie_out`` beside the marts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import execute_values
from psycopg2.sql import SQL, Identifier

from loader.config import Warehouse
from loader.reports.definition import ReportDefinition
from loader.warehouse.connection import fetch_one, transaction
from loader.warehouse.distribution import distribute

DEFINITIONS = "raw_report_definitions"
PAGES = "raw_report_pages"
RESULTS = "kpi_tie_out"

_RAW_TABLES = {
    # What the API said about a report; `problem` if it said nothing. `listed` is the report's entry
    # in the list of its category: while it stays, so does the definition.
    DEFINITIONS: f"""create table if not exists {{schema}}.{DEFINITIONS} (
        tenant_id bigint not null,
        category text not null,
        report_id bigint not null,
        listed jsonb not null,
        definition jsonb,
        problem text,
        modified_on text,
        fetched_at timestamptz not null default now(),
        primary key (tenant_id, category, report_id)
    )""",
    # Pages of reports' data that an unfinished run has read, with the times of all requests for
    # each, failed ones included: the API's limit counts them whatever process sent them.
    PAGES: f"""create table if not exists {{schema}}.{PAGES} (
        tenant_id bigint not null,
        request_key text not null,
        page_number integer not null,
        path text not null,
        page text,
        requested_at timestamptz[] not null,
        fetched_at timestamptz,
        primary key (tenant_id, request_key, page_number)
    )""",
}
_RESULTS_TABLE = f"""create table if not exists {{schema}}.{RESULTS} (
    tenant_id bigint not null,
    run_at timestamptz not null,
    report text not null,
    period_start date not null,
    period_end date not null,
    row_key text not null,
    row_name text,
    kpi text not null,
    warehouse_value numeric,
    report_value numeric,
    difference numeric,
    explained_by text,
    detail jsonb not null default '{{{{}}}}',
    primary key (tenant_id, run_at, report, period_start, row_key, kpi)
)"""


@dataclass(frozen=True)
class KeptDefinition:
    """A report's definition as it was read earlier, or why it could not be read."""

    listed: dict[str, Any]
    definition: ReportDefinition | None
    problem: str | None
    fetched_at: datetime


@dataclass(frozen=True)
class Result:
    """A row of kpi_tie_out, without tenant and run.

    Attributes:
        report: The kind of the report.
        row_key: The subject's id; the name where the warehouse knows no subject of that name.
        warehouse_value: Null if the warehouse has no such row.
        report_value: Null if the report has no such row.
        explained_by: The setting under which both agree, or the cause.
        detail: The jobs and invoices that make the difference, and what else is known.
    """

    report: str
    start: date
    end: date
    row_key: str
    row_name: str
    kpi: str
    warehouse_value: Decimal | None
    report_value: Decimal | None
    difference: Decimal | None
    explained_by: str | None
    detail: dict[str, Any]


class Store:
    """The tables of one tenant's tie-outs.

    Args:
        connection: Its transactions are the store's.
        warehouse: Names the schemas.
        tenant_id: Whose rows they are.
    """

    def __init__(self, connection: Connection, warehouse: Warehouse, tenant_id: int) -> None:
        self.connection = connection
        self.warehouse = warehouse
        self.tenant_id = tenant_id

    def ensure_tables(self) -> None:
        """Create what is missing, schemas included."""
        warehouse = self.warehouse
        tables = (
            (warehouse.raw_schema, _RAW_TABLES),
            (warehouse.dbt_schema, {RESULTS: _RESULTS_TABLE}),
        )
        with transaction(self.connection), self.connection.cursor() as cursor:
            for schema, statements in tables:
                # Postgres checks the privilege to create schemas even if this one exists.
                cursor.execute("select to_regnamespace(quote_ident(%s)) is null", (schema,))
                if fetch_one(cursor)[0]:
                    cursor.execute(SQL("create schema {}").format(Identifier(schema)))
                for name, statement in statements.items():
                    cursor.execute(SQL(statement).format(schema=Identifier(schema)))
                    distribute(cursor, warehouse.engine, warehouse.raw_schema, schema, name)

    # Definitions ----------------------------------------------------------------------------------

    def definitions(self) -> dict[tuple[str, int], KeptDefinition]:
        """Return what is known of the tenant's reports, by category and id."""
        with transaction(self.connection), self.connection.cursor() as cursor:
            self._run(
                cursor,
                "select category, report_id, listed, definition, problem, fetched_at from {}"
                " where tenant_id = %s",
                DEFINITIONS,
                (self.tenant_id,),
            )
            return {
                (category, number): KeptDefinition(
                    listed,
                    msgspec.convert(definition, ReportDefinition) if definition else None,
                    problem,
                    fetched_at,
                )
                for category, number, listed, definition, problem, fetched_at in cursor.fetchall()
            }

    def keep_definition(
        self,
        category: str,
        number: int,
        listed: dict[str, Any],
        definition: ReportDefinition | None,
        problem: str | None,
    ) -> None:
        """Keep a definition, or the reason why there is none."""
        with transaction(self.connection), self.connection.cursor() as cursor:
            self._run(
                cursor,
                "insert into {} (tenant_id, category, report_id, listed, definition, problem,"
                " modified_on) values (%s, %s, %s, %s, %s, %s, %s)"
                " on conflict (tenant_id, category, report_id) do update set"
                " listed = excluded.listed, definition = excluded.definition,"
                " problem = excluded.problem, modified_on = excluded.modified_on,"
                " fetched_at = excluded.fetched_at",
                DEFINITIONS,
                (
                    self.tenant_id,
                    category,
                    number,
                    json.dumps(listed),
                    msgspec.json.encode(definition).decode() if definition else None,
                    problem,
                    definition.modified_on if definition else None,
                ),
            )

    def forget_definitions(self, gone: Iterable[tuple[str, int]]) -> None:
        """Forget reports that are no longer listed."""
        with transaction(self.connection), self.connection.cursor() as cursor:
            for category, number in gone:
                self._run(
                    cursor,
                    "delete from {} where tenant_id = %s and category = %s and report_id = %s",
                    DEFINITIONS,
                    (self.tenant_id, category, number),
                )

    # Pages ----------------------------------------------------------------------------------------

    def forget_pages(self, *, older_than: float = 0.0) -> None:
        """Forget pages that were read more than so many seconds ago.

        The times of the last minute's requests stay: they count for the API's limit.
        """
        with transaction(self.connection), self.connection.cursor() as cursor:
            self._run(
                cursor,
                "update {} set page = null where tenant_id = %s"
                " and requested_at[cardinality(requested_at)]"
                " < statement_timestamp() - %s * interval '1 second'",
                PAGES,
                (self.tenant_id, older_than),
            )
            self._run(
                cursor,
                "delete from {} where tenant_id = %s and page is null"
                " and requested_at[cardinality(requested_at)]"
                " < statement_timestamp() - interval '1 minute'",
                PAGES,
                (self.tenant_id,),
            )

    def page(self, request_key: str, number: int) -> tuple[bytes, datetime] | None:
        """Return a page that an unfinished run has read, and when (UTC)."""
        with transaction(self.connection), self.connection.cursor() as cursor:
            self._run(
                cursor,
                "select page, fetched_at from {} where tenant_id = %s and request_key = %s"
                " and page_number = %s and page is not null",
                PAGES,
                (self.tenant_id, request_key, number),
            )
            row = cursor.fetchone()
        return (row[0].encode(), row[1]) if row else None

    def note_request(self, request_key: str, number: int, path: str) -> None:
        """Note that a page is about to be requested."""
        with transaction(self.connection), self.connection.cursor() as cursor:
            self._run(
                cursor,
                "insert into {} as known (tenant_id, request_key, page_number, path, requested_at)"
                " values (%s, %s, %s, %s, array[clock_timestamp()])"
                " on conflict (tenant_id, request_key, page_number) do update set"
                " requested_at = known.requested_at || excluded.requested_at, page = null",
                PAGES,
                (self.tenant_id, request_key, number, path),
            )

    def keep_page(self, request_key: str, number: int, page: bytes, fetched_at: datetime) -> None:
        """Keep a page until the run is complete."""
        with transaction(self.connection), self.connection.cursor() as cursor:
            self._run(
                cursor,
                "update {} set page = %s, fetched_at = %s"
                " where tenant_id = %s and request_key = %s and page_number = %s",
                PAGES,
                (page.decode(), fetched_at, self.tenant_id, request_key, number),
            )

    def recent_requests(self, path: str, seconds: float) -> list[float]:
        """Return how many seconds ago each request of the last ``seconds`` was sent."""
        with transaction(self.connection), self.connection.cursor() as cursor:
            self._run(
                cursor,
                "select extract(epoch from clock_timestamp() - sent_at)::float"
                " from {}, unnest(requested_at) as sent_at where tenant_id = %s and path = %s"
                " and sent_at > clock_timestamp() - %s * interval '1 second'",
                PAGES,
                (self.tenant_id, path, seconds),
            )
            return sorted((row[0] for row in cursor.fetchall()), reverse=True)

    # Results --------------------------------------------------------------------------------------

    def save(self, run_at: datetime, results: Sequence[Result]) -> None:
        """Add a run's rows to kpi_tie_out."""
        rows = [
            (
                self.tenant_id,
                run_at,
                one.report,
                one.start,
                one.end,
                one.row_key,
                one.row_name,
                one.kpi,
                one.warehouse_value,
                one.report_value,
                one.difference,
                one.explained_by,
                json.dumps(one.detail, default=str),
            )
            for one in results
        ]
        with transaction(self.connection), self.connection.cursor() as cursor:
            statement = SQL("insert into {} values %s").format(
                Identifier(self.warehouse.dbt_schema, RESULTS)
            )
            execute_values(cursor, statement.as_string(cursor), rows)

    def _run(self, cursor: Cursor, statement: str, table: str, values: tuple[Any, ...]) -> None:
        cursor.execute(SQL(statement).format(Identifier(self.warehouse.raw_schema, table)), values)
