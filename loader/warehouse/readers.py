"""Roles that only read: the ``st_`` tables and marts, or views that show a part of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier, Literal

from loader.config import Warehouse
from loader.errors import ConfigurationError
from loader.warehouse.connection import transaction
from loader.warehouse.distribution import change_table_by_table, refuse_views_for_readers

_MAX_NAME_BYTES = 63  # Postgres truncates longer names


# What of this warehouse a role can read, by whichever role it is or can become, but for one schema.
_READABLE = """
    select format('%%I.%%I', nspname, relname)
    from pg_class
    inner join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'p', 'v', 'm', 'f')
        and (nspname = any(%(schemas)s) or starts_with(nspname, %(landing)s))
        and nspname is distinct from %(granted)s
        and exists (
            select from pg_roles
            where pg_has_role(%(reader)s, pg_roles.oid, 'member')
                and has_schema_privilege(pg_roles.oid, pg_namespace.oid, 'usage')
                and has_any_column_privilege(pg_roles.oid, pg_class.oid, 'select')
        )
    order by 1
    limit 3"""


@dataclass(frozen=True)
class Access:
    """What a reader may see.

    Attributes:
        of: The schema of the ``st_`` tables and marts.
        masked: Whether personal data are masked.
        tenant: The only tenant; None for all.
    """

    of: str
    masked: bool
    tenant: int | None

    @property
    def schema(self) -> str:
        """The schema that shows it: the tables' own, or one of views."""
        tenant = f"_{self.tenant}" if self.tenant is not None else ""
        return f"{self.of}{tenant}{'_masked' if self.masked else ''}"

    @property
    def has_views(self) -> bool:
        """Whether it is less than everything."""
        return self.masked or self.tenant is not None


def check_role_name(name: str) -> None:
    """Check the name of a reader.

    Raises:
        ConfigurationError: Postgres takes no role of this name.
    """
    reason = ""
    if not name.strip() or not name.isprintable():
        reason = "no name"
    elif len(name.encode()) > _MAX_NAME_BYTES:
        reason = f"longer than {_MAX_NAME_BYTES} bytes"
    elif name.startswith("pg_") or name in ("public", "none"):
        reason = "a name that Postgres keeps for itself"
    if reason:
        raise ConfigurationError(f"--reader is {name[:70]!r}, {reason}.", "Choose another name.")


def grant(connection: Connection, warehouse: Warehouse, reader: str, access: Access) -> bool:
    """Give a role read access to one schema, and to no other of this warehouse.

    Tables and views that are made later are readable too. The views themselves are the
    transform's: ``build_reader_views`` of the dbt project makes them.

    Args:
        connection: Of the role that owns the schemas.
        warehouse: Names the schemas.
        reader: The role; it is created, without a password, if it does not exist.
        access: What it may see.

    Returns:
        Whether the role was created.

    Raises:
        ConfigurationError: The role cannot be created, would see more in another way, or cannot see
            a part, as with Citus.
        WarehouseError: The database failed.
    """
    if access.has_views:
        refuse_views_for_readers(warehouse.engine)
    with transaction(connection), connection.cursor() as cursor:
        change_table_by_table(cursor)
        created = _ensure_role(cursor, warehouse, reader)
        for schema in _schemas(cursor, warehouse):
            _revoke(cursor, schema, reader)
        if access.has_views:
            _ensure_schema_of_views(cursor, access)
        _grant(cursor, access, reader)
        _check_reads_no_more(cursor, warehouse, reader, access.schema)
        with _where_allowed(cursor):
            _set_defaults(cursor, warehouse, reader, access)
    return created


def revoke(connection: Connection, warehouse: Warehouse, reader: str) -> None:
    """Take all access to this warehouse from a role; then it can be dropped.

    Args:
        connection: Of the role that owns the schemas.
        warehouse: Names the schemas.
        reader: The role.

    Raises:
        ConfigurationError: There is no such role, or it still reads something in another way.
        WarehouseError: The database failed.
    """
    with transaction(connection), connection.cursor() as cursor:
        change_table_by_table(cursor)
        cursor.execute("select from pg_roles where rolname = %s", (reader,))
        if not cursor.rowcount:
            raise ConfigurationError(f"There is no role {reader}.", "Check its name.")
        for schema in _schemas(cursor, warehouse):
            _revoke(cursor, schema, reader)
    with transaction(connection), connection.cursor() as cursor:
        _check_reads_no_more(cursor, warehouse, reader, None)


