"""A tie-out, from the plan to the rows of kpi_tie_out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from loader.api.client import ApiClient
from loader.config import Warehouse
from loader.errors import LoaderError
from loader.tie_out.compare import Cell, Names, Table, compare, report_table
from loader.tie_out.discover import FoundReport
from loader.tie_out.fetch import Fetcher
from loader.tie_out.figures import Relations, read_figures, read_names
from loader.tie_out.measures import Subject
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

    cells: list[Cell] = field(default_factory=list)
    reports: list[ReadReport] = field(default_factory=list)
    failed: dict[str, LoaderError] = field(default_factory=dict)


class TieOut:
    """One tenant's tie-out of one period.

    Args:
        client: The tenant's API.
        warehouse: Where the marts are.
        store: The tables of tie-outs.
        period: The days to compare.
    """

    def __init__(
        self, client: ApiClient, warehouse: Warehouse, store: Store, period: Period
    ) -> None:
        self.client = client
        self.warehouse = warehouse
        self.store = store
        self.period = period
        self.tenant_id = client.api.tenant_id
        self.relations = Relations(warehouse)
        self.names: dict[str, Names] = {}

    def plan(self, reports: Iterable[FoundReport]) -> Plan:
        """Return the requests that it takes to read the reports."""
        reports = list(reports)
        self.names = self._names({one.fingerprint.subject.name: one for one in reports})
        return make_plan(self.client, reports, self.period, self.names)

    def compare(self, plan: Plan, progress: Callable[[str], None] = lambda _note: None) -> Outcome:
        """Read the reports and compare each with the marts."""
        outcome = Outcome()
        fetcher = Fetcher(self.client, self.store)
        for reading in plan.readings:
            name = reading.report.fingerprint.name
            progress(name)
            try:
                read = self._read(fetcher, reading)
            except LoaderError as error:
                outcome.failed[name] = error
                continue
            outcome.reports.append(read)
        outcome.cells = self.cells(outcome.reports, self.relations)
        self.store.forget_pages()
        return outcome

    def cells(self, reports: Sequence[ReadReport], relations: Relations) -> list[Cell]:
        """Compare reports with the marts, or with marts that were recomputed."""
        cells: list[Cell] = []
        with transaction(self.store.connection), self.store.connection.cursor() as cursor:
            for read in reports:
                report = read.reading.report
                subject = report.fingerprint.subject
                ours = read_figures(
                    cursor, relations, self.tenant_id, subject, report.kpis, self.period
                )
                names = self.names[subject.name]
                cells += compare(report.fingerprint, read.table, ours, names, report.kpis)
        return cells

    def _read(self, fetcher: Fetcher, reading: Reading) -> ReadReport:
        fingerprint = reading.report.fingerprint
        names = self.names[fingerprint.subject.name]
        rows = fetcher.fetch(reading.whole)
        table = report_table(fingerprint, rows.rows, names)
        problems: list[str] = []
        if not rows.is_complete:
            problems.append(
                f"ServiceTitan counts {rows.total:,} rows and sent {len(rows.rows):,}: its answer"
                " is cut off"
            )
        if reading.units:
            shared = set(names.shared())
            table = {row: values for row, values in table.items() if row.name not in shared}
            for unit, request in reading.units.items():
                table |= report_table(fingerprint, fetcher.fetch(request).rows, names, only=unit)
        return ReadReport(reading, table, problems)

    def _names(self, reports: Mapping[str, FoundReport]) -> dict[str, Names]:
        subjects: dict[str, Subject] = {
            name: one.fingerprint.subject for name, one in reports.items()
        }
        with transaction(self.store.connection), self.store.connection.cursor() as cursor:
            return {
                name: Names(subject, read_names(cursor, self.relations, self.tenant_id, subject))
                for name, subject in subjects.items()
            }
