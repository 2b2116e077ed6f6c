"""A load as the pool's job: for one of many tenants, in a worker."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from loader.catalogue import Endpoint
from loader.cli import logs
from loader.cli.load_request import LoadRequest
from loader.cli.run import refuse_if_all_denied
from loader.config import Environment
from loader.errors import EXIT_ENDPOINT_FAILED, EXIT_LOADED
from loader.signals import interruptible
from loader.staging.work_folder import work_folder
from loader.tenants.messages import Failure, Outcome, Progress, Reporter
from loader.warehouse.connection import cancel_statements

if TYPE_CHECKING:
    from loader.run.result import Result
    from loader.warehouse.merge import MergeResult


def load_one_of_many(environment: Environment, reporter: Reporter, request: LoadRequest) -> Outcome:
    """Load one tenant. The database and the processors are for others too.

    Raises:
        LoaderError: The run as a whole failed.
    """
    selection = request.selection(environment)
    api = environment.api()
    warehouse = environment.warehouse()
    # Workers need dlt, and not the pool's own process, which imports this module to name the job.
    from loader.run.load import load
    from loader.run.options import ONE_OF_MANY

    options = replace(request.options(*selection), connections=ONE_OF_MANY)
    folder = work_folder(warehouse, api.tenant_id)
    count = len(options.endpoints) + len(options.reports)
    with interruptible(cancel_statements, lambda: shutil.rmtree(folder, ignore_errors=True)):
        results = load(api, warehouse, options, _Listener(reporter, count))
    refuse_if_all_denied([result.error for result in results])
    return _outcome(results)


class _Listener:
    """Sums up what a run tells, for the pool's display."""

    def __init__(self, reporter: Reporter, endpoints: int) -> None:
        self._reporter = reporter
        self._lock = threading.Lock()
        self._now = Progress(total=endpoints)

    def extracted(self, _endpoint: Endpoint, rows: int) -> None:
        """Count records that were read from the API."""
        self._add(read=rows)

    def merged(self, _endpoint: Endpoint, merged: MergeResult) -> None:
        """Count records that are in their raw table."""
        self._add(stored=merged.staged)

    def ended(self, _result: Result) -> None:
        """Count an endpoint."""
        self._add(ended=1)

    def notify(self, text: str) -> None:
        """Log something the user should know that is not a failure."""
        logs.note(text)

    def _add(self, read: int = 0, stored: int = 0, ended: int = 0) -> None:
        with self._lock:
            now = self._now
            self._now = replace(
                now, read=now.read + read, stored=now.stored + stored, ended=now.ended + ended
            )
        self._reporter.progress(self._now)


def _outcome(results: Sequence[Result]) -> Outcome:
    failures = tuple(
        Failure(result.endpoint.name, result.error.cause, result.error.remedy)
        for result in results
        if result.error is not None
    )
    inserted = sum(result.merged.inserted for result in results)
    counts = {
        "endpoints": len(results),
        "failed": len(failures),
        "received": sum(result.merged.staged for result in results),
        "new": inserted,
        "changed": sum(result.merged.written for result in results) - inserted,
        "deleted": sum(result.soft_deleted for result in results),
        "requests": sum(result.requests for result in results),
    }
    return Outcome(EXIT_ENDPOINT_FAILED if failures else EXIT_LOADED, failures, counts)
