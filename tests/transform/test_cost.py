"""A run's work grows with what changed, not with the tables: counted in rows read, table by table.

Postgres itself counts the rows that scans and indexes returned, so that a plan which reads a table
from end to end shows, whichever model it belongs to, and however quickly it is done.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import embedded_postgres
from benchmarks import generated_rows
from loader.catalogue import ENDPOINTS
from loader.warehouse.tables import columns
from tests.databases import as_admin, new_database
from tests.transform.analytics_project import install
from tests.transform.rows_read import AS_POSTGRES_COMES, Read, difference, rows_read
from tests.transform.warehouse import INTERNAL, RAW, Warehouse, begins_with_tenant

JOBS = 20_000
# Rows read in one table for the three changed records of an input; a customer has four jobs, and
# each row is looked up several times.
READ = 500
# The st_ models, and marts over them.
EXACT = ("--select", "config.materialized:exact")

# Few rows of the big tables belong to this record of a small one: what changes must stay little.
RARE = 9001
BIG_IDS = (11, 1011, 3011)
POINTING_TO_RARE = {
    "customers": ("tag_type_ids",),
    "locations": ("zone_id", "tag_type_ids"),
    "jobs": ("business_unit_id", "job_type_id", "campaign_id", "tag_type_ids"),
    "appointment_assignments": ("technician_id",),
    "invoices": ("business_unit_id",),
    "estimates": ("business_unit_id", "sold_by"),
    "leads": ("call_reason_id",),
    "job_canceled_logs": ("reason_id",),
    "non_job_timesheets": ("timesheet_code_id",),
}
SMALL_OF_CORE = (
    "business_units", "campaigns", "employees", "job_types", "tag_types", "technicians", "zones",
)  # fmt: skip
SMALL = (*SMALL_OF_CORE, "call_reasons", "job_cancel_reasons", "timesheet_codes")
INPUTS = (
    *SMALL_OF_CORE, "appointment_assignments", "appointments", "customer_contacts", "customers",
    "estimates", "installed_equipment", "invoices", "jobs", "location_contacts", "locations",
    "payments",
)  # fmt: skip


@pytest.fixture(scope="module")
def large(
    postgres: embedded_postgres.Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """20,000 jobs and all that belongs to them, transformed."""
    with new_database(postgres, "transform_cost") as new:
        for setting in AS_POSTGRES_COMES:
            as_admin(postgres, f"alter database {new.database} set {setting}")
        folder = tmp_path_factory.mktemp("cost")
        warehouse = Warehouse(postgres.libpq(new.database), folder, project=install(folder))
        if warehouse.connection.server_version < 150000:
            warehouse.close()
            pytest.skip("Postgres 14 cannot flush its counters on request")
        with warehouse.connection.cursor() as cursor:
            generated_rows.make(cursor, JOBS, RAW)
        _make_rare(warehouse)
        _spread_over_days(warehouse)
        warehouse.transform(*EXACT)
        # What years of loads leave behind.
        warehouse.execute(
            f"""insert into {RAW}.raw_loads
                    (tenant_id, table_name, load_id, rows_written, applied_at)
                select 1, 'raw_st_jobs', 'old' || i, 1, now() - ({JOBS + 50} - i) * interval '1 h'
                from generate_series(1, {JOBS}) as i;
                analyze {RAW}.raw_loads"""
        )
        for _ in range(3):  # seen, seen by all models, forgotten
            warehouse.transform(*EXACT)
        # As small as it is now, whenever autovacuum last counted its rows.
        warehouse.execute(f"analyze {INTERNAL}.transform_loads")
        yield warehouse
        warehouse.close()


def _make_rare(warehouse: Warehouse) -> None:
    """A record of each small table to which few rows of the big ones belong."""
    for name in SMALL:
        label = "name" if "name" in columns(ENDPOINTS[name]) else "code"
        warehouse.execute(
            f"insert into {RAW}.raw_st_{name} (tenant_id, st_id, {label}, active, full_data,"
            f" fetched_at, _dlt_load_id) values (1, {RARE}, 'Rare', true, '{{}}', now(), '1')"
        )
    for name, pointing in POINTING_TO_RARE.items():
        sets = (f"{c} = '{f'[{RARE}]' if c.endswith('_ids') else RARE}'" for c in pointing)
        warehouse.execute(
            f"update {RAW}.raw_st_{name} set {', '.join(sets)} where st_id in {BIG_IDS}"
        )


def _spread_over_days(warehouse: Warehouse) -> None:
    """Give marts something to add up: few rows for each day."""
    day = "timestamptz '2020-01-01' + st_id % 2000 * interval '1 day'"
    warehouse.execute(
        f"""update {RAW}.raw_st_jobs
            set st_created_on = {day}, completed_on = {day}, job_status = 'Completed';
            update {RAW}.raw_st_invoices set items = '[{{"total": "5"}}, {{"total": 1}}]';
            analyze {RAW}.raw_st_jobs, {RAW}.raw_st_invoices"""
    )


def change(warehouse: Warehouse, name: str, assignments: str, load_id: str) -> None:
    """Let a load change three records of a big table, or the rare one of a small one."""
    ids = (RARE,) if name in SMALL else BIG_IDS
    warehouse.execute(
        f"""update {RAW}.{ENDPOINTS[name].table}
            set {assignments}, _dlt_load_id = '{load_id}',
                full_data = full_data || '{{"changed": "{load_id}"}}'
            where st_id in ({", ".join(map(str, ids))});
            insert into {RAW}.raw_loads (tenant_id, table_name, load_id, rows_written)
            values (1, '{ENDPOINTS[name].table}', '{load_id}', {len(ids)})"""
    )


def run(warehouse: Warehouse, models: str = EXACT[1]) -> tuple[dict[str, Read], dict[str, int]]:
    """Run models: what was read of each big table, and how many rows each model wrote."""
    before = rows_read(warehouse)
    written = warehouse.transform("--select", models)
    after = rows_read(warehouse)
    assert len(after) > 15, "the big tables are not there"
    return difference(before, after), written


def assert_little(warehouse: Warehouse, name: str) -> None:
    """Run what is made from an input that changed: no big table is read from end to end."""
    read, written = run(warehouse, f"source:*.{ENDPOINTS[name].table}+,config.materialized:exact")
    assert any(rows > 0 for rows in written.values()), "the change changed nothing"
    assert {table: counted for table, counted in read.items() if counted["scans"]} == {}
    assert {table: counted for table, counted in read.items() if counted["rows"] > READ} == {}


# What of a record other tables show, where it has no name and no table of its own.
SHOWN_ELSEWHERE = {
    "appointment_assignments": "technician_id = technician_id % 400 + 1",
    "customer_contacts": "value = value || '!'",
    "location_contacts": "value = value || '!'",
}


@pytest.mark.parametrize("name", INPUTS)
def test_three_changed_records_read_no_big_table_from_end_to_end(
    large: Warehouse, name: str
) -> None:
    renamed = (
        "name = name || '!'" if "name" in columns(ENDPOINTS[name]) else "tenant_id = tenant_id"
    )
    change(large, name, SHOWN_ELSEWHERE.get(name, renamed), f"of_{name}")
    assert_little(large, name)


# What changes in three records of each table that only marts read: they move to other groups.
OF_MARTS = {
    "bookings": "st_created_on = st_created_on + interval '1 day', job_id = job_id + 1",
    "call_reasons": "name = 'Rarest'",
    "calls_v3": """lead_call = lead_call
        || '{"callType": "Unbooked", "receivedOn": "2021-06-01T12:00:00Z"}'""",
    "costs": "daily_cost = daily_cost + 1, campaign_id = campaign_id % 200 + 1",
    "gross_pay_items": "amount = amount + 1, job_id = job_id + 1",
    "job_cancel_reasons": "name = 'Rarest'",
    "job_canceled_logs": "st_created_on = '2021-06-01', job_id = job_id + 1",
    "job_splits": "technician_id = technician_id % 400 + 1",
    "job_timesheets": "dispatched_on = dispatched_on - interval '1 day'",
    "leads": "status = 'Open', st_created_on = st_created_on + interval '1 day'",
    "membership_status_changes": "new_status = 'Active', membership_id = membership_id + 1",
    "memberships": "business_unit_id = business_unit_id % 12 + 1, renewed_by_id = st_id + 7",
    "non_job_timesheets": "started_on = started_on - interval '1 day', employee_id = 3",
    "payroll_adjustments": "amount = amount + 1, invoice_id = invoice_id + 1",
    "receipts": "receipt_amount = receipt_amount + 1, job_id = job_id + 1",
    "returns": "return_amount = return_amount + 1, job_id = job_id + 1",
    "technician_shifts": "technician_id = technician_id % 400 + 1",
    "timesheet_codes": "code = 'Rarest'",
}


@pytest.mark.parametrize("name", OF_MARTS)
def test_three_changed_records_of_what_only_marts_read(large: Warehouse, name: str) -> None:
    change(large, name, OF_MARTS[name], f"of_{name}")
    assert_little(large, name)


# What moves rows from one group of the marts to another.
MOVES = {
    "appointment_assignments": "technician_id = technician_id % 400 + 1",
    "estimates": "sold_on = '2021-06-01', subtotal = 5, sold_by = sold_by % 400 + 1",
    "invoices": "items = '[{\"total\": \"7\"}]', subtotal = 7, invoice_date = '2021-06-01'",
    "jobs": "completed_on = completed_on + interval '1 day',"
    " business_unit_id = business_unit_id % 12 + 1, campaign_id = campaign_id % 200 + 1",
    "job_types": "sold_threshold = 3",
    "payments": """applied_to = '[{"appliedTo": 5, "appliedAmount": "1"}]'""",
}


@pytest.mark.parametrize("name", MOVES)
def test_three_records_that_move_between_groups_read_no_big_table_from_end_to_end(
    large: Warehouse, name: str
) -> None:
    change(large, name, MOVES[name], f"moves_{name}")
    assert_little(large, name)


def test_every_input_of_every_model_is_tried(large: Warehouse) -> None:
    read = {
        table
        for sql in large.all_rows_sql().values()
        for table in ENDPOINTS
        if f'"{ENDPOINTS[table].table}"' in sql
    }
    without_another_row = {"custom_field_types"}
    assert read - without_another_row == {*INPUTS, *OF_MARTS}


# Indexes of tables that have no tenant, or that are read for all tenants at once.
WITHOUT_TENANT = {
    "model_changes_number": "a model reads what is new to it, of all tenants",
    "model_state_pkey": "models belong to nobody",
    "raw_loads__newest": "the transform registers new loads of all tenants",
    "raw_schema_version_pkey": "versions belong to nobody",
    "transform_ledger_pkey": "one row",
    "transform_loads_load_number": "a model reads what is new to it, of all tenants",
}


def test_every_index_begins_with_the_tenant(large: Warehouse) -> None:
    found = {row["name"]: row["what"] for row in large.indexes()}
    assert len(found) > 250, "the tables are not there"
    others = {name: what for name, what in found.items() if not begins_with_tenant(what)}
    assert {name.replace("__dbt_tmp", "") for name in others} == set(WITHOUT_TENANT), others


def test_a_run_with_nothing_new_reads_the_latest_loads_and_nothing_else(large: Warehouse) -> None:
    large.transform(*EXACT)
    counts, _ = run(large)
    read = {table: counted for table, counted in counts.items() if any(counted.values())}
    assert set(read) <= {"raw_loads", "dim_date"}
    assert all(counted["scans"] == 0 and counted["rows"] < READ for counted in read.values())
