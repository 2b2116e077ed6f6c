"""The KPI reports of the worked example, which is added up by hand."""

from __future__ import annotations

import pytest

from tests.sandbox.kpi_report_client import Reports

# Business units ---------------------------------------------------------------------------------


def test_revenue_of_units(worked: Reports):
    names = ("CompletedRevenue", "AdjustmentRevenue", "NonJobRevenue", "TotalRevenue")
    assert worked.by("Name", "unit_revenue", *names) == {
        "Service": (929, -50, 25, 904),
        "Install": (6500, 0, 0, 6500),
        "Sales": (0, 0, 0, 0),
    }


def test_opportunities_of_units(worked: Reports):
    names = ("Opportunity", "ConvertedJobs", "OpportunityConversionRate", "OpportunityJobAverage")
    found = worked.by("Name", "unit_revenue", *names)
    assert found["Service"] == (4, 3, 0.75, 232.25)
    assert found["Install"] == (1, 1, 1, 6500)
    assert found["Sales"] == (2, 0, 0, 0)


def test_sales_of_units(worked: Reports):
    names = ("TotalSales", "SalesOpportunity", "CloseRate", "ClosedAverageSale")
    assert worked.by("Name", "unit_sales", *names) == {
        "Service": (1959, 4, 0.25, 380),
        "Install": (2000, 2, 0.5, 2000),
        "Sales": (6700, 2, 0.5, 7000),
    }


def test_a_scorecard_counts_jobs(worked: Reports):
    names = ("CompletedJobs", "NoChargeJobs", "ClosedOpportunities")
    assert worked.by("Name", "unit_scorecard", *names) == {
        "Service": (6, 3, 1),
        "Install": (1, 0, 1),
        "Sales": (2, 0, 1),
    }
    assert worked.total("unit_productivity", "RecallsCaused") == 1


def test_the_list_of_completed_jobs(worked: Reports):
    found = worked.by(
        "JobNumber", "job_list", "JobStatus", "JobBusinessUnit", "Subtotal", DateType=1
    )
    assert sorted(found) == ["J1", "J11", "J12", "J2", "J3", "J4", "J5", "J6", "J7"]
    assert found["J6"] == ("Completed", "Install", 7100)
    assert found["J11"] == ("Completed", "Service", 120)


def test_the_list_of_jobs_includes_adjustments_on_request(worked: Reports):
    given = {"DateType": 1, "IncludeAdjustmentInvoices": True}
    found = worked.by("JobNumber", "job_list", "Subtotal", **given)
    assert (found["J1"], found["J2"]) == ((330,), (79,))


# Technicians ------------------------------------------------------------------------------------


def test_revenue_of_technicians(worked: Reports):
    names = ("CompletedRevenue", "CompletedRevenueWithAdjustments", "CompletedJobs")
    assert worked.by("Name", "technician_revenue", *names) == {
        "Ann": (364, 326.5, 3),
        "Bob": (365, 352.5, 4),
        "Ivy": (6700, 6700, 1),
        "Sid": (0, 0, 2),
    }
    names = ("Opportunity", "ConvertedJobs", "OpportunityConversionRate")
    assert worked.by("Name", "technician_revenue", *names) == {
        "Ann": (2, 1, 0.5),
        "Bob": (3, 3, 1),
        "Ivy": (1, 1, 1),
        "Sid": (2, 0, 0),
    }


def test_sales_and_leads_of_technicians(worked: Reports):
    assert worked.by("Name", "technician_sales", "TechnicianId", "TotalSales") == {
        "Ann": (1, 1959),
        "Bob": (2, 0),
        "Ivy": (3, 0),
        "Sid": (4, 8700),
    }
    names = ("LeadsSet", "TotalLeadSales", "AverageLeadSale")
    found = worked.by("Name", "technician_leads", *names)
    assert (found["Ann"], found["Sid"]) == ((1, 6700, 6700), (0, 0, None))
    found = worked.by("Name", "technician_lead_types", "TotalSalesFromTgl")
    assert (found["Ann"], found["Sid"]) == ((0,), (6700,))
    assert worked.by("Name", "technician_productivity", "RecallsCaused") == {
        "Ann": (1,),
        "Bob": (1,),
        "Ivy": (0,),
        "Sid": (0,),
    }


