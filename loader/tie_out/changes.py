"""What ServiceTitan has changed since the load: reports count it, the marts do not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg2.extensions import connection as Connection

from loader.api.client import ApiClient
from loader.api.rejected_requests import RequestRejected
from loader.catalogue import ENDPOINTS, Endpoint, Source, scalars
from loader.errors import ApiError
from loader.extract.cursor import api_time
from loader.warehouse.table_health import read_health

# Changed records of one resource that are looked at.
_MOST = 50
# Fields that people know a record by.
_NUMBERS = ("jobNumber", "referenceNumber", "number")


@dataclass(frozen=True)
class Change:
    """A record that ServiceTitan changed after the last load.

    Attributes:
        resource: The endpoint's name, in the singular.
        table: Its raw table.
        st_id: The record.
        number: What people call it; empty if it has no number.
        modified_on: When it was changed (UTC).
    """

    resource: str
    table: str
    st_id: int
    number: str
    modified_on: datetime

    def __str__(self) -> str:
        number = f" ({self.number})" if self.number else ""
        return (
            f"{self.resource} {self.st_id}{number} was changed in ServiceTitan after the load, at"
            f" {self.modified_on:%Y-%m-%d %H:%M} UTC"
        )


def changed_since_load(
    client: ApiClient,
    connection: Connection,
    schema: str,
    tenant_id: int,
    tables: Collection[str],
) -> list[Change]:
    """Ask for changes after the cursor of each table: one request for each that has a filter.

    Args:
        client: The tenant's API.
        connection: Reads the cursors.
        schema: The raw schema.
        tenant_id: The tenant.
        tables: The raw tables in question.

    Raises:
        LoaderError: The API as a whole cannot be read; what the app may not read is left out.
    """
    cursors = {one.table_name: one.cursor for one in read_health(connection, schema, tenant_id)}
    found: list[Change] = []
    for endpoint in ENDPOINTS.values():
        cursor = cursors.get(endpoint.table)
        if endpoint.table in tables and cursor is not None and endpoint.parent is None:
            for source in endpoint.sources:
                if source.filters_by_modified:
                    found += _changes(client, endpoint, source, cursor)
    return found


def _changes(
    client: ApiClient, endpoint: Endpoint, source: Source, cursor: datetime
) -> Iterator[Change]:
    since = api_time(cursor + timedelta(microseconds=1))
    params = {**source.list_params, "modifiedOnOrAfter": since, "pageSize": str(_MOST)}
    try:
        page = client.page(source.list_path(), params)
    except (RequestRejected, ApiError):
        return  # what could not be loaded either is told elsewhere
    with page:
        records = [scalars.decode_json(record) for record in page.payload.data]
    for record in records:
        modified_on = scalars.to_timestamptz(record.get("modifiedOn"))
        st_id = scalars.to_bigint(record.get("id"))
        if st_id is not None and modified_on is not None and modified_on > cursor:
            name = endpoint.name.rstrip("s")
            yield Change(name, endpoint.table, st_id, _number(record), modified_on)


def _number(record: dict[str, Any]) -> str:
    return next((str(record[name]) for name in _NUMBERS if record.get(name)), "")
