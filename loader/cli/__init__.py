"""The command line: one module for each command, and one place where errors become messages."""

from __future__ import annotations

import sys

import click

from embedded_postgres.cli import db
from loader.cli.api_spec import api_spec
from loader.cli.check import check
from loader.cli.endpoints import endpoints
from loader.cli.load import load
from loader.cli.reconcile import reconcile
from loader.cli.reports import reports
from loader.cli.safe_traceback import safe_traceback
from loader.cli.status import status
from loader.errors import LoaderError


class _Commands(click.Group):
    """Turns a failure into one message and its exit code; with ``--debug``, its trace as well."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001 (a bare traceback could show personal data)
            failure = error if isinstance(error, LoaderError) else _unexpected(error)
            if ctx.params.get("debug"):
                click.echo(safe_traceback(error), err=True)
            click.echo(f"Error: {failure.cause}\n       {failure.remedy}", err=True)
            sys.exit(failure.exit_code)


def _unexpected(error: Exception) -> LoaderError:
    return LoaderError(
        f"Unexpected {type(error).__name__}.", "Run with --debug and report what it shows."
    )


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show where an error came from.")
@click.pass_context
def main(ctx: click.Context, *, debug: bool) -> None:
    """Loads a ServiceTitan tenant into Postgres: API -> raw_st_* tables.

    Settings come from the environment or .env; see .env.example.
    """
    ctx.obj = {"debug": debug}


for _command in (load, reconcile, check, status, endpoints, reports, api_spec, db):
    main.add_command(_command)
