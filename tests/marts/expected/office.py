"""Invoices, leads, bookings, and what depends on today.

``fct_jobs`` and others are the rows of ``Facts`` with more columns.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Any

from tests.marts.api_values import (
    entries,
    identifier,
    instant,
    json_text,
    listed_id,
    number,
    part,
    written_day,
)
from tests.marts.expected.facts import Facts
from tests.marts.expected.records import Record, Row, first_of, grouped, invoice_kind

TO_COME = ("Scheduled", "Dispatched", "InProgress")


class Office:
    """What the office asks: what was invoiced and paid, what waits, what is still to come."""

    def __init__(self, facts: Facts, today: date) -> None:
        self.facts = facts
        self.api = facts.api
        self.choices = facts.choices
        self.today = today

    def _age(self, day: date | None) -> int | None:
        return (self.today - day).days if day else None

    def _job(self, job_id: Any) -> Record:
        return self.api.known("jobs").get(job_id or 0, {})

    # Jobs -----------------------------------------------------------------------------------------

    def fct_jobs(self) -> list[Row]:
        invoices = [i for i in self.api.live("invoices") if invoice_kind(i) == "job"]
        undated = {
            identifier(part(invoice, "job", "id"))
            for invoice in invoices
            if written_day(invoice.get("invoiceDate")) is None
        }
        offers = grouped(self.facts.estimates, "job_id")
        scheduled = self._scheduled_days()
        recalled = self._recall_days()
        return [
            row
            | {
                "is_tech_lead": is_tech_lead(self._job(row["job_id"])),
                "scheduled_day": scheduled.get(row["job_id"]),
                "booked_value": self._booked_value(row, offers[row["job_id"]]),
                "appointment_count": (count := self._appointment_count(row)),
                "first_recall_day": (recall := recalled.get(row["job_id"])),
                "is_first_time_fix": count == 1 and self._stays_fixed(row["completed_day"], recall),
                "is_not_invoiced": row["is_completed"]
                and (row["job_id"] in undated or (row["subtotal"] == 0 and not row["no_charge"])),
            }
            for row in self.facts.jobs
        ]

    def _appointment_count(self, row: Row) -> int:
        return identifier(self._job(row["job_id"]).get("appointmentCount")) or 0

    def _booked_value(self, row: Row, offers: list[Row]) -> Any:
        if any(offer["_sold_on"] is not None for offer in offers):
            return row["sold_amount"]
        return number(self._job(row["job_id"]).get("total")) or 0

    def _stays_fixed(self, completed: date | None, recall: date | None) -> bool:
        if completed is None:
            return False
        days = timedelta(days=self.choices.first_time_fix_days)
        return recall is None or recall - completed > days

    def _scheduled_days(self) -> dict[int | None, date | None]:
        starts: dict[int | None, list[Any]] = defaultdict(list)
        for visit in self.api.live("appointments"):
            if visit.get("status") != "Canceled" and instant(visit.get("start")):
                starts[identifier(visit.get("jobId"))].append(visit["start"])
        return {job: self.api.day(min(of_job, key=instant)) for job, of_job in starts.items()}

    def _recall_days(self) -> dict[int | None, date]:
        found: dict[int | None, date] = {}
        for job in self.api.live("jobs"):
            original, day = identifier(job.get("recallForId")), self.api.day(job.get("createdOn"))
            if job.get("jobStatus") != "Canceled" and day is not None:
                found[original] = min(day, found.get(original, day))
        return found

    def job_states(self) -> list[Row]:
        days = timedelta(days=self.choices.first_time_fix_days)
        return [
            {
                "job_id": row["job_id"],
                "scheduled_day": row["scheduled_day"],
                "is_first_time_fix": row["is_first_time_fix"],
                "age_days": self._age(row["created_day"]),
                "is_upcoming": self._job(row["job_id"]).get("jobStatus") in TO_COME
                and row["scheduled_day"] is not None
                and row["scheduled_day"] >= self.today,
                "is_fix_known": row["completed_day"] is not None
                and self.today - row["completed_day"] > days,
            }
            for row in self.fct_jobs()
        ]

    # Invoices and payments ------------------------------------------------------------------------

    def fct_revenue_lines(self) -> list[Row]:
        return [row | self._more_of_line(row) for row in self.facts.revenue_lines]

    def _more_of_line(self, row: Row) -> Row:
        invoice = self.api.known("invoices")[row["invoice_id"]]
        items = [None, *entries(invoice.get("items"))]
        item = items[row["line_number"]]
        kind = json_text(part(item, "type"))
        takes_off = kind == "PriceModifier" and row["amount"] is not None and row["amount"] < 0
        return {
            "item_type": kind,
            "discount": -row["amount"] if takes_off else 0,
            "account_number": json_text(part(item, "generalLedgerAccount", "number")),
            "account_name": json_text(part(item, "generalLedgerAccount", "name")),
            "account_type": json_text(part(item, "generalLedgerAccount", "type")),
            "invoice_day": written_day(invoice.get("invoiceDate")),
            "is_of_canceled_job": self._job(row["job_id"]).get("jobStatus") == "Canceled",
        }

    def fct_invoices(self) -> list[Row]:
        return [self._invoice(record) for record in self.api.live("invoices")]

    def _invoice(self, invoice: Record) -> Row:
        job_id = identifier(part(invoice, "job", "id"))
        job = self._job(job_id)
        completed = self.facts.completed_day(job) if job else None
        day = written_day(invoice.get("invoiceDate"))
        total, balance = number(invoice.get("total")), number(invoice.get("balance"))
        is_owed = balance == 0 and total is not None and total > 0
        paid = self.api.day(invoice.get("paidOn")) if is_owed else None
        canceled = job.get("jobStatus") == "Canceled"
        return {
            "invoice_id": invoice["id"],
            "invoice_kind": invoice_kind(invoice),
            "invoice_day": day,
            "due_day": written_day(invoice.get("dueDate")),
            "business_unit_id": identifier(part(invoice, "businessUnit", "id")) or 0,
            "job_id": job_id,
            "subtotal": number(invoice.get("subTotal")),
            "total": total,
            "balance": balance,
            "is_of_canceled_job": canceled,
            "invoiced_revenue": 0 if canceled else number(invoice.get("subTotal")) or 0,
            "job_completed_day": completed,
            "paid_day": paid,
            "days_to_collect": (paid - day).days if paid and day else None,
            "days_from_completion_to_payment": (paid - completed).days
            if paid and completed
            else None,
            "sync_status": invoice.get("syncStatus"),
            "batch_id": listed_id(part(invoice, "batch", "id")),
            "sent_status": invoice.get("sentStatus"),
            "review_status": invoice.get("reviewStatus"),
        }

    def invoice_states(self) -> list[Row]:
        return [
            row | {"as_of_day": self.today, "age_days": self._age(row["invoice_day"])}
            for row in self.fct_invoices()
        ]

    def kpi_receivables(self) -> list[Row]:
        days = self.choices.dso_days
        rows = []
        for unit, invoices in grouped(self.invoice_states(), "business_unit_id").items():
            balance = sum((row["balance"] or 0 for row in invoices), Fraction(0))
            recent = sum(
                (
                    Fraction(row["invoiced_revenue"])
                    for row in invoices
                    if row["age_days"] is not None and 0 <= row["age_days"] < days
                ),
                Fraction(0),
            )
            rows.append(
                {
                    "business_unit_id": unit,
                    "balance": balance,
                    "recent_invoiced_revenue": recent,
                    "days_sales_outstanding": balance / recent * days if recent else None,
                }
            )
        return rows

    def fct_payments(self) -> list[Row]:
        return [
            row
            | {
                "refunded_payment_id": identifier(record.get("refundedPaymentId")),
                "sync_status": record.get("syncStatus"),
                "batch_id": listed_id(part(record, "batch", "id")),
            }
            for row in self.facts.payments
            for record in (self.api.known("payments")[row["payment_id"]],)
        ]

    # Estimates ------------------------------------------------------------------------------------

    def fct_estimates(self) -> list[Row]:
        return [
            row
            | {
                "status": part(record, "status", "name"),
                "is_change_order": record.get("isChangeOrder") is True,
                "is_tech_lead": is_tech_lead(self._job(row["job_id"])),
                "lead_set_by_id": lead_setter(self._job(row["job_id"])),
            }
            for row in self.facts.estimates
            for record in (self.api.known("estimates")[row["estimate_id"]],)
        ]

    def open_estimates(self) -> list[Row]:
        offers = [row for row in self.facts.estimates if row["is_open"]]
        largest: dict[Any, Row] = {}
        for row in sorted(offers, key=lambda row: row["estimate_id"]):
            known = largest.setdefault(self._options_of(row), row)
            if row["subtotal"] is not None and (
                known["subtotal"] is None or row["subtotal"] > known["subtotal"]
            ):
                largest[self._options_of(row)] = row
        return [
            {
                "estimate_id": row["estimate_id"],
                "subtotal": row["subtotal"],
                "age_days": self._age(row["created_day"]),
                "is_largest_of_job": largest[self._options_of(row)] is row,
            }
            for row in offers
        ]

    @staticmethod
    def _options_of(row: Row) -> Any:
        return row["job_id"] if row["job_id"] is not None else ("alone", row["estimate_id"])

    # Leads and bookings ---------------------------------------------------------------------------

    def fct_leads(self) -> list[Row]:
        return [self._lead(record) for record in self.api.live("leads")]

    def _lead(self, lead: Record) -> Row:
        reason_id = identifier(lead.get("callReasonId"))
        reason = self.api.known("call_reasons").get(reason_id or 0, {})
        follow_up = instant(lead.get("followUpDate"))
        is_midnight = follow_up is not None and follow_up.time() == time.min
        return {
            "lead_id": lead["id"],
            "status": lead.get("status"),
            "is_open": lead.get("status") == "Open",
            "is_converted": lead.get("status") == "Converted",
            "is_dismissed": lead.get("status") == "Dismissed",
            "created_day": self.api.day(lead.get("createdOn")),
            "follow_up_day": follow_up.date()
            if follow_up and is_midnight
            else self.api.day(lead.get("followUpDate")),
            "business_unit_id": identifier(lead.get("businessUnitId")) or 0,
            "campaign_id": identifier(lead.get("campaignId")) or 0,
            "call_reason_id": reason_id,
            "call_reason": reason.get("name"),
        }

    def open_leads(self) -> list[Row]:
        return [
            {
                "lead_id": row["lead_id"],
                "call_reason": row["call_reason"],
                "as_of_day": self.today,
                "age_days": self._age(row["created_day"]),
            }
            for row in self.fct_leads()
            if row["is_open"]
        ]

    def fct_bookings(self) -> list[Row]:
        return [self._booking(record) for record in self.api.live("bookings")]

    def _booking(self, booking: Record) -> Row:
        converted = booking.get("status") == "Converted"
        job_id = identifier(booking.get("jobId"))
        made, became = (
            instant(booking.get("createdOn")),
            instant(self._job(job_id).get("createdOn")),
        )
        waited = None
        if converted and made and became and became >= made:
            waited = Fraction((became - made) // timedelta(microseconds=1), 10**6)
        return {
            "booking_id": booking["id"],
            "status": booking.get("status"),
            "is_converted": converted,
            "is_dismissed": booking.get("status") == "Dismissed",
            "created_day": self.api.day(booking.get("createdOn")),
            "source": booking.get("source"),
            "business_unit_id": identifier(booking.get("businessUnitId")) or 0,
            "campaign_id": identifier(booking.get("campaignId")) or 0,
            "job_id": job_id,
            "seconds_to_conversion": waited,
        }


def is_tech_lead(job: Record) -> bool:
    """Whether another job's technician set the lead of a job."""
    source = job.get("jobGeneratedLeadSource")
    return (
        first_of(listed_id(part(source, "jobId")), listed_id(part(source, "employeeId")))
        is not None
    )


def lead_setter(job: Record) -> int | None:
    """Who set the lead of a job."""
    return listed_id(part(job, "jobGeneratedLeadSource", "employeeId"))
