"""``status``: the state of the raw tables and of the st_ tables, and who is loading."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import click
from psycopg2.errors import UndefinedTable

from loader.cli.options import fresh_for_option, one_tenant_option
from loader.cli.run import ensure_warehouse
from loader.cli.selection import left_out
from loader.cli.status_overview import Overview, spoken_age
from loader.cli.tables import Cell, DisplayColumn, print_table
from loader.cli.tenant_choice import tenant_id_of
from loader.config import Environment, Warehouse, split_list
from loader.errors import (
    EXIT_ENDPOINT_FAILED,
    EXIT_LOADED,
    ConfigurationError,
    LoaderError,
    printable,
)
from loader.warehouse import clocks
from loader.warehouse.connection import transaction
from loader.warehouse.forget import forget, tenants_of
from loader.warehouse.heartbeat import watched_connection
from loader.warehouse.lock import Holder, running, running_dbt, tenant_lock
from loader.warehouse.misfits import count_misfits
from loader.warehouse.table_health import TableHealth, read_health
from loader.warehouse.transform_state import ModelState, read_model_states

_TABLE_COLUMNS = (
    DisplayColumn("tenant", rank=4),
    DisplayColumn("table"),
    DisplayColumn("rows", right=True, rank=1),
    DisplayColumn("received", right=True, rank=6),
    DisplayColumn("rejected", right=True, rank=7),
    DisplayColumn("last sync (UTC)", rank=5),
    DisplayColumn("age", rank=2),
    DisplayColumn("cursor (UTC)", rank=3),
    DisplayColumn(""),
)
_MODEL_COLUMNS = (
    DisplayColumn("st_ table"),
    DisplayColumn("last transform (UTC)"),
    DisplayColumn("newer loads", right=True),
)

_MISFIT_COLUMNS = (
    DisplayColumn("table"),
    DisplayColumn("value"),
    DisplayColumn("is no", rank=1),
    DisplayColumn("count", right=True),
)


@click.command()
@click.option(
    "--forget",
    "forgotten",
    metavar="TABLES",
    help="Delete the state of tables that are no longer loaded, or of `all` tables (of --tenant)."
    " Rows and cursors stay.",
)
@click.option(
    "--misfits",
    is_flag=True,
    help="Count values inside JSON that do not fit the models' columns, where they are null."
    " Reads whole tables.",
)
@click.option("--all", "whole", is_flag=True, help="Of many tenants, show all.")
@fresh_for_option
@one_tenant_option
def status(
    *, fresh_for: timedelta, forgotten: str | None, misfits: bool, whole: bool, tenant: str | None
) -> None:
    """Show each table's rows, last sync, cursor and last error; of many tenants, a line for each.

    The worst come first, as many as fit on the screen; --tenant shows the tables of one.

    Exit code 1 if any table's last sync failed or is older than its freshness limit.
    """
    environment = Environment.read()
    tenant_id = tenant_id_of(environment, tenant)
    declared = () if tenant else environment.tenants()
    warehouse = ensure_warehouse(environment)
    if forgotten is not None:
        _forget(warehouse, split_list(forgotten), tenant_id)
        return
    if misfits:
        _show_misfits(warehouse, tenant_id)
        return
    with watched_connection(warehouse, "status") as connection:
        tables = _without_left_out(
            read_health(connection, warehouse.raw_schema, tenant_id), environment
        )
        found = {table.tenant_id for table in tables}
        with transaction(connection):
            loading = running(connection, warehouse.raw_schema, sorted(found))
            transforming = running_dbt(connection)
        models = read_model_states(connection, warehouse)
        wrong_clocks = clocks.implausible(connection, warehouse.raw_schema, tenant_id)
    if not (tables or declared):
        raise LoaderError("Nothing has been loaded yet.", "Run `make load`, or `make demo`.")
    if len(found | {one.tenant_id for one in declared}) > 1:
        overview = Overview(tables, declared, fresh_for)
        overview.show(models, loading, wrong_clocks, whole=whole)
        _show_dbt(transforming)
        sys.exit(EXIT_ENDPOINT_FAILED if overview.is_bad else EXIT_LOADED)
    print_table(_TABLE_COLUMNS, [_table_row(table, fresh_for) for table in tables])
    _explain(tables)
    for sentence in wrong_clocks:
        click.echo(f"A clock is wrong: {sentence}.")
    if models:
        click.echo()
        print_table(_MODEL_COLUMNS, [_model_row(model) for model in models])
    for one, holder in loading.items():
        click.echo(f"\nRunning: tenant {one}, by {holder}.")
    _show_dbt(transforming)
    if any(table.problem(fresh_for) for table in tables):
        sys.exit(EXIT_ENDPOINT_FAILED)


def _show_dbt(transforming: Iterable[Holder]) -> None:
    for holder in transforming:
        click.echo(f"Running: dbt, by {holder}.")


def _without_left_out(tables: Sequence[TableHealth], environment: Environment) -> list[TableHealth]:
    """Mark the tables that the variables keep out of every load: their state says nothing."""
    declared = environment.tenants()
    of_each = {
        one.tenant_id: left_out(environment.of(one, alone=len(declared) == 1)) for one in declared
    }
    of_all = frozenset[str]() if declared else left_out(environment)
    return [
        replace(one, is_left_out=one.table_name in of_each.get(one.tenant_id, of_all))
        for one in tables
    ]


def _show_misfits(warehouse: Warehouse, tenant_id: int | None) -> None:
    with watched_connection(warehouse, "status") as connection:
        found = count_misfits(connection, warehouse.raw_schema, tenant_id)
    if not found:
        click.echo("All values inside JSON that the models use fit their columns.")
        return
    print_table(_MISFIT_COLUMNS, [(m.table, m.where, m.kind, f"{m.count:,}") for m in found])
    click.echo("In the models these values are null; full_data has them as the API sends them.")


def _explain(tables: Iterable[TableHealth]) -> None:
    """Print what the table's last column only hints at."""
    for table in tables:
        if table.last_error and not table.is_left_out:
            click.echo(printable(f"{table.table_name}: {table.last_error}"))
        if table.in_future:
            click.echo(
                f"{table.table_name}: a sync is dated in the future, because the database's clock"
                " was wrong; it does not count, and the next load corrects it."
            )
        if table.unknown_fields:
            click.echo(
                f"{table.table_name}: the API sends fields that the catalogue does not know"
                f" (kept in full_data): {printable(', '.join(table.unknown_fields))}"
            )
        if table.rejected:
            click.echo(
                f"{table.table_name}: {table.rejected} records do not fit; see raw_rejected."
            )


