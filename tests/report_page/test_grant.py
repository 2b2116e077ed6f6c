"""Roles that only read: the marts whole, one tenant's, or without anybody's personal data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege, ReadOnlySqlTransaction
from psycopg2.extras import RealDictCursor

from tests.commands import run
from tests.report_page.conftest import OTHER_TENANT, TENANT, Shop

READER = "report_tests_reader"
MASKED = "servicetitan_masked"
ONE_TENANT = f"servicetitan_{TENANT}_masked"


class Reader:
    """What the role sees in its own connection."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def granted(self, *options: str) -> Reader:
        done = self.shop.command("grant", "--reader", READER, *options)
        assert done.returncode == 0, done.stdout + done.stderr
        self.shop.execute(f"alter role {READER} password 'reads only'")
        return self

    def rows(self, query: str) -> list[dict[str, Any]]:
        dsn = psycopg2.extensions.make_dsn(
            self.shop.warehouse.dsn, user=READER, password="reads only"
        )
        with (
            closing(psycopg2.connect(dsn)) as connection,
            connection.cursor(cursor_factory=RealDictCursor) as cursor,
        ):
            cursor.execute(query)
            return [dict(row) for row in cursor.fetchall()]

    def tables(self) -> list[str]:
        """All relations that it may read, with their schemas."""
        found = self.rows(
            "select oid::regclass::text as name from pg_class"
            " where relkind in ('r', 'v') and relnamespace::regnamespace::text like 'servicetitan%'"
            " and has_schema_privilege(relnamespace, 'usage')"
            " and has_table_privilege(oid, 'select') order by 1"
        )
        return [row["name"] for row in found]


@pytest.fixture(scope="module")
def reader(shop: Shop) -> Iterator[Reader]:
    yield Reader(shop)
    done = shop.command("grant", "--reader", READER, "--revoke")
    assert done.returncode == 0, done.stdout + done.stderr
    shop.execute(f"drop role {READER}")  # it fails while the role may do anything
    for schema in (MASKED, ONE_TENANT):
        shop.execute(f"drop schema {schema} cascade")


@pytest.fixture(scope="module")
def everything(reader: Reader) -> Reader:
    """It sees all st_ tables and marts."""
    return reader.granted()


def test_it_reads_st_tables_and_marts_but_nothing_raw_or_internal(everything: Reader) -> None:
    tables = everything.tables()
    assert {"st_jobs", "fct_jobs", "kpi_business_unit_monthly", "report_kpis"} <= set(tables)
    assert not [name for name in tables if "." in name], "it sees another schema"
    assert not {"model_state", "model_changes", "transform_loads"} & set(tables)
    assert everything.rows("select count(*) as of from st_jobs")[0]["of"] > 0
    with pytest.raises(InsufficientPrivilege):
        everything.rows("select from servicetitan_raw.raw_st_jobs")


def test_it_changes_nothing(everything: Reader) -> None:
    with pytest.raises(ReadOnlySqlTransaction):
        everything.rows("delete from st_jobs returning st_id")
    with pytest.raises(InsufficientPrivilege):
        everything.rows("set transaction read write; delete from st_jobs returning st_id")


def test_a_table_that_is_made_anew_stays_readable(everything: Reader, shop: Shop) -> None:
    transform(shop, "--full-refresh", "--select", "st_campaigns")
    assert everything.rows("select count(*) as of from st_campaigns")[0]["of"] > 0


@pytest.fixture(scope="module")
def masked(everything: Reader) -> Reader:
    """It saw everything before, and is now to see no personal data."""
    return everything.granted("--pii", "masked")


def test_masked_it_no_longer_reads_the_tables_themselves(masked: Reader) -> None:
    assert {"st_jobs", "fct_jobs", "kpi_business_unit_monthly"} <= set(masked.tables())
    with pytest.raises(InsufficientPrivilege):
        masked.rows("select from servicetitan.st_customers")


def test_masked_no_name_phone_email_or_address_is_in_any_column(masked: Reader, shop: Shop) -> None:
    personal = {
        str(value)
        for row in shop.rows(
            "select name, primary_phone, primary_email, address_line1, zip from st_customers"
            " union select name, primary_phone, primary_email, street, zip from st_locations"
            " union select name, phone, email, login_name, null from st_technicians"
            " union select name, phone, email, login_name, null from st_employees"
        )
        for value in row.values()
        if value and len(str(value)) > 4
    }
    assert len(personal) > 100
    found = {}
    for name in masked.tables():
        rows = json.loads(json.dumps(masked.rows(f"select * from {name}"), default=str))
        if seen := personal.intersection(texts(rows)):
            found[name] = sorted(seen)[:3]
    assert found == {}


def test_masked_figures_stay_what_they_are(masked: Reader, shop: Shop) -> None:
    figures = "select month, sum(total_revenue) as of from kpi_business_unit_monthly group by 1"
    assert sorted(masked.rows(figures), key=str) == sorted(shop.rows(figures), key=str)


@pytest.fixture(scope="module")
def of_one_tenant(masked: Reader) -> Reader:
    """It is now to see one tenant only."""
    return masked.granted("--pii", "masked", "--tenant", str(TENANT))


def test_a_tenants_reader_sees_no_other_tenant(of_one_tenant: Reader, shop: Shop) -> None:
    assert shop.rows("select from st_jobs where tenant_id = %s limit 1", OTHER_TENANT)
    columns = of_one_tenant.rows(
        "select table_name from information_schema.columns"
        f" where table_schema = '{ONE_TENANT}' and column_name = 'tenant_id'"
    )
    assert len(columns) > 30
    for row in columns:
        tenants = of_one_tenant.rows(f"select distinct tenant_id from {row['table_name']}")
        assert {each["tenant_id"] for each in tenants} <= {TENANT}, row["table_name"]
    with pytest.raises(InsufficientPrivilege):
        of_one_tenant.rows(f"select from {MASKED}.st_jobs")


def test_the_next_transform_makes_a_view_again_whose_table_was_made_anew(
    of_one_tenant: Reader, shop: Shop
) -> None:
    transform(shop, "--full-refresh", "--select", "st_campaigns")
    names = of_one_tenant.rows("select distinct tenant_id from st_campaigns")
    assert [row["tenant_id"] for row in names] == [TENANT]


def test_the_owner_cannot_become_a_reader(shop: Shop) -> None:
    done = shop.command("grant", "--reader", shop.warehouse.user)
    assert done.returncode == 2
    assert "reads everything already" in done.stderr


def texts(value: Any) -> Iterator[str]:
    """Every text in a value of JSON, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def transform(shop: Shop, *options: str) -> None:
    done = run("loader.transform", "--quiet", "run", *options, environment=shop.environment)
    assert done.returncode == 0, done.stdout + done.stderr
