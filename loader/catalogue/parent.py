"""What a nested resource is asked for: the records of another entry, its parents, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from loader.catalogue.columns import PgType, snake_case

KeyType = Literal["bigint", "text"]

# Where records have no id of their own: their place in the answer, from 1 on.
POSITION = "position"


@dataclass(frozen=True)
class ParentKey:
    """A part of what identifies the parent, and the column that keeps it beside each record.

    ``of``       the parent's column that it is taken from.
    ``record_field``  the record's own field with the same value, if any; it must match the
                 requested parent. If both have one name, they share the column.
    """

    column: str
    of: str = "st_id"
    type: KeyType = "bigint"
    record_field: str | None = None

    def __post_init__(self) -> None:
        if self.type not in get_args(KeyType):
            raise ValueError(f"{self.column}: {self.type!r} is not one of {get_args(KeyType)}")


@dataclass(frozen=True, kw_only=True)
class Parent:
    """The catalogue entry whose records a nested resource is asked for.

    ``keys``       one for each parameter in the path, in its order.
    ``parameter``  where the path has none: the query parameter that takes their ids, with commas.
    ``ids_per_request``    how many ids it takes.
    ``positioned`` the nested records have no id: the key column ``position`` numbers them within
                   the answer of their parent.
    """

    name: str
    keys: tuple[ParentKey, ...]
    parameter: str | None = None
    ids_per_request: int = 1
    positioned: bool = False

    def __post_init__(self) -> None:
        if self.parameter is None and self.ids_per_request != 1:
            raise ValueError("only a parameter takes several parents at once")
        if self.parameter and (len(self.keys) != 1 or self.keys[0].record_field is None):
            raise ValueError("of several parents' records, each must carry its one parent's id")

    @property
    def columns(self) -> dict[str, PgType]:
        """Key columns that do not come from the record, with their types."""
        of_parent: dict[str, PgType] = {key.column: key.type for key in self.keys}
        return of_parent | ({POSITION: "bigint"} if self.positioned else {})

    def check(self, path_params: Iterable[str], fields: Iterable[str]) -> None:
        """Hold the declaration against the operation's facts. Raises ``ValueError``."""
        wanted, fields = tuple(path_params), set(fields)
        if self.parameter is not None:
            wanted = (*wanted, self.parameter)
        if len(wanted) != len(self.keys):
            raise ValueError(f"the path's parameters are {wanted}, the parent's keys do not fit")
        for key in self.keys:
            record_field = {field for field in fields if snake_case(field) == key.column}
            if key.record_field is None and record_field:
                raise ValueError(f"{key.column}: the record carries it as {sorted(record_field)}")
            if key.record_field is not None and key.record_field not in fields:
                raise ValueError(f"{key.column}: the record has no field {key.record_field}")

    def check_columns(self, parent_key: Iterable[str], types: Mapping[str, str]) -> None:
        """Hold the declaration against the parent's own entry. Raises ``ValueError``."""
        for key in self.keys:
            if types.get(key.of) != key.type:
                raise ValueError(f"{self.name}.{key.of} is {types.get(key.of)}, not {key.type}")
        if missing := set(parent_key) - {key.of for key in self.keys}:
            raise ValueError(f"{self.name} is not identified without {sorted(missing)}")
