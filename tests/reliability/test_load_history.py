"""Loads that are forgotten change nothing for child resources."""

from __future__ import annotations

from contextlib import closing

import pytest

from loader.catalogue import ENDPOINTS
from loader.warehouse import load_history
from loader.warehouse.connection import connect
from loader.warehouse.parent_partitions import ParentPartitions, PartitionPosition
from tests.reliability.harness import Loading

NAMES = ("customers", "customer_notes")


@pytest.fixture(autouse=True)
def _short_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_history, "KEPT_LOADS", 2)


def loads(loading: Loading, table: str = "raw_st_customers") -> int:
    (row,) = loading.query(
        "select count(*) from servicetitan_raw.raw_loads where table_name = %s", table
    )
    return int(row["count"])


def test_notes_of_parents_whose_loads_are_forgotten_are_read_once(loading: Loading) -> None:
    keys = loading.store.table("customers").keys
    for number in range(6):
        loading.store.touch("customers", keys[number : number + 2])
        loading.load_well("customers")
    assert loads(loading) == 2
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    # From here on only notes of customers that have changed are requested.
    for number in range(6):
        loading.store.touch("customers", keys[number : number + 2])
        loading.server.requests.clear()
        loading.load_well(*NAMES)
        loading.assert_equals_api(*NAMES)
        assert loading.server.requests.count("*/notes") <= 4
    assert loads(loading) <= 3


def test_a_first_reading_goes_on_between_parents_whose_loads_are_forgotten(
    loading: Loading,
) -> None:
    loading.load_well("customers")
    loading.query("delete from servicetitan_raw.raw_loads returning 1")
    parent = ENDPOINTS["customer_notes"].parent
    assert parent is not None
    with closing(connect(loading.warehouse)) as connection:
        connection.autocommit = True

        def parents(after: PartitionPosition | None) -> list[tuple[int, tuple[str, ...]]]:
            return list(
                ParentPartitions(
                    connection,
                    loading.warehouse.raw_schema,
                    loading.api.tenant_id,
                    parent,
                    "raw_st_customers",
                    after=after,
                )
            )

        every = parents(None)
        assert len(every) == len(loading.rows("customers"))
        assert parents(PartitionPosition(*every[10])) == every[11:]


def test_loads_that_a_child_resource_has_not_seen_are_kept(loading: Loading) -> None:
    loading.load_well(*NAMES)
    keys = loading.store.table("customers").keys
    for number in range(6):
        loading.store.touch("customers", keys[number : number + 1])
        loading.load_well("customers")
    assert loads(loading) >= 6
    loading.server.requests.clear()
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    assert 6 <= loading.server.requests.count("*/notes") <= 8
    # Once the notes have been read, the next load of customers forgets the others.
    loading.store.touch("customers", keys[:1])
    loading.load_well("customers")
    assert loads(loading) <= 3
