"""Places inside a record's JSON from which the dbt models take values, and what fits there.

A list or an object of a record is one jsonb column of its raw table. ``status --misfits`` counts
what does not fit; tests/transform/test_misfits.py holds this list and the models together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "coordinate", "id", "id in a list", "instant", "list", "number", "object", "seconds", "text"
]


@dataclass(frozen=True)
class Place:
    """A value that models take out of a raw table's JSON column.

    Attributes:
        path: Where it is in the column, as Postgres's SQL/JSON path language has it.
        kind: What fits; null and a missing value fit everywhere.
    """

    table: str
    column: str
    path: str
    kind: Kind


def _address(table: str) -> Iterator[Place]:
    yield Place(table, "address", "$", "object")
    for part in ("street", "unit", "city", "state", "zip", "country"):
        yield Place(table, "address", f"$.{part}", "text")


def _places(table: str, column: str, *paths: tuple[str, Kind]) -> Iterator[Place]:
    for path, kind in paths:
        yield Place(table, column, path, kind)


def _ids(table: str, *columns: str) -> Iterator[Place]:
    for column in columns:
        yield Place(table, column, "$", "list")
        yield Place(table, column, "$[*]", "id in a list")


PLACES: tuple[Place, ...] = (
    *_ids("raw_st_business_units", "tag_type_ids"),
    Place("raw_st_calls_v3", "business_unit", "$.id", "id"),
    *_places(
        "raw_st_calls_v3",
        "lead_call",
        ("$", "object"),
        ("$.agent.id", "id"),
        ("$.agent.name", "text"),
        ("$.callType", "text"),
        ("$.campaign.id", "id"),
        ("$.customer.id", "id"),
        ("$.direction", "text"),
        ("$.duration", "seconds"),
        ("$.receivedOn", "instant"),
    ),
    Place("raw_st_campaigns", "category", "$.name", "text"),
    *_address("raw_st_customers"),
    *_ids("raw_st_customers", "tag_type_ids"),
    Place("raw_st_customers", "custom_fields", "$", "list"),
    *_ids("raw_st_employees", "role_ids"),
    Place("raw_st_employees", "custom_fields", "$", "list"),
    Place("raw_st_estimates", "items", "$", "list"),
    Place("raw_st_invoices", "custom_fields", "$", "list"),
    *_places(
        "raw_st_invoices",
        "items",
        ("$", "list"),
        ("$[*].id", "id"),
        ("$[*].businessUnit.id", "id"),
        ("$[*].generalLedgerAccount.name", "text"),
        ("$[*].generalLedgerAccount.number", "text"),
        ("$[*].generalLedgerAccount.type", "text"),
        ("$[*].type", "text"),
        ("$[*].total", "number"),
        ("$[*].totalCost", "number"),
        ("$[*].soldHours", "number"),
    ),
    *_ids("raw_st_jobs", "tag_type_ids", "estimate_ids"),
    Place("raw_st_jobs", "custom_fields", "$", "list"),
    Place("raw_st_jobs", "job_generated_lead_source", "$.employeeId", "id"),
    *_ids("raw_st_job_types", "business_unit_ids", "tag_type_ids"),
    *_address("raw_st_locations"),
    Place("raw_st_locations", "address", "$.latitude", "coordinate"),
    Place("raw_st_locations", "address", "$.longitude", "coordinate"),
    *_ids("raw_st_locations", "tag_type_ids"),
    Place("raw_st_locations", "custom_fields", "$", "list"),
    Place("raw_st_payments", "custom_fields", "$", "list"),
    *_places(
        "raw_st_payments",
        "applied_to",
        ("$", "list"),
        ("$[*].appliedTo", "id"),
        ("$[*].appliedAmount", "number"),
        ("$[*].appliedOn", "instant"),
    ),
    *_ids("raw_st_technicians", "zone_ids", "role_ids"),
    Place("raw_st_technicians", "custom_fields", "$", "list"),
)
