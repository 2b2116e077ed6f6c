"""The setting under which both sides agree is named, and no other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from loader.tie_out.period import Period
from sandbox.kpi_reports.readings import alternatives
from tests.tie_out.harness import HALF_YEAR, Company

# Few jobs end between two zones' midnights, so that a zone shows in single days.
DAYS = Period(date(2026, 3, 2), date(2026, 3, 6))
# No report that is compared shows them.
INVISIBLE = {"ar_age_from", "cost_source", "cost_with_tax"}
READINGS: list[tuple[str, Any, str]] = [
    *(
        (name, value, f"kpi_{name}: {str(value).lower() if value in (True, False) else value}")
        for name, values in alternatives().items()
        for value in values
        if name not in INVISIBLE
    ),
    ("timezone", "UTC", "SERVICETITAN_TIMEZONE=UTC"),
    (
        "income_gl_types",
        ("Income", "IncomeIncome"),
        "kpi_income_gl_types: [Income, IncomeIncome]",
    ),
    ("lead_min_seconds", 120, "kpi_lead_min_seconds: 120"),
    ("recall_days", 30, "kpi_recall_days: 30"),
]


# `make test ARGS='-m exhaustive'` tries the others.
EVERY_TIME = ("kpi_count_bu: line", "kpi_tech_attribution: primary", "SERVICETITAN_TIMEZONE=UTC")


@pytest.mark.parametrize(
    ("reading", "value", "setting"),
    [
        pytest.param(*one, id=one[2], marks=() if one[2] in EVERY_TIME else pytest.mark.exhaustive)
        for one in READINGS
    ],
)
def test_each_other_reading_is_named(
    company: Company, reading: str, value: Any, setting: str
) -> None:
    period = DAYS if reading == "timezone" else HALF_YEAR
    with company.reading(**{reading: value}):
        told = company.tie_out(period)
    assert told.differing
    assert told.findings is not None
    assert not told.findings.stale
    assert told.settings == {setting}
    assert told.unexplained == []
    assert {one for many in told.findings.equals.values() for one in many} == set()


@pytest.mark.exhaustive
def test_two_settings_are_named_together(company: Company) -> None:
    with company.reading(count_bu="line", item_without_gl_is_income=False):
        told = company.tie_out(HALF_YEAR)
    assert told.settings == {"kpi_count_bu: line", "kpi_item_without_gl_is_income: false"}
    assert told.unexplained == []


def test_a_setting_and_a_job_are_told_apart(company: Company) -> None:
    with company.reading(count_bu="line"), company.planted("job-canceled") as (planted,):
        told = company.tie_out(HALF_YEAR)
    assert told.settings == {"kpi_count_bu: line"}
    assert any(f"job {planted.change.job}:" in cause for cause in told.causes)
    assert told.unexplained == []
