"""``load``: API -> raw tables."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypedDict, TypeVar, Unpack

import click

from loader.cli.load_request import LoadRequest
from loader.cli.load_tenants import load_tenants
from loader.cli.options import mass_deletion_option, quiet_option, selection_options, tenants_option

_Command = TypeVar("_Command", bound=Callable[..., object])


def _time(_ctx: click.Context, _param: click.Parameter, value: str | None) -> datetime | None:
    """Parse a date or an instant; without an offset it is UTC."""
    if value is None:
        return None
    try:
        time = datetime.fromisoformat(value)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise click.BadParameter(
            f"{value[:60]!r} is not a date or time like 2026-01-31 or 2026-01-31T08:00Z"
        ) from None


class LoadArguments(TypedDict):
    """What the options of ``load`` give a command. Times are UTC."""

    select: tuple[str, ...]
    exclude: tuple[str, ...]
    full_refresh: bool
    since: datetime | None
    until: datetime | None
    allow_mass_deletion: bool
    tenant: tuple[str, ...]
    quiet: bool


def load_options(command: _Command) -> _Command:
    """Add the options of ``load``."""
    for option in reversed(
        [
            selection_options,
            click.option(
                "--full-refresh",
                is_flag=True,
                help="Read everything again; existing rows stay available meanwhile.",
            ),
            click.option(
                "--since",
                metavar="TIME",
                callback=_time,
                help="Backfill what was modified since then; cursors do not move.",
            ),
            click.option(
                "--until",
                metavar="TIME",
                callback=_time,
                help="Backfill what was modified before then.",
            ),
            mass_deletion_option,
            tenants_option,
            quiet_option,
        ]
    ):
        command = option(command)
    return command


@click.command()
@load_options
def load(**options: Unpack[LoadArguments]) -> None:
    """Load what changed since the last load; at first, everything.

    Loads the tenant of .env, or all that tenants.toml declares.

    Exit code 0: all loaded. 1: an endpoint failed, the others are loaded. 2: wrong usage or
    configuration. 75: another run of the tenant is in progress.
    """
    sys.exit(load_as_asked(**options))


def load_as_asked(**options: Unpack[LoadArguments]) -> int:
    """Load as the options of ``load`` say, and return the exit code.

    Raises:
        LoaderError: The options are wrong, or the run as a whole failed.
        Interrupted: A signal ended it.
    """
    request = LoadRequest(
        options["select"],
        options["exclude"],
        options["full_refresh"],
        options["since"],
        options["until"],
        options["allow_mass_deletion"],
    )
    return load_tenants(request, options["tenant"], quiet=options["quiet"])
