"""A tie-out's comparison: reads the planned reports and holds each against the marts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from psycopg2.extensions import cursor as Cursor

from loader.api.client import ApiClient
from loader.config import Warehouse
from loader.errors import LoaderError
from loader.tie_out.changes import Change, changed_since_load
from loader.tie_out.compare import Cell, Names, Table, compare, report_table
from loader.tie_out.discover import FoundReport
from loader.tie_out.fetch import Fetcher
from loader.tie_out.figures import Relations, read_figures, read_names
from loader.tie_out.fingerprints import Fingerprint
from loader.tie_out.job_list import ListedJobs
from loader.tie_out.measures import BUSINESS_UNIT, CAMPAIGN, Measure, Subject
from loader.tie_out.parameters import JobDate
from loader.tie_out.period import Period
from loader.tie_out.plan import Plan, Reading, make_plan
from loader.tie_out.store import Store
from loader.warehouse.connection import transaction


@dataclass
class ReadReport:
    """A report that was read: its rows as KPIs, and what is wrong with it."""

    reading: Reading
    table: Table
    problems: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """What a comparison found.

    Attributes:
        cells: Every KPI of every row, ties included.
        reports: The reports that were read.
        failed: Reports that could not be read, with the error; by kind.
    """

    cells: Sequence[Cell] = ()
    reports: list[ReadReport] = field(default_factory=list)
    failed: dict[str, LoaderError] = field(default_factory=dict)


class TieOut:
    """One tenant's tie-out of one period.

    Args:
        client: The tenant's API.
        warehouse: Where the marts are.
        store: The tables of tie-outs.
        period: The days to compare.
        today: The tenant's day, for reports as of now.
    """

    def __init__(
        self,
        client: ApiClient,
        warehouse: Warehouse,
        store: Store,
        period: Period,
        today: date,
    ) -> None:
        self.warehouse = warehouse
        self.store = store
        self.period = period
        self.today = today
        self.tenant_id = client.api.tenant_id
        self.timezone = client.api.timezone
        self.relations = Relations(warehouse)
        self.names: dict[str, Names] = {}
        self._client = client
        self._fetcher = Fetcher(client, store)

    def plan(self, reports: Iterable[FoundReport]) -> Plan:
        """Return the requests that it takes to read the reports."""
        reports = list(reports)
        kinds = [one.kind for one in reports]
        subjects = [one.subject for one in kinds if isinstance(one, Fingerprint)]
        with transaction(self.store.connection), self.store.connection.cursor() as cursor:
            for subject in (*subjects, BUSINESS_UNIT, CAMPAIGN):
                self.names[subject.name] = self._names(cursor, subject)
        return make_plan(self._client, reports, self.period, self.today, self.names)

    def compare(self, plan: Plan, progress: Callable[[str], None] = lambda _note: None) -> Outcome:
        """Read the reports and compare each with the marts."""
        outcome = Outcome()
        for reading in plan.readings:
            progress(reading.fingerprint.title)
            try:
                outcome.reports.append(self._read(reading))
            except LoaderError as error:
                outcome.failed[reading.fingerprint.name] = error
        with transaction(self.store.connection), self.store.connection.cursor() as cursor:
            outcome.cells = self.cells(cursor, outcome.reports, self.relations)
        return outcome

    def cells(
        self,
        cursor: Cursor,
        reports: Sequence[ReadReport],
        relations: Relations,
        definitions: Mapping[str, Measure] | None = None,
    ) -> list[Cell]:
        """Compare reports with the marts, or with marts that were recomputed.

        Args:
            cursor: Reads the marts.
            reports: The reports.
            relations: Where the marts are.
            definitions: KPIs that a report may define otherwise.
        """
        cells: list[Cell] = []
        for read in reports:
            fingerprint, kpis = read.reading.fingerprint, read.reading.report.proves
            subject = fingerprint.subject.defined(definitions or {})
            ours = read_figures(
                cursor, relations, self.tenant_id, subject, kpis, read.reading.period
            )
            names = self.names[subject.name]
            cells += compare(fingerprint, read.table, ours, names, kpis)
        return cells

    def job_list(self, plan: Plan, date: JobDate) -> ListedJobs | None:
        """Read ServiceTitan's list of the period's jobs; None if no such report was found.

        Raises:
            LoaderError: It cannot be read.
        """
        request = plan.job_lists.get(date)
        if request is None:
            return None
        return ListedJobs.of(date, self._fetcher.fetch(request).rows)

    def changes(self, tables: Collection[str]) -> list[Change]:
        """Return what ServiceTitan has changed in raw tables since they were loaded.

        Raises:
            LoaderError: The API cannot be read.
        """
        schema = self.warehouse.raw_schema
        return changed_since_load(
            self._client, self.store.connection, schema, self.tenant_id, tables
        )

    def _read(self, reading: Reading) -> ReadReport:
        fingerprint = reading.fingerprint
        names = self.names[fingerprint.subject.name]
        rows = self._fetcher.fetch(reading.whole)
        table = report_table(fingerprint, rows.rows, names)
        problems: list[str] = []
        if not rows.is_complete:
            problems.append(
                f"ServiceTitan's answer is cut off: it counts {rows.total:,} rows and sent"
                f" {len(rows.rows):,}"
            )
        if reading.units:
            shared = set(names.shared())
            table = {row: values for row, values in table.items() if row.name not in shared}
            for unit, request in reading.units.items():
                of_unit = self._fetcher.fetch(request).rows
                table |= report_table(fingerprint, of_unit, names, only=unit)
        return ReadReport(reading, table, problems)

    def _names(self, cursor: Cursor, subject: Subject) -> Names:
        return Names(subject, read_names(cursor, self.relations, self.tenant_id, subject))
