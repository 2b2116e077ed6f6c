"""Records of all other resources, made from the API's field names and types alone."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox import resources
from sandbox.child_resources import ChildResource
from sandbox.data import geography, people
from sandbox.data.at_need import Shop
from sandbox.data.ids import first_id
from sandbox.data.vocabulary import VOCABULARY
from sandbox.encoding import Json, decode, dollars, encode, fields_of, number
from sandbox.parents import count_for, owner_of
from sandbox.table import Table
from sandbox.timestamps import TICKS_PER_DAY, text_from

RECORDS = 40
_HISTORY_DAYS = 700
_INACTIVE_EVERY = 9

# The resource that a field references. A field that is not listed holds a small number.
_TARGETS: Mapping[str, str] = {
    "accountManagerId": "settings/employees",
    "activityCodeId": "payroll/activity-codes",
    "activityTypeId": "timesheets/activity-types",
    "appointmentId": "jpm/appointments",
    "assignedToId": "settings/employees",
    "bookingId": "crm/bookings",
    "bookingProviderId": "crm/booking-provider-tags",
    "businessUnitId": "settings/business-units",
    "callReasonId": "jbce/call-reasons",
    "campaignId": "marketing/campaigns",
    "canceledById": "settings/employees",
    "categoryId": "timesheets/activity-categories",
    "createdById": "settings/employees",
    "creditMemoId": "accounting/credit-memos",
    "customerId": "crm/customers",
    "employeeId": "settings/employees",
    "formId": "forms/forms",
    "installedEquipmentId": "equipmentsystems/installed-equipment",
    "invoiceId": "accounting/invoices",
    "invoiceTemplateId": "memberships/invoice-templates",
    "jobId": "jpm/jobs",
    "jobTypeId": "jpm/job-types",
    "locationId": "crm/locations",
    "locationRecurringServiceId": "memberships/recurring-services",
    "managerId": "settings/employees",
    "membershipId": "memberships/memberships",
    "membershipTypeId": "memberships/membership-types",
    "modifiedById": "settings/employees",
    "paymentTermId": "accounting/payment-terms",
    "payrollId": "payroll/payrolls",
    "projectId": "jpm/projects",
    "projectTypeId": "jpm/project-types",
    "purchaseOrderId": "inventory/purchase-orders",
    "recurringServiceTypeId": "memberships/recurring-service-types",
    "reportedById": "settings/employees",
    "soldById": "settings/technicians",
    "sourceJobId": "jpm/jobs",
    "statusId": "jpm/project-statuses",
    "subStatusId": "jpm/project-substatuses",
    "technicianId": "settings/technicians",
    "timesheetCodeId": "payroll/timesheet-codes",
    "vendorId": "inventory/vendors",
    "warehouseId": "inventory/warehouses",
}


@dataclass(frozen=True)
class Source:
    """What the records of one resource are made from.

    Attributes:
        name: The resource's full name.
        shop: The tenant's other tables, its clock and the resource's random generator.
        identifier: Gives the id of some record of a resource, the same for the same index.
    """

    name: str
    shop: Shop
    identifier: Callable[[str, int], int]


def make(source: Source, resource: resources.Resource) -> Table:
    """Make a few dozen records, each with every documented field."""
    if resource.child_resource is not None:
        return _make_children(source, resource, resource.child_resource)
    table, rng, now = Table(resource), source.shop.rng, source.shop.now
    for index in range(RECORDS):
        created = now - rng.between(1, _HISTORY_DAYS) * TICKS_PER_DAY + rng.fraction()
        modified = created if index % 4 == 0 else rng.after(created, 400, now)
        active = not resource.knows_activity or (index + 1) % _INACTIVE_EVERY != 0
        record = _Record(source, index, created, modified, active)
        fields = {field: record.value(field, fact) for field, fact in resource.fields.items()}
        fields |= _natural_key(source, resource.key, index, created)
        table.add_fields(fields, created, modified, active)
    return table


def _make_children(
    source: Source, resource: resources.Resource, child_resource: ChildResource
) -> Table:
    """A few records for most parents, none for some; of those without an id, some are equal."""
    table, rng, now = Table(resource), source.shop.rng, source.shop.now
    parents = source.shop.table(child_resource.parent)
    for slot in parents.live():
        owner = owner_of(child_resource, parents, slot)
        parent = fields_of(parents.record_bodies[slot])
        carried = {
            field: decode(bytes(parent[child_resource.by[place]]))
            for field, place in (child_resource.carries or {}).items()
        }
        for _ in range(count_for(child_resource, resource.name, owner)):
            index = len(table)
            created = now - rng.between(1, _HISTORY_DAYS) * TICKS_PER_DAY
            modified = rng.after(created, 400, now)
            active = not resource.knows_activity or (index + 1) % _INACTIVE_EVERY != 0
            repeated = index - index % 3 if not resource.key else index
            record = _Record(source, repeated, created, modified, active)
            fields = {name: record.value(name, fact) for name, fact in resource.fields.items()}
            fields |= _natural_key(source, resource.key, index, created) | carried
            table.add_fields(fields, created, modified, active, owner)
    return table


def example(source: Source, api_spec: Mapping[str, dict[str, Any]]) -> bytes:
    """One object with a value in each field, for operations that return no record."""
    now = source.shop.now
    record = _Record(source, 0, now - TICKS_PER_DAY, now, active=True)
    return encode({field: record.value(field, fact) for field, fact in api_spec.items()})


def _natural_key(source: Source, key: tuple[str, ...], index: int, created: int) -> dict[str, Any]:
    """Values that make a key of other fields than ``id`` unique."""
    unique: dict[str, Any] = {
        "jobId": source.identifier("jpm/jobs", index),
        "locationId": source.identifier("crm/locations", index),
        "employeeId": source.identifier("settings/employees", index % 10),
        "employeeType": ("Employee", "Technician", "None", "All")[index // 10 % 4],
        "laborTypeCode": f"LT{index % 3}",
        "dateTime": text_from(created),
        "campaignName": f"Campaign {index}",
        "contactNumber": f"602555{index:04}",
        "internalId": 10_000 + index,
        "taskId": f"T-{index:06}",
        "name": f"Preference {index}",
    }
    return {name: unique[name] for name in key if name in unique and key != ("id",)}


class _Record:
    """Chooses the value of each field of one record, by its type, format and name."""

    def __init__(
        self,
        source: Source,
        index: int,
        created: int,
        modified: int,
        active: bool,
    ) -> None:
        self._source = source
        self._rng = source.shop.rng
        self._index = index
        self._timestamps = {"createdOn": created, "modifiedOn": modified, "dateTime": created}
        self._active = active

    def value(self, field: str, fact: Mapping[str, Any]) -> Any:
        """A plausible value of the documented type; now and then null, where that is allowed."""
        structural = field in self._timestamps or field in ("id", "active", "isActive", "leadCall")
        if fact.get("nullable") and not structural and self._rng.chance(0.2):
            return None
        makers: Mapping[str, Callable[[str, Mapping[str, Any]], Any]] = {
            "boolean": self._boolean,
            "integer": self._integer,
            "number": self._number,
            "string": self._string,
            "object": self._object,
            "array": self._array,
        }
        return makers[fact["type"]](field, fact)

    def _boolean(self, field: str, _: Mapping[str, Any]) -> bool:
        return self._active if field in ("active", "isActive") else self._rng.chance(0.5)

    def _integer(self, field: str, fact: Mapping[str, Any]) -> int:
        if field == "id":
            return first_id(self._source.name) + self._index
        if field in _TARGETS:
            return self._source.identifier(_TARGETS[field], self._rng.below(1000))
        if field in VOCABULARY and isinstance(VOCABULARY[field][0], int):
            return int(self._rng.pick(VOCABULARY[field]))
        wide = fact.get("format") == "int64" and field.endswith("Id")
        return self._rng.between(1, 9999 if wide else 12)

    def _number(self, field: str, _: Mapping[str, Any]) -> Json:
        return number(self._rng.below(501 if field == "rating" else 500_000))

    def _string(self, field: str, fact: Mapping[str, Any]) -> str:
        form = fact.get("format")
        if field in self._timestamps:
            return text_from(self._timestamps[field])
        made = self._formatted(field, form)
        return made if made is not None else self._text(field)

    def _formatted(self, field: str, form: str | None) -> str | None:
        rng = self._rng
        if form in ("date-time", "date"):
            ticks = self._timestamps["createdOn"] + rng.below(20) * TICKS_PER_DAY
            return text_from(ticks)[:10] if form == "date" else text_from(ticks)
        if form == "guid" or field == "id":
            return str(uuid.UUID(int=first_id(self._source.name) * 2**64 + self._index))
        if form == "duration":
            return f"{rng.below(10):02}:{rng.below(60):02}:00"
        if form == "email" or field.lower().endswith("email"):
            return people.email(rng, people.person(rng))
        if form == "phone" or field.lower().endswith("phone"):
            return geography.phone(rng)
        if form == "html":
            return f"<p>{field} <b>{self._index}</b></p>"
        return f"{field}\nline two" if form == "multiline" else None

    def _text(self, field: str) -> str:
        if field in VOCABULARY:
            return str(self._rng.pick(VOCABULARY[field]))
        lower = field.lower()
        if lower.endswith(("amount", "total", "price", "cost")):
            return dollars(self._rng.below(500_000))
        if lower.endswith(("number", "code", "id")):
            return f"{field[:2].upper()}-{self._index:05}"
        if lower.endswith("name"):
            accent = " ñ" if self._index % 10 == 7 else ""
            return f"{field[0].upper()}{field[1:]} {self._index}{accent}"
        return f"{field} {self._index}"

    def _object(self, field: str, fact: Mapping[str, Any]) -> dict[str, Any]:
        named = {name: self._nested(field, name) for name in fact.get("fields", ())}
        address = geography.address(self._rng) if "street" in named else {}
        return named | {name: value for name, value in address.items() if name in named}

    def _nested(self, parent: str, name: str) -> Any:
        """The value of an object's part. Its type is not documented, so the name decides."""
        if name in self._timestamps:
            return text_from(self._timestamps[name])
        if name == "active":
            return self._active
        if name in ("id", "rootId", "leadNumber") or name.endswith("Id"):
            target = _TARGETS.get(f"{parent}Id") if name == "id" else _TARGETS.get(name)
            if target:
                return self._source.identifier(target, self._rng.below(1000))
            return self._rng.between(1, 9999)
        if name.endswith(("On", "Date")):
            return text_from(self._timestamps["createdOn"])
        if name in ("address", "customer", "campaign", "agent", "createdBy", "reason", "tenant"):
            return {"id": self._rng.between(1, 9999), "name": f"{name} {self._index}"}
        if name in ("tags", "targetInvoices", "subTasks"):
            return []
        if parent in ("digitalStats", "leadStats") and not name.endswith(("Rate", "revenue")):
            return self._rng.below(1000)
        if name.endswith(("Rate", "Cost", "cost", "revenue", "Value", "Percentage", "latitude")):
            return number(self._rng.below(10_000))
        return f"{name} {self._index}"

    def _array(self, field: str, fact: Mapping[str, Any]) -> list[Any]:
        count = self._rng.below(3)
        items = fact.get("items")
        if items == "integer":
            target = _TARGETS.get(field[:-1])
            return [
                self._source.identifier(target, place) if target else place + 1
                for place in range(count)
            ]
        if items == "string":
            return [
                str(VOCABULARY[field][place]) if field in VOCABULARY else f"{field} {place}"
                for place in range(count)
            ]
        if field == "customFields":
            return [{"typeId": 71, "name": "Gate code", "value": str(self._index)}][:count]
        if field == "externalData":
            return [{"key": "ref", "value": f"EXT-{self._index}"}][:count]
        start = self._index * 10
        return [{"id": start + place, "name": f"{field} {place}"} for place in range(count)]
