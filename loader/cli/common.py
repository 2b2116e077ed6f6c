"""What several commands share: their settings and options."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click
from rich.console import Console

import embedded_postgres
from loader import catalogue
from loader.catalogue import Endpoint
from loader.catalogue.selection import ALL_ENDPOINTS, choose
from loader.cli.safe_traceback import safe_traceback
from loader.config import Api, Environment, Warehouse
from loader.errors import EXIT_ENDPOINT_FAILED, AccessDenied, ConfigurationError, LoaderError
from loader.reports.declaration import MODULE, PREFIX, Declaration, read_file

if TYPE_CHECKING:
    from loader.run.options import LoadOptions

_Command = TypeVar("_Command", bound=Callable[..., object])


def warehouse_of(environment: Environment) -> Warehouse:
    """The warehouse; without PGHOST, the embedded Postgres, which is started if it is down."""
    warehouse = environment.warehouse()
    embedded_postgres.ensure(warehouse)
    return warehouse


def table_console() -> Console:
    """Where tables are printed: as wide as the terminal, and never cut when written elsewhere."""
    console = Console()
    return console if console.is_terminal else Console(width=300)


def names(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Split ``a,b`` and repeated options into single names."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def selection(command: _Command) -> _Command:
    """Add ``--select`` and ``--exclude``."""
    select = click.option(
        "--select",
        multiple=True,
        callback=names,
        metavar="NAMES",
        help="Endpoints or modules, with commas between: customers,jobs or crm. `nested`: those"
        " that cost a request for each parent, which modules leave out. `reports`: those that"
        " reports.toml declares. `all`: every one.",
    )
    exclude = click.option(
        "--exclude",
        multiple=True,
        callback=names,
        metavar="NAMES",
        help="Endpoints or modules to leave out; `nested` too.",
    )
    return select(exclude(command))


def chosen(
    select: tuple[str, ...], exclude: tuple[str, ...], environment: Environment, tenant: str | None
) -> tuple[tuple[Endpoint, ...], tuple[Declaration, ...]]:
    """What a selection means: endpoints of the catalogue, and declared reports.

    The file of reports is read only where the selection may mean one of them. Raises
    ``ConfigurationError``.
    """
    file = environment.reports_file(tenant)
    named = any(_may_be_report(word) for word in select)
    declared: dict[str, Declaration] = {}
    if named or (ALL_ENDPOINTS in select and file.exists()):
        declared = read_file(file)
    elif not any(_may_be_report(word) for word in exclude):
        return catalogue.select(select, exclude), ()
    known: dict[str, Endpoint | Declaration] = {**catalogue.ENDPOINTS, **declared}
    exclude = tuple(word for word in exclude if declared or not _may_be_report(word))
    both = choose(known, select, exclude)
    return (
        tuple(one for one in both if isinstance(one, Endpoint)),
        tuple(one for one in both if isinstance(one, Declaration)),
    )


def catalogued(
    select: tuple[str, ...], exclude: tuple[str, ...], *, instead: str
) -> tuple[Endpoint, ...]:
    """A selection for a command that is not for declared reports; ``instead`` is what does it for
    them. Here ``reports`` is the API's own list of them."""
    reports = [word for word in select if word != MODULE and _may_be_report(word)]
    if reports:
        raise ConfigurationError(
            f"{', '.join(reports)}: this command is for endpoints that the catalogue lists.",
            f"For reports: `python -m loader {instead}`.",
        )
    return catalogue.select(select, exclude)


def _may_be_report(word: str) -> bool:
    # raw_st_reports is the API's list of them.
    plain = word.removeprefix("raw_st_")
    return word == MODULE or (plain.startswith(PREFIX) and plain not in catalogue.ENDPOINTS)


def refuse_if_all_denied(errors: Sequence[LoaderError | None]) -> None:
    """Where the API lets the app read nothing at all, it is no scope here and there."""
    if errors and all(isinstance(error, AccessDenied) for error in errors):
        raise ConfigurationError(
            "ServiceTitan lets this app read none of the selected endpoints (HTTP 403).",
            "Check SERVICETITAN_TENANT_ID, that the tenant's admin has accepted the app, and the"
            " app's scopes.",
        )


def run_load(api: Api, warehouse: Warehouse, options: LoadOptions, *, quiet: bool) -> None:
    """Run an order with a progress display, show its summary, exit with 1 if an endpoint failed."""
    from loader.cli.progress import ProgressDisplay
    from loader.run.load import load

    names = [
        *(endpoint.name for endpoint in options.endpoints),
        *(r.endpoint for r in options.reports),
    ]
    with ProgressDisplay(names, quiet=quiet) as display:
        results = load(api, warehouse, options, display)
    errors = [result.error for result in results]
    if click.get_current_context().find_root().params.get("debug"):
        for error in filter(None, errors):
            click.echo(safe_traceback(error), err=True)
    refuse_if_all_denied(errors)
    display.summary(results)
    if any(errors):
        sys.exit(EXIT_ENDPOINT_FAILED)


tenant_option = click.option(
    "--tenant",
    metavar="ID",
    help="Tenant to use instead of SERVICETITAN_TENANT_ID. Credentials named with its number at"
    " the end (SERVICETITAN_CLIENT_ID_123) win over the plain ones.",
)
