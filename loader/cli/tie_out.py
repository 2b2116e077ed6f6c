"""``tie-out``: the marts against ServiceTitan's own reports."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from loader.api.client import ApiClient
from loader.cli import logs
from loader.cli.options import tenant_option
from loader.cli.run import ensure_warehouse
from loader.cli.tables import Cell as Shown
from loader.cli.tables import DisplayColumn, print_table
from loader.config import Environment
from loader.errors import EXIT_ENDPOINT_FAILED, EXIT_LOADED, ConfigurationError
from loader.reports.relative_dates import today_in

if TYPE_CHECKING:
    from loader.tie_out.discover import Discovery

_REPORT_COLUMNS = (
    DisplayColumn("proves"),
    DisplayColumn("category"),
    DisplayColumn("id", right=True),
    DisplayColumn("report"),
    DisplayColumn("KPIs", rank=1),
)


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
@tenant_option
@click.pass_context
def tie_out(
    ctx: click.Context,
    *,
    month: str | None,
    since: date | None,
    until: date | None,
    tenant: str | None,
) -> None:
    """Compare the marts with ServiceTitan's own reports.

    Exit code 0: everything ties. 1: something does not, and is named. 2: wrong usage or
    configuration.
    """
    if ctx.invoked_subcommand is None:
        sys.exit(_tie_out(month, since, until, tenant))


@tie_out.command()
@click.option("--refresh", is_flag=True, help="Describe all reports again.")
@tenant_option
def discover(*, refresh: bool, tenant: str | None) -> None:
    """Find the reports that prove KPIs, by their fields."""
    from loader.tie_out.discover import discover as find
    from loader.tie_out.overrides import read_overrides
    from loader.tie_out.store import Store
    from loader.warehouse.connection import connect

    environment = Environment.read()
    overrides = read_overrides(environment.reports_file(tenant))
    api = environment.api(tenant)
    warehouse = ensure_warehouse(environment)
    client = ApiClient(api, logs.logger.info)
    client.sign_in()
    with closing(connect(warehouse, purpose="tie-out")) as connection:
        store = Store(connection, warehouse, api.tenant_id)
        store.ensure_tables()
        found = find(client, store, overrides, refresh=refresh, notify=click.echo)
    _show(found)


def _tie_out(month: str | None, since: date | None, until: date | None, tenant: str | None) -> int:
    from loader.tie_out.discover import discover as find
    from loader.tie_out.overrides import read_overrides
    from loader.tie_out.period import chosen_period
    from loader.tie_out.run import TieOut
    from loader.tie_out.store import Store
    from loader.warehouse.connection import connect

    environment = Environment.read()
    overrides = read_overrides(environment.reports_file(tenant))
    api = environment.api(tenant)
    period = chosen_period(month, since, until, today_in(api.timezone))
    warehouse = ensure_warehouse(environment)
    client = ApiClient(api, logs.logger.info)
    client.sign_in()
    with closing(connect(warehouse, purpose="tie-out")) as connection:
        store = Store(connection, warehouse, api.tenant_id)
        store.ensure_tables()
        found = find(client, store, overrides, notify=click.echo)
        if not found.found:
            _show(found)
            raise ConfigurationError(
                "There is no report to compare with.",
                "Share ServiceTitan's dashboard reports with the app, or name reports in"
                " reports.toml.",
            )
        run = TieOut(client, warehouse, store, period)
        plan = run.plan(found.found.values())
        click.echo(f"{plan.requests} requests for {len(plan.readings)} reports, {period}.")
        outcome = run.compare(plan)
    differing = [one for one in outcome.cells if not one.ties]
    click.echo(f"{len(outcome.cells) - len(differing)} of {len(outcome.cells)} figures tie.")
    _ = datetime.now(UTC)
    return EXIT_ENDPOINT_FAILED if differing or outcome.failed else EXIT_LOADED


def _show(found: Discovery) -> None:
    print_table(
        _REPORT_COLUMNS,
        [
            (
                one.fingerprint.title,
                one.category,
                str(one.definition.id),
                one.definition.name.strip(),
                Shown(", ".join(one.kpis)),
            )
            for one in found.found.values()
        ],
    )
    for missing in found.missing:
        click.echo(f"Not found: {missing.fingerprint.title}: {missing.reason}.")
    for problem in found.problems:
        click.echo(f"Not readable: {problem}.")
