"""Records as rows with the loader's values, and an endpoint's columns as dlt describes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

from dlt.common.schema.typing import TTableSchemaColumns

from loader.catalogue import Column, Endpoint, Source, Sum, scalars
from loader.catalogue.columns import NEVER_IS_NULL, PgType
from loader.catalogue.parent import POSITION
from loader.extract.page_batch import PageBatch
from loader.reports.endpoint import FieldColumn, Report

Row = dict[str, Any]

_DLT_TYPES: Mapping[PgType, str] = {
    "bigint": "bigint",
    "numeric": "decimal",
    "boolean": "bool",
    "text": "text",
    "timestamptz": "timestamp",
    "date": "date",
    "jsonb": "json",
}
# What dlt's decimals hold: 38 digits, 9 of them after the point. Its JSON holds whole numbers of 64
# bits, and 254 levels. Anything else would fail the load of all records.
_LARGEST = Decimal("9" * 29 + "." + "9" * 9)
_WHOLE = range(-(2**63), 2**64)
_LEVELS = 200
# How ServiceTitan writes "never".
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def rows_of(tenant_id: int, endpoint: Endpoint, source: Source, batch: PageBatch) -> Iterator[Row]:
    """Cast a batch's records to rows, without those that have no usable key."""
    for raw, keys, fetched_at in _placed(endpoint, source, batch):
        try:
            record = scalars.decode_json(raw)
        except ValueError:
            continue
        row: Row = {"tenant_id": tenant_id, **keys}
        row |= {column.name: _storable(_value(column, record)) for column in endpoint.all_columns}
        if any(row[name] is None for name in endpoint.key):
            continue
        inactive = scalars.to_text(_at(record, ("active",))) == "false"
        deleted = endpoint.inactive_means_deleted and inactive
        row["fetched_at"] = fetched_at
        row["deleted_at"] = fetched_at if deleted else None
        row["full_data"] = _storable_json(record)
        yield row


def _placed(
    endpoint: Endpoint, source: Source, batch: PageBatch
) -> Iterator[tuple[Any, Row, datetime]]:
    """Yield each record, the key columns it does not hold itself, and when it was received."""
    if endpoint.parent is not None:
        names, kinds = zip(*((key.column, key.type) for key in endpoint.parent.keys), strict=True)
        records = iter(batch.records)
        for response in batch.responses:
            values = [scalars.cast(k, v) for k, v in zip(kinds, response.parent, strict=True)]
            parent = dict(zip(names, values, strict=True))
            for ordinal, record in zip(range(1, response.count + 1), records, strict=False):
                position = {POSITION: ordinal} if endpoint.parent.by_position else {}
                yield record, parent | position, response.fetched_at
        return
    for ordinal, record in enumerate(batch.records, 1):
        keys = {**source.static_fields, **_of_slice(endpoint, batch, ordinal)}
        yield record, keys, batch.fetched_at


def _of_slice(endpoint: Endpoint, batch: PageBatch, ordinal: int) -> Row:
    """Return a report row's window and its number in it, where they are part of the key."""
    if batch.report_slice is None:
        return {}
    parts = {
        "slice_start": batch.report_slice.start,
        "slice_end": batch.report_slice.end,
        "ordinal": ordinal,
    }
    return {name: parts[part] for name, part in endpoint.staged_columns.items()}


def _value(column: Column | Sum, record: Any) -> Any:
    if isinstance(column, Sum):
        return scalars.exact_sum(scalars.to_numeric(_at(record, (name,))) for name in column.fields)
    # A report's field may have any name; its path is escaped for SQL.
    path = (column.source,) if isinstance(column, FieldColumn) else column.path
    sent = _at(record, path)
    if sent is None:
        sent = column.missing
    found = scalars.cast(column.type, sent)
    return None if column.name in NEVER_IS_NULL and found == _NEVER else found


def _storable(value: Any) -> Any:
    """Return a column's value as dlt can store it; null if it cannot."""
    if isinstance(value, Decimal):
        # abs() would round to 28 digits.
        return value if value.copy_abs() <= _LARGEST else None
    return _storable_json(value) if isinstance(value, (dict, list)) else value


def _storable_json(value: Any, level: int = 1) -> Any:
    """Return JSON in which a number that is neither a double nor has 64 bits is text."""
    if isinstance(value, (dict, list)):
        if level > _LEVELS:
            return scalars.to_text(value)
        if isinstance(value, list):
            return [_storable_json(item, level + 1) for item in value]
        return {name: _storable_json(item, level + 1) for name, item in value.items()}
    if isinstance(value, Decimal):
        double = float(value)
        return double if Decimal(repr(double)) == value else str(value)
    return str(value) if type(value) is int and value not in _WHOLE else value


def _at(record: Any, path: tuple[str, ...]) -> Any:
    """Return the JSON value at a path, as Postgres' ``#>`` finds it; None where there is none."""
    for step in path:
        if isinstance(record, dict):
            record = record.get(step)
        elif isinstance(record, list) and step.isdecimal() and int(step) < len(record):
            record = record[int(step)]
        else:
            return None
    return record


def parent_keys(endpoint: Endpoint, parents: Iterable[Row]) -> list[tuple[str, ...]]:
    """Return the parents' keys as a child resource's requests name them."""
    keys = endpoint.parent.keys if endpoint.parent else ()
    return [tuple(str(row[key.parent_column]) for key in keys) for row in parents]


def merge_key(endpoint: Endpoint) -> list[str]:
    """Return the columns by which a load replaces rows together: a report's window."""
    if not isinstance(endpoint, Report):
        return []
    window = [n for n, part in endpoint.staged_columns.items() if part != "ordinal"]
    return ["tenant_id", *window]


def columns(endpoint: Endpoint) -> TTableSchemaColumns:
    """Return dlt's description of the endpoint's columns."""
    types: dict[str, str] = {"tenant_id": "bigint"}
    types |= {name: _DLT_TYPES[kind] for name, kind in endpoint.static_columns.items()}
    types |= {column.name: _DLT_TYPES[column.type] for column in endpoint.all_columns}
    types |= {"deleted_at": "timestamp", "full_data": "json"}
    found: dict[str, Any] = {
        name: {"name": name, "data_type": kind, "nullable": name not in endpoint.primary_key}
        for name, kind in types.items()
    }
    # Of two versions of a record in one load, dlt keeps the one that was fetched later.
    found["fetched_at"] = {
        "name": "fetched_at",
        "data_type": "timestamp",
        "nullable": False,
        "dedup_sort": "desc",
    }
    return cast(TTableSchemaColumns, found)
