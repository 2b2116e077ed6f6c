"""The daily and monthly tables, summed up from single events, as ``{key: measures}``."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.marts.api_values import identifier
from tests.marts.choices import Choices
from tests.marts.expected.facts import Facts
from tests.marts.expected.records import Row


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
