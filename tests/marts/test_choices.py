"""Each open choice is a variable: both readings in Python, and the marts under either."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
import yaml

from tests.marts.choices import Choices
from tests.marts.expected.daily import calendar
from tests.marts.expected.records import Api, Record
from tests.marts.shop import Shop, tables_of
from tests.marts.worked_example import (
    ANN,
    ASSIGNMENTS,
    BOB,
    RECORDS,
    SERVICE,
    TIMEZONE,
    estimate,
    invoice,
    job,
    line,
)
from tests.transform.warehouse import PROJECT, ST, Warehouse

DEFAULT = Choices()
# Every choice takes its other readings, in three runs of dbt.
OTHERWISE = {
    "first": Choices(
        item_without_gl_is_income=False,
        count_bu="line",
        zero_threshold_readmits=True,
        sales_opp_requires="estimate_or_amount",
        tech_attribution="primary",
        adjustments_on_technicians=False,
        average_ticket="completed",
        recall_days=5,
        ar_age_from="invoice_date",
        week_start="monday",
        abandoned_is_unbooked=True,
        lead_min_seconds=120,
        first_time_fix_days=3,
        cost_source="purchase_orders",
        utilisation="sold",
    ),
    "second": Choices(
        income_gl_types=("Income", "liability"),
        empty_invoice_uses_subtotal=False,
        zero_threshold_converts=False,
        sales_opp_requires="estimate",
        threshold_basis="any",
        tech_attribution="equal",
        average_ticket="converted",
        recall_attribution="performer",
        exclude_customer_ids=(78,),
        include_outbound=True,
        cost_source="bills",
        cost_with_tax=False,
        dso_days=20_000,
    ),
    "third": Choices(closed_requires_threshold=False, sales_bu_ids=(10,), week_start="wednesday"),
}

OTHER_CUSTOMER = 78
MORE: dict[str, list[Record]] = {
    "jobs": [
        job(13, SERVICE, 5, "Completed", "03-05T19:00:00Z", noCharge=True),  # no threshold
        job(14, SERVICE, 5, "Completed", "03-06T19:00:00Z", appointmentCount=1),
        job(17, SERVICE, 5, "Hold", None, recallForId=14, createdOn="2026-03-16T19:00:00Z"),
        job(15, SERVICE, 1, "Hold", None),
        job(16, SERVICE, 1, "Completed", "03-07T19:00:00Z", customerId=OTHER_CUSTOMER),
    ],
    "appointment_assignments": [
        {**ASSIGNMENTS[0], "id": 101, "jobId": 1, "technicianId": BOB},
        {
            **ASSIGNMENTS[0],
            "id": 102,
            "jobId": 1,
            "technicianId": ANN,
            "assignedOn": "2026-03-02T16:29:00Z",
        },
    ],
    "invoices": [
        invoice(16, 16, "03-07", line(70, "Income", 10), customer={"id": OTHER_CUSTOMER}),
    ],
    "estimates": [
        estimate(15, 15, "03-08T19:00:00Z", ANN, 60),
        estimate(16, 15, "03-09T19:00:00Z", ANN, 60),
    ],
}
ALL = {name: [*of_name, *MORE.get(name, [])] for name, of_name in RECORDS.items()}


def marts(choices: Choices) -> dict[str, Any]:
    """Every mart in Python, and a week of the calendar."""
    week = [calendar(date(2026, 3, 1) + timedelta(i), choices.week_start) for i in range(7)]
    return {"dim_date": week, **tables_of(Api(ALL, timezone=TIMEZONE, choices=choices))}


@pytest.mark.parametrize("which", OTHERWISE)
def test_each_reading_gives_other_figures(which: str) -> None:
    chosen = OTHERWISE[which]
    changed = [name for name in vars(chosen) if getattr(chosen, name) != getattr(DEFAULT, name)]
    for name in changed:
        alone = replace(chosen, **{name: getattr(DEFAULT, name)})
        assert marts(alone) != marts(chosen), name


def test_every_variable_takes_another_reading() -> None:
    for field in fields(Choices):
        readings = {getattr(chosen, field.name) for chosen in (DEFAULT, *OTHERWISE.values())}
        assert len(readings) > 1, field.name


def test_the_project_declares_these_variables_with_these_defaults() -> None:
    declared = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    of_python = {
        f"kpi_{name}": list(value) if isinstance(value, tuple) else value
        for name, value in vars(DEFAULT).items()
    }
    assert declared["servicetitan"] == of_python


@pytest.fixture(scope="module")
def shop(new_shop: Callable[..., Shop]) -> Iterator[Shop]:
    shop = new_shop(TIMEZONE)
    shop.arrive(**ALL)
    shop.warehouse.transform()
    yield shop
    # Back to the defaults, for the tests to come.
    shop.warehouse.transform("--select", "path:models/marts")


@pytest.mark.parametrize("which", OTHERWISE)
def test_the_marts_follow_the_variables(shop: Shop, which: str) -> None:
    chosen = OTHERWISE[which]
    shop.warehouse.transform(
        "--vars", json.dumps(chosen.dbt_vars()), "--select", "path:models/marts"
    )
    assert shop.differences(chosen) == []
    assert calendar_of(shop.warehouse) == [
        calendar(date(2026, 3, 1) + timedelta(i), chosen.week_start) for i in range(7)
    ]


def calendar_of(warehouse: Warehouse) -> list[dict[str, Any]]:
    """The first week of March 2026 in dim_date."""
    return warehouse.rows(
        f"select * from {ST}.dim_date where day between '2026-03-01' and '2026-03-07' order by day"
    )


@pytest.mark.parametrize(
    ("variable", "value", "model", "remedy"),
    [
        ("kpi_count_bu", "unit", "int_job_business_units", "Use one of: job, line"),
        ("kpi_week_start", "Sonntag", "dim_date", "Use one of: monday"),
        ("kpi_zero_threshold_converts", "yes", "fct_jobs", "Use one of: True, False"),
        ("kpi_sales_bu_ids", ["Sales"], "fct_jobs", "Use whole numbers"),
        ("kpi_recall_days", "ten", "fct_jobs", "Use a whole number"),
        ("kpi_first_time_fix_days", None, "fct_jobs", "Use a number of days"),
    ],
)
def test_a_wrong_value_is_refused(
    shop: Shop, variable: str, value: Any, model: str, remedy: str
) -> None:
    said = shop.warehouse.failing_transform(
        "--vars", json.dumps({variable: value}), "--select", model
    )
    assert variable in said
    assert remedy in said
