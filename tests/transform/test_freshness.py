"""``dbt source freshness``: the oldest sync counts, of the tenants that are not paused."""

from __future__ import annotations

from tests.transform.warehouse import RAW, Warehouse

SOURCE = "source:servicetitan.raw_st_jobs"


def test_a_paused_tenant_is_not_stale(warehouse: Warehouse) -> None:
    warehouse.execute(
        f"""insert into {RAW}.raw_tenants (tenant_id, timezone, _dlt_load_id, paused)
            values (1, 'UTC', '1', true), (2, 'UTC', '1', false)"""
    )
    warehouse.execute(
        f"""insert into {RAW}.raw_sync_state
                (tenant_id, table_name, endpoint, sync_status, last_incremental_sync)
            values (1, 'raw_st_jobs', 'jobs', 'completed', now() - interval '9 days'),
                (2, 'raw_st_jobs', 'jobs', 'completed', now())"""
    )
    assert _freshness(warehouse) == "pass"
    warehouse.execute(f"update {RAW}.raw_tenants set paused = false")
    assert _freshness(warehouse) == "error"


def _freshness(warehouse: Warehouse) -> str:
    results = warehouse.dbt("source", "freshness", "--select", SOURCE).result
    (found,) = (each for each in results if each.node.name == "raw_st_jobs")
    return str(found.status)
