"""Runs dbt on the warehouse: ``python -m loader.transform build``, or any other dbt command.

dbt itself reads neither ``.env`` nor a connection service file. This gives it the warehouse that
the loader uses, and starts the embedded Postgres if that is the warehouse. The arguments are dbt's.

``make`` installs it as the virtual environment's ``dbt`` command too (scripts/dbt_command.py).
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import cursor as Cursor

from loader import dbt_errors, docs_site, embedded
from loader.catalogue import MODEL_INPUTS
from loader.config import DBT_PROJECT, IS_CHECKOUT, PROJECT_ROOT, Environment, Warehouse
from loader.config.api import tenant_number
from loader.errors import DatabaseSilent, LoaderError
from loader.postgres_errors import refused_statement
from loader.signals import Interrupted, interruptible, leave
from loader.warehouse import table_shapes, tables, tenants, transform_state, upgrades
from loader.warehouse.added_columns import complete_tables
from loader.warehouse.added_indexes import complete_indexes
from loader.warehouse.connection import SESSION_SETTINGS, cancel_statements, connect
from loader.warehouse.heartbeat import watched
from loader.warehouse.lock import DBT_PURPOSE
from loader.warehouse.session import Session

# Commands and options of dbt that open no connection.
_OFFLINE = {"--version", "-v", "--help", "-h", "clean", "deps", "init", "list", "ls", "parse"}
# Python looks for garbage after so many new objects, instead of 700. dbt's manifest is hundreds of
# thousands of objects that stay until the end: going through them again and again took a sixth of
# a run with nothing new. Costs 6 MB.
_OBJECTS_BETWEEN_COLLECTIONS = 50_000
# dbt commands that write models.
_BUILD_MODELS = {"build", "run", "retry"}


@dataclass
class _Options:
    """How this process logs."""

    as_json: bool = False


_OPTIONS = _Options()


def dbt_environment(environment: Environment) -> dict[str, str]:
    """Return the environment variables for dbt.

    Raises:
        ConfigurationError: A setting is wrong.
    """
    settings = {name: value for name, value in environment.values.items() if value}
    return {
        **_project_folders(settings),
        **environment.warehouse().environ(settings),
        "SERVICETITAN_TIMEZONE": environment.timezone(),
        "PGCLIENTENCODING": "UTF8",  # another one cannot hold every name and note
    }


def _prepare(environment: Environment, *, builds: bool) -> None:
    """Connect before dbt does: it explains no error, and takes a pool in transaction mode."""
    if builds:
        update_raw_schema(environment)
    else:
        connect(environment.warehouse(), purpose="transform").close()


def update_raw_schema(environment: Environment) -> None:
    """Add raw tables, columns and indexes that the dbt models read to a loaded raw schema.

    Upgrades an older warehouse first, and says so. Then creates tables that an older version of the
    loader did not, and stores what the settings say of tenants: their time zones, and who is
    paused. Without a load it does nothing.

    Raises:
        LoaderError: The database cannot be reached, lacks a schema that the role may not create,
            or does not know the zone.
    """
    warehouse = environment.warehouse()
    schema = warehouse.raw_schema
    declared = environment.tenants()
    zones = {one.tenant_id: one.timezone for one in declared} or _time_zone(environment)

    def damages(cursor: Cursor) -> dict[str, LoaderError]:
        return table_shapes.damaged_tables(cursor, schema, MODEL_INPUTS)

    def ensure(cursor: Cursor) -> dict[str, list[str]]:
        if not tables.has_any_load(cursor, schema):
            return {}
        table_shapes.check_own_tables(cursor, schema)
        missing = tables.ensure_schema(cursor, schema, sound, warehouse.engine)
        changed = tenants.with_other_timezone(cursor, schema, zones) if declared else zones
        for tenant_id in changed:
            tenants.save_timezone(cursor, schema, tenant_id, zones[tenant_id])
        tenants.save_paused(cursor, schema, {one.tenant_id: one.paused for one in declared})
        return missing

    with closing(Session(warehouse, "transform")) as session:
        session.run(partial(transform_state.check_schemas, warehouse=warehouse))
        upgrades.upgrade(session, schema, _note, warehouse.engine)
        damaged = session.run(damages)
        for error in damaged.values():
            _note(str(error))
        sound = [endpoint for endpoint in MODEL_INPUTS if endpoint.table not in damaged]
        complete_tables(session, schema, sound, session.run(ensure), _note)
        complete_indexes(session, schema, sound, _note)


def _time_zone(environment: Environment) -> dict[int, str]:
    """Return the tenant of .env with its time zone, if both are set."""
    tenant_id = environment.get("SERVICETITAN_TENANT_ID")
    if not (tenant_id and environment.get("SERVICETITAN_TIMEZONE")):
        return {}
    return {tenant_number(tenant_id, "SERVICETITAN_TENANT_ID"): environment.timezone()}


def _note(text: str) -> None:
    _log("Note: ", text)


def main(arguments: Sequence[str]) -> None:
    """Run one dbt command in this process; the exit code is dbt's."""
    _OPTIONS.as_json = "--log-format json" in " ".join(arguments)
    try:
        environment = Environment.read()
        values = dbt_environment(environment)
        warehouse = environment.warehouse()
        # dbt cancels its own statements.
        with interruptible(cancel_statements), ExitStack() as stack:
            if not _OFFLINE.intersection(arguments):
                embedded.ensure_running(warehouse)
                stack.enter_context(watched(warehouse, _end, DBT_PURPOSE))
                _prepare(environment, builds=bool(_BUILD_MODELS.intersection(arguments)))
            os.environ.clear()
            os.environ.update(values)
            if not sys.stdout.isatty():  # dbt colors what goes into a log file too
                os.environ.setdefault("DBT_USE_COLORS", "false")
            gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
            from dbt.cli.main import cli  # takes seconds: not before the warehouse is there

            dbt_errors.hide_values()
            _use_our_settings()
            try:
                cli.main(args=list(arguments), prog_name="dbt")
            except SystemExit as finished:
                if finished.code or not {"docs", "generate", "--static"} <= set(arguments):
                    raise
            _complete_docs(warehouse, arguments)
    except (LoaderError, psycopg2.Error) as error:
        failure = error if isinstance(error, LoaderError) else refused_statement(error)
        _say(failure)
        sys.exit(failure.exit_code)
    except Interrupted as interrupted:
        leave(interrupted.exit_code)


