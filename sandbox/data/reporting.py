"""The categories of reports and their lists; ``sandbox.reports`` computes the reports."""

from __future__ import annotations

from typing import NamedTuple

from sandbox.data.dataset import Dataset


class Listed(NamedTuple):
    """A report as the list of its category shows it."""

    category: str
    id: int
    name: str
    description: str | None = None


CATEGORIES = (
    ("accounting", "Accounting"),
    ("marketing", "Marketing"),
    ("operations", "Operations"),
    ("technician", "Technician"),
)
REVENUE = Listed("accounting", 101, "Revenue by Business Unit", "Invoiced revenue of each unit.")
INVOICES = Listed("accounting", 102, "Invoices")
PERFORMANCE = Listed("technician", 201, "Technician Performance", "Jobs and revenue of each.")


def make(dataset: Dataset) -> None:
    """Make both lists. Their records have no ``createdOn`` and ``modifiedOn``."""
    categories = dataset.table("reporting/report-categories")
    for word, name in CATEGORIES:
        categories.add_fields({"id": word, "name": name}, dataset.start, dataset.start)
    reports = dataset.table("reporting/report-category/{report_category}/reports")
    for report in (REVENUE, INVOICES, PERFORMANCE):
        fields = report._asdict()
        owner = (fields.pop("category"),)
        reports.add_fields(fields, dataset.start, dataset.start, owner=owner)
