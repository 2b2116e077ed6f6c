"""Tables of the Node workers beside ours: differences have reasons, views keep the names."""

from __future__ import annotations

import pytest
from psycopg2.extensions import connection as Connection

from loader.catalogue import ENDPOINTS
from loader.config import Warehouse
from loader.migration.compare import NO_COLUMN, NOT_EXPLAINED, ROW, compare
from loader.migration.tables import MERGED, RAW, pairs
from tests.commands import clean_environment, run, warehouse_variables
from tests.warehouse.older_warehouse import SCHEMA_1, restore

pytestmark = pytest.mark.plain_postgres("a warehouse of that version is plain, and stays so")

# What the workers' database looks like, made from our tables: fewer and other columns, other types,
# rows and values that differ for each known reason.
_NODE = """
create schema node;
create table node.st_jobs as
    select
        st_id as id, tenant_id, st_id, job_number, job_status, customer_name,
        primary_technician_name, campaign_name, invoice_total::double precision, location_name,
        technician_ids, completed_on::timestamp as completed_on, tag_names,
        st_created_on, st_modified_on, full_data::json as full_data, now() as local_synced_at,
        7 as dispatch_score, null::jsonb as no_charge
    from servicetitan.st_jobs;
create table node.raw_st_zones as select * from servicetitan_raw.raw_st_zones;
create table node.raw_st_customer_contacts as
    select * from servicetitan_raw.raw_st_customer_contacts;
create table node.st_custom_fields as
    select st_id, name from servicetitan.st_custom_fields limit 0;
create table node.raw_sync_state as
    select table_name, sync_status, now() as last_sync from servicetitan_raw.raw_sync_state;
create table node.st_unknown as select 1 as st_id;
"""

# The columns of the workers' raw tables that their documentation names.
_DOCUMENTED = {
    "raw_st_customers": "st_id name type address balance",
    "raw_st_customer_contacts": "st_id customer_id type value",
    "raw_st_locations": "st_id customer_id address",
    "raw_st_location_contacts": "st_id location_id type value",
    "raw_st_jobs": "st_id customer_id location_id job_status",
    "raw_st_appointments": "st_id job_id start_time end_time status",
    "raw_st_invoices": "st_id job_id customer_id total balance",
    "raw_st_payments": "st_id invoice_id amount payment_type",
    "raw_st_estimates": "st_id job_id customer_id total",
    "raw_st_technicians": "st_id name email phone business_unit_id",
    "raw_st_employees": "st_id name role email",
    "raw_st_business_units": "st_id name trade division",
    "raw_st_job_types": "st_id name duration priority",
    "raw_st_tag_types": "st_id name code color",
    "raw_st_campaigns": "st_id name active",
    "raw_st_installed_equipment": "st_id location_id name model",
    "raw_st_teams": "st_id name active",
    "raw_st_zones": "st_id name active",
    "raw_st_appointment_assignments": "st_id appointment_id technician_id",
    "raw_st_pricebook_materials": "st_id code display_name price cost",
    "raw_st_pricebook_services": "st_id code display_name price",
    "raw_st_pricebook_equipment": "st_id code display_name price cost",
    "raw_st_pricebook_categories": "st_id name parent_id",
}


@pytest.fixture
def moved(warehouse: Warehouse, database: Connection) -> Warehouse:
    """A warehouse with our tables, and the workers' beside them."""
    restore(warehouse, SCHEMA_1)
    with database.cursor() as cursor:
        cursor.execute(_NODE)
    return warehouse


def tenant(database: Connection) -> int:
    with database.cursor() as cursor:
        cursor.execute("select distinct tenant_id from servicetitan.st_jobs")
        ((found,),) = cursor.fetchall()
        return int(found)


def reasons(database: Connection, moved: Warehouse, table: str) -> dict[str, set[str]]:
    """Why each column of a table differs."""
    found: dict[str, set[str]] = {}
    with database.cursor() as cursor:
        (pair,) = (one for one in pairs(cursor, moved, "node") if one.name == table)
        _, differences = compare(cursor, pair, tenant(database))
    for one in differences:
        found.setdefault(one.column, set()).add(one.reason)
    return found


def change(database: Connection, statement: str) -> None:
    with database.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0


def test_the_tables_are_those_of_the_workers() -> None:
    assert len(MERGED) == 16
    assert len(RAW) == 25
    assert {*_DOCUMENTED} <= {*RAW}


@pytest.mark.parametrize("table", _DOCUMENTED)
def test_each_column_that_the_workers_documented_is_here(table: str) -> None:
    (endpoint,) = (one for one in ENDPOINTS.values() if one.table == table)
    here = {*endpoint.key, *(column.name for column in endpoint.all_columns)}
    assert {*_DOCUMENTED[table].split()} - here == set()


