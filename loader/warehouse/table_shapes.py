"""What somebody has changed by hand: raw tables that a load cannot write, each with its remedy.

Columns of the record that are missing are none of it: ``added_columns`` adds and fills them. Nor
are missing tables and indexes, which are made anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composable, Identifier

from loader.catalogue import Endpoint
from loader.errors import LoaderError, WarehouseError
from loader.warehouse import tables

_KINDS = {"v": "a view", "m": "a materialized view", "f": "a foreign table", "S": "a sequence"}
_SPELLED = {"timestamp with time zone": "timestamptz"}
# `unique_keys`: the columns of each index that ON CONFLICT can go by.
_SHAPES = """
    select relname::text, relkind::text, pg_get_userbyid(relowner)::text, current_user::text,
        pg_has_role(relowner, 'usage'),
        has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
            and has_table_privilege(oid, 'update'),
        (
            select jsonb_object_agg(attname, format_type(atttypid, atttypmod)) from pg_attribute
            where attrelid = pg_class.oid and attnum > 0 and not attisdropped
        ),
        array(
            select array(
                select attname::text from pg_attribute
                where attrelid = pg_class.oid and attnum = any(indkey::int2[]) order by 1
            )::text
            from pg_index
            where indrelid = pg_class.oid and indisunique and indisvalid and indpred is null
                and indexprs is null
        )
    from pg_class
    where relnamespace = to_regnamespace(quote_ident(%s)) and relname = any(%s)
"""


@dataclass(frozen=True)
class _Shape:
    kind: str
    owner: str
    user: str
    is_owner: bool
    is_writable: bool
    columns: dict[str, str]
    unique_keys: list[str]


def damaged_tables(
    cursor: Cursor, schema: str, endpoints: Iterable[Endpoint]
) -> dict[str, LoaderError]:
    """Return, by table, why a load cannot write it. One query. A missing table is not damaged."""
    by_table = {endpoint.table: endpoint for endpoint in endpoints}
    return {
        table: error
        for table, shape in _shapes(cursor, schema, by_table).items()
        if (error := _damage(schema, by_table[table], shape, cursor)) is not None
    }


def check_own_tables(cursor: Cursor, schema: str) -> None:
    """Check the tables in which the loader keeps its own state; missing ones are made anew.

    Raises:
        WarehouseError: One lacks a column or its key.
    """
    shapes = _shapes(cursor, schema, tables.OWN_COLUMNS)
    for table, shape in shapes.items():
        lacking = [name for name in tables.OWN_COLUMNS[table] if name not in shape.columns]
        has_key = _as_text(tables.OWN_KEYS[table]) in shape.unique_keys
        if lacking or not has_key:
            what = _columns(lacking) if lacking else "its key"
            raise WarehouseError(
                f"{table}, in which the loader keeps its state, lacks {what}.",
                f"Drop it ({_drop(schema, table, cursor)}): the next load makes it anew.",
            )


def _shapes(cursor: Cursor, schema: str, names: Collection[str]) -> dict[str, _Shape]:
    cursor.execute(_SHAPES, (schema, list(names)))
    return {
        name: _Shape(kind, owner, user, is_owner, is_writable, columns or {}, unique_keys)
        for name, kind, owner, user, is_owner, is_writable, columns, unique_keys in cursor
    }


def _damage(
    schema: str, endpoint: Endpoint, shape: _Shape, cursor: Cursor
) -> WarehouseError | None:
    table, key = endpoint.table, endpoint.primary_key
    alter = f"alter table {_quoted(cursor, schema, table)}"
    if shape.kind not in ("r", "p"):
        return WarehouseError(
            f"{table} is {_KINDS.get(shape.kind, 'something else')} and not a table.",
            "Rename or drop it: the next load makes the table and reads all of it.",
        )
    of_record = {column.name for column in endpoint.all_columns} - set(key)
    lacking = [name for name in tables.columns(endpoint) if name not in shape.columns]
    if not shape.is_writable or (lacking and not shape.is_owner):
        return WarehouseError(
            f"{table} belongs to {shape.owner}, and {shape.user} may not write or change it.",
            f"Ask an administrator for `{alter} owner to {_quoted(cursor, shape.user)}`.",
        )
    lost = [name for name in lacking if name not in of_record]
    if lost:
        return WarehouseError(
            f"{table} lacks {_columns(lost)}, which only another reading can fill.",
            f"Drop the table ({_drop(schema, table, cursor)}): the next load makes it anew and"
            " reads all of it. Rows that the API no longer has go with it.",
        )
    if _as_text(key) not in shape.unique_keys:
        return WarehouseError(
            f"{table} has lost its key ({', '.join(key)}): records could be there twice.",
            f"`{alter} add primary key ({', '.join(key)})`. If Postgres finds duplicates:"
            f" {_drop(schema, table, cursor)}, and the next load reads all of it.",
        )
    return _retyped(endpoint, shape, alter, of_record, cursor)


def _retyped(
    endpoint: Endpoint, shape: _Shape, alter: str, of_record: set[str], cursor: Cursor
) -> WarehouseError | None:
    """Return the error for the first column of another type: it would change values in silence."""
    for name, declared in tables.columns(endpoint).items():
        wanted = declared.removesuffix(" not null")
        stored = shape.columns.get(name, wanted)
        if _SPELLED.get(stored, stored) == wanted:
            continue
        column = _quoted(cursor, name)
        remedy = (
            f"`{alter} drop column {column}`: the next load adds it again and fills it."
            if name in of_record
            else f"`{alter} alter column {column} type {wanted} using {column}::{wanted}`"
        )
        return WarehouseError(f"{endpoint.table}.{name} is {stored} and not {wanted}.", remedy)
    return None


def _as_text(key: Collection[str]) -> str:
    return f"{{{','.join(sorted(key))}}}"


def _columns(names: Collection[str]) -> str:
    return f"the column{'s' if len(names) > 1 else ''} {', '.join(names)}"


def _drop(schema: str, table: str, cursor: Cursor) -> str:
    return f"`drop table {_quoted(cursor, schema, table)}`"


def _quoted(cursor: Cursor, *names: str) -> str:
    quoted: Composable = SQL("{}").format(Identifier(*names))
    return quoted.as_string(cursor)
