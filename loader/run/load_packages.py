"""Loads what the readers stage, package by package."""

from __future__ import annotations

import time
from collections.abc import Mapping

from loader.errors import LoaderError, TransientWarehouseError, WarehouseError
from loader.run.cursor_check import CursorCheck
from loader.run.extract_workers import ExtractWorkers
from loader.run.merges import Merges
from loader.run.result import ProgressListener, Result
from loader.staging.pipeline import StagingPipeline
from loader.staging.staged_files import StagedBatch, StagedFiles
from loader.warehouse.lock import TenantLock
from loader.warehouse.session import announce_retry

# A package has a fixed cost, half a second for many tables: it is begun with this many bytes, or
# after this many seconds. While one is loaded, the readers stage the next.
_PACKAGE_BYTES = 12 * 1024 * 1024
_PACKAGE_SECONDS = 1.0
# A package that loses a connection of dlt's own is begun this often, so many seconds apart. Before,
# dlt has tried its jobs again.
_MAX_ATTEMPTS = 3
_RETRY_SECONDS = 2.0


class LoadPackages:
    """Takes staged batches and loads them until the readers are done.

    A table whose merge fails is left out of its package and of all later ones: dlt aborts the
    package, and the others are loaded again without it. What they had merged already is not
    written twice, since the merge skips unchanged rows.
    """

    def __init__(
        self,
        pipeline: StagingPipeline,
        staged_files: StagedFiles,
        merges: Merges,
        cursor_check: CursorCheck,
        workers: ExtractWorkers,
        results: Mapping[str, Result],
        progress: ProgressListener,
    ) -> None:
        self._pipeline = pipeline
        self._staged_files = staged_files
        self._merges = merges
        self._cursor_check = cursor_check
        self._workers = workers
        self._results = results
        self._progress = progress

    def load_all(self, lock: TenantLock) -> None:
        """Load until nobody is reading and nothing is staged.

        Raises:
            LoaderError: What concerns the run as a whole.
        """
        while batches := self._staged_files.take(
            _PACKAGE_BYTES, _PACKAGE_SECONDS, self._workers.active
        ):
            self._load(batches, lock)
            self._staged_files.loaded(batches)
            if self._workers.fatal is not None:
                break
        if self._workers.fatal is not None:
            raise self._workers.fatal

    def _load(self, batches: list[StagedBatch], lock: TenantLock) -> None:
        attempt = 1
        while good := [b for b in batches if b.endpoint.table not in self._merges.failures]:
            lock.check()
            self._merges.expect(good)
            try:
                self._pipeline.load(good, self._cursor_check.after(good), self._staged_files.quiet)
            except TransientWarehouseError as error:
                if attempt == _MAX_ATTEMPTS:
                    raise
                announce_retry(error, attempt, _MAX_ATTEMPTS)
                attempt += 1
                time.sleep(_RETRY_SECONDS)
            except WarehouseError:
                if self._merges.unexpected is not None:
                    raise self._merges.unexpected from None
                if not self._record_failures(good):
                    raise
            else:
                self._merges.committed()
                for batch in good:
                    self._results[batch.endpoint.table].record_cursor(batch.cursor)
                return

    def _record_failures(self, batches: list[StagedBatch]) -> bool:
        """Record the merges that failed in this package; return whether there were any."""
        failed: dict[str, LoaderError] = {
            batch.endpoint.table: self._merges.failures[batch.endpoint.table]
            for batch in batches
            if batch.endpoint.table in self._merges.failures
        }
        for table, error in failed.items():
            self._results[table].error = error
            self._progress.notify(str(error))
        return bool(failed)
