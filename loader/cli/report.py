"""``report``: the report page, one HTML file with the marts' figures."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from loader.cli.options import fresh_for_option, one_tenant_option
from loader.cli.run import ensure_warehouse
from loader.cli.tenant_choice import tenant_id_of
from loader.config import Environment
from loader.warehouse.heartbeat import watched_connection


@click.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="The file to write.",
)
@fresh_for_option
@one_tenant_option
def report(*, output: Path, fresh_for: timedelta, tenant: str | None) -> None:
    """Write the report page: the marts' figures in one HTML file.

    It shows all tenants, or the one of --tenant. Any browser opens it; it loads nothing from the
    network. Only its owner may read the file: it holds the shop's numbers and employees' names.
    """
    from loader.report_page.page import render, write
    from loader.report_page.reading import read

    environment = Environment.read()
    tenant_id = tenant_id_of(environment, tenant)
    warehouse = ensure_warehouse(environment)
    with watched_connection(warehouse, "report") as connection:
        reading = read(connection, warehouse, tenant_id)
    page = render(reading, fresh_for)
    write(page, output)
    if page.detail.left_out:
        click.echo(f"Left out for its size: {page.detail.left_out}. --tenant ID has them.")
    click.echo(f"Wrote {output.absolute()}, {len(page.html.encode()) / 1e6:.1f} MB.")
