"""``load``: API -> landing -> raw tables, in rounds that commit.

Readers fetch pages ahead while a round is being loaded. Each round commits the records it brought
and, with dlt's load package, the cursors that hold after them; so a run that is killed at any
point goes on from its last round.
"""

from __future__ import annotations

import signal
import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from dlt.common.exceptions import SignalReceivedException
from dlt.common.storages.load_package import create_load_id

from loader import catalogue
from loader.api.client import ApiClient
from loader.catalogue import ENDPOINTS, Endpoint
from loader.config import Api, Warehouse
from loader.errors import ApiError, LoaderError, WarehouseError
from loader.extract.child_resources import PartitionPlan
from loader.extract.cursor import Cursor
from loader.extract.page_batch import BackfillRange
from loader.reports.declaration import Declaration
from loader.run import report_endpoints
from loader.run.extract_workers import ExtractWorkers
from loader.run.malloc import use_single_arena
from loader.run.merge_workers import MergeWorkers
from loader.run.partition_planner import PartitionPlanner
from loader.run.result import Progress, Result
from loader.staging.pipeline import StagingPipeline
from loader.staging.staged_files import StagedBatch, StagedFiles
from loader.warehouse import sync_state, tables
from loader.warehouse.connection import connect, transaction
from loader.warehouse.full_scan import FullScan, SharedConnection
from loader.warehouse.lock import TenantLock, tenant_lock
from loader.warehouse.merge import MergeResult

# A round is worth its fixed cost (half a second for many tables) with this many bytes; with fewer
# when Postgres would otherwise wait. It does not wait longer than this many seconds for them.
_ROUND_BYTES = 192 * 1024 * 1024
_ROUND_BYTES_WHEN_IDLE = 12 * 1024 * 1024
_ROUND_SECONDS = 1.0
# A table of which so much was written needs new statistics.
_NEEDS_STATISTICS = 0.2
# Connections that the sweeps share.
_MAX_SHARED_CONNECTIONS = 4


@dataclass(frozen=True)
class LoadOptions:
    """What a run is to load.

    ``full_refresh``  reads everything again, from the beginning.
    ``backfill``        back-fills a range without touching the cursors.
    ``reconcile``     sweeps the lists from end to end: fetches what the tables lack, marks what
                      the API no longer has; the cursors stay.
    ``reports``       declared reports; they become endpoints once the API has described them.
    """

    endpoints: tuple[Endpoint, ...]
    full_refresh: bool = False
    backfill: BackfillRange | None = None
    reconcile: bool = False
    reports: tuple[Declaration, ...] = ()


def load(api: Api, warehouse: Warehouse, options: LoadOptions, progress: Progress) -> list[Result]:
    """Load the ordered endpoints. An endpoint's failure is in its result and stops no other.

    Raises ``LoaderError`` for what concerns the run as a whole: no database, refused credentials,
    another load of the tenant under way.
    """
    use_single_arena()
    with _sigterm_interrupts(), tenant_lock(warehouse, api.tenant_id) as lock:
        run = _Run(api, warehouse, options, progress)
        try:
            return run.go(lock)
        finally:
            run.close()


@contextmanager
def _sigterm_interrupts() -> Iterator[None]:
    """Let SIGTERM end a run as ctrl-c does: its state is stored, its working files are removed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _as_loader_error(error: BaseException) -> LoaderError:
    """What a user can make of it. The error's own text may quote a record: it is not shown."""
    if isinstance(error, LoaderError):
        return error
    if isinstance(error, (KeyboardInterrupt, SystemExit, SignalReceivedException)):
        return LoaderError(
            "The load was interrupted.",
            "What was committed stays; the next load goes on from there.",
        )
    return LoaderError(
        f"Unexpected {type(error).__name__} in the load.",
        "What was committed stays. Run with --debug and report what it shows.",
    )


def _landed(batches: list[StagedBatch]) -> Iterable[tuple[Endpoint, int]]:
    """The endpoints that have records among the batches, each with their bytes."""
    sizes: Counter[str] = Counter()
    for batch in batches:
        sizes[batch.endpoint.table] += batch.size
    endpoints = {batch.endpoint.table: batch.endpoint for batch in batches}
    return [(endpoints[table], size) for table, size in sizes.items() if size]


