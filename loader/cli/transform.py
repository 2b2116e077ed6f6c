"""``transform``: dbt with the settings of ``.env``."""

from __future__ import annotations

import click

from loader.cli import logs

# dbt's commands, and its options that need none.
_OF_DBT = frozenset(
    (
        *("build", "clean", "clone", "compile", "debug", "deps", "docs", "init", "list", "ls"),
        *("parse", "retry", "run", "run-operation", "seed", "show", "snapshot", "source", "test"),
        *("-h", "--help", "-v", "--version"),
    )
)
_OPTIONS = {"ignore_unknown_options": True, "allow_interspersed_args": False}


@click.command(context_settings=_OPTIONS, add_help_option=False)
@click.argument("arguments", metavar="[DBT COMMAND AND OPTIONS]", nargs=-1, type=click.UNPROCESSED)
def transform(arguments: tuple[str, ...]) -> None:
    """Run dbt: raw_st_* -> st_* tables and marts. `build`, unless another command is named.

    `transform --select st_jobs`, `transform docs generate`, `transform --help`: the arguments are
    dbt's, the warehouse is that of the other commands. Inside a dbt project of your own it is that
    project which is built.
    """
    from loader.transform import main

    if not _OF_DBT.intersection(arguments):
        arguments = ("build", *arguments)
    if logs.is_json() and "--log-format" not in arguments:
        arguments = ("--log-format", "json", *arguments)
    main(arguments)
