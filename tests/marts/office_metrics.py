"""Which rows of the independent computation each metric adds up, where no monthly view holds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.marts.expected.records import Row

Value = Callable[[Row], Any]


class Sum(NamedTuple):
    """A metric adds ``value`` up over rows of ``table``, by ``day``; without one it is today's."""

    table: str
    day: str | None
    value: Value
    by: str = "business_unit_id"
    is_average: bool = False


def each(_: Row) -> int:
    return 1


def if_(flag: str, value: Value = each) -> Value:
    return lambda row: value(row) if row[flag] else 0


def column(name: str) -> Value:
    return lambda row: row[name]


def is_(name: str, *values: str) -> Value:
    return lambda row: int(row[name] in values)


def at_most(name: str, days: int) -> Value:
    return lambda row: int(row[name] is not None and row[name] <= days)


def not_canceled(value: Value) -> Value:
    return lambda row: 0 if row["is_of_canceled_job"] else value(row)


def from_marketing(flag: str, value: Value = each) -> Value:
    return lambda row: value(row) if row[flag] and not row["is_tech_lead"] else 0


def from_tech_leads(flag: str, value: Value = each) -> Value:
    return lambda row: value(row) if row[flag] and row["is_tech_lead"] else 0


def of_memberships(count: str) -> Sum:
    return Sum("kpi_membership_monthly", "month", column(count))


def of_costs(cost: str) -> Sum:
    return Sum("fct_job_costs", "completed_day", column(cost))


subtotal = column("subtotal")
waiting = ("NeedsReview", "OnHold", "PendingApproval", "ReadyForBilling")

