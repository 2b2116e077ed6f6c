"""``db``: start, stop and open the embedded Postgres."""

from __future__ import annotations

import os
import sys

import click

import embedded_postgres
from embedded_postgres.installation import psql_program
from loader import embedded
from loader.config import Environment


@click.group
def db() -> None:
    """Start, stop and open the embedded Postgres."""


@db.command()
def start() -> None:
    """Start the server; create it the first time."""
    settings = _settings()
    with embedded.map_errors():
        embedded_postgres.start(settings)
    click.echo(
        f"Postgres runs on 127.0.0.1:{settings.port}, user {settings.user}, database"
        f" {settings.database}. `make psql` opens it, `make db-stop` stops it."
    )


@db.command()
def stop() -> None:
    """Stop the server and keep its data."""
    with embedded.map_errors():
        stopped = embedded_postgres.stop(_settings())
    click.echo("Postgres stopped." if stopped else "Postgres was not running.")


@db.command()
def status() -> None:
    """Show whether the server runs; exit code 1 if it does not."""
    settings = _settings()
    with embedded.map_errors():
        found = embedded_postgres.status(settings)
    runs = f"runs on 127.0.0.1:{settings.port}" if found.running else "does not run"
    click.echo(f"Postgres {runs}; its data are in {found.folder}.")
    sys.exit(not found.running)


@db.command()
@click.confirmation_option(prompt="Delete the embedded Postgres with all its data?")
def remove() -> None:
    """Stop the server and delete all its data."""
    with embedded.map_errors():
        embedded_postgres.remove(_settings())
    click.echo("Deleted the embedded Postgres and its data.")


@db.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def psql(arguments: tuple[str, ...]) -> None:
    """Open the warehouse, embedded or not, in the psql of the embedded Postgres."""
    warehouse = Environment.read().warehouse()
    embedded.ensure_running(warehouse)
    with embedded.map_errors():
        program = str(psql_program())
    environ = warehouse.environ(os.environ)
    os.execve(program, [program, *arguments], environ)  # noqa: S606 - no shell is wanted


def _settings() -> embedded_postgres.Settings:
    return embedded.embedded_settings(Environment.read().warehouse())
