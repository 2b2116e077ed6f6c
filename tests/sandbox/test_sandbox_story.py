"""The made-up shop tells the story of a real one: each kind of event occurs, about as often."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from sandbox.data import DEFAULT_TODAY, make_store, present_day
from sandbox.store import Store
from sandbox.timestamps import text_from

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def store() -> Store:
    return make_store(1, scale=0.2, seed=3, today=DEFAULT_TODAY)


@pytest.fixture(scope="module")
def jobs(store: Store) -> Rows:
    return store.records("jobs")


@pytest.fixture(scope="module")
def invoices(store: Store) -> Rows:
    return store.records("invoices")


@pytest.fixture(scope="module")
def estimates(store: Store) -> Rows:
    return store.records("estimates")


@pytest.fixture(scope="module")
def completed(jobs: Rows) -> Rows:
    return [job for job in jobs if job["jobStatus"] == "Completed"]


def _share(rows: Rows, test: Any) -> float:
    return sum(map(bool, map(test, rows))) / len(rows)


def _subtotals(invoices: Rows) -> dict[int, Decimal]:
    """What each job's invoices charge, adjustments left out."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for invoice in invoices:
        if invoice["job"] and invoice["adjustmentToId"] is None:
            found[invoice["job"]["id"]] += Decimal(invoice["subTotal"])
    return found


# Jobs ------------------------------------------------------------------------------------------


def test_one_job_in_twenty_five_is_canceled_and_says_when(jobs: Rows) -> None:
    assert 0.03 < _share(jobs, lambda job: job["jobStatus"] == "Canceled") < 0.05
    canceled = [job for job in jobs if job["jobStatus"] == "Canceled"]
    assert all(job["createdOn"] <= job["completedOn"] for job in canceled)


def test_some_jobs_are_held_and_some_of_these_have_a_sold_estimate(
    jobs: Rows, estimates: Rows
) -> None:
    held = {job["id"] for job in jobs if job["jobStatus"] == "Hold"}
    assert 0.005 < len(held) / len(jobs) < 0.03
    assert held & {estimate["jobId"] for estimate in estimates if estimate["soldOn"]}


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [("recallForId", 0.02, 0.04), ("warrantyId", 0.008, 0.025)],
)
def test_recalls_and_warranty_jobs_follow_a_completed_job_at_the_same_place(
    jobs: Rows, field: str, low: float, high: float
) -> None:
    by_id = {job["id"]: job for job in jobs}
    following = [job for job in jobs if job[field] in by_id]
    assert low < len(following) / len(jobs) < high
    for job in following:
        original = by_id[job[field]]
        assert original["jobStatus"] == "Completed"
        assert original["completedOn"] < job["createdOn"]
        assert original["locationId"] == job["locationId"]
    assert _share(following, lambda job: job["noCharge"]) > 0.9


def test_leads_set_by_technicians_name_the_job_and_the_technician(store: Store, jobs: Rows) -> None:
    technicians = {row["id"] for row in store.records("technicians")}
    by_id = {job["id"]: job for job in jobs}
    leads = [job for job in jobs if job["jobGeneratedLeadSource"]]
    assert 0.03 < len(leads) / len(jobs) < 0.08
    for job in leads:
        source = job["jobGeneratedLeadSource"]
        assert source["employeeId"] in technicians
        if source["jobId"] in by_id:  # a deleted job is not listed
            assert by_id[source["jobId"]]["locationId"] == job["locationId"]


def test_a_tenth_of_the_jobs_is_not_charged_yet_some_of_these_are_paid_for(
    completed: Rows, invoices: Rows
) -> None:
    assert 0.1 < _share(completed, lambda job: job["noCharge"]) < 0.15
    subtotals = _subtotals(invoices)
    assert any(subtotals[job["id"]] for job in completed if job["noCharge"])


def test_job_types_have_the_thresholds_that_tell_converted_jobs(
    store: Store, completed: Rows, invoices: Rows
) -> None:
    thresholds = {row["id"]: row["soldThreshold"] for row in store.records("job-types")}
    assert {None, Decimal(1), Decimal(100), Decimal(500)} <= set(thresholds.values())
    subtotals = _subtotals(invoices)
    charged = [job for job in completed if not job["noCharge"]]
    converted = _share(
        charged, lambda job: subtotals[job["id"]] >= (thresholds[job["jobTypeId"]] or 0)
    )
    assert 0.7 < converted < 0.95


