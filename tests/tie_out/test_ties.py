"""In its default reading the sandbox's company ties, in each of twelve months."""

from __future__ import annotations

from datetime import date, timedelta

from loader.tie_out.fingerprints import KINDS
from loader.tie_out.period import Period
from tests.tie_out.harness import YEAR, Company


def months() -> list[Period]:
    starts = [date(2025, month, 1) for month in range(7, 13)]
    starts += [date(2026, month, 1) for month in range(1, 7)]
    ends = [*starts[1:], date(2026, 7, 1)]
    return [Period(a, b - timedelta(days=1)) for a, b in zip(starts, ends, strict=True)]


def test_every_figure_of_twelve_months_ties(company: Company) -> None:
    compared: dict[str, int] = {}
    for month in months():
        told = company.tie_out(month, explain=False)
        assert told.differing == []
        assert told.outcome.failed == {}
        for cell in told.outcome.cells:
            if cell.ours:
                compared[cell.fingerprint.name] = compared.get(cell.fingerprint.name, 0) + 1
    assert set(compared) == set(KINDS) - {"job_list"}
    assert sum(compared.values()) > 2_000


def test_a_year_and_single_days_tie_too(company: Company) -> None:
    told = company.tie_out(YEAR, explain=False)
    assert told.differing == []
    assert told.plan.refused == {}
    day = date(2026, 3, 10)
    told = company.tie_out(Period(day, day), explain=False)
    assert told.differing == []
    assert "by the month" in told.plan.refused["memberships"]


def test_units_of_one_name_are_read_one_at_a_time(company: Company) -> None:
    with company.renamed_units() as (first, second):
        told = company.tie_out(YEAR, explain=False)
        assert told.differing == []
        (revenue,) = [
            read
            for read in told.outcome.reports
            if read.reading.fingerprint.name == "business_unit_revenue"
        ]
        assert set(revenue.reading.units) == {first, second}
        assert told.plan.requests == len(told.plan.readings) + 2 * 4  # four reports of units
        # A line that moves between the two is seen, though their names do not tell them apart.
        rows = {str(cell.row) for cell in told.outcome.cells if cell.row.name}
        assert {str(first), str(second)} <= rows
