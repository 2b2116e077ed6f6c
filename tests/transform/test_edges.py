"""Each way in which a change reaches rows of an st_ table, as an example with a name.

An example is a generator. It lets records arrive for a tenant of its own; at each ``yield`` the
transform runs, once for all examples together. After every run the whole of each st_ table must
equal what a computation over all rows gives, whatever an example itself looks at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.transform import each_input
from tests.transform.each_input import Example
from tests.transform.warehouse import ST, Tenant, Warehouse

EXAMPLES: dict[str, Example] = {**each_input.EXAMPLES}


def example(function: Example) -> Example:
    EXAMPLES[function.__name__] = function
    return function


@pytest.fixture(scope="module")
def outcomes(transform_database: Warehouse) -> dict[str, list[Any]]:
    """What went wrong in each example: exceptions and differing rows."""
    warehouse = transform_database
    warehouse.reset()
    tenants = {name: warehouse.tenant(number) for number, name in enumerate(EXAMPLES, start=1)}
    running = {name: function(tenants[name]) for name, function in EXAMPLES.items()}
    wrong: dict[str, list[Any]] = {name: [] for name in EXAMPLES}
    while running:
        for name, steps in list(running.items()):
            try:
                next(steps)
            except StopIteration:
                del running[name]
            except Exception as error:  # noqa: BLE001  (reported by the example's own test)
                wrong[name].append(error)
                del running[name]
        if running:
            warehouse.transform()
            for difference in warehouse.differences():
                name = list(EXAMPLES)[difference["tenant_id"] - 1]
                wrong[name].append(difference)
    # The computation over all rows that was compared with is what a full refresh writes.
    warehouse.execute(f"alter schema {ST} rename to incremental")
    warehouse.transform("--full-refresh")
    for difference in warehouse.differences(schema="incremental"):
        wrong[list(EXAMPLES)[difference["tenant_id"] - 1]].append(difference)
    warehouse.execute("drop schema incremental cascade")
    return wrong


@example
def a_renamed_customer_is_renamed_on_everything_of_his(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(
        customers=[{"st_id": 10, "name": "Ann"}],
        locations=[{"st_id": 20, "customer_id": 10}],
        jobs=[{"st_id": 40, "customer_id": 10}],
        appointments=[{"st_id": 50, "job_id": 40}],
        invoices=[{"st_id": 90, "customer_id": 10}],
    )
    yield
    tenant.arrive(customers=[{"st_id": 10, "name": "Bea"}])
    yield
    for model, st_id in [
        ("st_locations", 20), ("st_jobs", 40), ("st_appointments", 50), ("st_invoices", 90)
    ]:  # fmt: skip
        assert tenant.row(model, st_id)["customer_name"] == "Bea"


@example
def a_name_that_arrives_after_what_shows_it(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(jobs=[{"st_id": 40, "customer_id": 10, "business_unit_id": 70}])
    yield
    assert tenant.row("st_jobs", 40)["customer_name"] is None
    tenant.arrive(
        customers=[{"st_id": 10, "name": "Ann"}], business_units=[{"st_id": 70, "name": "HVAC"}]
    )
    yield
    assert tenant.row("st_jobs", 40)["customer_name"] == "Ann"
    assert tenant.row("st_jobs", 40)["business_unit_name"] == "HVAC"


@example
def a_renamed_technician_is_renamed_on_job_and_appointment(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(
        jobs=[{"st_id": 40}],
        appointments=[{"st_id": 50, "job_id": 40}],
        appointment_assignments=[
            {"st_id": 1, "job_id": 40, "appointment_id": 50, "technician_id": 80}
        ],
    )
    yield
    for name in ("Tim", "Tom"):
        tenant.arrive(technicians=[{"st_id": 80, "name": name}])
        yield
        assert tenant.row("st_jobs", 40)["technician_names"] == [name]
        assert tenant.row("st_jobs", 40)["primary_technician_name"] == name
        assert tenant.row("st_appointments", 50)["technician_names"] == [name]


@example
def a_renamed_business_unit_is_renamed_on_job_types_and_appointments(
    tenant: Tenant,
) -> Iterator[None]:
    tenant.arrive(
        job_types=[{"st_id": 60, "business_unit_ids": [71, 70]}],
        jobs=[{"st_id": 40, "business_unit_id": 70, "job_type_id": 60}],
        appointments=[{"st_id": 50, "job_id": 40}],
    )
    yield
    for name in ("HVAC", "Plumbing"):
        tenant.arrive(business_units=[{"st_id": 70, "name": name}])
        yield
        assert tenant.row("st_job_types", 60)["business_unit_names"] == [name]
        assert tenant.row("st_appointments", 50)["business_unit_name"] == name


@example
def a_late_payment_reaches_its_invoice(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(invoices=[{"st_id": 90, "total": 100}])
    yield
    tenant.arrive(
        payments=[
            {"st_id": 1, "applied_to": [{"appliedTo": 90, "appliedAmount": "12.50"}]},
        ]
    )
    yield
    assert str(tenant.row("st_invoices", 90)["paid_amount"]) == "12.50"
    for change, expected in (
        ({"deleted_at": "2026-02-01T00:00:00Z"}, 0),
        ({"deleted_at": None}, 1),
        ({"active": False}, 0),
    ):
        tenant.arrive(payments=[{"st_id": 1, **change}])
        yield
        assert tenant.row("st_invoices", 90)["payment_count"] == expected


@example
def a_payment_that_moves_changes_both_invoices(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(
        invoices=[{"st_id": 90}, {"st_id": 91}],
        payments=[{"st_id": 1, "applied_to": [{"appliedTo": 90, "appliedAmount": "5"}]}],
    )
    yield
    tenant.arrive(
        payments=[{"st_id": 1, "applied_to": [{"appliedTo": 91, "appliedAmount": "5"}]}],
    )
    yield
    assert tenant.row("st_invoices", 90)["payment_ids"] == []
    assert tenant.row("st_invoices", 91)["payment_ids"] == [1]


@example
def a_technician_who_is_taken_off_leaves_job_and_appointment(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(
        technicians=[{"st_id": 80, "name": "Tim"}, {"st_id": 81, "name": "Tom"}],
        jobs=[{"st_id": 40}],
        appointments=[{"st_id": 50, "job_id": 40}],
        appointment_assignments=[
            {"st_id": 1, "job_id": 40, "appointment_id": 50, "technician_id": 80},
            {"st_id": 2, "job_id": 40, "appointment_id": 50, "technician_id": 81},
        ],
    )
    yield
    assert tenant.row("st_jobs", 40)["technician_names"] == ["Tim", "Tom"]
    tenant.arrive(appointment_assignments=[{"st_id": 1, "active": False}])
    yield
    assert tenant.row("st_jobs", 40)["technician_names"] == ["Tom"]
    assert tenant.row("st_appointments", 50)["technician_ids"] == [81]
    assert tenant.row("st_jobs", 40)["primary_technician_name"] == "Tom"


@example
def an_appointment_that_moves_to_another_job(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(
        jobs=[{"st_id": 40, "job_number": "J40"}, {"st_id": 41, "job_number": "J41"}],
        appointments=[{"st_id": 50, "job_id": 40, "start_time": "2026-01-01T08:00:00Z"}],
    )
    yield
    tenant.arrive(appointments=[{"st_id": 50, "job_id": 41}])
    yield
    assert tenant.row("st_jobs", 40)["scheduled_start"] is None
    assert tenant.row("st_jobs", 41)["appointment_ids"] == [50]
    assert tenant.row("st_appointments", 50)["job_number"] == "J41"


@example
def a_location_that_moves_to_another_customer(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(
        customers=[{"st_id": 10, "name": "Ann"}, {"st_id": 11, "name": "Bea"}],
        locations=[{"st_id": 20, "customer_id": 10}],
        location_contacts=[{"st_id": 1, "location_id": 20, "type": "Phone", "value": "555"}],
    )
    yield
    assert tenant.row("st_customers", 10)["primary_phone"] == "555"
    tenant.arrive(locations=[{"st_id": 20, "customer_id": 11}])
    yield
    assert tenant.row("st_customers", 10)["location_count"] == 0
    assert tenant.row("st_customers", 10)["primary_phone"] is None
    assert tenant.row("st_customers", 11)["primary_phone"] == "555"
    tenant.arrive(location_contacts=[{"st_id": 1, "location_id": 20, "value": "556"}])
    yield
    assert tenant.row("st_customers", 11)["primary_phone"] == "556"


@example
def a_record_that_is_deleted_and_comes_back(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(
        jobs=[{"st_id": 40}],
        invoices=[{"st_id": 90, "job_id": 40, "total": 70}],
    )
    yield
    assert tenant.row("st_jobs", 40)["invoice_total"] == 70
    tenant.arrive(invoices=[{"st_id": 90, "deleted_at": "2026-02-01T00:00:00Z"}])
    yield
    assert tenant.row("st_jobs", 40)["invoice_total"] == 0
    assert tenant.row("st_invoices", 90)["deleted_at"] is not None
    tenant.arrive(invoices=[{"st_id": 90, "deleted_at": None}])
    yield
    assert tenant.row("st_jobs", 40)["invoice_total"] == 70


@example
def a_tag_that_is_renamed(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(
        tag_types=[{"st_id": 3, "name": "VIP"}],
        customers=[{"st_id": 10, "tag_type_ids": [3]}],
        locations=[{"st_id": 20, "tag_type_ids": [3]}],
        jobs=[{"st_id": 40, "tag_type_ids": [3, 4]}],
    )
    yield
    tenant.arrive(tag_types=[{"st_id": 3, "name": "Gold"}, {"st_id": 4, "name": "Late"}])
    yield
    assert tenant.row("st_customers", 10)["tag_names"] == ["Gold"]
    assert tenant.row("st_locations", 20)["tag_names"] == ["Gold"]
    assert tenant.row("st_jobs", 40)["tag_names"] == ["Gold", "Late"]


@example
def a_contact_of_two_customers_is_taken_from_one(tenant: Tenant) -> Iterator[None]:
    contact = {"st_id": 1, "type": "MobilePhone", "value": "555"}
    tenant.arrive(
        customers=[{"st_id": 10}, {"st_id": 11}],
        customer_contacts=[{**contact, "customer_id": 10}, {**contact, "customer_id": 11}],
    )
    yield
    tenant.arrive(
        customer_contacts=[{"st_id": 1, "customer_id": 10, "deleted_at": "2026-02-01T00:00:00Z"}]
    )
    yield
    assert tenant.row("st_customers", 10)["primary_phone"] is None
    assert tenant.row("st_customers", 11)["primary_phone"] == "555"


@example
def a_name_that_is_looked_up_through_the_job(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(
        jobs=[{"st_id": 40, "job_type_id": 60, "location_id": 20}],
        appointments=[{"st_id": 50, "job_id": 40}],
    )
    yield
    # One after the other: what reaches the row must be this input, not its neighbour.
    tenant.arrive(job_types=[{"st_id": 60, "name": "Repair"}, {"st_id": 61, "name": "Check"}])
    yield
    assert tenant.row("st_appointments", 50)["job_type_name"] == "Repair"
    tenant.arrive(locations=[{"st_id": 20, "name": "Home"}])
    yield
    assert tenant.row("st_appointments", 50)["location_name"] == "Home"
    tenant.arrive(jobs=[{"st_id": 40, "job_type_id": 61}])
    yield
    assert tenant.row("st_appointments", 50)["job_type_name"] == "Check"


@example
def loads_whose_ids_do_not_ascend(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(load_id="9", customers=[{"st_id": 10, "name": "Ann"}])
    yield
    tenant.arrive(load_id="1", customers=[{"st_id": 10, "name": "Bea"}])
    yield
    tenant.arrive(load_id="5", customers=[{"st_id": 10, "name": "Cyd"}])
    yield
    assert tenant.row("st_customers", 10)["name"] == "Cyd"


@example
def a_load_whose_tables_arrive_one_after_the_other(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(load_id="7", jobs=[{"st_id": 40, "customer_id": 10}])
    yield
    tenant.arrive(load_id="7", customers=[{"st_id": 10, "name": "Ann"}])
    yield
    assert tenant.row("st_jobs", 40)["customer_name"] == "Ann"


@example
def a_row_keeps_the_time_of_its_first_appearance(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(customers=[{"st_id": 10, "name": "Ann"}, {"st_id": 11, "name": "Bea"}])
    yield
    ann, bea = tenant.row("st_customers", 10), tenant.row("st_customers", 11)
    assert ann["local_created_at"] == ann["local_synced_at"]
    tenant.arrive(customers=[{"st_id": 10, "name": "Amy"}])
    yield
    assert tenant.row("st_customers", 10)["local_created_at"] == ann["local_created_at"]
    assert tenant.row("st_customers", 10)["local_synced_at"] > ann["local_synced_at"]
    assert tenant.row("st_customers", 11) == bea


@example
def a_row_that_arrives_again_unchanged_is_not_written(tenant: Tenant) -> Iterator[None]:
    tenant.arrive(customers=[{"st_id": 10, "name": "Ann"}], jobs=[{"st_id": 40, "customer_id": 10}])
    yield
    customer, job = tenant.row("st_customers", 10), tenant.row("st_jobs", 40)
    tenant.arrive(customers=[{"st_id": 10}], jobs=[{"st_id": 40}])
    yield
    assert tenant.row("st_customers", 10) == customer
    assert tenant.row("st_jobs", 40) == job


@pytest.mark.parametrize("name", EXAMPLES)
def test_incremental_equals_rebuild(name: str, outcomes: dict[str, list[Any]]) -> None:
    for problem in outcomes[name]:
        if isinstance(problem, Exception):
            raise problem
    assert outcomes[name] == []
