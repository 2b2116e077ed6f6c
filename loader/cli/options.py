"""Options that several commands share."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import click

from loader.config import split_list

_Command = TypeVar("_Command", bound=Callable[..., object])

_MAX_HOURS = 24 * 365 * 100


def _names(
    _ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Split ``a,b`` and repeated options into single names."""
    return tuple(word for value in values for word in split_list(value))


def _tenants(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Refuse an option that names nobody: an empty variable of a script must not mean all."""
    if values and not all(split_list(value) for value in values):
        raise click.BadParameter("'' names no tenant")
    return _names(ctx, param, values)


def hours(_ctx: click.Context, _param: click.Parameter, value: float) -> timedelta:
    """Parse a number of hours above 0."""
    if math.isnan(value) or not 0 < value <= _MAX_HOURS:
        raise click.BadParameter(f"{value} is not a number of hours above 0")
    return timedelta(hours=value)


def selection_options(command: _Command) -> _Command:
    """Add ``--select`` and ``--exclude``."""
    select = click.option(
        "--select",
        multiple=True,
        callback=_names,
        metavar="NAMES",
        help="Endpoints or modules, separated by commas: customers,jobs or crm. `core`: the"
        " default. `kpi`: all that the marts use. `child_resources`: those that cost a request for"
        " each parent record; modules do not include them. `reports`: those that reports.toml"
        " declares. `all`: every one. Default: SERVICETITAN_SELECT.",
    )
    exclude = click.option(
        "--exclude",
        multiple=True,
        callback=_names,
        metavar="NAMES",
        help="Endpoints or modules to leave out, besides those of SERVICETITAN_EXCLUDE.",
    )
    return select(exclude(command))


tenants_option = click.option(
    "--tenant",
    multiple=True,
    callback=_tenants,
    metavar="NAMES",
    help="Only these tenants of tenants.toml, by name or id, separated by commas; paused ones too."
    " Without that file: the tenant to use instead of SERVICETITAN_TENANT_ID.",
)

tenant_option = click.option(
    "--tenant",
    metavar="NAME",
    help="A tenant of tenants.toml, by name or id. Without that file: the tenant to use instead of"
    " SERVICETITAN_TENANT_ID. Variables that end in its number (SERVICETITAN_CLIENT_ID_123) win"
    " over the plain ones.",
)

fresh_for_option = click.option(
    "--fresh-for",
    type=float,
    default=26.0,
    callback=hours,
    show_default=True,
    metavar="HOURS",
    help="A table whose last completed sync is older than this is stale.",
)

mass_deletion_option = click.option(
    "--allow-mass-deletion",
    is_flag=True,
    help="Mark rows as deleted however many the API no longer shows. Without it, an endpoint fails"
    " that would lose more than 100 rows and 30 % of its table.",
)

one_tenant_option = click.option(
    "--tenant", metavar="NAME", help="Only this tenant, by name or id; all of them without it."
)

quiet_option = click.option(
    "--quiet", is_flag=True, help="Show only the summary, without progress and table."
)
