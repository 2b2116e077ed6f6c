"""``tie-out``: the marts against ServiceTitan's own reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from loader.api.client import ApiClient
from loader.cli import logs
from loader.cli.options import hours, tenant_option
from loader.cli.run import ensure_warehouse, warn_without_timezone
from loader.cli.tie_out_display import show_discovery, show_outcome
from loader.config import Api, Environment, Warehouse
from loader.errors import EXIT_ENDPOINT_FAILED, EXIT_LOADED, ConfigurationError
from loader.reports.relative_dates import today_in
from loader.signals import interruptible

if TYPE_CHECKING:
    from loader.tie_out.discover import Discovery
    from loader.tie_out.findings import Findings
    from loader.tie_out.period import Period
    from loader.tie_out.plan import Plan
    from loader.tie_out.run import Outcome, TieOut
    from loader.tie_out.store import Store


def _day(_ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day like 2026-03-31", param=param) from None


@click.group("tie-out", invoke_without_command=True)
@click.option("--month", metavar="MONTH", help="A month, like 2026-03. Default: last month.")
@click.option("--since", metavar="DAY", callback=_day, help="First day, like 2026-03-01.")
@click.option("--until", metavar="DAY", callback=_day, help="Last day. Default: yesterday.")
@click.option(
    "--max-age",
    type=float,
    default=2.0,
    callback=hours,
    show_default=True,
    metavar="HOURS",
    help="Refuse to compare with a warehouse that was loaded longer ago.",
)
@click.option(
    "--explain/--no-explain",
    default=True,
    help="Look for the setting, the job or the invoice that makes a difference. Default: do.",
)
@tenant_option
@click.pass_context
def tie_out(
    ctx: click.Context,
    *,
    month: str | None,
    since: date | None,
    until: date | None,
    max_age: timedelta,
    explain: bool,
    tenant: str | None,
) -> None:
    """Compare the marts with ServiceTitan's own reports.

    The results are in the table kpi_tie_out too.

    Exit code 0: everything ties. 1: something does not, and is named. 2: wrong usage or
    configuration.
    """
    if ctx.invoked_subcommand is not None:
        return
    from loader.tie_out.period import chosen_period

    with _opened(tenant) as session:
        today = today_in(session.api.timezone)
        period = chosen_period(month, since, until, today)
        with interruptible(session.cancel, lambda: None):
            code = _tie_out(session, period, max_age, explain=explain)
    sys.exit(code)


@tie_out.command()
@click.option("--refresh", is_flag=True, help="Describe all reports again.")
@tenant_option
def discover(*, refresh: bool, tenant: str | None) -> None:
    """Find the reports that prove KPIs, by their fields."""
    with _opened(tenant) as session, interruptible(session.cancel, lambda: None):
        show_discovery(session.discover(refresh=refresh))


@dataclass
class _Session:
    """What both commands need."""

    environment: Environment
    api: Api
    warehouse: Warehouse
    client: ApiClient
    store: Store
    tenant: str | None

    def discover(self, *, refresh: bool = False) -> Discovery:
        from loader.tie_out.discover import discover as find
        from loader.tie_out.overrides import read_overrides

        overrides = read_overrides(self.environment.reports_file(self.tenant))
        return find(self.client, self.store, overrides, refresh=refresh, notify=click.echo)

    def cancel(self) -> None:
        from loader.warehouse.connection import cancel_statements

        self.client.cancel()
        cancel_statements()


@contextmanager
def _opened(tenant: str | None) -> Iterator[_Session]:
    from loader.tie_out.store import Store
    from loader.warehouse.heartbeat import watched_connection

    environment = Environment.read()
    api = environment.api(tenant)
    warn_without_timezone(environment)
    warehouse = ensure_warehouse(environment)
    client = ApiClient(api, logs.logger.info)
    with watched_connection(warehouse, "tie-out") as connection:
        store = Store(connection, warehouse, api.tenant_id)
        store.ensure_tables()
        yield _Session(environment, api, warehouse, client, store, tenant)


def _tie_out(session: _Session, period: Period, max_age: timedelta, *, explain: bool) -> int:
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
    return EXIT_ENDPOINT_FAILED if failed else EXIT_LOADED


def _explained(session: _Session, run: TieOut, plan: Plan, outcome: Outcome) -> Findings:
    from loader.tie_out.investigate import investigate
    from loader.tie_out.mart_models import MartModels

    click.echo("  looking for what makes the differences ...")
    return investigate(run, plan, outcome, MartModels(session.environment))


def _announcement(plan: Plan, period: Period, per_minute: float) -> str:
    minutes = plan.minutes(per_minute)
    wait = f", {minutes} minutes or more at {per_minute:g} a minute for each" if minutes else ""
    more = f"; {len(plan.job_lists)} more if they differ" if plan.job_lists else ""
    return f"{period}: {plan.requests} requests for {len(plan.readings)} reports{wait}{more}."
