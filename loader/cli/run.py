"""Runs a load for the commands: progress, signals, summary."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import click

from loader import embedded
from loader.cli import logs
from loader.cli.load_request import LoadRequest
from loader.cli.safe_traceback import safe_traceback
from loader.config import Environment, Warehouse
from loader.errors import (
    EXIT_ENDPOINT_FAILED,
    EXIT_LOADED,
    AccessDenied,
    ConfigurationError,
    LoaderError,
)
from loader.signals import interruptible


def ensure_warehouse(environment: Environment) -> Warehouse:
    """Return the warehouse; start it if it is the embedded Postgres.

    Raises:
        ConfigurationError: Its settings are wrong.
        WarehouseError: The embedded Postgres cannot be started.
    """
    warehouse = environment.warehouse()
    embedded.ensure_running(warehouse)
    return warehouse


def run_load(environment: Environment, request: LoadRequest, *, quiet: bool) -> int:
    """Load one tenant in this process, with a progress display, and show the summary.

    Returns:
        The exit code: 1 if an endpoint failed.

    Raises:
        LoaderError: The options are wrong, or the run as a whole failed.
        Interrupted: A signal ended it.
    """
    selection = request.selection(environment)
    api = environment.api()
    if not request.reconcile:
        warn_without_timezone(environment)
    warehouse = ensure_warehouse(environment)
    options = request.options(*selection)
    from loader.cli.progress import ProgressDisplay
    from loader.run.load import load
    from loader.staging.work_folder import work_folder
    from loader.warehouse.connection import cancel_statements

    names = [
        *(endpoint.name for endpoint in options.endpoints),
        *(report.endpoint for report in options.reports),
    ]
    folder = work_folder(warehouse, api.tenant_id)
    with (
        ProgressDisplay(names, quiet=quiet) as display,
        interruptible(cancel_statements, lambda: shutil.rmtree(folder, ignore_errors=True)),
    ):
        results = load(api, warehouse, options, display)
    errors = [result.error for result in results]
    if click.get_current_context().find_root().params.get("debug"):
        for error in filter(None, errors):
            click.echo(safe_traceback(error), err=True)
    refuse_if_all_denied(errors)
    display.summary(results)
    return EXIT_ENDPOINT_FAILED if any(errors) else EXIT_LOADED


def warn_without_timezone(environment: Environment) -> None:
    """Warn if no time zone is set: business dates are then those of UTC."""
    if not environment.get("SERVICETITAN_TIMEZONE"):
        logs.logger.warning(
            "SERVICETITAN_TIMEZONE is not set: business dates, and the days of reports, are those"
            " of UTC."
        )


def refuse_if_all_denied(errors: Sequence[LoaderError | None]) -> None:
    """Fail if the app may read nothing at all: it lacks more than a scope.

    Raises:
        ConfigurationError: There are errors, and all of them deny access.
    """
    if errors and all(isinstance(error, AccessDenied) for error in errors):
        raise ConfigurationError(
            "ServiceTitan lets this app read none of the selected endpoints (HTTP 403).",
            "Check SERVICETITAN_TENANT_ID, that the tenant's admin has accepted the app, and the"
            " app's scopes.",
        )
