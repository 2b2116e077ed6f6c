"""Names that are made from the API's: of columns, and of entries to paste."""

from __future__ import annotations

import tomllib

import pytest

from loader.reports.declaration import Declaration
from loader.reports.definition import Parameter, ReportDefinition
from loader.reports.endpoint import column_name
from loader.reports.generated_docs import toml_entry


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("TotalRevenue", "total_revenue"),
        ("customerPO", "customer_po"),
        ("Close Rate %", "close_rate"),
        ("3rd.Party", "_3rd_party"),
        ("%", "_"),
        ("Größe", "gr_e"),
        ("A" * 70, "a" * 63),
    ],
)
def test_a_column_is_named_after_its_field(field: str, column: str):
    assert column_name(field) == column


@pytest.mark.parametrize(
    "name",
    ["Revenue", "2024 Revenue (net) - by Business Unit, Technician and Day", "%", "---", "Ö"],
)
def test_an_entry_can_be_pasted_whatever_the_report_is_called(name: str):
    parameters = [
        Parameter("From", "From", "Date", is_array=False, is_required=True),
        Parameter("To", "To", "Date", is_array=False, is_required=True),
        Parameter("a b", "A b", "Number", is_array=True, is_required=True),
        Parameter("Later", "Later", "String", is_array=False, is_required=False),
    ]
    text = toml_entry(
        "operations", ReportDefinition(5, name, parameters, []), {"a b": [[7, "Seven"]]}
    )
    ((heading, found),) = tomllib.loads(text).items()
    Declaration(name=heading, category=found["category"], id=found["id"])
    assert found["parameters"] == {"From": "window-start", "To": "window-end", "a b": [7]}
    assert "# Later = " in text
