"""Roles that only read: the marts whole, or one tenant's without anybody's personal data."""

from __future__ import annotations

import pytest
from psycopg2.errors import InsufficientPrivilege, ReadOnlySqlTransaction

from tests.commands import run
from tests.report_page.conftest import OTHER_TENANT, PART, TENANT, Reader, Shop, values

_PLAIN = pytest.mark.plain_postgres("Citus has no views for readers of a part")


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
