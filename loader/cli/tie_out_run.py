"""One tenant's tie-out, alone or as the pool's job."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from loader.api.client import ApiClient
from loader.cli import logs
from loader.cli.run import ensure_warehouse, warn_without_timezone
from loader.cli.tie_out_display import show_discovery, show_outcome
from loader.config import Api, Environment, Warehouse
from loader.errors import EXIT_ENDPOINT_FAILED, EXIT_LOADED, ConfigurationError
from loader.reports.relative_dates import today_in
from loader.signals import interruptible
from loader.tenants import messages

if TYPE_CHECKING:
    from loader.tie_out.discover import Discovery
    from loader.tie_out.findings import Findings
    from loader.tie_out.period import Period
    from loader.tie_out.plan import Plan
    from loader.tie_out.run import Outcome, TieOut
    from loader.tie_out.store import Store


@dataclass(frozen=True)
class TieOutRequest:
    """The options of ``tie-out``, the same for each tenant.

    Attributes:
        month: Like 2026-03; None: last month, unless days are given.
        since: The first day, in the tenant's zone.
        until: The last day, in the tenant's zone.
        max_age: Refuse to compare with a warehouse that was loaded longer ago.
        explain: Look for what makes differences.
    """

    month: str | None
    since: date | None
    until: date | None
    max_age: timedelta
    explain: bool


def tie_out_one(environment: Environment, request: TieOutRequest) -> messages.Outcome:
    """Compare one tenant's marts with its reports, and print what was found.

    Raises:
        LoaderError: Nothing can be compared.
        Interrupted: A signal ended it.
    """
    from loader.tie_out.period import chosen_period

    with opened(environment) as session:
        today = today_in(session.api.timezone)
        period = chosen_period(request.month, request.since, request.until, today)
        with interruptible(session.cancel, lambda: None):
            return _tie_out(session, period, request.max_age, explain=request.explain)


def tie_out_one_of_many(
    environment: Environment, _reporter: messages.Reporter, request: TieOutRequest
) -> messages.Outcome:
    """Do the same in a worker, in which dbt needs a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="tie_out") as folder:
        values = {**environment.values, "DBT_TARGET_PATH": folder}
        return tie_out_one(replace(environment, values=values), request)


@dataclass
class Session:
    """What both commands need."""

    environment: Environment
    api: Api
    warehouse: Warehouse
    client: ApiClient
    store: Store

    def discover(self, *, refresh: bool = False) -> Discovery:
        """Find the reports that prove KPIs."""
        from loader.tie_out.discover import discover as find
        from loader.tie_out.overrides import read_overrides

        overrides = read_overrides(self.environment.reports_file())
        return find(self.client, self.store, overrides, refresh=refresh, notify=click.echo)

    def cancel(self) -> None:
        """End what waits for the API or the database. For use in another thread."""
        from loader.warehouse.connection import cancel_statements

        self.client.cancel()
        cancel_statements()


@contextmanager
def opened(environment: Environment) -> Iterator[Session]:
    """Open what a tie-out of one tenant needs."""
    from loader.tie_out.store import Store
    from loader.warehouse.heartbeat import watched_connection

    api = environment.api()
    warn_without_timezone(environment)
    warehouse = ensure_warehouse(environment)
    client = ApiClient(api, logs.logger.info)
    with watched_connection(warehouse, "tie-out") as connection:
        store = Store(connection, warehouse, api.tenant_id)
        store.ensure_tables()
        yield Session(environment, api, warehouse, client, store)


def _tie_out(
    session: Session, period: Period, max_age: timedelta, *, explain: bool
) -> messages.Outcome:
    from loader.tie_out.fetch import KEPT_FOR
    from loader.tie_out.freshness import read_freshness, spoken
    from loader.tie_out.results import results
    from loader.tie_out.run import TieOut

    freshness = read_freshness(session.store.connection, session.warehouse, session.api.tenant_id)
    freshness.require(max_age)
    session.client.sign_in()
    # Pages that were read before the load do not show what it has loaded.
    since_load = (freshness.age or timedelta(0)).total_seconds()
    session.store.forget_pages(older_than=min(KEPT_FOR, since_load))
    run_at = datetime.now(UTC)
    found = session.discover()
    if not any(name != "job_list" for name in found.found):
        show_discovery(found)
        raise ConfigurationError(
            "There is no report to compare with.",
            "Share ServiceTitan's dashboard reports with the app, or name reports in reports.toml.",
        )
    today = today_in(session.api.timezone)
    run = TieOut(session.client, session.warehouse, session.store, period, today)
    plan = run.plan(found.found.values())
    click.echo(f"The warehouse was loaded {spoken(freshness.age or timedelta(0))} ago.")
    click.echo(_announcement(plan, period, session.api.report_rate_limit))
    outcome = run.compare(plan, lambda title: click.echo(f"  {title} ..."))
    differs = any(not cell.ties for cell in outcome.cells)
    findings = _explained(session, run, plan, outcome) if explain and differs else None
    session.store.save(run_at, list(results(outcome, findings)))
    session.store.forget_pages()
    show_outcome(outcome, findings, found, plan)
    failed = differs or outcome.failed or any(read.problems for read in outcome.reports)
    ties = sum(cell.ties for cell in outcome.cells)
    counts = {"figures": len(outcome.cells), "tie": ties, "differ": len(outcome.cells) - ties}
    return messages.Outcome(EXIT_ENDPOINT_FAILED if failed else EXIT_LOADED, counts=counts)


def _explained(session: Session, run: TieOut, plan: Plan, outcome: Outcome) -> Findings:
    from loader.tie_out.investigate import investigate
    from loader.tie_out.mart_models import MartModels

    click.echo("  looking for what makes the differences ...")
    return investigate(run, plan, outcome, MartModels(session.environment))


def _announcement(plan: Plan, period: Period, per_minute: float) -> str:
    minutes = plan.minutes(per_minute)
    wait = f", {minutes} minutes or more at {per_minute:g} a minute for each" if minutes else ""
    more = f"; {len(plan.job_lists)} more if they differ" if plan.job_lists else ""
    return f"{period}: {plan.requests} requests for {len(plan.readings)} reports{wait}{more}."
