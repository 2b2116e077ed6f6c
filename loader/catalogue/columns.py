"""Columns of a raw table: which field of the record each holds, and as which Postgres type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

PgType = Literal["bigint", "numeric", "boolean", "text", "timestamptz", "date", "jsonb"]

# What is staged with a report's row and may be part of its key: the first and last day of its time
# slice, and its place there.
StagedPart = Literal["slice_start", "slice_end", "ordinal"]

# OpenAPI's (type, format) -> Postgres. Strings of any other format are text; objects and lists
# become jsonb.
_PG_TYPES: Mapping[tuple[str, str | None], PgType] = {
    ("integer", None): "bigint",
    ("number", None): "numeric",
    ("boolean", None): "boolean",
    ("string", "date-time"): "timestamptz",
    ("string", "date"): "date",
    ("string", None): "text",
    ("object", None): "jsonb",
    ("array", None): "jsonb",
}

# Three fields whose column is named differently in every table.
_COMMON_NAMES: Mapping[str, str] = {
    "id": "st_id",
    "createdOn": "st_created_on",
    "modifiedOn": "st_modified_on",
}

# Every raw table has these columns; they are null where the API has no such field.
_IN_EVERY_TABLE = ("createdOn", "modifiedOn")

# Columns in which ServiceTitan's "never" (0001-01-01T00:00:00Z) becomes null.
NEVER_IS_NULL = frozenset({"st_created_on", "st_modified_on"})

# Columns of every raw table besides the record's own fields; no field may take these names.
BOOKKEEPING: tuple[tuple[str, str], ...] = (
    ("fetched_at", "timestamptz not null"),
    ("deleted_at", "timestamptz"),
    ("full_data", "jsonb not null"),
    ("_dlt_load_id", "text not null"),
)

_SOURCE = re.compile(r"[A-Za-z]\w*(\[\d+\])?(\.[A-Za-z]\w*(\[\d+\])?)*")
# Where dlt splits a name into words. Importing dlt for this would cost every command a second.
_BREAKS = (re.compile(r"([^_])([A-Z][a-z]+)"), re.compile(r"([a-z0-9])([A-Z])"))


@dataclass(frozen=True)
class Column:
    """A column that contains one value of the record.

    Attributes:
        name: The column's name.
        source: The field's API name (``customerId``), or the path to a value inside an object or a
            list (``job.id``, ``appliedTo[0].appliedTo``). A column for a top-level field replaces
            the field's default column. A column for an inner value is added to the object's own
            column, unless both have the same name.
        type: The Postgres type.
        missing: Replaces null, as text. Only for key columns, which cannot be null.
    """

    name: str
    source: str
    type: PgType
    missing: str | None = None

    def __post_init__(self) -> None:
        if not _SOURCE.fullmatch(self.source):
            raise ValueError(f"column {self.name}: {self.source!r} is not a field or a path to one")
        if self.type not in get_args(PgType):
            raise ValueError(f"column {self.name}: {self.type!r} is not one of {get_args(PgType)}")

    @property
    def path(self) -> tuple[str, ...]:
        """Steps from the record to the value, list positions as digits: ``("job", "id")``."""
        return tuple(step for step in re.split(r"[.\[\]]+", self.source) if step)

    @property
    def fields(self) -> tuple[str, ...]:
        """The top-level fields that the column is made from."""
        return (self.path[0],)


@dataclass(frozen=True)
class Sum:
    """A numeric column that is the sum of top-level fields; null only if all of them are null."""

    name: str
    fields: tuple[str, ...]
    type: PgType = "numeric"


def snake_case(field: str) -> str:
    """Return the column name of an API field, by dlt's rule (``customerPo`` -> ``customer_po``)."""
    if field in _COMMON_NAMES:
        return _COMMON_NAMES[field]
    for words in _BREAKS:
        field = words.sub(r"\1_\2", field)
    return field.lower()


def pg_type(fact: Mapping[str, Any]) -> PgType:
    """Return the Postgres type of a field, given as ``loader.api_spec`` describes it."""
    kind, form = fact["type"], fact.get("format")
    return _PG_TYPES.get((kind, form)) or _PG_TYPES[(kind, None)]


def resolve(
    fields: Mapping[str, Mapping[str, Any]],
    declared: Iterable[Column | Sum],
    elsewhere: Iterable[str] = (),
) -> tuple[Column | Sum, ...]:
    """Return all columns of a table: one for each field and the declared ones, which win.

    Args:
        fields: The documented fields, by name.
        declared: The endpoint's own columns.
        elsewhere: Names of columns that contain the same value by other means (a parent's key);
            fields with such a name get no column.

    Raises:
        ValueError: The API does not document a declared column's field, or two columns have the
            same name.
    """
    declared = tuple(declared)
    unknown = {name for column in declared for name in column.fields} - set(fields)
    if unknown:
        raise ValueError(f"the API documents no field {sorted(unknown)}")
    replaced = {c.source for c in declared if isinstance(c, Column) and len(c.path) == 1}
    # A value from inside a field may take a field's name; a field never takes another's.
    taken = {c.name for c in declared if isinstance(c, Sum) or len(c.path) > 1} | {*elsewhere}
    types = {name: pg_type(fact) for name, fact in fields.items()}
    types = types | dict.fromkeys(_IN_EVERY_TABLE, "timestamptz")
    derived = [
        Column(snake_case(name), name, kind)
        for name, kind in types.items()
        if name not in replaced and snake_case(name) not in taken
    ]
    columns = (*derived, *declared)
    names = [column.name for column in columns]
    reserved = {"tenant_id"} | {name for name, _ in BOOKKEEPING}
    repeated = {name for name in names if names.count(name) > 1 or name in reserved}
    if repeated:
        raise ValueError(f"two columns are named {sorted(repeated)}")
    return tuple(
        sorted(columns, key=lambda column: (column.name != "st_id", names.index(column.name)))
    )
