"""Rules that random histories seldom meet, by example; and what a change leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.marts.expected.records import Record
from tests.marts.shop import Shop
from tests.marts.worked_example import (
    ANN,
    ASSIGNMENTS,
    BOB,
    INSTALL,
    IVY,
    JOB_TYPES,
    RECORDS,
    SERVICE,
    SID,
    TIMEZONE,
    estimate,
    invoice,
    job,
    line,
)

NOON = "03-10T19:00:00Z"  # of the same day in Phoenix
DAY = date(2026, 3, 10)


def split(number: int, technician: int | None, share: Any) -> Record:
    return {"id": number, "jobId": 1, "technicianId": technician, "split": share, "active": True}


def assignment(number: int, job_id: int, technician: int, when: str) -> Record:
    return {
        **ASSIGNMENTS[0], "id": number, "jobId": job_id, "technicianId": technician,
        "assignedOn": f"2026-{when}",
    }  # fmt: skip


class Rule:
    """A shop's records, and rows of a mart that they give, by a column."""

    def __init__(
        self, table: str, by: str, rows: dict[Any, dict[str, Any]], **records: Any
    ) -> None:
        self.table = table
        self.by = by
        self.rows = rows
        self.records = {"job_types": JOB_TYPES, **records}


DONE = job(1, SERVICE, 1, "Completed", NOON)
PAID = invoice(1, 1, "03-10", line(100, "Income", SERVICE))

