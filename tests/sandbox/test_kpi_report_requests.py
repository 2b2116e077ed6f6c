"""Requests for KPI reports: lists, descriptions, parameters, pages and limits."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from sandbox.data.report_list import of_tenant
from sandbox.store import Store
from tests.sandbox.kpi_report_client import SPRING as DAYS
from tests.sandbox.kpi_report_client import Reports

ALL = DAYS | {"IncludeInactive": True}


def local_day(instant: str) -> str:
    """The day in Phoenix, seven hours behind UTC all year."""
    at = datetime.fromisoformat(instant[:19])
    return (at - timedelta(hours=7)).date().isoformat()


# The list of reports ----------------------------------------------------------------------------


def test_the_lists_show_every_report_under_its_category(made_up: Reports):
    shown = {
        (category["id"], report["id"], report["name"])
        for category in made_up.client.data("reporting/report-categories")
        for report in made_up.client.data(f"reporting/report-category/{category['id']}/reports")
    }
    listed = {one.listed[:3] for one in made_up.switches.by_family.values()}
    assert listed < shown
    assert len(listed) > 25


def test_every_tenant_and_seed_has_other_ids():
    ids = [
        {one.id for one in of_tenant(seed, tenant).values()}
        for seed, tenant in ((1, 1), (1, 2), (2, 1))
    ]
    assert all(len(one) == len(of_tenant(1, 1)) for one in ids)
    assert ids[0] != ids[1] != ids[2]
    assert not set.union(*ids) & {101, 102, 201}


def test_a_description_says_what_a_request_needs(made_up: Reports):
    found = made_up.client.session.get(made_up.url("job_list"), timeout=10).json()
    parameters = {one["name"]: one for one in found["parameters"]}
    assert parameters["DateType"]["isRequired"]
    assert parameters["DateType"]["acceptValues"]["dynamicSetId"] == "job-date-filter-type"
    assert {"name": "Subtotal", "label": "Subtotal", "dataType": "Number"} in found["fields"]
    values = made_up.client.page("reporting/dynamic-value-sets/job-date-filter-type")["data"]
    assert [1, "Job Completion Date"] in values
    kinds = made_up.client.page("reporting/dynamic-value-sets/job-types")["data"]
    assert [701, "AC Repair"] in kinds
    paid = made_up.client.page("reporting/dynamic-value-sets/payment-date-filter-type")["data"]
    assert [2, "Paid Date"] in paid


@pytest.mark.parametrize("family", sorted(of_tenant(1, 1)))
def test_every_report_answers_with_its_fields(family: str, made_up: Reports):
    """A row has a value for each field; numbers are numbers and days carry their offset."""
    found = made_up.client.session.get(made_up.url(family), timeout=10).json()
    required = {"From": DAYS["From"], "To": DAYS["To"], "DateType": 1}
    values = {
        one["name"]: required[one["name"].rpartition("_")[2]]
        for one in found["parameters"]
        if one["isRequired"]
    }
    page = made_up.post(family, values).json()
    names = [field["name"] for field in found["fields"]]
    assert [field["name"] for field in page["fields"]] == names
    kinds = {"Number": (int, float), "String": str, "Boolean": bool, "Date": str}
    for row in page["data"]:
        for field, value in zip(found["fields"], row, strict=True):
            assert value is None or isinstance(value, kinds[field["dataType"]]), field
            if field["dataType"] == "Date" and value:
                assert value.endswith("T00:00:00-07:00")
    assert page["data"] or family in ("pay_file", "collections")


# Parameters, pages, limits ----------------------------------------------------------------------


def test_a_missing_parameter_is_a_400(made_up: Reports):
    response = made_up.post("job_list", DAYS)
    assert response.status_code == 400
    assert response.json()["title"] == "Missed report parameter: [DateType]"


def test_a_wrong_number_of_date_type_filters_by_another_date_in_silence(worked: Reports):
    completed = {row["JobNumber"] for row in worked.rows("job_list", DateType=1)}
    wrong = {row["JobNumber"] for row in worked.rows("job_list", DateType=77)}
    assert "J8" in wrong - completed


def test_jobs_are_found_by_each_of_their_dates(made_up: Reports):
    store = made_up.server.store
    sheets = store.records("payroll/jobs/timesheets")
    # The last paid job of one visit whose dates fall on different days.
    visits = Counter(sheet["jobId"] for sheet in sheets)
    number, days = next(
        (number, days)
        for sheet in reversed(sheets)
        if visits[sheet["jobId"]] == 1 and _is_paid(store, sheet)
        for number, days in [_dates(store, sheet)]
        if len(set(days)) > 2
    )
    for date_type, day in enumerate(days):
        found = made_up.rows("job_list", DateType=date_type, From=day, To=day)
        assert number in {row["JobNumber"] for row in found}, date_type
        early = made_up.rows("job_list", DateType=date_type, From="2025-01-01", To="2025-01-31")
        assert number not in {row["JobNumber"] for row in early}, date_type
    statuses = {row["JobStatus"] for row in made_up.rows("job_list", DateType=1, **DAYS)}
    assert statuses == {"Completed"}


def _is_paid(store: Store, sheet: dict[str, Any]) -> bool:
    job = store.record("jobs", sheet["jobId"]).fields
    return store.record("invoices", job["invoiceId"]).fields["paidOn"] is not None


def _dates(store: Store, sheet: dict[str, Any]) -> tuple[str, list[str]]:
    """The number of the sheet's job, and the job's day of each date type."""
    job = store.record("jobs", sheet["jobId"]).fields
    invoice = store.record("invoices", job["invoiceId"]).fields
    start = store.record("appointments", job["firstAppointmentId"]).fields["start"]
    instants = [job["completedOn"], job["createdOn"], start, invoice["paidOn"]]
    return job["jobNumber"], [
        invoice["invoiceDate"][:10],
        *map(local_day, instants),
        local_day(sheet["dispatchedOn"]),
        local_day(start),
    ]


def test_one_unit_can_be_asked_for(worked: Reports):
    (row,) = worked.rows("unit_revenue", BusinessUnitIds=[20])
    assert (row["Name"], row["CompletedRevenue"]) == ("Install", 6500)
    jobs = worked.rows("job_list", DateType=1, BusinessUnitId=30, JobTypes=[4])
    assert [row["JobNumber"] for row in jobs] == ["J7", "J12"]


def test_inactive_units_and_technicians_are_shown_on_request(made_up: Reports):
    for family in ("unit_revenue", "technician_revenue"):
        some = {row["Name"] for row in made_up.rows(family, **DAYS)}
        assert some < {row["Name"] for row in made_up.rows(family, **ALL)}


def test_pages_add_up(made_up: Reports):
    whole = made_up.post("job_list", DAYS | {"DateType": 1}, includeTotal="true").json()
    rows: list[Any] = []
    for number in range(1, 100):
        page = made_up.post("job_list", DAYS | {"DateType": 1}, page=number, pageSize=7).json()
        rows += page["data"]
        if not page["hasMore"]:
            break
    assert rows == whole["data"]
    assert len(rows) == whole["totalCount"]


def test_a_report_can_be_limited(changed: Reports):
    assert changed.control("POST", rateLimit=5).json() == {}
    statuses = [changed.post("unit_sales", DAYS).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    assert changed.post("unit_revenue", DAYS).status_code == 200  # each report has its own limit
