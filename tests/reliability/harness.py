"""Load from a sandbox into a throwaway schema and compare every row with the API's record."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extras import RealDictCursor

from loader.catalogue import ENDPOINTS, Endpoint
from loader.catalogue.scalars import to_timestamptz as instant
from loader.config import Api, Environment, Warehouse
from loader.errors import LoaderError
from loader.extract import page_numbers
from loader.extract.page_batch import BackfillRange
from loader.run.load import load
from loader.run.options import LoadOptions
from loader.run.result import Result
from loader.staging.pipeline import staging_schema_name
from loader.staging.work_folder import work_folder
from loader.warehouse import tables
from loader.warehouse.connection import connect, transaction
from sandbox.feed_shapes import feed_bodies
from sandbox.parents import owner_of
from sandbox.server import Server
from sandbox.store import Record, Store
from sandbox.timestamps import text_from
from tests.reliability.killing import POINTS, is_killed


class Quiet:
    """A listener for a run that prints nothing and keeps the notes."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def extracted(self, _endpoint: Endpoint, _rows: int) -> None: ...

    def merged(self, _endpoint: Endpoint, _merged: object) -> None: ...

    def ended(self, _result: Result) -> None: ...

    def notify(self, text: str) -> None:
        self.notes.append(text)


# How long a kill waits for the load to be where the test wants it: machines can be busy.
_WAIT_SECONDS = 60

DIFFERENCES = ("missing", "stale", "double", "wrongly marked", "wrongly counted")


@dataclass(frozen=True)
class Difference:
    """A row that does not equal its record; ``kind`` is one of `DIFFERENCES`.

    A row of a record that the API never had is ``double`` too.
    """

    kind: str
    text: str


