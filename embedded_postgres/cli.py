"""``python -m loader db``: the embedded Postgres by hand."""

from __future__ import annotations

import os
import sys

import click

from embedded_postgres import server
from embedded_postgres.place import psql_program
from embedded_postgres.settings import Settings, libpq_environ
from loader.config import Environment
from loader.errors import ConfigurationError


@click.group
def db() -> None:
    """Start, stop and open the embedded Postgres."""


@db.command()
def start() -> None:
    """Start the server; create it the first time."""
    settings = _settings()
    server.start(settings)
    click.echo(
        f"Postgres runs on 127.0.0.1:{settings.port}, user {settings.user}, database"
        f" {settings.database}; `make psql` opens it, `make db-stop` stops it."
    )


@db.command()
def stop() -> None:
    """Stop the server; its data stay."""
    click.echo("Postgres stopped." if server.stop(_settings()) else "Postgres was not running.")


@db.command()
def status() -> None:
    """Say whether the server runs; exit code 1 if it does not."""
    settings = _settings()
    found = server.status(settings)
    runs = f"runs on 127.0.0.1:{settings.port}" if found.running else "does not run"
    click.echo(f"Postgres {runs}; its data are in {found.folder}.")
    sys.exit(not found.running)


@db.command()
@click.confirmation_option(prompt="Delete the embedded Postgres with all its data?")
def remove() -> None:
    """Stop the server and delete all its data."""
    server.remove(_settings())
    click.echo("Postgres and its data are gone.")


@db.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def psql(arguments: tuple[str, ...]) -> None:
    """Open the warehouse, embedded or not, in the psql that comes with the embedded Postgres."""
    warehouse = Environment.read().warehouse()
    server.ensure(warehouse)
    program = str(psql_program())
    environ = os.environ | libpq_environ(warehouse)
    os.execve(program, [program, *arguments], environ)  # noqa: S606 - no shell is wanted


def _settings() -> Settings:
    warehouse = Environment.read().warehouse()
    if not warehouse.embedded:
        raise ConfigurationError(
            f"PGHOST is {warehouse.host}: that server is the warehouse, and the embedded Postgres"
            " is neither started nor touched.",
            "Unset PGHOST, also in .env, to use the embedded one.",
        )
    return Settings.of(warehouse)