RULES = {
    "the_first_seller_is_whoever_sold_first_not_who_has_the_lowest_id": Rule(
        "kpi_technician_daily",
        "technician_id",
        {
            BOB: {"sales_opportunities": 1, "closed_opportunities": 1, "closed_sales": 130},
            ANN: {"sales_opportunities": 0, "closed_opportunities": 0, "total_sales": 30},
        },
        jobs=[DONE],
        estimates=[estimate(1, 1, "03-10T20:00:00Z", ANN, 30), estimate(2, 1, NOON, BOB, 100)],
    ),
    "splits_that_add_up_to_nothing_leave_the_job_to_the_earliest_assignment": Rule(
        "kpi_technician_daily",
        "technician_id",
        {IVY: {"completed_jobs": 1, "completed_revenue": 100}},
        jobs=[DONE],
        invoices=[PAID],
        job_splits=[split(1, ANN, 50), split(2, BOB, -50)],
        appointment_assignments=[
            assignment(1, 1, ANN, "03-03T16:00:00Z"), assignment(2, 1, IVY, "03-02T16:00:00Z"),
        ],
    ),
    "a_negative_share_earns_negative_revenue_and_counts_no_job": Rule(
        "kpi_technician_daily",
        "technician_id",
        {
            ANN: {"completed_jobs": 1, "completed_revenue": 150},
            BOB: {"completed_jobs": 0, "completed_revenue": -50},
        },
        jobs=[DONE],
        invoices=[PAID],
        job_splits=[split(1, ANN, 150), split(2, BOB, -50), split(3, IVY, 0)],
    ),
    "a_split_without_technician_is_nobodys": Rule(
        "kpi_technician_daily",
        "technician_id",
        {ANN: {"completed_revenue": 75}, 0: {"completed_revenue": 25, "completed_jobs": 1}},
        jobs=[DONE],
        invoices=[PAID],
        job_splits=[split(1, ANN, 3), split(2, None, 1)],
    ),
    "a_job_without_anybody_is_technician_0s": Rule(
        "kpi_technician_daily",
        "technician_id",
        {0: {"completed_revenue": 100, "completed_jobs": 1}},
        jobs=[DONE],
        invoices=[PAID],
    ),
    "a_canceled_job_counts_on_the_day_it_was_canceled_and_is_no_sales_opportunity": Rule(
        "kpi_business_unit_daily",
        "day",
        {
            DAY: {"canceled_jobs": 1, "completed_jobs": 0, "sales_opportunities": 0},
            date(2026, 3, 2): {"jobs_created": 1},
        },
        jobs=[{**DONE, "jobStatus": "Canceled"}],
        invoices=[PAID],
    ),
    "a_recall_is_charged_to_the_unit_of_the_original_job": Rule(
        "kpi_business_unit_daily",
        "business_unit_id",
        {INSTALL: {"recalls_caused": 1}, SERVICE: {"recalls_caused": 0, "completed_jobs": 1}},
        jobs=[
            {**DONE, "recallForId": 2, "createdOn": f"2026-{NOON}"},
            job(2, INSTALL, 2, "Completed", NOON, createdOn=f"2026-{NOON}"),
        ],
    ),
    "a_recall_of_an_unknown_job_is_charged_to_nobody": Rule(
        "kpi_business_unit_daily",
        "business_unit_id",
        {0: {"recalls_caused": 1}, SERVICE: {"completed_jobs": 1, "recalls_caused": 0}},
        jobs=[{**DONE, "recallForId": 99, "createdOn": f"2026-{NOON}"}],
    ),
    "an_estimate_belongs_to_its_jobs_unit_also_if_the_job_is_canceled": Rule(
        "kpi_business_unit_daily",
        "business_unit_id",
        {SERVICE: {"total_sales": 30, "estimates_sold": 1}},
        jobs=[{**DONE, "jobStatus": "Canceled", "createdOn": f"2026-{NOON}"}],
        estimates=[estimate(1, 1, NOON, ANN, 30, businessUnitId=INSTALL)],
    ),
    "an_estimate_without_a_job_belongs_to_its_own_unit": Rule(
        "kpi_business_unit_daily",
        "business_unit_id",
        {INSTALL: {"total_sales": 30}, 0: {"total_sales": 5}},
        estimates=[
            estimate(1, None, NOON, ANN, 30, businessUnitId=INSTALL),
            estimate(2, None, NOON, ANN, 5),
        ],
    ),
    "several_invoices_of_a_job_reach_the_threshold_together": Rule(
        "fct_jobs",
        "job_id",
        {1: {"subtotal": 120, "is_converted": True, "completed_revenue": 120}},
        jobs=[DONE],
        invoices=[
            invoice(1, 1, "03-10", line(60, "Income", SERVICE)),
            invoice(2, 1, "04-10", line(60, "Income", SERVICE)),
            invoice(3, 1, "04-11", line(-60, "Income", SERVICE), adjustmentToId=1),
        ],
    ),
    "a_negative_subtotal_does_not_convert_even_without_a_threshold": Rule(
        "fct_jobs",
        "job_id",
        {1: {"subtotal": -5, "is_opportunity": True, "is_converted": False}},
        jobs=[{**DONE, "jobTypeId": 5}],
        invoices=[invoice(1, 1, "03-10", line(-5, "Income", SERVICE))],
    ),
    "a_line_takes_its_own_unit_then_the_jobs_then_the_invoices": Rule(
        "fct_revenue_lines",
        "line_number",
        {
            1: {"business_unit_id": INSTALL},
            2: {"business_unit_id": SERVICE},
        },
        jobs=[DONE],
        invoices=[
            invoice(
                1, 1, "03-10",
                line(1, "Income", INSTALL), line(1, "Income", 0) | {"businessUnit": None},
                businessUnit={"id": 77},
            )
        ],
    ),
    "an_id_of_0_is_none": Rule(
        "fct_revenue_lines",
        "invoice_id",
        {
            1: {"invoice_kind": "job", "business_unit_id": SERVICE, "revenue": 100},
            2: {"invoice_kind": "non_job", "job_id": None, "business_unit_id": INSTALL},
        },
        jobs=[
            {**DONE, "recallForId": 0, "jobGeneratedLeadSource": {"jobId": 0, "employeeId": 0}},
        ],
        invoices=[
            invoice(1, 1, "03-10", line(100, "Income", 0), adjustmentToId=0),
            invoice(
                2, None, "03-10", line(5, "Income", 0), job={"id": 0}, businessUnit={"id": INSTALL}
            ),
        ],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def shops(new_shop: Callable[..., Shop]) -> dict[str, Shop]:
    """A shop for each rule, transformed in one run."""
    found = {name: new_shop(TIMEZONE) for name in RULES}
    for name, rule in RULES.items():
        found[name].arrive(**rule.records)
    next(iter(found.values())).warehouse.transform()
    return found


@pytest.mark.parametrize("name", RULES)
def test_rule(shops: dict[str, Shop], name: str) -> None:
    rule = RULES[name]
    rows = {row[rule.by]: row for row in shops[name].rows(rule.table)}
    for key, figures in rule.rows.items():
        assert {column: rows[key][column] for column in figures} == figures
    assert shops[name].differences() == []


Change = Callable[[Shop], None]

# A change, and what of the worked example must be gone or other after the next run.
CHANGES: dict[str, Change] = {
    "a_line_is_removed_from_an_invoice": lambda shop: shop.arrive(
        invoices=[invoice(1, 1, "03-10", line(300, "Income", 10))]
    ),
    "all_lines_are_removed": lambda shop: shop.arrive(invoices=[invoice(1, 1, "03-10")]),
    "an_invoice_is_deactivated": lambda shop: shop.arrive(
        invoices=[invoice(6, 6, "03-31", line(5000, "Income", 20), active=False)]
    ),
    "an_invoice_moves_to_another_job": lambda shop: shop.arrive(
        invoices=[invoice(1, 4, "03-10", line(300, "Income", 10), line(80, "Income", 10))]
    ),
    "a_job_is_deleted": lambda shop: shop.delete("jobs", 1),
    "a_job_is_completed_on_another_day_in_another_unit": lambda shop: shop.arrive(
        jobs=[job(1, INSTALL, 1, "Completed", "03-19T18:00:00Z", campaignId=901)]
    ),
    "a_job_is_reopened": lambda shop: shop.arrive(jobs=[job(6, INSTALL, 2, "Hold", None)]),
    "an_estimate_moves_to_another_job": lambda shop: shop.arrive(
        estimates=[estimate(3, 9, "03-10T17:30:00Z", ANN, 380)]
    ),
    "an_estimate_is_unsold": lambda shop: shop.arrive(estimates=[estimate(1, 7, None, None, 6700)]),
    "a_threshold_is_edited_for_all_jobs_of_its_type": lambda shop: shop.arrive(
        job_types=[{"id": 1, "name": "Service", "soldThreshold": 1000, "active": True}]
    ),
    "a_split_moves_to_another_job_and_technician": lambda shop: shop.arrive(
        job_splits=[{"id": 2, "jobId": 2, "technicianId": IVY, "split": 25, "active": True}]
    ),
    "all_splits_are_deleted": lambda shop: shop.delete("job_splits", 1, 2),
    "the_recalled_job_and_the_recall_change_in_one_load": lambda shop: shop.arrive(
        jobs=[
            job(1, INSTALL, 1, "Completed", "03-19T18:00:00Z"),
            job(5, SERVICE, 1, "Completed", "03-21T19:00:00Z", recallForId=1),
        ],
        job_splits=[{"id": 1, "jobId": 1, "technicianId": SID, "split": 75, "active": True}],
    ),
    "a_balance_is_paid": lambda shop: shop.arrive(
        invoices=[invoice(2, 2, "03-11", line(79, None, 10), balance="0.00")]
    ),
    "a_payment_loses_an_application": lambda shop: shop.arrive(
        payments=[{"id": 3, "date": "2026-03-31T00:00:00Z", "appliedTo": [], "active": True}]
    ),
    "the_first_assignment_is_taken_away": lambda shop: shop.delete("appointment_assignments", 6),
    "the_zone_changes": lambda shop: shop.move_to("Asia/Tokyo"),
}


@pytest.fixture(scope="module")
def changed(new_shop: Callable[..., Shop]) -> dict[str, tuple[Shop, list[str]]]:
    """The worked example once for each change; with it, whether the change changes anything."""
    shops = {name: new_shop(TIMEZONE) for name in CHANGES}
    for shop in shops.values():
        shop.arrive(**RECORDS)
    warehouse = next(iter(shops.values())).warehouse
    warehouse.transform()
    before = {name: shop.differences() for name, shop in shops.items()}
    assert not any(before.values())
    for name, change in CHANGES.items():
        change(shops[name])
    stale = {name: shop.differences() for name, shop in shops.items()}
    warehouse.transform()
    return {name: (shop, stale[name]) for name, shop in shops.items()}


@pytest.mark.parametrize("name", CHANGES)
def test_after_a_change(changed: dict[str, tuple[Shop, list[str]]], name: str) -> None:
    shop, stale = changed[name]
    assert stale, "the change concerns no mart"
    assert shop.differences() == []


def test_after_the_changes_every_column_is_what_all_rows_give(
    changed: dict[str, tuple[Shop, list[str]]],
) -> None:
    shops = [shop for shop, _ in changed.values()]
    assert shops[0].warehouse.differences([shop.tenant_id for shop in shops]) == []
