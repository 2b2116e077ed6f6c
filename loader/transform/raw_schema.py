"""The raw schema, brought up to date before dbt reads it: a load need not have come first."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import partial

from psycopg2.extensions import cursor as Cursor

from loader.catalogue import MODEL_INPUTS
from loader.config import Environment
from loader.config.api import tenant_number
from loader.warehouse import tables, tenants, transform_state, upgrades
from loader.warehouse.ensured_tables import EnsuredTables, ensure_tables
from loader.warehouse.session import Session


def update_raw_schema(environment: Environment, notify: Callable[[str], None]) -> None:
    """Add raw tables, columns and indexes that the dbt models read to a loaded raw schema.

    Upgrades an older warehouse first, and says so. Then creates tables that an older version of the
    loader did not, and stores what the settings say of tenants: their time zones, and who is
    paused. Without a load it does nothing.

    Args:
        environment: The settings.
        notify: Told what may take its time, and which tables are damaged.

    Raises:
        LoaderError: The database cannot be reached, lacks a schema that the role may not create,
            or does not know the zone.
    """
    warehouse = environment.warehouse()
    schema = warehouse.raw_schema
    declared = environment.tenants()
    zones = {one.tenant_id: one.timezone for one in declared} or _time_zone(environment)

    def ensure(cursor: Cursor) -> EnsuredTables | None:
        if not tables.has_any_load(cursor, schema):
            return None
        ensured = ensure_tables(cursor, warehouse, MODEL_INPUTS)
        changed = tenants.with_other_timezone(cursor, schema, zones) if declared else zones
        for tenant_id in changed:
            tenants.save_timezone(cursor, schema, tenant_id, zones[tenant_id])
        tenants.save_paused(cursor, schema, {one.tenant_id: one.paused for one in declared})
        return ensured

    with closing(Session(warehouse, "transform")) as session:
        session.run(partial(transform_state.check_schemas, warehouse=warehouse))
        upgrades.upgrade(session, schema, notify, warehouse.engine)
        ensured = session.run(ensure)
        if ensured is None:
            return
        for error in ensured.damaged.values():
            notify(str(error))
        ensured.complete(session, notify)


def _time_zone(environment: Environment) -> dict[int, str]:
    """Return the tenant of .env with its time zone, if both are set."""
    tenant_id = environment.get("SERVICETITAN_TENANT_ID")
    if not (tenant_id and environment.get("SERVICETITAN_TIMEZONE")):
        return {}
    return {tenant_number(tenant_id, "SERVICETITAN_TENANT_ID"): environment.timezone()}
