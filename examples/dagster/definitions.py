"""Dagster: an asset for each raw table, st_ table and mart; a partition for each tenant.

Settings come from the environment and `.env` of the folder that Dagster is started in, and the
tenants from its `tenants.toml`; without that file there is one, of `.env`.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import psycopg2
from dagster_dbt import DbtCliResource, dbt_assets
from psycopg2 import sql
from servicetitan_warehouse.loader import catalogue
from servicetitan_warehouse.loader.config import DBT_PROJECT, Environment
from servicetitan_warehouse.loader.transform import dbt_environment

SERVICETITAN = str(Path(sys.executable).with_name("servicetitan"))
RUN_IN_PROGRESS = 75  # exit code: another run of the tenant; nothing was done
STALE_AFTER = timedelta(hours=36)

environment = Environment.read()
os.environ.update(dbt_environment(environment))  # dbt reads the environment only
# By the names that --tenant takes. A paused tenant keeps its place in Dagster's history when it
# returns; meanwhile it has no partition.
tenant_ids = {
    tenant.name: tenant.tenant_id for tenant in environment.tenants() if not tenant.paused
} or {(alone := environment.get("SERVICETITAN_TENANT_ID")): int(alone)}
tenants = dg.StaticPartitionsDefinition(list(tenant_ids))
endpoints = catalogue.select(*environment.selection())
# Dagster's key of a dbt source is [source, table]: so raw tables and models have one lineage.
raw_tables = {dg.AssetKey(["servicetitan", endpoint.table]): endpoint for endpoint in endpoints}


def sync_states(tenant: str) -> dict[str, tuple[str, int, str | None, datetime | None]]:
    """How each table's last sync went: status, rows, error, time."""
    warehouse = environment.warehouse()
    with closing(psycopg2.connect(warehouse.dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "select table_name, sync_status, records_count, last_error,"
                " greatest(last_full_sync, last_incremental_sync) from {} where tenant_id = %s"
            ).format(sql.Identifier(warehouse.raw_schema, "raw_sync_state")),
            (tenant_ids[tenant],),
        )
        return {table: (status, *rest) for table, status, *rest in cursor.fetchall()}


@dg.multi_asset(
    specs=[
        dg.AssetSpec(key, group_name="raw", description=endpoint.description, skippable=True)
        for key, endpoint in raw_tables.items()
    ],
    partitions_def=tenants,
    can_subset=True,
    # A partial load continues where it stopped.
    retry_policy=dg.RetryPolicy(max_retries=3, delay=300, backoff=dg.Backoff.EXPONENTIAL),
    pool="servicetitan",
)
def raw(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    """Load one tenant's selected tables; what did load is materialized, also if others failed."""
    tenant = context.partition_key
    chosen = {raw_tables[key].name: key for key in context.selected_asset_keys}
    command = [SERVICETITAN, "load", "--quiet", "--tenant", tenant, "--select", ",".join(chosen)]
    done = subprocess.run(command, check=False)
    if done.returncode == RUN_IN_PROGRESS:
        context.log.info("Another run of the tenant is in progress.")
        return
    states = sync_states(tenant)
    failed: list[str] = []
    for name, key in chosen.items():
        status, rows, error, _ = states.get(key.path[-1], ("failed", 0, "never loaded", None))
        if status == "completed":
            yield dg.MaterializeResult(key, metadata={"dagster/row_count": rows})
        else:
            failed.append(f"{name}: {error}")
    if failed or done.returncode:
        raise dg.Failure(f"servicetitan load ended with {done.returncode}. " + "; ".join(failed))


@dg.multi_asset_check(
    specs=[dg.AssetCheckSpec("fresh", asset=key) for key in raw_tables], can_subset=True
)
def freshness() -> Iterator[dg.AssetCheckResult]:
    """The last sync of each table, for the tenant whose sync is the oldest."""
    states = [sync_states(tenant) for tenant in tenants.get_partition_keys()]
    for key in raw_tables:
        times = [state[key.path[-1]][3] for state in states if key.path[-1] in state]
        oldest = min((time for time in times if time), default=None)
        yield dg.AssetCheckResult(
            passed=oldest is not None and datetime.now(UTC) - oldest < STALE_AFTER,
            asset_key=key,
            check_name="fresh",
            metadata={"last_sync": str(oldest)},
        )


dbt = DbtCliResource(
    project_dir=str(DBT_PROJECT),
    profiles_dir=str(DBT_PROJECT),
    dbt_executable=str(Path(sys.executable).with_name("dbt")),
)


def manifest() -> Path:
    """dbt's manifest, written anew once the package was updated: the project is part of it."""
    file = Path(os.environ["DBT_TARGET_PATH"], "manifest.json")
    installed = (DBT_PROJECT / "dbt_project.yml").stat().st_mtime
    if not file.exists() or file.stat().st_mtime < installed:
        subprocess.run([SERVICETITAN, "transform", "parse", "--quiet"], check=True)
    return file


@dbt_assets(manifest=manifest(), exclude="resource_type:semantic_model")
def models(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[object]:
    """One `dbt build` for all tenants; its tests are asset checks."""
    yield from dbt.cli(["build"], context=context, target_path=Path("target", "dagster")).stream()


load_job = dg.define_asset_job("load", dg.AssetSelection.assets(raw), partitions_def=tenants)
transform_job = dg.define_asset_job("transform", dg.AssetSelection.assets(models))


@dg.schedule(job=load_job, cron_schedule="*/15 * * * *")
def every_tenant() -> list[dg.RunRequest]:
    """A run for each tenant."""
    return [dg.RunRequest(partition_key=tenant) for tenant in tenants.get_partition_keys()]


defs = dg.Definitions(
    assets=[raw, models],
    asset_checks=[freshness],
    jobs=[load_job, transform_job],
    schedules=[every_tenant, dg.ScheduleDefinition(job=transform_job, cron_schedule="10 * * * *")],
    resources={"dbt": dbt},
)
