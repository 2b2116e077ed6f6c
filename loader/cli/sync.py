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
from loader.signals import interruptible


@click.command()
@load_options
def sync(**options: Unpack[LoadArguments]) -> None:
    """Load, then transform what did load: raw_st_* -> st_* tables, once for all tenants.

    An endpoint that fails keeps nothing else from the st_ tables. The exit code is the load's; if
    all loaded, the transform's.
    """
    loaded = load_as_asked(**options)
    transformed = _transform(quiet=options["quiet"])
    if transformed:
        logs.failure(
            f"The transform failed (dbt's exit code {transformed})."
            " Its output above names the model.",
            fields={"exit_code": transformed},
        )
    sys.exit(loaded or transformed)


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
