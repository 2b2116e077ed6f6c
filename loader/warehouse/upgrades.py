"""The schema version of a warehouse, and the steps that bring an older one to the present.

The version counts changes of the tables in which loader and transform keep their own state. A
program refuses a warehouse with a newer version than it knows, because it would write what the
newer one no longer reads. Columns that a raw table gains need no version: every load adds what is
missing. CHANGELOG.md says what each version changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier

from loader.config import Engine
from loader.errors import ConfigurationError
from loader.version import VERSION
from loader.warehouse import distribution
from loader.warehouse.connection import fetch_one
from loader.warehouse.session import Session
from loader.warehouse.tables import (
    LOADS,
    SCHEMA_VERSION,
    SCHEMA_VERSIONS,
    create_versions,
    lock_schema,
    record_version,
)


@dataclass(frozen=True)
class Step:
    """One step of an upgrade. It commits as a whole, with its version.

    Attributes:
        version: The warehouse's schema version once it is done.
        description: What it does, for the announcement.
        statements: SQL, with ``{schema}`` for the raw schema. It must do no harm if it was done
            before: warehouses older than ``raw_schema_version`` may have had some of it.
        new_tables: The names of tables that it creates, to be distributed.
    """

    version: int
    description: str
    statements: tuple[str, ...]
    new_tables: tuple[str, ...] = ()


# History: what a step says stays as it is, whatever becomes of the tables later.
STEPS = (
    Step(
        1,
        "loads get a number in raw_loads",
        # Numbers of old loads are in no particular order: no cursor has gone by them yet.
        (
            """alter table {schema}.raw_loads
                add column if not exists arrival_number bigint generated always as identity""",
            """create index if not exists raw_loads__arrival_number
                on {schema}.raw_loads (tenant_id, table_name, arrival_number)""",
        ),
    ),
    Step(
        2,
        "tenants' time zones get a table, raw_tenants, and raw_loads another index",
        (
            """create table if not exists {schema}.raw_tenants (
                tenant_id bigint primary key,
                timezone text not null,
                updated_at timestamptz not null default now(),
                _dlt_load_id text not null
            )""",
            "create index if not exists raw_loads__newest on {schema}.raw_loads (arrival_number)",
            "drop index if exists {schema}.raw_loads__applied_at",
        ),
        new_tables=("raw_tenants",),
    ),
    Step(
        3,
        "raw_tenants says who is paused; the next transform moves its tables to their own schema",
        # Only the transform knows that schema: prepare_internal_schema of the dbt project.
        (
            """alter table {schema}.raw_tenants
                add column if not exists paused boolean not null default false""",
        ),
    ),
)

if [step.version for step in STEPS] != list(range(1, SCHEMA_VERSION + 1)):
    raise ValueError(f"steps are numbered from 1 to {SCHEMA_VERSION}")


def upgrade(
    session: Session,
    schema: str,
    notify: Callable[[str], None],
    engine: Engine = "postgres",
) -> None:
    """Bring the raw schema's own tables to this program's version, step by step.

    Each step is committed by itself; a program that is killed between two is continued by the next.
    Nothing happens in a schema that was never loaded.

    Args:
        session: Commits each step.
        schema: The raw schema.
        notify: Receives an announcement before each step.
        engine: ``Warehouse.engine``.

    Raises:
        ConfigurationError: The warehouse is newer than this program, or of another engine.
    """
    session.run(partial(distribution.check_engine, schema=schema, engine=engine))
    version = session.run(lambda cursor: _version(cursor, schema))
    if version is None:
        return
    for step in STEPS:
        if step.version > version:
            notify(f"Upgrading the warehouse to schema version {step.version}: {step.description}.")
            session.run(partial(_take, schema=schema, step=step, engine=engine))


def _take(cursor: Cursor, schema: str, step: Step, engine: Engine) -> None:
    """Do a step, unless another program did it meanwhile."""
    distribution.change_table_by_table(cursor)
    lock_schema(cursor, schema)
    if (_version(cursor, schema) or 0) >= step.version:
        return
    create_versions(cursor, schema)
    for statement in step.statements:
        cursor.execute(SQL(statement).format(schema=Identifier(schema)))
    for table in step.new_tables:
        distribution.distribute(cursor, engine, schema, schema, table)
    record_version(cursor, schema, step.version)


def _version(cursor: Cursor, schema: str) -> int | None:
    """Return the warehouse's version, 0 if it is older than versions; None if it is new.

    Raises:
        ConfigurationError: It is newer than this program.
    """
    table = Identifier(schema, SCHEMA_VERSIONS)
    cursor.execute(
        "select to_regclass(%s) is not null, to_regclass(%s) is not null",
        (table.as_string(cursor), Identifier(schema, LOADS).as_string(cursor)),
    )
    has_version, has_loads = fetch_one(cursor)
    if not has_version:
        return 0 if has_loads else None
    cursor.execute(SQL("select coalesce(max(version), 0) from {}").format(table))
    (version,) = fetch_one(cursor)
    if version > SCHEMA_VERSION:
        raise ConfigurationError(
            f"The warehouse has schema version {version}; this program ({VERSION}) knows"
            f" {SCHEMA_VERSION} at most.",
            "Use the newer program that upgraded it; CHANGELOG.md lists the versions.",
        )
    return int(version)
