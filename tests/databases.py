"""Databases of the tests' own, in their throwaway Postgres."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2

import embedded_postgres
from loader.config import Warehouse


def as_admin(postgres: embedded_postgres.Settings, statement: str) -> None:
    """Run a statement that no database's transaction can hold."""
    with closing(psycopg2.connect(**postgres.libpq())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def new_database(postgres: embedded_postgres.Settings, name: str) -> Iterator[Warehouse]:
    """A database of this name, for as long as the block lasts."""
    as_admin(postgres, f"create database {name}")
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
    )
    try:
        yield warehouse
    finally:
        end_connections(warehouse)
        # Not `with (force)`, which refuses where autovacuum is at work in the database. The plain
        # statement sends autovacuum away by itself.
        as_admin(postgres, f"drop database {name}")


def end_connections(warehouse: Warehouse, purpose: str = "%") -> None:
    """End all connections to a database whose application's name is like ``purpose``.

    Our own only: autovacuum's workers belong to no role that we may end.
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
