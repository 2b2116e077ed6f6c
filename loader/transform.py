"""Run dbt on the warehouse: ``python -m loader.transform build``, or any other dbt command.

dbt reads the PG* and the project's other variables, but no ``.env``. This hands it what the loader
sees, and starts the embedded Postgres where it is the warehouse. All else is dbt's command line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import embedded_postgres
from embedded_postgres.settings import libpq_environ
from loader.config import PROJECT_ROOT, Environment
from loader.errors import LoaderError

DBT_PROJECT = PROJECT_ROOT / "dbt_project"


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


def main(arguments: Sequence[str]) -> None:
    """Run one dbt command in this process; the exit code is dbt's."""
    try:
        embedded_postgres.ensure(Environment.read().warehouse())
        os.environ.update(environ())
    except LoaderError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)

    from dbt.cli.main import cli  # takes seconds: not before the warehouse is there

    cli.main(args=list(arguments), prog_name="dbt")


if __name__ == "__main__":
    main(sys.argv[1:])