@dataclass
class Loading:
    """A tenant of the sandbox and the schema its records are loaded into.

    Attributes:
        tally: Comparisons of a whole table with the API, rows compared, and differences by kind.
    """

    server: Server
    warehouse: Warehouse
    feed: str = "export"
    page_size: int = 10
    rate_limit: float = 10_000.0
    tenant: int | None = None
    notes: list[str] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)

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

    def load_killed(self, point: str, *names: str, **options: Any) -> None:
        """Load in a process that is killed (SIGKILL) at a point of ``POINTS``.

        Raises:
            AssertionError: The load ended before it came to that point.
        """
        assert self.try_to_kill(point, *names, **options), f"no kill {point}"

    def try_to_kill(self, point: str, *names: str, **options: Any) -> bool:
        """Like `load_killed`, but return whether the load came to that point."""
        return is_killed(self._start(point, names, options))

    def load_killed_at_request(
        self, number: int, *names: str, once: Callable[[], bool] = lambda: True, **options: Any
    ) -> None:
        """Load in a process that is killed (SIGKILL) while the API answers its nth request.

        Args:
            number: Which request, counted from 1.
            names: Endpoints to load.
            once: The answer waits until this is true, for a minute at most.
            options: For `LoadOptions`.

        Raises:
            AssertionError: The load ended with fewer requests, or ``once`` never became true.
        """
        killed = self.try_to_kill_at_request(number, *names, once=once, **options)
        assert killed, f"no kill at request {number}"

    def try_to_kill_at_request(
        self, number: int, *names: str, once: Callable[[], bool] = lambda: True, **options: Any
    ) -> bool:
        """Like `load_killed_at_request`, but return whether the load made that many requests."""
        process: list[Any] = []
        seen = 0
        waited_in_vain = False

        def kill(_request: object) -> None:
            nonlocal seen, waited_in_vain
            seen += 1
            if seen == number and process:
                deadline = time.monotonic() + _WAIT_SECONDS
                while not once() and time.monotonic() < deadline:
                    time.sleep(0.02)
                waited_in_vain = not once()
                with suppress(ProcessLookupError):
                    os.kill(process[0].pid, signal.SIGKILL)

        remove = self.server.hooks.on_request(kill)
        process.append(self._start("", names, options))
        try:
            return is_killed(process[0]) and not waited_in_vain
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

    def execute(self, *statements: str) -> None:
        """Run statements, each in a transaction of its own."""
        with closing(psycopg2.connect(self.warehouse.dsn)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)

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
            f'select count(*) from "{staging_schema_name(self.warehouse, self.api.tenant_id)}".'
            f"{ENDPOINTS[name].table}"
        )
        return int(row["count"])

    # What must hold -------------------------------------------------------------------------------

    def differences(self, name: str, *, deletions: bool) -> list[Difference]:
        """Compare a table with the sandbox's records, and count what was compared in `tally`.

        Args:
            name: An endpoint.
            deletions: Every deleted record must be marked, and no other: as it is after a
                reconciliation.
        """
        found = list(self._differences(name, deletions=deletions))
        self.tally["comparisons"] += 1
        self.tally.update(f"difference: {difference.kind}" for difference in found)
        return found

    def _differences(self, name: str, *, deletions: bool) -> Iterator[Difference]:
        endpoint = ENDPOINTS[name]
        records = {_key(record): record for record in self.store.truth(resource_of(endpoint))}
        rows: dict[tuple[str, ...], dict[str, Any]] = {}
        for row in self.rows(name):
            self.tally["rows compared"] += 1
            key = tuple(str(row[column]) for column in endpoint.key)
            if key in rows:
                yield Difference("double", f"{name} {key} is there twice")
            rows[key] = row
        for key in set(rows) - set(records):
            yield Difference("double", f"{name} {key} is no record of the API")
        for key, record in records.items():
            for kind, text in self._judge(endpoint, record, rows.get(key), deletions):
                yield Difference(kind, f"{name} {key} {text}")
        counted = self.sync_state(name)["records_count"]
        if counted != len(rows):
            yield Difference(
                "wrongly counted", f"{name}: records_count is {counted}, rows are {len(rows)}"
            )

    def _judge(
        self, endpoint: Endpoint, record: Record, row: dict[str, Any] | None, deletions: bool
    ) -> Iterator[tuple[str, str]]:
        by_feed = self.feed == "export" and endpoint.sources[0].feed is not None
        shown_by_list = not record.deleted and (
            record.active or not self.store.table(resource_of(endpoint)).resource.hides_inactive
        )
        if endpoint.parent is not None:
            shown_by_list = shown_by_list and self._has_parent(endpoint, record)
        if row is None:
            if by_feed or shown_by_list:
                yield "missing", "is missing"
            return
        if by_feed or shown_by_list:
            shapes = self._shapes(endpoint, record)
            if canonical(row["full_text"]) not in shapes:
                sent = record.raw.decode()[:300]
                yield "stale", f"is stale: {row['full_text'][:300]} instead of {sent}"
            else:
                sent = json.loads(record.raw).get("modifiedOn")
                moment = instant(sent) if sent else None
                if moment is not None and moment.year > 1 and row["st_modified_on"] != moment:
                    yield "stale", f"has st_modified_on {row['modified_text']} instead of {sent}"
        if by_feed and endpoint.inactive_means_deleted:
            soft_deleted = not record.active
        elif deletions or endpoint.parent is not None:
            soft_deleted = not shown_by_list
        elif record.deleted or not (by_feed or shown_by_list):
            return  # only a full scan can tell, and may have told before
        else:
            # A deactivated record that was marked before: only a list can tell that it is back.
            soft_deleted = row["deleted_at"] is not None if not record.active and by_feed else False
        if soft_deleted != (row["deleted_at"] is not None):
            state = "deleted" if soft_deleted else "there"
            yield "wrongly marked", f"has deleted_at {row['deleted_at']}, but is {state}"

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

    def assert_equals_api(self, *names: str, deletions: bool = False) -> None:
        found = [one.text for name in names for one in self.differences(name, deletions=deletions)]
        assert not found, "\n".join([f"{len(found)} differences", *found[:10]])

    def settle(self, *names: str) -> None:
        """Load without faults, then reconcile; after each, the tables must equal the API."""
        self.server.faults.clear()
        self.load_well(*names)
        self.assert_equals_api(*names)
        self.reconcile(*names)
        self.assert_equals_api(*names, deletions=True)
        assert files_left(self) == []

    def cursors(self) -> list[dict[str, Any]]:
        """dlt's stored states, one for each completed load package; they hold the cursors."""
        schema = staging_schema_name(self.warehouse, self.api.tenant_id)
        return self.query(
            f'select states.version_hash from "{schema}"._dlt_pipeline_state as states'
            f' inner join "{schema}"._dlt_loads as loads on loads.load_id = states._dlt_load_id'
            " where loads.status = 0 order by 1"
        )

    def empty(self) -> None:
        """Empty the warehouse: no rows, no cursors."""
        self.drop()
        connection = connect(self.warehouse)
        with transaction(connection), connection.cursor() as cursor:
            tables.ensure_schema(
                cursor, self.warehouse.raw_schema, ENDPOINTS.values(), self.warehouse.engine
            )
        connection.close()

    def drop(self) -> None:
        """Drop the schemas."""
        connection = psycopg2.connect(self.warehouse.dsn)
        connection.autocommit = True
        staging = staging_schema_name(self.warehouse, self.api.tenant_id)
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
    """Parse JSON so that numbers compare by all their digits, and 1 does not equal true."""

    def number(digits: str) -> tuple[str, Decimal]:
        return ("number", Decimal(digits))

    return json.loads(text, parse_float=number, parse_int=number)


@contextmanager
def impatient(page_size: int) -> Iterator[None]:
    """Patch in small list pages and short waits between attempts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_numbers, "PAGE_SIZE", page_size)
        patch.setattr("loader.api.retries._FIRST_WAIT", 0.005)
        yield


def clock_text(store: Store, seconds: float) -> str:
    """The instant ``seconds`` after the tenant's clock, as the API writes it."""
    return text_from(store.clock.now + round(seconds * 10_000_000))


def now() -> datetime:
    return datetime.now(UTC)


def files_left(loading: Loading) -> list[Path]:
    """The files of this tenant's loads in dlt's working folder."""
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
