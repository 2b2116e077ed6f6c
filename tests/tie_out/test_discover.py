"""Reports are found by their fields; what is not found is named with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from loader.errors import ConfigurationError
from loader.tie_out.discover import discover
from loader.tie_out.fingerprints import KINDS
from loader.tie_out.overrides import Override, read_overrides
from sandbox.kpi_reports.obstacles import OBSTACLES, Access
from tests.tie_out.harness import Company

# The stock report of each kind, as the sandbox calls it.
FAMILIES = {
    "business_unit_revenue": "unit_revenue",
    "business_unit_sales": "unit_sales",
    "business_unit_jobs": "unit_scorecard",
    "business_unit_recalls": "unit_productivity",
    "technician_revenue": "technician_revenue",
    "technician_sales": "technician_sales",
    "technician_leads": "technician_leads",
    "technician_recalls": "technician_productivity",
    "campaigns": "campaign_summary",
    "memberships": "membership_summary",
    "calls_by_agent": "call_center_by_agent",
    "calls_by_campaign": "call_center_by_campaign",
    "receivables": "ar_transactions",
    "job_list": "job_list",
}


@contextmanager
def obstacle(company: Company, name: str, family: str) -> Iterator[None]:
    access = Access(company.server.store, company.reports, company.server.auth)
    take_away: Callable[[], None] = OBSTACLES[name].put(access, family)
    try:
        yield
    finally:
        take_away()
        company.discover()


def test_every_kind_is_found_among_reports_that_look_alike(company: Company) -> None:
    found = company.discover()
    assert set(FAMILIES) == set(KINDS)
    assert {kind: one.definition.id for kind, one in found.found.items()} == {
        kind: company.reports.by_family[family].listed.id for kind, family in FAMILIES.items()
    }
    assert found.missing == []
    assert found.problems == []


def test_a_second_search_describes_only_what_is_read(company: Company) -> None:
    assert company.discover(refresh=True).described == company.discover().known
    again = company.discover()
    assert again.described < again.known
    report = company.reports.by_family["pay_file"].listed
    before = len(company.server.requests)
    company.discover()
    paths = [one.path for one in list(company.server.requests)[before:]]
    assert not any(path.endswith(f"/reports/{report.id}") for path in paths)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("report-forbidden", "not shared with this app (HTTP 403)"),
        ("report-not-listed", "no report"),
    ],
)
def test_a_report_that_is_not_shared_is_named(company: Company, name: str, reason: str) -> None:
    with obstacle(company, name, "membership_summary"):
        found = company.discover(refresh=True)
        assert "memberships" not in found.found
        (missing,) = [one for one in found.missing if one.kind.name == "memberships"]
        assert any(reason in text for text in (*found.problems, missing.reason))


def test_a_report_without_a_field_is_named_with_the_field(company: Company) -> None:
    report = company.reports.by_family["campaign_summary"]
    fields = report.fields
    report.fields = [one for one in fields if one[0] != "CompletedRevenue"]
    try:
        found = company.discover()
    finally:
        report.fields = fields
        company.discover(refresh=True)
    (missing,) = found.missing
    assert missing.kind.name == "campaigns"
    assert "lacks the field CompletedRevenue" in missing.reason


def test_an_entry_of_the_file_wins(company: Company, tmp_path: Path) -> None:
    listed = company.reports.by_family["unit_scorecard"].listed
    file = tmp_path / "reports.toml"
    file.write_text(
        f'[tie_out.business_unit_sales]\ncategory = "{listed.category}"\nid = {listed.id}\n'
        "[tie_out.business_unit_sales.parameters]\nIncludeInactive = false\n",
        encoding="utf-8",
    )
    overrides = read_overrides(file)
    found = discover(company.client, company.store, overrides)
    sales = found.found["business_unit_sales"]
    assert sales.definition.id == listed.id
    assert sales.override is overrides["business_unit_sales"]
    assert sales.override.parameters == {"IncludeInactive": False}


def test_an_entry_that_names_another_report_is_told(company: Company) -> None:
    listed = company.reports.by_family["pay_file"].listed
    override = Override(category=listed.category, id=listed.id)
    found = discover(company.client, company.store, {"campaigns": override})
    (missing,) = [one for one in found.missing if one.kind.name == "campaigns"]
    assert f"reports.toml names {listed.category}/{listed.id}, which lacks Category" in (
        missing.reason
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tie_out = 1", "it is no table"),
        ("[tie_out.sales]\nid = 1", "the kinds are business_unit_revenue"),
        ("[tie_out.campaigns]\nid = 1", "category"),
        ('[tie_out.campaigns]\ncategory = "a"\nid = 0', "id"),
        ('[tie_out.campaigns]\ncategory = "a"\nid = 1\nkey = 2', "key"),
    ],
)
def test_a_wrong_entry_is_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "reports.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        read_overrides(file)


def test_without_a_file_there_are_no_entries(tmp_path: Path) -> None:
    assert read_overrides(tmp_path / "reports.toml") == {}
