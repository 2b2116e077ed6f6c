"""``status``: how the raw tables are, from ``raw_sync_state``."""

from __future__ import annotations

import sys
from datetime import timedelta

import click
from rich.table import Table

from loader.cli.common import table_console, tenant_option, warehouse_of
from loader.config import Environment
from loader.errors import EXIT_ENDPOINT_FAILED, LoaderError
from loader.warehouse.connection import connect
from loader.warehouse.table_health import Health, read_health


@click.command()
@click.option(
    "--fresh-for",
    type=click.FloatRange(min=0, min_open=True),
    default=26.0,
    show_default=True,
    metavar="HOURS",
    help="A table whose last completed sync is older than this is stale.",
)
@tenant_option
def status(*, fresh_for: float, tenant: str | None) -> None:
    """Show each table's rows, last sync, cursor and last error.

    Exit code 1 if any table's last sync failed or is older than its freshness limit.
    """
    environment = Environment.read()
    warehouse = warehouse_of(environment)
    connection = connect(warehouse)
    try:
        tables = read_health(connection, warehouse.raw_schema, int(tenant) if tenant else None)
    finally:
        connection.close()
    if not tables:
        raise LoaderError("Nothing has been loaded yet.", "Run `make load`, or `make demo`.")
    limit = timedelta(hours=fresh_for)
    table_console().print(_table(tables, limit))
    for table in tables:
        if table.last_error:
            click.echo(f"{table.table_name}: {table.last_error}")
        if table.unknown_fields:
            click.echo(
                f"{table.table_name}: the API sends fields that the catalogue does not know"
                f" (kept in full_data): {', '.join(table.unknown_fields)}"
            )
        if table.rejected:
            click.echo(
                f"{table.table_name}: {table.rejected} records do not fit; see raw_rejected."
            )
    if any(table.problem(limit) for table in tables):
        sys.exit(EXIT_ENDPOINT_FAILED)


def _table(tables: list[Health], limit: timedelta) -> Table:
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("tenant")
    shown.add_column("table")
    for name in ("rows", "received", "rejected"):
        shown.add_column(name, justify="right")
    for name in ("last sync (UTC)", "age", "cursor (UTC)", ""):
        shown.add_column(name, no_wrap=True)
    for table in tables:
        problem = table.problem(limit)
        shown.add_row(
            str(table.tenant_id),
            table.table_name,
            f"{table.records_count:,}",
            f"{table.records_synced:,}",
            f"{table.rejected:,}",
            f"{table.last_sync:%Y-%m-%d %H:%M:%S}" if table.last_sync else "never",
            _age(table.age),
            f"{table.cursor:%Y-%m-%d %H:%M:%S}" if table.cursor else "",
            f"[red]{problem}" if problem else "[green]ok",
        )
    return shown


def _age(age: timedelta | None) -> str:
    if age is None:
        return ""
    minutes = int(age.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"
