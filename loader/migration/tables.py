"""The tables of the Node sync workers, and how their columns compare with ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor

from loader.catalogue import ENDPOINTS
from loader.config import Warehouse

# The workers' merged tables. The raw tables have the names of ours.
MERGED = (
    *("st_customers", "st_locations", "st_jobs", "st_appointments", "st_invoices", "st_payments"),
    *("st_estimates", "st_technicians", "st_employees", "st_business_units", "st_job_types"),
    *("st_tag_types", "st_campaigns", "st_installed_equipment", "st_call_reasons"),
    "st_custom_fields",
)
RAW = tuple(endpoint.table for endpoint in ENDPOINTS.values() if endpoint.default)

# What each side writes about its own work: it differs by nature.
BOOKKEEPING = frozenset(
    {
        *("id", "tenant_id", "st_id", "fetched_at", "local_created_at", "local_synced_at"),
        *("created_at", "updated_at", "_dlt_load_id", "deleted_at"),
    }
)

# Types that can be compared with each other, and the type to compare them as.
_COMPARABLE: Mapping[str, str] = {
    "smallint": "numeric",
    "integer": "numeric",
    "bigint": "numeric",
    "numeric": "numeric",
    "real": "numeric",
    "double precision": "numeric",
    "boolean": "boolean",
    "json": "jsonb",
    "jsonb": "jsonb",
    "date": "date",
    "timestamp without time zone": "timestamptz",
    "timestamp with time zone": "timestamptz",
}


@dataclass(frozen=True)
class Pair:
    """A table of the workers, and ours of the same name.

    Attributes:
        name: Their name.
        old_schema: The schema of theirs.
        new_schema: The schema of ours.
        old: Their columns with their types, in order.
        new: Ours.
    """

    name: str
    old_schema: str
    new_schema: str
    old: Mapping[str, str]
    new: Mapping[str, str]

    def shared(self) -> Iterator[tuple[str, str]]:
        """Yield the columns to compare, with the type to compare them as."""
        for name, kind in self.old.items():
            if name in self.new and name not in BOOKKEEPING:
                yield name, _common_type(kind, self.new[name])


def pairs(cursor: Cursor, warehouse: Warehouse, old_schema: str) -> list[Pair]:
    """Return the workers' tables in a schema that have a counterpart here, by ``st_id``."""
    found: list[Pair] = []
    for names, new_schema in ((MERGED, warehouse.dbt_schema), (RAW, warehouse.raw_schema)):
        for name in names:
            old = _columns(cursor, old_schema, name)
            new = _columns(cursor, new_schema, name)
            if "st_id" in old and "st_id" in new:
                found.append(Pair(name, old_schema, new_schema, old, new))
    return found


def _columns(cursor: Cursor, schema: str, table: str) -> dict[str, str]:
    cursor.execute(
        "select attname::text, format_type(atttypid, atttypmod) from pg_attribute"
        " where attrelid = to_regclass(format('%%I.%%I', %s::text, %s::text))"
        " and attnum > 0 and not attisdropped order by attnum",
        (schema, table),
    )
    return dict(cursor.fetchall())


def _common_type(old: str, new: str) -> str:
    old, new = old.split("(")[0], new.split("(")[0]
    if old.endswith("[]") and new.endswith("[]"):
        return "text[]"
    kinds = {_COMPARABLE.get(old, "text"), _COMPARABLE.get(new, "text")}
    return kinds.pop() if len(kinds) == 1 else "text"