def test_the_daily_huddle_has_parameters_with_the_name_of_its_template(worked: Reports):
    days = {"Technicians_From": "2026-03-10", "Technicians_To": "2026-03-11"}
    response = worked.post("daily_huddle", days)
    assert response.json()["data"][0] == ["Ann", 364, 2, 459]


# Everything else --------------------------------------------------------------------------------


def test_the_campaign_summary(worked: Reports):
    names = ("TotalJobsBooked", "CompletedRevenue", "TotalSales", "CloseRate")
    assert worked.by("Name", "campaign_summary", *names) == {"Radio": (2, 459, 459, 0.5)}
    (row,) = worked.rows("campaign_summary", From="2026-02-01", To="2026-03-31")
    # All jobs are of one customer, whose first one was J10, of no campaign.
    assert (row["JobsBookedFromNewCustomers"], row["JobsBookedFromExistingCustomers"]) == (0, 2)


def test_calls_by_agent(worked: Reports):
    names = ("TotalCalls", "BookedCalls", "UnbookedCalls", "LeadCalls", "CallBookingRate")
    found = worked.by("Name", "call_center_by_agent", *names)
    assert found == {"Eve": (7, 1, 2, 2, pytest.approx(1 / 3))}
    assert worked.by("Name", "call_center_by_campaign", "AbandonedCalls") == {"Radio": (1,)}


def test_the_membership_summary(worked: Reports):
    names = ("NewSales", "Renewed", "Canceled", "Expired", "ActiveAtEnd")
    assert worked.by("Name", "membership_summary", *names) == {"Club": (1, 1, 1, 1, 3)}


def test_receivables_as_of_a_day(worked: Reports):
    (row,) = worked.rows("ar_by_customer", From=None, To="2026-05-15")
    assert (row["Balance"], row["UnappliedPayments"]) == (3629, -500)
    assert [row["Days0To30"], row["Days31To60"], row["Days61To90"]] == [4100, -50, 79]
    rows = worked.rows("ar_transactions", From=None, To="2026-05-15")
    names = ("TransactionType", "TransactionNumber", "Balance", "AgeDays")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("Invoice", "2", 79, 65),
        ("Invoice", "6", 4100, 30),
        ("Adjustment", "101", -50, 48),
        ("Payment", "2", -500, None),
    ]


def test_receivables_as_of_a_day_that_is_over(worked: Reports):
    """By the evening of 15 March, invoices 1 to 4 and 8 were written, and 380 was paid."""
    (row,) = worked.rows("ar_by_customer", From=None, To="2026-03-15")
    assert row["Balance"] == (380 + 79 + 150 + 89 + 250 + 25 + 1000) - 380


def test_collections_by_their_own_date_types(worked: Reports):
    assert worked.total("collections", "Amount", DateType=2) == 3880
    assert worked.rows("collections", DateType=1) == []  # all were created on the last day


def test_what_was_invoiced(worked: Reports):
    found = worked.by("BusinessUnit", "invoice_summary_by_unit", "InvoicedRevenue", "InvoiceCount")
    assert found["Install"] == (7100, 1)
    accounts = worked.by("AccountName", "revenue_by_account", "Total")
    assert accounts["(none)"] == (79,)


def test_job_costs(worked: Reports):
    names = ("LaborPay", "PayrollAdjustments", "MaterialEquipmentPurchaseOrderCosts")
    found = worked.by("JobNumber", "job_costing", *names, "ReturnCosts", DateType=1)
    assert found["J6"] == (400, 50, 2700, -100)
    found = worked.by("JobNumber", "job_costing", "TotalCosts", "GrossMarginPercentage", DateType=1)
    assert found["J6"] == (3050, pytest.approx(0.5704, abs=5e-5))
    assert found["J7"] == (0, 0)
