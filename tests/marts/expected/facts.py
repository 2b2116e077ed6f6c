"""The facts of revenue, estimates, jobs, money and technicians, as lists of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.marts.api_values import (
    entries,
    identifier,
    instant,
    listed_id,
    listed_number,
    number,
    part,
    written_day,
)
from tests.marts.expected.records import (
    Api,
    Record,
    Row,
    by_job,
    first_of,
    grouped,
    invoice_kind,
    total,
)


class Facts:
    """The fact tables of one tenant."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.choices = api.choices

    # Revenue --------------------------------------------------------------------------------------

    @cached_property
    def revenue_lines(self) -> list[Row]:
        return [line for invoice in self.api.live("invoices") for line in self._lines(invoice)]

    def _lines(self, invoice: Record) -> Iterator[Row]:
        job_id = identifier(part(invoice, "job", "id"))
        job = self.api.known("jobs").get(job_id) if job_id is not None else None
        kind = invoice_kind(invoice)
        if kind == "job":
            day = self.completed_day(job) if job else None
        else:
            day = written_day(invoice.get("invoiceDate"))
        items = entries(invoice.get("items"))
        for place, item in enumerate(items or [None], start=1 if items else 0):
            is_income = self._is_income(item) if items else self.choices.empty_invoice_uses_subtotal
            amount = (
                listed_number(part(item, "total")) if items else number(invoice.get("subTotal"))
            )
            unit = first_of(
                listed_id(part(item, "businessUnit", "id")),
                identifier(job.get("businessUnitId")) if job else None,
                identifier(part(invoice, "businessUnit", "id")),
                0,
            )
            yield {
                "invoice_id": invoice["id"],
                "line_number": place,
                "item_id": listed_id(part(item, "id")),
                "job_id": job_id,
                "invoice_kind": kind,
                "day": day,
                "business_unit_id": unit,
                "amount": amount,
                "is_income": is_income,
                "revenue": (amount or 0) if is_income else 0,
            }

    def _is_income(self, item: Any) -> bool:
        account = part(item, "generalLedgerAccount")
        if account is None:
            return self.choices.item_without_gl_is_income
        kind = part(account, "type")
        types = {name.lower() for name in self.choices.income_gl_types}
        return isinstance(kind, str) and kind.lower() in types

    def completed_day(self, job: Record) -> date | None:
        """The local day of a job that is live and completed."""
        if not self.api.is_live("jobs", job) or job.get("jobStatus") != "Completed":
            return None
        return self.api.day(job.get("completedOn"))

    # Estimates ------------------------------------------------------------------------------------

    @cached_property
    def estimates(self) -> list[Row]:
        return [self._estimate(record) for record in self.api.live("estimates")]

    def _estimate(self, record: Record) -> Row:
        job = self.api.known("jobs").get(identifier(record.get("jobId")) or 0, {})
        sold_on = instant(record.get("soldOn"))
        return {
            "estimate_id": record["id"],
            "job_id": identifier(record.get("jobId")),
            "subtotal": number(record.get("subtotal")),
            "created_day": self.api.day(record.get("createdOn")),
            "sold_day": self.api.day(record.get("soldOn")),
            "sold_by_id": identifier(record.get("soldBy")) or 0,
            "business_unit_id": first_of(
                identifier(job.get("businessUnitId")), identifier(record.get("businessUnitId")), 0
            ),
            "is_open": part(record, "status", "name") == "Open" and sold_on is None,
            "_sold_on": sold_on,
            "_campaign_id": identifier(job.get("campaignId")) or 0,
        }

    # Jobs -----------------------------------------------------------------------------------------

    @cached_property
    def jobs(self) -> list[Row]:
        lines = grouped((r for r in self.revenue_lines if r["invoice_kind"] == "job"), "job_id")
        offers = grouped(self.estimates, "job_id")
        invoices: dict[int | None, list[Record]] = defaultdict(list)
        for invoice in self.api.live("invoices"):
            if invoice_kind(invoice) == "job":
                invoices[identifier(part(invoice, "job", "id"))].append(invoice)
        return [
            self._job(record, lines[record["id"]], offers[record["id"]], invoices[record["id"]])
            for record in self.api.live("jobs")
        ]

    def _job(self, job: Record, lines: list[Row], offers: list[Row], invoices: list[Record]) -> Row:
        choices = self.choices
        completed = job.get("jobStatus") == "Completed"
        kind = self.api.known("job_types").get(identifier(job.get("jobTypeId")) or 0, {})
        threshold = number(kind.get("soldThreshold")) or 0
        subtotal = total(number(invoice.get("subTotal")) for invoice in invoices)
        no_charge = job.get("noCharge") is True
        reached = subtotal >= threshold
        charged = not no_charge or (reached and (threshold > 0 or choices.zero_threshold_readmits))
        sold = [offer for offer in offers if offer["_sold_on"] is not None]
        first_sold = min(sold, key=lambda o: (o["_sold_on"], o["estimate_id"]), default=None)
        first_sold_day = min((o["sold_day"] for o in sold), default=None)
        completed_day = self.completed_day(job)
        day = first_sold_day or completed_day
        amounts = [offer["subtotal"] for offer in sold]
        basis = (
            total(amounts)
            if choices.threshold_basis == "sum"
            else max((amount for amount in amounts if amount is not None), default=0)
        )
        required = {
            "nothing": True,
            "estimate": bool(offers),
            "estimate_or_amount": bool(offers) or subtotal != 0,
        }[choices.sales_opp_requires]
        unit = identifier(job.get("businessUnitId")) or 0
        wanted_unit = not choices.sales_bu_ids or unit in choices.sales_bu_ids
        is_chance = day is not None and charged and required and wanted_unit
        is_opportunity = completed and charged
        return {
            "job_id": job["id"],
            "business_unit_id": unit,
            "campaign_id": identifier(job.get("campaignId")) or 0,
            "created_day": self.api.day(job.get("createdOn")),
            "completed_day": completed_day,
            "canceled_day": self.api.day(job.get("completedOn"))
            if job.get("jobStatus") == "Canceled"
            else None,
            "subtotal": subtotal,
            "sold_threshold": threshold,
            "no_charge": no_charge,
            "is_completed": completed,
            "is_opportunity": is_opportunity,
            "is_converted": is_opportunity
            and reached
            and (threshold != 0 or choices.zero_threshold_converts),
            "completed_revenue": total(line["revenue"] for line in lines if line["day"]),
            "sold_amount": total(amounts),
            "first_sold_day": first_sold_day,
            "is_sales_opportunity": is_chance,
            "sales_opportunity_day": day if is_chance else None,
            "is_closed": is_chance
            and bool(sold)
            and (basis >= threshold or not choices.closed_requires_threshold),
            "recall_for_id": identifier(job.get("recallForId")),
            "lead_set_by_id": listed_id(part(job, "jobGeneratedLeadSource", "employeeId")),
            "_first_sold_by_id": first_sold["sold_by_id"] if first_sold else None,
            "_line_units": {line["business_unit_id"] for line in lines if line["day"]},
        }

    # Money ----------------------------------------------------------------------------------------

    @cached_property
    def payment_applications(self) -> list[Row]:
        rows = []
        for payment in self.api.live("payments"):
            paid = instant(payment.get("date"))
            for place, entry in enumerate(entries(payment.get("appliedTo")), start=1):
                invoice_id = listed_id(part(entry, "appliedTo"))
                invoice = self.api.known("invoices").get(invoice_id or 0, {})
                invoiced = written_day(invoice.get("invoiceDate"))
                rows.append(
                    {
                        "payment_id": payment["id"],
                        "application_number": place,
                        "invoice_id": invoice_id,
                        "amount": listed_number(part(entry, "appliedAmount")),
                        "payment_day": paid.date() if paid else None,
                        "applied_day": self.api.day(part(entry, "appliedOn")),
                        "business_unit_id": identifier(part(invoice, "businessUnit", "id")) or 0,
                        "days_after_invoice": (paid.date() - invoiced).days
                        if paid and invoiced
                        else None,
                    }
                )
        return rows

    @cached_property
    def payments(self) -> list[Row]:
        return [
            {
                "payment_id": payment["id"],
                "payment_day": paid.date() if (paid := instant(payment.get("date"))) else None,
                "amount": number(payment.get("total")),
                "unapplied_amount": number(payment.get("unappliedAmount")),
                "business_unit_id": identifier(part(payment, "businessUnit", "id")) or 0,
            }
            for payment in self.api.live("payments")
        ]

    @cached_property
    def receivables(self) -> list[Row]:
        return [
            {
                "invoice_id": invoice["id"],
                "balance": number(invoice.get("balance")),
                "total": number(invoice.get("total")),
                "invoice_day": written_day(invoice.get("invoiceDate")),
                "due_day": written_day(invoice.get("dueDate")),
                "business_unit_id": identifier(part(invoice, "businessUnit", "id")) or 0,
                "customer_id": identifier(part(invoice, "customer", "id")),
                "job_id": identifier(part(invoice, "job", "id")),
            }
            for invoice in self.api.live("invoices")
            if number(invoice.get("balance"))
        ]

    def aging(self, today: date) -> list[Row]:
        """The receivables with their age on a day."""
        rows = []
        for row in self.receivables:
            since = row["invoice_day"]
            if self.choices.ar_age_from == "due_date":
                since = row["due_day"] or row["invoice_day"]
            age = (today - since).days if since else None
            rows.append({"invoice_id": row["invoice_id"], "age_days": age, "bucket": bucket(age)})
        return rows

    # Technicians ----------------------------------------------------------------------------------

    def shares(self, job_id: int | None) -> dict[int, Fraction]:
        """What part of a job each technician has; technician 0 where nobody is known."""
        if job_id not in self.api.known("jobs"):
            return {0: Fraction(1)}
        crew = [
            r for r in self._assignments[job_id] if identifier(r.get("technicianId")) is not None
        ]
        crew.sort(key=lambda r: (*nulls_last(instant(r.get("assignedOn"))), r["id"]))
        attribution = self.choices.tech_attribution
        if attribution == "equal":
            people = {identifier(r["technicianId"]) for r in crew}
            return {person: Fraction(1, len(people)) for person in people} or {0: Fraction(1)}
        split: dict[int, Fraction] = defaultdict(Fraction)
        if attribution == "splits":
            for record in self._splits[job_id]:
                technician = identifier(record.get("technicianId")) or 0
                split[technician] += Fraction(number(record.get("split")) or 0)
        whole = sum(split.values())
        if whole:
            return {person: each / whole for person, each in split.items() if each}
        return {identifier(crew[0]["technicianId"]) if crew else 0: Fraction(1)}

    @cached_property
    def technician_adjustments(self) -> list[Row]:
        if not self.choices.adjustments_on_technicians:
            return []
        lines = (row for row in self.revenue_lines if row["invoice_kind"] == "adjustment")
        rows = []
        for invoice_id, of_invoice in grouped(lines, "invoice_id").items():
            adjustment = self.api.known("invoices")[invoice_id]
            original_id = identifier(adjustment.get("adjustmentToId"))
            original = self.api.known("invoices").get(original_id or 0, {})
            job_id = first_of(of_invoice[0]["job_id"], identifier(part(original, "job", "id")))
            for person, share in self.shares(job_id).items():
                rows.append(
                    {
                        "invoice_id": invoice_id,
                        "technician_id": person,
                        "day": of_invoice[0]["day"],
                        "job_id": job_id,
                        "adjustment_revenue": total(r["revenue"] for r in of_invoice) * share,
                    }
                )
        return rows

    @cached_property
    def _assignments(self) -> dict[int | None, list[Record]]:
        return by_job(self.api.live("appointment_assignments"))

    @cached_property
    def _splits(self) -> dict[int | None, list[Record]]:
        return by_job(self.api.live("job_splits"))

    def recalled(self, job: Row) -> int | None:
        """The job whose unit and technicians answer for a recall; None where it counts for none."""
        original_id = job["recall_for_id"]
        if original_id is None or job["completed_day"] is None:
            return None
        if self.choices.recall_days is not None:
            original = self.api.known("jobs").get(original_id, {})
            done = original.get("jobStatus") == "Completed"
            before = self.api.day(original.get("completedOn")) if done else None
            limit = timedelta(days=self.choices.recall_days)
            if before is None or job["completed_day"] - before > limit:
                return None
        return original_id if self.choices.recall_attribution == "original" else job["job_id"]


def bucket(age: int | None) -> str | None:
    """The bucket of receivables by age in days."""
    if age is None:
        return None
    names = ((30, "0-30"), (60, "31-60"), (90, "61-90"), (120, "91-120"))
    return next((name for most, name in names if age <= most), "over 120")


def nulls_last(value: Any) -> tuple[bool, Any]:
    """A sort key in Postgres's order."""
    return (value is None, value or 0)
