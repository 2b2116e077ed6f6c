"""Tenants share tables, and a change of one costs no more than if the others were not there.

The same records are transformed twice: as those of one tenant, and spread over 300. Postgres counts
the rows that scans and indexes return for one changed record, in each table of these.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import embedded_postgres
from loader.warehouse.tables import LOADS
from tests.databases import as_admin, new_database
from tests.transform.rows_read import AS_POSTGRES_COMES, difference, rows_read
from tests.transform.warehouse import RAW, Warehouse

TENANTS = 300
# The planner looks up the least and the greatest tenant in an index, two rows for each join that it
# plans, once a column has too many values for a list of them all. It is to have such lists here, so
# that what is counted are the rows that the plans read.
PLANNER = ("default_statistics_target = 1000",)
# Records of each tenant. Where a tenant has a few dozen, reading them all is as quick as an index
# lookup, and the planner may do so.
JOBS = 40
TAGS = 5
PAYMENTS = 250
MODELS = ("st_customers", "st_invoices", "st_jobs")
SELECT = ("--select", *MODELS)


def _id(number: str) -> str:
    """The id of a record of the tenant that row ``n`` belongs to: unique across tenants."""
    return f"(n / {{each}} * 1000000 + {number})::bigint"


_NUMBER = "n % {each}"
_TAG_IDS = f"jsonb_build_array({_id(f'{_NUMBER} % {TAGS}')})"
_RECORDS = {
    "tag_types": {"name": "'Tag'"},
    "customers": {"name": "'Customer'", "tag_type_ids": _TAG_IDS},
    "jobs": {"job_number": "'J' || n", "customer_id": _id(_NUMBER), "tag_type_ids": _TAG_IDS},
    "invoices": {
        "job_id": _id(_NUMBER),
        "customer_id": _id(_NUMBER),
        "total": "1",
        "balance": "1",
    },
    "payments": {
        "invoice_id": _id(_NUMBER),
        "amount": "1",
        "applied_to": "jsonb_build_array(jsonb_build_object("
        f"'appliedTo', {_id(_NUMBER)}, 'appliedAmount', '1'))",
    },
}
# One record, and what becomes of it.
CHANGES = {
    "payments": """amount = 2, applied_to = '[{"appliedTo": 77000003, "appliedAmount": "1"}]'""",
    "tag_types": "name = 'Other'",
    "invoices": "total = 2, balance = 2",
}
CHANGED = 77000002


@pytest.fixture(scope="module")
def read(
    postgres: embedded_postgres.Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[int, dict[str, dict[str, int]]]]:
    """By number of tenants and by change: the rows read in each table."""
    with new_database(postgres, "many_tenants") as new, pytest.MonkeyPatch.context() as patch:
        for setting in (*AS_POSTGRES_COMES, *PLANNER):
            as_admin(postgres, f"alter database {new.database} set {setting}")
        warehouse = Warehouse(postgres.libpq(new.database), tmp_path_factory.mktemp("dbt"))
        for variable, value in warehouse.environ().items():
            patch.setenv(variable, value)
        yield {tenants: _read_by_change(warehouse, tenants) for tenants in (1, TENANTS)}
        warehouse.close()


def _read_by_change(warehouse: Warehouse, tenants: int) -> dict[str, dict[str, int]]:
    """Fill the tables, transform, and run each change."""
    warehouse.reset()
    for name, columns in _RECORDS.items():
        _fill(warehouse, name, columns, tenants)
    warehouse.execute(
        f"""insert into {RAW}.{LOADS} (tenant_id, table_name, load_id, rows_written, applied_at)
            select tenant_id, table_name, '1', 1, now() - interval '2 days'
            from generate_series(1, {tenants}) as tenant_id
            cross join unnest(array{[f"raw_st_{name}" for name in _RECORDS]}) as table_name"""
    )
    for _ in range(3):  # seen, and settled
        warehouse.transform(*SELECT)
    warehouse.execute(f"analyze {RAW}.{LOADS}")
    found = {}
    for name, assignments in CHANGES.items():
        table = f"raw_st_{name}"
        warehouse.execute(
            f"""update {RAW}.{table} set {assignments}, _dlt_load_id = '2' where st_id = {CHANGED};
                insert into {RAW}.{LOADS} (tenant_id, table_name, load_id, rows_written)
                select tenant_id, '{table}', '2', 1 from {RAW}.{table} where st_id = {CHANGED}"""
        )
        before = rows_read(warehouse, at_least=0)
        written = warehouse.transform(*SELECT)
        read = difference(before, rows_read(warehouse, at_least=0))
        assert any(written.values()), f"{name}: nothing changed"
        found[name] = {each: counted["rows"] for each, counted in read.items()}
    return found


def _fill(warehouse: Warehouse, name: str, columns: dict[str, str], tenants: int) -> None:
    """Insert a table's records, those of the tenants mixed up as loads do."""
    each = {"tag_types": TAGS, "payments": PAYMENTS}.get(name, JOBS)
    values = ", ".join(value.format(each=each) for value in columns.values())
    warehouse.execute(
        f"""insert into {RAW}.raw_st_{name}
                (tenant_id, st_id, {", ".join(columns)},
                active, fetched_at, full_data, _dlt_load_id)
            select
                case when {tenants} = 1 then 1 else n / {each} + 1 end,
                {_id(_NUMBER).format(each=each)}, {values}, true, now(), '{{}}', '1'
            from generate_series(0, {TENANTS * each - 1}) as n
            order by {_NUMBER.format(each=each)};
            analyze {RAW}.raw_st_{name}"""
    )


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_record_reads_no_more_rows_than_with_one_tenant(
    read: dict[int, dict[str, dict[str, int]]], change: str
) -> None:
    alone, among_many = read[1][change], read[TENANTS][change]
    assert (
        set(alone) == set(among_many) >= {*MODELS, LOADS, *(f"raw_st_{name}" for name in _RECORDS)}
    )
    more = {
        table: f"{rows} instead of {alone[table]}"
        for table, rows in among_many.items()
        if rows > alone[table]
    }
    assert more == {}
