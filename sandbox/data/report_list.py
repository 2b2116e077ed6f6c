"""Which stock reports a tenant has, under its own ids and names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sandbox.data.rng import Rng


class Listed(NamedTuple):
    """A report as the list of its category shows it."""

    category: str
    id: int
    name: str
    description: str | None = None


class Stock(NamedTuple):
    """A stock report, and the names that tenants give it."""

    family: str
    category: str
    names: tuple[str, ...]
    description: str | None = None


_UNIT, _TECHNICIAN = "business-unit-dashboard", "technician-dashboard"

STOCK = (
    Stock("unit_revenue", _UNIT, ("Revenue", "BU Dashboard - Revenue")),
    Stock("unit_sales", _UNIT, ("Sales", "BU Dashboard - Sales")),
    Stock("unit_productivity", _UNIT, ("Productivity", "BU Dashboard - Productivity")),
    Stock("unit_leads", _UNIT, ("Leads", "BU Dashboard - Leads")),
    Stock("unit_memberships", _UNIT, ("Memberships", "BU Dashboard - Memberships")),
    Stock("technician_revenue", _TECHNICIAN, ("Revenue", "Tech Dashboard - Revenue")),
    Stock("technician_sales", _TECHNICIAN, ("Sales", "Tech Dashboard - Sales")),
    Stock("technician_productivity", _TECHNICIAN, ("Productivity", "Tech Productivity")),
    Stock("technician_leads", _TECHNICIAN, ("Leads", "Tech Dashboard - Leads")),
    Stock("technician_memberships", _TECHNICIAN, ("Memberships", "Tech Memberships")),
    Stock("technician_lead_types", _TECHNICIAN, ("Sales by Lead Type", "TGL and Marketing")),
    Stock("unit_scorecard", "operations", ("Weekly Scorecard", "Manager's Scorecard")),
    Stock("daily_huddle", "operations", ("Daily Huddle", "Morning Huddle")),
    Stock("job_list", "operations", ("Completed Jobs", "Jobs - Production Numbers")),
    Stock("jobs_booked", "operations", ("Jobs Booked", "Bookings by CSR")),
    Stock("job_costing", "operations", ("Job Costing Summary", "Job Costing")),
    Stock("revenue_by_job_type", "operations", ("Revenue by Job Type", "Job Types")),
    Stock("revenue_by_day", "accounting", ("Revenue by Day", "Daily Revenue")),
    Stock("invoice_summary_by_unit", "accounting", ("Invoice Summary by BU", "Invoices by BU")),
    Stock("revenue_by_account", "accounting", ("Revenue by Account", "Revenue by GL Account")),
    Stock("invoices_sent", "accounting", ("Invoices Sent", "Emailed Invoices")),
    Stock("collections", "accounting", ("Collections", "Deposit Detail")),
    Stock("ar_transactions", "accounting", ("AR Transactions by Job", "Open Transactions")),
    Stock("ar_by_customer", "accounting", ("AR Transactions by Customer", "AR Aging")),
    Stock("pay_file", "accounting", ("Master Pay File", "Payroll Export")),
    Stock("campaign_summary", "marketing", ("Campaign Summary", "Marketing Campaigns")),
    Stock("campaign_bookings", "marketing", ("Bookings by Campaign", "Campaign Bookings")),
    Stock("membership_summary", "marketing", ("Membership Summary", "Memberships by Type")),
    Stock("active_memberships", "marketing", ("Active Memberships", "Members")),
    Stock("call_center_by_agent", "marketing", ("Call Center Performance by CSR", "CSR Board")),
    Stock(
        "call_center_by_campaign", "marketing", ("Call Center Performance by Campaign", "Bookings")
    ),
)
_SMALL, _LARGE = 1_100, 25_724_000


def of_tenant(seed: int, tenant: int) -> Mapping[str, Listed]:
    """The tenant's reports by family; every tenant has other ids."""
    rng = Rng(f"{seed}/{tenant}/report-ids")
    first = _SMALL if rng.random() < 0.5 else _LARGE
    ids = rng.sample(range(first, first + 800), len(STOCK))
    return {
        one.family: Listed(one.category, number, rng.pick(one.names), one.description)
        for one, number in zip(STOCK, ids, strict=True)
    }
