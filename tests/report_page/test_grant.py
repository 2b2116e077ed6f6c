"""Roles that only read: the marts whole, or one tenant's without anybody's personal data."""

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

PART = f"servicetitan_{TENANT}_masked"


class Reader:
    """What a role sees in its own connections."""

    def __init__(self, shop: Shop, name: str) -> None:
        self.shop = shop
        self.name = name

    def grant(self, *options: str) -> None:
        done = self.shop.command("grant", "--reader", self.name, *options)
        assert done.returncode == 0, done.stdout + done.stderr

    def rows(self, query: str) -> list[dict[str, Any]]:
        dsn = psycopg2.extensions.make_dsn(
            self.shop.warehouse.dsn, user=self.name, password="reads only"
        )
        with (
            closing(psycopg2.connect(dsn)) as connection,
            connection.cursor(cursor_factory=RealDictCursor) as cursor,
        ):
            cursor.execute(query)
            return [dict(row) for row in cursor.fetchall()]

    def tables(self) -> list[str]:
        """All relations that it may read, with a schema that is not the one it looks in."""
        found = self.rows(
            "select oid::regclass::text as name from pg_class"
            " where relkind in ('r', 'v') and relnamespace::regnamespace::text like 'servicetitan%'"
            " and has_schema_privilege(relnamespace, 'usage')"
            " and has_table_privilege(oid, 'select') order by 1"
        )
        return [row["name"] for row in found]


_PLAIN = pytest.mark.plain_postgres("Citus has no views for readers of a part")


@pytest.fixture(scope="module")
def readers(shop: Shop) -> Iterator[tuple[Reader, Reader]]:
    """Two roles that read everything; at the end nothing keeps them from being dropped."""
    found = Reader(shop, "report_tests_analyst"), Reader(shop, "report_tests_agency")
    for reader in found:
        reader.grant()
        shop.execute(f"alter role {reader.name} password 'reads only'")
    yield found
    for reader in found:
        reader.grant("--revoke")
        shop.execute(f"drop role {reader.name}")
    shop.execute(f"drop schema if exists {PART} cascade")


@pytest.fixture(scope="module")
def analyst(readers: tuple[Reader, Reader]) -> Reader:
    """It reads all st_ tables and marts."""
    return readers[0]


@pytest.fixture(scope="module")
def agency(readers: tuple[Reader, Reader]) -> Reader:
    """It read everything, and is now to see one tenant, without personal data."""
    readers[1].grant("--pii", "masked", "--tenant", str(TENANT))
    return readers[1]


def test_a_reader_sees_st_tables_and_marts_but_nothing_raw_or_internal(analyst: Reader) -> None:
    tables = analyst.tables()
    assert {"st_jobs", "fct_jobs", "kpi_business_unit_monthly", "report_kpis"} <= set(tables)
    assert not [name for name in tables if "." in name], "it sees another schema"
    assert analyst.rows("select count(*) as of from st_jobs")[0]["of"] > 0
    assert not {name for name in tables if name.startswith(("model_", "transform_"))}
    for internal in ("servicetitan_raw.raw_st_jobs", "servicetitan_internal.model_state"):
        with pytest.raises(InsufficientPrivilege):
            analyst.rows(f"select from {internal}")


def test_a_reader_changes_nothing(analyst: Reader) -> None:
    with pytest.raises(ReadOnlySqlTransaction):
        analyst.rows("delete from st_jobs returning st_id")
    with pytest.raises(InsufficientPrivilege):
        analyst.rows("set transaction read write; delete from st_jobs returning st_id")


@_PLAIN
def test_one_who_is_granted_less_no_longer_reads_the_tables_themselves(agency: Reader) -> None:
    assert {"st_jobs", "fct_jobs", "kpi_business_unit_monthly"} <= set(agency.tables())
    with pytest.raises(InsufficientPrivilege):
        agency.rows("select from servicetitan.st_customers")


@_PLAIN
def test_masked_no_name_phone_email_or_street_is_in_any_column(agency: Reader, shop: Shop) -> None:
    personal = values(
        shop.rows(
            "select name, primary_phone, primary_email, address_line1 from st_customers"
            " union select name, primary_phone, primary_email, street from st_locations"
            " union select name, phone, email, login_name from st_technicians"
            " union select name, phone, email, login_name from st_employees"
        )
    )
    # A made-up number can be a technician's and the company's.
    personal -= values(shop.rows("select phone from st_business_units"))
    personal -= values(shop.rows("select campaign_phone_numbers as of from st_campaigns"))
    assert len(personal) > 100
    found = {}
    for name in agency.tables():
        if seen := personal & values(agency.rows(f"select * from {name}")):
            found[name] = sorted(seen)[:3]
    assert found == {}


@_PLAIN
def test_a_tenants_reader_sees_no_other_tenant(agency: Reader, shop: Shop) -> None:
    assert shop.rows("select from st_jobs where tenant_id = %s limit 1", OTHER_TENANT)
    columns = agency.rows(
        "select table_name from information_schema.columns"
        f" where table_schema = '{PART}' and column_name = 'tenant_id'"
    )
    assert len(columns) > 30
    for row in columns:
        tenants = agency.rows(f"select distinct tenant_id from {row['table_name']}")
        assert {each["tenant_id"] for each in tenants} <= {TENANT}, row["table_name"]


@_PLAIN
def test_masked_figures_stay_what_they_are(agency: Reader, shop: Shop) -> None:
    figures = "select month, sum(total_revenue) as of from kpi_business_unit_monthly"
    found = agency.rows(f"{figures} group by month order by month")
    assert found == shop.rows(f"{figures} where tenant_id = {TENANT} group by month order by month")
    assert found


@_PLAIN
def test_tables_that_a_transform_makes_anew_stay_readable(
    analyst: Reader, agency: Reader, shop: Shop
) -> None:
    anew = ("--full-refresh", "--select", "st_campaigns", "kpi_campaign_monthly+")
    done = run("loader.transform", "--quiet", "run", *anew, environment=shop.environment)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("st_campaigns", "kpi_campaign_monthly"):
        tenants = f"select distinct tenant_id from {name} order by 1"
        assert [row["tenant_id"] for row in analyst.rows(tenants)] == [TENANT, OTHER_TENANT]
        assert [row["tenant_id"] for row in agency.rows(tenants)] == [TENANT]


def test_the_owner_cannot_become_a_reader(shop: Shop) -> None:
    done = shop.command("grant", "--reader", shop.warehouse.user)
    assert done.returncode == 2
    assert "reads everything already" in done.stderr


def values(rows: list[dict[str, Any]]) -> set[str]:
    """Every text in rows, in JSON too, however deep."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for part in value.values() if isinstance(value, dict) else value:
                yield from texts(part)

    return set(texts(json.loads(json.dumps(rows, default=str))))
