"""No model mixes tenants: each mention of tenant_id in the models' SQL is needed, and there.

The check is by the SQL alone, so it covers joins for which no test has the records. It is tried on
every model with every mention of the tenant spoiled, one at a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import pytest

from tests.marts.test_choices import OTHERWISE
from tests.transform.sql_blocks import UnknownSQLError
from tests.transform.tenant_keys import OF_NOBODY, faults
from tests.transform.warehouse import Warehouse

# Named queries that add up all tenants too, and why.
OVER_ALL_TENANTS = {
    "report_kpis": {"sums": "the report page shows the sum of all tenants"},
    "report_open_estimates": {"final": "the report page shows the sum of all tenants"},
    "report_receivables": {"final": "the report page shows the sum of all tenants"},
}
# Models whose SQL has another shape under other choices.
CHANGING = (
    "fct_technician_adjustments", "int_job_business_units", "int_job_costs", "int_job_shares",
)  # fmt: skip
COMPARISON = re.compile(
    r"(\w+)\.tenant_id = (\w+)\.tenant_id|array\[(\w+)\.tenant_id\] @> array\[(\w+)\.tenant_id\]"
)


@pytest.fixture(scope="module")
def compiled(transform_database: Warehouse) -> Mapping[str, str]:
    """The SQL of all models and analyses over all rows, by name."""
    return transform_database.compiled("--select", "resource_type:model", "resource_type:analysis")


def faults_of(name: str, sql: str) -> list[str]:
    return [] if name in OF_NOBODY else faults(sql, OVER_ALL_TENANTS.get(name, {}))


def test_every_model_and_analysis_keeps_tenants_apart(compiled: Mapping[str, str]) -> None:
    assert len(compiled) > 70, "the models are not there"
    found = {name: faults_of(name, sql) for name, sql in compiled.items()}
    assert {name: said for name, said in found.items() if said} == {}
    assert set(OVER_ALL_TENANTS) <= set(compiled)


@pytest.mark.parametrize("which", ["first", "second"])
def test_so_they_do_under_other_choices(
    transform_database: Warehouse, compiled: Mapping[str, str], which: str
) -> None:
    choices = json.dumps(OTHERWISE[which].dbt_vars())
    others = transform_database.compiled("--vars", choices, "--select", *CHANGING)
    assert sum(others[name] != compiled[name] for name in CHANGING) >= 2
    found = {name: faults_of(name, sql) for name, sql in others.items()}
    assert {name: said for name, said in found.items() if said} == {}


def test_no_mention_of_the_tenant_can_be_spoiled(compiled: Mapping[str, str]) -> None:
    tried = 0
    unnoticed = []
    for name, sql in compiled.items():
        for what, mutant in _mutants(sql):
            tried += 1
            if not faults_of(name, mutant):
                unnoticed.append(f"{name}: {what}")
    assert tried > 800
    assert unnoticed == []


def _mutants(sql: str) -> Iterator[tuple[str, str]]:
    """The SQL with each mention of the tenant spoiled in turn, and what was done."""
    ordered = re.search(r"\norder by [^)]*\Z", sql)
    end = ordered.start() if ordered else len(sql)  # an order mixes nothing
    for found in re.finditer(r"\btenant_id\b", sql[:end]):
        line = sql.count("\n", 0, found.start()) + 1
        yield f"line {line}, another column", _replaced(sql, found, "st_id")
    for found in COMPARISON.finditer(sql[:end]):
        line = sql.count("\n", 0, found.start()) + 1
        left = found[1] or found[3]
        yield f"line {line}, left out", _replaced(sql, found, "true")
        yield f"line {line}, an alternative", _replaced(sql, found, f"({found[0]} or true)")
        yield (
            f"line {line}, with itself",
            _replaced(sql, found, f"{left}.tenant_id = {left}.tenant_id"),
        )


def _replaced(sql: str, found: re.Match[str], other: str) -> str:
    return sql[: found.start()] + other + sql[found.end() :]


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("select * from one cross join two", "the join with two"),
        ("select * from one, two where one.tenant_id = two.tenant_id", "the join with two"),
        ("select tenant_id, count(*) over () from one", "a window lacks"),
        ("select tenant_id from one limit 5", "a limit"),
        ("select count(*) from one", "does not return"),
        ("select distinct on (id) tenant_id from one", "distinct on lacks"),
        ("select tenant_id, id from one union all select id, tenant_id from two", "another column"),
        ("select tenant_id, (select max(day) from two) from one", "the row around it"),
        ("select * from one where id in (select id from two)", "the row around it"),
        ("with two as (select id from three) select * from one", "two: it does not return"),
        (
            (
                "select one.* from one left join lateral (select * from two) as two"
                " on one.tenant_id = two.tenant_id"
            ),
            "the row around it",
        ),
        (
            (
                "select one.* from one inner join two"
                " on case when one.tenant_id = two.tenant_id and true then true end"
            ),
            "the join with two",
        ),
    ],
)  # fmt: skip
def test_what_mixes_tenants_is_named(sql: str, fault: str) -> None:
    assert any(fault in said for said in faults(sql)), faults(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from one natural join two",
        "select * from one group by grouping sets (tenant_id, id)",
        "select tenant_id, count(*) over each_day from one window each_day as (order by day)",
        "delete from one",
    ],
)
def test_what_the_check_does_not_know_it_refuses(sql: str) -> None:
    with pytest.raises(UnknownSQLError, match=r"natural|grouping|named window|not a select"):
        faults(sql)
