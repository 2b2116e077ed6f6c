"""Every child resource of the catalogue is loaded over HTTP, together with its parents.

One sandbox, one database and one series of loads serve all of them; each resource is a test.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
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
from sandbox.child_resources import ChildResource, pattern
from sandbox.parents import Owner, owner_of
from sandbox.server import Server
from sandbox.store import Store
from tests.catalogue.loaded import SCHEMA, Silent, assert_columns_hold_the_records
from tests.databases import new_database

TENANT = 32
# Those that are requested by path; tests/reliability/test_child_resources_by_ids.py has the others.
CHILDREN = {
    name: endpoint
    for name, endpoint in ENDPOINTS.items()
    if endpoint.parent is not None and endpoint.parent.parameter is None
}
PARENTS = {e.parent.name: ENDPOINTS[e.parent.name] for e in CHILDREN.values() if e.parent}
BULK_PARENTS = tuple(e for e in PARENTS.values() if e.parent is None)


@dataclass(frozen=True)
class Family:
    """A child resource in the sandbox, and what becomes of four of its parents.

    A record of the ``changed`` one is changed and, where there can be several, one is added. The
    one of ``emptied`` is deleted. The ``deleted`` parent goes away, the ``spared`` one is let be.
    """

    resource: str
    child_resource: ChildResource
    changed: Owner
    emptied: Owner
    deleted: Owner
    spared: Owner

    @classmethod
    def of(cls, endpoint: Endpoint, store: Store) -> Family:
        resource = resources.name_of(endpoint.sources[0].paths[0])
        child_resource = resources.find(resource).child_resource
        assert child_resource is not None
        parents = store.table(child_resource.parent)
        slots = [slot for slot in parents.live() if parents.active[slot]]
        return cls(
            resource,
            child_resource,
            *(owner_of(child_resource, parents, slot) for slot in slots[:4]),
        )

    def children(self, store: Store, owner: Owner) -> list[Any]:
        """Keys of the parent's records that there are."""
        return [
            record.key
            for record in store.truth(self.resource)
            if record.key[: len(owner)] == owner and not record.deleted
        ]


@dataclass
class Dataset:
    """What all tests of this file look at, after the loads."""

    store: Store
    database: Connection
    families: dict[str, Family]
    first: dict[str, Result] = field(default_factory=dict)
    second: dict[str, Result] = field(default_factory=dict)
    third: dict[str, Result] = field(default_factory=dict)
    received: dict[str, set[Owner]] = field(default_factory=dict)
    deleted: dict[str, tuple[Owner, str]] = field(default_factory=dict)

    def query(self, text: str) -> list[tuple[Any, ...]]:
        with self.database.cursor() as cursor:
            cursor.execute(text)
            return cursor.fetchall()

    def rows(self, endpoint: Endpoint, condition: str) -> Counter[tuple[Owner, str]]:
        """The table's records and whose they are, as often as they are there."""
        assert endpoint.parent is not None
        owner = ", ".join(f"{key.column}::text" for key in endpoint.parent.keys)
        rows = self.query(
            f"select full_data, {owner} from {SCHEMA}.{endpoint.table} where {condition}"
        )
        return Counter((tuple(owner), _text(record)) for record, *owner in rows)


@pytest.fixture(scope="module")
def dataset(postgres: embedded_postgres.Settings) -> Iterator[Dataset]:
    with (
        new_database(postgres, "every_nested_resource") as warehouse,
        sandbox.serve(scale=0.005, seed=7, tenants=[TENANT], port=0) as server,
        closing(psycopg2.connect(warehouse.dsn)) as database,
    ):
        database.autocommit = True
        environment = {name: str(value) for name, value in server.environment(TENANT).items()}
        api = Environment({**environment, "SERVICETITAN_RATE_LIMIT": "1000"}).api()

        def go(options: LoadOptions) -> dict[str, Result]:
            server.requests.clear()
            return {r.endpoint.name: r for r in load(api, warehouse, options, Silent())}

        store = server.store
        dataset = Dataset(store, database, {n: Family.of(e, store) for n, e in CHILDREN.items()})
        everything = tuple({**PARENTS, **CHILDREN}.values())
        for family in dataset.families.values():
            for owner in (family.changed, family.emptied, family.deleted):
                if not family.children(store, owner):
                    _insert(store, family, owner)
        dataset.first = go(LoadOptions(everything))
        for name, family in dataset.families.items():
            dataset.deleted[name] = _change(store, family)
        dataset.second = go(LoadOptions(everything))
        dataset.received = {
            name: _requested(server, family) for name, family in dataset.families.items()
        }
        go(LoadOptions(BULK_PARENTS, reconcile=True))
        dataset.third = go(LoadOptions(tuple(CHILDREN.values())))
        yield dataset


def _insert(store: Store, family: Family, owner: Owner) -> Any:
    keys = {"name": f"One more {owner[-1]}", "taskId": f"one more {owner[-1]}"}
    own = resources.find(family.resource).key
    return store.insert(family.resource, {k: v for k, v in keys.items() if k in own}, parent=owner)


def _change(store: Store, family: Family) -> tuple[Owner, str]:
    """Do what ``Family`` says; returns the deleted record."""
    changed = family.children(store, family.changed)[0]
    store.change(family.resource, changed, {_free_field(family.resource): b"7"})
    if not family.child_resource.single:
        _insert(store, family, family.changed)
    soft_deleted = family.children(store, family.emptied)[0]
    record = store.record(family.resource, soft_deleted)
    store.delete(family.resource, soft_deleted)
    for owner in (family.changed, family.emptied):
        _show_a_change(store, family.child_resource.parent, _parent_key(store, family, owner))
    parent = _parent_key(store, family, family.deleted)
    if not store.record(family.child_resource.parent, parent).deleted:
        store.delete(family.child_resource.parent, parent)
    return family.emptied, _text(record.fields)


