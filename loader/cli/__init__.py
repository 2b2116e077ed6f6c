"""The command line: one module per command, and one place where errors become messages."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click
import psycopg2

from loader.cli import logs
from loader.cli.api_spec import api_spec
from loader.cli.check import check
from loader.cli.db import db
from loader.cli.endpoints import endpoints
from loader.cli.grant import grant
from loader.cli.init import init
from loader.cli.load import load
from loader.cli.migration import migration
from loader.cli.reconcile import reconcile
from loader.cli.report import report
from loader.cli.reports import reports
from loader.cli.safe_traceback import safe_traceback
from loader.cli.status import status
from loader.cli.sync import sync
from loader.cli.tenants import tenants
from loader.cli.tie_out import tie_out
from loader.cli.transform import transform
from loader.errors import LoaderError
from loader.postgres_errors import refused_statement
from loader.signals import Interrupted, interruptible, leave
from loader.version import VERSION
from loader.warehouse.connection import cancel_statements


class _Commands(click.Group):
    """Turns a failure into one message and its exit code; with ``--debug``, its trace as well."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            with interruptible(cancel_statements):
                return super().invoke(ctx)
        except click.ClickException as error:
            if not logs.is_json():
                raise
            logs.failure(error.format_message(), fields={"exit_code": error.exit_code})
            sys.exit(error.exit_code)
        except (click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click ends quietly where nobody reads its output any more
        except Interrupted as interrupted:
            logs.error(
                LoaderError(
                    "Interrupted.", "What was committed stays; the next run continues from there."
                ),
                interrupted.exit_code,
            )
            leave(interrupted.exit_code)
        except KeyboardInterrupt:  # before the handlers were there
            click.echo(err=True)
            sys.exit(130)
        except Exception as error:  # noqa: BLE001 (a bare traceback could show personal data)
            failure = _as_loader_error(error)
            if ctx.params.get("debug"):
                click.echo(safe_traceback(error), err=True)
            _report(failure, failure.exit_code)


def _report(failure: LoaderError, exit_code: int) -> NoReturn:
    logs.error(failure, exit_code)
    sys.exit(exit_code)


def _as_loader_error(error: Exception) -> LoaderError:
    if isinstance(error, LoaderError):
        return error
    if isinstance(error, psycopg2.Error):
        return refused_statement(error)
    if isinstance(error, OSError) and error.errno:
        return LoaderError(
            f"The operating system refused to read or write something: {os.strerror(error.errno)}.",
            "Check the free space and the permissions where files and the output go.",
        )
    return LoaderError(
        f"Unexpected {type(error).__name__}.", "Run with --debug and report what it shows."
    )


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="servicetitan-warehouse")
@click.option("--debug", is_flag=True, help="Show where an error came from.")
@click.option(
    "--log-format",
    type=click.Choice(logs.FORMATS),
    default="text",
    show_default=True,
    help="Write the log on stderr as text, or as one JSON object per line.",
)
def main(*, debug: bool, log_format: logs.LogFormat) -> None:
    """Load ServiceTitan tenants into Postgres: API -> raw_st_* tables.

    Settings come from the environment or .env; see .env.example. Many tenants are declared in
    tenants.toml; see tenants.example.toml.

    Exit codes: 0 done; 1 something failed; 2 wrong usage or configuration; 75 another run of the
    tenant is in progress; 129, 130, 143 ended by SIGHUP, SIGINT, SIGTERM.
    """
    _ = debug  # read from the context when an error is shown
    logs.configure(log_format)


for _command in (
    *(init, check, load, transform, sync, status, report, grant),
    *(endpoints, reconcile, reports, tenants, tie_out, api_spec, db, migration),
):
    main.add_command(_command)
