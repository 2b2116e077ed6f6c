"""A declared report as an endpoint, whose columns come from the report's fields."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, cast, get_args

import msgspec

from loader.catalogue import Column, Endpoint, Source, Sum
from loader.catalogue.columns import BOOKKEEPING, PgType, StagedPart, snake_case
from loader.errors import ReportError
from loader.reports.declaration import Declaration
from loader.reports.definition import ReportDefinition, ReportField
from loader.reports.relative_dates import ReportWindow, windows

WINDOW_START = "window_start"
WINDOW_END = "window_end"
ROW_NUMBER = "row_number"

# The API's field types in Postgres. The form of a Time is not documented, so it is text, unless the
# entry's `types` says otherwise.
_TYPES: Mapping[str, PgType] = {
    "String": "text",
    "Number": "numeric",
    "Boolean": "boolean",
    "Date": "date",
    "Time": "text",
}
# The two fields that every raw table has as instants.
_STAMPS = ("createdOn", "modifiedOn")
_RESERVED = frozenset(
    {"tenant_id", WINDOW_START, WINDOW_END, ROW_NUMBER, *(name for name, _ in BOOKKEEPING)}
)
_LONGEST_NAME = 63  # bytes of a name in Postgres
_ODD = re.compile(r"[\\\"\x00-\x1f]")

_encode = msgspec.json.Encoder(decimal_format="number").encode


@dataclass(frozen=True)
class FieldColumn(Column):
    """A column for a report's field, whose name may not be a valid identifier."""

    def __post_init__(self) -> None:
        if self.type not in get_args(PgType):
            raise ValueError(f"column {self.name}: {self.type!r} is not one of {get_args(PgType)}")

    @property
    def path(self) -> tuple[str, ...]:
        """The field's name as the only step, because it may contain dots.

        Percent signs are doubled, as in all SQL with parameters.
        """
        return (self.source.replace("%", "%%"),)


