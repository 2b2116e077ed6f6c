"""Runs dbt on the warehouse: ``python -m loader.transform build``, or any other dbt command.

dbt itself reads neither ``.env`` nor a connection service file. This gives it the warehouse that
the loader uses, and starts the embedded Postgres if that is the warehouse. The arguments are dbt's.

``make`` installs it as the virtual environment's ``dbt`` command too (scripts/dbt_command.py).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from psycopg2.extensions import cursor as Cursor

from loader import dbt_errors, embedded
from loader.catalogue import MODEL_INPUTS
from loader.config import DBT_PROJECT, IS_CHECKOUT, PROJECT_ROOT, Environment
from loader.config.api import tenant_number
from loader.errors import LoaderError
from loader.signals import Interrupted, interruptible, leave
from loader.warehouse import tables, tenants, upgrades
from loader.warehouse.added_columns import complete_tables
from loader.warehouse.connection import connect
from loader.warehouse.session import Session

# Commands and options of dbt that open no connection.
_OFFLINE = {"--version", "-v", "--help", "-h", "clean", "deps", "init", "list", "ls", "parse"}
# dbt commands that write models.
_BUILD_MODELS = {"build", "run", "retry"}


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
    }


def _prepare(environment: Environment, *, builds: bool) -> None:
    """Connect before dbt does: it explains no error, and takes a pool in transaction mode."""
    if builds:
        update_raw_schema(environment)
    else:
        connect(environment.warehouse(), purpose="transform").close()


def update_raw_schema(environment: Environment) -> None:
    """Add raw tables and columns that the dbt models read to a loaded raw schema.

    Upgrades an older warehouse first, and says so. Then creates tables that an older version of the
    loader did not, and stores the tenant's time zone if the setting has changed since the last
    load. Without a load it does nothing.

    Raises:
        LoaderError: The database cannot be reached, or does not know the zone.
    """
    warehouse = environment.warehouse()
    schema = warehouse.raw_schema
    tenant_id, timezone = environment.get("SERVICETITAN_TENANT_ID"), environment.timezone()

    def ensure(cursor: Cursor) -> dict[str, list[str]]:
        if not tables.has_any_load(cursor, schema):
            return {}
        missing = tables.ensure_schema(cursor, schema, MODEL_INPUTS)
        if tenant_id and environment.get("SERVICETITAN_TIMEZONE"):
            number = tenant_number(tenant_id, "SERVICETITAN_TENANT_ID")
            tenants.save_timezone(cursor, schema, number, timezone)
        return missing

    with closing(Session(warehouse, "transform")) as session:
        upgrades.upgrade(session, schema, _note)
        complete_tables(session, schema, MODEL_INPUTS, session.run(ensure), _note)


def _note(text: str) -> None:
    print(f"Note: {text}", file=sys.stderr)


def main(arguments: Sequence[str]) -> None:
    """Run one dbt command in this process; the exit code is dbt's."""
    try:
        environment = Environment.read()
        values = dbt_environment(environment)
        if not _OFFLINE.intersection(arguments):
            embedded.ensure_running(environment.warehouse())
            _prepare(environment, builds=bool(_BUILD_MODELS.intersection(arguments)))
    except LoaderError as error:
        print(f"Error: {error.cause}\n       {error.remedy}", file=sys.stderr)
        sys.exit(error.exit_code)
    os.environ.clear()
    os.environ.update(values)
    if not sys.stdout.isatty():  # dbt colors what goes into a log file too
        os.environ.setdefault("DBT_USE_COLORS", "false")

    try:
        with interruptible():  # dbt then cancels its statements
            from dbt.cli.main import cli  # takes seconds: not before the warehouse is there

            dbt_errors.hide_values()
            cli.main(args=list(arguments), prog_name="dbt")
    except Interrupted as interrupted:
        leave(interrupted.exit_code)


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