def _check_reads_no_more(
    cursor: Cursor, warehouse: Warehouse, reader: str, granted: str | None
) -> None:
    """Check that the role gets to nothing else of this warehouse by roles that it is a member of.

    Raises:
        ConfigurationError: It does, or everybody does.
    """
    cursor.execute(
        _READABLE,
        {
            "schemas": _schemas(cursor, warehouse),
            "landing": f"{warehouse.raw_schema}_landing_",
            "granted": granted,
            "reader": reader,
        },
    )
    if found := [name for (name,) in cursor.fetchall()]:
        raise ConfigurationError(
            f"{reader} reads {', '.join(found)} in another way: it is a member of a role that does,"
            " or everybody does.",
            f"Take that away (`\\drg {reader}` and `\\dp` in psql show it), or name another role.",
        )


def _ensure_role(cursor: Cursor, warehouse: Warehouse, reader: str) -> bool:
    cursor.execute(
        "select rolsuper or pg_has_role(oid, current_user::regrole, 'member')"
        " from pg_roles where rolname = %s",
        (reader,),
    )
    found = cursor.fetchone()
    if found == (True,):
        raise ConfigurationError(
            f"{reader} is a superuser, or acts as {warehouse.user}: it reads everything already.",
            "Name a role of its own for reading.",
        )
    if found is not None:
        return False
    try:
        cursor.execute(SQL("create role {} login").format(Identifier(reader)))
    except InsufficientPrivilege:
        remedy = (
            "This embedded Postgres was made by an older version: `make db-remove`, then load"
            " everything again."
            if warehouse.embedded
            else "Ask an administrator of the database for:"
            f' create role "{reader}" login password …; then run this again.'
        )
        raise ConfigurationError(
            f"There is no role {reader}, and {warehouse.user} may not create roles.", remedy
        ) from None
    return True


def _schemas(cursor: Cursor, warehouse: Warehouse) -> list[str]:
    """Every schema of this warehouse that exists."""
    cursor.execute(
        "select nspname from pg_namespace where nspname = any(%s)"
        " or obj_description(oid, 'pg_namespace') like %s",
        (
            [warehouse.raw_schema, warehouse.dbt_schema, warehouse.internal_schema],
            '{"servicetitan_reader":%',
        ),
    )
    return [name for (name,) in cursor.fetchall()]


def _revoke(cursor: Cursor, schema: str, reader: str) -> None:
    for statement in (
        "alter default privileges in schema {schema} revoke all on tables from {reader}",
        "revoke all on all tables in schema {schema} from {reader}",
        "revoke all on schema {schema} from {reader}",
    ):
        cursor.execute(SQL(statement).format(schema=Identifier(schema), reader=Identifier(reader)))


def _ensure_schema_of_views(cursor: Cursor, access: Access) -> None:
    """Create the schema; its comment tells the transform which views to make."""
    schema = Identifier(access.schema)
    shows = {"of": access.of, "masked": access.masked, "tenant": access.tenant}
    cursor.execute(SQL("create schema if not exists {}").format(schema))
    cursor.execute(
        SQL("comment on schema {} is {}").format(
            schema, Literal(json.dumps({"servicetitan_reader": shows}))
        )
    )


def _grant(cursor: Cursor, access: Access, reader: str) -> None:
    names = {"schema": Identifier(access.schema), "reader": Identifier(reader)}
    for statement in (
        "grant usage on schema {schema} to {reader}",
        "grant select on all tables in schema {schema} to {reader}",
        # The transform makes tables anew; this holds for those too.
        "alter default privileges in schema {schema} grant select on tables to {reader}",
    ):
        cursor.execute(SQL(statement).format(**names))


def _set_defaults(cursor: Cursor, warehouse: Warehouse, reader: str, access: Access) -> None:
    """Let the reader's sessions find the schema, and be read-only."""
    for setting, value in (
        ("search_path", access.schema),
        ("default_transaction_read_only", "on"),
    ):
        cursor.execute(
            SQL("alter role {} in database {} set {} = {}").format(
                Identifier(reader), Identifier(warehouse.database), SQL(setting), Literal(value)
            )
        )


@contextmanager
def _where_allowed(cursor: Cursor) -> Iterator[None]:
    """Undo the block alone if the role belongs to somebody else: it is a convenience."""
    cursor.execute("savepoint convenience")
    try:
        yield
    except InsufficientPrivilege:
        cursor.execute("rollback to savepoint convenience")
