"""Loads declared reports from a sandbox, in this process or in one that is killed."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extras import RealDictCursor

from loader.config import Api, Environment, Warehouse
from loader.reports import relative_dates
from loader.reports.declaration import Declaration, read_file
from loader.run.load import load
from loader.run.options import LoadOptions
from loader.run.result import Result
from sandbox.data.reporting import Listed
from sandbox.reports import Parameter, Report
from sandbox.server import Server
from tests.reliability.harness import POINTS, Quiet, impatient

RANGE = [
    Parameter("From", "Date", is_required=True),
    Parameter("To", "Date", is_required=True),
]


@dataclass
class Loading:
    """A tenant of the sandbox, the file of reports, and the schema that it is loaded into."""

    server: Server
    warehouse: Warehouse
    file: Path
    report_rate: float = 6_000.0
    timezone: str = "UTC"
    notes: list[str] = field(default_factory=list)

    @property
    def api(self) -> Api:
        settings = {
            "SERVICETITAN_RATE_LIMIT": 10_000,
            "SERVICETITAN_REPORT_RATE_LIMIT": self.report_rate,
            "SERVICETITAN_TIMEZONE": self.timezone,
        } | self.server.environment()
        return Environment({name: str(value) for name, value in settings.items()}).api()

    def declare(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")

    def declared(self) -> tuple[Declaration, ...]:
        return tuple(read_file(self.file).values())

    def load(self, **options: Any) -> dict[str, Result]:
        """Load all declared reports; results by name."""
        progress = Quiet()
        options = LoadOptions(reports=self.declared(), **{"endpoints": (), **options})
        try:
            with impatient(10):
                results = load(self.api, self.warehouse, options, progress)
        finally:
            self.notes = progress.notes
        return {result.endpoint.name: result for result in results}

    def load_well(self, **options: Any) -> Result:
        """Load the only declared report, which must go well."""
        (result,) = self.load(**options).values()
        assert result.error is None, str(result.error)
        return result

    def load_badly(self, **options: Any) -> str:
        """Load the only declared report, which must fail; its message."""
        (result,) = self.load(**options).values()
        assert result.error is not None
        return str(result.error)

    def load_killed(self, point: str) -> None:
        """Load in a process that is killed (SIGKILL) at a named point of the reliability tests."""
        process = multiprocessing.get_context("fork").Process(target=self._die_at, args=(point,))
        process.start()
        process.join(60)
        assert process.exitcode == -9

    def _die_at(self, point: str) -> None:
        POINTS[point]()
        self.load()

    # What is in the database ----------------------------------------------------------------------

    def query(self, text: str, *parameters: object) -> list[dict[str, Any]]:
        connection = psycopg2.connect(self.warehouse.dsn, options="-c timezone=UTC")
        try:
            connection.autocommit = True
            with connection.cursor(cursor_factory=RealDictCursor) as cursor:
                cursor.execute(f'set search_path to "{self.warehouse.raw_schema}"')
                cursor.execute(text, parameters or None)
                return [dict(row) for row in cursor.fetchall()] if cursor.description else []
        finally:
            connection.close()

    def rows(self, name: str, *, soft_deleted: bool = False) -> list[dict[str, Any]]:
        """The rows that are there, or those that are marked as deleted, in the order of the key."""
        return self.query(
            f"select *, full_data::text as full_text from raw_st_report_{name}"
            f" where deleted_at is {'not' if soft_deleted else ''} null order by 2, 3, 4"
        )

    def types(self, name: str) -> dict[str, str]:
        found = self.query(
            "select column_name, data_type from information_schema.columns"
            " where table_schema = %s and table_name = %s order by ordinal_position",
            self.warehouse.raw_schema,
            f"raw_st_report_{name}",
        )
        return {row["column_name"]: row["data_type"] for row in found}

    def sync_state(self, name: str) -> dict[str, Any]:
        (row,) = self.query(
            "select * from raw_sync_state where table_name = %s", f"raw_st_report_{name}"
        )
        return row


def sales_report(rows: dict[str, list[list[Any]]]) -> Report:
    """A report whose rows the test gives: for each first day of a window, in the test's hands."""
    return Report(
        Listed("operations", 900, "Sales"),
        list(RANGE),
        [("Id", "ID", "Number"), ("Seller", "Seller", "String"), ("Sold", "Sold", "Number")],
        lambda _store, values: rows.get(values["From"], []),
    )


SALES = """
[sales]
category = "operations"
id = 900
{key}

[sales.parameters]
From = "window-start"
To = "window-end"

[sales.windows]
every = "month"
since = {since}
again = {again}
"""


def sales(*, since: date, again: int = 1, key: str = 'key = ["Id"]') -> str:
    return SALES.format(since=since, again=again, key=key)


def exact(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    """Values of a row, numbers as text: 1.10 is not 1.1."""
    return tuple(str(row[n]) if isinstance(row[n], Decimal) else row[n] for n in names)


def this_month(months: int = 0) -> date:
    """The first day of this month, or of the one this many months away."""
    return relative_dates.shift_periods(
        "month", relative_dates.first_day("month", datetime.now(UTC).date()), months
    )
