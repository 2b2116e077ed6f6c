"""A run: endpoints are read level by level, parents before their children, and loaded meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import psycopg2
from dlt.common.exceptions import SignalReceivedException

from loader import catalogue
from loader.api.client import ApiClient
from loader.catalogue import Endpoint
from loader.errors import LoaderError, WarehouseError
from loader.extract.cursor import Cursor
from loader.postgres_errors import refused_statement
from loader.run.child_deletions import ChildDeletions
from loader.run.extract_workers import ExtractWorkers
from loader.run.full_scans import FullScans
from loader.run.load_packages import LoadPackages
from loader.run.options import LoadOptions
from loader.run.partition_planner import PartitionPlanner
from loader.run.report_endpoints import DescribedReports
from loader.run.result import ProgressListener, Result
from loader.run.sync_states import SyncStates
from loader.staging.pipeline import StagingPipeline
from loader.warehouse.lock import TenantLock
from loader.warehouse.sync_state import SyncKind


class Run:
    """One run. The caller closes what it passes in."""

    def __init__(
        self,
        options: LoadOptions,
        results: dict[str, Result],
        client: ApiClient,
        pipeline: StagingPipeline,
        packages: LoadPackages,
        workers: ExtractWorkers,
        scans: FullScans,
        child_deletions: ChildDeletions,
        planner: PartitionPlanner,
        sync_states: SyncStates,
        progress: ProgressListener,
    ) -> None:
        self._options = options
        self._results = results
        self._client = client
        self._pipeline = pipeline
        self._packages = packages
        self._workers = workers
        self._scans = scans
        self._child_deletions = child_deletions
        self._planner = planner
        self._sync_states = sync_states
        self._progress = progress

    def go(self, described: DescribedReports, lock: TenantLock) -> list[Result]:
        """Load everything. Raises ``LoaderError`` for what concerns the run as a whole."""
        try:
            self._begin(described)
            self._client.sign_in()
            described.refuse_wrong_configuration()
            if self._options.backfill is None:
                self._scans.prepare(self._results.values(), reconcile=self._options.reconcile)
            endpoints = [result.endpoint for result in self._results.values()]
            for level in catalogue.dependency_levels(endpoints):
                results = [self._results[endpoint.table] for endpoint in level]
                self._start(results)
                self._packages.load_all(lock)
                self._sync_states.renew_statistics(self._results)
                self._scans.soft_delete_missing(self._results, lock)
                self._child_deletions.soft_delete_missing(results, lock)
        except BaseException as error:
            failure = _as_loader_error(error)
            for result in self._results.values():
                result.error = result.error or failure
            failure.something_loaded = any(
                result.merged.written or result.soft_deleted for result in self._results.values()
            )
            with suppress(WarehouseError):  # the failure itself is the news
                self._end()
            raise failure from error
        self._end()
        return list(self._results.values())

    def _end(self) -> None:
        self._workers.close()
        self._sync_states.end(self._results.values(), self._progress, self._client.api_ahead)

    def _begin(self, described: DescribedReports) -> None:
        for endpoint in (*self._options.endpoints, *described.ready):
            self._results[endpoint.table] = Result(endpoint, sync_kind=self._sync_kind(endpoint))
        for endpoint, error in described.refused:
            self._results[endpoint.table] = Result(endpoint, sync_kind=None, error=error)
        for table, requests in described.requests.items():
            self._results[table].requests = requests
        self._sync_states.begin(self._results.values())

    def _start(self, level: list[Result]) -> None:
        """Begin to read endpoints whose parents, if any, are in the warehouse."""
        plans = self._planner.plan_all(
            [result for result in level if result.endpoint.parent],
            self._cursors,
            self._options.range,
            loaded={r.endpoint.name for r in self._results.values() if r.error is None},
            notify=self._progress.notify,
        )
        for result in level:
            if result.error is None:
                plan = plans.get(result.endpoint.name)
                self._workers.start(result, self._cursors(result.endpoint), plan)

    def _sync_kind(self, endpoint: Endpoint) -> SyncKind | None:
        if self._options.range is not None:
            return None
        everything = endpoint.no_cursor is not None or not self._cursors(endpoint)
        return "last_full_sync" if everything else "last_incremental_sync"

    def _cursors(self, endpoint: Endpoint) -> Mapping[str, Cursor]:
        return {} if self._options.full_refresh else self._pipeline.cursors(endpoint)


def _as_loader_error(error: BaseException) -> LoaderError:
    """Return an error for the user. The original's text may quote a record: it is not shown."""
    if isinstance(error, LoaderError):
        return error
    if isinstance(error, psycopg2.Error):
        return refused_statement(error)
    if isinstance(error, (KeyboardInterrupt, SystemExit, SignalReceivedException)):
        return LoaderError(
            "The load was interrupted.",
            "What was committed stays; the next load goes on from there.",
        )
    return LoaderError(
        f"Unexpected {type(error).__name__} in the load.",
        "What was committed stays. Run with --debug and report what it shows.",
    )
