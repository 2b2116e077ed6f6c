"""Reports of several pages, their own rate, and loads that are killed while they are read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sandbox.server import Server
from tests.reports.harness import Loading, sales, sales_report, this_month


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.extract.report_data.PAGE_SIZE", 10)


@pytest.fixture
def long_report(loading: Loading, small_pages: None) -> list[list[Any]]:
    rows: list[list[Any]] = [[number, f"Seller {number}", number * 7] for number in range(25)]
    loading.server.reports.add(sales_report({this_month().isoformat(): rows}))
    loading.declare(sales(since=this_month()))
    return rows


def data_requests(server: Server) -> int:
    return server.requests.count("*/data")


def test_a_window_of_several_pages_is_read_until_two_passes_agree(
    loading: Loading, long_report: list[list[Any]]
):
    loading.load_well()
    assert [row["id"] for row in loading.rows("sales")] == list(range(25))
    assert data_requests(loading.server) == 6


def test_a_row_that_shifts_between_two_pages_is_not_lost(
    loading: Loading, long_report: list[list[Any]]
):
    """One row goes and one comes after the first page: the totals agree, the rows do not."""

    def change() -> None:
        del long_report[0]
        long_report.append([99, "New", 1])

    loading.server.after("*/data", 1, change)
    loading.load_well()
    assert [row["id"] for row in loading.rows("sales")] == [*range(1, 25), 99]
    assert data_requests(loading.server) == 9


def test_a_report_that_never_comes_to_rest_fails_and_changes_nothing(
    loading: Loading, long_report: list[list[Any]]
):
    loading.load_well()
    remove = loading.server.on_request(
        lambda _request: long_report.append([len(long_report), "New", 1])
    )
    message = loading.load_badly()
    remove()
    assert "changed while its" in message
    assert "Declare narrower windows" in message
    assert len(loading.rows("sales")) == 25


def test_a_page_that_holds_fewer_rows_than_the_api_counts_is_refused(loading: Loading):
    report = sales_report({this_month().isoformat(): [[1, "Ann", 10]]})
    report.withheld = 1
    loading.server.reports.add(report)
    loading.declare(sales(since=this_month()))
    assert "does not hold the rows that the API counts" in loading.load_badly()
    assert loading.rows("sales") == []


def test_the_reports_own_rate_is_never_exceeded_and_others_do_not_wait(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
):
    """Three requests a period (a minute that lasts 0.6 s here)."""
    monkeypatch.setattr("loader.api.rate_limiter.MINUTE", 0.6)
    loading.report_rate = 3
    loading.server.reports.limit.requests = 3
    loading.server.reports.limit.period = 0.6
    loading.server.reports.add(sales_report({}))
    loading.declare(sales(since=this_month(-7)))
    loading.load_well()
    received = [request.at for request in loading.server.requests.select("*/data")]
    assert len(received) == 8
    assert loading.server.requests.count("*", 429) == 0
    assert 1.2 <= received[-1] - received[0] < 2.4


@pytest.mark.parametrize("retry_after", [None, 1])
def test_after_a_429_only_that_report_waits_and_goes_on_more_slowly(
    loading: Loading, monkeypatch: pytest.MonkeyPatch, retry_after: int | None
):
    """The loader believes in 100 requests a period, the API allows one."""
    monkeypatch.setattr("loader.api.rate_limiter.MINUTE", 0.4)
    loading.report_rate = 100
    loading.server.reports.limit.requests = 1
    loading.server.reports.limit.period = 0.4
    loading.server.reports.limit.retry_after = retry_after
    loading.server.reports.add(sales_report({}))
    loading.declare(sales(since=this_month(-2)))
    loading.load_well()
    assert loading.server.requests.count("*/reports/900/data", 200) == 3
    assert loading.server.requests.count("*/reports/900/data", 429) == 1


# Kills -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "point",
    ["between two load packages", "during a merge", "before dlt stores the cursors"],
)
def test_a_killed_load_goes_on_and_a_window_is_never_seen_in_part(loading: Loading, point: str):
    months = [this_month(-1).isoformat(), this_month().isoformat()]
    rows: dict[str, list[list[Any]]] = {month: [[1, "A", 1], [2, "B", 2]] for month in months}
    loading.server.reports.add(sales_report(rows))
    loading.declare(sales(since=this_month(-1), again=2))
    loading.load_well()
    for month in months:
        rows[month] = [[2, "B", 3], [3, "C", 4]]
    loading.load_killed(point)
    by_window: dict[date, list[Any]] = {}
    for row in loading.rows("sales"):
        by_window.setdefault(row["window_start"], []).append((row["id"], row["sold"]))
    assert all(seen in ([(1, 1), (2, 2)], [(2, 3), (3, 4)]) for seen in by_window.values())
    loading.load_well()
    assert [(row["id"], row["sold"]) for row in loading.rows("sales")] == [(2, 3), (3, 4)] * 2
    assert [row["id"] for row in loading.rows("sales", soft_deleted=True)] == [1, 1]
    assert loading.sync_state("sales")["records_count"] == 6
