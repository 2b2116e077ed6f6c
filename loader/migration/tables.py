"""The tables of the Node sync workers, and how their columns compare with ours."""

from __future__ import annotations

import re
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
# No records, but dashboards show it: it has a view, and is not compared.
SYNC_STATE = "raw_sync_state"

# What identifies a record here after tenant_id, where that is more than st_id: a contact may belong
# to several owners.
_KEYS: Mapping[str, tuple[str, ...]] = {
    **{endpoint.table: endpoint.key for endpoint in ENDPOINTS.values() if endpoint.default},
    "st_custom_fields": ENDPOINTS["custom_field_types"].key,
}

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

    def key(self) -> tuple[str, ...]:
        """Return the columns by which rows of both belong together: those that theirs has."""
        return tuple(name for name in _KEYS.get(self.name, ("st_id",)) if name in self.old)

    def unusable_key(self) -> str:
        """Return what keeps rows of both from being joined; nothing if they can be."""
        if "st_id" not in self.old:
            return "theirs has no st_id"
        for name in self.key():
            if _kind(self.old[name]) != _kind(self.new[name]):
                return (
                    f"{name} there is {self.old[name]}: alter table {self.old_schema}.{self.name}"
                    f" alter {name} type {self.new[name]} using {name}::{self.new[name]}"
                )
        return ""

    def only_theirs(self) -> Iterator[str]:
        """Yield the workers' columns that ours lacks."""
        yield from (name for name in self.old if name not in {*self.new, *BOOKKEEPING})

    def shared(self) -> Iterator[tuple[str, str]]:
        """Yield the columns to compare, with the type to compare them as."""
        for name, kind in self.old.items():
            if name in self.new and name not in BOOKKEEPING:
                yield name, _common_type(kind, self.new[name])


def pairs(cursor: Cursor, warehouse: Warehouse, old_schema: str) -> list[Pair]:
    """Return the workers' tables in a schema that have a counterpart here, by ``st_id``."""
    found = (
        _pair(cursor, warehouse, old_schema, name, of_models=name in MERGED)
        for name in (*MERGED, *RAW)
    )
    return [pair for pair in found if pair.old and pair.new and not pair.unusable_key()]


def sync_state(cursor: Cursor, warehouse: Warehouse, old_schema: str) -> list[Pair]:
    """Return ``raw_sync_state``, if the workers' is in the schema."""
    pair = _pair(cursor, warehouse, old_schema, SYNC_STATE, of_models=False)
    return [pair] if pair.old and pair.new else []


def not_compared(cursor: Cursor, warehouse: Warehouse, old_schema: str) -> dict[str, str]:
    """Return the tables that one side alone has, each with the reason."""
    reasons: dict[str, str] = {}
    for name in (*MERGED, *RAW):
        pair = _pair(cursor, warehouse, old_schema, name, of_models=name in MERGED)
        if not pair.old:
            reasons[name] = f"not in the schema {old_schema}"
        elif not pair.new:
            reasons[name] = f"not in the schema {pair.new_schema}: load and transform first"
        elif obstacle := pair.unusable_key():
            reasons[name] = obstacle
    cursor.execute(
        "select relname::text from pg_class"
        " inner join pg_namespace on pg_namespace.oid = relnamespace"
        " where nspname = %s and relkind in ('r', 'f', 'p', 'v', 'm') order by 1",
        (old_schema,),
    )
    for (name,) in cursor.fetchall():
        if name not in {*MERGED, *RAW, SYNC_STATE}:
            reasons[name] = "no table of the workers' documentation: nothing here corresponds to it"
    return reasons


def _pair(
    cursor: Cursor, warehouse: Warehouse, old_schema: str, name: str, *, of_models: bool
) -> Pair:
    new_schema = warehouse.dbt_schema if of_models else warehouse.raw_schema
    old, new = _columns(cursor, old_schema, name), _columns(cursor, new_schema, name)
    return Pair(name, old_schema, new_schema, old, new)


def _columns(cursor: Cursor, schema: str, table: str) -> dict[str, str]:
    cursor.execute(
        "select attname::text, format_type(atttypid, atttypmod) from pg_attribute"
        " where attrelid = to_regclass(format('%%I.%%I', %s::text, %s::text))"
        " and attnum > 0 and not attisdropped order by attnum",
        (schema, table),
    )
    return dict(cursor.fetchall())


def _common_type(old: str, new: str) -> str:
    if old.endswith("[]") and new.endswith("[]"):
        return "text[]"
    kinds = {_kind(old), _kind(new)}
    if len(kinds) == 1:
        return kinds.pop()
    if kinds == {"date", "timestamptz"}:
        return "timestamptz"
    # The workers stored some lists as jsonb that are arrays here.
    return "jsonb" if "jsonb" in kinds and (old + new).endswith("[]") else "text"


def _kind(of_column: str) -> str:
    # `timestamp(3) without time zone` is Prisma's DateTime.
    return _COMPARABLE.get(re.sub(r"\(\d+(,\d+)?\)", "", of_column), "text")
