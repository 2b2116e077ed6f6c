"""The transform stays exact while the loader forgets the loads that it has registered."""

from __future__ import annotations

import time

from loader.warehouse.load_history import KEPT_LOADS, delete_old_loads
from tests.transform.warehouse import INTERNAL, RAW, Warehouse

JOBS, CUSTOMERS = "raw_st_jobs", "raw_st_customers"


def forget(warehouse: Warehouse) -> int:
    with warehouse.connect() as connection, connection.cursor() as cursor:
        return delete_old_loads(cursor, RAW, 1, [JOBS, CUSTOMERS], {})


def wait_until_nothing_older_is_open(warehouse: Warehouse) -> None:
    """What was seen is settled once transactions of that moment have ended, autovacuum's too."""
    ended = (
        "select seen_before <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint as ended"
        f" from {INTERNAL}.transform_ledger"
    )
    for _ in range(600):
        if warehouse.rows(ended) == [{"ended": True}]:
            return
        time.sleep(0.1)
    raise AssertionError("a transaction stays open")


def test_ten_thousand_loads_are_registered_before_they_are_forgotten(warehouse: Warehouse) -> None:
    select = ("--select", "st_customers", "st_jobs")
    warehouse.arrive(customers=[{"st_id": 10, "name": "Ann"}])
    warehouse.transform(*select)
    # Their rows arrive in between: each load has one job, all but a few of the customer above.
    warehouse.execute(
        f"insert into {RAW}.raw_loads (tenant_id, table_name, load_id, rows_written, applied_at)"
        f" select 1, '{JOBS}', 'many' || n, 1, now() - interval '2 days'"
        " from generate_series(1, 10000) as n;"
        f" insert into {RAW}.{JOBS}"
        " (tenant_id, st_id, customer_id, active, fetched_at, full_data, _dlt_load_id)"
        " select 1, n, 10, true, now(), '{}', 'many' || n from generate_series(1, 10000) as n"
    )
    assert forget(warehouse) == 0, "no transform has registered them"
    assert warehouse.transform(*select)["st_jobs"] == 10_000
    # What was seen is settled by the next transform.
    wait_until_nothing_older_is_open(warehouse)
    warehouse.arrive(customers=[{"st_id": 10, "name": "Bea"}])
    warehouse.transform(*select)
    assert forget(warehouse) == 10_000 - KEPT_LOADS
    assert forget(warehouse) == 0
    warehouse.arrive(jobs=[{"st_id": 1, "customer_id": 11}])
    warehouse.arrive(customers=[{"st_id": 11, "name": "Cyd"}])
    assert warehouse.transform(*select) == {"st_jobs": 1, "st_customers": 1}
    assert warehouse.row("st_jobs", 1)["customer_name"] == "Cyd"
    assert warehouse.row("st_jobs", 2)["customer_name"] == "Bea"
    assert warehouse.differences(models=["st_customers", "st_jobs"]) == []
