"""What the tests of every resource share: where they load to, and what must hold of the columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from loader.catalogue import Column, Endpoint
from loader.run.result import Result
from loader.warehouse import tables

NEVER = "0001-01-01T00:00:00Z"  # as the API writes it, in createdOn and modifiedOn
SCHEMA = "servicetitan_raw"

Query = Callable[[str], list[tuple[Any, ...]]]


class Silent:
    """Nobody watches."""

    def extracted(self, endpoint: Endpoint, rows: int) -> None: ...
    def merged(self, endpoint: Endpoint, merged: object) -> None: ...
    def ended(self, result: Result) -> None: ...
    def notify(self, text: str) -> None: ...


def assert_columns_hold_the_records(query: Query, endpoint: Endpoint) -> None:
    """Types are the catalogue's, no value of a record is lost, nothing was rejected."""
    types = dict(
        query(
            "select column_name, data_type from information_schema.columns"
            f" where table_schema = '{SCHEMA}' and table_name = '{endpoint.table}'"
        )
    )
    spelled = {"timestamptz": "timestamp with time zone"}
    assert types == {
        name: spelled.get(kind, kind)
        for name, kind in (
            (name, kind.removesuffix(" not null"))
            for name, kind in tables.columns(endpoint).items()
        )
    }
    columns = [column for column in endpoint.all_columns if isinstance(column, Column)]
    lost = [
        f'count(*) filter (where "{column.name}" is null'
        f" and full_data #>> '{{{','.join(column.path)}}}' not in ('', '{NEVER}'))"
        for column in columns
    ]
    (counts,) = query(f"select {', '.join(lost)} from {SCHEMA}.{endpoint.table}")
    assert [c.name for c, count in zip(columns, counts, strict=True) if count] == []
    rejected = query(
        f"select reason from {SCHEMA}.raw_rejected where table_name = '{endpoint.table}'"
    )
    assert rejected == []
