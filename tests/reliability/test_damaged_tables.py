"""Tables that somebody has altered by hand: healed, or named with a remedy that heals them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import embedded_postgres
from loader.config import Warehouse
from loader.errors import WarehouseError
from loader.staging.pipeline import staging_schema_name
from sandbox.server import Server
from tests.databases import new_database
from tests.reliability.harness import Loading
from tests.sandboxes import watched_sandbox

NAMES = ("customers", "zones")
RAW = "servicetitan_raw"
ZONES = f"{RAW}.raw_st_zones"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with watched_sandbox(scale=0.005, feed_page_size=20) as running:
        yield running


@pytest.fixture(scope="module")
def warehouse(postgres: embedded_postgres.Settings) -> Iterator[Warehouse]:
    with new_database(postgres, "test_damaged_tables") as warehouse:
        yield warehouse


@pytest.fixture
def loaded(loading: Loading) -> Loading:
    """Loaded, with a change that the next load brings. Each test leaves it loadable."""
    loading.load_well(*NAMES)
    store = loading.store
    for name in NAMES:
        store.change(name, store.table(name).keys[0], name=f"changed {store.clock.now}")
    return loading


def _remedy(error: object) -> str:
    """The statement that a remedy tells the user to run."""
    found = re.search("`(.+?)`", str(error))
    assert found is not None, error
    return found[1]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("drop column fetched_at", "lacks the column fetched_at"),
        ("drop column tenant_id", "lacks the column tenant_id"),
        ("rename column st_id to id", "lacks the column st_id"),
        ("alter column name type varchar(3) using left(name, 3)", "character varying(3) and not"),
        ("alter column st_id type numeric(20, 2)", "is numeric(20,2) and not bigint"),
        ("drop constraint raw_st_zones_pkey", "has lost its key (tenant_id, st_id)"),
    ],
)
def test_a_table_that_no_load_can_write_fails_alone_and_its_remedy_heals_it(
    loaded: Loading, damage: str, said: str
) -> None:
    loaded.execute(f"alter table {ZONES} {damage}")
    results = loaded.load(*NAMES)
    assert said in str(results["zones"].error)
    assert results["customers"].error is None
    assert loaded.sync_state("zones")["sync_status"] == "failed"
    loaded.execute(_remedy(results["zones"].error))
    loaded.load_well(*NAMES)
    loaded.assert_equals_api(*NAMES)


def test_columns_and_indexes_of_a_table_and_functions_are_made_again(loaded: Loading) -> None:
    loaded.execute(
        f"alter table {ZONES} drop column name, drop column active",
        f"drop index {RAW}.raw_st_zones__dlt_load_id",
        f"drop function {RAW}.try_cast",
    )
    loaded.load_well(*NAMES)
    loaded.assert_equals_api(*NAMES)
    assert loaded.query("select to_regclass(%s) as name", f"{RAW}.raw_st_zones__dlt_load_id") != [
        {"name": None}
    ]
    assert loaded.query("select to_regprocedure(%s) as name", f"{RAW}.try_cast(text, text)") != [
        {"name": None}
    ]


def test_a_view_in_a_tables_place_is_named(loaded: Loading) -> None:
    loaded.execute(
        f"create table {RAW}.copied as table {ZONES}",
        f"drop table {ZONES}",
        f"create view {ZONES} as select * from {RAW}.copied",
    )
    results = loaded.load(*NAMES)
    assert "raw_st_zones is a view and not a table" in str(results["zones"].error)
    assert results["customers"].error is None
    loaded.execute(f"drop view {ZONES}", f"drop table {RAW}.copied")
    loaded.load_well(*NAMES)
    loaded.assert_equals_api(*NAMES)


def test_a_tables_own_constraints_and_columns_are_named_when_they_refuse_rows(
    loaded: Loading,
) -> None:
    loaded.execute(
        f"alter table {ZONES} add column note text not null default ''",
        f"alter table {ZONES} alter column note drop default",
    )
    error = loaded.load(*NAMES)["zones"].error
    assert "NotNullViolation, 23502, note" in str(error)
    assert "that somebody has added" in str(error)
    loaded.execute(f"alter table {ZONES} drop column note")
    loaded.load_well(*NAMES)
    loaded.assert_equals_api(*NAMES)


@pytest.mark.parametrize(
    ("table", "damage"),
    [
        ("raw_sync_state", "drop column requests"),
        ("raw_loads", "drop column arrival_number"),
        ("raw_table_versions", "drop constraint raw_table_versions_pkey"),
    ],
)
def test_a_damaged_table_of_the_loaders_own_is_named_and_made_anew(
    loaded: Loading, table: str, damage: str
) -> None:
    loaded.execute(f"alter table {RAW}.{table} {damage}")
    with pytest.raises(WarehouseError, match=f"{table}, in which the loader keeps") as caught:
        loaded.load(*NAMES)
    loaded.execute(_remedy(caught.value))
    loaded.load_well(*NAMES)
    loaded.assert_equals_api(*NAMES)


@pytest.mark.parametrize(
    "damage",
    [
        "drop table {}._dlt_loads",
        "drop table {}._dlt_pipeline_state",
        "alter table {}._dlt_pipeline_state drop column engine_version",
        "alter table {}.raw_st_zones drop column listed",
        "drop table {0}.raw_st_zones; create view {0}.raw_st_zones as select 1 as one",
    ],
)
def test_a_damaged_staging_schema_is_made_anew(loaded: Loading, damage: str) -> None:
    loaded.execute(damage.format(staging_schema_name(loaded.warehouse, loaded.api.tenant_id)))
    loaded.load_well(*NAMES)
    loaded.assert_equals_api(*NAMES)
    loaded.server.requests.clear()
    loaded.load_well(*NAMES)
    assert [note for note in loaded.notes if "from the beginning" in note] == []


def test_staging_tables_of_an_older_version_are_replaced(loaded: Loading) -> None:
    schema = staging_schema_name(loaded.warehouse, loaded.api.tenant_id)
    loaded.execute(
        *(f"alter table {schema}.raw_st_{name} drop column kind" for name in NAMES),
        f"insert into {schema}.raw_st_customers (seq, fetched_at, source, listed)"
        " values (1, now(), 'list', true)",
    )
    loaded.load_well(*NAMES)
    (note,) = [note for note in loaded.notes if "from the beginning" in note]
    assert note.startswith("raw_st_customers: a load of an older version was interrupted")
    loaded.assert_equals_api(*NAMES)
    loaded.load_well(*NAMES)
    assert [note for note in loaded.notes if "from the beginning" in note] == []


def test_a_table_of_another_role_is_named(loaded: Loading) -> None:
    loaded.execute(
        "create role another_owner",
        "grant another_owner to current_user",
        f"grant all on schema {RAW} to another_owner",
        f"alter table {ZONES} owner to another_owner",
        "revoke another_owner from current_user",
    )
    try:
        results = loaded.load(*NAMES)
        assert "raw_st_zones belongs to another_owner" in str(results["zones"].error)
        assert results["customers"].error is None
    finally:
        loaded.execute(
            "grant another_owner to current_user",
            _remedy(results["zones"].error),
            f"revoke all on schema {RAW} from another_owner",
            "drop role another_owner",
        )
    loaded.load_well(*NAMES)
    loaded.assert_equals_api(*NAMES)
