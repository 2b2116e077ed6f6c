"""The KPI reports: the worked example, parameters, pages, limits, and every switch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import sandbox
from sandbox import credentials
from sandbox.data.given import given_store
from tests.marts import worked_example
from tests.sandbox.sandbox_client import Client

TENANT = credentials.TENANT_ID
MARCH = {"From": "2026-03-01", "To": "2026-03-31"}
# What the loader calls the resources of the worked example.
RESOURCES = {
    "business_units": "settings/business-units",
    "job_types": "jpm/job-types",
    "jobs": "jpm/jobs",
    "job_splits": "payroll/jobs/splits",
    "appointment_assignments": "dispatch/appointment-assignments",
    "invoices": "accounting/invoices",
    "estimates": "sales/estimates",
    "payments": "accounting/payments",
    "calls_v3": "telecom/calls",
    "costs": "marketing/costs",
    "memberships": "memberships/memberships",
    "job_timesheets": "payroll/jobs/timesheets",
    "gross_pay_items": "payroll/gross-pay-items",
    "payroll_adjustments": "payroll/payroll-adjustments",
    "receipts": "inventory/receipts",
    "purchase_orders": "inventory/purchase-orders",
    "inventory_bills": "accounting/inventory-bills",
    "returns": "inventory/returns",
}
# Names that the example leaves out.
PEOPLE = {"Ann": 1, "Bob": 2, "Ivy": 3, "Sid": 4}


def worked_records() -> dict[str, list[dict[str, Any]]]:
    found = {RESOURCES[name]: worked_example.RECORDS[name] for name in RESOURCES}
    found["settings/technicians"] = [
        {"id": number, "name": name, "active": True} for name, number in PEOPLE.items()
    ]
    found["marketing/campaigns"] = [{"id": 900, "name": "Radio", "active": True}]
    return found


class Reports:
    """Reads KPI reports over HTTP, as an application would."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.switches = client.server.reports.of(TENANT)

    def url(self, family: str, rest: str = "") -> str:
        listed = self.switches.by_family[family].listed
        return (
            f"{self.client.server.api_url}/reporting/v2/tenant/{TENANT}"
            f"/report-category/{listed.category}/reports/{listed.id}{rest}"
        )

    def post(self, family: str, parameters: Mapping[str, Any], **query: Any) -> Any:
        body = {"parameters": [{"name": n, "value": v} for n, v in parameters.items()]}
        return self.client.session.post(
            self.url(family, "/data"), json=body, params=query, timeout=10
        )

    def rows(self, family: str, **parameters: Any) -> list[dict[str, Any]]:
        """All rows for March, unless the parameters say otherwise."""
        response = self.post(family, MARCH | parameters, pageSize=25_000)
        assert response.status_code == 200, response.text
        page = response.json()
        assert page["hasMore"] is False
        names = [field["name"] for field in page["fields"]]
        return [dict(zip(names, row, strict=True)) for row in page["data"]]

    def by(self, name: str, family: str, *fields: str, **parameters: Any) -> dict[Any, Any]:
        """Some fields of every row, by the value of one."""
        rows = self.rows(family, **parameters)
        assert len({row[name] for row in rows}) == len(rows)
        return {row[name]: tuple(row[each] for each in fields) for row in rows}

    def total(self, family: str, field: str, **parameters: Any) -> Any:
        return sum(row[field] for row in self.rows(family, **parameters))


@pytest.fixture(scope="module")
def worked_client() -> Iterator[Client]:
    with sandbox.serve(scale=0) as server:
        store = given_store(TENANT, worked_records(), today="2026-05-15")
        server.sandbox.stores[TENANT] = store
        yield Client(server)


@pytest.fixture
def worked(worked_client: Client) -> Iterator[Reports]:
    """The worked example of March 2026; readings go back to the default ones."""
    reports = Reports(worked_client)
    yield reports
    reports.switches.read()
    reports.switches.clear_overrides()


# The worked example ----------------------------------------------------------------------------


def test_revenue_of_units(worked: Reports):
    names = ("CompletedRevenue", "AdjustmentRevenue", "NonJobRevenue", "TotalRevenue")
    assert worked.by("Name", "unit_revenue", *names) == {
        "Service": (929, -50, 25, 904),
        "Install": (6500, 0, 0, 6500),
        "Sales": (0, 0, 0, 0),
    }


def test_opportunities_of_units(worked: Reports):
    names = ("Opportunity", "ConvertedJobs", "OpportunityConversionRate", "OpportunityJobAverage")
    found = worked.by("Name", "unit_revenue", *names)
    assert found["Service"] == (4, 3, 0.75, 232.25)
    assert found["Install"] == (1, 1, 1, 6500)
    assert found["Sales"] == (2, 0, 0, 0)


def test_sales_of_units(worked: Reports):
    names = ("TotalSales", "SalesOpportunity", "CloseRate", "ClosedAverageSale")
    assert worked.by("Name", "unit_sales", *names) == {
        "Service": (1959, 4, 0.25, 380),
        "Install": (2000, 2, 0.5, 2000),
        "Sales": (6700, 2, 0.5, 7000),
    }


def test_a_scorecard_counts_jobs(worked: Reports):
    names = ("CompletedJobs", "NoChargeJobs", "ClosedOpportunities")
    assert worked.by("Name", "unit_scorecard", *names) == {
        "Service": (6, 3, 1),
        "Install": (1, 0, 1),
        "Sales": (2, 0, 1),
    }
    assert worked.total("unit_productivity", "RecallsCaused") == 1


def test_the_list_of_completed_jobs(worked: Reports):
    found = worked.by(
        "JobNumber", "job_list", "JobStatus", "JobBusinessUnit", "Subtotal", DateType=1
    )
    assert sorted(found) == ["J1", "J11", "J12", "J2", "J3", "J4", "J5", "J6", "J7"]
    assert found["J6"] == ("Completed", "Install", 7100)
    assert found["J11"] == ("Completed", "Service", 120)
