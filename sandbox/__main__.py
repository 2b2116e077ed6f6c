"""``python -m sandbox``: serve the look-alike API until interrupted."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any

import click
import msgspec

from sandbox import PortTakenError, Server, build, credentials
from sandbox.data import present_day
from sandbox.data.geography import TIMEZONE
from sandbox.kpi_reports.figures import Period
from sandbox.kpi_reports.oddities import ODDITIES
from sandbox.kpi_reports.planting import Site


@click.command()
@click.option("--host", default=credentials.HOST, show_default=True)
@click.option("--port", default=credentials.PORT, show_default=True, help="0 picks a free one.")
@click.option(
    "--scale", default=1.0, show_default=True, help="1.0 is 5,000 customers and 20,000 jobs."
)
@click.option("--seed", default=1, show_default=True, help="Another seed makes other data.")
@click.option(
    "--tenant",
    "tenants",
    type=int,
    multiple=True,
    default=(credentials.TENANT_ID,),
    show_default=True,
    help="Repeatable; each tenant has its own data.",
)
@click.option(
    "--tenants",
    "count",
    type=click.IntRange(min=1),
    help="So many tenants instead, numbered from --tenant on, all with the first one's records.",
)
@click.option(
    "--today",
    default=present_day,
    show_default="the present day",
    help="The data ends on this day (YYYY-MM-DD) at 23:00 UTC.",
)
@click.option("--latency-ms", default=0.0, help="Delay every response by this many milliseconds.")
@click.option("--rate-limit", type=int, help="Requests per second and tenant; more get a 429.")
@click.option(
    "--report-rate-limit",
    default=5,
    show_default=True,
    help="Requests per minute for one report's data; 0: no limit.",
)
@click.option(
    "--reading",
    "readings",
    metavar="NAME=VALUE",
    multiple=True,
    help="How KPI reports read an open definition, as in count_bu=line; repeatable.",
)
@click.option(
    "--oddity",
    "oddities",
    type=click.Choice(sorted(ODDITIES)),
    multiple=True,
    help="What is odd about the tenants, as of the last twelve months; repeatable.",
)
def main(
    host: str,
    port: int,
    scale: float,
    seed: int,
    tenants: tuple[int, ...],
    count: int | None,
    today: str,
    latency_ms: float,
    rate_limit: int | None,
    report_rate_limit: int,
    readings: tuple[str, ...],
    oddities: tuple[str, ...],
) -> None:
    """Serve a local look-alike of the ServiceTitan API, with made-up data."""
    began = time.monotonic()
    try:
        server = build(
            host=host,
            port=port,
            scale=scale,
            seed=seed,
            tenants=range(tenants[0], tenants[0] + count) if count else tenants,
            today=today,
            latency_ms=latency_ms,
            rate_limit=rate_limit,
            alike=count is not None,
        )
        for tenant in server.tenant_ids:
            _set_up_reports(server, tenant, date.fromisoformat(today), readings, oddities)
    except (PortTakenError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    server.reports.limit.requests = report_rate_limit or None
    click.echo(f"# data up to {today}, made in {time.monotonic() - began:.1f} s; loader settings:")
    for name, value in server.environment().items():
        click.echo(f"{name}={value}")
    click.echo(f"SERVICETITAN_TIMEZONE={TIMEZONE}")
    click.echo(f"# tenants: {', '.join(map(str, server.tenant_ids))}; Ctrl+C stops")
    with suppress(KeyboardInterrupt):
        server.run()


def _set_up_reports(
    server: Server,
    tenant: int,
    today: date,
    readings: tuple[str, ...],
    oddities: tuple[str, ...],
) -> None:
    """Switch what the KPI reports of a tenant are to show.

    Raises:
        ValueError: A reading is not NAME=VALUE, or is none.
    """
    reports = server.reports.of(tenant)
    for reading in readings:
        name, equals, value = reading.partition("=")
        if not equals:
            raise ValueError(f"--reading {reading}: give a name and a value, as in count_bu=line")
        reports.read(**{name: _value(value)})
    year = Period(today - timedelta(days=365), today)
    for oddity in oddities:
        ODDITIES[oddity].give(Site(server.tenant(tenant), reports, year, Random(tenant)))


def _value(text: str) -> Any:
    """A value as JSON writes it, or else the text itself."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


if __name__ == "__main__":
    main()
