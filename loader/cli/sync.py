"""``sync``: load, then transform what was loaded."""

from __future__ import annotations

import subprocess
import sys
from typing import Unpack

import click

from loader import transform
from loader.cli import logs
from loader.cli.load import LoadArguments, load_as_asked, load_options
from loader.config import PROJECT_ROOT
from loader.errors import LoaderError
from loader.signals import interruptible


@click.command()
@load_options
def sync(**options: Unpack[LoadArguments]) -> None:
    """Load, then transform what did load: raw_st_* -> st_* tables, once for all tenants.

    An endpoint that fails keeps nothing else from the st_ tables, nor does a load that ends early.
    The exit code is the load's; if all loaded, the transform's.
    """
    loaded = _load(**options)
    transformed = _transform(quiet=options["quiet"])
    if transformed:
        logs.failure(
            f"The transform failed (dbt's exit code {transformed})."
            " Its output above names the model.",
            fields={"exit_code": transformed},
        )
    sys.exit(loaded or transformed)


def _load(**options: Unpack[LoadArguments]) -> int:
    """Load, and return the exit code. Raises what ended a load that has brought nothing."""
    try:
        return load_as_asked(**options)
    except LoaderError as error:
        if not error.something_loaded:
            raise
        logs.error(error, error.exit_code)
        return error.exit_code


def _transform(*, quiet: bool) -> int:
    """Run ``dbt build`` in a process of its own, and return its exit code."""
    options = ["--quiet"] if quiet else []
    if logs.is_json():
        options += ["--log-format", "json"]
    elif not sys.stdout.isatty():
        options += ["--no-use-colors"]
    command = [sys.executable, "-m", transform.__name__, *options, "build"]
    with (
        subprocess.Popen(command, cwd=PROJECT_ROOT) as dbt,
        interruptible(dbt.terminate, dbt.kill),
    ):
        return dbt.wait()
