"""Databases of the tests' own, in their throwaway Postgres."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2

from loader import embedded
from loader.config import Warehouse


def as_admin(postgres: embedded.Settings, statement: str) -> None:
    """Run a statement that no database's transaction can hold."""
    with closing(psycopg2.connect(**postgres.libpq())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def new_database(postgres: embedded.Settings, name: str) -> Iterator[Warehouse]:
    """A database of this name, for as long as the block lasts."""
    as_admin(postgres, f"create database {name}")
    try:
        yield Warehouse(
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
    finally:
        # Not `with (force)`: it refuses where autovacuum is at work in the database, for its
        # workers belong to no role of ours. The plain statement sends those away by itself.
        as_admin(
            postgres,
            f"select pg_terminate_backend(pid, 10000) from pg_stat_activity"
            f" where datname = '{name}' and usename = current_user",
        )
        as_admin(postgres, f"drop database {name}")
