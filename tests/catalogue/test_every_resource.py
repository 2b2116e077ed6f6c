"""Every bulk resource of the catalogue is loaded over HTTP: at first, incrementally, and after
deletions. Child resources: ``test_every_child_resource``.

One sandbox, one database and one series of loads serve all entries; each entry is a test.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

import embedded_postgres
import sandbox
from loader.catalogue import ENDPOINTS, Endpoint
from loader.config import Environment
from loader.run.load import load
from loader.run.options import LoadOptions
from loader.run.result import Result
from sandbox import resources
from sandbox.store import Store
from tests.catalogue.loaded import SCHEMA, Silent, assert_columns_hold_the_records
from tests.databases import new_database

TENANT = 31
BULK = {name: endpoint for name, endpoint in ENDPOINTS.items() if endpoint.parent is None}

# A feed of these goes on without what was deleted, there is no list to hold it against, and an
# inactive record need not be a deleted one.
NEVER_SEEN_GONE = {
    "calls", "invoice_templates", "job_canceled_logs", "job_history", "membership_status_changes",
}  # fmt: skip


@dataclass
class Dataset:
    """What all tests of this file look at, after the loads."""

    store: Store
    database: Connection
    first: dict[str, Result]
    second: dict[str, Result]
    reconciled: dict[str, Result]
    deleted: dict[str, list[str]]

    def query(self, text: str) -> list[tuple[Any, ...]]:
        with self.database.cursor() as cursor:
            cursor.execute(text)
            return cursor.fetchall()


def _resources(endpoint: Endpoint) -> list[str]:
    """The sandbox's names of what the endpoint reads; none for single objects."""
    names = {
        resources.name_of(source.paths[0]): None
        for source in endpoint.sources
        if not (source.list_operation and source.list_operation.paging == "object")
    }
    return list(names)


@pytest.fixture(scope="module")
def dataset(postgres: embedded_postgres.Settings) -> Iterator[Dataset]:
    """Three loads of everything: all, what was changed since, and a reconciliation."""
    with (
        new_database(postgres, "every_resource") as warehouse,
        sandbox.serve(scale=0.005, seed=7, tenants=[TENANT], port=0) as server,
    ):
        environment = {name: str(value) for name, value in server.environment(TENANT).items()}
        api = Environment({**environment, "SERVICETITAN_RATE_LIMIT": "1000"}).api()
        everything = tuple(BULK.values())

        def go(options: LoadOptions) -> dict[str, Result]:
            return {r.endpoint.name: r for r in load(api, warehouse, options, Silent())}

        first = go(LoadOptions(everything))
        deleted = {
            name: _change(server.store, name)
            for name in dict.fromkeys(n for e in everything for n in _resources(e))
        }
        second = go(LoadOptions(everything))
        listed = tuple(e for e in everything if all(source.list for source in e.sources))
        reconciled = go(LoadOptions(listed, reconcile=True))
        with closing(psycopg2.connect(warehouse.dsn)) as database:
            database.autocommit = True
            yield Dataset(server.store, database, first, second, reconciled, deleted)


def _change(store: Store, name: str) -> list[str]:
    """Change one record, delete one, add one; returns what identifies the deleted one."""
    resource = resources.find(name)
    there = [record for record in store.truth(name) if record.active and not record.deleted]
    changed, soft_deleted = there[0], there[-1]
    texts = [
        field
        for field, fact in resource.fields.items()
        if fact == {"type": "string"} or fact == {"type": "string", "nullable": True}
        if field not in resource.key and not field.endswith(("Type", "tatus"))
    ]
    if texts:
        # Fits a text and a number that comes as a text.
        store.change(name, changed.key, {texts[0]: "7"})
    else:
        store.touch(name, [changed.key])
    store.delete(name, soft_deleted.key)
    if resource.key == ("id",) and isinstance(changed.key, int):
        store.insert(name)
    return [soft_deleted.raw.decode()]


@pytest.fixture(params=BULK.values(), ids=list(BULK))
def endpoint(request: pytest.FixtureRequest) -> Endpoint:
    return request.param


def test_the_loads_end_well_and_know_every_field(dataset: Dataset, endpoint: Endpoint):
    for results in (dataset.first, dataset.second, dataset.reconciled):
        result = results.get(endpoint.name)
        assert result is None or result.error is None
        assert result is None or result.unknown_fields == set()
    assert dataset.first[endpoint.name].merged.inserted > 0


def test_an_incremental_load_writes_only_what_changed(dataset: Dataset, endpoint: Endpoint):
    """Changed, deleted where that is reported, added: at most three records of each resource."""
    second = dataset.second[endpoint.name]
    assert second.merged.written <= 3 * len(endpoint.sources)
    assert second.merged.inserted <= len(endpoint.sources)


def test_the_table_holds_what_the_api_has(dataset: Dataset, endpoint: Endpoint):
    stored = [
        full_data
        for (full_data,) in dataset.query(
            f"select full_data from {SCHEMA}.{endpoint.table} where deleted_at is null"
        )
    ]
    names = _resources(endpoint)
    if not names:
        assert len(stored) == 1
        return
    if endpoint.name in NEVER_SEEN_GONE:
        return
    truth = [
        record.fields
        for name in names
        for record in dataset.store.truth(name)
        if not record.deleted and (record.active or not endpoint.inactive_means_deleted)
    ]
    common = _common_fields(endpoint, names)
    assert _counted(stored, common) == _counted(truth, common)


def test_a_deleted_record_is_marked_and_keeps_its_values(dataset: Dataset, endpoint: Endpoint):
    if endpoint.name in NEVER_SEEN_GONE:
        assert not all(source.list for source in endpoint.sources)
        return
    names = _resources(endpoint)
    soft_deleted = [json.loads(raw) for name in names for raw in dataset.deleted[name]]
    common = _common_fields(endpoint, names) - {"active", "modifiedOn", "isActive", "leadCall"}
    marked = [
        full_data
        for (full_data,) in dataset.query(
            f"select full_data from {SCHEMA}.{endpoint.table} where deleted_at is not null"
        )
    ]
    assert _counted(soft_deleted, common) - _counted(marked, common) == Counter()


def test_columns_have_the_catalogues_types_and_hold_the_records_values(
    dataset: Dataset, endpoint: Endpoint
):
    assert_columns_hold_the_records(dataset.query, endpoint)


def _common_fields(endpoint: Endpoint, names: list[str]) -> set[str]:
    """Fields that the sandbox's records and the endpoint's have in one shape."""
    served = [resources.find(name).fields for name in names]
    documented = [
        operation.fields
        for source in endpoint.sources
        for operation in (source.list_operation, source.export_operation)
        if operation
    ]
    shapes = [*served, *documented]
    return {
        field
        for field, fact in shapes[0].items()
        if all(other.get(field, {}).get("type") == fact["type"] for other in shapes)
    }


def _counted(records: list[dict[str, Any]], fields: set[str]) -> Counter[str]:
    return Counter(
        json.dumps({k: v for k, v in record.items() if k in fields}, sort_keys=True, default=float)
        for record in records
    )
