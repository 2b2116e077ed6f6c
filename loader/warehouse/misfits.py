"""Values inside JSON that do not fit a model's column: there they are null, here they are counted.

Values of a record's own fields that do not fit are in ``raw_rejected``. What is inside a list or an
object has no column in a raw table; the models take it out, and turn what does not fit into null.
Counting that reads whole tables, so it is done on request only, and by the models' own macros.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

import jinja2
from psycopg2.extensions import connection as Connection
from psycopg2.sql import SQL, Composed, Identifier
from psycopg2.sql import Literal as Value

from loader.catalogue.json_places import PLACES, Kind, Place
from loader.config import DBT_PROJECT
from loader.warehouse.connection import fetch_one, transaction

# Kinds that are a type of JSON, as jsonb_typeof names it.
_TYPES: Mapping[Kind, str] = {"coordinate": "number", "list": "array", "object": "object"}
# Macros of dbt_project/macros that give a value, or null, for their argument.
_MACROS: Mapping[Kind, tuple[str, str]] = {
    "id": ("json_id", "value"),
    "id in a list": ("ids", "jsonb_insert('[]', '{0}', value)"),
    "instant": ("json_instant", "value"),
    "number": ("json_numeric", "value"),
    "seconds": ("json_seconds", "value"),
}
_MACRO_FILES = ("values.sql", "kpi.sql")


@dataclass(frozen=True)
class Misfit:
    """How many values of a place do not fit; ``where`` is the column and the path."""

    table: str
    where: str
    kind: Kind
    count: int


def count_misfits(
    connection: Connection, schema: str, tenant_id: int | None, places: Iterable[Place] = PLACES
) -> list[Misfit]:
    """Count the values that do not fit, of one tenant or of all. Reads whole tables.

    Returns:
        The places with any.
    """
    found: list[Misfit] = []
    for place in places:
        with transaction(connection), connection.cursor() as cursor:
            table = Identifier(schema, place.table)
            cursor.execute("select to_regclass(%s) is not null", (table.as_string(cursor),))
            if not fetch_one(cursor)[0]:
                continue
            cursor.execute(_count(table, place, tenant_id))
            count: int = fetch_one(cursor)[0]
        if count:
            where = f"{place.column}{place.path.removeprefix('$')}"
            found.append(Misfit(place.table, where, place.kind, count))
    return found


def does_not_fit(kind: Kind) -> str:
    """Return the SQL condition that the JSON ``value`` is not null and does not fit."""
    if kind in _TYPES:
        return f"jsonb_typeof(value) not in ('{_TYPES[kind]}', 'null')"
    if kind == "text":
        return "jsonb_typeof(value) in ('array', 'object')"
    name, argument = _MACROS[kind]
    rendered = getattr(_macros(), name)(argument)
    if name == "ids":
        rendered = f"nullif({rendered}, '{{}}')"
    return f"jsonb_typeof(value) <> 'null' and ({rendered}) is null"


def _count(table: Identifier, place: Place, tenant_id: int | None) -> Composed:
    # strict: a lax path enters lists where the models expect an object. silent (true): what a path
    # does not lead to is missing, and missing fits; but the first such element would end a list.
    path, _, members = place.path.partition("[*].")
    if members:
        path += f"[*] ? (exists(@.{members})).{members}"
    return SQL(
        "select count(*) from {table} cross join lateral"
        " jsonb_path_query({column}, {path}, '{{}}', true) as value where {tenant} and ({misfit})"
    ).format(
        table=table,
        column=Identifier(place.column),
        path=Value(f"strict {path}"),
        tenant=SQL("true") if tenant_id is None else SQL("tenant_id = {}").format(Value(tenant_id)),
        misfit=SQL(does_not_fit(place.kind)),
    )


@cache
def _macros() -> Any:
    """The macros of the dbt project, as dbt reads them."""
    folder = DBT_PROJECT / "macros"
    text = "\n".join((folder / name).read_text(encoding="utf-8") for name in _MACRO_FILES)
    environment = jinja2.Environment(  # noqa: S701 (SQL, not HTML)
        extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined
    )
    own = SimpleNamespace()
    module = environment.from_string(text).make_module({"servicetitan": own})
    vars(own).update(vars(module))
    return module
