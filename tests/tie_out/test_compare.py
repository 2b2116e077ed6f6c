"""A report's rows against figures: keys, missing rows, tolerances, ratios by their parts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from loader.tie_out.compare import Cell, Names, compare, report_table
from loader.tie_out.fingerprints import KINDS
from loader.tie_out.measures import BUSINESS_UNIT, TECHNICIAN

REVENUE, SALES, JOBS = (KINDS[f"business_unit_{kind}"] for kind in ("revenue", "sales", "jobs"))
UNITS = Names(BUSINESS_UNIT, {10: "Service ", 20: "Install", 30: "Sales", 31: " Sales"})


def cells(
    rows: list[dict[str, Any]], ours: dict[int, dict[str, Any]], fingerprint: Any = REVENUE
) -> dict[tuple[str, str], Cell]:
    """Compare rows of a report with figures; cells by row and KPI."""
    kpis = fingerprint.proven(rows[0])
    figures = {
        number: {kpi: Decimal(values.get(kpi, 0)) for kpi in kpis}
        for number, values in ours.items()
    }
    found = compare(fingerprint, report_table(fingerprint, rows, UNITS), figures, UNITS, kpis)
    return {(str(cell.row), cell.kpi): cell for cell in found}


def differing(found: dict[tuple[str, str], Cell]) -> dict[tuple[str, str], Decimal]:
    return {key: cell.difference for key, cell in found.items() if not cell.ties}


def test_names_are_trimmed_and_money_ties_to_the_cent() -> None:
    rows = [
        {"Name": " Service", "CompletedRevenue": Decimal("929.004")},
        {"Name": "Install", "CompletedRevenue": Decimal("6500.01")},
    ]
    found = cells(rows, {10: {"completed_revenue": 929}, 20: {"completed_revenue": 6500}})
    assert differing(found) == {("20", "completed_revenue"): Decimal("-0.01")}


def test_units_of_one_name_are_added_up_on_both_sides() -> None:
    rows = [
        {"Name": "Sales", "CompletedRevenue": 5},
        {"Name": "Sales ", "CompletedRevenue": 7},
    ]
    found = cells(rows, {30: {"completed_revenue": 4}, 31: {"completed_revenue": 8}})
    assert differing(found) == {}
    assert list(found) == [("30,31", "completed_revenue")]


def test_a_unit_read_alone_is_compared_alone() -> None:
    rows = [{"Name": "Sales", "CompletedRevenue": 5}, {"Name": "Install", "CompletedRevenue": 0}]
    table = report_table(REVENUE, rows, UNITS, only=31)
    assert {str(row): values["completed_revenue"].value for row, values in table.items()} == {
        "31": Decimal(5)
    }


def test_rows_that_one_side_lacks_are_differences() -> None:
    rows = [
        {"Name": "Old unit", "CompletedRevenue": 3, "AdjustmentRevenue": 0},
        {"Name": "Install", "CompletedRevenue": 0, "AdjustmentRevenue": None},
    ]
    found = cells(rows, {10: {"completed_revenue": 8}})
    assert differing(found) == {
        ("Old unit", "completed_revenue"): Decimal(-3),
        ("10", "completed_revenue"): Decimal(8),
    }
    assert found["Old unit", "completed_revenue"].ours is None
    assert found["10", "completed_revenue"].theirs is None


@pytest.mark.parametrize(
    ("rate", "average", "expected"),
    [
        ("0.375", "3126.6666666666665", {}),
        ("0.375", "3126.67", {}),  # rounded by ServiceTitan
        ("0.38", "3126.67", {}),
        ("0.5", "3126.67", {"closed_opportunities": -1, "closed_sales": Decimal("-3126.68")}),
        ("0.375", "3126.69", {"closed_sales": Decimal("-0.07")}),
    ],
)
def test_ratios_tie_by_their_parts(rate: str, average: str, expected: dict[str, Any]) -> None:
    row = {
        "Name": "Service",
        "TotalSales": 10659,
        "SalesOpportunity": 8,
        "CloseRate": Decimal(rate),
        "ClosedAverageSale": Decimal(average),
    }
    ours = {
        "total_sales": 10659,
        "sales_opportunities": 8,
        "closed_opportunities": 3,
        "closed_sales": 9380,
    }
    found = differing(cells([row], {10: ours}, SALES))
    assert {kpi: round(value, 2) for (_, kpi), value in found.items()} == expected


def test_a_ratio_of_nothing_is_null_and_proves_that_nothing_was_closed() -> None:
    row = {"Name": "Service", "TotalSales": 0, "SalesOpportunity": 0, "CloseRate": None}
    assert differing(cells([row], {}, SALES)) == {}
    found = differing(cells([row], {10: {"closed_opportunities": 1}}, SALES))
    assert found == {("10", "closed_opportunities"): 1}


def test_an_average_over_no_jobs_says_nothing_of_the_revenue() -> None:
    row = {"Name": "Service", "CompletedJobs": 0, "TotalJobAverage": 0}
    ours = {"completed_jobs": 0, "completed_revenue": 30}
    assert differing(cells([row], {10: ours}, JOBS)) == {}
    row = {"Name": "Service", "CompletedJobs": 2, "TotalJobAverage": 10}
    found = differing(cells([row], {10: ours | {"completed_jobs": 2}}, JOBS))
    assert found == {("10", "completed_revenue"): 10}


def test_sales_of_office_staff_are_no_technicians() -> None:
    technicians = Names(TECHNICIAN, {1: "Ann"})
    fingerprint = KINDS["technician_sales"]
    rows = [{"TechnicianId": 1, "TotalSales": 5}, {"TechnicianId": 9, "TotalSales": 1}]
    table = report_table(fingerprint, rows, technicians)
    ours = {1: {"total_sales": Decimal(5)}, 77: {"total_sales": Decimal(3)}}
    found = compare(fingerprint, table, ours, technicians, ["total_sales"])
    assert {str(cell.row): cell.difference for cell in found if not cell.ties} == {
        "technician 9": Decimal(-1)
    }
