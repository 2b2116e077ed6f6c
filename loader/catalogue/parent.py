"""Parents of child resources, which the API returns for one parent record at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from loader.catalogue.columns import PgType, snake_case

KeyType = Literal["bigint", "text"]

# Key column for child records without an id: their ordinal in the parent's response, from 1.
POSITION = "position"


@dataclass(frozen=True)
class ParentKey:
    """A part of the parent's key, and the column of the child table that stores it.

    Attributes:
        column: The child table's column.
        parent_column: The parent table's column.
        type: The type of both.
        record_field: The child record's own field with the same value, if it has one. The value
            must match the requested parent. If both have the same name, they share the column.
    """

    column: str
    parent_column: str = "st_id"
    type: KeyType = "bigint"
    record_field: str | None = None

    def __post_init__(self) -> None:
        if self.type not in get_args(KeyType):
            raise ValueError(f"{self.column}: {self.type!r} is not one of {get_args(KeyType)}")


@dataclass(frozen=True, kw_only=True)
class Parent:
    """The catalogue entry whose records are the parents of a child resource.

    Attributes:
        name: The parent's entry.
        keys: One for each parameter in the path, in the path's order.
        parameter: Where the path has no parameter: the query parameter that takes the parents' ids,
            separated by commas.
        ids_per_request: The most ids that ``parameter`` takes.
        by_position: Whether child records have no id, so that the key column ``position`` numbers
            them within their parent's response.

    Raises:
        ValueError: The declaration contradicts itself.
    """

    name: str
    keys: tuple[ParentKey, ...]
    parameter: str | None = None
    ids_per_request: int = 1
    by_position: bool = False

    def __post_init__(self) -> None:
        if self.parameter is None and self.ids_per_request != 1:
            raise ValueError("only a query parameter takes several parents at once")
        if self.parameter and (len(self.keys) != 1 or self.keys[0].record_field is None):
            raise ValueError("records of several parents must each contain their parent's id")

    @property
    def columns(self) -> dict[str, PgType]:
        """Key columns that do not come from the record, with their types."""
        of_parent: dict[str, PgType] = {key.column: key.type for key in self.keys}
        return of_parent | ({POSITION: "bigint"} if self.by_position else {})

    def check(self, path_params: Iterable[str], fields: Iterable[str]) -> None:
        """Compare the declaration with the documented operation.

        Raises:
            ValueError: They do not match.
        """
        parameters, fields = tuple(path_params), set(fields)
        if self.parameter is not None:
            parameters = (*parameters, self.parameter)
        if len(parameters) != len(self.keys):
            raise ValueError(f"the parent's keys do not match the path's parameters {parameters}")
        for key in self.keys:
            record_field = {field for field in fields if snake_case(field) == key.column}
            if key.record_field is None and record_field:
                raise ValueError(f"{key.column}: the record contains it as {sorted(record_field)}")
            if key.record_field is not None and key.record_field not in fields:
                raise ValueError(f"{key.column}: the record has no field {key.record_field}")

    def check_columns(self, parent_key: Iterable[str], types: Mapping[str, str]) -> None:
        """Compare the declaration with the parent's own entry.

        Args:
            parent_key: The parent table's key, without the tenant.
            types: The parent table's columns with their types.

        Raises:
            ValueError: They do not match.
        """
        for key in self.keys:
            column, kind = key.parent_column, types.get(key.parent_column)
            if kind != key.type:
                raise ValueError(f"{self.name}.{column} is {kind}, not {key.type}")
        if missing := set(parent_key) - {key.parent_column for key in self.keys}:
            raise ValueError(f"the key of {self.name} also needs {sorted(missing)}")