def test_the_last_two_months_are_full_of_life_and_appointments_are_booked(
    store: Store, jobs: Rows
) -> None:
    months = Counter(job["createdOn"][:7] for job in jobs)
    assert months["2026-06"] > 100 < months["2026-05"]
    now = text_from(store.clock.now)
    future = [row["start"] for row in store.records("appointments") if row["start"] > now]
    assert len(future) > 15
    assert max(future) > "2026-07-10"


# Invoices --------------------------------------------------------------------------------------


def test_adjustments_refer_to_an_invoice_and_some_are_paid_back(
    store: Store, invoices: Rows
) -> None:
    by_id = {row["id"]: row for row in invoices}
    adjustments = [row for row in invoices if row["adjustmentToId"]]
    assert 0.01 < len(adjustments) / len(invoices) < 0.025
    assert {Decimal(row["subTotal"]) > 0 for row in adjustments} == {True, False}
    assert all(by_id[row["adjustmentToId"]]["job"] == row["job"] for row in adjustments)
    assert any(row["refundedPaymentId"] for row in store.records("payments"))


def test_little_is_owed_for_more_than_a_month(invoices: Rows) -> None:
    live = [invoice for invoice in invoices if invoice["active"] and invoice["dueDate"]]
    month_ago = (datetime.fromisoformat(DEFAULT_TODAY) - timedelta(days=30)).date().isoformat()
    late = [invoice for invoice in live if invoice["dueDate"][:10] < month_ago]
    owed = sum(Decimal(invoice["balance"]) for invoice in late)
    earned = sum(Decimal(i["subTotal"]) for i in live if i["invoiceDate"][:7] == "2026-05")
    assert Decimal("0.02") < owed / earned < Decimal("0.15")


def test_invoices_without_a_job_are_of_every_configuration(invoices: Rows) -> None:
    without = [row for row in invoices if row["job"] is None]
    assert 0.03 < len(without) / len(invoices) < 0.08
    assert {row["invoiceConfiguration"] for row in without} == {
        "MembershipInvoice",
        "CounterSales",
        "ProjectInvoice",
        "InterestChargeInvoice",
        "ARImportInvoice",
    }


def test_some_jobs_have_several_invoices_and_some_invoices_have_no_items(invoices: Rows) -> None:
    of_job = Counter(
        row["job"]["id"] for row in invoices if row["job"] and row["adjustmentToId"] is None
    )
    assert 0.01 < sum(count > 1 for count in of_job.values()) / len(of_job) < 0.05
    empty = [row for row in invoices if not row["items"]]
    assert 0.1 < len(empty) / len(invoices) < 0.3
    assert {Decimal(row["subTotal"]) > 0 for row in empty} == {True, False}


def test_lines_post_to_income_liabilities_expenses_and_to_no_account(invoices: Rows) -> None:
    lines = [item for row in invoices for item in row["items"]]
    kinds = Counter((line["generalLedgerAccount"] or {}).get("type") for line in lines)
    assert set(kinds) == {"Income", "OtherIncome", "Liability", "Expense", None}
    assert 0.9 < kinds["Income"] / len(lines) < 0.99
    assert any(line["type"] == "PriceModifier" and Decimal(line["total"]) < 0 for line in lines)


def test_some_lines_belong_to_another_business_unit_than_their_invoice(invoices: Rows) -> None:
    pairs = [(row, item) for row in invoices for item in row["items"]]
    other = sum(row["businessUnit"] != item["businessUnit"] for row, item in pairs)
    assert 0.02 < other / len(pairs) < 0.08


# Estimates -------------------------------------------------------------------------------------


