"""The same story told of each input: of every name that is looked up, of every kind of child.

Written down from what the tables promise, not from what the models declare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.transform.warehouse import Record, Tenant

Example = Callable[[Tenant], Iterator[None]]


class Name(NamedTuple):
    """Rows of ``model`` show ``field`` of the record of ``of`` that they point to by ``by``."""

    of: str
    model: str
    by: str
    shown: str
    field: str = "name"


NAMES = (
    Name("business_units", "employees", "business_unit_id", "business_unit_name"),
    Name("business_units", "estimates", "business_unit_id", "business_unit_name"),
    Name("business_units", "invoices", "business_unit_id", "business_unit_name"),
    Name("business_units", "jobs", "business_unit_id", "business_unit_name"),
    Name("business_units", "technicians", "business_unit_id", "business_unit_name"),
    Name("campaigns", "jobs", "campaign_id", "campaign_name"),
    Name("customers", "appointments", "customer_id", "customer_name"),
    Name("customers", "estimates", "customer_id", "customer_name"),
    Name("customers", "installed_equipment", "customer_id", "customer_name"),
    Name("customers", "invoices", "customer_id", "customer_name"),
    Name("customers", "jobs", "customer_id", "customer_name"),
    Name("customers", "locations", "customer_id", "customer_name"),
    Name("customers", "payments", "customer_id", "customer_name"),
    Name("employees", "estimates", "sold_by", "sold_by_name"),
    Name("invoices", "payments", "invoice_id", "invoice_number", "reference_number"),
    Name("job_types", "jobs", "job_type_id", "job_type_name"),
    Name("jobs", "appointments", "job_id", "job_number", "job_number"),
    Name("jobs", "appointments", "job_id", "job_status", "job_status"),
    Name("jobs", "estimates", "job_id", "job_number", "job_number"),
    Name("jobs", "invoices", "job_id", "job_number", "job_number"),
    Name("locations", "estimates", "location_id", "location_name"),
    Name("locations", "installed_equipment", "location_id", "location_name"),
    Name("locations", "invoices", "location_id", "location_name"),
    Name("locations", "jobs", "location_id", "location_name"),
    Name("technicians", "estimates", "sold_by", "sold_by_name"),
    Name("zones", "locations", "zone_id", "zone_name"),
    Name("zones", "technicians", "main_zone_id", "main_zone_name"),
)


def renamed(name: Name) -> Example:
    """The record arrives after the row that shows it, is renamed, and the row points elsewhere."""
    model = f"st_{name.model}"

    def example(tenant: Tenant) -> Iterator[None]:
        tenant.arrive(**{name.model: [{"st_id": 1, name.by: 71}]})
        yield
        assert tenant.row(model, 1)[name.shown] is None
        for value in ("Ann", "Bea"):
            tenant.arrive(**{name.of: [{"st_id": 71, name.field: value}]})
            yield
            assert tenant.row(model, 1)[name.shown] == value
        tenant.arrive(**{name.of: [{"st_id": 71, "deleted_at": "2026-02-01T00:00:00Z"}]})
        yield
        assert tenant.row(model, 1)[name.shown] == "Bea", "the last known name is gone"
        tenant.arrive(**{name.of: [{"st_id": 72, name.field: "Cyd"}]})
        tenant.arrive(**{name.model: [{"st_id": 1, name.by: 72}]})
        yield
        assert tenant.row(model, 1)[name.shown] == "Cyd"

    return example


class Child(NamedTuple):
    """Rows of ``model`` hold something of their children, which point to them by ``by``.

    ``of`` is the children's resource, ``record`` one child; ``empty`` is what ``shown`` is without
    it, ``full`` with it. ``moves`` is false where the parent is part of the child's key.
    """

    of: str
    model: str
    by: str
    record: Record
    shown: str
    empty: Any
    full: Any
    moves: bool = True


_DAY = "2026-01-01T08:00:00Z"

CHILDREN = (
    Child("appointments", "jobs", "job_id", {}, "appointment_ids", [], [5]),
    Child(
        "appointment_assignments", "jobs", "job_id", {"technician_id": 80},
        "technician_ids", [], [80],
    ),
    Child(
        "appointment_assignments", "appointments", "appointment_id", {"technician_id": 80},
        "technician_ids", [], [80],
    ),
    Child("invoices", "jobs", "job_id", {"total": 7}, "invoice_total", 0, 7),
    Child("locations", "customers", "customer_id", {}, "location_count", 0, 1),
    Child(
        "customer_contacts", "customers", "customer_id", {"type": "Email", "value": "a@b"},
        "primary_email", None, "a@b", moves=False,
    ),
    Child(
        "location_contacts", "locations", "location_id", {"type": "Phone", "value": "555"},
        "primary_phone", None, "555", moves=False,
    ),
)  # fmt: skip


def lives(child: Child) -> Example:
    """The child arrives, is deleted, comes back, turns inactive and active, and moves."""
    model = f"st_{child.model}"

    def example(tenant: Tenant) -> Iterator[None]:
        key = {"st_id": 5} if child.moves else {"st_id": 5, child.by: 1}
        tenant.arrive(**{child.model: [{"st_id": 1}, {"st_id": 2}]})
        yield
        assert tenant.row(model, 1)[child.shown] == child.empty
        for change, expected in (
            ({**child.record, child.by: 1}, child.full),
            ({"deleted_at": _DAY}, child.empty),
            ({"deleted_at": None}, child.full),
            ({"active": False}, child.empty),
            ({"active": True}, child.full),
        ):
            tenant.arrive(**{child.of: [{**key, **change}]})
            yield
            assert tenant.row(model, 1)[child.shown] == expected, change
        if child.moves:
            tenant.arrive(**{child.of: [{**key, child.by: 2}]})
            yield
            assert tenant.row(model, 1)[child.shown] == child.empty
            assert tenant.row(model, 2)[child.shown] == child.full

    return example


EXAMPLES: dict[str, Example] = {
    **{f"a_{n.shown}_of_{n.model}_by_{n.by}_of_{n.of}": renamed(n) for n in NAMES},
    **{f"{c.of}_of_{c.model}_come_go_and_move": lives(c) for c in CHILDREN},
}
