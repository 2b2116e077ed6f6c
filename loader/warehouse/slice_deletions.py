"""Deletion of what a report's staged time slices replace: rows they lack, old rejections.

A staged slice is complete, so its rows replace the slice's rows. Both happen in the transaction of
the merge: other sessions see either the old slice or the new one.
"""

from __future__ import annotations

from psycopg2.sql import SQL, Composed, Identifier, Literal

from loader.catalogue import Endpoint
from loader.staging.table import StagingTable
from loader.warehouse.staged_records import staged_keys
from loader.warehouse.tables import REJECTED


def delete_slice_rejections(schema: str, staging: StagingTable, endpoint: Endpoint) -> Composed:
    """Return the SQL that deletes the rejections of rows of the staged slices.

    Run it before the upsert, which rejects again what still does not fit. Parameter of the
    statement: ``tenant_id``.
    """
    return SQL(
        "delete from {rejected} as rejected using ({slices}) as slice"
        " where rejected.tenant_id = %(tenant_id)s and rejected.table_name = {table}"
        # The key of a rejected row begins with the first day of its slice.
        " and (slice._slice_start is null"
        "  or starts_with(rejected.record_key, slice._slice_start::text || ','))"
    ).format(
        rejected=Identifier(schema, REJECTED),
        slices=staging.slices(),
        table=Literal(endpoint.table),
    )


def soft_delete_missing_rows(schema: str, staging: StagingTable, endpoint: Endpoint) -> Composed:
    """Return the SQL that marks rows as deleted that the staged slices lack, after the upsert.

    A row belongs to a slice if their days overlap: rows of windows of another length, declared
    before, are marked too.

    Parameters of the statement: ``tenant_id``, ``load_id``. It returns one row: how many it marked.
    """
    # By the names that the report gives to its slice's days, if it has windows.
    days = {part: name for name, part in endpoint.staged_columns.items()}
    overlap = (
        SQL("stored.{} <= slice._slice_end and stored.{} >= slice._slice_start").format(
            Identifier(days["slice_start"]), Identifier(days["slice_end"])
        )
        if "slice_start" in days
        else SQL("true")
    )
    same = SQL(" and ").join(
        SQL("stored.{0} = seen.{0}").format(Identifier(name)) for name in endpoint.key
    )
    return SQL(
        "with slice as ({slices}), seen as materialized ({keys}),"
        " missing as (update {table} as stored set deleted_at = slice._fetched_at,"
        "  _dlt_load_id = %(load_id)s from slice"
        "  where stored.tenant_id = %(tenant_id)s and stored.deleted_at is null and {overlap}"
        "  and not exists (select from seen where {same}) returning 1)"
        " select count(*) from missing"
    ).format(
        slices=staging.slices(),
        keys=staged_keys(schema, staging, endpoint),
        table=Identifier(schema, endpoint.table),
        overlap=overlap,
        same=same,
    )
