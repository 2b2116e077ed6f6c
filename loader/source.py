"""The API as an ordinary dlt source, for pipelines and destinations of one's own.

    import dlt
    from loader.source import servicetitan

    pipeline = dlt.pipeline("servicetitan", destination="duckdb", dataset_name="servicetitan_raw")
    pipeline.run(servicetitan(select=["customers", "jobs"]))

It reads what ``python -m loader load`` reads, with the same cursors and columns, and dlt writes it
where the pipeline says. What this project's own load does better (typing in Postgres, rounds that
commit, one endpoint's failure that stops no other, ``raw_sync_state``, declared reports) it does
not have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, cast

import dlt
import msgspec
from dlt.common.schema.typing import TTableSchemaColumns
from dlt.extract import DltResource

from loader import catalogue
from loader.api.client import ApiClient
from loader.catalogue import Column, Endpoint, Source
from loader.catalogue.columns import NEVER_IS_NULL, PgType
from loader.config import Environment
from loader.errors import ConfigurationError
from loader.extract.cursor import Cursor, instant
from loader.extract.endpoint_reader import read
from loader.extract.page_batch import PageBatch
from loader.extract.record_metadata import MetadataReader

# Decimals stay exact; inside full_data, dlt writes them as JSON strings.
_DECODER = msgspec.json.Decoder(float_hook=Decimal)

_DLT_TYPES: Mapping[PgType, str] = {
    "bigint": "bigint",
    "numeric": "decimal",
    "boolean": "bool",
    "text": "text",
    "timestamptz": "timestamp",
    "date": "date",
    "jsonb": "json",
}


@dlt.source(name="servicetitan", section="servicetitan", max_table_nesting=0)
def servicetitan(
    select: list[str] | None = None,
    exclude: list[str] | None = None,
    tenant_id: int = dlt.config.value,
    client_id: str = dlt.secrets.value,
    client_secret: str = dlt.secrets.value,
    app_key: str = dlt.secrets.value,
    environment: str = "production",
    api_url: str | None = None,
    auth_url: str | None = None,
    feed: str = "export",
    rate_limit: float = 60.0,
) -> Iterable[DltResource]:
    """One resource for each selected endpoint, merged by its key.

    Arguments left out come from dlt's configuration (``.dlt/``, or variables such as
    ``SOURCES__SERVICETITAN__CLIENT_ID``) and mean what the variables ``SERVICETITAN_*`` mean.
    ``select`` and ``exclude`` take names of endpoints or modules; ``rate_limit`` is in requests a
    second. Nested resources are not among them: which parents have changed is known only in this
    project's own warehouse. Raises ``LoaderError`` with cause and remedy.
    """
    endpoints = catalogue.select(select or (), exclude or ())
    if nested := [endpoint.name for endpoint in endpoints if endpoint.parent is not None]:
        raise ConfigurationError(
            f"Child resources need their parents in the warehouse: {', '.join(nested)}.",
            "Load them with `python -m loader load`, and exclude them here:"
            ' exclude=["child_resources"].',
        )
    values = {
        "TENANT_ID": tenant_id,
        "CLIENT_ID": client_id,
        "CLIENT_SECRET": client_secret,
        "APP_KEY": app_key,
        "ENVIRONMENT": environment,
        "API_URL": api_url or "",
        "AUTH_URL": auth_url or "",
        "FEED": feed,
        "RATE_LIMIT": rate_limit,
    }
    api = Environment({f"SERVICETITAN_{name}": str(value) for name, value in values.items()}).api()
    client = ApiClient(api)
    for endpoint in endpoints:
        yield dlt.resource(
            _rows(client, endpoint),
            name=endpoint.table,
            primary_key=list(endpoint.primary_key),
            write_disposition="merge",
            columns=_columns(endpoint),
        )


def _rows(client: ApiClient, endpoint: Endpoint) -> Iterator[list[dict[str, Any]]]:
    states = dlt.current.resource_state().setdefault("cursors", {})
    cursors = {name: Cursor.from_state(state) for name, state in states.items()}
    metadata_reader = MetadataReader.of(endpoint)
    batches = read(client, endpoint, cursors, metadata_reader, _ignore, client.api.feed)
    for source, batch in batches:
        yield list(_typed(client.api.tenant_id, endpoint, source, batch))
        if batch.cursor is not None:
            states[source.name] = batch.cursor.to_state()


def _typed(
    tenant_id: int, endpoint: Endpoint, source: Source, batch: PageBatch
) -> Iterator[dict[str, Any]]:
    for raw in batch.records:
        record = _DECODER.decode(raw)
        row: dict[str, Any] = {"tenant_id": tenant_id, **source.static_fields}
        for column in endpoint.all_columns:
            if isinstance(column, Column):
                row[column.name] = _value(column, record)
            else:
                partitions = [_fit("numeric", record.get(field)) for field in column.fields]
                known = [part for part in partitions if part is not None]
                row[column.name] = sum(known) if known else None
        deleted = endpoint.inactive_means_deleted and record.get("active") is False
        row["fetched_at"] = batch.fetched_at
        row["deleted_at"] = batch.fetched_at if deleted else None
        row["full_data"] = record
        yield row


def _value(column: Column, record: Any) -> Any:
    value = record
    for step in column.path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal():
            value = value[int(step)] if int(step) < len(value) else None
        else:
            return None
    fitted = _fit(column.type, value)
    if fitted is None and column.missing is not None:
        return _fit(column.type, column.missing)
    never = column.name in NEVER_IS_NULL and fitted is not None and fitted.year == 1
    return None if never else fitted


def _fit(kind: PgType, value: Any) -> Any:
    """The value as its column's type; None where it is no value of the type."""
    if value is None:
        return None
    try:
        return _FITTERS[kind](value)
    except (ValueError, TypeError, InvalidOperation):
        return None


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("not a boolean")
    return value


_FITTERS: Mapping[PgType, Callable[[Any], Any]] = {
    "bigint": int,
    "numeric": lambda value: Decimal(str(value)),
    "boolean": _boolean,
    "text": str,
    "timestamptz": instant,
    "date": lambda value: date.fromisoformat(value[:10]),
    "jsonb": lambda value: value,
}


def _columns(endpoint: Endpoint) -> TTableSchemaColumns:
    types: dict[str, str] = {"tenant_id": "bigint", **endpoint.static_columns}
    types |= {column.name: _DLT_TYPES[column.type] for column in endpoint.all_columns}
    types |= {"deleted_at": "timestamp", "full_data": "json"}
    columns: dict[str, Any] = {
        name: {"name": name, "data_type": kind, "nullable": name not in endpoint.primary_key}
        for name, kind in types.items()
    }
    # Of two versions of a record in one load, dlt keeps the one that was fetched later.
    columns["fetched_at"] = {
        "name": "fetched_at",
        "data_type": "timestamp",
        "nullable": False,
        "dedup_sort": "desc",
    }
    return cast(TTableSchemaColumns, columns)


def _ignore(_note: str) -> None:
    """dlt has no place for notes."""