def _parent_key(store: Store, family: Family, owner: Owner) -> Any:
    parents = store.table(family.child_resource.parent)
    (slot,) = [
        s for s in range(len(parents)) if owner_of(family.child_resource, parents, s) == owner
    ]
    return parents.keys[slot]


def _show_a_change(store: Store, resource: str, key: Any) -> None:
    """Change a parent so that the loader sees it; of a child resource, its own parent too."""
    store.change(resource, key, {_free_field(resource): str(store.clock.now % 10**9)})
    child_resource = resources.find(resource).child_resource
    if child_resource is not None:
        _show_a_change(store, child_resource.parent, int(key[0]))


def _free_field(resource: str) -> str:
    """A field that can hold any text; of records without one, a number that can."""
    found = resources.find(resource)
    texts = ({"type": "string"}, {"type": "string", "nullable": True})
    taken = (
        *found.key,
        "type",
        "status",
        *(found.child_resource.carries or () if found.child_resource else ()),
    )
    free = {name: fact for name, fact in found.fields.items() if name not in taken}
    return next(
        (name for name, fact in free.items() if fact in texts),
        next((name for name, fact in free.items() if fact["type"] == "integer"), ""),
    )


def _requested(server: Server, family: Family) -> set[Owner]:
    """The parents requested since the log was cleared."""
    path = resources.child_resource()[family.resource]
    documented = next(p for p, one in resources.endpoints().items() if one.resource == path.name)
    shape = pattern(documented.replace("{tenant}", str(TENANT)))
    found = [shape.fullmatch(request.path) for request in server.requests.select(family.resource)]
    return {match.groups() for match in found if match}


def _text(record: dict[str, Any]) -> str:
    return json.dumps(record, sort_keys=True, default=float)


@pytest.fixture(params=CHILDREN.values(), ids=list(CHILDREN))
def endpoint(request: pytest.FixtureRequest) -> Endpoint:
    return request.param


def test_the_loads_end_well_and_know_every_field(dataset: Dataset, endpoint: Endpoint):
    for results in (dataset.first, dataset.second, dataset.third):
        assert results[endpoint.name].error is None
        assert results[endpoint.name].unknown_fields == set()
    assert dataset.first[endpoint.name].merged.inserted > 0


def test_each_parent_is_requested_once_at_first(dataset: Dataset, endpoint: Endpoint):
    assert endpoint.parent is not None
    table = ENDPOINTS[endpoint.parent.name].table
    ((parents,),) = dataset.query(f"select count(*) from {SCHEMA}.{table}")
    assert dataset.first[endpoint.name].requests in range(parents - 3, parents + 1)


def test_an_incremental_load_asks_only_the_parents_that_changed(
    dataset: Dataset, endpoint: Endpoint
):
    family = dataset.families[endpoint.name]
    assert {family.changed, family.emptied} <= dataset.received[endpoint.name]
    # Once each; twice where the parents' own load, on a slow machine, takes several packages.
    asked = len(dataset.received[endpoint.name])
    assert dataset.second[endpoint.name].requests in range(asked, 2 * asked + 1)
    if endpoint.no_cursor is None:
        assert family.spared not in dataset.received[endpoint.name]
    # Changed, added, and for each parent that went: no row is written that did not change.
    assert dataset.second[endpoint.name].merged.written <= 2


def test_the_table_holds_what_the_parents_have(dataset: Dataset, endpoint: Endpoint):
    family = dataset.families[endpoint.name]
    parents = dataset.store.table(family.child_resource.parent)
    there = {owner_of(family.child_resource, parents, slot) for slot in parents.live()}
    width = len(family.changed)
    truth = Counter(
        (record.key[:width], _text(record.fields))
        for record in dataset.store.truth(family.resource)
        if not record.deleted and record.key[:width] in there
    )
    assert dataset.rows(endpoint, "deleted_at is null") == truth


def test_what_is_gone_is_marked_and_keeps_its_values(dataset: Dataset, endpoint: Endpoint):
    marked = dataset.rows(endpoint, "deleted_at is not null")
    family = dataset.families[endpoint.name]
    if "position" not in endpoint.key:  # there the next record takes its place
        owner, record = dataset.deleted[endpoint.name]
        free = _free_field(family.resource)  # it may have been changed to show a change
        assert _but(record, free) in {_but(text, free) for whose, text in marked if whose == owner}
    assert [whose for whose, _ in marked if whose == family.deleted]
    for whose, _ in marked:
        assert whose != family.changed


def _but(record: str, free: str) -> str:
    kept = json.loads(record)
    return _text({k: v for k, v in kept.items() if k not in (free, "modifiedOn", "active")})


def test_columns_have_the_catalogues_types_and_hold_the_records_values(
    dataset: Dataset, endpoint: Endpoint
):
    assert_columns_hold_the_records(dataset.query, endpoint)


def test_the_transform_is_told_of_every_load_that_marked_rows(dataset: Dataset, endpoint: Endpoint):
    unknown = dataset.query(
        f"select distinct _dlt_load_id from {SCHEMA}.{endpoint.table}"
        f" except select load_id from {SCHEMA}.raw_loads where table_name = '{endpoint.table}'"
    )
    assert unknown == []
