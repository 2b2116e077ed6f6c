"""The categories of reports and their lists; ``sandbox.reports`` computes the reports."""

from __future__ import annotations

from sandbox.data import report_list
from sandbox.data.dataset import Dataset
from sandbox.data.report_list import Listed

CATEGORIES = (
    ("accounting", "Accounting"),
    ("business-unit-dashboard", "Business Unit Dashboard"),
    ("marketing", "Marketing"),
    ("operations", "Operations"),
    ("technician", "Technician"),
    ("technician-dashboard", "Technician Dashboard"),
)
REVENUE = Listed("accounting", 101, "Revenue by Business Unit", "Invoiced revenue of each unit.")
INVOICES = Listed("accounting", 102, "Invoices")
PERFORMANCE = Listed("technician", 201, "Technician Performance", "Jobs and revenue of each.")
LIST = "reporting/report-category/{report_category}/reports"


def make(dataset: Dataset) -> None:
    """Make both lists. Their records have no ``createdOn`` and ``modifiedOn``."""
    categories = dataset.table("reporting/report-categories")
    for word, name in CATEGORIES:
        categories.add_fields({"id": word, "name": name}, dataset.start, dataset.start)
    reports = dataset.table(LIST)
    stock = report_list.of_tenant(dataset.seed, dataset.tenant).values()
    for report in (REVENUE, INVOICES, PERFORMANCE, *stock):
        fields = report._asdict()
        owner = (fields.pop("category"),)
        reports.add_fields(fields, dataset.start, dataset.start, owner=owner)
