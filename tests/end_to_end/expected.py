"""The expected st_ tables, computed in Python from the API's records.

Written from the documented rules, not from the SQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.end_to_end.api_records import Record

Rows = dict[Any, dict[str, Any]]
PHONES = ("Phone", "MobilePhone")


def instant(text: str | None) -> datetime | None:
    """The API's instant, cut to the microsecond."""
    if text is None:
        return None
    return datetime.fromisoformat(text).astimezone(UTC)


def money(value: object) -> Decimal | None:
    """The API's number, as a number or a string."""
    return None if value is None else Decimal(str(value))


def is_active(record: Record) -> bool:
    """Whether a child record counts in sums and lists."""
    return record.get("active") is not False


def grouped(records: Iterable[Record], key: Callable[[Record], Any]) -> dict[Any, list[Record]]:
    """Records by a key."""
    groups: dict[Any, list[Record]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return groups


class Expected:
    """One method for each table: its contract columns, by st_id."""

    def __init__(self, api: dict[str, list[Record]]) -> None:
        self.api = api
        self.by_id = {
            name: {record["id"]: record for record in records}
            for name, records in api.items()
            if name not in ("customer_contacts", "location_contacts", "custom_field_types")
        }
        active = {name: [r for r in records if is_active(r)] for name, records in api.items()}
        self.customer_contacts = grouped(active["customer_contacts"], lambda r: r["customerId"])
        self.location_contacts = grouped(active["location_contacts"], lambda r: r["locationId"])
        self.locations_of = grouped(api["locations"], lambda r: r["customerId"])
        self.appointments_of = grouped(active["appointments"], lambda r: r["jobId"])
        self.crew_of_job = grouped(active["appointment_assignments"], lambda r: r["jobId"])
        self.crew_of_appointment = grouped(
            active["appointment_assignments"], lambda r: r["appointmentId"]
        )
        self.invoices_of_job = grouped(
            active["invoices"], lambda r: r["job"]["id"] if r["job"] else None
        )
        self.applied: dict[int, list[tuple[Record, Record]]] = defaultdict(list)
        for payment in active["payments"]:
            for entry in payment["appliedTo"] or []:
                self.applied[entry["appliedTo"]].append((payment, entry))

    def name(self, resource: str, key: int | None, field: str = "name") -> Any:
        """The last known name of a record."""
        record = self.by_id[resource].get(key)
        return record[field] if record else None

    def names(self, resource: str, keys: Iterable[int]) -> list[str]:
        """Names in the order of their ids."""
        known = self.by_id[resource]
        return [known[key]["name"] for key in sorted(set(keys)) if key in known]

    def st_customers(self) -> Rows:
        rows = {}
        for customer in self.api["customers"]:
            own = self.customer_contacts[customer["id"]]
            places = sorted(self.locations_of[customer["id"]], key=lambda r: r["id"])
            theirs = [self.location_contacts[place["id"]] for place in places if is_active(place)]
            rows[customer["id"]] = {
                "name": customer["name"],
                "primary_phone": first_of([own, *theirs], PHONES),
                "primary_email": first_of([own, *theirs], ("Email",)),
                "phones": [c["value"] for c in of_kind(own, PHONES)],
                "emails": [c["value"] for c in of_kind(own, ("Email",))],
                "address_line1": customer["address"]["street"],
                "address_line2": customer["address"]["unit"],
                "city": customer["address"]["city"],
                "zip": customer["address"]["zip"],
                "location_count": sum(is_active(place) for place in places),
                "address_ids": [place["id"] for place in places],
                "tag_names": self.names("tag_types", customer["tagTypeIds"]),
                "custom_fields": custom_fields(customer),
                "balance": money(customer["balance"]),
                "active": customer["active"],
                "st_modified_on": instant(customer["modifiedOn"]),
            }
        return rows

    def st_locations(self) -> Rows:
        return {
            place["id"]: {
                "customer_name": self.name("customers", place["customerId"]),
                "street": place["address"]["street"],
                "state": place["address"]["state"],
                "latitude": money(place["address"]["latitude"]),
                "primary_phone": first_of([self.location_contacts[place["id"]]], PHONES),
                "primary_email": first_of([self.location_contacts[place["id"]]], ("Email",)),
                "zone_name": self.name("zones", place["zoneId"]),
                "tag_names": self.names("tag_types", place["tagTypeIds"]),
            }
            for place in self.api["locations"]
        }

    def st_jobs(self) -> Rows:
        rows = {}
        for job in self.api["jobs"]:
            appointments = [v for v in self.appointments_of[job["id"]] if v["status"] != "Canceled"]
            crew = self.crew_of_job[job["id"]]
            first = min(crew, key=lambda r: (instant(r["assignedOn"]), r["id"]), default=None)
            invoices = self.invoices_of_job[job["id"]]
            place = self.by_id["locations"][job["locationId"]]
            rows[job["id"]] = {
                "customer_name": self.name("customers", job["customerId"]),
                "location_name": place["name"],
                "location_city": place["address"]["city"],
                "business_unit_name": self.name("business_units", job["businessUnitId"]),
                "job_type_name": self.name("job_types", job["jobTypeId"]),
                "campaign_name": self.name("campaigns", job["campaignId"]),
                "scheduled_start": min((instant(v["start"]) for v in appointments), default=None),
                "scheduled_end": max((instant(v["end"]) for v in appointments), default=None),
                "technician_ids": sorted({r["technicianId"] for r in crew}),
                "technician_names": self.names("technicians", (r["technicianId"] for r in crew)),
                "primary_technician_id": first["technicianId"] if first else None,
                "primary_technician_name": self.name(
                    "technicians", first["technicianId"] if first else None
                ),
                "invoice_total": sum((money(i["total"]) for i in invoices), Decimal(0)),
                "invoice_balance": sum((money(i["balance"]) for i in invoices), Decimal(0)),
                "tag_names": self.names("tag_types", job["tagTypeIds"]),
                "custom_fields": custom_fields(job),
                "total": money(job["total"]),
                "deleted": job["active"] is False,
            }
        return rows

    def st_appointments(self) -> Rows:
        rows = {}
        for appointment in self.api["appointments"]:
            job = self.by_id["jobs"][appointment["jobId"]]
            crew = [r["technicianId"] for r in self.crew_of_appointment[appointment["id"]]]
            rows[appointment["id"]] = {
                "start_time": instant(appointment["start"]),
                "job_number": job["jobNumber"],
                "job_status": job["jobStatus"],
                "job_type_name": self.name("job_types", job["jobTypeId"]),
                "business_unit_name": self.name("business_units", job["businessUnitId"]),
                "customer_name": self.name("customers", appointment["customerId"]),
                "location_name": self.name("locations", job["locationId"]),
                "technician_ids": sorted(set(crew)),
                "technician_names": self.names("technicians", crew),
            }
        return rows

    def st_invoices(self) -> Rows:
        rows = {}
        for invoice in self.api["invoices"]:
            applied = self.applied[invoice["id"]]
            rows[invoice["id"]] = {
                "invoice_number": invoice["referenceNumber"],
                "job_number": self.name(
                    "jobs", invoice["job"]["id"] if invoice["job"] else None, "jobNumber"
                ),
                "customer_name": self.name("customers", invoice["customer"]["id"]),
                "business_unit_name": self.name("business_units", invoice["businessUnit"]["id"]),
                "subtotal": money(invoice["subTotal"]),
                "total": money(invoice["total"]),
                "balance": money(invoice["balance"]),
                "paid_amount": sum((money(e["appliedAmount"]) for _, e in applied), Decimal(0)),
                "payment_count": len({payment["id"] for payment, _ in applied}),
                "last_payment_date": max(
                    (instant(payment["date"]) for payment, _ in applied), default=None
                ),
                "item_count": len(invoice["items"] or []),
                "invoice_date": invoice["invoiceDate"] and invoice["invoiceDate"][:10],
            }
        return rows

    def st_payments(self) -> Rows:
        rows = {}
        for payment in self.api["payments"]:
            applied = [entry["appliedTo"] for entry in payment["appliedTo"] or []]
            first = applied[0] if applied else None
            rows[payment["id"]] = {
                "customer_name": self.name("customers", payment["customer"]["id"]),
                "invoice_id": first,
                "invoice_ids": sorted(set(applied)),
                "invoice_number": self.name("invoices", first, "referenceNumber"),
                "amount": money(payment["total"]),
            }
        return rows

    def st_estimates(self) -> Rows:
        return {
            estimate["id"]: {
                "job_number": self.name("jobs", estimate["jobId"], "jobNumber"),
                "customer_name": self.name("customers", estimate["customerId"]),
                "location_name": self.name("locations", estimate["locationId"]),
                "business_unit_name": self.name("business_units", estimate["businessUnitId"]),
                "sold_by_name": self.name("employees", estimate["soldBy"])
                or self.name("technicians", estimate["soldBy"]),
                "total": money(estimate["subtotal"]) + money(estimate["tax"]),
                "item_count": len(estimate["items"] or []),
                "status": estimate["status"]["name"],
            }
            for estimate in self.api["estimates"]
        }

    def st_technicians(self) -> Rows:
        return {
            technician["id"]: {
                "name": technician["name"],
                "business_unit_name": self.name("business_units", technician["businessUnitId"]),
                "main_zone_name": self.name("zones", technician["mainZoneId"]),
                "active": technician["active"],
            }
            for technician in self.api["technicians"]
        }

    def st_employees(self) -> Rows:
        return {
            employee["id"]: {
                "name": employee["name"],
                "phone": employee["phoneNumber"],
                "business_unit_name": self.name("business_units", employee["businessUnitId"]),
            }
            for employee in self.api["employees"]
        }

    def st_business_units(self) -> Rows:
        return {
            unit["id"]: {
                "name": unit["name"],
                "trade": unit["trade"]["name"] if unit["trade"] else None,
                "division": unit["division"]["name"] if unit["division"] else None,
            }
            for unit in self.api["business_units"]
        }

    def st_job_types(self) -> Rows:
        return {
            kind["id"]: {
                "name": kind["name"],
                "business_unit_names": self.names("business_units", kind["businessUnitIds"]),
            }
            for kind in self.api["job_types"]
        }

    def st_tag_types(self) -> Rows:
        return {
            tag["id"]: {"name": tag["name"], "code": tag["code"]} for tag in self.api["tag_types"]
        }

    def st_call_reasons(self) -> Rows:
        return {
            reason["id"]: {"name": reason["name"], "active": reason["active"]}
            for reason in self.api["call_reasons"]
        }

    def st_campaigns(self) -> Rows:
        return {
            campaign["id"]: {
                "name": campaign["name"],
                "category_id": (campaign["category"] or {}).get("id"),
                "category_name": (campaign["category"] or {}).get("name"),
                "active": campaign["active"],
            }
            for campaign in self.api["campaigns"]
        }

    def st_installed_equipment(self) -> Rows:
        ends = ("manufacturerWarrantyEnd", "serviceProviderWarrantyEnd")
        return {
            unit["id"]: {
                "customer_name": self.name("customers", unit["customerId"]),
                "location_name": self.name("locations", unit["locationId"]),
                "under_warranty_until": max(
                    (instant(unit[end]) for end in ends if unit[end]), default=None
                ),
            }
            for unit in self.api["installed_equipment"]
        }

    def st_custom_fields(self) -> Rows:
        return {
            (field["entityType"], field["id"]): {
                "name": field["name"],
                "data_type": field["dataType"],
                "data_type_options": field["dataTypeOptions"],
            }
            for field in self.api["custom_field_types"]
        }


def of_kind(contacts: Iterable[Record], kinds: tuple[str, ...]) -> list[Record]:
    """Contacts of these types that have a value, in ascending order of id."""
    fitting = [c for c in contacts if c["type"] in kinds and (c["value"] or "").strip()]
    return sorted(fitting, key=lambda c: c["id"])


def first_of(owners: Iterable[list[Record]], kinds: tuple[str, ...]) -> str | None:
    """The primary contact: the first owner that has one; the first type, the lowest id."""
    for contacts in owners:
        fitting = sorted(of_kind(contacts, kinds), key=lambda c: (kinds.index(c["type"]), c["id"]))
        if fitting:
            return fitting[0]["value"]
    return None


def custom_fields(record: Record) -> dict[str, Any]:
    """{name: value}; nameless entries are left out, the later of one name wins."""
    return {entry["name"]: entry["value"] for entry in record["customFields"] if entry["name"]}
