"""A reader of one tenant, without personal data, tries to see what it must not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from psycopg2.errors import InsufficientPrivilege

from loader.errors import ConfigurationError
from loader.warehouse import readers
from loader.warehouse.connection import connect
from tests.commands import run
from tests.report_page.conftest import OTHER_TENANT, PART, TENANT, Reader, Shop, values

pytestmark = pytest.mark.plain_postgres("Citus has no views for readers of a part")

# Fields of the API whose values are personal, wherever they stand in a record of people or work.
PERSONAL_FIELDS = {
    *("street", "email", "phone", "phoneNumber", "mobileNumber", "loginName", "memo", "summary"),
    *("specialInstructions", "from", "to", "authCode", "checkNumber", "soldByName"),
}
# Tables whose records are people, or are named by their people.
PEOPLE = ("customers", "locations", "customer_contacts", "location_contacts", "technicians",
          "employees")  # fmt: skip
WORK = ("jobs", "appointments", "invoices", "estimates", "payments", "calls_v3", "leads")
# So many words of a text are looked at together.
MOST_WORDS = 6
SHORTEST = 6  # characters; shorter values are parts of anything


def test_what_it_may_read_lies_in_its_schema(agency: Reader) -> None:
    tables = agency.tables()
    assert len(tables) > 30
    assert [name for name in tables if "." in name] == []


def test_its_own_function_is_called_for_its_own_rows_only(agency: Reader) -> None:
    """Without a security barrier Postgres would call the cheap function before the filter."""
    with agency.connected() as connection, connection.cursor() as cursor:
        cursor.execute("set transaction read write")
        cursor.execute(
            "create function pg_temp.tell(bigint) returns boolean language plpgsql"
            " cost 0.0000001 as $$begin raise notice '%', $1; return true; end$$"
        )
        for table in ("st_jobs", "fct_jobs", "report_kpis", "kpi_business_unit_monthly"):
            cursor.execute(f"select from {table} where pg_temp.tell(tenant_id)")
    told = {int(notice.split()[-1]) for notice in connection.notices}
    assert told == {TENANT}


def test_an_error_of_its_own_tells_nothing_of_other_rows(agency: Reader) -> None:
    for table in ("st_jobs", "ar_aging", "kpi_business_unit_monthly"):
        assert agency.rows(f"select 1 / (tenant_id - {OTHER_TENANT}) from {table} limit 1")


@pytest.mark.parametrize(
    "query",
    [
        "select from servicetitan.st_jobs",
        "select from servicetitan_raw.raw_st_jobs",
        "select from servicetitan_internal.model_changes",
        f"select from servicetitan_raw_landing_{OTHER_TENANT}.raw_st_jobs",
        "select from pg_statistic",
        "select pg_read_file('PG_VERSION')",
    ],
)
def test_the_ways_around_the_views_are_closed(agency: Reader, query: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        agency.rows(query)


def test_the_catalogue_has_no_values_and_lists_no_columns_of_other_schemas(agency: Reader) -> None:
    assert agency.rows(f"select from pg_stats where schemaname <> '{PART}'"
                       " and schemaname like 'servicetitan%'") == []  # fmt: skip
    listed = agency.rows(
        "select distinct table_schema from information_schema.columns"
        " where table_schema like 'servicetitan%'"
    )
    assert [row["table_schema"] for row in listed] == [PART]


def test_a_table_made_later_is_the_full_readers_alone(
    analyst: Reader, agency: Reader, shop: Shop
) -> None:
    shop.execute("create table servicetitan.made_later as select 1 as a")
    try:
        assert analyst.rows("select a from made_later") == [{"a": 1}]
        with pytest.raises(InsufficientPrivilege):
            agency.rows("select from servicetitan.made_later")
    finally:
        shop.execute("drop table servicetitan.made_later")


def test_a_model_without_a_tenant_is_not_shown_to_a_tenants_reader(shop: Shop) -> None:
    """Nothing tells whose its rows are, unless it says that they are everybody's."""
    model = "'config': {'meta': META}, 'columns': {'total': {}}"
    asked = " ".join(
        f"{{{{ servicetitan.is_for_reader({{'tenant': {tenant}}}, {{{model}}}) }}}}".replace(
            "META", meta
        )
        for tenant, meta in (("1", "{}"), ("1", "{'same_for_all_tenants': true}"), ("none", "{}"))
    )
    done = run(
        *("loader.transform", "compile", "--no-introspect", "--inline", f"select '{asked}'"),
        environment=shop.environment,
    )
    assert "'False True True'" in done.stdout, done.stdout + done.stderr


# Each given to somebody and taken away again.
TO_THE_ANALYST = "{} report_tests_analyst {} report_tests_agency"
TO_EVERYBODY = "{0} usage on schema servicetitan {1} public; {0} select on st_jobs {1} public"


@pytest.mark.parametrize("way", [TO_THE_ANALYST, TO_EVERYBODY], ids=["member", "public"])
def test_a_reader_that_would_see_more_in_another_way_is_refused(
    agency: Reader, analyst: Reader, shop: Shop, way: str
) -> None:
    assert analyst.tables()
    access = readers.Access("servicetitan", masked=True, tenant=TENANT)
    shop.execute(way.format("grant", "to"))
    try:
        with closing(connect(shop.warehouse)) as connection:
            with pytest.raises(ConfigurationError, match=r"reads servicetitan\..* in another way"):
                readers.grant(connection, shop.warehouse, agency.name, access)
            with pytest.raises(ConfigurationError, match="in another way"):
                readers.revoke(connection, shop.warehouse, agency.name)
    finally:
        shop.execute(way.format("revoke", "from"))
        with closing(connect(shop.warehouse)) as connection:
            readers.grant(connection, shop.warehouse, agency.name, access)


def test_masked_no_personal_value_of_the_api_is_in_any_text(agency: Reader, shop: Shop) -> None:
    """Every value that the API sent in such a field, looked for in every word of every column."""
    personal = {text for text in _personal(shop) if len(text) >= SHORTEST}
    for settings in ("business_units", "campaigns", "job_types"):
        personal -= values(shop.rows(f"select full_data from servicetitan_raw.raw_st_{settings}"))
    assert len(personal) > 1_000
    found = {}
    for name in agency.tables():
        texts = values(agency.rows(f"select * from {name}"))
        if seen := {text for text in texts if personal & _phrases(text)}:
            found[name] = sorted(seen)[:3]
    assert found == {}


def _personal(shop: Shop) -> Iterator[str]:
    for table in (*PEOPLE, *WORK):
        for row in shop.rows(f"select full_data from servicetitan_raw.raw_st_{table}"):
            record = row["full_data"]
            if table in PEOPLE:
                yield from filter(None, (record.get("name"), record.get("value")))
            yield from _fields(record)


def _fields(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if name in PERSONAL_FIELDS:
            yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _fields(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from _fields(part, name)


def _phrases(text: str) -> set[str]:
    """The text, and every run of a few of its words."""
    words = re.split(r"[\s,;]+", text)
    runs = {
        " ".join(words[first : first + length])
        for length in range(1, MOST_WORDS + 1)
        for first in range(len(words) - length + 1)
    }
    return runs | {text}
