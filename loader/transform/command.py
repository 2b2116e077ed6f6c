"""One dbt command, run in this process on the warehouse that the loader uses."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import psycopg2

from loader import docs_site, embedded
from loader.config import DBT_PROJECT, Environment, Warehouse
from loader.errors import DatabaseSilent, LoaderError
from loader.postgres_errors import refused_statement
from loader.signals import Interrupted, interruptible, leave
from loader.transform import dbt_errors, dbt_sessions
from loader.transform.environment import dbt_environment
from loader.transform.messages import Messages
from loader.transform.raw_schema import update_raw_schema
from loader.warehouse.connection import cancel_statements, connect
from loader.warehouse.heartbeat import watched
from loader.warehouse.lock import DBT_PURPOSE

# Commands and options of dbt that open no connection.
_OFFLINE = {"--version", "-v", "--help", "-h", "clean", "deps", "init", "list", "ls", "parse"}
# Python looks for garbage after so many new objects, instead of 700. dbt's manifest is hundreds of
# thousands of objects that stay until the end: going through them again and again took a sixth of
# a run with nothing new. Costs 6 MB.
_OBJECTS_BETWEEN_COLLECTIONS = 50_000
# dbt commands that write models.
_BUILD_MODELS = {"build", "run", "retry"}


def main(arguments: Sequence[str]) -> None:
    """Run one dbt command in this process; the exit code is dbt's."""
    messages = Messages(as_json="--log-format json" in " ".join(arguments))
    try:
        environment = Environment.read()
        values = dbt_environment(environment)
        warehouse = environment.warehouse()
        # dbt cancels its own statements.
        with interruptible(cancel_statements), ExitStack() as stack:
            if not _OFFLINE.intersection(arguments):
                embedded.ensure_running(warehouse)
                stack.enter_context(watched(warehouse, partial(_end, messages), DBT_PURPOSE))
                _prepare(environment, messages, builds=bool(_BUILD_MODELS.intersection(arguments)))
            _run_dbt(arguments, values)
            _complete_docs(warehouse, arguments, messages)
    except (LoaderError, psycopg2.Error) as error:
        failure = error if isinstance(error, LoaderError) else refused_statement(error)
        messages.error(failure)
        sys.exit(failure.exit_code)
    except Interrupted as interrupted:
        leave(interrupted.exit_code)


def _prepare(environment: Environment, messages: Messages, *, builds: bool) -> None:
    """Connect before dbt does: it explains no error, and takes a pool in transaction mode."""
    if builds:
        update_raw_schema(environment, messages.note)
    else:
        connect(environment.warehouse(), purpose="transform").close()


def _run_dbt(arguments: Sequence[str], values: Mapping[str, str]) -> None:
    """Run dbt. Returns only if it has generated the docs: else raises ``SystemExit``, as dbt does.

    Args:
        arguments: dbt's.
        values: The environment variables that it gets, instead of the process's own.
    """
    os.environ.clear()
    os.environ.update(values)
    if not sys.stdout.isatty():  # dbt colors what goes into a log file too
        os.environ.setdefault("DBT_USE_COLORS", "false")
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    from dbt.cli.main import cli  # takes seconds: not before the warehouse is there

    dbt_errors.hide_values()
    dbt_sessions.use_our_settings()
    try:
        cli.main(args=list(arguments), prog_name="dbt")
    except SystemExit as finished:
        if finished.code or not {"docs", "generate", "--static"} <= set(arguments):
            raise


def _end(messages: Messages, error: DatabaseSilent) -> None:
    """End the process: dbt's connections are its own, and it would wait for each of them."""
    messages.error(error)
    leave(error.exit_code)


def _complete_docs(warehouse: Warehouse, arguments: Sequence[str], messages: Messages) -> None:
    """Make dbt's page of the project the front door that it is meant to be."""
    if os.environ.get("DBT_PROJECT_DIR") != str(DBT_PROJECT):
        return  # a project of their own
    target = os.environ.get("DBT_TARGET_PATH", str(DBT_PROJECT / "target"))
    if "--target-path" in arguments:
        target = arguments[list(arguments).index("--target-path") + 1]
    print(f"Wrote {docs_site.complete(Path(target), warehouse, messages.note)}")
