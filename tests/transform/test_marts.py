"""Exact models on top of exact models, in a project that installs ours as a package.

Rows vanish (an invoice's line, a deleted job), groups change (a job completed on another day), and
incremental still equals a rebuild. Ordinary models of the same project stay ordinary dbt.
"""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transform.analytics_project import MARTS, PARENTS, install
from tests.transform.warehouse import INTERNAL, ST, Tenant, Warehouse, messages

SELECT = ("--select", *PARENTS, *MARTS)


@pytest.fixture(scope="module")
def analytics(transform_database: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The analyst's project, with ours installed by `dbt deps`."""
    folder = tmp_path_factory.mktemp("analytics")
    return Warehouse(transform_database.parameters, folder, project=install(folder))


@pytest.fixture
def marts(analytics: Warehouse) -> Warehouse:
    """Empty raw tables, no models."""
    analytics.reset()
    return analytics


def items(*totals: Any) -> list[dict[str, Any]]:
    return [{"total": total} for total in totals]


def rows(warehouse: Warehouse, model: str, columns: str) -> list[tuple[Any, ...]]:
    found = warehouse.rows(f"select {columns} from {ST}.{model} order by {columns}")
    return [tuple(str(value) for value in row.values()) for row in found]


def changes(warehouse: Warehouse, columns: str) -> list[tuple[Any, ...]]:
    found = warehouse.rows(f"select {columns} from {INTERNAL}.model_changes order by {columns}")
    return [tuple(str(value) for value in row.values()) for row in found]


def transform(warehouse: Warehouse, *arguments: str) -> dict[str, int]:
    """Run the models; afterwards incremental equals a rebuild."""
    written = warehouse.transform(*(arguments or SELECT))
    assert warehouse.differences(models=[*PARENTS, *MARTS]) == []
    return written


def test_rows_that_the_sql_no_longer_gives_vanish(marts: Warehouse) -> None:
    tenant = marts.tenant(1)
    tenant.arrive(
        jobs=[{"st_id": 40, "st_created_on": "2026-01-01T08:00:00Z", "business_unit_id": 7}],
        invoices=[{"st_id": 90, "job_id": 40, "items": items("1", "2")}],
    )
    transform(marts)
    assert rows(marts, "fct_visits", "job_id, amount") == [("40", "3")]
    tenant.arrive(invoices=[{"st_id": 90, "items": items("1")}])
    written = transform(marts)
    assert written.pop("st_jobs") == 0
    assert set(written.values()) == {1}
    assert rows(marts, "fct_lines", "invoice_id, line_number") == [("90", "1")]
    tenant.arrive(jobs=[{"st_id": 40, "deleted_at": "2026-02-01T00:00:00Z"}])
    transform(marts)
    assert rows(marts, "fct_visits", "job_id") == []
    assert rows(marts, "kpi_daily", "day") == [], "a group without members keeps its row"
    assert set(transform(marts).values()) == {0}


def test_the_old_and_the_new_group_are_computed(marts: Warehouse) -> None:
    tenant = marts.tenant(1)
    tenant.arrive(
        jobs=[
            {
                "st_id": number,
                "job_status": "Completed",
                "completed_on": "2026-01-01T08:00:00Z",
                "business_unit_id": 7,
            }
            for number in (40, 41)
        ],
        invoices=[{"st_id": n, "job_id": n - 50, "items": items("5")} for n in (90, 91)],
    )
    transform(marts)
    assert rows(marts, "kpi_daily", "day, business_unit_id, amount") == [("2026-01-01", "7", "10")]
    tenant.arrive(jobs=[{"st_id": 40, "completed_on": "2026-01-02T08:00:00Z"}])
    tenant.arrive(jobs=[{"st_id": 41, "business_unit_id": 8}])
    transform(marts)
    assert rows(marts, "kpi_daily", "day, business_unit_id, amount") == [
        ("2026-01-01", "8", "5"),
        ("2026-01-02", "7", "5"),
    ]


def test_models_that_run_alone_or_late_miss_nothing(marts: Warehouse) -> None:
    tenant = marts.tenant(1)
    tenant.arrive(jobs=[{"st_id": 40}], invoices=[{"st_id": 90, "job_id": 40, "items": items("1")}])
    transform(marts)
    for total in ("2", "3", "4"):
        tenant.arrive(invoices=[{"st_id": 90, "items": items(total)}])
        marts.transform("--select", "st_invoices")
    assert len(changes(marts, "producer, change_number")) == 3
    transform(marts, "--select", *MARTS)
    tenant.arrive(invoices=[{"st_id": 90, "items": items("5")}])
    transform(marts)
    tenant.arrive(invoices=[{"st_id": 90, "items": items("6")}])
    transform(marts)
    assert len(changes(marts, "producer, change_number")) <= 3, "the log grows"


@pytest.mark.parametrize("model", ["st_invoices", "fct_lines", "kpi_daily"])
def test_a_full_refresh_of_one_model_reaches_those_that_read_it(
    marts: Warehouse, model: str
) -> None:
    tenant = marts.tenant(1)
    tenant.arrive(jobs=[{"st_id": 40}], invoices=[{"st_id": 90, "job_id": 40, "items": items("1")}])
    transform(marts)
    tenant.arrive(invoices=[{"st_id": 90, "items": items("2")}])
    marts.transform("--full-refresh", "--select", model)
    transform(marts)
    assert set(transform(marts).values()) == {0}


@pytest.mark.parametrize("model", ["st_invoices", "fct_lines", "kpi_daily"])
def test_a_model_whose_state_or_table_is_gone_is_computed_again(
    marts: Warehouse, model: str
) -> None:
    tenant = marts.tenant(1)
    tenant.arrive(jobs=[{"st_id": 40}], invoices=[{"st_id": 90, "job_id": 40, "items": items("1")}])
    transform(marts)
    tenant.arrive(invoices=[{"st_id": 90, "items": items("2")}])
    marts.execute(f"delete from {INTERNAL}.model_state where model_name = '{model}'")
    transform(marts)
    tenant.arrive(invoices=[{"st_id": 90, "items": items("3")}])
    marts.execute(f"drop table {ST}.{model}")
    transform(marts)


def test_a_consumer_that_left_holds_nothing_back_and_recomputes_when_it_returns(
    marts: Warehouse,
) -> None:
    tenant = marts.tenant(1)
    tenant.arrive(jobs=[{"st_id": 40}], invoices=[{"st_id": 90, "job_id": 40, "items": items("1")}])
    transform(marts)
    file = marts.project / "models" / "exact" / "kpi_daily.sql"
    sql = file.read_text()
    try:
        file.write_text(sql.replace("{{ config(", "{{ config(enabled=false, ", 1))
        marts.forget_project()
        for total in ("2", "3"):
            tenant.arrive(invoices=[{"st_id": 90, "items": items(total)}])
            marts.transform("--select", *PARENTS, "fct_lines", "fct_visits")
        assert changes(marts, "producer") in ([], [("fct_lines",), ("st_invoices",)])
    finally:
        file.write_text(sql)
        marts.forget_project()
    transform(marts)


WRONG = (
    ("'st_jobs': {'dependency_columns': 'job_id'},", "", "reads st_jobs without declaring it"),
    ("'affected_key'", "'affected_keys'", "unknown word affected_keys"),
    ("'key_expression': 'st_id'", "'key': 'st_id'", "unknown word key"),
    ("'dependency_columns': 'job_id'", "'dependency_columns': 'job'", "names job, which is no"),
    ("ref('st_jobs')", "ref('open_jobs')", "a view, which does not tell what has changed"),
    ("source('servicetitan'", "source('other'", "the source other.raw_st_tag_types, whose changes"),
    ("servicetitan.is_affected('tenant_id', 'st_id')", "var('all', true)", "never calls is_"),
    ("'key_expression': 'st_id'", "'key_expression': ['st_id', '1']", "gives 2 columns"),
    ("indexes=[", "incremental_strategy='merge', indexes=[", "has no incremental_strategy"),
)
OTHER_SOURCE = """version: 2
sources: [{name: other, schema: servicetitan_raw, tables: [{name: raw_st_tag_types}]}]
models:
"""


def test_wrong_declarations_are_refused(marts: Warehouse) -> None:
    exact = marts.project / "models" / "exact"
    sql = (exact / "fct_lines.sql").read_text() + "-- source('servicetitan'"
    model = (exact / "exact.yml").read_text().split("models:\n")[1].split("  - name: fct_visits")[0]
    folder = exact / "wrong"
    folder.mkdir()
    described = OTHER_SOURCE
    for number, (old, new, _) in enumerate(WRONG):
        assert old in sql
        text = sql.replace(old, new, 1)
        if "other" in new:
            text = text.replace("with invoices", "with tags as (select * from {{ source('other',"
                                " 'raw_st_tag_types') }}), invoices", 1)  # fmt: skip
        (folder / f"wrong_{number}.sql").write_text(text)
        described += model.replace("fct_lines", f"wrong_{number}")
    (folder / "wrong.yml").write_text(described)
    marts.arrive(jobs=[{"st_id": 40}])
    marts.forget_project()
    try:
        marts.transform("--select", *PARENTS, "open_jobs")
        found = marts.failing_transform("--select", "path:models/exact/wrong")
    finally:
        shutil.rmtree(folder)
        marts.forget_project()
    # Each in the message of its own model.
    said = {each.split(":")[0]: each for each in found.split("\nwrong_")}
    for number, (_, _, message) in enumerate(WRONG):
        assert any(message in text for name, text in said.items() if name.endswith(str(number))), (
            f"wrong_{number}: {message}\n{found}"
        )


def test_ordinary_models_are_ordinary_dbt(
    marts: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(marts.variables, "DBT_SCHEMA", "analytics_schema")
    marts.forget_project()
    try:
        for status in ("Scheduled", "Completed"):
            marts.arrive(jobs=[{"st_id": 40, "job_status": status, "st_modified_on": "2026-01-01"}])
            built = marts.dbt("--no-write-json", "build")
            assert built.success, messages(built)
        assert marts.rows("select job_count from analytics_schema.jobs_by_unit") == [
            {"job_count": 1}
        ]
        assert marts.rows("select from analytics_schema.open_jobs") == []
        assert len(marts.rows("select from analytics_schema.job_history")) == 1
        assert set(MARTS) < set(marts.models)
        assert not {"jobs_by_unit", "open_jobs", "job_history"} & set(marts.models)
    finally:
        marts.execute("drop schema analytics_schema cascade")
        marts.forget_project()


def test_ordinary_models_run_where_nothing_was_loaded(
    marts: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = marts.project / "models" / "ordinary" / "one.sql"
    model.write_text("select 1 as one")
    monkeypatch.setitem(marts.variables, "RAW_SCHEMA", "not_loaded")
    marts.forget_project()
    try:
        assert set(marts.transform("--select", "one")) == {"one"}
    finally:
        model.unlink()
        marts.forget_project()


VALUES: dict[str, dict[str, tuple[Any, ...]]] = {
    "jobs": {
        "job_status": ("Completed", "Scheduled"),
        "completed_on": ("2026-01-01T08:00:00Z", "2026-01-02T08:00:00Z", None),
        "st_created_on": ("2026-01-01T08:00:00Z", "2026-01-03T08:00:00Z", None),
        "business_unit_id": (1, 2, None),
        "deleted_at": (None, None, "2026-03-01T00:00:00Z"),
    },
    "invoices": {
        "job_id": (1, 2, 3, None),
        "invoice_date": ("2026-01-01", None),
        "business_unit_id": (1, 3, None),
        "items": ([], items("1"), items("2", "x"), items("3", 4, None), {"no": "list"}),
        "active": (True, None, False),
    },
}
CHANGES = [
    (name, st_id, column, value)
    for name, columns in VALUES.items()
    for st_id in (1, 2, 3)
    for column, possible in columns.items()
    for value in possible
]
# What a run selects, and whether it is a full refresh.
RUNS = st.sampled_from(
    [SELECT, SELECT, ("--select", *PARENTS), ("--select", *MARTS), ("--select", "kpi_daily"),
     ("--full-refresh", "--select", "fct_lines"), ("--select", "st_jobs", "fct_visits")]
)  # fmt: skip
HISTORIES = st.lists(  # of tenants, side by side
    st.lists(st.lists(st.sampled_from(CHANGES), max_size=8), min_size=2, max_size=3),
    min_size=10,
    max_size=20,
)


def live_through(
    warehouse: Warehouse, histories: list[list[list[Any]]], runs: list[tuple[str, ...]]
) -> None:
    first = warehouse.next_tenants(len(histories))
    tenants = [Tenant(warehouse, first + number) for number in range(len(histories))]
    for tenant in tenants:
        tenant.arrive(**{name: [{"st_id": 1}, {"st_id": 2}] for name in VALUES})
    for number, run in enumerate(runs):
        for tenant, history in zip(tenants, histories, strict=True):
            for name, st_id, column, value in history[number] if number < len(history) else []:
                tenant.arrive(**{name: [{"st_id": st_id, column: value}]})
        warehouse.transform(*run)
    warehouse.transform(*SELECT)
    assert warehouse.differences(models=[*PARENTS, *MARTS]) == []


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(histories=HISTORIES, runs=st.lists(RUNS, min_size=3, max_size=3))
def test_a_few_random_histories(
    analytics: Warehouse, histories: list[list[list[Any]]], runs: list[tuple[str, ...]]
) -> None:
    live_through(analytics, histories, runs)


@pytest.mark.exhaustive
@pytest.mark.timeout(0)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories=HISTORIES, runs=st.lists(RUNS, min_size=3, max_size=3))
def test_many_random_histories(
    analytics: Warehouse, histories: list[list[list[Any]]], runs: list[tuple[str, ...]]
) -> None:
    live_through(analytics, histories, runs)
