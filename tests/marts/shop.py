"""A tenant whose JSON records the tests hold: they land as a load's would, and are compared."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
from psycopg2.sql import SQL, Identifier

from loader.api.sanitize_json import sanitize_json
from loader.catalogue import ENDPOINTS
from loader.staging.forms import StagedRecords
from loader.staging.table import COLUMNS, StagingTable
from loader.warehouse import sync_state
from loader.warehouse.connection import transaction
from loader.warehouse.merge import merge
from tests.marts.choices import Choices
from tests.marts.expected.calls import Calls
from tests.marts.expected.daily import Daily
from tests.marts.expected.facts import Facts
from tests.marts.expected.jobs import Jobs
from tests.marts.expected.memberships import Memberships
from tests.marts.expected.office import Office
from tests.marts.expected.records import Api, Record, Row
from tests.marts.expected.working_time import WorkingTime
from tests.transform.warehouse import RAW, ST, Warehouse

# Where records wait for the merge.
STAGING = "staging"

_load_ids = (f"mart{number}" for number in itertools.count(1))


class Shop:
    """One tenant: its records by resource and id, its zone, and what the API has deleted."""

    def __init__(self, warehouse: Warehouse, tenant_id: int, timezone: str = "UTC") -> None:
        self.warehouse = warehouse
        self.tenant_id = tenant_id
        self.timezone = timezone
        self.records: dict[str, dict[int, Record]] = {}
        self.gone: set[tuple[str, int]] = set()

    def move_to(self, timezone: str) -> None:
        """Give the tenant another zone, as a load does that finds the setting changed."""
        self.timezone = timezone
        load_id = next(_load_ids)
        with self.warehouse.connect() as connection, connection.cursor() as cursor:
            cursor.execute(
                f"insert into {RAW}.raw_tenants (tenant_id, timezone, _dlt_load_id)"
                " values (%s, %s, %s) on conflict (tenant_id) do update"
                " set timezone = excluded.timezone, _dlt_load_id = excluded._dlt_load_id",
                (self.tenant_id, timezone, load_id),
            )
            cursor.execute(
                f"insert into {RAW}.raw_loads (tenant_id, table_name, load_id, rows_written)"
                " values (%s, 'raw_tenants', %s, 1)",
                (self.tenant_id, load_id),
            )
        connection.close()

    def arrive(self, **records: Iterable[Record]) -> None:
        """Let new versions of records arrive: they are landed as JSON and typed by the loader."""
        load_id = next(_load_ids)
        with closing(self.warehouse.connect()) as connection:
            for name, of_name in records.items():
                endpoint = ENDPOINTS[name]
                of_name = list(of_name)
                known = self.records.setdefault(name, {})
                known |= {record["id"]: record for record in of_name}
                self.gone -= {(name, record["id"]) for record in of_name}
                staging = StagingTable(STAGING, endpoint.table)
                page = StagedRecords(
                    endpoint.sources[0].name,
                    datetime.now(UTC),
                    True,
                    [msgspec.Raw(sanitize_json(_json(record).encode())) for record in of_name],
                )
                lines = io.BytesIO(b"".join(page.lines(0)))
                with transaction(connection), connection.cursor() as cursor:
                    sync_state.mark_started(cursor, RAW, self.tenant_id, [endpoint])
                    cursor.execute(f"create schema if not exists {STAGING}")
                    cursor.execute(staging.create())
                    name = staging.identifier.as_string(cursor)
                    cursor.copy_expert(f"copy {name} ({', '.join(COLUMNS)}) from stdin", lines)
                merge(
                    connection, RAW, staging, endpoint, self.tenant_id, load_id,
                    lines=len(of_name),
                )  # fmt: skip

    def delete(self, resource: str, *ids: int) -> None:
        """Mark records as gone from the API."""
        load_id = next(_load_ids)
        table = ENDPOINTS[resource].table
        self.gone |= {(resource, each) for each in ids}
        with self.warehouse.connect() as connection, connection.cursor() as cursor:
            cursor.execute(
                SQL(
                    "update {} set deleted_at = now(), _dlt_load_id = %s"
                    " where tenant_id = %s and st_id = any(%s)"
                ).format(Identifier(RAW, table)),
                (load_id, self.tenant_id, list(ids)),
            )
            cursor.execute(
                f"insert into {RAW}.raw_loads (tenant_id, table_name, load_id, rows_written)"
                " values (%s, %s, %s, %s)",
                (self.tenant_id, table, load_id, len(ids)),
            )
        connection.close()

    def api(self, choices: Choices | None = None) -> Api:
        """The records, as the computation in Python takes them: read from their JSON."""
        exact = json.loads(
            _json({name: list(of_name.values()) for name, of_name in self.records.items()}),
            parse_float=Decimal,
        )
        return Api(exact, timezone=self.timezone, gone=self.gone, choices=choices)

    def rows(self, table: str) -> list[Row]:
        """The tenant's rows of a mart."""
        return self.warehouse.rows(f"select * from {ST}.{table} where tenant_id = {self.tenant_id}")

    def differences(self, choices: Choices | None = None) -> list[str]:
        """Every cell in which a mart differs from the computation in Python."""
        found: list[str] = []
        for table, expected in tables_of(self.api(choices)).items():
            rows = {_key(row, KEYS[table]): row for row in self.rows(table)}
            found += compare(table, expected, rows)
        return found


