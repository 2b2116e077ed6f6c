"""Read the sandbox with plain requests, and keep every digit of a number.

Independent of the loader on purpose: paths and parameters are spelled out here again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import requests

Record = dict[str, Any]

FEEDS = {
    "customers": "crm/v2/tenant/{}/export/customers",
    "customer_contacts": "crm/v2/tenant/{}/export/customers/contacts",
    "locations": "crm/v2/tenant/{}/export/locations",
    "location_contacts": "crm/v2/tenant/{}/export/locations/contacts",
    "jobs": "jpm/v2/tenant/{}/export/jobs",
    "appointments": "jpm/v2/tenant/{}/export/appointments",
    "invoices": "accounting/v2/tenant/{}/export/invoices",
    "payments": "accounting/v2/tenant/{}/export/payments",
    "estimates": "sales/v2/tenant/{}/export/estimates",
    "technicians": "settings/v2/tenant/{}/export/technicians",
    "employees": "settings/v2/tenant/{}/export/employees",
    "business_units": "settings/v2/tenant/{}/export/business-units",
    "tag_types": "settings/v2/tenant/{}/export/tag-types",
    "installed_equipment": "equipmentsystems/v2/tenant/{}/export/installed-equipment",
    "appointment_assignments": "dispatch/v2/tenant/{}/export/appointment-assignments?active=Any",
    "pricebook_materials": "pricebook/v2/tenant/{}/export/materials",
    "pricebook_services": "pricebook/v2/tenant/{}/export/services",
    "pricebook_equipment": "pricebook/v2/tenant/{}/export/equipment",
    "pricebook_categories": "pricebook/v2/tenant/{}/export/categories",
    "memberships": "memberships/v2/tenant/{}/export/memberships?active=Any",
    "membership_status_changes": "memberships/v2/tenant/{}/export/membership-status-changes",
    "job_canceled_logs": "jpm/v2/tenant/{}/export/job-canceled-logs",
    "job_splits": "payroll/v2/tenant/{}/export/jobs/splits?active=Any",
    "job_timesheets": "payroll/v2/tenant/{}/export/jobs/timesheets?active=Any",
    "gross_pay_items": "payroll/v2/tenant/{}/export/gross-pay-items",
    "payroll_adjustments": "payroll/v2/tenant/{}/export/payroll-adjustments?active=Any",
    "leads": "crm/v2/tenant/{}/export/leads",
    "bookings": "crm/v2/tenant/{}/export/bookings",
    "timesheet_codes": "payroll/v2/tenant/{}/export/timesheet-codes",
    "returns": "inventory/v2/tenant/{}/export/returns?active=Any",
}
LISTS = {
    "job_types": "jpm/v2/tenant/{}/job-types?active=Any",
    "campaigns": "marketing/v2/tenant/{}/campaigns?active=Any",
    "call_reasons": "jbce/v2/tenant/{}/call-reasons?active=Any",
    "teams": "dispatch/v2/tenant/{}/teams?includeInactive=true",
    "zones": "dispatch/v2/tenant/{}/zones?active=Any",
    "calls_v3": "telecom/v3/tenant/{}/calls?active=Any",
    "costs": "marketing/v2/tenant/{}/costs",
    "job_cancel_reasons": "jpm/v2/tenant/{}/job-cancel-reasons?active=Any",
    "non_job_timesheets": "payroll/v2/tenant/{}/non-job-timesheets?active=Any",
    "technician_shifts": "dispatch/v2/tenant/{}/technician-shifts?active=Any",
    "receipts": "inventory/v2/tenant/{}/receipts?active=Any",
}
CUSTOM_FIELDS = {
    "ApBill": "accounting/v2/tenant/{}/ap-bills/custom-fields",
    "ApCredit": "accounting/v2/tenant/{}/ap-credits/custom-fields",
    "ApPayment": "accounting/v2/tenant/{}/ap-payments/custom-fields",
    "CreditMemo": "accounting/v2/tenant/{}/credit-memos/custom-fields",
    "Customer": "crm/v2/tenant/{}/customers/custom-fields",
    "InstalledEquipment": "equipmentsystems/v2/tenant/{}/installed-equipment/custom-field-types"
    "?descending=false",
    "InventoryBill": "accounting/v2/tenant/{}/inventory-bills/custom-fields",
    "Invoice": "accounting/v2/tenant/{}/invoices/custom-fields",
    "Job": "jpm/v2/tenant/{}/jobs/custom-fields",
    "Location": "crm/v2/tenant/{}/locations/custom-fields",
    "Membership": "memberships/v2/tenant/{}/memberships/custom-fields",
    "Payment": "accounting/v2/tenant/{}/payments/custom-fields",
    "Project": "jpm/v2/tenant/{}/projects/custom-fields",
    "Vendor": "inventory/v2/tenant/{}/vendors/custom-fields",
}


class Api:
    """A signed-in client of the sandbox."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._url = environment["SERVICETITAN_API_URL"]
        self._tenant = environment["SERVICETITAN_TENANT_ID"]
        token = requests.post(
            environment["SERVICETITAN_AUTH_URL"],
            data={
                "grant_type": "client_credentials",
                "client_id": environment["SERVICETITAN_CLIENT_ID"],
                "client_secret": environment["SERVICETITAN_CLIENT_SECRET"],
            },
            timeout=10,
        ).json()["access_token"]
        self._headers = {
            "Authorization": f"Bearer {token}",
            "ST-App-Key": environment["SERVICETITAN_APP_KEY"],
        }

    def everything(self) -> dict[str, list[Record]]:
        """Every record of the resources that models read, deleted and inactive ones included."""
        records = {name: list(self._feed(path)) for name, path in FEEDS.items()}
        records |= {name: list(self._list(path)) for name, path in LISTS.items()}
        records["custom_field_types"] = [
            {**record, "entityType": entity}
            for entity, path in CUSTOM_FIELDS.items()
            for record in self._list(path)
        ]
        return records

    def _feed(self, path: str) -> Iterator[Record]:
        newest: dict[str, Record] = {}
        token = None
        while True:
            page = self._get(path, {"from": token} if token else {})
            for record in page["data"]:
                key = f"{record['id']}/{record.get('customerId')}/{record.get('locationId')}"
                newest[key] = record
            token = page["continueFrom"]
            if not page["hasMore"]:
                yield from newest.values()
                return

    def _list(self, path: str) -> Iterator[Record]:
        number = 1
        while True:
            page = self._get(path, {"page": str(number), "pageSize": "500"})
            yield from page["data"]
            if not page["hasMore"]:
                return
            number += 1

    def _get(self, path: str, params: dict[str, str]) -> Record:
        answer = requests.get(
            f"{self._url}/{path.format(self._tenant)}",
            params=params,
            headers=self._headers,
            timeout=30,
        )
        answer.raise_for_status()
        return json.loads(answer.content, parse_float=Decimal)
