"""Run dbt on the warehouse: ``python -m loader.transform build``, or any other dbt command.

dbt reads the PG* and the project's other variables, but no ``.env``. This hands it what the loader
sees, and starts the embedded Postgres where it is the warehouse. All else is dbt's command line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import closing

import embedded_postgres
from embedded_postgres.settings import libpq_environ
from loader.catalogue import read_by_models
from loader.config import PROJECT_ROOT, Environment
from loader.errors import LoaderError
from loader.warehouse import tables, tenants
from loader.warehouse.connection import connect, transaction

DBT_PROJECT = PROJECT_ROOT / "dbt_project"

# dbt commands that write models.
_BUILD_MODELS = frozenset({"build", "run", "retry"})


def environ() -> dict[str, str]:
    """The environment for dbt."""
    environment = Environment.read()
    warehouse = environment.warehouse()
    return {
        "DBT_PROJECT_DIR": str(DBT_PROJECT),
        "DBT_PROFILES_DIR": str(DBT_PROJECT),
        **environment.values,
        **libpq_environ(warehouse),
        "RAW_SCHEMA": warehouse.raw_schema,
        "DBT_SCHEMA": warehouse.dbt_schema,
        "SERVICETITAN_TIMEZONE": environment.timezone(),
    }


def update_raw_schema(environment: Environment) -> None:
    """Bring a loaded raw schema up to what the models read.

    Creates tables that an older version of the loader did not, and stores the tenant's time zone
    if the setting has changed since the last load. Without a load it does nothing.

    Raises:
        LoaderError: The database cannot be reached, or does not know the zone.
    """
    warehouse = environment.warehouse()
    tenant_id, timezone = environment.get("SERVICETITAN_TENANT_ID"), environment.timezone()
    with (
        closing(connect(warehouse, purpose="transform")) as connection,
        transaction(connection),
        connection.cursor() as cursor,
    ):
        if not tables.is_loaded(cursor, warehouse.raw_schema):
            return
        tables.ensure(cursor, warehouse.raw_schema, read_by_models())
        if tenant_id.isdecimal() and environment.get("SERVICETITAN_TIMEZONE"):
            tenants.save_timezone(cursor, warehouse.raw_schema, int(tenant_id), timezone)


def main(arguments: Sequence[str]) -> None:
    """Run one dbt command in this process; the exit code is dbt's."""
    try:
        environment = Environment.read()
        embedded_postgres.ensure(environment.warehouse())
        if _BUILD_MODELS.intersection(arguments):
            update_raw_schema(environment)
        os.environ.update(environ())
    except LoaderError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)

    from dbt.cli.main import cli  # takes seconds: not before the warehouse is there

    cli.main(args=list(arguments), prog_name="dbt")


if __name__ == "__main__":
    main(sys.argv[1:])