def _forget(warehouse: Warehouse, names: tuple[str, ...], tenant_id: int | None) -> None:
    if not names:
        raise ConfigurationError("--forget names no table.", "Name tables, or `all`.")
    if "all" in names and tenant_id is None:
        raise ConfigurationError(
            "--forget all concerns one tenant.", "Name it with --tenant, or name the tables."
        )
    tables = None if "all" in names else [f"raw_st_{n.removeprefix('raw_st_')}" for n in names]
    done: list[str] = []
    with watched_connection(warehouse, "status") as connection, suppress(UndefinedTable):
        with transaction(connection), connection.cursor() as cursor:
            known = tenants_of(cursor, warehouse.raw_schema, tables)
        for one in known if tenant_id is None else [tenant_id]:
            with (
                tenant_lock(warehouse, one),
                transaction(connection),
                connection.cursor() as cursor,
            ):
                done += [
                    f"{name} of tenant {one}"
                    for name in forget(cursor, warehouse.raw_schema, one, tables)
                ]
    if not done:
        raise ConfigurationError(
            f"--forget {','.join(names)}: there is no such table in `make status`.",
            "Use a name from its first column.",
        )
    click.echo(f"Forgot {', '.join(done)}. The rows stay; the next load of it shows it again.")


def _table_row(table: TableHealth, limit: timedelta) -> tuple[str | Cell, ...]:
    problem = table.problem(limit)
    good = Cell("left out", "yellow") if table.is_left_out else Cell("ok", "green")
    return (
        str(table.tenant_id),
        table.table_name,
        f"{table.records_count:,}",
        f"{table.records_synced:,}",
        f"{table.rejected:,}",
        f"{table.last_sync:%Y-%m-%d %H:%M:%S}" if table.last_sync else "never",
        spoken_age(table.age),
        f"{table.cursor:%Y-%m-%d %H:%M:%S}" if table.cursor else "",
        Cell(problem, "red") if problem else good,
    )


def _model_row(model: ModelState) -> tuple[str | Cell, ...]:
    at = f"{model.transformed_at:%Y-%m-%d %H:%M:%S}" if model.transformed_at else "never"
    newer = str(model.newer_loads)
    return model.name, at, Cell(newer, "yellow") if model.newer_loads else newer
