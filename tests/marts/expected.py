"""What the marts must hold, computed in Python from the API's own records.

Written from the definitions in docs/marts.md, without a look at the SQL. Facts are lists of rows;
daily tables are ``{key: measures}``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from tests.marts.api_values import (
    entries,
    identifier,
    instant,
    listed_id,
    listed_number,
    local_day,
    number,
    part,
    written_day,
)
from tests.marts.choices import Choices

Record = dict[str, Any]
Row = dict[str, Any]

OF_CUSTOMER = {
    "jobs": ("customerId",),
    "invoices": ("customer", "id"),
    "payments": ("customer", "id"),
    "estimates": ("customerId",),
}


class Api:
    """One tenant's records as the API gives them; ``gone`` are (resource, id) it deleted."""

    def __init__(
        self,
        records: Mapping[str, Iterable[Record]],
        *,
        timezone: str = "UTC",
        gone: Iterable[tuple[str, int]] = (),
        choices: Choices | None = None,
    ) -> None:
        self.choices = choices or Choices()
        self.zone = ZoneInfo(timezone)
        self._gone = set(gone)
        self._records = {
            name: {record["id"]: record for record in of_name} for name, of_name in records.items()
        }

    def known(self, resource: str) -> dict[int, Record]:
        """Every record ever seen, by id."""
        return self._records.get(resource, {})

    def is_live(self, resource: str, record: Record) -> bool:
        """Active and not deleted; not of a customer who is left out."""
        customer = part(record, *OF_CUSTOMER[resource]) if resource in OF_CUSTOMER else None
        return (
            record.get("active") is not False
            and (resource, record["id"]) not in self._gone
            and (customer is None or identifier(customer) not in self.choices.exclude_customer_ids)
        )

    def live(self, resource: str) -> list[Record]:
        """The live records, by ascending id."""
        return [
            record
            for _, record in sorted(self.known(resource).items())
            if self.is_live(resource, record)
        ]

    def day(self, value: Any) -> date | None:
        """The tenant's day at an instant."""
        return local_day(value, self.zone)


def total(values: Iterable[Any]) -> Any:
    """The sum of what is a number."""
    return sum((value for value in values if value is not None), Fraction(0))


