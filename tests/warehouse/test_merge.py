"""The merge types staged records exactly, once, and no bad value stops a table."""

from __future__ import annotations

import io
import json
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest
from psycopg2.extensions import connection as Connection
from psycopg2.extras import RealDictCursor

from loader import catalogue
from loader.api.sanitize_json import sanitize_json
from loader.config import Warehouse
from loader.errors import WarehouseError
from loader.staging.forms import StagedRecords
from loader.staging.table import COLUMNS, StagingTable
from loader.warehouse import sync_state, tables
from loader.warehouse.added_columns import complete_tables
from loader.warehouse.connection import connect, transaction
from loader.warehouse.merge import MergeResult, merge
from loader.warehouse.session import Session

TENANT = 7
FETCHED = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


class Stager:
    """Stages records of one endpoint as a load does, and merges them."""

    def __init__(self, warehouse: Warehouse, name: str) -> None:
        self.endpoint = catalogue.ENDPOINTS[name]
        self.connection = connect(warehouse)
        self.schema = warehouse.raw_schema
        self.staging = StagingTable("staging", self.endpoint.table)
        self._lines = 0
        self._loads = 0
        with transaction(self.connection), self.connection.cursor() as cursor:
            tables.ensure_schema(cursor, self.schema, [self.endpoint], warehouse.engine)
            sync_state.mark_started(cursor, self.schema, TENANT, [self.endpoint])
            cursor.execute("create schema if not exists staging")
            cursor.execute(self.staging.create())

    def stage_and_merge(
        self,
        *records: object,
        proves_existence: bool = False,
        fetched_at: datetime = FETCHED,
        all_new: bool | None = None,
    ) -> MergeResult:
        self.stage(*records, proves_existence=proves_existence, fetched_at=fetched_at)
        return self.merge(len(records), all_new=all_new)

    def stage(
        self, *records: object, proves_existence: bool = False, fetched_at: datetime = FETCHED
    ) -> None:
        raw = [r if isinstance(r, bytes) else json.dumps(r).encode() for r in records]
        form = StagedRecords(
            self.endpoint.sources[0].name,
            fetched_at,
            proves_existence,
            [msgspec.Raw(sanitize_json(record)) for record in raw],
        )
        lines = io.BytesIO(b"".join(form.lines(self._lines)))
        self._lines += len(raw)
        with transaction(self.connection), self.connection.cursor() as cursor:
            name = self.staging.identifier.as_string(cursor)
            cursor.copy_expert(f"copy {name} ({', '.join(COLUMNS)}) from stdin", lines)

    def merge(self, lines: int, *, all_new: bool | None = None) -> MergeResult:
        self._loads += 1
        return merge(
            self.connection,
            self.schema,
            self.staging,
            self.endpoint,
            TENANT,
            f"load{self._loads}",
            lines=lines,
            all_new=all_new,
        )

    def rows(self) -> list[dict[str, object]]:
        return self.query(f"select * from {self.schema}.{self.endpoint.table} order by st_id")

    def query(self, text: str) -> list[dict[str, object]]:
        with (
            transaction(self.connection),
            self.connection.cursor(cursor_factory=RealDictCursor) as cursor,
        ):
            cursor.execute(text)
            return cursor.fetchall()


@pytest.fixture
def stagers(warehouse: Warehouse):
    made: list[Stager] = []

    def make(name: str) -> Stager:
        made.append(Stager(warehouse, name))
        return made[-1]

    yield make
    for stager in made:
        stager.connection.close()


def test_money_keeps_every_digit_whether_it_comes_as_a_number_or_a_string(stagers):
    invoices = stagers("invoices")
    invoices.stage_and_merge(
        b'{"id": 1, "subTotal": "12.50", "total": "99999999999999999999999999999999999999.01"}',
        b'{"id": 2, "subTotal": 12.50, "total": 0.1234567890123456789012345678901234}',
    )
    first, second = invoices.rows()
    assert first["subtotal"] == Decimal("12.50")
    assert str(first["subtotal"]) == "12.50"
    assert first["total"] == Decimal("99999999999999999999999999999999999999.01")
    assert second["total"] == Decimal("0.1234567890123456789012345678901234")