def test_close_rates_are_those_of_a_shop(store: Store, completed: Rows, estimates: Rows) -> None:
    sold = {row["jobId"] for row in estimates if row["soldOn"] and row["active"]}
    kinds = {row["id"]: row["class"] for row in store.records("job-types")}
    for kind in ("Sales", "Service"):
        jobs = [j for j in completed if kinds[j["jobTypeId"]] == kind and not j["noCharge"]]
        assert 0.3 < _share(jobs, lambda job: job["id"] in sold) < 0.5, kind


def test_estimates_are_sold_on_the_spot_or_later_and_some_by_the_office(
    store: Store, estimates: Rows
) -> None:
    office = {row["id"] for row in store.records("employees")}
    sold = [row for row in estimates if row["soldOn"]]
    assert 0.1 < _share(sold, lambda row: row["soldBy"] in office) < 0.35
    assert 0.1 < _share(sold, lambda row: row["soldOn"][:10] > row["createdOn"][:10]) < 0.5
    assert all(row["createdOn"] <= row["soldOn"] for row in sold)
    assert any(not row["active"] for row in sold)
    assert any(row["subtotal"] == 0 for row in sold)
    assert {row["status"]["name"] for row in sold} == {"Sold"}


# Everything around the jobs ----------------------------------------------------------------------


def test_splits_of_a_job_sum_to_a_hundred_per_cent(store: Store, completed: Rows) -> None:
    splits: dict[int, list[Decimal]] = defaultdict(list)
    for row in store.records("payroll/jobs/splits"):
        splits[row["jobId"]].append(row["split"])
    assert all(sum(shares) == 100 for shares in splits.values())
    assert any(len(shares) > 1 for shares in splits.values())
    assert 0.9 < _share(completed, lambda job: job["id"] in splits) < 1


def test_memberships_are_active_renewed_canceled_suspended_and_expired(store: Store) -> None:
    memberships = store.records("memberships/memberships")
    statuses = Counter(row["status"] for row in memberships)
    assert set(statuses) == {"Active", "Expired", "Canceled", "Suspended"}
    assert statuses["Active"] > len(memberships) / 5
    assert any(row["renewedById"] for row in memberships)
    assert all(
        (row["status"] == "Canceled") == (row["cancellationDate"] is not None)
        for row in memberships
    )


def test_a_memberships_status_is_where_its_changes_lead(store: Store) -> None:
    last = {
        row["membershipId"]: row["newStatus"]
        for row in store.records("memberships/membership-status-changes")
    }
    for row in store.records("memberships/memberships"):
        assert row["status"] == last.get(row["id"], "Active")


def test_memberships_are_sold_on_jobs_by_the_office_and_imported(
    store: Store, invoices: Rows
) -> None:
    sold_by_item = {item["id"]: item for row in invoices for item in row["items"]}
    memberships = store.records("memberships/memberships")
    on_jobs = [row for row in memberships if row["activatedFromId"]]
    assert on_jobs
    for row in on_jobs:
        item = sold_by_item[row["activatedFromId"]]
        assert item["membershipTypeId"] == row["membershipTypeId"]
    assert any(row["soldById"] and not row["activatedFromId"] for row in memberships)
    assert any(row["importId"] for row in memberships)


def test_calls_book_jobs_or_not_and_only_inbound_ones_are_classified(
    store: Store, jobs: Rows
) -> None:
    calls = [row["leadCall"] | {"jobNumber": row["jobNumber"]} for row in store.records("calls")]
    kinds = Counter(call["callType"] for call in calls)
    assert set(kinds) == {"Booked", "Unbooked", "Excused", "NotLead", "Abandoned", None}
    assert 0.55 < kinds["Booked"] / (kinds["Booked"] + kinds["Unbooked"]) < 0.85
    assert all((call["direction"] == "Inbound") == (call["callType"] is not None) for call in calls)
    booked = {call["id"]: call["jobNumber"] for call in calls if call["callType"] == "Booked"}
    assert all(booked[job["leadCallId"]] == job["jobNumber"] for job in jobs if job["leadCallId"])
    durations = [call["duration"] for call in calls]
    assert min(durations) < "00:01:00" < max(durations)


def test_every_month_up_to_now_has_campaign_costs(store: Store) -> None:
    costs = store.records("marketing/costs")
    months = {(row["year"], row["month"]) for row in costs}
    assert len(months) == 25
    assert max(months) == (2026, 6)
    keys = [(row["campaignId"], row["year"], row["month"]) for row in costs]
    assert len(keys) == len(set(keys))


