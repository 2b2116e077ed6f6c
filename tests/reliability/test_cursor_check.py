"""A cursor vouches for rows that are there: where they are not, it is dropped, with a note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from loader.catalogue import ENDPOINTS
from loader.staging.pipeline import staging_schema_name
from tests.reliability.harness import Loading

NOTES = "crm/customers/{id}/notes"
# A feed, a list, several lists in one table, a child resource.
NAMES = ("customers", "zones", "customer_contacts", "customer_notes")
TABLES = tuple(ENDPOINTS[name].table for name in NAMES)
_BOOKKEEPING = ("raw_loads", "raw_sync_state", "raw_table_versions", "raw_pending_deletions")


def notes(loading: Loading) -> list[str]:
    """What the last load said, but for what child resources cost."""
    return [note for note in loading.notes if " to ask, at least " not in note]


@pytest.fixture
def loaded(loading: Loading) -> Loading:
    loading.load_well(*NAMES)
    return loading


def _raw(loading: Loading) -> str:
    return loading.warehouse.raw_schema


def _drop_tables(loading: Loading) -> None:
    loading.execute(*(f"drop table {_raw(loading)}.{table}" for table in TABLES))


def _truncate_tables(loading: Loading) -> None:
    loading.execute(*(f"truncate {_raw(loading)}.{table}" for table in TABLES))


def _drop_raw_schema(loading: Loading) -> None:
    loading.execute(f"drop schema {_raw(loading)} cascade")


def _restore_older_backup(loading: Loading) -> None:
    """Bring all of the raw schema back to where it was before the last load."""
    tables = (*TABLES, *_BOOKKEEPING)
    loading.execute(
        "create schema backup",
        *(f"create table backup.{name} as table {_raw(loading)}.{name}" for name in tables),
    )
    _change_each(loading, "lost in the backup")
    loading.load_well(*NAMES)
    for name in tables:
        target = f"{_raw(loading)}.{name}"
        loading.execute(
            f"truncate {target}",
            f"insert into {target} overriding system value table backup.{name}",
        )


def _restore_older_tables(loading: Loading) -> None:
    """The same without the bookkeeping."""
    loading.execute(
        "create schema backup",
        *(f"create table backup.{name} as table {_raw(loading)}.{name}" for name in TABLES),
    )
    _change_each(loading, "lost in the backup")
    loading.load_well(*NAMES)
    for name in TABLES:
        target = f"{_raw(loading)}.{name}"
        loading.execute(f"truncate {target}", f"insert into {target} table backup.{name}")


def _drop_staging_schema(loading: Loading) -> None:
    loading.execute(
        f"drop schema {staging_schema_name(loading.warehouse, loading.api.tenant_id)} cascade"
    )


def _change_each(loading: Loading, text: str) -> None:
    store = loading.store
    customer = store.table("customers").keys[0]
    store.change("customers", customer, name=text)
    store.change("zones", store.table("zones").keys[0], name=text)
    contacts = store.table("crm/customers/contacts")
    store.change("crm/customers/contacts", contacts.keys[0], memo=text)
    store.insert(NOTES, {"text": text}, parent=[customer])


def _has_as_many_requests_as_endpoints(loading: Loading) -> None:
    loading.server.requests.clear()
    loading.load_well(*NAMES)
    assert notes(loading) == []
    assert [loading.server.requests.count(name) for name in ("customers", "zones")] == [1, 1]
    assert loading.server.requests.count(NOTES) == 0


@pytest.mark.parametrize(
    ("damage", "note"),
    [
        (_drop_tables, "the rows of its last load are not there"),
        (_truncate_tables, "the rows of its last load are not there"),
        (_drop_raw_schema, "it was restored or made anew"),
        (_restore_older_backup, "it was restored or made anew"),
        (_restore_older_tables, "the rows of its last load are not there"),
        (_drop_staging_schema, "it has rows but no cursor"),
    ],
)
def test_a_table_without_the_rows_of_its_cursor_is_read_from_the_beginning(
    loaded: Loading,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Loading], None],
    note: str,
):
    monkeypatch.undo()  # lookbacks would add requests
    damage(loaded)
    _change_each(loaded, "changed since")
    loaded.load_well(*NAMES)
    for table in TABLES:
        (said,) = [one for one in loaded.notes if one.startswith(f"{table}: ")]
        assert note in said
        assert said.endswith("it is read from the beginning.")
    loaded.assert_equals_api(*NAMES)
    _has_as_many_requests_as_endpoints(loaded)
    loaded.assert_equals_api(*NAMES)


@pytest.mark.parametrize("between", ["reconcile", "backfill", "killed"])
def test_a_run_in_between_does_not_hide_that_rows_are_missing(loaded: Loading, between: str):
    _truncate_tables(loaded)
    if between == "reconcile":
        loaded.reconcile("customers")
    elif between == "backfill":
        loaded.backfill("customers", since=datetime(2026, 6, 30, tzinfo=UTC))
    else:
        loaded.load_killed("before dlt stores the cursors", "customers")
    assert between == "killed" or any("the next load reads it" in note for note in loaded.notes)
    loaded.load_well(*NAMES)
    loaded.assert_equals_api(*NAMES)


def test_a_child_resource_is_read_again_if_the_numbers_of_the_loads_are_lost(loaded: Loading):
    loaded.load_well(*NAMES)
    loaded.execute(f"drop table {_raw(loaded)}.raw_loads")
    _change_each(loaded, "changed since")
    loaded.load_well(*NAMES)
    assert any("raw_loads does not have" in note for note in loaded.notes)
    assert any(note.startswith("raw_loads lacked loads of 4 tables") for note in loaded.notes)
    unlisted = [
        f"select _dlt_load_id from {_raw(loaded)}.{table} except"
        f" select load_id from {_raw(loaded)}.raw_loads where table_name = '{table}'"
        for table in TABLES
    ]
    assert [loaded.query(query) for query in unlisted] == [[]] * len(TABLES)
    loaded.assert_equals_api(*NAMES)
    loaded.server.requests.clear()
    loaded.load_well(*NAMES)
    assert loaded.server.requests.count(NOTES) == 0


def test_cursors_of_an_older_version_are_trusted_if_their_tables_have_rows(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.undo()
    with monkeypatch.context() as older:
        older.setattr("loader.run.cursor_check.CursorCheck.after", lambda *_: {})
        loading.load_well(*NAMES)
    loading.execute(f"drop table {_raw(loading)}.raw_table_versions")
    loading.execute(f"truncate {_raw(loading)}.raw_st_zones")
    loading.server.requests.clear()
    loading.load_well(*NAMES)
    (trusted, again) = sorted(notes(loading))
    assert trusted.startswith("3 tables have cursors of an older version of the loader")
    assert again.startswith("raw_st_zones: the rows of its last load are not there")
    assert loading.server.requests.count("customers") == 1
    loading.assert_equals_api(*NAMES)
    loading.load_well(*NAMES)
    assert notes(loading) == []
    _truncate_tables(loading)
    loading.load_well(*NAMES)
    loading.assert_equals_api(*NAMES)
    assert len(notes(loading)) >= len(NAMES)


def test_a_failed_merge_of_another_table_leaves_the_versions_right(loaded: Loading):
    _change_each(loaded, "changed")
    loaded.execute(f"alter table {_raw(loaded)}.raw_st_zones add check (name <> 'changed')")
    results = loaded.load(*NAMES)
    assert [name for name, result in results.items() if result.error] == ["zones"]
    loaded.execute(
        f"alter table {_raw(loaded)}.raw_st_zones drop constraint raw_st_zones_name_check"
    )
    loaded.load_well(*NAMES)
    assert notes(loaded) == []
    loaded.assert_equals_api(*NAMES)
