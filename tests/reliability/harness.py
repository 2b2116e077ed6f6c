"""Loads from a sandbox into a throwaway schema, and holds every row against the API's record."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extras import RealDictCursor

from loader.catalogue import ENDPOINTS, Endpoint
from loader.catalogue.scalars import timestamptz as instant
from loader.config import Api, Environment, Warehouse
from loader.errors import LoaderError
from loader.extract import page_numbers
from loader.extract.page_batch import BackfillRange
from loader.run.load import load
from loader.run.options import LoadOptions
from loader.run.result import Result
from loader.staging.pipeline import staging_schema, work_folder
from loader.warehouse import tables
from loader.warehouse.connection import connect, transaction
from sandbox.feed_shapes import feed_bodies
from sandbox.parents import owner_of
from sandbox.server import Server
from sandbox.store import Record, Store
from sandbox.timestamps import text_from
from tests.reliability.killing import POINTS, is_killed


class Quiet:
    """Listens to a run and keeps its notes."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def extracted(self, _endpoint: Endpoint, _rows: int) -> None: ...

    def merged(self, _endpoint: Endpoint, _merged: object) -> None: ...

    def ended(self, _result: Result) -> None: ...

    def notify(self, text: str) -> None:
        self.notes.append(text)


@dataclass
class Loading:
    """A tenant of the sandbox and the schema that it is loaded into."""

    server: Server
    warehouse: Warehouse
    feed: str = "export"
    page_size: int = 10
    rate_limit: float = 10_000.0
    tenant: int | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def api(self) -> Api:
        settings = {"SERVICETITAN_RATE_LIMIT": self.rate_limit, "SERVICETITAN_FEED": self.feed}
        settings |= self.server.environment(self.tenant)
        return Environment({name: str(value) for name, value in settings.items()}).api()

    @property
    def store(self) -> Store:
        return self.server.tenant(self.tenant) if self.tenant else self.server.store

    def load(self, *names: str, **options: Any) -> dict[str, Result]:
        """Load endpoints in this process; results by name."""
        progress = Quiet()
        options = LoadOptions(tuple(ENDPOINTS[name] for name in names), **options)
        try:
            with impatient(self.page_size):
                results = load(self.api, self.warehouse, options, progress)
        finally:
            self.notes = progress.notes
        return {result.endpoint.name: result for result in results}

    def load_well(self, *names: str, **options: Any) -> dict[str, Result]:
        results = self.load(*names, **options)
        failures = [str(result.error) for result in results.values() if result.error]
        assert not failures, failures
        return results

    def reconcile(self, *names: str) -> dict[str, Result]:
        return self.load_well(*names, reconcile=True)

    def backfill(self, *names: str, since: datetime | None, until: datetime | None = None) -> None:
        self.load_well(*names, backfill=BackfillRange(since, until))

    def load_killed(self, point: str, *names: str, **options: Any) -> bool:
        """Load in a process that is killed (SIGKILL) at a named point; see ``POINTS``.

        Returns whether it came to that point.
        """
        return is_killed(self._start(point, names, options))

    def load_killed_at_request(
        self, count: int, *names: str, once: Callable[[], bool] = lambda: True, **options: Any
    ) -> bool:
        """Load in a process that is killed while the API answers its so-and-so-many-th request.

        The answer waits until ``once`` is true. Returns whether there were so many.
        """
        process: list[Any] = []
        seen = 0

        def kill(_request: object) -> None:
            nonlocal seen
            seen += 1
            if seen == count and process:
                deadline = time.monotonic() + 20
                while not once() and time.monotonic() < deadline:
                    time.sleep(0.02)
                with suppress(ProcessLookupError):
                    os.kill(process[0].pid, signal.SIGKILL)

        remove = self.server.hooks.on_request(kill)
        process.append(self._start("", names, options))
        try:
            return is_killed(process[0])
        finally:
            remove()

    def _start(self, point: str, names: Iterable[str], options: dict[str, Any]) -> Any:
        # A fork, since a new interpreter takes seconds to import dlt.
        process = multiprocessing.get_context("fork").Process(
            target=_load_in_child,
            args=(self.api, self.warehouse, tuple(names), options, self.page_size, point),
        )
        process.start()
        return process

    # What is in the database ----------------------------------------------------------------------

    def query(self, text: str, *parameters: object) -> list[dict[str, Any]]:
        connection = psycopg2.connect(self.warehouse.dsn, options="-c timezone=UTC")
        try:
            connection.autocommit = True
            with connection.cursor(cursor_factory=RealDictCursor) as cursor:
                cursor.execute(text, parameters or None)
                return [dict(row) for row in cursor.fetchall()]
        finally:
            connection.close()

    def rows(self, name: str) -> list[dict[str, Any]]:
        endpoint = ENDPOINTS[name]
        return self.query(
            "select *, full_data::text as full_text, st_modified_on::text as modified_text"
            f' from "{self.warehouse.raw_schema}".{endpoint.table} where tenant_id = %s',
            self.api.tenant_id,
        )

    def row(self, name: str, st_id: int) -> dict[str, Any]:
        (row,) = [row for row in self.rows(name) if row["st_id"] == st_id]
        return row

    def sync_state(self, name: str) -> dict[str, Any]:
        (row,) = self.query(
            f'select * from "{self.warehouse.raw_schema}".raw_sync_state'
            " where tenant_id = %s and table_name = %s",
            self.api.tenant_id,
            ENDPOINTS[name].table,
        )
        return row

    def staged(self, name: str) -> int:
        (row,) = self.query(
            f'select count(*) from "{staging_schema(self.warehouse, self.api.tenant_id)}".'
            f"{ENDPOINTS[name].table}"
        )
        return int(row["count"])

    # What must hold -------------------------------------------------------------------------------

    def differences(self, name: str, *, deletions: bool) -> list[str]:
        """How the table differs from the truth; empty where it does not.

        With ``deletions``, every deleted record must be marked, and no other: so it is after a
        reconciliation.
        """
        endpoint = ENDPOINTS[name]
        truth = {_key(record): record for record in self.store.truth(resource_of(endpoint))}
        rows: dict[tuple[str, ...], dict[str, Any]] = {}
        found: list[str] = []
        for row in self.rows(name):
            key = tuple(str(row[column]) for column in endpoint.key)
            if key in rows:
                found.append(f"{name} {key} is there twice")
            rows[key] = row
        found += [f"{name} {key} is no record of the API" for key in set(rows) - set(truth)]
        for key, record in truth.items():
            found += [
                f"{name} {key} {what}"
                for what in self._judge(endpoint, record, rows.get(key), deletions)
            ]
        counted = self.sync_state(name)["records_count"]
        if counted != len(rows):
            found.append(f"{name}: records_count is {counted}, rows are {len(rows)}")
        return found

    def _judge(
        self, endpoint: Endpoint, record: Record, row: dict[str, Any] | None, deletions: bool
    ) -> Iterator[str]:
        by_feed = self.feed == "export" and endpoint.sources[0].feed is not None
        shown_by_list = not record.deleted and (
            record.active or not self.store.table(resource_of(endpoint)).resource.hides_inactive
        )
        if endpoint.parent is not None:
            shown_by_list = shown_by_list and self._has_parent(endpoint, record)
        if row is None:
            if by_feed or shown_by_list:
                yield "is missing"
            return
        if by_feed or shown_by_list:
            shapes = self._shapes(endpoint, record)
            if canonical(row["full_text"]) not in shapes:
                yield f"is stale: {row['full_text'][:300]} instead of {record.raw.decode()[:300]}"
            else:
                sent = json.loads(record.raw).get("modifiedOn")
                moment = instant(sent) if sent else None
                if moment is not None and moment.year > 1 and row["st_modified_on"] != moment:
                    yield f"has st_modified_on {row['modified_text']} instead of {sent}"
        if by_feed and endpoint.inactive_means_deleted:
            soft_deleted = not record.active
        elif deletions or endpoint.parent is not None:
            soft_deleted = not shown_by_list
        elif record.deleted or not (by_feed or shown_by_list):
            return  # only a sweep can tell, and may have told before
        else:
            # A deactivated record that was marked before: only a list can tell that it is back.
            soft_deleted = row["deleted_at"] is not None if not record.active and by_feed else False
        if soft_deleted != (row["deleted_at"] is not None):
            state = "gone" if soft_deleted else "there"
            yield f"has deleted_at {row['deleted_at']}, but is {state}"

    def _has_parent(self, endpoint: Endpoint, record: Record) -> bool:
        child_resource = self.store.table(resource_of(endpoint)).resource.child_resource
        assert child_resource is not None
        parents = self.store.table(child_resource.parent)
        owner = record.key[: len(child_resource.by)]
        return any(owner_of(child_resource, parents, slot) == owner for slot in parents.live())

    def _shapes(self, endpoint: Endpoint, record: Record) -> list[Any]:
        shapes = [canonical(record.raw)]
        operation = endpoint.sources[0].export_operation
        if operation is not None:
            with self.store.lock:
                table = self.store.table(resource_of(endpoint))
                slot = table.slot_of(record.key)
                shapes += [canonical(b) for b in feed_bodies(table, operation, array("I", [slot]))]
        return shapes

    def assert_equals_truth(self, *names: str, deletions: bool = False) -> None:
        found = [text for name in names for text in self.differences(name, deletions=deletions)]
        assert not found, "\n".join([f"{len(found)} differences", *found[:10]])

    def settle(self, *names: str) -> None:
        """A clean load, then a clean reconciliation: each must leave the truth."""
        self.server.faults.clear()
        self.load_well(*names)
        self.assert_equals_truth(*names)
        self.reconcile(*names)
        self.assert_equals_truth(*names, deletions=True)
        assert files_left(self) == []

    def cursors(self) -> list[dict[str, Any]]:
        """The states that dlt keeps, cursors among them: one for each package."""
        schema = staging_schema(self.warehouse, self.api.tenant_id)
        return self.query(f'select version_hash from "{schema}"._dlt_pipeline_state order by 1')

    def empty(self) -> None:
        """Forget all that was loaded, cursors too."""
        self.drop()
        connection = connect(self.warehouse)
        with transaction(connection), connection.cursor() as cursor:
            tables.ensure(cursor, self.warehouse.raw_schema, ENDPOINTS.values())
        connection.close()

    def drop(self) -> None:
        """Remove the schemas."""
        connection = psycopg2.connect(self.warehouse.dsn)
        connection.autocommit = True
        staging = staging_schema(self.warehouse, self.api.tenant_id)
        with connection.cursor() as cursor:
            for schema in (self.warehouse.raw_schema, staging, f"{staging}_staging"):
                cursor.execute(f'drop schema if exists "{schema}" cascade')
        connection.close()