def test_equal_tables_have_no_difference(moved: Warehouse, database: Connection) -> None:
    for table in ("raw_st_zones", "raw_st_customer_contacts"):
        assert reasons(database, moved, table) == {}


def test_a_contact_of_two_customers_is_compared_with_itself(
    moved: Warehouse, database: Connection
) -> None:
    contacts = "raw_st_customer_contacts"
    with database.cursor() as cursor:
        cursor.execute(
            f"create temporary table twin as select * from node.{contacts} limit 1;"
            " update twin set customer_id = customer_id + 1;"
            f" insert into node.{contacts} select * from twin;"
            f" insert into servicetitan_raw.{contacts} select * from twin"
        )
    assert reasons(database, moved, contacts) == {}


def test_each_value_that_differs_has_its_reason(moved: Warehouse, database: Connection) -> None:
    one = "st_id = (select min(st_id) from node.st_jobs)"
    change(database, f"update node.st_jobs set job_number = 'other' where {one}")
    change(database, "update node.st_jobs set invoice_total = invoice_total + 0.004")
    change(database, "update node.st_jobs set campaign_name = '', primary_technician_name = null")
    change(database, "update servicetitan.st_jobs set campaign_name = 'Spring'")
    change(database, "update servicetitan.st_jobs set primary_technician_name = 'Ann'")
    change(database, "update servicetitan.st_jobs set location_name = 'Main Street 1'")
    change(database, "update node.st_jobs set location_name = 'MAIN STREET 1 '")
    change(database, "update node.st_jobs set tag_names = '{b,a}'")
    change(database, "update servicetitan.st_jobs set tag_names = '{a,b}'")
    change(
        database, "update servicetitan.st_jobs set completed_on = '2026-01-01 08:00:00.123456+00'"
    )
    change(database, "update node.st_jobs set completed_on = '2026-01-01 08:00:00.123'")
    found = reasons(database, moved, "st_jobs")
    assert found == {
        "job_number": {NOT_EXPLAINED},
        "primary_technician_name": {"the workers never filled it"},
        "campaign_name": {"the workers never filled it"},
        "no_charge": {"the workers never filled it"},
        "dispatch_score": {NO_COLUMN},
        "invoice_total": {"the workers rounded it"},
        "location_name": {"other spaces or capitals"},
        "tag_names": {"another order"},
        "completed_on": {"the workers cut times to milliseconds"},
    }
    change(
        database,
        f"update node.st_jobs set st_modified_on = st_modified_on - interval '1 h' where {one}",
    )
    changed = reasons(database, moved, "st_jobs")
    assert changed["job_number"] == {"changed in ServiceTitan since the workers wrote the row"}
    assert changed["st_modified_on"] == changed["job_number"]


def test_other_types_of_the_same_values_are_no_difference(
    moved: Warehouse, database: Connection
) -> None:
    change(database, "update servicetitan.st_jobs set technician_ids = '{1,2}'")
    change(database, "update servicetitan.st_jobs set completed_on = '2026-01-01'")
    change(database, r"""update node.st_jobs set full_data = '{"summary": "a\u0000b"}'""")
    change(database, """update servicetitan.st_jobs set full_data = '{"summary": "a\ufffdb"}'""")
    with database.cursor() as cursor:
        cursor.execute(
            "alter table node.st_jobs"
            " alter technician_ids type jsonb using '[1, 2]', alter tag_names type varchar(9)[],"
            " alter completed_on type date using '2026-01-01',"
            " alter st_modified_on type timestamp(3), alter job_number type varchar(99)"
        )
    found = reasons(database, moved, "st_jobs")
    del found["dispatch_score"], found["no_charge"]
    assert {reason for all_ in found.values() for reason in all_} <= {
        "the workers cut times to milliseconds"
    }
    change(database, "update servicetitan.st_jobs set completed_on = '2026-01-01 08:00+00'")
    change(database, "update node.st_jobs set technician_ids = '[2, 1]'")
    found = reasons(database, moved, "st_jobs")
    assert found["completed_on"] == {"the workers kept the day only"}
    assert found["technician_ids"] == {"another order"}


def test_rows_without_or_with_the_same_st_id_are_named(
    moved: Warehouse, database: Connection
) -> None:
    change(database, "insert into node.st_jobs select * from node.st_jobs limit 1")
    change(database, "insert into node.st_jobs (st_id) values (null), (null)")
    assert reasons(database, moved, "st_jobs")[ROW] == {
        "more than once in the workers' table",
        "theirs has no st_id",
    }