KEYS = {
    "fct_revenue_lines": ("invoice_id", "line_number"),
    "fct_jobs": ("job_id",),
    "fct_estimates": ("estimate_id",),
    "fct_technician_adjustments": ("invoice_id", "technician_id"),
    "fct_payment_applications": ("payment_id", "application_number"),
    "fct_receivables": ("invoice_id",),
    "ar_aging": ("invoice_id",),
    "kpi_business_unit_daily": ("day", "business_unit_id"),
    "kpi_technician_daily": ("day", "technician_id"),
    "kpi_campaign_daily": ("day", "campaign_id"),
    "kpi_business_unit_monthly": ("month", "business_unit_id"),
    "kpi_technician_monthly": ("month", "technician_id"),
    "kpi_campaign_monthly": ("month", "campaign_id"),
    "fct_payments": ("payment_id",),
    "fct_calls": ("call_id",),
    "kpi_booking_daily": ("day", "campaign_id", "agent_id"),
    "kpi_booking_monthly": ("month", "campaign_id", "agent_id"),
    "fct_campaign_costs": ("cost_id",),
    "kpi_campaign_return_monthly": ("month", "campaign_id"),
    "fct_job_cancellations": ("job_id", "cancellation_id"),
    "fct_memberships": ("membership_id",),
    "fct_membership_status_changes": ("status_change_id",),
    "kpi_membership_monthly": ("month", "membership_type_id", "business_unit_id"),
    "fct_job_timesheets": ("timesheet_id",),
    "fct_technician_time": ("day", "technician_id"),
    "kpi_technician_time_monthly": ("month", "technician_id"),
    "fct_job_costs": ("job_id",),
    "kpi_job_cost_monthly": ("month", "business_unit_id"),
    "fct_non_job_timesheets": ("timesheet_id",),
    "fct_invoices": ("invoice_id",),
    "invoice_states": ("invoice_id",),
    "kpi_receivables": ("business_unit_id",),
    "job_states": ("job_id",),
    "open_estimates": ("estimate_id",),
    "fct_leads": ("lead_id",),
    "open_leads": ("lead_id",),
    "fct_bookings": ("booking_id",),
}


def tables_of(api: Api) -> dict[str, dict[tuple[Any, ...], Row]]:
    """Every mart of a tenant as the computation in Python has it, rows by their key."""
    facts = Facts(api)
    daily = Daily(facts)
    today = datetime.now(api.zone).date()
    rows = {
        "fct_technician_adjustments": facts.technician_adjustments,
        "fct_payment_applications": facts.payment_applications,
        "fct_receivables": facts.receivables,
        "ar_aging": facts.aging(today),
    }
    calls = Calls(facts)
    returns = "kpi_campaign_return_monthly"
    rows[returns] = calls.kpi_campaign_return_monthly(daily.monthly("campaign"))
    for subject in (
        calls,
        Jobs(facts),
        Memberships(facts, today),
        Office(facts, today),
        WorkingTime(facts),
    ):
        for table in KEYS:
            if table != returns and hasattr(subject, table):
                rows[table] = getattr(subject, table)()
    found = {table: {_key(row, KEYS[table]): row for row in of} for table, of in rows.items()}
    for name in ("business_unit", "technician", "campaign"):
        found[f"kpi_{name}_daily"] = getattr(daily, name)
        found[f"kpi_{name}_monthly"] = daily.monthly(name)
    return found


def compare(table: str, expected: dict[tuple[Any, ...], Row], found: dict[Any, Row]) -> list[str]:
    """Rows that are missing or too many, and cells that differ."""
    wrong = [f"{table} {key} is missing" for key in expected.keys() - found.keys()]
    wrong += [f"{table} {key} is too many" for key in found.keys() - expected.keys()]
    for key in expected.keys() & found.keys():
        for column, value in expected[key].items():
            if not column.startswith("_") and not same(value, found[key][column]):
                wrong.append(f"{table} {key} {column}: {found[key][column]}, should be {value}")
    return wrong


def same(expected: Any, found: Any) -> bool:
    """Equal; a fraction that has no end is cut after many digits in Postgres."""
    if expected is None or found is None or isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, Fraction):
        return abs(Fraction(found) - expected) <= max(abs(expected), 1) / 10**12
    return bool(expected == found)


def _key(row: Row, columns: Iterable[str]) -> tuple[Any, ...]:
    return tuple(row[column] for column in columns)


def _json(value: Any) -> str:
    return json.dumps(value, default=float)  # a Decimal, whose digits a float keeps here
