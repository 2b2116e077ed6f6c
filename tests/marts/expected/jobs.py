"""What becomes of jobs: cancellations, and what they cost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from tests.marts.api_values import entries, identifier, instant, listed_number, number, part
from tests.marts.expected.facts import Facts
from tests.marts.expected.records import Record, Row, invoice_kind, ratio, total

COST_KINDS = ("labour_cost", "payroll_adjustments", "purchase_cost", "return_cost")
PURCHASES = {
    "receipts": ("receipts", "receiptAmount", "taxAmount"),
    "purchase_orders": ("purchase_orders", "total", "tax"),
    "bills": ("inventory_bills", "billAmount", "taxAmount"),
}


class Jobs:
    """The tables of cancellations and of job costs."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.api = facts.api
        self.choices = facts.choices

    # Cancellations --------------------------------------------------------------------------------

    def fct_job_cancellations(self) -> list[Row]:
        logs = [r for r in self.api.live("job_canceled_logs") if identifier(r.get("jobId"))]
        last: dict[Any, Record] = {}
        for log in sorted(logs, key=canceled_order):
            last[identifier(log["jobId"])] = log
        return [self._cancellation(log, last[identifier(log["jobId"])] is log) for log in logs]

    def _cancellation(self, log: Record, is_last: bool) -> Row:
        job_id, reason_id = identifier(log["jobId"]), identifier(log.get("reasonId"))
        job = self.api.known("jobs").get(job_id or 0, {})
        reason = self.api.known("job_cancel_reasons").get(reason_id or 0, {})
        return {
            "job_id": job_id,
            "cancellation_id": log["id"],
            "canceled_day": self.api.day(log.get("createdOn")),
            "reason_id": reason_id,
            "reason": reason.get("name"),
            "business_unit_id": identifier(job.get("businessUnitId")) or 0,
            "campaign_id": identifier(job.get("campaignId")) or 0,
            "is_last": is_last,
            "is_still_canceled": is_last and job.get("jobStatus") == "Canceled",
        }

    # Job costs ------------------------------------------------------------------------------------

    def fct_job_costs(self) -> list[Row]:
        costs: dict[Any, Row] = {}
        for job_id, kind, amount in self._costs():
            row = costs.setdefault(job_id, dict.fromkeys(COST_KINDS, Fraction(0)))
            row[kind] += Fraction(amount or 0)
        return [
            {
                "job_id": job["job_id"],
                "business_unit_id": job["business_unit_id"],
                "completed_day": job["completed_day"],
                "subtotal": job["subtotal"],
                "income": self._of_lines(job["job_id"], "revenue"),
                **costs[job["job_id"]],
                "material_cost": (material := self._material(job["job_id"])),
                "total_cost": sum(costs[job["job_id"]].values()) + material,
            }
            for job in self.facts.jobs
            if job["job_id"] in costs
        ]

    def _costs(self) -> Iterable[tuple[int | None, str, Any]]:
        for record in self.api.live("gross_pay_items"):
            amount = number(record.get("amount"))
            yield identifier(record.get("jobId")), "labour_cost", amount
        for record in self.api.live("payroll_adjustments"):
            invoice_id = identifier(record.get("invoiceId")) or 0
            invoice = self.api.known("invoices").get(invoice_id, {})
            job_id = identifier(part(invoice, "job", "id"))
            yield job_id, "payroll_adjustments", number(record.get("amount"))
        resource, gross, tax = PURCHASES[self.choices.cost_source]
        for record in self.api.live(resource):
            if resource != "purchase_orders" or record.get("status") != "Canceled":
                amount = self._with_tax(record, gross, tax)
                yield identifier(record.get("jobId")), "purchase_cost", amount
        for record in self.api.live("returns"):
            if instant(record.get("dateCanceled")) is None:
                amount = self._with_tax(record, "returnAmount", "taxAmount")
                negative = None if amount is None else -abs(amount)
                yield identifier(record.get("jobId")), "return_cost", negative

    def _with_tax(self, record: Record, gross: str, tax: str) -> Any:
        amount = number(record.get(gross))
        if amount is None or self.choices.cost_with_tax:
            return amount
        return amount - (number(record.get(tax)) or 0)

    def _material(self, job_id: int) -> Any:
        return total(
            listed_number(part(item, "totalCost"))
            for invoice in self.api.live("invoices")
            if invoice_kind(invoice) == "job" and identifier(part(invoice, "job", "id")) == job_id
            for item in entries(invoice.get("items"))
        )

    def _of_lines(self, job_id: int, column: str) -> Any:
        return total(
            line[column]
            for line in self.facts.revenue_lines
            if line["job_id"] == job_id and line["invoice_kind"] == "job"
        )

    def kpi_job_cost_monthly(self) -> list[Row]:
        sums: dict[Any, Row] = {}
        names = ("subtotal", *COST_KINDS, "material_cost", "total_cost")
        for row in self.fct_job_costs():
            if row["completed_day"] is not None:
                key = (row["completed_day"].replace(day=1), row["business_unit_id"])
                month = sums.setdefault(key, {"jobs": 0} | dict.fromkeys(names, Fraction(0)))
                month["jobs"] += 1
                for name in names:
                    month[name] += row[name]
        return [
            {"month": month, "business_unit_id": unit}
            | row
            | {"gross_margin": ratio(row["subtotal"] - row["total_cost"], row["subtotal"]) or 0}
            for (month, unit), row in sums.items()
        ]


def canceled_order(log: Record) -> tuple[Any, ...]:
    """The latest last; one without a time is before all others."""
    at = instant(log.get("createdOn"))
    return (at is not None, at or datetime.min.replace(tzinfo=UTC), log["id"])
