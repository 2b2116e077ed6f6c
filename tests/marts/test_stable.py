"""Views and tables that a run leaves alone until their definition changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.transform.warehouse import INTERNAL, ST, Warehouse

# A view over one mart, and the calendar.
STABLE = ("ar_aging", "dim_date")
SELECT = ("--select", "fct_receivables+", "dim_date")


@pytest.fixture(scope="module")
def built(marts_database: Warehouse) -> Iterator[Warehouse]:
    """The models, twice: the first run may have found older ones."""
    for _ in range(2):
        marts_database.transform()
    yield marts_database
    marts_database.transform()


def oids(warehouse: Warehouse) -> dict[str, int]:
    found = {
        name: warehouse.rows(f"select to_regclass('{ST}.{name}')::oid::bigint as oid")[0]["oid"]
        for name in STABLE
    }
    assert all(found.values())
    return found


def test_what_others_put_on_them_stays(built: Warehouse) -> None:
    before = oids(built)
    built.execute(f"create view {ST}.analysts_own as select * from {ST}.ar_aging, {ST}.dim_date")
    try:
        for name in STABLE:
            built.execute(f"grant select on {ST}.{name} to public")
        built.transform(*SELECT)
        assert oids(built) == before
        assert built.rows(f"select from {ST}.analysts_own limit 0") == []
    finally:
        built.execute(f"drop view {ST}.analysts_own")
    # Grants stay when they are built anew, too.
    built.transform("--full-refresh", "--select", *STABLE)
    assert oids(built).items().isdisjoint(before.items())
    for name in STABLE:
        (granted,) = built.rows(
            f"select relacl::text like '%=r/%' as to_public from pg_class"
            f" where oid = '{ST}.{name}'::regclass"
        )
        assert granted["to_public"]


@pytest.mark.parametrize(
    "change",
    [
        "create or replace view {st}.ar_aging as select * from {st}.ar_aging_copy",
        "drop view {st}.ar_aging cascade",
        "drop table {st}.dim_date cascade",
        "delete from {st}.dim_date",
        "delete from {internal}.model_state where model_name = 'dim_date'",
        "update {internal}.model_state set fingerprint = 'x' where model_name = 'ar_aging'",
    ],
)
def test_what_is_no_longer_as_defined_is_built_anew(built: Warehouse, change: str) -> None:
    definition = f"select pg_get_viewdef('{ST}.ar_aging'::regclass) as sql"
    days = f"select count(*) from {ST}.dim_date"
    right = built.rows(definition), built.rows(days)
    before = oids(built)
    built.execute(f"create table {ST}.ar_aging_copy as select * from {ST}.ar_aging")
    try:
        built.execute(change.format(st=ST, internal=INTERNAL))
        built.transform(*SELECT)
    finally:
        built.execute(f"drop table {ST}.ar_aging_copy")
    assert (built.rows(definition), built.rows(days)) == right
    changed = {name for name, oid in oids(built).items() if oid != before[name]}
    assert changed == {"dim_date" if "dim_date" in change else "ar_aging"}


def test_another_variable_builds_the_calendar_anew(built: Warehouse) -> None:
    first = f"select week::text from {ST}.dim_date where day = '2026-03-01'"
    before = oids(built)["ar_aging"]
    built.transform(*SELECT, "--vars", "{kpi_week_start: monday}")
    assert built.rows(first) == [{"week": "2026-02-23"}]
    built.transform(*SELECT)
    assert built.rows(first) == [{"week": "2026-03-01"}]
    assert oids(built)["ar_aging"] == before


def test_what_an_older_version_kept_among_the_models_moves(built: Warehouse) -> None:
    kept = [
        row["tablename"]
        for row in built.rows(f"select tablename from pg_tables where schemaname = '{INTERNAL}'")
    ]
    assert {"model_state", "int_job_shares"} <= set(kept)
    built.execute(
        f"alter table {INTERNAL}.model_state drop column own_table;"
        + "".join(f"alter table {INTERNAL}.{name} set schema {ST};" for name in kept)
        + f"drop schema {INTERNAL}"
    )
    built.transform()
    present = built.rows(
        f"select schemaname, tablename from pg_tables where tablename = any(array{kept})"
    )
    assert {row["tablename"]: row["schemaname"] for row in present} == dict.fromkeys(kept, INTERNAL)


def test_models_with_nothing_new_open_no_connection(built: Warehouse) -> None:
    built.transform()
    opened = "select sessions from pg_stat_database where datname = current_database()"
    before = built.rows(opened)[0]["sessions"]
    built.transform()
    # To look at the schemas and at what is there, and one for each thread. There are sixty models.
    assert built.rows(opened)[0]["sessions"] - before <= 12
