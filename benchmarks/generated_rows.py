"""Raw tables filled by SQL, as large as one likes: for the transform's benchmark."""

from __future__ import annotations

from psycopg2.extensions import cursor as Cursor

from benchmarks.bench import RAW_SCHEMA
from loader import catalogue
from loader.warehouse import tables

_CUSTOM_FIELDS = """case when i % 3 = 0 then
    '[{"typeId": 1, "name": "Gate", "value": "12"}, {"typeId": 2, "name": "Dog", "value": "yes"}]'
    ::jsonb else '[]' end"""
_TAGS = """case when i % 2 = 0 then
    jsonb_build_array(i % 100 + 1, (i * 7) % 100 + 1) else '[]' end"""
_ADDRESS = """jsonb_build_object(
    'street', i || ' Main St', 'unit', null,
    'city', 'City ' || i % 500, 'state', 'NY',
    'zip', lpad((i % 90000)::text, 5, '0'), 'country', 'USA',
    'latitude', 40.5, 'longitude', -73.2)"""
# A job's customer; the factor scatters them.
_CUSTOMER = "(i * 7919) % {customers} + 1"

# table: (rows for each 100 jobs; or -n: n rows in all), columns with their values.
_TABLES: dict[str, tuple[int, dict[str, str]]] = {
    "business_units": (-12, {"name": "'Unit ' || i", "active": "true"}),
    "job_types": (
        -60,
        {"name": "'Type ' || i", "active": "true", "business_unit_ids": "'[1, 2]'"},
    ),
    "campaigns": (-200, {"name": "'Campaign ' || i", "active": "true"}),
    "tag_types": (-100, {"name": "'Tag ' || i", "active": "true"}),
    "zones": (-40, {"name": "'Zone ' || i", "active": "true"}),
    "technicians": (
        -400,
        {"name": "'Technician ' || i", "active": "true", "business_unit_id": "i % 12 + 1"},
    ),
    "employees": (
        -400,
        {"name": "'Employee ' || i", "active": "true", "business_unit_id": "i % 12 + 1"},
    ),
    "customers": (
        25,
        {
            "name": "'Customer ' || i",
            "type": "'Residential'",
            "active": "true",
            "address": _ADDRESS,
            "custom_fields": _CUSTOM_FIELDS,
            "tag_type_ids": _TAGS,
            "balance": "i % 1000",
        },
    ),
    "locations": (
        28,
        {
            "name": "'Location ' || i",
            "customer_id": "(i - 1) % {customers} + 1",
            "active": "true",
            "address": _ADDRESS,
            "custom_fields": _CUSTOM_FIELDS,
            "tag_type_ids": _TAGS,
            "zone_id": "i % 40 + 1",
        },
    ),
    "customer_contacts": (
        50,
        {
            "customer_id": "(i - 1) % {customers} + 1",
            "type": "case when i % 2 = 0 then 'Email' else 'MobilePhone' end",
            "value": "'value ' || i",
            "active": "true",
        },
    ),
    "location_contacts": (
        25,
        {
            "location_id": "(i - 1) % {customers} + 1",
            "type": "case when i % 2 = 0 then 'Email' else 'Phone' end",
            "value": "'value ' || i",
            "active": "true",
        },
    ),
    "jobs": (
        100,
        {
            "job_number": "'J' || i",
            "customer_id": _CUSTOMER,
            "location_id": _CUSTOMER,
            "job_status": "'Completed'",
            "business_unit_id": "i % 12 + 1",
            "job_type_id": "i % 60 + 1",
            "campaign_id": "i % 200 + 1",
            "tag_type_ids": _TAGS,
            "custom_fields": _CUSTOM_FIELDS,
            "total": "i % 5000",
            "no_charge": "i % 10 = 0",
            "recall_for_id": "case when i % 50 = 0 then i - 1 end",
            "st_created_on": "now() - i * interval '1 minute'",
            "completed_on": "now() - i * interval '1 minute' + interval '1 day'",
        },
    ),
    "appointments": (
        120,
        {
            "job_id": "(i - 1) % {jobs} + 1",
            "status": "case when i % 9 = 0 then 'Canceled' else 'Done' end",
            "start_time": "now() - i * interval '1 minute'",
            "end_time": "now() - i * interval '1 minute' + interval '1 hour'",
            "active": "true",
        },
    ),
    "appointment_assignments": (
        120,
        {
            "job_id": "(i - 1) % {jobs} + 1",
            "appointment_id": "i",
            "technician_id": "i % 400 + 1",
            "assigned_on": "now() - i * interval '1 minute'",
            "active": "true",
        },
    ),
    "invoices": (
        100,
        {
            "reference_number": "'I' || i",
            "job_id": "i",
            "customer_id": _CUSTOMER,
            "location_id": _CUSTOMER,
            "business_unit_id": "i % 12 + 1",
            "subtotal": "i % 5000",
            "total": "i % 5000",
            "balance": "i % 3",
            "items": "jsonb_build_array(jsonb_build_object('id', i, 'total', (i % 5000)::text))",
            "active": "true",
            "invoice_date": "current_date - (i / 1440)::integer",
        },
    ),
    "payments": (
        80,
        {
            "customer_id": _CUSTOMER,
            "amount": "i % 5000",
            "applied_to": "jsonb_build_array(jsonb_build_object('appliedTo', i,"
            " 'appliedAmount', (i % 5000)::text))",
            "payment_date": "now()",
            "active": "true",
            "invoice_id": "i",
        },
    ),
    "estimates": (
        20,
        {
            "job_id": "i * 5",
            "customer_id": "(i * 5 * 7919) % {customers} + 1",
            "location_id": "(i * 5 * 7919) % {customers} + 1",
            "business_unit_id": "i % 12 + 1",
            "subtotal": "i % 5000",
            "total": "i % 5000",
            "items": """'[{"id": 1}]'""",
            "active": "true",
            "sold_by": "i % 400 + 1",
            "sold_on": "case when i % 2 = 0 then now() - i * interval '5 minutes' end",
        },
    ),
    "installed_equipment": (
        20,
        {
            "location_id": "i % {customers} + 1",
            "customer_id": "i % {customers} + 1",
            "name": "'Equipment ' || i",
            "active": "true",
        },
    ),
}

