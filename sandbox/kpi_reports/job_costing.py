"""Job costing: what a job brought in and what it cost. Costs count whenever they arose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sandbox.kpi_reports import job_list
from sandbox.kpi_reports.figures import kind_of
from sandbox.kpi_reports.job_list import ListedJob
from sandbox.kpi_reports.ledger import Ledger
from sandbox.kpi_reports.records import Pay, Purchase
from sandbox.kpi_reports.template import Field, Template, number, ratio, text
from sandbox.report_types import Values

_ZERO = Decimal(0)
# For each reading of cost_source: the resource, and the fields of the amount and of its tax.
_SOURCES: Mapping[str, tuple[str, str, str]] = {
    "receipts": ("inventory/receipts", "receipt_amount", "tax_amount"),
    "purchase_orders": ("inventory/purchase-orders", "total", "tax"),
    "bills": ("accounting/inventory-bills", "bill_amount", "tax_amount"),
}
ByJob = Mapping[int | None, Decimal]


@dataclass(frozen=True)
class Costs:
    """The costs of all jobs, by job, in dollars; returns are negative."""

    labor: ByJob
    adjustments: ByJob
    goods: ByJob
    returns: ByJob


@dataclass(frozen=True)
class JobCosts:
    """One job with its costs."""

    listed: ListedJob
    costs: Costs

    def cost(self, kind: str) -> Decimal:
        """The costs of one kind."""
        of_kind: ByJob = getattr(self.costs, kind)
        return of_kind.get(self.listed.job.record.id, _ZERO)

    @property
    def total(self) -> Decimal:
        """All costs."""
        return sum(map(self.cost, ("labor", "adjustments", "goods", "returns")), _ZERO)

    @property
    def margin(self) -> Decimal:
        """What is left of the subtotal, as a part of it; 0 where the subtotal is 0."""
        subtotal = self.listed.subtotal
        return ratio(subtotal - self.total, subtotal) or _ZERO


def _costs(ledger: Ledger) -> Costs:
    labor: dict[int | None, Decimal] = defaultdict(Decimal)
    adjustments: dict[int | None, Decimal] = defaultdict(Decimal)
    for pay in ledger.records.live("payroll/gross-pay-items", Pay).values():
        labor[pay.job_id] += pay.amount or _ZERO
    for pay in ledger.records.live("payroll/payroll-adjustments", Pay).values():
        invoice = ledger.known_invoices.get(pay.invoice_id or 0)
        adjustments[invoice.job.id if invoice and invoice.job else None] += pay.amount or _ZERO
    return Costs(labor, adjustments, _goods(ledger), _returns(ledger))


def _goods(ledger: Ledger) -> ByJob:
    """The cost of what was invoiced, and of what was bought for the job."""
    found: dict[int | None, Decimal] = defaultdict(Decimal)
    for invoice in ledger.invoices.values():
        if kind_of(invoice) == "job" and invoice.job:
            for item in invoice.items or []:
                found[invoice.job.id] += item.total_cost or _ZERO
    resource, amount, tax = _SOURCES[ledger.readings.cost_source]
    for one in ledger.records.live(resource, Purchase).values():
        if resource != "inventory/purchase-orders" or one.status != "Canceled":
            found[one.job_id] += _net(ledger, one, amount, tax)
    return found


def _returns(ledger: Ledger) -> ByJob:
    found: dict[int | None, Decimal] = defaultdict(Decimal)
    for one in ledger.records.live("inventory/returns", Purchase).values():
        if one.date_canceled is None:
            found[one.job_id] -= abs(_net(ledger, one, "return_amount", "tax_amount"))
    return found


def _net(ledger: Ledger, one: Purchase, amount: str, tax: str) -> Decimal:
    gross: Decimal = getattr(one, amount) or _ZERO
    return gross if ledger.readings.cost_with_tax else gross - (getattr(one, tax) or _ZERO)


def _jobs(ledger: Ledger, values: Values) -> Iterator[JobCosts]:
    costs = _costs(ledger)
    return (JobCosts(one, costs) for one in job_list.jobs_of(ledger, values))


_FIELDS: tuple[Field[JobCosts], ...] = (
    text("JobNumber", lambda c: c.listed.job.record.job_number),
    text("JobStatus", lambda c: c.listed.job.record.job_status),
    text("JobBusinessUnit", lambda c: c.listed.unit),
    number("Subtotal", lambda c: c.listed.subtotal),
    number("LaborPay", lambda c: c.cost("labor")),
    number("PayrollAdjustments", lambda c: c.cost("adjustments")),
    number("MaterialEquipmentPurchaseOrderCosts", lambda c: c.cost("goods")),
    number("ReturnCosts", lambda c: c.cost("returns")),
    number("TotalCosts", lambda c: c.total),
    number("GrossMarginPercentage", lambda c: c.margin),
)
TEMPLATES = (
    Template(
        "job_costing",
        job_list.PARAMETERS,
        _FIELDS,
        _jobs,
    ),
)
