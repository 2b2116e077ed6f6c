"""A sandbox's tenant in a warehouse, and its tie-outs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from psycopg2.extensions import connection as Connection

from loader.api.client import ApiClient
from loader.config import Environment, Warehouse
from loader.tie_out.discover import Discovery, discover
from loader.tie_out.explain import differing
from loader.tie_out.investigate import Findings, investigate
from loader.tie_out.mart_models import MartModels
from loader.tie_out.period import Period
from loader.tie_out.plan import Plan
from loader.tie_out.results import causes_of
from loader.tie_out.run import Outcome, TieOut
from loader.tie_out.store import Store
from sandbox.kpi_reports.tenant import KpiReports
from sandbox.server import Server

ZONE = "America/Phoenix"
# The sandbox's data ends on 30 June 2026.
YEAR = Period(date(2025, 7, 1), date(2026, 6, 30))
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
        """Every cause of every difference, in words."""
        return {
            cause.text
            for cell in self.outcome.cells
            for cause in causes_of(cell, self.outcome, self.findings)
        }

    @property
    def unexplained(self) -> list[str]:
        found = self.findings.unexplained if self.findings else []
        return [f"{c.fingerprint.name} {c.row.name} {c.kpi} {c.difference}" for c in found]


@dataclass
class Company:
    """A tenant of the sandbox that was loaded and transformed."""

    server: Server
    environment: Environment
    warehouse: Warehouse
    connection: Connection
    models: MartModels
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
        return Told(outcome, plan, findings)

    @contextmanager
    def reading(self, **changes: Any) -> Iterator[None]:
        """Let the reports read the definitions otherwise."""
        self.reports.read(**changes)
        try:
            yield
        finally:
            self.reports.read()