def test_each_row_of_one_side_has_its_reason(moved: Warehouse, database: Connection) -> None:
    with database.cursor() as cursor:
        cursor.execute("select st_id from node.st_jobs order by 1")
        inactive, deleted, created, missed, gone = (st_id for (st_id,) in cursor.fetchall())
    change(database, f"delete from node.st_jobs where st_id <> {gone}")
    change(database, f"delete from servicetitan.st_jobs where st_id = {gone}")
    change(database, f"update servicetitan.st_jobs set active = false where st_id = {inactive}")
    change(database, f"update servicetitan.st_jobs set deleted_at = now() where st_id = {deleted}")
    change(
        database, f"update servicetitan.st_jobs set st_created_on = now() where st_id = {created}"
    )
    change(
        database,
        "update servicetitan.st_jobs set active = true, deleted_at = null,"
        f" st_created_on = '2020-01-01' where st_id = {missed}",
    )
    change(database, "update node.st_jobs set st_modified_on = '2025-01-01'")
    assert reasons(database, moved, "st_jobs") == {
        "dispatch_score": {NO_COLUMN},
        ROW: {
            "inactive: the workers kept active records only",
            "deleted: ours stay, with deleted_at",
            "created since the workers last ran",
            "the workers missed it",
            "deleted in ServiceTitan before our first load, or of another tenant",
        },
    }


def test_views_have_the_workers_names_columns_and_types(
    moved: Warehouse, database: Connection
) -> None:
    environment = clean_environment(
        **warehouse_variables(moved), SERVICETITAN_TENANT_ID=tenant(database)
    )
    for _ in range(2):  # made anew, as after a new column
        done = run(
            *("loader", "migration", "views", "--old", "node", "--schema", "old_names"),
            environment=environment,
        )
        assert done.returncode == 0, done.stderr
    assert "dispatch_score is null: we have no such column" in done.stdout
    assert "no_charge is null: ours is boolean, which cannot become jsonb" in done.stdout
    with database.cursor() as cursor:
        cursor.execute(
            "select attname::text, format_type(atttypid, atttypmod) from pg_attribute"
            " where attrelid = 'node.st_jobs'::regclass and attnum > 0 order by attnum"
        )
        theirs = cursor.fetchall()
        cursor.execute(
            "select attname::text, format_type(atttypid, atttypmod) from pg_attribute"
            " where attrelid = 'old_names.st_jobs'::regclass and attnum > 0 order by attnum"
        )
        assert cursor.fetchall()[: len(theirs)] == theirs
        cursor.execute(
            "select old.job_number = new.job_number and new.id is null from node.st_jobs as old"
            " inner join old_names.st_jobs as new using (st_id)"
        )
        assert {equal for (equal,) in cursor.fetchall()} == {True}
        assert cursor.rowcount == 5
        cursor.execute("select count(*) > 20, count(last_sync) from old_names.raw_sync_state")
        assert cursor.fetchone() == (True, 0)
    refused = run(
        *("loader", "migration", "views", "--old", "node", "--schema", "node"),
        environment=environment,
    )
    assert refused.returncode == 2
    assert "node.st_jobs is a table" in refused.stderr


def test_the_command_fails_only_for_what_it_cannot_explain(
    moved: Warehouse, database: Connection
) -> None:
    environment = clean_environment(
        **warehouse_variables(moved), SERVICETITAN_TENANT_ID=tenant(database)
    )
    compare_all = ("loader", "migration", "compare", "--old", "node")
    done = run(*compare_all, environment=environment)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "we have no such column" in done.stdout
    change(database, "update node.st_jobs set dispatch_score = null")
    done = run(*compare_all, environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "st_jobs: 5 rows in both" in done.stdout
    assert "the workers never filled the table" in done.stdout
    assert "st_invoices: not compared, not in the schema node" in done.stdout
    assert "st_unknown: not compared, no table of the workers' documentation" in done.stdout
    with database.cursor() as cursor:
        cursor.execute("alter table node.raw_st_zones alter st_id type text")
    change(database, "update node.st_jobs set job_number = 'other'")
    done = run(*compare_all, environment=environment)
    assert done.returncode == 1
    assert (
        "raw_st_zones: not compared, st_id there is text: alter table node.raw_st_zones"
        " alter st_id type bigint using st_id::bigint" in done.stdout
    )
    assert "3 differences, 1 of them not explained" in done.stdout
    done = run(*compare_all[:-1], "nowhere", environment=environment)
    assert done.returncode == 2
    assert "The schema nowhere has none of the workers' tables" in done.stderr
