"""The switches of the KPI reports: readings, oddities, differences, obstacles."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from random import Random
from typing import Any

import pytest
import requests

from loader.config import PROJECT_ROOT
from sandbox.kpi_reports.catalogue import TEMPLATES
from sandbox.kpi_reports.differences import DIFFERENCES
from sandbox.kpi_reports.figures import Period
from sandbox.kpi_reports.obstacles import OBSTACLES
from sandbox.kpi_reports.oddities import ODDITIES
from sandbox.kpi_reports.planting import Site, plant
from sandbox.kpi_reports.readings import alternatives
from tests.sandbox.kpi_report_client import SPRING, Reports

PERIOD = Period(date(2026, 3, 1), date(2026, 5, 31))
TOLD_BY = (
    "unit_revenue", "unit_sales", "technician_revenue", "technician_productivity",
    "call_center_by_agent", "ar_transactions", "job_costing",
)  # fmt: skip
DAYS = SPRING
ALL = DAYS | {"IncludeInactive": True}


# Readings ---------------------------------------------------------------------------------------

# What each other reading makes of the worked example: the report, the row, the field, the value.
OTHER_READINGS = {
    "item_without_gl_is_income": ("unit_revenue", "Service", "CompletedRevenue", 850),
    "empty_invoice_uses_subtotal": ("unit_revenue", "Service", "CompletedRevenue", 809),
    "count_bu": ("unit_scorecard", "Service", "CompletedJobs", 7),
    "sales_opp_requires": ("unit_sales", "Install", "SalesOpportunity", 1),
    "closed_requires_threshold": ("unit_sales", "Service", "CloseRate", 0.5),
    "adjustments_on_technicians": (
        "technician_revenue", "Ann", "CompletedRevenueWithAdjustments", 364,
    ),
    "recall_attribution": ("technician_productivity", "Ann", "RecallsCaused", 0),
    "abandoned_is_unbooked": ("call_center_by_agent", "Eve", "CallBookingRate", 0.25),
    "include_outbound": ("call_center_by_agent", "Eve", "CallBookingRate", 0.5),
}  # fmt: skip


@pytest.mark.parametrize("reading", OTHER_READINGS)
def test_another_reading_gives_another_figure(reading: str, worked: Reports):
    family, name, field, expected = OTHER_READINGS[reading]
    before = worked.by("Name", family, field)[name]
    worked.switches.read(**{reading: alternatives()[reading][0]})
    (found,) = worked.by("Name", family, field)[name]
    assert found == pytest.approx(expected)
    assert before != (found,)


def test_readings_of_costs_and_ages(worked: Reports):
    worked.switches.read(cost_source="purchase_orders")
    assert worked.total("job_costing", "TotalCosts", DateType=1) == 3060
    worked.switches.read(cost_with_tax=False)
    assert worked.total("job_costing", "TotalCosts", DateType=1) == 3050
    worked.switches.read(ar_age_from="invoice_date")
    (row,) = worked.rows("ar_by_customer", From=None, To="2026-05-15")
    assert (row["Days0To30"], row["Days31To60"]) == (0, 4050)


def test_days_are_cut_in_the_reports_zone(worked: Reports):
    worked.switches.read(timezone="UTC")
    found = worked.by("Name", "unit_revenue", "CompletedRevenue")
    assert found == {"Service": (979,), "Install": (0,), "Sales": (0,)}


def test_customers_can_be_left_out(worked: Reports):
    worked.switches.read(exclude_customer_ids=[77])
    assert worked.total("unit_revenue", "TotalRevenue") == 0
    assert worked.rows("ar_transactions", From=None, To="2026-05-15") == []


def test_a_wrong_reading_is_refused(worked: Reports):
    with pytest.raises(ValueError, match="no such reading: tech_atribution; there are timezone"):
        worked.switches.read(tech_atribution="equal")
    with pytest.raises(ValueError, match="tech_attribution: Invalid enum value 'half'"):
        worked.switches.read(tech_attribution="half")


# Oddities ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("oddity", sorted(ODDITIES.keys() - {"telling-records"}))
def test_an_oddity_changes_no_figure(oddity: str, changed: Reports):
    before = [row["TotalRevenue"] for row in changed.rows("unit_revenue", **ALL)]
    jobs = len(changed.rows("job_list", DateType=1, **DAYS))
    reply = changed.control("POST", oddity=oddity, **{k.lower(): v for k, v in DAYS.items()})
    assert reply.status_code == 200, reply.text
    if oddity == "small-pages":
        page = changed.post("unit_revenue", ALL, pageSize=25_000).json()
        assert (len(page["data"]), page["hasMore"]) == (3, True)
        return
    rows = changed.rows("unit_revenue", **ALL)
    assert [row["TotalRevenue"] for row in rows] == before
    if oddity == "equal-unit-names":
        assert len({row["Name"].strip() for row in rows}) == len(rows) - 1
    if oddity == "inactive-unit":
        assert changed.total("unit_revenue", "TotalRevenue", **DAYS) < sum(before)
    if oddity == "inactive-technician":
        assert len(changed.rows("technician_revenue", **DAYS)) < len(
            changed.rows("technician_revenue", **ALL)
        )
    if oddity == "trailing-blanks":
        assert all(row["Name"].endswith("  ") for row in changed.rows("unit_revenue", **DAYS))
    if oddity == "date-types-renumbered":
        values = changed.client.page("reporting/dynamic-value-sets/job-date-filter-type")["data"]
        number = {word: value for value, word in values}["Job Completion Date"]
        assert number != 1
        assert len(changed.rows("job_list", DateType=number, **DAYS)) == jobs


def test_with_telling_records_every_reading_changes_a_figure(changed: Reports):
    ODDITIES["telling-records"].give(
        Site(changed.server.store, changed.switches, PERIOD, Random(1))
    )
    ledger = changed.switches.ledger
    values = DAYS | {"DateType": 1, "IncludeInactive": True}

    def all_figures() -> list[Any]:
        return [TEMPLATES[one].rows(ledger(changed.server.store), values) for one in TOLD_BY]

    before = all_figures()
    others = [(n, v) for n, values in alternatives().items() for v in values]
    for name, value in [*others, ("income_gl_types", ["Income"])]:
        changed.switches.read()
        changed.switches.read(**{name: value})
        assert all_figures() != before, (name, value)


# Differences ------------------------------------------------------------------------------------


def figures(reports: Reports, family: str, field: str) -> list[Any]:
    # Receivables are those of today: what is paid by now says nothing of a day that is over.
    dated = {"From": None, "To": "2026-06-30"} if family.startswith("ar_") else {}
    inactive = {"IncludeInactive": True} if family.startswith(("unit", "tech", "camp")) else {}
    return [row[field] for row in reports.rows(family, **DAYS | dated | inactive)]


@pytest.mark.parametrize(
    ("name", "side"), [(one.name, side) for one in DIFFERENCES.values() for side in one.sides]
)
def test_a_difference_shows_in_its_reports_and_can_be_taken_back(
    name: str, side: Any, made_up: Reports
):
    difference = DIFFERENCES[name]
    store = made_up.server.store
    site = Site(store, made_up.switches, PERIOD, Random(name))
    shown = [(family, field) for family, names in difference.shows_in.items() for field in names]
    before = {each: figures(made_up, *each) for each in shown}
    planted = plant(site, difference, side)
    assert planted is not None
    after = {each: figures(made_up, *each) for each in shown}
    planted.undo()
    still_counted = side == "report" and planted.change.fields is None
    assert {each for each in shown if after[each] == before[each]} == (
        set(shown) if still_counted else set()
    )
    assert {each: figures(made_up, *each) for each in shown} == before


@pytest.mark.parametrize("side", ["late", "unmarked", "report"])
def test_only_the_reports_see_what_the_api_does_not_serve(side: Any, made_up: Reports):
    store = made_up.server.store
    site = Site(store, made_up.switches, PERIOD, Random(1))
    served = {one.key: one.raw for one in store.truth("jobs")}
    planted = plant(site, DIFFERENCES["job-recategorised"], side)
    assert planted is not None
    changed = {one.key for one in store.truth("jobs") if one.raw != served[one.key]}
    assert changed == (set() if side == "report" else {planted.change.key})
    planted.undo()


def test_the_reports_still_count_what_the_api_has_deleted(made_up: Reports):
    store = made_up.server.store
    site = Site(store, made_up.switches, PERIOD, Random(1))
    planted = plant(site, DIFFERENCES["invoice-deleted"], "report")
    assert planted is not None
    assert store.record("invoices", planted.change.key).deleted
    planted.undo()
    assert not store.record("invoices", planted.change.key).deleted


def test_only_a_late_change_is_marked(made_up: Reports):
    store = made_up.server.store
    for side in ("unmarked", "late"):
        site = Site(store, made_up.switches, PERIOD, Random(1))
        planted = plant(site, DIFFERENCES["job-canceled"], side)
        assert planted is not None
        modified = store.record("jpm/jobs", planted.change.key).fields["modifiedOn"]
        assert (modified > "2026-06-30T22") is (side == "late")
        planted.undo()


def test_a_side_that_a_difference_does_not_have_is_refused(made_up: Reports):
    site = Site(made_up.server.store, made_up.switches, PERIOD, Random(1))
    with pytest.raises(ValueError, match="invoice-deleted has no side 'unmarked'; it has report, "):
        plant(site, DIFFERENCES["invoice-deleted"], "unmarked")


def test_nothing_is_planted_where_nothing_would_do(worked: Reports):
    days = Period(date(2020, 1, 1), date(2020, 1, 31))
    site = Site(worked.server.store, worked.switches, days, Random(1))
    for difference in DIFFERENCES.values():
        if difference.name not in ("invoice-paid", "estimate-sold"):
            assert plant(site, difference) is None, difference.name


def test_differences_are_planted_and_taken_back_over_http(changed: Reports):
    before = changed.rows("unit_revenue", **ALL)
    days = {"from": DAYS["From"], "to": DAYS["To"]}
    planted = [
        changed.control("POST", difference="job-canceled", side="report", seed=seed, **days)
        for seed in (4, 4)
    ]
    first, second = (reply.json()["planted"] for reply in planted)
    assert first["key"] != second["key"]  # never the same record twice
    assert (first["side"], first["fields"]) == ("report", {"jobStatus": "Canceled"})
    assert (
        changed.server.store.record("jpm/jobs", first["key"]).fields["jobNumber"]
        == (first["jobNumber"])
    )
    assert changed.control("POST", readings={"count_bu": "line"}).json() == {}
    assert changed.control("GET").json()["readings"]["count_bu"] == "line"
    assert changed.rows("unit_revenue", **ALL) != before
    assert changed.control("DELETE").json() == {}
    assert changed.rows("unit_revenue", **ALL) == before


def test_a_wrong_switch_is_a_400_that_says_why(worked: Reports):
    assert "`from` and `to`" in worked.control("POST", difference="job-canceled").json()["error"]
    assert "unknown field" in worked.control("POST", plant="x").json()["error"]
    assert worked.control("POST", obstacle="none").status_code == 400


# Obstacles --------------------------------------------------------------------------------------


def rows_and_ends(reports: Reports, size: int) -> list[tuple[int, bool]]:
    found = []
    for number in range(1, 20):
        page = reports.post("unit_revenue", ALL, page=number, pageSize=size).json()
        found.append((len(page["data"]), page["hasMore"]))
        if not page["hasMore"]:
            return found
    raise AssertionError("the pages do not end")


@pytest.mark.parametrize(
    ("obstacle", "pages"),
    [
        ("page-cut", [(2, False)]),
        ("page-says-done", [(4, False)]),
        ("page-says-more", [(4, True), (4, True), (1, True), (0, False)]),
    ],
)
def test_pages_can_lie(obstacle: str, pages: list[tuple[int, bool]], made_up: Reports):
    made_up.control("POST", obstacle=obstacle, report="unit_revenue")
    assert rows_and_ends(made_up, 4) == pages
    total = made_up.post("unit_revenue", ALL, includeTotal="true").json()["totalCount"]
    assert total == 9
    made_up.control("DELETE")
    assert rows_and_ends(made_up, 4) == [(4, True), (4, True), (1, False)]


@pytest.mark.parametrize(
    ("obstacle", "status"), [("report-not-listed", 404), ("report-forbidden", 403)]
)
def test_a_report_may_not_be_shared_with_the_app(obstacle: str, status: int, made_up: Reports):
    listed = made_up.switches.by_family["unit_sales"].listed
    path = f"reporting/report-category/{listed.category}/reports"

    def is_listed() -> bool:
        return listed.id in {one["id"] for one in made_up.client.data(path)}

    made_up.control("POST", obstacle=obstacle, report="unit_sales")
    assert made_up.client.get(f"{path}/{listed.id}").status_code == status
    assert made_up.post("unit_sales", DAYS).status_code == status
    assert is_listed() is (status == 403)
    made_up.control("DELETE")
    assert made_up.client.get(f"{path}/{listed.id}").status_code == 200
    assert is_listed()


def test_scopes_can_be_missing(made_up: Reports):
    lists = {
        "no-calls-scope": "telecom/v3/calls",
        "no-estimates-scope": "sales/estimates",
        "no-memberships-scope": "memberships/memberships",
        "no-payments-scope": "accounting/payments",
        "no-splits-scope": "payroll/jobs/splits",
    }
    assert lists.keys() == {one.name for one in OBSTACLES.values() if not one.of_report}
    for obstacle, path in lists.items():
        made_up.control("POST", obstacle=obstacle)
        assert made_up.client.get(path).status_code == 403
        assert made_up.client.get("accounting/invoices").status_code == 200
        made_up.control("DELETE")
        assert made_up.client.get(path).status_code == 200


def test_the_command_line_switches_readings_and_oddities():
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--scale", "0.01", "--tenant", "5"]
    command += ["--reading", "count_bu=line", "--reading", "sales_bu_ids=[301]"]
    command += ["--oddity", "trailing-blanks"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT_ROOT) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _ in range(8)]
        settings = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
        url = f"{settings['SERVICETITAN_API_URL']}/sandbox/tenant/5"
        readings = requests.get(f"{url}/kpi-reports", timeout=10).json()["readings"]
        units = requests.get(f"{url}/truth/settings/business-units", timeout=10).json()
        process.terminate()
    assert (readings["count_bu"], readings["sales_bu_ids"]) == ("line", [301])
    assert settings["SERVICETITAN_TIMEZONE"] == readings["timezone"]
    assert '"name":"HVAC - Service  "' in units[0]["raw"]


def test_a_wrong_reading_on_the_command_line_is_said_to_be_one():
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--scale", "0"]
    command += ["--reading", "count_bu"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT_ROOT, check=False)
    assert done.returncode == 1
    assert "--reading count_bu: give a name and a value, as in count_bu=line" in done.stderr


def test_the_readme_names_every_switch():
    text = (PROJECT_ROOT / "sandbox/README.md").read_text(encoding="utf-8")
    rows = [
        *(f"| `{one.name}` | {one.what} |" for one in (*ODDITIES.values(), *OBSTACLES.values())),
        *(
            f"| `{one.name}` | {one.what} | {', '.join(one.sides)} |"
            for one in DIFFERENCES.values()
        ),
    ]
    assert [row for row in rows if row not in text] == []