def test_times_are_cut_to_the_microsecond_and_never_rounded(stagers):
    jobs = stagers("jobs")
    jobs.stage_and_merge(
        {
            "id": 1,
            "modifiedOn": "2024-05-01T23:59:59.9999999Z",
            "completedOn": "2024-05-01T10:00:00Z",
        },
        {"id": 2, "modifiedOn": "2024-05-01T10:00:00.1234567+02:00"},
        {"id": 3, "modifiedOn": "2024-05-01T10:00:00.12"},
    )
    first, second, third = jobs.rows()
    assert first["st_modified_on"] == datetime(2024, 5, 1, 23, 59, 59, 999999, tzinfo=UTC)
    assert first["completed_on"] == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert second["st_modified_on"] == datetime(2024, 5, 1, 8, 0, 0, 123456, tzinfo=UTC)
    assert third["st_modified_on"] == datetime(2024, 5, 1, 10, 0, 0, 120000, tzinfo=UTC)


def test_year_1_is_null_in_created_and_modified_and_kept_elsewhere(stagers):
    jobs = stagers("jobs")
    jobs.stage_and_merge(
        {
            "id": 1,
            "createdOn": "0001-01-01T00:00:00Z",
            "modifiedOn": "0001-01-01T00:00:00.0000000Z",
            "completedOn": "0001-01-01T00:00:00Z",
        }
    )
    (row,) = jobs.query(
        "select st_created_on, st_modified_on, completed_on::text from servicetitan_raw.raw_st_jobs"
    )
    assert row["st_created_on"] is None
    assert row["st_modified_on"] is None
    assert row["completed_on"] == "0001-01-01 00:00:00+00"


def test_an_invoice_date_is_the_calendar_day_as_written(stagers):
    invoices = stagers("invoices")
    invoices.stage_and_merge(
        {"id": 1, "invoiceDate": "2024-05-01T23:30:00-05:00", "dueDate": "2024-06-01T00:00:00Z"}
    )
    (row,) = invoices.rows()
    assert row["invoice_date"] == date(2024, 5, 1)
    assert row["due_date"] == date(2024, 6, 1)


def test_values_from_inside_objects_have_columns_next_to_the_objects(stagers):
    invoices, payments, estimates = (stagers(n) for n in ("invoices", "payments", "estimates"))
    invoices.stage_and_merge(
        {"id": 1, "job": {"id": 5, "number": "J"}, "invoiceType": {"id": 1, "name": "Parts"}}
    )
    payments.stage_and_merge(
        {
            "id": 1,
            "total": "10.00",
            "date": "2024-05-01T00:00:00Z",
            "type": "Check",
            "appliedTo": [{"appliedTo": 9}, {"appliedTo": 8}],
        }
    )
    estimates.stage_and_merge(
        {"id": 1, "status": {"value": 1, "name": "Sold"}, "subtotal": 10.10, "tax": 0.90}
    )
    (invoice,), (payment,), (estimate,) = invoices.rows(), payments.rows(), estimates.rows()
    assert (invoice["job_id"], invoice["job"], invoice["invoice_type"]) == (
        5,
        {"id": 5, "number": "J"},
        "Parts",
    )
    assert (payment["amount"], payment["invoice_id"], payment["payment_type"]) == (
        Decimal("10.00"),
        9,
        "Check",
    )
    assert (estimate["status"], estimate["total"]) == ("Sold", Decimal("11.00"))


