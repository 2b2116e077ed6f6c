"""Reads endpoints in threads, all with one token and under one rate limit."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from loader.api.client import ApiClient
from loader.config import Feed
from loader.errors import ConfigurationError, LoaderError
from loader.extract.child_resources import PartitionPlan
from loader.extract.cursor import Cursor
from loader.extract.endpoint_reader import read
from loader.extract.record_metadata import MetadataReader
from loader.run.options import LoadOptions
from loader.run.result import ProgressListener, Result
from loader.staging.staged_files import StagedFiles, StagedFilesClosed
from loader.staging.work_folder import folder_error
from loader.warehouse.full_scan import FullScan

# Requests wait for the network, not for the processor: every endpoint may wait at once.
_MAX_THREADS = 32


class ExtractWorkers:
    """Reads endpoints into staged files.

    With a full scan of an endpoint (by table), only the records that it asks for are staged.

    Attributes:
        active: Names of the endpoints that are still being read.
        fatal: An error that would be the same for every endpoint.
    """

    def __init__(
        self,
        client: ApiClient,
        staged_files: StagedFiles,
        progress: ProgressListener,
        options: LoadOptions,
        scans: Mapping[str, FullScan],
    ) -> None:
        self._client = client
        self._staged_files = staged_files
        self._progress = progress
        self._mode: Feed = "list" if options.reconcile else client.api.feed
        self._range = options.range
        self._scans = scans
        self._pool = ThreadPoolExecutor(_MAX_THREADS, thread_name_prefix="read")
        self._stopped = threading.Event()
        self.active: set[str] = set()
        self.fatal: LoaderError | None = None

    def start(
        self, result: Result, cursors: Mapping[str, Cursor], plan: PartitionPlan | None = None
    ) -> None:
        """Begin to read one endpoint from its cursors; a child resource by its plan."""
        self.active.add(result.endpoint.name)
        future = self._pool.submit(self._read, result, cursors, plan)
        future.add_done_callback(lambda done: self._done(result, done))

    def close(self) -> None:
        """Stop reading. Staged batches that are not loaded are dropped, and their cursors stay."""
        self._stopped.set()
        self._client.cancel()
        self._staged_files.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _read(
        self, result: Result, cursors: Mapping[str, Cursor], plan: PartitionPlan | None
    ) -> None:
        client = self._client.session()
        metadata_reader = MetadataReader.of(result.endpoint)
        seq = 0
        try:
            batches = read(
                client,
                result.endpoint,
                cursors,
                metadata_reader,
                self._progress.notify,
                self._mode,
                self._range,
                plan,
            )
            scan = self._scans.get(result.endpoint.table)
            for source, batch in batches:
                if self._stopped.is_set():
                    return
                if scan is not None:
                    keys = metadata_reader.keys(batch.records)
                    batch = batch.only(
                        scan.positions_to_fetch(source, keys, batch.metadata.modified)
                    )
                seq += self._staged_files.put(result.endpoint, source, batch, seq)
                self._progress.extracted(result.endpoint, len(batch.records))
                del batch  # its records must not outlive its page, which is released next
        finally:
            client.close()
            result.requests += client.requests
            result.unknown_fields = metadata_reader.unknown_fields

    def _done(self, result: Result, done: Future[None]) -> None:
        error = None if done.cancelled() else done.exception()
        if isinstance(error, ConfigurationError):
            self.fatal = error  # it would fail the same way for every endpoint
        if isinstance(error, LoaderError):
            result.error = error
        elif isinstance(error, OSError):
            result.error = folder_error(error)
        elif error is not None and not isinstance(error, StagedFilesClosed):
            result.error = LoaderError(
                f"Unexpected {type(error).__name__} while reading {result.endpoint.name}.",
                "Its cursor has not moved. Run with --debug and report what it shows.",
            )
            result.error.__cause__ = error
        self.active.discard(result.endpoint.name)
        self._staged_files.wake()
