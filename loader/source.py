"""The API as an ordinary dlt source, for your own pipelines and destinations.

    import dlt
    from loader.source import servicetitan

    pipeline = dlt.pipeline("servicetitan", destination="duckdb", dataset_name="servicetitan_raw")
    pipeline.run(servicetitan(select=["customers", "jobs"]))

It reads what ``python -m loader load`` reads, with the same cursors, columns and values; dlt writes
it to the pipeline's destination. It lacks what the loader does around that: commits during the
load, isolation of one endpoint's failure from the others, ``raw_sync_state``, ``raw_rejected`` and
declared reports.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

import dlt
from dlt.common.schema.typing import TTableSchemaColumns
from dlt.extract import DltResource

from loader import catalogue
from loader.api.client import ApiClient
from loader.catalogue import Column, Endpoint, Source, Sum, scalars
from loader.catalogue.columns import NEVER_IS_NULL, PgType
from loader.config import Environment
from loader.errors import ConfigurationError
from loader.extract.cursor import Cursor
from loader.extract.endpoint_reader import read
from loader.extract.page_batch import PageBatch
from loader.extract.record_metadata import MetadataReader

_LOGGER = logging.getLogger(__name__)

_DLT_TYPES: Mapping[PgType, str] = {
    "bigint": "bigint",
    "numeric": "decimal",
    "boolean": "bool",
    "text": "text",
    "timestamptz": "timestamp",
    "date": "date",
    "jsonb": "json",
}
# How ServiceTitan writes "never".
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


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
    """Make one dlt resource for each selected endpoint, merged by its key.

    Arguments that are not given come from dlt's configuration (``.dlt/``, or variables such as
    ``SOURCES__SERVICETITAN__CLIENT_ID``). They mean what the ``SERVICETITAN_*`` variables mean.
    Inside ``full_data``, dlt writes decimals as JSON strings, so that they stay exact.

    Child resources are not available: which parents have changed is known only to the loader's own
    warehouse.

    Args:
        select: Names of endpoints or modules; by default, what the loader loads by default.
        exclude: Names of endpoints or modules to leave out.
        tenant_id: The ServiceTitan tenant.
        client_id: The app's client id.
        client_secret: The app's client secret.
        app_key: The app's key.
        environment: ``production`` or ``integration``.
        api_url: Replaces the environment's API URL.
        auth_url: Replaces the environment's token URL.
        feed: ``export`` reads export feeds where the API has them, ``list`` the lists instead.
        rate_limit: Requests per second.

    Raises:
        LoaderError: With cause and remedy.
    """
    endpoints = catalogue.select(select or (), exclude or ())
    if child_resources := [e.name for e in endpoints if e.parent is not None]:
        raise ConfigurationError(
            "Child resources are read for the parents in the loader's own warehouse:"
            f" {', '.join(child_resources)}.",
            'Exclude them here (exclude=["child_resources"]) and load them with'
            " `python -m loader load`.",
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
    batches = read(client, endpoint, cursors, metadata_reader, _LOGGER.warning, client.api.feed)
    for source, batch in batches:
        rows = list(_typed(client.api.tenant_id, endpoint, source, batch))
        if unusable := len(batch.records) - len(rows):
            _LOGGER.warning("%s: skipped %s records without a usable key", endpoint.name, unusable)
        yield rows
        if batch.cursor is not None:
            states[source.name] = batch.cursor.to_state()


def _typed(
    tenant_id: int, endpoint: Endpoint, source: Source, batch: PageBatch
) -> Iterator[dict[str, Any]]:
    """Cast the records to rows, without those that have no usable key."""
    for raw in batch.records:
        try:
            record = scalars.decode_json(raw)
        except ValueError:
            continue
        row: dict[str, Any] = {"tenant_id": tenant_id, **source.static_fields}
        row |= {column.name: _value(column, record) for column in endpoint.all_columns}
        if any(row[name] is None for name in endpoint.key):
            continue
        inactive = scalars.to_text(_at(record, ("active",))) == "false"
        deleted = endpoint.inactive_means_deleted and inactive
        row["fetched_at"] = batch.fetched_at
        row["deleted_at"] = batch.fetched_at if deleted else None
        row["full_data"] = record
        yield row


def _value(column: Column | Sum, record: Any) -> Any:
    if isinstance(column, Sum):
        return scalars.exact_sum(scalars.to_numeric(_at(record, (name,))) for name in column.fields)
    sent = _at(record, column.path)
    if sent is None:
        sent = column.missing
    found = scalars.cast(column.type, sent)
    return None if column.name in NEVER_IS_NULL and found == _NEVER else found


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
