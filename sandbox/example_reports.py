"""A few reports that every tenant has under the same ids, computed from its records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sandbox.data.reporting import INVOICES, PERFORMANCE, REVENUE
from sandbox.report_types import Parameter, Report, Row, Values
from sandbox.store import Store

_RANGE = [
    Parameter("From", "Date", "From", is_required=True),
    Parameter("To", "Date", "To", is_required=True),
]
_UNITS = Parameter(
    "BusinessUnitIds", "Number", "Business Units", is_array=True, accepts="business-units"
)


def example_reports() -> list[Report]:
    """New ones, for the caller to change."""
    return [
        Report(
            REVENUE,
            [*_RANGE, _UNITS],
            [
                ("BusinessUnitId", "Business Unit ID", "Number"),
                ("Name", "Name", "String"),
                ("Invoices", "Invoices", "Number"),
                ("TotalRevenue", "Total Revenue", "Number"),
                ("FirstInvoiceOn", "First Invoice", "Date"),
                ("Active", "Active", "Boolean"),
            ],
            _revenue,
        ),
        Report(
            INVOICES,
            _RANGE,
            [
                ("InvoiceId", "Invoice ID", "Number"),
                ("InvoiceNumber", "Invoice #", "String"),
                ("Date", "Invoice Date", "Date"),
                ("Customer Name", "Customer", "String"),
                ("Total", "Total", "Number"),
            ],
            _invoices,
        ),
        Report(
            PERFORMANCE,
            [
                *_RANGE,
                Parameter(
                    "DateType",
                    "Number",
                    "Date Type",
                    is_required=True,
                    accepts=[[1, "Job Completion Date"], [2, "Job Creation Date"]],
                ),
                Parameter("IncludeInactive", "Boolean", "Include Inactive Technicians"),
            ],
            [
                ("TechnicianId", "Technician ID", "Number"),
                ("Name", "Name", "String"),
                ("ShiftStart", "Shift Start", "Time"),
                ("CompletedJobs", "Completed Jobs", "Number"),
                ("Revenue", "Revenue", "Number"),
                ("Active", "Active", "Boolean"),
            ],
            _performance,
        ),
    ]


def _between(text: str | None, values: Values) -> bool:
    return text is not None and values["From"][:10] <= text[:10] <= values["To"][:10]


def _invoices_of(store: Store, values: Values) -> list[dict[str, Any]]:
    return [i for i in store.records("invoices") if _between(i["invoiceDate"], values)]


def _revenue(store: Store, values: Values) -> Iterable[Row]:
    wanted = values.get("BusinessUnitIds")
    totals: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for invoice in _invoices_of(store, values):
        totals[invoice["businessUnit"]["id"]].append(invoice)
    for unit in store.records("business-units"):
        invoices = totals.get(unit["id"], [])
        if invoices and (wanted is None or unit["id"] in wanted):
            yield (
                unit["id"],
                unit["name"],
                len(invoices),
                sum((Decimal(invoice["total"]) for invoice in invoices), Decimal("0.00")),
                min(invoice["invoiceDate"] for invoice in invoices)[:10] + "T00:00:00-04:00",
                unit["active"],
            )


def _invoices(store: Store, values: Values) -> Iterable[Row]:
    for invoice in _invoices_of(store, values):
        yield (
            invoice["id"],
            invoice["referenceNumber"],
            invoice["invoiceDate"][:10],
            invoice["customer"]["name"],
            Decimal(invoice["total"]),
        )


def _performance(store: Store, values: Values) -> Iterable[Row]:
    when = "completedOn" if values["DateType"] == 1 else "createdOn"
    jobs: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for job in store.records("jobs"):
        counts = values["DateType"] != 1 or job["jobStatus"] == "Completed"
        if counts and job["soldById"] is not None and _between(job[when], values):
            jobs[job["soldById"]].append(job)
    for technician in store.records("technicians"):
        if technician["active"] or values.get("IncludeInactive"):
            done = jobs.get(technician["id"], [])
            yield (
                technician["id"],
                technician["name"],
                technician["shiftStart"],
                len(done),
                sum((job["total"] for job in done), Decimal("0.00")),
                technician["active"],
            )