def test_the_version_staged_last_wins(stagers):
    tags = stagers("tag_types")
    modified_earlier = {"id": 1, "name": "newer", "modifiedOn": "2024-05-01T00:00:00Z"}
    merged = tags.stage_and_merge({"id": 1, "modifiedOn": "2024-05-02T00:00:00Z"}, modified_earlier)
    assert merged == MergeResult(staged=2, written=1, inserted=1)
    assert [row["name"] for row in tags.rows()] == ["newer"]


def test_an_unchanged_record_is_not_written_again(stagers):
    tags = stagers("tag_types")
    tags.stage_and_merge({"id": 1, "name": "a"}, {"id": 2, "name": "b"})
    merged = tags.stage_and_merge({"id": 1, "name": "a"}, {"id": 2, "name": "B"})
    assert merged == MergeResult(staged=2, written=1, inserted=0)
    assert [row["_dlt_load_id"] for row in tags.rows()] == ["load1", "load2"]
    loads = tags.query("select load_id, rows_written from servicetitan_raw.raw_loads order by 1")
    assert [(load["load_id"], load["rows_written"]) for load in loads] == [
        ("load1", 2),
        ("load2", 1),
    ]


@pytest.mark.parametrize("all_new", [True, False, None])
def test_a_wrong_guess_that_all_rows_are_new_loses_nothing(stagers, all_new: bool | None):
    tags = stagers("tag_types")
    first = tags.stage_and_merge({"id": 1, "name": "a"}, {"id": 2, "name": "b"}, all_new=all_new)
    assert first == MergeResult(staged=2, written=2, inserted=2)
    known = tags.stage_and_merge(
        {"id": 3}, {"id": 1, "name": "a"}, {"id": 2, "name": "B"}, all_new=all_new
    )
    assert known == MergeResult(staged=3, written=2, inserted=1)
    twice = tags.stage_and_merge(
        {"id": 4, "name": "old"}, {"id": 4, "name": "new"}, all_new=all_new
    )
    assert twice == MergeResult(staged=2, written=1, inserted=1)
    uncastable = tags.stage_and_merge(
        {"id": 5, "name": "e", "active": "perhaps"}, {"id": 6}, all_new=all_new
    )
    assert uncastable == MergeResult(staged=2, written=2, inserted=2)
    assert [row["name"] for row in tags.rows()] == ["a", "B", None, "new", "e", None]
    assert [row["_dlt_load_id"] for row in tags.rows()] == [
        "load1", "load2", "load2", "load3", "load4", "load4",
    ]  # fmt: skip
    (rejected,) = tags.query("select record_key from servicetitan_raw.raw_rejected")
    assert rejected["record_key"] == "5"


def test_what_postgres_cannot_store_in_a_text_becomes_the_replacement_character(stagers):
    tags = stagers("tag_types")
    tags.stage_and_merge(rb'{"id": 1, "name": "a\u0000b", "code": "\ud83d\ude00 \ud800x \\u0000"}')
    (row,) = tags.rows()
    assert row["name"] == "a\ufffdb"
    assert row["code"] == "\U0001f600 \ufffdx \\u0000"


def test_a_value_that_cannot_be_cast_is_null_and_reported(stagers):
    customers = stagers("customers")
    good = [{"id": n, "name": "n", "balance": 1} for n in range(2, 600)]
    merged = customers.stage_and_merge(
        {"id": 1, "name": "x", "balance": "N/A", "creditLimit": 3}, *good
    )
    assert merged == MergeResult(staged=599, written=599, inserted=599)
    first = customers.rows()[0]
    assert (first["st_id"], first["balance"], first["credit_limit"]) == (1, None, 3)
    assert first["full_data"]["balance"] == "N/A"
    (rejected,) = customers.query("select * from servicetitan_raw.raw_rejected")
    assert rejected["reason"] == "balance: not numeric"
    assert json.loads(rejected["record"])["balance"] == "N/A"


