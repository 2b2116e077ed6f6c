"""A sandbox's tenant in a warehouse, and its tie-outs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from psycopg2.extensions import connection as Connection

from loader.api.client import ApiClient
from loader.config import Environment, Warehouse
from loader.tie_out.discover import Discovery, discover
from loader.tie_out.explain import differing
from loader.tie_out.findings import Findings
from loader.tie_out.investigate import investigate
from loader.tie_out.mart_models import MartModels
from loader.tie_out.period import Period
from loader.tie_out.plan import Plan
from loader.tie_out.results import causes_of
from loader.tie_out.run import Outcome, TieOut
from loader.tie_out.store import Store
from sandbox.kpi_reports.differences import DIFFERENCES
from sandbox.kpi_reports.figures import Period as Days
from sandbox.kpi_reports.planting import Planted, Side, Site, plant
from sandbox.kpi_reports.tenant import KpiReports
from sandbox.server import Server

ZONE = "America/Phoenix"
_UNITS = "settings/business-units"
# The sandbox's data ends on 30 June 2026.
YEAR = Period(date(2025, 7, 1), date(2026, 6, 30))
HALF_YEAR = Period(date(2026, 1, 1), date(2026, 6, 30))
MONTH = Period(date(2026, 3, 1), date(2026, 3, 31))
TODAY = date(2026, 7, 1)


@dataclass
class Told:
    """What a tie-out found and named."""

    outcome: Outcome
    plan: Plan
    findings: Findings | None

    @property
    def differing(self) -> list[tuple[str, str, str]]:
        return [(c.fingerprint.name, str(c.row), c.kpi) for c in differing(self.outcome.cells)]

    @property
    def settings(self) -> set[str]:
        found = self.findings.settings.values() if self.findings else ()
        return {str(one) for settings in found for one in settings}

    @property
    def causes(self) -> set[str]:
        """Every cause of every difference, in words, and what would fit as well."""
        return {
            text
            for cell in self.outcome.cells
            for cause in causes_of(cell, self.outcome, self.findings)
            for text in (cause.text, *cause.instead)
        }

    @property
    def unexplained(self) -> list[str]:
        found = self.findings.unexplained if self.findings else []
        return [f"{c.fingerprint.name} {c.row.name} {c.kpi} {c.difference}" for c in found]


@dataclass
class Company:
    """A tenant of the sandbox that was loaded and transformed."""

    server: Server
    environment: Environment = field(repr=False)
    warehouse: Warehouse = field(repr=False)
    connection: Connection = field(repr=False)
    models: MartModels = field(repr=False)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.api = self.environment.api()
        self.store = Store(self.connection, self.warehouse, self.api.tenant_id)
        self.store.ensure_tables()
        self.client = ApiClient(self.api, self.notes.append)

    @property
    def reports(self) -> KpiReports:
        return self.server.reports.of(self.api.tenant_id)

    def discover(self, **options: Any) -> Discovery:
        return discover(self.client, self.store, {}, **options)

    def tie_out(self, period: Period, *, explain: bool = True) -> Told:
        """Compare, and explain what differs."""
        self.store.forget_pages()
        run = TieOut(self.client, self.warehouse, self.store, period, TODAY)
        plan = run.plan(self.discover().found.values())
        outcome = run.compare(plan)
        findings = None
        if explain and differing(outcome.cells):
            findings = investigate(run, plan, outcome, self.models)
        self.store.forget_pages()  # or a command would take them for those of a killed run
        return Told(outcome, plan, findings)

    @contextmanager
    def reading(self, **changes: Any) -> Iterator[None]:
        """Let the reports read the definitions otherwise."""
        self.reports.read(**changes)
        try:
            yield
        finally:
            self.reports.read()

    @contextmanager
    def renamed_units(self) -> Iterator[tuple[int, int]]:
        """Give two units one name, with a blank behind one of them; yield their ids."""
        units = [one for one in self.server.store.truth(_UNITS) if one.active]
        first, second = units[0].key, units[1].key
        name = self.server.store.record(_UNITS, first).fields["name"].strip()
        before = self.server.store.record(_UNITS, second).fields["name"]
        try:
            self._rename(second, f"{name} ")
            yield first, second
        finally:
            self._rename(second, before)

    def _rename(self, unit: int, name: str) -> None:
        """Rename a unit, as ServiceTitan has it and as a load and a transform would."""
        self.server.store.change(_UNITS, unit, name=name)
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"update {self.warehouse.dbt_schema}.st_business_units"
                " set name = %s where st_id = %s",
                (name, unit),
            )
        self.connection.commit()

    def site(self, period: Period, seed: int = 0) -> Site:
        """Where differences are planted."""
        return site_of(self.server, self.api.tenant_id, period, seed)

    @contextmanager
    def planted(
        self, *names: str, period: Period = MONTH, side: Side = "report", seed: int = 0
    ) -> Iterator[list[Planted]]:
        """Plant differences; take them back at the end."""
        site = self.site(period, seed)
        done: list[Planted] = []
        try:
            for name in names:
                sides = DIFFERENCES[name].sides
                # The warehouse was loaded before: a record that is deleted still counts in it.
                seen_by = "late" if side not in sides or name.endswith("-deleted") else side
                found = plant(site, DIFFERENCES[name], seen_by)
                assert found is not None, f"nothing to plant for {name}"
                done.append(found)
            yield done
        finally:
            for one in reversed(done):
                one.undo()


def site_of(server: Server, tenant: int, period: Period, seed: int = 0) -> Site:
    """Where oddities and differences of a tenant are planted."""
    days = Days(period.start, period.end)
    return Site(server.tenant(tenant), server.reports.of(tenant), days, Random(seed))


def work_late(server: Server, tenant: int, times: Iterable[str]) -> None:
    """Let jobs of a week end late in the evening, where zones disagree about the day."""
    jobs = server.tenant(tenant).records("jpm/jobs")
    of_the_week = [
        one["id"]
        for one in jobs
        if one["jobStatus"] == "Completed"
        and "2026-02-23" <= (one["completedOn"] or "") < "2026-03-06"
    ]
    for job, time in zip(of_the_week, times, strict=False):
        server.tenant(tenant).change("jpm/jobs", job, completedOn=time)
