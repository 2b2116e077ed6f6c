"""The made-up data: repeatable, related, adding up, and odd where the API is odd."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pytest

from sandbox import resources
from sandbox.data import DEFAULT_TODAY, make_store
from sandbox.data.geography import CITIES
from sandbox.store import Record, Store
from sandbox.timestamps import ticks_from

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def store() -> Store:
    return make_store(1, scale=0.1, seed=7, today=DEFAULT_TODAY)


def _rows(store: Store, resource: str) -> Rows:
    return [record.fields for record in store.truth(resource)]


def _ids(store: Store, resource: str) -> set[int]:
    return {row["id"] for row in _rows(store, resource)}


def _digest(tenant: int = 1, seed: int = 1) -> str:
    store = make_store(tenant, scale=0.02, seed=seed, today=DEFAULT_TODAY)
    digest = hashlib.sha256()
    for name in resources.resources():
        for record in store.truth(name):
            digest.update(record.raw)
    return digest.hexdigest()


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert _digest() == _digest()


def test_another_seed_or_tenant_gives_other_bytes() -> None:
    assert len({_digest(), _digest(seed=2), _digest(tenant=2)}) == 3


def test_making_one_resource_first_changes_no_other() -> None:
    one = make_store(1, scale=0.02, seed=1, today=DEFAULT_TODAY)
    other = make_store(1, scale=0.02, seed=1, today=DEFAULT_TODAY)
    other.truth("telecom/calls")
    assert one.truth("memberships/memberships") == other.truth("memberships/memberships")


def test_a_tenant_kept_on_disk_has_the_same_records(monkeypatch: pytest.MonkeyPatch) -> None:
    # Larger than what is remembered, so that both are really made.
    in_memory = make_store(1, scale=0.21, seed=1, today=DEFAULT_TODAY)
    monkeypatch.setattr("sandbox.data.dataset._IN_MEMORY_SCALE", 0.0)
    on_disk = make_store(1, scale=0.21, seed=1, today=DEFAULT_TODAY)
    for name in ("customers", "invoices", "jobs"):
        assert on_disk.truth(name) == in_memory.truth(name)
    key = on_disk.insert("jobs", summary="later")
    on_disk.change("jobs", key, summary="later still")
    assert on_disk.record("jobs", key).fields["summary"] == "later still"


def test_scale_decides_how_much_there_is(store: Store) -> None:
    assert len(store.truth("customers")) == 500
    assert len(store.truth("jobs")) == 2000


@pytest.mark.parametrize(
    ("resource", "field", "target"),
    [
        ("locations", "customerId", "customers"),
        ("customers/contacts", "customerId", "customers"),
        ("locations/contacts", "locationId", "locations"),
        ("jobs", "customerId", "customers"),
        ("jobs", "locationId", "locations"),
        ("jobs", "jobTypeId", "job-types"),
        ("jobs", "businessUnitId", "business-units"),
        ("jobs", "campaignId", "campaigns"),
        ("jobs", "invoiceId", "invoices"),
        ("jobs", "firstAppointmentId", "appointments"),
        ("jobs", "createdById", "employees"),
        ("appointments", "jobId", "jobs"),
        ("appointment-assignments", "appointmentId", "appointments"),
        ("appointment-assignments", "technicianId", "technicians"),
        ("estimates", "jobId", "jobs"),
        ("estimates", "locationId", "locations"),
        ("installed-equipment", "locationId", "locations"),
        ("installed-equipment", "equipmentId", "pricebook/equipment"),
        ("technicians", "businessUnitId", "business-units"),
        ("technicians", "mainZoneId", "zones"),
        ("customers", "mergedToId", "customers"),
        ("jobs", "recallForId", "jobs"),
        ("jobs", "warrantyId", "jobs"),
        ("jobs", "createdFromEstimateId", "estimates"),
        ("jobs", "membershipId", "memberships/memberships"),
        ("jobs", "leadCallId", "telecom/calls"),
        ("invoices", "adjustmentToId", "invoices"),
        ("invoices", "membershipId", "memberships/memberships"),
        ("invoices", "projectId", "jpm/projects"),
        ("payments", "refundedPaymentId", "payments"),
        ("payroll/jobs/splits", "jobId", "jobs"),
        ("payroll/jobs/splits", "technicianId", "technicians"),
        ("payroll/jobs/timesheets", "appointmentId", "appointments"),
        ("payroll/gross-pay-items", "payrollId", "payroll/payrolls"),
        ("payroll/gross-pay-items", "jobId", "jobs"),
        ("payroll/payroll-adjustments", "invoiceId", "invoices"),
        ("dispatch/technician-shifts", "technicianId", "technicians"),
        ("inventory/purchase-orders", "jobId", "jobs"),
        ("inventory/purchase-orders", "vendorId", "inventory/vendors"),
        ("inventory/purchase-orders", "inventoryLocationId", "inventory/warehouses"),
        ("inventory/receipts", "purchaseOrderId", "inventory/purchase-orders"),
        ("inventory/returns", "purchaseOrderId", "inventory/purchase-orders"),
        ("jpm/job-canceled-logs", "jobId", "jobs"),
        ("jpm/job-canceled-logs", "reasonId", "jpm/job-cancel-reasons"),
        ("jpm/jobs/cancel-reasons", "reasonId", "jpm/job-cancel-reasons"),
        ("marketing/costs", "campaignId", "campaigns"),
        ("memberships/memberships", "locationId", "locations"),
        ("memberships/memberships", "membershipTypeId", "memberships/membership-types"),
        ("memberships/memberships", "renewedById", "memberships/memberships"),
        ("memberships/memberships", "activatedFromId", "accounting/invoice-items"),
        ("memberships/membership-status-changes", "membershipId", "memberships/memberships"),
        ("accounting/invoice-items", "invoiceId", "invoices"),
        ("crm/leads", "callId", "telecom/calls"),
    ],
)
def test_what_a_record_points_to_exists(
    store: Store, resource: str, field: str, target: str
) -> None:
    pointed = {row[field] for row in _rows(store, resource)} - {None}
    assert pointed
    assert pointed <= _ids(store, target)


def test_a_jobs_location_belongs_to_its_customer(store: Store) -> None:
    owners = {row["id"]: row["customerId"] for row in _rows(store, "locations")}
    assert all(owners[job["locationId"]] == job["customerId"] for job in _rows(store, "jobs"))


def test_a_job_knows_its_appointments(store: Store) -> None:
    visits: dict[int, list[int]] = defaultdict(list)
    for row in _rows(store, "appointments"):
        visits[row["jobId"]].append(row["id"])
    for job in _rows(store, "jobs"):
        assert job["appointmentCount"] == len(visits[job["id"]])
        assert job["firstAppointmentId"] == min(visits[job["id"]])


def test_assignments_belong_to_their_appointments_job(store: Store) -> None:
    jobs = {row["id"]: row["jobId"] for row in _rows(store, "appointments")}
    for row in _rows(store, "appointment-assignments"):
        assert jobs[row["appointmentId"]] == row["jobId"]


def test_an_invoices_total_is_its_items_and_the_tax(store: Store) -> None:
    for row in _rows(store, "invoices"):
        assert isinstance(row["total"], str)
        items = sum((Decimal(item["total"]) for item in row["items"]), Decimal(0))
        if row["importId"] is None:  # an imported invoice came without its items
            assert Decimal(row["subTotal"]) == items
        assert Decimal(row["total"]) == Decimal(row["subTotal"]) + Decimal(row["salesTax"])


def test_a_jobs_total_is_that_of_its_invoices_without_adjustments(store: Store) -> None:
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for row in _rows(store, "invoices"):
        if row["job"] and row["adjustmentToId"] is None:
            totals[row["job"]["id"]] += Decimal(row["total"])
    for job in _rows(store, "jobs"):
        assert job["total"] == totals[job["id"]]


def test_an_invoices_balance_is_its_total_less_what_active_payments_apply(store: Store) -> None:
    applied: dict[int, Decimal] = defaultdict(Decimal)
    for payment in _rows(store, "payments"):
        for part in payment["appliedTo"] if payment["active"] else ():
            applied[part["appliedTo"]] += Decimal(part["appliedAmount"])
    for row in _rows(store, "invoices"):
        assert Decimal(row["balance"]) == Decimal(row["total"]) - applied[row["id"]]
    assert set(applied) <= _ids(store, "invoices")


def test_a_payment_is_what_it_applies_and_what_is_left(store: Store) -> None:
    for row in _rows(store, "payments"):
        partitions = sum((Decimal(part["appliedAmount"]) for part in row["appliedTo"]), Decimal(0))
        assert Decimal(row["total"]) == partitions + Decimal(row["unappliedAmount"])


def test_a_customers_balance_is_open_invoices_less_unapplied_money(store: Store) -> None:
    owed: dict[int, Decimal] = defaultdict(Decimal)
    for row in _rows(store, "invoices"):
        owed[row["customer"]["id"]] += Decimal(row["balance"])
    for row in _rows(store, "payments"):
        if row["active"]:
            owed[row["customer"]["id"]] -= Decimal(row["unappliedAmount"])
    for row in _rows(store, "customers"):
        assert row["balance"] == owed[row["id"]]


def test_an_estimates_subtotal_is_its_items(store: Store) -> None:
    for row in _rows(store, "estimates"):
        assert row["subtotal"] == sum(item["total"] for item in row["items"])


def test_payments_occur_on_several_invoices_on_none_and_on_one(store: Store) -> None:
    counts = Counter(min(len(row["appliedTo"]), 2) for row in _rows(store, "payments"))
    assert all(counts[number] for number in (0, 1, 2))


def test_invoices_and_estimates_occur_without_a_job(store: Store) -> None:
    assert any(row["job"] is None for row in _rows(store, "invoices"))
    assert any(row["jobId"] is None for row in _rows(store, "estimates"))


def test_appointments_are_within_business_hours_and_not_on_sundays(store: Store) -> None:
    day = 864_000_000_000
    for row in _rows(store, "appointments"):
        local = ticks_from(row["start"]) - 7 * day // 24
        assert 8 <= local % day * 24 // day <= 14
        assert local // day % 7 != 6
        assert row["start"] < row["end"]


def test_statuses_follow_the_calendar(store: Store) -> None:
    statuses = Counter(row["jobStatus"] for row in _rows(store, "jobs"))
    assert statuses["Completed"] > sum(statuses.values()) * 0.7
    assert all(statuses[one] for one in ("Scheduled", "Canceled", "Hold", "InProgress"))
    for row in _rows(store, "jobs"):
        is_over = row["jobStatus"] in ("Completed", "Canceled")
        assert (row["completedOn"] is not None) == is_over


def test_nothing_is_modified_after_the_clock_or_before_it_was_created(store: Store) -> None:
    for name in resources.resources():
        table = store.table(name)
        assert all(at <= store.clock.now for at in table.modified), name
        assert all(born <= at for born, at in zip(table.created, table.modified, strict=True)), name


def test_columns_agree_with_the_records(store: Store) -> None:
    for name in ("customers", "jobs", "invoices", "payments", "crm/customers/contacts"):
        table = store.table(name)
        for slot, record in enumerate(store.truth(name)):
            assert ticks_from(record.fields["modifiedOn"]) == table.modified[slot]
            assert ticks_from(record.fields["createdOn"]) == table.created[slot]
            assert record.fields.get("active", record.active) == record.active


def test_zip_codes_belong_to_their_cities(store: Store) -> None:
    zips = {(city.name, one) for city in CITIES for one in city.zips}
    for row in _rows(store, "locations"):
        assert (row["address"]["city"], row["address"]["zip"]) in zips


def test_phones_belong_to_nobody_and_mail_goes_nowhere(store: Store) -> None:
    for row in _rows(store, "customers/contacts"):
        if row["type"] == "Email":
            assert re.fullmatch(r".+@example\.(com|net|org)|", row["value"])
        else:
            assert re.fullmatch(r"(480|602|623)555\d{4}|", row["value"])


def _text(store: Store, resource: str) -> str:
    return "\n".join(record.raw.decode() for record in store.truth(resource))


def _has_name(rows: Rows, test: Any) -> bool:
    return any(test(row["name"]) for row in rows)


def test_the_oddities_of_the_api_occur(store: Store) -> None:
    customers, contacts = _rows(store, "customers"), _rows(store, "customers/contacts")
    digits = {len(row["modifiedOn"].partition(".")[2]) for row in _rows(store, "jobs")}
    assert {0, 8} <= digits  # the Z counts
    assert any(row["createdOn"] == "0001-01-01T00:00:00Z" for row in contacts)
    assert _has_name(customers, lambda name: any(ord(one) > 0xFFFF for one in name))
    assert _has_name(customers, lambda name: any(0xC0 <= ord(one) < 0x250 for one in name))
    assert {row["status"]["name"] for row in _rows(store, "estimates")} == {
        "Open",
        "Sold",
        "Dismissed",
    }
    assert "<p>" in _text(store, "jobs")
    assert any(row["mergedToId"] and not row["active"] for row in customers)
    fields = [row["customFields"] for row in customers if row["customFields"]]
    assert any(one["name"] is None for values in fields for one in values)
    assert any(len({one["name"] for one in values}) < len(values) for values in fields)
    assert any(row["status"] == "Canceled" for row in _rows(store, "appointments"))
    assert any(not row["active"] for row in _rows(store, "appointment-assignments"))


def test_bulk_changes_share_an_instant_and_some_differ_in_the_seventh_digit(store: Store) -> None:
    table = store.table("jobs")
    ((bulk, count),) = Counter(table.modified).most_common(1)
    assert count > 20
    assert bulk + 1 in table.modified


def test_some_customers_have_no_phone_but_their_location_has(store: Store) -> None:
    kinds = {"Phone", "MobilePhone"}
    with_phone = {
        row["customerId"] for row in _rows(store, "customers/contacts") if row["type"] in kinds
    }
    reached = {
        row["locationId"] for row in _rows(store, "locations/contacts") if row["type"] in kinds
    }
    locations = {row["customerId"] for row in _rows(store, "locations") if row["id"] in reached}
    assert (_ids(store, "customers") - with_phone) & locations


def test_some_owners_have_several_contacts_of_one_type(store: Store) -> None:
    kinds = Counter((row["customerId"], row["type"]) for row in _rows(store, "customers/contacts"))
    assert max(kinds.values()) > 1


def test_money_has_no_float_artefacts(store: Store) -> None:
    for resource, field in (("customers", "balance"), ("estimates", "subtotal"), ("jobs", "total")):
        texts = re.findall(rf'"{field}":(-?[\d.]+)', _text(store, resource))
        assert texts
        assert all(re.fullmatch(r"-?\d+\.\d\d", one) for one in texts)


def test_documented_types_hold_in_every_resource(store: Store) -> None:
    kinds = {
        "boolean": bool,
        "integer": int,
        "number": (int, Decimal),
        "string": str,
        "object": dict,
        "array": list,
    }
    for name, resource in resources.resources().items():
        for record in store.truth(name):
            _check_types(name, record, resource.fields, kinds)


def _check_types(name: str, record: Record, api_spec: Any, kinds: dict[str, Any]) -> None:
    for field, value in record.fields.items():
        if value is not None:
            assert isinstance(value, kinds[api_spec[field]["type"]]), (name, field, value)
        elif not api_spec[field].get("nullable"):
            assert (name, field) in _NULL_ALL_THE_SAME, (name, field)


# Null although the documents promise a value: what tenants really send.
_NULL_ALL_THE_SAME = {
    ("telecom/calls", field) for field in ("jobNumber", "projectId", "businessUnit", "type")
}


def test_every_record_has_the_documented_fields_and_no_others(store: Store) -> None:
    for name, resource in resources.resources().items():
        for record in store.truth(name):
            assert record.fields.keys() == resource.fields.keys(), name


def test_records_are_json_without_white_space(store: Store) -> None:
    record = store.truth("customers")[0]
    assert json.loads(record.raw)["id"] == record.key
