"""What several commands share: their settings and options."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click
from rich.console import Console

from loader import embedded
from loader.cli.traces import trace
from loader.config import Api, Environment, Warehouse
from loader.errors import EXIT_ENDPOINT_FAILED, AccessDenied, ConfigurationError, LoaderError

if TYPE_CHECKING:
    from loader.run.load import Order

_Command = TypeVar("_Command", bound=Callable[..., object])


def warehouse_of(environment: Environment) -> Warehouse:
    """The warehouse; without PGHOST, the embedded Postgres, which is started if it is down."""
    warehouse = environment.warehouse()
    embedded.ensure(warehouse)
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
        " that cost a request for each parent, which modules leave out. `all`: every one.",
    )
    exclude = click.option(
        "--exclude",
        multiple=True,
        callback=names,
        metavar="NAMES",
        help="Endpoints or modules to leave out; `nested` too.",
    )
    return select(exclude(command))


def refuse_if_all_denied(errors: Sequence[LoaderError | None]) -> None:
    """Where the API lets the app read nothing at all, it is no scope here and there."""
    if errors and all(isinstance(error, AccessDenied) for error in errors):
        raise ConfigurationError(
            "ServiceTitan lets this app read none of the selected endpoints (HTTP 403).",
            "Check SERVICETITAN_TENANT_ID, that the tenant's admin has accepted the app, and the"
            " app's scopes.",
        )


def run_order(api: Api, warehouse: Warehouse, order: Order, *, quiet: bool) -> None:
    """Run an order with a progress display, show its summary, exit with 1 if an endpoint failed."""
    from loader.cli.display import Display
    from loader.run.load import load

    with Display(order.endpoints, quiet=quiet) as display:
        results = load(api, warehouse, order, display)
    errors = [result.error for result in results]
    if click.get_current_context().find_root().params.get("debug"):
        for error in filter(None, errors):
            click.echo(trace(error), err=True)
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
