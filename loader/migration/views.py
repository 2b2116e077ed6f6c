"""Views with the workers' names and columns over our tables, so that old dashboards go on."""

from __future__ import annotations

import psycopg2
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composable, Identifier, Literal

from loader.errors import ConfigurationError
from loader.migration.tables import Pair

# The transform makes a view with this comment anew when it replaces the table under it:
# dbt_project/macros/exact/table.sql knows the beginning.
_COMMENT = "servicetitan migration: the old name and columns of {}, for one tenant"


def create_view(cursor: Cursor, pair: Pair, schema: str, tenant_id: int) -> dict[str, str]:
    """Create or replace the view of one table.

    It has the workers' columns in their order with their types, then ours that they did not have.

    Args:
        cursor: In a transaction that the caller commits.
        pair: The workers' table and ours.
        schema: Where the view is made; it exists.
        tenant_id: The tenant that the view shows; the workers knew one.

    Returns:
        The workers' columns that have no counterpart, and are null, with the reason.

    Raises:
        ConfigurationError: Something that is no view has the name.
    """
    cursor.execute(
        "select relkind from pg_class"
        " where oid = to_regclass(format('%%I.%%I', %s::text, %s::text))",
        (schema, pair.name),
    )
    if any(kind != "v" for (kind,) in cursor.fetchall()):
        raise ConfigurationError(
            f"{schema}.{pair.name} is a table.",
            f"Rename its schema first (alter schema {schema} rename to {schema}_old),"
            " then name the new one with --old.",
        )
    missing: dict[str, str] = {}
    columns: list[Composable] = []
    for name, kind in pair.old.items():
        reason = _reason_for_null(cursor, pair, name, kind)
        if reason:
            missing[name] = reason
        value = SQL("null") if reason else _value(pair, name, kind)
        columns.append(SQL("({})::{} as {}").format(value, SQL(kind), Identifier(name)))
    columns += [Identifier(name) for name in pair.new if name not in pair.old]
    view = Identifier(schema, pair.name)
    cursor.execute(SQL("drop view if exists {}").format(view))
    cursor.execute(
        SQL("create view {} as select {} from {} where tenant_id = {}").format(
            view,
            SQL(", ").join(columns),
            Identifier(pair.new_schema, pair.name),
            Literal(tenant_id),
        )
    )
    table = f"{pair.new_schema}.{pair.name}"
    cursor.execute(SQL("comment on view {} is %s").format(view), (_COMMENT.format(table),))
    return missing


def _value(pair: Pair, column: str, kind: str) -> Composable:
    """Return our value of a column; of an array that the workers had as JSON, as JSON."""
    as_json = kind in ("json", "jsonb") and pair.new[column].endswith("[]")
    return SQL("to_jsonb({})" if as_json else "{}").format(Identifier(column))


def _reason_for_null(cursor: Cursor, pair: Pair, column: str, kind: str) -> str:
    """Return why our table cannot fill a column of theirs; nothing if it can."""
    if column not in pair.new:
        return "we have no such column"
    cursor.execute("savepoint cast_of_a_column")
    try:
        cursor.execute(
            SQL("select ({})::{} from {} limit 0").format(
                _value(pair, column, kind), SQL(kind), Identifier(pair.new_schema, pair.name)
            )
        )
    except psycopg2.errors.CannotCoerce:
        cursor.execute("rollback to savepoint cast_of_a_column")
        return f"ours is {pair.new[column]}, which cannot become {kind}"
    return ""