@dataclass(frozen=True, kw_only=True, eq=False)
class ReportSource(Source):
    """Where a report's rows are read.

    Attributes:
        declaration: The entry of reports.toml.
        definition: The API's definition; None until it has been fetched.
        today: The day in the tenant's time zone when the run began.
        key_types: The column types of the declared key's fields.
    """

    area: str = "reporting"
    declaration: Declaration
    definition: ReportDefinition | None
    today: date
    key_types: Mapping[str, PgType] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check nothing: the API specification documents no reports."""

    @cached_property
    def name(self) -> str:
        """Identifies the declaration: a report with other parameters starts from the beginning."""
        declared = self.declaration
        encoded = _encode(
            (
                sorted(declared.parameters.items()),
                declared.key,
                declared.windows and (declared.windows.every, declared.windows.since),
            )
        )
        digest = hashlib.sha256(encoded).hexdigest()[:8]
        return f"reporting/{declared.category}/{declared.id}#{digest}"

    @property
    def filters_by_modified(self) -> bool:
        """Whether there is a cursor: the last window that was read."""
        return self.declaration.windows is not None

    @cached_property
    def windows(self) -> tuple[ReportWindow, ...]:
        """All windows from the first to the present one; none where it is read as a whole."""
        declared = self.declaration.windows
        return tuple(windows(declared.every, declared.since, self.today)) if declared else ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Report(Endpoint):
    """The raw table of a declared report, whose rows are replaced window by window."""

    declaration: Declaration
    fields_of_rows: tuple[ReportField, ...] = ()
    stored_types: Mapping[str, PgType]

    def _check(self) -> None:
        """Check nothing: the declaration has been checked against the report's definition."""

    @property
    def read_in_full(self) -> bool:
        """False: a window replaces its rows, so deletions need no full scan."""
        return False

    @cached_property
    def staged_columns(self) -> dict[str, StagedPart]:
        """Key columns that hold the window and the row's number in it."""
        found: dict[str, StagedPart] = {}
        if self.declaration.windows:
            found |= {WINDOW_START: "slice_start", WINDOW_END: "slice_end"}
        if not self.declaration.key:
            found[ROW_NUMBER] = "ordinal"
        return found

    @cached_property
    def static_columns(self) -> dict[str, PgType]:
        """Key columns that no field of the row holds, with their types."""
        types: dict[str, PgType] = {ROW_NUMBER: "bigint"}
        return {name: types.get(name, "date") for name in self.staged_columns}

    @cached_property
    def fields(self) -> dict[str, dict[str, object]]:
        """The fields that have a column."""
        return {one.name: {} for one in self.fields_of_rows if _has_column(one.name)}

    @cached_property
    def all_columns(self) -> tuple[Column | Sum, ...]:
        """One column per field, in the report's order, then the two timestamps."""
        return tuple(self._columns())

    def _columns(self) -> Iterator[Column]:
        yield from self.column_of.values()
        for name in _STAMPS:
            yield FieldColumn(snake_case(name), name, "timestamptz")

    @cached_property
    def column_of(self) -> dict[str, Column]:
        """The column of each field, by the field's name."""
        found: dict[str, Column] = {}
        taken = set(_RESERVED)
        for one in self.fields_of_rows:
            if one.name in _STAMPS or not _has_column(one.name):
                continue
            name = _free(column_name(one.name), taken)
            taken.add(name)
            declared = self.declaration.types.get(one.name)
            kind = declared or _TYPES.get(one.data_type, "text")
            found[one.name] = FieldColumn(name, one.name, self.stored_types.get(name, kind))
        return found

    def retyped(
        self, stored: Mapping[str, str], stored_key: Sequence[str]
    ) -> tuple[Report, list[str]]:
        """Adopt the types of an existing table's columns.

        Args:
            stored: The table's column types by name; empty if there is no table.
            stored_key: The table's primary key.

        Returns:
            The adapted report, and a note with the remedy for each type that differs.

        Raises:
            ReportError: The table has another key.
        """
        if stored and tuple(stored_key) != self.primary_key:
            raise ReportError(
                f"{self.table} has another key than [{self.declaration.name}] says.",
                f"Drop the table or rename the entry, then load {self.name} again.",
            )
        kept = {c.name: cast(PgType, stored[c.name]) for c in self.all_columns if c.name in stored}
        notes = [
            f"{self.name}: {column.source} is {column.type} now, and the column {column.name} is"
            f" {kept[column.name]}. What does not fit is null there, whole in full_data and counted"
            f" in raw_rejected. To change the type: alter table {self.table} drop column"
            f" {column.name}; the next load makes and fills it again."
            for column in self.all_columns
            if isinstance(column, Column) and kept.get(column.name, column.type) != column.type
        ]
        return replace(self, stored_types=kept)._with_key_types(), notes

    def _with_key_types(self) -> Report:
        types = {name: self.column_of[name].type for name in self.declaration.key}
        (source,) = self.sources
        return replace(self, sources=(replace(source, key_types=types),))  # type: ignore[call-arg]


def report_endpoint(
    declaration: Declaration, today: date, definition: ReportDefinition | None = None
) -> Report:
    """Make the endpoint of a declared report; without a definition, it has no columns."""
    fields = tuple(definition.fields) if definition else ()
    source = ReportSource(declaration=declaration, definition=definition, today=today)
    bare = Report(
        name=declaration.endpoint,
        description=f"Rows of the report {declaration.id} of the category {declaration.category}.",
        sources=(source,),
        declaration=declaration,
        fields_of_rows=fields,
        stored_types={},
        no_cursor=None if declaration.windows else "The report is read as a whole.",
    )
    of_fields = tuple(bare.column_of[name].name for name in declaration.key if definition)
    return replace(bare, key=(*bare.static_columns, *of_fields))


def _has_column(field: str) -> bool:
    """Return whether SQL can address the field by its name; others are in ``full_data`` alone."""
    if not field or field.startswith("_") or field == "full_data":
        return False  # names that the upsert's own columns have
    return len(field.encode()) <= _LONGEST_NAME and not _ODD.search(field)


def column_name(field: str) -> str:
    """Return the column name for a field: lowercase letters, digits and _."""
    name = re.sub(r"[^a-z0-9]+", "_", snake_case(field)).strip("_")[:_LONGEST_NAME].rstrip("_")
    return f"_{name}"[:_LONGEST_NAME] if not name or name[0].isdigit() else name


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name[: _LONGEST_NAME - 4]}_{number}"
    return free


def request_body(values: Any) -> bytes:
    """Return the request body for a report's rows."""
    return _encode({"parameters": values})
