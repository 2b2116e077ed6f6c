"""``migration``: from the Node sync workers to this warehouse."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
import psycopg2
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import connection as Connection
from psycopg2.sql import SQL, Identifier

from loader.cli.options import tenant_option
from loader.cli.run import ensure_warehouse
from loader.cli.tables import DisplayColumn, print_table
from loader.cli.tenant_choice import one_tenant
from loader.config import Environment, Warehouse
from loader.config.api import tenant_number
from loader.config.warehouse import check_schema_name
from loader.errors import EXIT_ENDPOINT_FAILED, ConfigurationError
from loader.migration import compare as comparison
from loader.migration import views as old_views
from loader.migration.tables import Pair, not_compared, pairs, sync_state
from loader.warehouse.connection import transaction
from loader.warehouse.heartbeat import watched_connection

_COLUMNS = (
    DisplayColumn("table"),
    DisplayColumn("column"),
    DisplayColumn("rows"),
    DisplayColumn("reason"),
    DisplayColumn("st_id of one", rank=1),
)
_old_option = click.option(
    "--old", required=True, metavar="SCHEMA", help="The schema that holds the workers' tables."
)


@click.group()
def migration() -> None:
    """Move from the Node sync workers: compare, keep old names."""


@migration.command()
@_old_option
@tenant_option
def compare(*, old: str, tenant: str | None) -> None:
    """Compare the workers' tables with ours, row by row. Exit code 1: not all is explained."""
    differences: list[comparison.Difference] = []
    refused = 0
    with _tables(old, tenant) as (connection, warehouse, tenant_id, found):
        with transaction(connection), connection.cursor() as cursor:
            left_out = not_compared(cursor, warehouse, old)
        for pair in found:
            try:
                with transaction(connection), connection.cursor() as cursor:
                    both, of_table = comparison.compare(cursor, pair, tenant_id)
            except (psycopg2.DataError, InsufficientPrivilege) as error:
                # Not Postgres's text: it quotes values.
                left_out[pair.name] = f"Postgres refused it ({type(error).__name__})"
                refused += 1
                continue
            differences += of_table
            click.echo(f"{pair.name}: {both:,} rows in both")
    for name, reason in left_out.items():
        click.echo(f"{name}: not compared, {reason}")
    if differences:
        click.echo()
        print_table(
            _COLUMNS,
            [
                (d.table, d.column, f"{d.count:,}", d.reason, str(d.example or ""))
                for d in differences
            ],
        )
    open_ones = list(comparison.unexplained(differences))
    click.echo(f"\n{len(differences)} differences, {len(open_ones)} of them not explained.")
    if open_ones or refused:
        sys.exit(EXIT_ENDPOINT_FAILED)


@migration.command()
@_old_option
@click.option("--schema", required=True, help="The schema for the views; made if it is missing.")
@tenant_option
def views(*, old: str, schema: str, tenant: str | None) -> None:
    """Create views with the workers' names and columns over our tables."""
    check_schema_name("--schema", schema)
    with (
        _tables(old, tenant) as (connection, warehouse, tenant_id, found),
        transaction(connection),
        connection.cursor() as cursor,
    ):
        if schema in (warehouse.raw_schema, warehouse.dbt_schema):
            raise ConfigurationError(
                f"{schema} holds the tables that the views are to show.", "Name another schema."
            )
        cursor.execute(SQL("create schema if not exists {}").format(Identifier(schema)))
        for pair in (*found, *sync_state(cursor, warehouse, old)):
            missing = old_views.create_view(cursor, pair, schema, tenant_id)
            click.echo(f"{schema}.{pair.name}")
            for name, reason in missing.items():
                click.echo(f"   {name} is null: {reason}")


@contextmanager
def _tables(
    old: str, tenant: str | None
) -> Iterator[tuple[Connection, Warehouse, int, list[Pair]]]:
    """Open a connection, and find the tables that both sides have."""
    environment = one_tenant(Environment.read(), tenant)
    named = environment.get("SERVICETITAN_TENANT_ID")
    if not named:
        raise ConfigurationError("No tenant is named.", "Set SERVICETITAN_TENANT_ID, or --tenant.")
    tenant_id = tenant_number(named, "SERVICETITAN_TENANT_ID")
    warehouse = ensure_warehouse(environment)
    with watched_connection(warehouse, "migration") as connection:
        with transaction(connection), connection.cursor() as cursor:
            found = pairs(cursor, warehouse, old)
        if not found:
            raise ConfigurationError(
                f"The schema {old} has none of the workers' tables that this warehouse has too.",
                "Load and transform first; restore the old database into a schema of this one.",
            )
        yield connection, warehouse, tenant_id, found
