"""``tie-out``: the marts against ServiceTitan's own reports."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

import click

from loader.cli.many import Summary, run_for_all
from loader.cli.options import hours, tenant_option, tenants_option
from loader.cli.run import ensure_warehouse
from loader.cli.tenant_choice import each_tenant, one_tenant
from loader.cli.tie_out_display import show_discovery
from loader.cli.tie_out_run import (
    TieOutRequest,
    opened,
    tie_out_one,
    tie_out_one_of_many,
)
from loader.config import Environment
from loader.signals import interruptible


def _describe(totals: Mapping[str, int]) -> str:
    return f"{totals.get('tie', 0):,} of {totals.get('figures', 0):,} figures tie"


_SUMMARY = Summary(
    "tie_out", "tie", ("figures", "tie", "differ"), "figures", _describe, trouble="differs"
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
@tenants_option
@click.pass_context
def tie_out(
    ctx: click.Context,
    *,
    month: str | None,
    since: date | None,
    until: date | None,
    max_age: timedelta,
    explain: bool,
    tenant: tuple[str, ...],
) -> None:
    """Compare the marts with ServiceTitan's own reports.

    The results are in the table kpi_tie_out too.

    Exit code 0: everything ties. 1: something does not, and is named. 2: wrong usage or
    configuration.
    """
    if ctx.invoked_subcommand is not None:
        return
    request = TieOutRequest(month, since, until, max_age, explain)
    environment = Environment.read()
    tenants = each_tenant(environment, tenant)
    if len(tenants) == 1:
        sys.exit(tie_out_one(tenants[0], request).exit_code)
    warehouse = ensure_warehouse(environment)
    job = partial(tie_out_one_of_many, request=request)
    sys.exit(run_for_all(tenants, warehouse, job, _SUMMARY, quiet=False))


@tie_out.command()
@click.option("--refresh", is_flag=True, help="Describe all reports again.")
@tenant_option
def discover(*, refresh: bool, tenant: str | None) -> None:
    """Find the reports that prove KPIs, by their fields."""
    environment = one_tenant(Environment.read(), tenant)
    with opened(environment) as session, interruptible(session.cancel, lambda: None):
        show_discovery(session.discover(refresh=refresh))