# Rows that a load changes.
CHANGED = 1000

# What changes in each of these when a row of it does.
_CHANGING = {
    "jobs": "summary = '{load} ' || st_id",
    "customers": "balance = balance + 1",
    "appointments": "end_time = now()",
    "invoices": "balance = balance + 1",
    "payments": "amount = amount + 1",
}


def make(cursor: Cursor, jobs: int, schema: str = RAW_SCHEMA) -> int:
    """Create the core tables and fill them; returns the number of rows.

    Indexes come last, as that is quicker.
    """
    cursor.execute("begin")
    tables.ensure(cursor, schema, catalogue.MODEL_INPUTS)
    cursor.execute("commit")
    cursor.execute(
        "select format('%%I.%%I', schemaname, indexname), indexdef from pg_indexes"
        " where schemaname = %s and starts_with(tablename, 'raw_st_')"
        " and indexname not like '%%_pkey'",
        (schema,),
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"drop index {name}")
    made = 0
    for name, (share, columns) in _TABLES.items():
        rows = -share if share < 0 else jobs * share // 100
        _fill(cursor, _table(name, schema), rows, columns, jobs)
        made += rows
    for _, definition in indexes:
        cursor.execute(definition)
    cursor.execute("vacuum analyze")
    cursor.execute(
        f"insert into {schema}.{tables.LOADS} (tenant_id, table_name, load_id, rows_written)"
        " select 1, table_name, '1', 1 from information_schema.tables"
        " where table_schema = %s and starts_with(table_name, 'raw_st_')",
        (schema,),
    )
    return made


def _fill(cursor: Cursor, table: str, rows: int, columns: dict[str, str], jobs: int) -> None:
    customers = max(jobs // 4, 1)
    values = ", ".join(columns.values())
    values = values.replace("{customers}", str(customers)).replace("{jobs}", str(jobs))
    cursor.execute(
        f"insert into {table} (tenant_id, st_id, {', '.join(columns)}, fetched_at,"
        f" full_data, _dlt_load_id) select 1, i, {values}, now(),"
        " jsonb_build_object('id', i, 'filler', repeat(md5(i::text), 8)), '1'"
        f" from generate_series(1, {rows}::bigint) as i"
    )


def change_nothing(cursor: Cursor, jobs: int, number: int) -> None:
    """No load."""
    del cursor, jobs, number


def change(cursor: Cursor, jobs: int, number: int) -> None:
    """A load changes ``CHANGED`` rows, a fifth of them in each of five tables."""
    _update(cursor, jobs, f"2{number:03}", _CHANGING)


def touch(cursor: Cursor, jobs: int, number: int) -> None:
    """A load brings so many rows again whose values are what they were."""
    _update(cursor, jobs, f"3{number:03}", dict.fromkeys(_CHANGING, "tenant_id = tenant_id"))


def rename_customer(cursor: Cursor, jobs: int, number: int) -> None:
    """A load renames one customer."""
    del jobs
    cursor.execute(
        f"update {_table('customers')} set name = 'New ' || name, _dlt_load_id = %s"
        " where tenant_id = 1 and st_id = 77",
        (f"4{number:03}",),
    )
    _record_load(cursor, "customers", f"4{number:03}")


def _update(cursor: Cursor, jobs: int, load: str, sets: dict[str, str]) -> None:
    each = CHANGED // len(sets)
    for name, assignment in sets.items():
        share = _TABLES[name][0]
        step = max(jobs * share // 100 // each, 1)
        cursor.execute(
            f"update {_table(name)} set {assignment.format(load=load)}, _dlt_load_id = %s"
            f" where tenant_id = 1 and st_id in"
            f" (select 1 + i * {step} from generate_series(0, {each - 1}) as i)",
            (load,),
        )
        _record_load(cursor, name, load)


def _record_load(cursor: Cursor, name: str, load: str) -> None:
    cursor.execute(
        f"insert into {RAW_SCHEMA}.{tables.LOADS} (tenant_id, table_name, load_id, rows_written)"
        " values (1, %s, %s, 1)",
        (f"raw_st_{name}", load),
    )


def _table(name: str, schema: str = RAW_SCHEMA) -> str:
    return f"{schema}.raw_st_{name}"