SUMS = {
    "created_jobs_canceled": Sum("fct_jobs", "created_day", is_("_status", "Canceled")),
    "tech_lead_jobs": Sum("fct_jobs", "created_day", if_("is_tech_lead")),
    "marketing_lead_jobs": Sum("fct_jobs", "created_day", lambda row: int(not row["is_tech_lead"])),
    "sales_opportunities_from_tech_leads": Sum(
        "fct_jobs", "sales_opportunity_day", from_tech_leads("is_sales_opportunity")
    ),
    "closed_opportunities_from_tech_leads": Sum(
        "fct_jobs", "sales_opportunity_day", from_tech_leads("is_closed")
    ),
    "sales_opportunities_from_marketing_leads": Sum(
        "fct_jobs", "sales_opportunity_day", from_marketing("is_sales_opportunity")
    ),
    "closed_opportunities_from_marketing_leads": Sum(
        "fct_jobs", "sales_opportunity_day", from_marketing("is_closed")
    ),
    "sold_leads": Sum("fct_jobs", "first_sold_day", each, by="lead_set_by_id"),
    "completed_not_invoiced": Sum("fct_jobs", "completed_day", if_("is_not_invoiced")),
    "jobs_on_hold": Sum("fct_jobs", None, is_("_status", "Hold")),
    "jobs_in_progress": Sum("fct_jobs", None, is_("_status", "InProgress")),
    "upcoming_jobs": Sum("job_states", "scheduled_day", if_("is_upcoming")),
    "upcoming_revenue": Sum(
        "job_states", "scheduled_day", if_("is_upcoming", column("_booked_value"))
    ),
    "fix_known_jobs": Sum("job_states", "_completed_day", if_("is_fix_known")),
    "first_time_fixes": Sum(
        "job_states", "_completed_day", if_("is_fix_known", if_("is_first_time_fix"))
    ),
    "created_estimate_value": Sum("fct_estimates", "created_day", subtotal),
    "created_and_sold_estimate_value": Sum(
        "fct_estimates", "created_day", if_("_sold_on", subtotal)
    ),
    "total_sales_from_tech_leads": Sum(
        "fct_estimates", "sold_day", from_tech_leads("_sold_on", subtotal)
    ),
    "total_sales_from_marketing_leads": Sum(
        "fct_estimates", "sold_day", from_marketing("_sold_on", subtotal)
    ),
    "total_lead_sales": Sum("fct_estimates", "sold_day", subtotal, by="lead_set_by_id"),
    "change_orders_sold": Sum("fct_estimates", "sold_day", if_("is_change_order")),
    "change_order_sales": Sum("fct_estimates", "sold_day", if_("is_change_order", subtotal)),
    "open_estimate_age": Sum("open_estimates", None, column("age_days"), is_average=True),
    "open_estimate_jobs": Sum("open_estimates", None, if_("is_largest_of_job")),
    "open_estimate_largest_value": Sum(
        "open_estimates", None, if_("is_largest_of_job", subtotal)
    ),
    "invoices_issued": Sum("fct_invoices", "invoice_day", not_canceled(each)),
    "invoiced_revenue": Sum("fct_invoices", "invoice_day", not_canceled(subtotal)),
    "paid_invoices": Sum("fct_invoices", "paid_day", each),
    "days_to_collect": Sum("fct_invoices", "paid_day", column("days_to_collect"), is_average=True),
    "paid_job_invoices": Sum(
        "fct_invoices", "paid_day", at_most("days_from_completion_to_payment", 10**9)
    ),
    "same_day_payments": Sum(
        "fct_invoices", "paid_day", at_most("days_from_completion_to_payment", 0)
    ),
    "seven_day_payments": Sum(
        "fct_invoices", "paid_day", at_most("days_from_completion_to_payment", 7)
    ),
    "pending_invoices": Sum("fct_invoices", None, is_("sync_status", "Pending")),
    "posted_invoices": Sum("fct_invoices", None, is_("sync_status", "Posted")),
    "exported_invoices": Sum("fct_invoices", None, is_("sync_status", "Exported")),
    "unbatched_invoices": Sum("fct_invoices", None, lambda row: int(row["batch_id"] is None)),
    "pending_invoice_age": Sum(
        "invoice_states", None,
        lambda row: row["age_days"] if row["sync_status"] == "Pending" else None, is_average=True,
    ),
    "unsent_invoices": Sum("fct_invoices", None, is_("sent_status", "NotSent")),
    "invoices_to_review": Sum("fct_invoices", None, is_("review_status", *waiting)),
    "invoice_review_age": Sum(
        "invoice_states", None,
        lambda row: row["age_days"] if row["review_status"] in waiting else None, is_average=True,
    ),
    "account_revenue": Sum("fct_revenue_lines", "invoice_day", not_canceled(column("revenue"))),
    "account_total": Sum("fct_revenue_lines", "invoice_day", not_canceled(column("amount"))),
    "discounts_given": Sum("fct_revenue_lines", "invoice_day", not_canceled(column("discount"))),
    "recent_invoiced_revenue": Sum("kpi_receivables", None, column("recent_invoiced_revenue")),
    "ar_balance": Sum("fct_receivables", None, column("balance")),
    "ar_over_30_days": Sum(
        "ar_aging", None, lambda row: row["_balance"] if (row["age_days"] or 0) > 30 else 0
    ),
    "collections": Sum("fct_payments", "payment_day", column("amount")),
    "unapplied_payments": Sum("fct_payments", "payment_day", column("unapplied_amount")),
    "refunds": Sum("fct_payments", "payment_day", if_("refunded_payment_id", column("amount"))),
    "pending_payments": Sum("fct_payments", "payment_day", is_("sync_status", "Pending")),
    "applied_payments": Sum("fct_payment_applications", "payment_day", column("amount")),
    "days_to_payment": Sum(
        "fct_payment_applications", "payment_day", column("days_after_invoice"), is_average=True
    ),
    "technician_adjustment_revenue": Sum(
        "fct_technician_adjustments", "day", column("adjustment_revenue"), by="technician_id"
    ),
    "leads_created": Sum("fct_leads", "created_day", each),
    "leads_converted": Sum("fct_leads", "created_day", if_("is_converted")),
    "leads_dismissed": Sum("fct_leads", "created_day", if_("is_dismissed")),
    "open_leads": Sum("fct_leads", None, if_("is_open")),
    "open_lead_age": Sum(
        "open_leads", None, column("age_days"), is_average=True
    ),
    "online_bookings": Sum("fct_bookings", "created_day", each),
    "converted_bookings": Sum("fct_bookings", "created_day", if_("is_converted")),
    "hours_to_conversion": Sum(
        "fct_bookings", "created_day",
        lambda row: row["seconds_to_conversion"] and row["seconds_to_conversion"] / 3600,
        is_average=True,
    ),
    "shift_hours": Sum("fct_technician_time", "day", column("shift_hours"), by="technician_id"),
    "job_hours": Sum(
        "fct_technician_time", "day", lambda row: row["drive_hours"] + row["on_site_hours"],
        by="technician_id",
    ),
    "non_job_hours": Sum(
        "fct_non_job_timesheets", "day",
        lambda row: row["seconds"] and row["seconds"] / 3600, by="technician_id",
    ),
    "inbound_calls": Sum("fct_calls", "received_day", if_("is_inbound")),
    "booked_calls": Sum("fct_calls", "received_day", if_("is_booked")),
    "unbooked_calls": Sum("fct_calls", "received_day", if_("is_unbooked")),
    "rated_calls": Sum(
        "fct_calls", "received_day", lambda row: int(row["is_booked"] or row["is_unbooked"])
    ),
    "abandoned_calls": Sum("fct_calls", "received_day", if_("is_abandoned")),
    "lead_calls": Sum("fct_calls", "received_day", if_("is_lead")),
    "call_duration": Sum(
        "fct_calls", "received_day", column("duration_seconds"), is_average=True
    ),
    "active_memberships": of_memberships("active_at_end"),
    "active_memberships_at_start": of_memberships("active_at_start"),
    "new_memberships": of_memberships("new_sales"),
    "renewed_memberships": of_memberships("renewals"),
    "canceled_memberships": of_memberships("canceled"),
    "expired_memberships": of_memberships("expired"),
    "expired_and_renewed_memberships": of_memberships("expired_and_renewed"),
    "churned_memberships": of_memberships("churned"),
    "costed_jobs": Sum("fct_job_costs", "completed_day", each),
    "costed_subtotal": of_costs("subtotal"),
    "labour_cost": of_costs("labour_cost"),
    "payroll_adjustment_cost": of_costs("payroll_adjustments"),
    "material_cost": of_costs("material_cost"),
    "purchase_cost": of_costs("purchase_cost"),
    "return_cost": of_costs("return_cost"),
    "total_job_cost": of_costs("total_cost"),
}  # fmt: skip
RATIOS = {
    "close_rate_from_tech_leads": (
        "closed_opportunities_from_tech_leads", "sales_opportunities_from_tech_leads",
    ),
    "close_rate_from_marketing_leads": (
        "closed_opportunities_from_marketing_leads", "sales_opportunities_from_marketing_leads",
    ),
    "average_lead_sale": ("total_lead_sales", "sold_leads"),
    "first_time_fix_rate": ("first_time_fixes", "fix_known_jobs"),
    "estimate_value_win_rate": ("created_and_sold_estimate_value", "created_estimate_value"),
    "same_day_payment_rate": ("same_day_payments", "paid_job_invoices"),
    "seven_day_payment_rate": ("seven_day_payments", "paid_job_invoices"),
    "online_booking_conversion_rate": ("converted_bookings", "online_bookings"),
    "non_job_share": ("non_job_hours", "shift_hours"),
    "booking_rate": ("booked_calls", "rated_calls"),
    "abandoned_rate": ("abandoned_calls", "inbound_calls"),
    "membership_churn_rate": ("churned_memberships", "active_memberships_at_start"),
    "membership_renewal_rate": ("expired_and_renewed_memberships", "expired_memberships"),
}  # fmt: skip
ENTITIES = {
    "business_unit_id": "business_unit",
    "technician_id": "technician",
    "lead_set_by_id": "lead_setter",
}