def with_schema(warehouse: Warehouse, schema: str) -> Warehouse:
    return replace(warehouse, raw_schema=schema)


def resource_of(endpoint: Endpoint) -> str:
    return endpoint.sources[0].name


def _key(record: Record) -> tuple[str, ...]:
    return tuple(map(str, record.key)) if isinstance(record.key, tuple) else (str(record.key),)


def canonical(text: str | bytes) -> Any:
    """JSON with numbers that equal only numbers, exactly: not True, not a float's neighbour."""

    def number(digits: str) -> tuple[str, Decimal]:
        return ("number", Decimal(digits))

    return json.loads(text, parse_float=number, parse_int=number)


@contextmanager
def impatient(page_size: int) -> Iterator[None]:
    """Small list pages and short waits between attempts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_numbers, "PAGE_SIZE", page_size)
        patch.setattr("loader.api.client._FIRST_WAIT", 0.005)
        patch.setattr("loader.api.auth._FIRST_WAIT", 0.005)
        yield


def clock_text(store: Store, seconds: float) -> str:
    """An instant so many seconds from the tenant's clock, as the API writes it."""
    return text_from(store.clock.now + round(seconds * 10_000_000))


def now() -> datetime:
    return datetime.now(UTC)


def files_left(loading: Loading) -> list[Path]:
    """What dlt's working folder still holds of this tenant's loads."""
    folder = work_folder(loading.warehouse, loading.api.tenant_id)
    return [path for path in folder.rglob("*") if path.is_file()]


def _load_in_child(
    api: Api,
    warehouse: Warehouse,
    names: tuple[str, ...],
    options: dict[str, Any],
    page_size: int,
    point: str,
) -> None:
    if point:
        POINTS[point]()
    options = LoadOptions(tuple(ENDPOINTS[name] for name in names), **options)
    try:
        with impatient(page_size):
            load(api, warehouse, options, Quiet())
    except LoaderError:
        raise SystemExit(1) from None
