"""The reading side of a run: a thread for each endpoint, all under one token and one rate."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from loader.api.client import ApiClient
from loader.config import Feed
from loader.errors import ConfigurationError, LoaderError
from loader.landing.spool import Spool, SpoolClosed
from loader.reading.chunk import Window
from loader.reading.cursor import Cursor
from loader.reading.nested import Walk
from loader.reading.reader import read
from loader.reading.records import Heads
from loader.run.result import Progress, Result
from loader.warehouse.sweep import Sweep

# Requests wait for the network, not for the processor: every endpoint may wait at once.
_MOST_THREADS = 32


class Readers:
    """Reads endpoints into the spool. ``active`` holds the names of those still being read.

    With a sweep for an endpoint (by table), only the records that the sweep wants are spooled.
    """

    def __init__(
        self,
        client: ApiClient,
        spool: Spool,
        progress: Progress,
        mode: Feed,
        window: Window | None,
        sweeps: Mapping[str, Sweep],
    ) -> None:
        self._client = client
        self._spool = spool
        self._progress = progress
        self._mode = mode
        self._window = window
        self._sweeps = sweeps
        self._pool = ThreadPoolExecutor(_MOST_THREADS, thread_name_prefix="read")
        self._stopped = threading.Event()
        self.active: set[str] = set()
        self.fatal: LoaderError | None = None

    def start(
        self, result: Result, cursors: Mapping[str, Cursor], walk: Walk | None = None
    ) -> None:
        """Begin to read one endpoint from its cursors; a nested one by its walk."""
        self.active.add(result.endpoint.name)
        future = self._pool.submit(self._read, result, cursors, walk)
        future.add_done_callback(lambda done: self._done(result, done))

    def stop(self) -> None:
        """Stop reading: what is spooled and not loaded is given up, cursors stay."""
        self._stopped.set()
        self._spool.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _read(self, result: Result, cursors: Mapping[str, Cursor], walk: Walk | None) -> None:
        client = self._client.twin()
        heads = Heads.of(result.endpoint)
        seq = 0
        try:
            chunks = read(
                client,
                result.endpoint,
                cursors,
                heads,
                self._progress.note,
                self._mode,
                self._window,
                walk,
            )
            sweep = self._sweeps.get(result.endpoint.table)
            for source, chunk in chunks:
                if self._stopped.is_set():
                    return
                if sweep is not None:
                    keys = heads.keys(chunk.records)
                    chunk = chunk.only(sweep.wanting(source, keys, chunk.look.modified))
                seq += self._spool.put(result.endpoint, source, chunk, seq)
                rows = len(chunk.records) if chunk.rows is None else chunk.rows
                self._progress.reading(result.endpoint, rows)
        finally:
            result.requests += client.requests
            result.unknown_fields = heads.unknown_fields

    def _done(self, result: Result, done: Future[None]) -> None:
        error = None if done.cancelled() else done.exception()
        if isinstance(error, ConfigurationError):
            self.fatal = error  # it would fail the same way for every endpoint
        if isinstance(error, LoaderError):
            result.error = error
        elif error is not None and not isinstance(error, SpoolClosed):
            result.error = LoaderError(
                f"Unexpected {type(error).__name__} while reading {result.endpoint.name}.",
                "Its cursor has not moved. Run with --debug and report what it shows.",
            )
            result.error.__cause__ = error
        self.active.discard(result.endpoint.name)
        self._spool.wake()
