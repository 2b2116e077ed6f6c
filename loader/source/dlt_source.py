"""The dlt source: a resource for each endpoint.

    import dlt
    from servicetitan_warehouse import servicetitan

    pipeline = dlt.pipeline("servicetitan", destination="duckdb", dataset_name="servicetitan_raw")
    pipeline.run(servicetitan(select=["customers", "jobs"]))

It reads what ``python -m loader load`` reads, with the same cursors, columns and values; dlt writes
it to the pipeline's destination. It lacks what the loader does around that: commits during the
load, isolation of one endpoint's failure from the others, full scans that find deletions,
``raw_sync_state`` and ``raw_rejected``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import dlt
from dlt.extract import DltResource

from loader import catalogue
from loader.api.client import ApiClient
from loader.catalogue import Endpoint
from loader.catalogue.selection import select_from
from loader.config import Environment
from loader.extract.child_resources import PartitionPlan
from loader.extract.cursor import Cursor
from loader.extract.endpoint_reader import read
from loader.extract.record_metadata import MetadataReader
from loader.extract.report_definitions import describe
from loader.reports.declaration import Declaration, read_file
from loader.reports.endpoint import report_endpoint
from loader.reports.relative_dates import today_in
from loader.source.rows import Row, columns, merge_key, parent_keys, rows_of

_LOGGER = logging.getLogger(__name__)

# Concurrent requests of a child resource: with responses that take 0.3 s, what 60 a second need.
_THREADS = 20
_AHEAD = 200

# Of one resource in dlt's state: cursors by source, and of a child resource its parents' state.
_State = dict[str, Any]


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
    reports: str | None = None,
    timezone: str = "UTC",
) -> Iterable[DltResource]:
    """Make one dlt resource for each selected endpoint, merged by its key.

    Arguments that are not given come from dlt's configuration (``.dlt/``, or variables such as
    ``SOURCES__SERVICETITAN__CLIENT_ID``). They mean what the ``SERVICETITAN_*`` variables mean.
    Inside ``full_data``, dlt writes decimals as JSON strings, so that they stay exact. In columns,
    dlt rounds them to 9 decimals: its type has 38 digits, 9 of them after the point.

    A child resource reads its parents by itself, from its own cursor, and asks for the children of
    those that changed; its parents need not be selected. A report's window is replaced as a whole,
    unless it has become empty: then its old rows stay.

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
        reports: The file that declares reports; ``select`` takes their names (``report_revenue``)
            and ``reports`` for all of them.
        timezone: The tenant's time zone, an IANA name: its day ends the windows of reports.

    Raises:
        LoaderError: With cause and remedy.
    """
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
        "TIMEZONE": timezone,
    }
    api = Environment({f"SERVICETITAN_{name}": str(value) for name, value in values.items()}).api()
    client = ApiClient(api)
    for endpoint in _endpoints(client, select or (), exclude or (), reports):
        yield dlt.resource(
            _read(client, endpoint),
            name=endpoint.table,
            primary_key=list(endpoint.primary_key),
            merge_key=merge_key(endpoint),
            write_disposition="merge",
            columns=columns(endpoint),
        )


def _endpoints(
    client: ApiClient, select: Sequence[str], exclude: Sequence[str], reports: str | None
) -> Iterator[Endpoint]:
    """Yield the selected endpoints; a selected report is described by the API first."""
    if reports is None:
        yield from catalogue.select(select, exclude)
        return
    declared = read_file(Path(reports))
    known: dict[str, Endpoint | Declaration] = {**catalogue.ENDPOINTS, **declared}
    for one in select_from(known, select, exclude):
        if isinstance(one, Endpoint):
            yield one
        else:
            yield report_endpoint(one, today_in(client.api.timezone), describe(client, one))


def _read(client: ApiClient, endpoint: Endpoint) -> Iterator[list[Row]]:
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="children") as pool:
        yield from _rows(client, endpoint, dlt.current.resource_state(), pool)


def _rows(
    client: ApiClient, endpoint: Endpoint, state: _State, pool: ThreadPoolExecutor
) -> Iterator[list[Row]]:
    """Yield rows in batches; ``state`` moves past a batch once the next one is asked for."""
    if endpoint.parent is None:
        yield from _batches(client, endpoint, state.setdefault("cursors", {}), None)
        return
    parent = catalogue.ENDPOINTS[endpoint.parent.name]
    # Some children change while their parents do not: all parents are asked each time.
    of_parents = {} if endpoint.no_cursor else state.setdefault("parents", {})
    for parents in _rows(client, parent, of_parents, pool):
        keys = dict.fromkeys(parent_keys(endpoint, parents))  # a feed may repeat a parent
        plan = PartitionPlan([(0, key) for key in keys], pool, _AHEAD, moves=False)
        yield from _batches(client, endpoint, {}, plan)


def _batches(
    client: ApiClient, endpoint: Endpoint, states: _State, plan: PartitionPlan | None
) -> Iterator[list[Row]]:
    cursors: Mapping[str, Cursor] = {
        name: Cursor.from_state(state) for name, state in states.items()
    }
    metadata_reader = MetadataReader.of(endpoint)
    feed = client.api.feed
    batches = read(client, endpoint, cursors, metadata_reader, _LOGGER.warning, feed, plan=plan)
    for source, batch in batches:
        rows = list(rows_of(client.api.tenant_id, endpoint, source, batch))
        if unusable := len(batch.records) - len(rows):
            _LOGGER.warning("%s: skipped %s records without a usable key", endpoint.name, unusable)
        yield rows
        if batch.cursor is not None:
            states[source.name] = batch.cursor.to_state()
