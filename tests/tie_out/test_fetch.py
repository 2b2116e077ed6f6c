"""Pages of a report: all of them, within the limit, and each only once."""

from __future__ import annotations

import pytest

from loader.api.client import ApiClient
from loader.tie_out.fetch import DataRequest, Fetcher
from sandbox.report_types import PageFault
from tests.tie_out.harness import MONTH, Company


def request(company: Company, family: str = "unit_revenue") -> DataRequest:
    listed = company.reports.by_family[family].listed
    path = (
        f"/reporting/v2/tenant/{{tenant}}/report-category/{listed.category}"
        f"/reports/{listed.id}/data"
    )
    days = {"From": str(MONTH.start), "To": str(MONTH.end)}
    return DataRequest(path, family, [{"name": n, "value": v} for n, v in days.items()])


def sent(company: Company) -> int:
    return sum(one.path.endswith("/data") for one in company.server.requests)


@pytest.mark.parametrize(
    "fault", [PageFault("short", 2), PageFault("says_done"), PageFault("says_more")]
)
def test_pages_that_say_the_wrong_thing_do_no_harm(company: Company, fault: PageFault) -> None:
    report = company.reports.by_family["unit_revenue"]
    report.page_fault = fault
    try:
        told = company.tie_out(MONTH, explain=False)
    finally:
        report.page_fault = None
    assert told.differing == []


def test_an_answer_that_is_cut_off_is_the_cause(company: Company) -> None:
    report = company.reports.by_family["unit_revenue"]
    report.page_fault = PageFault("cut", 2)
    try:
        told = company.tie_out(MONTH)
    finally:
        report.page_fault = None
    assert {name for name, _, _ in told.differing} == {"business_unit_revenue"}
    assert any("answer is cut off: it counts" in cause for cause in told.causes)


def test_a_run_that_was_killed_continues_with_the_page_it_lacks(company: Company) -> None:
    company.store.forget_pages()
    report = company.reports.by_family["unit_revenue"]
    report.page_fault = PageFault("short", 2)
    asked = request(company)
    try:
        whole = Fetcher(company.client, company.store).fetch(asked)
        before = sent(company)
        # As a new process finds it: the first pages are kept, the last was under way.
        with company.connection.cursor() as cursor:
            cursor.execute(
                f"update {company.warehouse.raw_schema}.raw_report_pages set page = null"
                " where page_number = %s",
                (whole.requests,),
            )
        company.connection.commit()
        again = Fetcher(ApiClient(company.api), company.store).fetch(asked)
    finally:
        report.page_fault = None
    assert whole.requests > 2
    assert again.requests == 1
    assert sent(company) == before + 1
    assert again.rows == whole.rows
    company.store.forget_pages()
    assert Fetcher(company.client, company.store).fetch(asked).requests == 1


def test_the_times_of_requests_outlive_the_run(company: Company) -> None:
    asked = request(company, "technician_leads")
    before = len(company.store.recent_requests(asked.path, 60))
    Fetcher(company.client, company.store).fetch(asked)
    company.store.forget_pages()
    ages = company.store.recent_requests(asked.path, 60)
    assert len(ages) == before + 1
    assert all(0 <= age < 60 for age in ages)
    other = request(company, "campaign_summary")
    assert len(company.store.recent_requests(other.path, 0.0)) == 0
