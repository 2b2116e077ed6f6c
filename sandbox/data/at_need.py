"""What the resources that are made at need are made from, and how their records are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from sandbox import resources
from sandbox.data.rng import Rng
from sandbox.table import Table
from sandbox.timestamps import ticks_from

_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Shop:
    """A finished tenant, as the generators of further resources see it.

    Attributes:
        table: Gives the table of another resource.
        rng: The random generator of the resource that is made.
        now: Where the data ends, in ticks.
    """

    table: Callable[[str], Table]
    rng: Rng
    now: int

    def rows(self, resource: str, row: type[_Row]) -> Iterator[_Row]:
        """Every record of another resource, decoded into ``row``."""
        decode = msgspec.json.Decoder(row).decode
        bodies = self.table(resource).record_bodies
        return (decode(bodies[slot]) for slot in range(len(bodies)))

    @staticmethod
    def start_of_month(year: int, month: int) -> int:
        """The first instant of a month, in ticks."""
        return ticks_from(f"{year:04}-{month:02}-01")


class Records:
    """A new table whose records have every documented field: null where none is given."""

    def __init__(self, resource: str) -> None:
        self.table = Table(resources.find(resource))
        self._blank: dict[str, Any] = dict.fromkeys(self.table.resource.fields)

    def __len__(self) -> int:
        return len(self.table)

    def add(self, created: int, modified: int, **fields: Any) -> None:
        """Append a record.

        Args:
            created: When it was created, in ticks.
            modified: When it was last modified, in ticks.
            fields: Values by the API's field names.

        Raises:
            TypeError: The API documents no such field.
        """
        record = self._blank | fields
        if len(record) != len(self._blank):
            unknown = sorted(fields.keys() - self._blank.keys())
            raise TypeError(f"{self.table.resource.name} has no field {', '.join(unknown)}")
        self.table.add_fields(record, created, modified, bool(fields.get("active", True)))


def sample(rng: Rng, rows: list[_Row], share: float, at_least: int) -> list[_Row]:
    """A random share of the rows, in their order, with a minimum for small tenants."""
    count = min(len(rows), max(at_least, round(share * len(rows))))
    return [rows[index] for index in sorted(rng.sample(range(len(rows)), count))]