def grouped(rows: Iterable[Row], by: str) -> dict[Any, list[Row]]:
    """Rows by one of their columns."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[by]].append(row)
    return found


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


class Daily:
    """The daily tables, as sums of single events."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.jobs = facts.jobs

    @cached_property
    def business_unit(self) -> dict[tuple[date, int], Row]:
        table = Table(
            "completed_revenue", "adjustment_revenue", "non_job_revenue", "total_revenue",
            "converted_revenue", "completed_jobs", "no_charge_jobs", "opportunities",
            "converted_jobs", "jobs_created", "canceled_jobs", "sales_opportunities",
            "closed_opportunities", "closed_sales", "recalls_caused", "total_sales",
            "estimates_sold",
        )  # fmt: skip
        converted = {job["job_id"] for job in self.jobs if job["is_converted"]}
        names = {"job": "completed_revenue", "adjustment": "adjustment_revenue"}
        for line in self.facts.revenue_lines:
            key = (line["day"], line["business_unit_id"])
            table.add(*key, names.get(line["invoice_kind"], "non_job_revenue"), line["revenue"])
            table.add(*key, "total_revenue", line["revenue"])
            if line["invoice_kind"] == "job" and line["job_id"] in converted:
                table.add(*key, "converted_revenue", line["revenue"])
        for job in self.jobs:
            unit = job["business_unit_id"]
            by_line = self.facts.choices.count_bu == "line"
            for counted in (job["_line_units"] or {unit}) if by_line else {unit}:
                for name in counts_of_completed(job):
                    table.add(job["completed_day"], counted, name)
            table.add(job["created_day"], unit, "jobs_created")
            table.add(job["canceled_day"], unit, "canceled_jobs")
            if job["is_sales_opportunity"]:
                table.add(job["sales_opportunity_day"], unit, "sales_opportunities")
            if job["is_closed"]:
                table.add(job["sales_opportunity_day"], unit, "closed_opportunities")
                table.add(job["sales_opportunity_day"], unit, "closed_sales", job["sold_amount"])
            charged = self.facts.recalled(job)
            if charged is not None:
                original = self.facts.api.known("jobs").get(charged, {})
                charged_unit = identifier(original.get("businessUnitId")) or 0
                table.add(job["completed_day"], charged_unit, "recalls_caused")
        for offer in self.facts.estimates:
            table.add(
                offer["sold_day"], offer["business_unit_id"], "total_sales", offer["subtotal"]
            )
            table.add(offer["sold_day"], offer["business_unit_id"], "estimates_sold")
        return table.rows

    @cached_property
    def technician(self) -> dict[tuple[date, int], Row]:
        table = Table(
            "completed_revenue", "converted_revenue", "completed_jobs", "opportunities",
            "converted_jobs", "total_sales", "sales_opportunities", "closed_opportunities",
            "closed_sales", "leads_set", "recalls_caused",
        )  # fmt: skip
        for job in self.jobs:
            shares = self.facts.shares(job["job_id"])
            for person, share in shares.items():
                revenue = Fraction(job["completed_revenue"]) * share
                table.add(job["completed_day"], person, "completed_revenue", revenue)
                if job["is_converted"]:
                    table.add(job["completed_day"], person, "converted_revenue", revenue)
            having = [person for person, share in shares.items() if share > 0]
            for person in having:
                for name in counts_of_completed(job):
                    if name != "no_charge_jobs":
                        table.add(job["completed_day"], person, name)
            if job["lead_set_by_id"] is not None:
                table.add(job["created_day"], job["lead_set_by_id"], "leads_set")
            self._sales_chance(table, job, having)
            charged = self.facts.recalled(job)
            if charged is not None:
                for person, share in self.facts.shares(charged).items():
                    if share > 0:
                        table.add(job["completed_day"], person, "recalls_caused")
        for offer in self.facts.estimates:
            table.add(offer["sold_day"], offer["sold_by_id"], "total_sales", offer["subtotal"])
        return table.rows

    @staticmethod
    def _sales_chance(table: Table, job: Row, having: list[int]) -> None:
        """A sold job is its first seller's, an unsold one everybody's who has a share in it."""
        if not job["is_sales_opportunity"]:
            return
        day, seller = job["sales_opportunity_day"], job["_first_sold_by_id"]
        for person in [seller] if job["first_sold_day"] else having:
            table.add(day, person, "sales_opportunities")
        if job["is_closed"]:
            table.add(day, seller, "closed_opportunities")
            table.add(day, seller, "closed_sales", job["sold_amount"])

    @cached_property
    def campaign(self) -> dict[tuple[date, int], Row]:
        table = Table(
            "jobs_created", "completed_jobs", "completed_revenue", "converted_revenue",
            "opportunities", "converted_jobs", "sales_opportunities", "closed_opportunities",
            "closed_sales", "total_sales",
        )  # fmt: skip
        for job in self.jobs:
            campaign = job["campaign_id"]
            table.add(job["created_day"], campaign, "jobs_created")
            for name in counts_of_completed(job):
                if name != "no_charge_jobs":
                    table.add(job["completed_day"], campaign, name)
            revenue = job["completed_revenue"]
            table.add(job["completed_day"], campaign, "completed_revenue", revenue)
            if job["is_converted"]:
                table.add(job["completed_day"], campaign, "converted_revenue", revenue)
            if job["is_sales_opportunity"]:
                table.add(job["sales_opportunity_day"], campaign, "sales_opportunities")
            if job["is_closed"]:
                day = job["sales_opportunity_day"]
                table.add(day, campaign, "closed_opportunities")
                table.add(day, campaign, "closed_sales", job["sold_amount"])
        for offer in self.facts.estimates:
            table.add(offer["sold_day"], offer["_campaign_id"], "total_sales", offer["subtotal"])
        return table.rows

    def monthly(self, name: str) -> dict[tuple[date, int], Row]:
        """A daily table's sums by month, and the ratios of these sums."""
        months: dict[tuple[date, int], Row] = {}
        for (day, key), measures in getattr(self, name).items():
            row = months.setdefault((day.replace(day=1), key), dict.fromkeys(measures, 0))
            for measure, value in measures.items():
                row[measure] += value
        for row in months.values():
            row |= ratios(row, self.facts.choices)
        return months