def _use_our_settings() -> None:
    """Make dbt's connections begin as the loader's do, whatever a role or a database has set."""
    from dbt.adapters.postgres.connections import PostgresConnectionManager

    opened = PostgresConnectionManager.open.__func__  # type: ignore[attr-defined]

    def open_connection(cls: type[Any], connection: Any) -> Any:
        connection = opened(cls, connection)
        with connection.handle.cursor() as cursor:
            cursor.execute(SESSION_SETTINGS)
        connection.handle.commit()
        return connection

    PostgresConnectionManager.open = classmethod(open_connection)  # type: ignore[assignment]


def _end(error: DatabaseSilent) -> None:
    """End the process: dbt's connections are its own, and it would wait for each of them."""
    _say(error)
    leave(error.exit_code)


def _say(error: LoaderError) -> None:
    _log("Error: ", error.cause, error.remedy)


def _log(prefix: str, text: str, remedy: str = "") -> None:
    """Write to stderr, as one JSON object if dbt's log is JSON."""
    if _OPTIONS.as_json:
        line = {"time": datetime.now(UTC).isoformat(), "level": "error" if remedy else "info"}
        line |= {"message": text} | ({"remedy": remedy} if remedy else {})
        print(json.dumps(line), file=sys.stderr)
    else:
        print(f"{prefix}{text}" + (f"\n       {remedy}" if remedy else ""), file=sys.stderr)


def _complete_docs(warehouse: Warehouse, arguments: Sequence[str]) -> None:
    """Make dbt's page of the project the front door that it is meant to be."""
    if os.environ.get("DBT_PROJECT_DIR") != str(DBT_PROJECT):
        return  # a project of their own
    target = os.environ.get("DBT_TARGET_PATH", str(DBT_PROJECT / "target"))
    if "--target-path" in arguments:
        target = arguments[list(arguments).index("--target-path") + 1]
    print(f"Wrote {docs_site.complete(Path(target), warehouse, _note)}")


def _project_folders(settings: Mapping[str, str]) -> dict[str, str]:
    """Return where dbt finds the project, unless it is run inside another dbt project."""
    here = Path.cwd()
    if (here / "dbt_project.yml").exists() and here.resolve() != DBT_PROJECT:
        return {}
    folder = str(DBT_PROJECT)
    folders = {"DBT_PROJECT_DIR": folder, "DBT_PROFILES_DIR": folder}
    if not IS_CHECKOUT:  # dbt must not write among the installed files
        folders |= {
            "DBT_TARGET_PATH": str(PROJECT_ROOT / "target"),
            "DBT_LOG_PATH": str(PROJECT_ROOT / "logs"),
        }
    return {name: settings.get(name, folder) for name, folder in folders.items()}


if __name__ == "__main__":
    main(sys.argv[1:])