def test_a_record_without_a_usable_key_is_rejected_as_a_whole(stagers):
    customers = stagers("customers")
    merged = customers.stage_and_merge(
        {"name": "no id"}, {"id": 2**63, "name": "too large"}, {"id": 2**63 - 1, "name": "largest"},
        b"[1, 2]", b'{"id": 3, "balance": 1e400000}',
    )  # fmt: skip
    assert merged == MergeResult(staged=5, written=1, inserted=1)
    assert [row["st_id"] for row in customers.rows()] == [2**63 - 1]
    rejected = customers.query("select reason from servicetitan_raw.raw_rejected order by reason")
    assert len(rejected) == 4


def test_a_good_version_deletes_an_earlier_rejection(stagers):
    customers = stagers("customers")
    customers.stage_and_merge({"id": 1, "balance": "N/A"})
    customers.stage_and_merge({"id": 1, "balance": 5})
    assert customers.rows()[0]["balance"] == 5
    assert customers.query("select * from servicetitan_raw.raw_rejected") == []


def test_one_contact_of_two_customers_gives_two_rows(stagers):
    contacts = stagers("customer_contacts")
    contacts.stage_and_merge(
        {"id": 1, "customerId": 10, "value": "a"}, {"id": 1, "customerId": 11, "value": "a"}
    )
    assert [row["customer_id"] for row in contacts.rows()] == [10, 11]


def test_a_feed_reports_a_deleted_job_as_inactive(stagers):
    jobs = stagers("jobs")
    jobs.stage_and_merge({"id": 1, "active": True})
    assert jobs.rows()[0]["deleted_at"] is None
    jobs.stage_and_merge({"id": 1, "active": False})
    assert jobs.rows()[0]["deleted_at"] == FETCHED
    later = FETCHED.replace(day=2)
    jobs.stage_and_merge({"id": 1, "active": False, "summary": "changed"}, fetched_at=later)
    assert jobs.rows()[0]["deleted_at"] == FETCHED  # when it was first found to be deleted
    jobs.stage_and_merge({"id": 1, "active": True})
    assert jobs.rows()[0]["deleted_at"] is None


def test_an_unchanged_record_of_a_list_clears_deleted_at_and_one_of_a_feed_does_not(stagers):
    customers = stagers("customers")
    customers.stage_and_merge({"id": 1, "name": "x", "active": True})
    customers.query(
        "update servicetitan_raw.raw_st_customers set deleted_at = now() returning st_id"
    )
    customers.stage_and_merge({"id": 1, "name": "x", "active": True})
    assert customers.rows()[0]["deleted_at"] is not None
    customers.stage_and_merge({"id": 1, "name": "x", "active": True}, proves_existence=True)
    assert customers.rows()[0]["deleted_at"] is None


def test_a_column_added_to_the_catalogue_is_filled_for_old_rows(
    stagers, database: Connection, warehouse: Warehouse
):
    customers = stagers("customers")
    customers.stage_and_merge({"id": 1, "balance": 12.5, "name": "x"}, {"id": 2, "balance": "N/A"})
    with database.cursor() as cursor:
        cursor.execute("alter table servicetitan_raw.raw_st_customers drop column balance")
    schema, endpoints = customers.schema, [customers.endpoint]
    with closing(Session(warehouse)) as session:
        missing = session.run(
            lambda cursor: tables.ensure_schema(cursor, schema, endpoints, warehouse.engine)
        )
        assert missing == {"raw_st_customers": ["balance"]}
        complete_tables(session, schema, endpoints, missing, lambda _note: None)
    assert [row["balance"] for row in customers.rows()] == [Decimal("12.5"), None]


@pytest.mark.parametrize("foreign", [-1, 1])
def test_lines_of_another_load_are_refused_and_nothing_is_merged(stagers, foreign: int):
    tags = stagers("tag_types")
    tags.stage({"id": 1, "name": "a"}, {"id": 2, "name": "b"})
    with pytest.raises(WarehouseError, match="holds 2 lines"):
        tags.merge(2 + foreign)
    assert tags.rows() == []
    assert tags.merge(2) == MergeResult(staged=2, written=2, inserted=2)
