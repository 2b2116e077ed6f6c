"""The command line: one module for each command, and one place where errors become messages."""

from __future__ import annotations

import sys

import click

from loader.cli.check import check
from loader.cli.endpoints import endpoints
from loader.cli.facts import facts
from loader.cli.load import load
from loader.cli.reconcile import reconcile
from loader.cli.reports import reports
from loader.cli.status import status
from loader.embedded.cli import db
from loader.errors import LoaderError


class _Commands(click.Group):
    """Turns an expected failure into one message and its exit code, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except LoaderError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"Error: {error.cause}\n       {error.remedy}", err=True)
            sys.exit(error.exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show tracebacks. They may hold personal data.")
@click.pass_context
def main(ctx: click.Context, *, debug: bool) -> None:
    """Loads a ServiceTitan tenant into Postgres: API -> raw_st_* tables.

    Settings come from the environment or .env; see .env.example.
    """
    ctx.obj = {"debug": debug}


for _command in (load, reconcile, check, status, endpoints, reports, facts, db):
    main.add_command(_command)