class Table:
    """Sums by day and id; a row appears with its first event."""

    def __init__(self, *measures: str) -> None:
        self._measures = measures
        self.rows: dict[tuple[date, int], Row] = {}

    def add(self, day: date | None, key: int, measure: str, value: Any = 1) -> None:
        """Add one event; without a day it counts nowhere."""
        if day is None:
            return
        row = self.rows.setdefault((day, key), dict.fromkeys(self._measures, Fraction(0)))
        row[measure] += Fraction(value or 0)


def ratios(row: Row, choices: Choices) -> Row:
    """The ratios of a monthly view."""
    parts = {
        "conversion_rate": ("converted_jobs", "opportunities"),
        "close_rate": ("closed_opportunities", "sales_opportunities"),
        "opportunity_job_average": ("completed_revenue", "opportunities"),
        "completed_job_average": ("completed_revenue", "completed_jobs"),
        "converted_job_average": ("converted_revenue", "converted_jobs"),
        "closed_average_sale": ("closed_sales", "closed_opportunities"),
    }
    found = {
        name: row[above] / row[below] if row[below] else None
        for name, (above, below) in parts.items()
    }
    return found | {"average_ticket": found[f"{choices.average_ticket}_job_average"]}


def counts_of_completed(job: Row) -> list[str]:
    """Which counts a job is part of on the day of its completion."""
    return [
        name
        for name, is_counted in (
            ("completed_jobs", job["is_completed"]),
            ("no_charge_jobs", job["is_completed"] and job["no_charge"]),
            ("opportunities", job["is_opportunity"]),
            ("converted_jobs", job["is_converted"]),
        )
        if is_counted
    ]


def invoice_kind(invoice: Record) -> str:
    """Job, adjustment or non_job: an adjustment of a job's invoice names the job too."""
    if identifier(invoice.get("adjustmentToId")) is not None:
        return "adjustment"
    return "non_job" if identifier(part(invoice, "job", "id")) is None else "job"


def bucket(age: int | None) -> str | None:
    """The bucket of receivables by age in days."""
    if age is None:
        return None
    names = ((30, "0-30"), (60, "31-60"), (90, "61-90"), (120, "91-120"))
    return next((name for most, name in names if age <= most), "over 120")


def calendar(day: date, week_start: str = "sunday") -> Row:
    """A row of dim_date."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    back = (day.weekday() - names.index(week_start)) % 7
    return {
        "day": day,
        "year": day.year,
        "quarter": (day.month + 2) // 3,
        "month": day.replace(day=1),
        "week": day - timedelta(days=back),
        "day_of_week": day.isoweekday(),
    }


def by_job(records: Iterable[Record]) -> dict[int | None, list[Record]]:
    """Records by the job that they name."""
    found: dict[int | None, list[Record]] = defaultdict(list)
    for record in records:
        found[identifier(record.get("jobId"))].append(record)
    return found


def nulls_last(value: Any) -> tuple[bool, Any]:
    """A sort key in Postgres's order."""
    return (value is None, value or 0)


def first_of(*values: Any) -> Any:
    """The first value that is not None."""
    return next((value for value in values if value is not None), None)
