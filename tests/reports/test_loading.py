"""Reports over HTTP into Postgres: columns, numbers, parameters, windows, pages, what changes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from loader.api.client import ApiClient
from loader.errors import ApiError
from loader.extract.page_batch import BackfillRange
from loader.extract.report_definitions import list_reports, value_set
from loader.reports import relative_dates
from sandbox.data.reporting import Listed
from sandbox.reports import Parameter, Report
from tests.reports.harness import RANGE, Loading, exact, sales, sales_report, this_month

REVENUE = """
[revenue]
category = "accounting"
id = 101
key = ["BusinessUnitId"]
types = { BusinessUnitId = "bigint" }

[revenue.parameters]
From = "window-start"
To = "window-end"
BusinessUnitIds = [301, 305]

[revenue.windows]
every = "month"
since = 2025-11-20
again = 2
"""


def test_columns_are_typed_by_the_reports_own_fields_and_numbers_are_exact(loading: Loading):
    loading.declare(REVENUE)
    loading.load_well()
    assert loading.types("revenue") == {
        "tenant_id": "bigint",
        "window_start": "date",
        "window_end": "date",
        "business_unit_id": "bigint",
        "name": "text",
        "invoices": "numeric",
        "total_revenue": "numeric",
        "first_invoice_on": "date",
        "active": "boolean",
        "st_created_on": "timestamp with time zone",
        "st_modified_on": "timestamp with time zone",
        "fetched_at": "timestamp with time zone",
        "deleted_at": "timestamp with time zone",
        "full_data": "jsonb",
        "_dlt_load_id": "text",
    }
    expected: dict[tuple[date, int], list[dict[str, Any]]] = {}
    for invoice in loading.server.store.records("invoices"):
        if invoice["invoiceDate"] is None:  # of a job that is not finished
            continue
        day, unit = date.fromisoformat(invoice["invoiceDate"][:10]), invoice["businessUnit"]["id"]
        if day >= date(2025, 11, 1) and unit in (301, 305):
            expected.setdefault((day.replace(day=1), unit), []).append(invoice)
    assert len(expected) > 5
    assert {
        (row["window_start"], row["business_unit_id"]): (
            row["invoices"],
            row["total_revenue"],
            row["first_invoice_on"].isoformat(),
            row["active"],
        )
        for row in loading.rows("revenue")
    } == {
        key: (
            len(invoices),
            sum(Decimal(invoice["total"]) for invoice in invoices),
            min(invoice["invoiceDate"] for invoice in invoices)[:10],
            True,
        )
        for key, invoices in expected.items()
    }


def test_every_kind_of_value_arrives_to_its_last_digit(loading: Loading):
    loading.server.reports.add(
        Report(
            Listed("operations", 900, "Nasty"),
            [],
            [
                ("Amount", "Amount", "Number"),
                ("At", "At", "Time"),
                ("Day", "Day", "Date"),
                ("Job #", "Job #", "String"),
                ("Tenant Id", "Tenant", "Number"),
                ("job  #", "job #", "String"),
                ("3rd.Party %", "Third", "Boolean"),
                ("modifiedOn", "Changed", "Date"),
                ("x" * 70, "Long", "String"),
                ("It's", "It's", "String"),
            ],
            lambda *_: [
                [
                    b"12345678901234567890123456789012345678.123400", "08:15:00", "2024-02-29",
                    "A\0B", 7, 'a "quote", a\nline', True, "2024-01-02T03:04:05.1234567-05:00", "x",
                    "mine",
                ],
                [None] * 10,
            ],
        )
    )  # fmt: skip
    loading.declare('[nasty]\ncategory = "operations"\nid = 900')
    loading.load_well()
    one, other = loading.rows("nasty")
    assert exact(one, "row_number", "amount", "at", "day", "job", "tenant_id_2", "job_2") == (
        1,
        "12345678901234567890123456789012345678.123400",
        "08:15:00",
        date(2024, 2, 29),
        "A\ufffdB",
        "7",
        'a "quote", a\nline',
    )
    assert one["_3rd_party"] is True
    assert one["it_s"] == "mine"
    assert one["st_modified_on"] == datetime(2024, 1, 2, 8, 4, 5, 123456, UTC)
    assert '"Amount": 12345678901234567890123456789012345678.123400' in one["full_text"]
    assert one["full_data"]["x" * 70] == "x"
    assert loading.sync_state("nasty")["unknown_fields"] == ["x" * 70]
    assert set(other["full_data"].values()) == {None}
    assert other["row_number"] == 2


def test_parameters_are_sent_as_declared_with_days_of_the_tenants_time_zone(loading: Loading):
    report = sales_report({})
    report.parameters = [
        *RANGE,
        Parameter("Units", "Number", is_array=True),
        Parameter("Rate", "Number"),
        Parameter("Closed", "Boolean"),
        Parameter("Word", "String"),
    ]
    loading.server.reports.add(report)
    # Somewhere it is always another day than in UTC.
    loading.timezone = "Pacific/Kiritimati" if datetime.now(UTC).hour >= 10 else "Etc/GMT+12"
    today = relative_dates.today_in(loading.timezone)
    assert today != datetime.now(UTC).date()
    loading.declare(
        """
        [sales]
        category = "operations"
        id = 900
        parameters = { From = "today-30d", To = 2024-05-06, Units = [1, 2], Rate = 1.10, \
Closed = false, Word = "today" }
        """
    )
    loading.load_well()
    assert loading.server.reports.received == [
        (
            900,
            {
                "From": (today - timedelta(days=30)).isoformat(),
                "To": "2024-05-06",
                "Units": [1, 2],
                "Rate": Decimal("1.10"),
                "Closed": False,
                "Word": "today",
            },
        )
    ]


def test_windows_are_read_once_and_the_last_ones_again(loading: Loading):
    rows = {this_month(n).isoformat(): [[n, "Ann", 1]] for n in range(-5, 1)}
    loading.server.reports.add(sales_report(rows))
    loading.declare(sales(since=this_month(-5), again=2))

    def received() -> list[str]:
        starts = [values["From"] for _, values in loading.server.reports.received]
        loading.server.reports.received.clear()
        return starts

    first = loading.load_well()
    assert received() == sorted(rows)
    assert first.requests == 7
    assert "6 windows to read" in loading.notes[0]
    again = loading.load_well()
    assert received() == sorted(rows)[-2:]
    assert (again.merged.staged, again.merged.written) == (2, 0)
    state = loading.sync_state("sales")
    assert state["last_modified_on_cursor"].date() == this_month()
    assert (state["records_count"], state["sync_status"]) == (6, "completed")
    loading.load_well(full_refresh=True)
    assert received() == sorted(rows)
    since = datetime.combine(this_month(-4), datetime.min.time(), UTC)
    loading.load_well(backfill=BackfillRange(since, since + timedelta(days=1)))
    assert received() == [this_month(-4).isoformat()]
    loading.declare(sales(since=this_month(-5), again=2).replace("[sales.w", "X = 1\n[sales.w"))
    loading.server.reports.one(900).parameters.append(Parameter("X", "Number"))
    loading.load_well()
    assert received() == sorted(rows)  # another question: all windows


def test_the_window_that_was_last_read_while_it_ran_is_read_again_much_later(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
):
    rows = {f"2026-0{month}-01": [[month, "Ann", 1]] for month in range(1, 8)}
    loading.server.reports.add(sales_report(rows))
    loading.declare(sales(since=date(2026, 1, 1)))
    monkeypatch.setattr("loader.run.report_endpoints.today_in", lambda _zone: date(2026, 3, 10))
    loading.load_well()
    rows["2026-03-01"] = [[3, "Ann", 33]]
    monkeypatch.setattr("loader.run.report_endpoints.today_in", lambda _zone: date(2026, 6, 5))
    loading.load_well()
    assert [row["id"] for row in loading.rows("sales")] == [1, 2, 3, 4, 5, 6]
    assert [row["sold"] for row in loading.rows("sales")][2] == 33


@pytest.mark.parametrize("key", ['key = ["Id"]', ""])
def test_changed_and_vanished_rows_replace_the_window_and_others_are_not_touched(
    loading: Loading, key: str
):
    month = this_month().isoformat()
    rows: dict[str, list[list[Any]]] = {
        this_month(-1).isoformat(): [[1, "Old", 1]],
        month: [[1, "Ann", 10], [2, "Bob", 20], [3, "Cid", 30]],
    }
    loading.server.reports.add(sales_report(rows))
    loading.declare(sales(since=this_month(-1), key=key))
    loading.load_well()
    before = {(row["window_start"], row["id"]): row for row in loading.rows("sales")}

    rows[month] = [[1, "Ann", 10], [2, "Bob", 21]]
    result = loading.load_well()
    assert (result.merged.written, result.merged.inserted, result.soft_deleted) == (1, 0, 1)
    after = {(row["window_start"], row["id"]): row for row in loading.rows("sales")}
    assert sorted(number for _, number in after) == [1, 1, 2]
    assert after[this_month(-1), 1] == before[this_month(-1), 1]
    assert after[this_month(), 1] == before[this_month(), 1]
    assert after[this_month(), 2]["sold"] == 21
    (soft_deleted,) = loading.rows("sales", soft_deleted=True)
    assert (soft_deleted["id"], soft_deleted["sold"]) == (3, 30)
    assert soft_deleted["_dlt_load_id"] == after[this_month(), 2]["_dlt_load_id"]
    (load,) = loading.query(
        "select rows_written from raw_loads where load_id = %s", soft_deleted["_dlt_load_id"]
    )
    assert load["rows_written"] == 2

    rows[month] = []
    assert loading.load_well().soft_deleted == 2
    assert [row["seller"] for row in loading.rows("sales")] == ["Old"]
    rows[month] = [[3, "Cid", 30]]
    loading.load_well()
    assert [row["seller"] for row in loading.rows("sales")] == ["Old", "Cid"]


def test_windows_of_another_length_leave_nothing_of_the_old_ones_beside_them(loading: Loading):
    day = this_month(-2) + timedelta(days=3)

    def rows_of(_store: object, values: Any) -> list[list[Any]]:
        inside = values["From"] <= day.isoformat() <= values["To"]
        return [[1, "Ann", 1]] if inside else []

    report = sales_report({})
    report.rows = rows_of
    loading.server.reports.add(report)
    for every in ("month", "week", "quarter", "day"):
        loading.declare(sales(since=this_month(-3)).replace('"month"', f'"{every}"'))
        loading.load_well()
        (row,) = loading.rows("sales")
        assert row["window_start"] == relative_dates.first_day(every, day)
        assert row["window_end"] == relative_dates.ReportWindow(every, row["window_start"]).end


def test_a_report_that_gains_a_field_gets_a_column_and_one_that_loses_one_keeps_it(
    loading: Loading,
):
    month = this_month().isoformat()
    rows: dict[str, list[list[Any]]] = {month: [[1, "Ann", 10]]}
    report = loading.server.reports.add(sales_report(rows))
    loading.declare(sales(since=this_month()))
    loading.load_well()
    report.fields.append(("Close Rate %", "Close Rate", "Number"))
    rows[month] = [[1, "Ann", 10, Decimal("0.50")], [2, "Bob", 20, None]]
    loading.load_well()
    assert [exact(row, "close_rate") for row in loading.rows("sales")] == [("0.50",), (None,)]
    del report.fields[2]
    rows[month] = [[1, "Ann", Decimal("0.50")], [2, "Bob", None]]
    loading.load_well()
    assert [row["id"] for row in loading.rows("sales")] == [1, 2]
    assert "sold" in loading.types("sales")


def test_a_retyped_field_keeps_its_column_and_what_does_not_fit_is_rejected_until_it_is_remade(
    loading: Loading,
):
    month = this_month().isoformat()
    rows: dict[str, list[list[Any]]] = {month: [[1, "Ann", 10], [2, "Bob", 20]]}
    report = loading.server.reports.add(sales_report(rows))
    loading.declare(sales(since=this_month()))
    loading.load_well()
    report.fields[2] = ("Sold", "Sold", "String")
    rows[month] = [[1, "Ann", "10"], [2, "Bob", "many"]]
    loading.load_well()
    assert "Sold is text now, and the column sold is numeric" in loading.notes[0]
    assert [row["sold"] for row in loading.rows("sales")] == [10, None]
    assert [row["full_data"]["Sold"] for row in loading.rows("sales")] == ["10", "many"]
    (rejected,) = loading.query("select * from raw_rejected")
    assert (rejected["record_key"], rejected["reason"]) == (
        f"{month},{relative_dates.ReportWindow('month', this_month()).end},2",
        "sold: not numeric",
    )

    loading.query("alter table raw_st_report_sales drop column sold")
    loading.load_well()
    assert [row["sold"] for row in loading.rows("sales")] == ["10", "many"]
    (note,) = loading.notes
    assert note.startswith("raw_st_report_sales: filling new columns (sold)")
    assert loading.query("select * from raw_rejected") == []


def test_rows_that_one_key_means_and_rows_without_it_fail_before_any_is_lost(loading: Loading):
    month = this_month().isoformat()
    rows: dict[str, list[list[Any]]] = {month: [[1, "Ann", 10]]}
    loading.server.reports.add(sales_report(rows))
    loading.declare(sales(since=this_month()))
    loading.load_well()
    rows[month] = [[1, "Ann", 11], [2, "Bob", 20], [Decimal("1.0"), "Cid", 30]]
    assert "two rows have one Id (the second is row 3)" in loading.load_badly()
    rows[month] = [[1, "Ann", 11], [None, "Bob", 20]]
    assert "row 2 has no usable Id" in loading.load_badly()
    assert loading.sync_state("sales")["sync_status"] == "failed"
    assert [(row["id"], row["sold"]) for row in loading.rows("sales")] == [(1, 10)]


def test_a_table_of_another_key_is_refused_with_what_to_do(loading: Loading):
    loading.server.reports.add(sales_report({}))
    loading.declare(sales(since=this_month()))
    loading.load_well()
    loading.declare(sales(since=this_month(), key='key = ["Id", "Seller"]'))
    assert "raw_st_report_sales has another key than [sales] says" in loading.load_badly()
    loading.query("drop table raw_st_report_sales")
    loading.load_well()


def test_one_reports_failure_is_its_own(loading: Loading):
    loading.server.reports.add(sales_report({this_month().isoformat(): [[1, "Ann", 10]]}))
    loading.declare(
        sales(since=this_month()) + '[wrong]\ncategory = "accounting"\nid = 5\n' + REVENUE
    )
    loading.server.faults.add("server_error", "*/reports/101/data", times=None)
    results = loading.load()
    assert results["report_sales"].error is None
    assert "does not know report 5 of category accounting" in str(results["report_wrong"].error)
    assert "HTTP 500, 6 times in a row" in str(results["report_revenue"].error)
    assert len(loading.rows("sales")) == 1
    for name in ("wrong", "revenue"):
        state = loading.sync_state(name)
        assert (state["sync_status"], state["last_full_sync"]) == ("failed", None)
        assert state["last_error"] == str(results[f"report_{name}"].error)
    assert loading.types("wrong") == {}
    loading.server.faults.clear()
    assert loading.load()["report_revenue"].error is None
    assert loading.rows("revenue") != []


# Pages and the rate ----------------------------------------------------------------------------


def test_fields_whose_names_no_column_can_have_are_in_full_data_alone(loading: Loading):
    names = ["", "full_data", "_seq", "_text", "Id"]
    loading.server.reports.add(
        Report(
            Listed("operations", 900, "Odd"),
            [],
            [(name, name, "Number") for name in names],
            lambda *_: [[1, 2, 3, 4, 5]],
        )
    )
    loading.declare('[odd]\ncategory = "operations"\nid = 900')
    loading.load_well()
    (row,) = loading.rows("odd")
    assert row["id"] == 5
    assert row["full_data"] == dict(zip(names, [1, 2, 3, 4, 5], strict=True))
    assert loading.sync_state("odd")["unknown_fields"] == sorted(names[:4])


def test_a_report_with_more_fields_than_a_table_has_columns_fails_by_itself(loading: Loading):
    loading.server.reports.add(sales_report({this_month().isoformat(): [[1, "Ann", 10]]}))
    wide = [(f"Field{number}", "", "Number") for number in range(1_700)]
    loading.server.reports.add(
        Report(Listed("operations", 901, "Wide"), [], wide, lambda *_: [[1] * 1_700])
    )
    loading.declare(sales(since=this_month()) + '\n[wide]\ncategory = "operations"\nid = 901\n')
    results = loading.load()
    assert results["report_sales"].error is None
    assert len(loading.rows("sales")) == 1
    assert "the report has 1,700 fields" in str(results["report_wide"].error)


def test_a_list_of_reports_without_end_fails_with_a_message(loading: Loading):
    loading.server.faults.add("empty_page", "*/report-categories", times=None)
    with pytest.raises(ApiError, match="report-categories: a page that has more and shows nothing"):
        list_reports(ApiClient(loading.api), None)


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        (itertools.repeat(1), "a page that has more and shows nothing new"),
        (itertools.count(), "a page that has more, 20 times in a row"),
    ],
    ids=["the same page", "new pages"],
)
def test_a_set_of_values_without_end_fails_with_a_message(
    loading: Loading, monkeypatch: pytest.MonkeyPatch, numbers: Iterator[int], message: str
):
    monkeypatch.setattr("loader.extract.report_definitions._MAX_PAGES", 20)
    monkeypatch.setattr(
        "sandbox.reports._paged",
        lambda *_args, **_more: b'{"hasMore":true,"data":[[%d,"x"]]}' % next(numbers),
    )
    with pytest.raises(ApiError, match=f"dynamic-value-sets/business-units: {message}"):
        value_set(ApiClient(loading.api), "business-units")