def test_every_canceled_job_has_a_reason(store: Store, jobs: Rows) -> None:
    canceled = {job["id"] for job in jobs if job["jobStatus"] == "Canceled"}
    logs = Counter(row["jobId"] for row in store.records("jpm/job-canceled-logs"))
    assert canceled <= set(logs)
    assert set(logs) - canceled, "some were booked again"
    assert canceled <= {row["jobId"] for row in store.records("jpm/jobs/cancel-reasons")}


def test_technicians_have_shifts_and_their_timesheets_are_in_order(store: Store) -> None:
    shifts = store.records("dispatch/technician-shifts")
    assert {row["shiftType"] for row in shifts} == {"Normal", "OnCall", "TimeOff"}
    assert max(row["start"] for row in shifts) > "2026-07-14"
    for row in store.records("payroll/jobs/timesheets"):
        times = [row[name] for name in ("dispatchedOn", "arrivedOn", "doneOn") if row[name]]
        assert times == sorted(times)
        assert row["doneOn"] is None or row["canceledOn"] is None


def test_technicians_have_meetings_and_idle_time_within_their_shifts(store: Store) -> None:
    codes = {row["id"]: row["code"] for row in store.records("payroll/timesheet-codes")}
    sheets = store.records("payroll/non-job-timesheets")
    assert {codes[row["timesheetCodeId"]] for row in sheets} == {
        "Meeting", "Training", "Idle", "Shop"
    }  # fmt: skip
    shifts = {
        (row["technicianId"], row["start"][:10]) for row in store.records("technician-shifts")
    }
    assert {(row["employeeId"], row["startedOn"][:10]) for row in sheets} <= shifts
    assert all(row["endedOn"] is None or row["startedOn"] < row["endedOn"] for row in sheets)


def test_two_thirds_of_the_online_bookings_become_jobs_soon(store: Store, jobs: Rows) -> None:
    created = {job["id"]: job["createdOn"] for job in jobs}
    bookings = store.records("bookings")
    assert 0.5 < _share(bookings, lambda row: row["status"] == "Converted") < 0.75
    assert {row["status"] for row in bookings} == {"New", "Converted", "Dismissed"}
    for row in bookings:
        assert (row["status"] == "Converted") == (row["jobId"] is not None)
        assert row["jobId"] is None or row["createdOn"] < created[row["jobId"]]


def test_jobs_have_labor_adjustments_materials_and_returns(store: Store, jobs: Rows) -> None:
    ids = {job["id"] for job in jobs}
    for resource in ("payroll/gross-pay-items", "inventory/purchase-orders", "inventory/returns"):
        assert {row["jobId"] for row in store.records(resource)} & ids, resource
    for row in store.records("inventory/receipts"):
        assert row["receiptAmount"] > row["taxAmount"] > 0
    assert any(row["invoiceId"] for row in store.records("payroll/payroll-adjustments"))


# The day ---------------------------------------------------------------------------------------


def test_another_day_moves_the_whole_history() -> None:
    later = make_store(1, scale=0.02, seed=1, today="2027-02-14")
    newest = max(row["createdOn"] for row in later.records("jobs"))
    assert newest[:7] == "2027-02"
    assert all(row["createdOn"] > "2025-02-10" for row in later.records("jobs"))
    assert text_from(later.clock.now) == "2027-02-14T23:00:00Z"


def test_the_present_days_data_end_within_the_last_day() -> None:
    now = datetime.now(UTC)
    end = datetime.fromisoformat(f"{present_day()}T23:00:00+00:00")
    assert now - timedelta(days=1, minutes=1) < end <= now


def test_the_clock_of_present_data_is_the_machines() -> None:
    clock = make_store(1, scale=0, seed=3, today=present_day()).clock
    shown = datetime.fromisoformat(text_from(clock.now)[:19] + "+00:00")
    assert abs(datetime.now(UTC) - shown) < timedelta(minutes=1)
    assert clock.now < clock.tick() < clock.tick()