class _Run:
    def __init__(
        self, api: Api, warehouse: Warehouse, options: LoadOptions, progress: Progress
    ) -> None:
        self._tenant_id = api.tenant_id
        self._schema = warehouse.raw_schema
        self._warehouse = warehouse
        self._order = options
        self._progress = progress
        self._client = ApiClient(api, progress.notify)
        self._connection = connect(warehouse)
        with transaction(self._connection), self._connection.cursor() as cursor:
            described = report_endpoints.describe_reports(
                self._client, cursor, self._schema, options.reports, progress.notify
            )
            self._endpoints = (*options.endpoints, *described.ready)
            tables.ensure(cursor, warehouse.raw_schema, self._endpoints)
        self._described = described
        self._pipeline = StagingPipeline(warehouse, api.tenant_id)
        self._staged_files = StagedFiles(self._pipeline.staged_files_folder)
        self._merge_workers = MergeWorkers(
            warehouse, self._pipeline.schema, api.tenant_id, self._staged_files.wake
        )
        self._scans: dict[str, FullScan] = {}
        self._shared_connections: deque[SharedConnection] = deque()
        self._window = BackfillRange(None) if options.reconcile else options.backfill
        self._extract_workers = ExtractWorkers(
            self._client,
            self._staged_files,
            progress,
            "list" if options.reconcile else api.feed,
            self._window,
            self._scans,
        )
        self._walks: PartitionPlanner | None = None
        self._results: dict[str, Result] = {}

    def go(self, lock: TenantLock) -> list[Result]:
        try:
            self._plan()
            self._client.sign_in()
            self._described.refuse_wrong_configuration()
            self._prepare_full_scans()
            endpoints = [result.endpoint for result in self._results.values()]
            for level in catalogue.dependency_levels(endpoints):
                self._start([self._results[endpoint.table] for endpoint in level])
                self._rounds(lock)
                self._soft_delete_missing(lock)
        except BaseException as error:
            failure = _as_loader_error(error)
            for result in self._results.values():
                result.error = result.error or failure
            raise failure from error
        finally:
            self._extract_workers.stop()
            if self._walks is not None:
                self._walks.close()
            self._store_ends()
        return list(self._results.values())

    def close(self) -> None:
        for shared in self._shared_connections:
            shared.connection.close()
        self._merge_workers.close()
        self._pipeline.close()
        self._connection.close()

    def _start(self, level: list[Result]) -> None:
        """Begin to read endpoints whose parents, if they have any, are in the warehouse."""
        plans = self._plan_partitions([result for result in level if result.endpoint.parent])
        for result in level:
            if result.error is None:
                cursors = self._cursors(result.endpoint)
                self._extract_workers.start(result, cursors, plans.get(result.endpoint.name))

    def _plan_partitions(self, nested: list[Result]) -> dict[str, PartitionPlan]:
        """The walks of nested endpoints, by name; what they cost is said before they begin."""
        if not nested:
            return {}
        if self._walks is None:
            rate = self._client.api.rate_limit
            self._walks = PartitionPlanner(self._warehouse, self._tenant_id, rate)
        loaded = {r.endpoint.name for r in self._results.values() if r.error is None}
        plans: dict[str, PartitionPlan] = {}
        counts: dict[str, int] = {}
        for result in nested:
            name, parent = result.endpoint.name, result.endpoint.parent
            try:
                plans[name], counts[name] = self._walks.plan(
                    result.endpoint,
                    self._cursors(result.endpoint),
                    self._window,
                    parents_are_loaded=parent is not None and parent.name in loaded,
                )
            except LoaderError as error:
                result.error = error
        for cost in self._walks.costs(counts):
            self._progress.notify(cost)
        return plans

    def _plan(self) -> None:
        for endpoint in self._endpoints:
            self._results[endpoint.table] = Result(endpoint, sync_kind=self._sync_kind(endpoint))
        for endpoint, error in self._described.refused:
            self._results[endpoint.table] = Result(endpoint, sync_kind=None, error=error)
        for table, requests in self._described.requests.items():
            self._results[table].requests = requests
        begun = [result.endpoint for result in self._results.values()]
        with transaction(self._connection), self._connection.cursor() as cursor:
            sync_state.begin(cursor, self._schema, self._tenant_id, begun)
        self._merge_workers.start(
            ((endpoint, 0) for endpoint in self._endpoints_with_staged_rows()), create_load_id()
        )
        self._record_merges(all_of_them=True)

    def _endpoints_with_staged_rows(self) -> list[Endpoint]:
        """Endpoints whose records an earlier run landed, but did not live to move on."""
        with transaction(self._connection), self._connection.cursor() as cursor:
            filled = tables.nonempty_tables(cursor, self._pipeline.schema)
            known = {e.table: e for e in (*ENDPOINTS.values(), *self._endpoints)}
            left = [endpoint for table, endpoint in known.items() if table in filled]
            tables.ensure(cursor, self._schema, left)
        return left

    def _sync_kind(self, endpoint: Endpoint) -> sync_state.SyncKind | None:
        if self._order.backfill is not None or self._order.reconcile:
            return None
        everything = endpoint.no_cursor is not None or not self._cursors(endpoint)
        return "last_full_sync" if everything else "last_incremental_sync"

    def _cursors(self, endpoint: Endpoint) -> Mapping[str, Cursor]:
        return {} if self._order.full_refresh else self._pipeline.cursors(endpoint)

    def _prepare_full_scans(self) -> None:
        """A reconciliation sweeps every table, a load those that it reads in full anyway."""
        if self._order.backfill is not None:
            return
        for table, result in self._results.items():
            if not (self._order.reconcile or result.endpoint.read_in_full):
                continue
            if result.endpoint.parent is not None:
                continue  # each parent's answer is complete for it
            if all(source.list for source in result.endpoint.sources):
                self._scans[table] = FullScan(
                    self._shared_connection(),
                    self._schema,
                    result.endpoint,
                    self._tenant_id,
                    everything=not self._order.reconcile,
                )
            else:
                result.error = ApiError(
                    f"{result.endpoint.name} cannot be reconciled: the API has no list of it.",
                    "Its feed reports what is deleted; leave it out with --exclude.",
                )

    def _shared_connection(self) -> SharedConnection:
        if len(self._shared_connections) < _MAX_SHARED_CONNECTIONS:
            self._shared_connections.append(
                SharedConnection(connect(self._warehouse, purpose="sweep"))
            )
        self._shared_connections.rotate()
        return self._shared_connections[0]

    def _soft_delete_missing(self, lock: TenantLock) -> None:
        """Only a sweep that was complete tells what is gone."""
        if self._scans:
            lock.check()
        load_id = create_load_id()
        for table, scan in self._scans.items():
            result = self._results[table]
            if result.error is None:
                result.soft_deleted = scan.soft_delete_missing(load_id)
        self._scans.clear()

    def _rounds(self, lock: TenantLock) -> None:
        """Land what is read, and let it arrive while the next round is landed."""
        extracted, busy = self._extract_workers.active, self._merge_workers.busy
        while batches := self._staged_files.take(self._is_enough, _ROUND_SECONDS, extracted, busy):
            lock.check()
            with self._staged_files.quiet():
                load_id = self._pipeline.load(batches)
            self._staged_files.loaded(batches)
            for batch in batches:
                self._results[batch.endpoint.table].record_cursor(batch.cursor)
            self._merge_workers.start(_landed(batches), load_id)
            self._record_merges()
            if self._extract_workers.fatal is not None:
                break
        self._record_merges(all_of_them=True)
        if self._extract_workers.fatal is not None:
            raise self._extract_workers.fatal
        self._renew_statistics()

    def _is_enough(self, size: int) -> bool:
        return size >= (_ROUND_BYTES_WHEN_IDLE if self._merge_workers.idle else _ROUND_BYTES)

    def _renew_statistics(self) -> None:
        """The transform comes next, and autovacuum would be minutes late."""
        with transaction(self._connection), self._connection.cursor() as cursor:
            rows = sync_state.counts(cursor, self._schema, self._tenant_id)
        self._merge_workers.renew_statistics(
            result.endpoint
            for table, result in self._results.items()
            if result.merged.written > rows[table] * _NEEDS_STATISTICS
        )

    def _record_merges(self, *, all_of_them: bool = False) -> None:
        for endpoint, merged in self._merge_workers.ended(all_of_them=all_of_them):
            self._record_merge(endpoint, merged)

    def _record_merge(self, endpoint: Endpoint, merged: MergeResult | WarehouseError) -> None:
        result = self._results.get(endpoint.table)
        if isinstance(merged, WarehouseError):
            if result is not None:
                result.error = merged
            self._progress.notify(str(merged))
            return
        self._progress.merged(endpoint, merged)
        if result is not None:
            result.merged += merged
            result.soft_deleted += merged.soft_deleted

    def _store_ends(self) -> None:
        if self._connection.closed:
            return
        for result in self._results.values():
            with transaction(self._connection), self._connection.cursor() as cursor:
                sync_state.end(
                    cursor,
                    self._schema,
                    self._tenant_id,
                    result.endpoint,
                    error=str(result.error) if result.error else None,
                    sync_kind=result.sync_kind,
                    synced=result.merged.staged,
                    requests=result.requests,
                    cursor_at=result.cursor_at,
                    unknown_fields=result.unknown_fields,
                )
            self._progress.ended(result)
