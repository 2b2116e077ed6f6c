"""``python -m loader tie-out``, each time in a process of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.commands import run
from tests.tie_out.harness import Company

DAYS = ("--since", "2026-03-01", "--until", "2026-03-31")


def rows(company: Company, query: str) -> list[tuple[Any, ...]]:
    with company.connection.cursor() as cursor:
        cursor.execute(f"set search_path to {company.warehouse.dbt_schema}")
        cursor.execute(query)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    company.connection.rollback()
    return found


def test_a_company_that_ties_is_told_so_and_stored(company: Company) -> None:
    ended = run("loader", "tie-out", *DAYS, environment=company.environment.values)
    assert ended.returncode == 0, ended.stderr + ended.stdout
    assert "The warehouse was loaded" in ended.stdout
    assert "13 requests for 13 reports; 2 more if they differ" in ended.stdout
    count = rows(
        company,
        "select count(*), count(distinct report), count(*) filter (where difference <> 0),"
        " min(period_start)::text, max(tenant_id)"
        " from kpi_tie_out where run_at = (select max(run_at) from kpi_tie_out)",
    )
    ((figures, reports, differ, start, tenant),) = count
    assert f"{figures:,} of {figures:,} figures tie." in ended.stdout
    assert (reports, differ, start, tenant) == (13, 0, "2026-03-01", company.api.tenant_id)


def test_a_difference_is_exit_code_1_and_a_row(company: Company) -> None:
    with company.planted("estimate-deleted"):
        ended = run(
            "loader", "tie-out", *DAYS, "--no-explain", environment=company.environment.values
        )
    assert ended.returncode == 1, ended.stderr
    assert "total_sales" in ended.stdout
    found = rows(
        company,
        "select report, kpi, warehouse_value - report_value = difference, explained_by"
        " from kpi_tie_out where run_at = (select max(run_at) from kpi_tie_out)"
        " and difference <> 0",
    )
    assert ("business_unit_sales", "total_sales", True, None) in found


def test_what_the_search_found_is_a_table(company: Company) -> None:
    ended = run("loader", "tie-out", "discover", environment=company.environment.values)
    assert ended.returncode == 0, ended.stderr
    listed = company.reports.by_family["campaign_summary"].listed
    assert any(
        line.split()[:3] == ["campaigns", "marketing", str(listed.id)]
        for line in ended.stdout.splitlines()
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--month", "2026-13"), "--month is '2026-13'"),
        (("--until", "2026-03-31"), "--until has no beginning"),
        (("--since", "yesterday"), "is no day like 2026-03-31"),
        ((*DAYS, "--max-age", "0.00001"), "older than the reports"),
    ],
)
def test_wrong_usage_is_exit_code_2(
    company: Company, arguments: tuple[str, ...], message: str
) -> None:
    ended = run("loader", "tie-out", *arguments, environment=company.environment.values)
    assert ended.returncode == 2
    assert message in ended.stderr


def test_a_transform_that_is_behind_is_asked_for(company: Company) -> None:
    schema = company.warehouse.raw_schema
    with company.connection.cursor() as cursor:
        cursor.execute(
            f"insert into {schema}.raw_loads (tenant_id, table_name, load_id, rows_written)"
            " values (%s, 'raw_st_jobs', 'newer', 1)",
            (company.api.tenant_id,),
        )
    company.connection.commit()
    try:
        ended = run("loader", "tie-out", *DAYS, environment=company.environment.values)
    finally:
        with company.connection.cursor() as cursor:
            cursor.execute(f"delete from {schema}.raw_loads where load_id = 'newer'")
        company.connection.commit()
    assert ended.returncode == 2
    assert "Run `make transform` first" in ended.stderr
