"""Reads the sandbox's KPI reports over HTTP, and makes the tenant of the worked example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from sandbox import credentials
from sandbox.server import Server
from tests.marts import worked_example
from tests.sandbox.sandbox_client import Client

TENANT = credentials.TENANT_ID
MARCH = {"From": "2026-03-01", "To": "2026-03-31"}
SPRING = {"From": "2026-03-01", "To": "2026-05-31"}
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
    """The records of the worked example by the API's resources."""
    found = {RESOURCES[name]: worked_example.RECORDS[name] for name in RESOURCES}
    found["settings/technicians"] = [
        {"id": number, "name": name, "active": True} for name, number in PEOPLE.items()
    ]
    found["marketing/campaigns"] = [{"id": 900, "name": "Radio", "active": True}]
    found["memberships/membership-types"] = [{"id": 350, "name": "Club", "active": True}]
    return found


class Reports:
    """Reads KPI reports over HTTP, as an application would."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.switches = client.server.reports.of(TENANT)

    @property
    def server(self) -> Server:
        return self.client.server

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
        """All rows for March, unless the parameters say otherwise; None leaves one out."""
        given = {n: v for n, v in (MARCH | parameters).items() if v is not None}
        response = self.post(family, given, pageSize=25_000)
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

    def control(self, method: str, **body: Any) -> requests.Response:
        """Show, change or take back switches over HTTP."""
        url = f"{self.server.api_url}/sandbox/tenant/{TENANT}/kpi-reports"
        return requests.request(method, url, json=body or None, timeout=10)
