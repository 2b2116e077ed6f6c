"""``load``: API -> raw tables."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from loader.cli.common import chosen, run_load, selection, tenant_option, warehouse_of
from loader.config import Environment
from loader.errors import ConfigurationError


def _moment(_ctx: click.Context, _param: click.Parameter, value: str | None) -> datetime | None:
    """A date or an instant; without an offset, UTC."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is no date or time like 2026-01-31 or 2026-01-31T08:00Z"
        ) from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.command()
@selection
@click.option("--full-refresh", is_flag=True, help="Read everything again; rows stay until then.")
@click.option(
    "--since",
    metavar="TIME",
    callback=_moment,
    help="Back-fill what was modified since then; the cursor stays.",
)
@click.option(
    "--until", metavar="TIME", callback=_moment, help="Back-fill what was modified before then."
)
@tenant_option
@click.option("--quiet", is_flag=True, help="No progress display, only the summary.")
def load(
    *,
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    full_refresh: bool,
    since: datetime | None,
    until: datetime | None,
    tenant: str | None,
    quiet: bool,
) -> None:
    """Load what is new since the last time; everything, the first time.

    Exit code 0: all loaded. 1: an endpoint failed, the others are loaded. 2: wrong usage or
    configuration.
    """
    if full_refresh and (since or until):
        raise ConfigurationError(
            "--full-refresh reads everything, --since and --until a part.", "Use one of them."
        )
    if since and until and since >= until:
        raise ConfigurationError("--since is not before --until.", "Exchange them.")
    environment = Environment.read()
    endpoints, reports = chosen(select, exclude, environment, tenant)
    api = environment.api(tenant)
    if not environment.get("SERVICETITAN_TIMEZONE"):
        click.echo(
            "Warning: SERVICETITAN_TIMEZONE is not set: business dates, and the days of reports,"
            " are those of UTC.",
            err=True,
        )
    warehouse = warehouse_of(environment)
    # dlt takes a second to import: not before all that can be said without it.
    from loader.extract.page_batch import BackfillRange
    from loader.run.options import LoadOptions

    backfill = BackfillRange(since, until) if since or until else None
    run_load(
        api, warehouse, LoadOptions(endpoints, full_refresh, backfill, reports=reports), quiet=quiet
    )
