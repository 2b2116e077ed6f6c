"""``load``: opens what a run needs, runs it, and closes everything in reverse order."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

from psycopg2.extensions import connection as Connection

from loader.api.client import ApiClient
from loader.catalogue import MODEL_INPUTS, Endpoint
from loader.config import Api, Warehouse
from loader.run.child_deletions import ChildDeletions
from loader.run.cursor_check import CursorCheck
from loader.run.extract_workers import ExtractWorkers
from loader.run.full_scans import FullScans
from loader.run.load_packages import LoadPackages
from loader.run.malloc import use_single_arena
from loader.run.merges import Merges
from loader.run.options import LoadOptions
from loader.run.partition_planner import PartitionPlanner
from loader.run.report_endpoints import DescribedReports, describe_reports
from loader.run.result import ProgressListener, Result
from loader.run.run import Run
from loader.run.sync_states import SyncStates
from loader.staging.pipeline import StagingPipeline, temporary_folder, work_folder
from loader.staging.staged_files import StagedFiles
from loader.warehouse import tables, tenants
from loader.warehouse.connection import connect, transaction
from loader.warehouse.lock import tenant_lock
from loader.warehouse.merge import MergeResult


def load(
    api: Api, warehouse: Warehouse, options: LoadOptions, progress: ProgressListener
) -> list[Result]:
    """Load endpoints. One endpoint's failure is in its result and does not stop the others.

    Raises:
        LoaderError: What concerns the run as a whole: no database, refused credentials, another
            load of the tenant under way.
    """
    use_single_arena()
    with _sigterm_interrupts(), ExitStack() as stack:
        lock = stack.enter_context(tenant_lock(warehouse, api.tenant_id))
        connection = stack.enter_context(closing(connect(warehouse)))
        client = ApiClient(api, progress.notify)
        described = _ensure_tables(client, connection, warehouse, options, progress)
        folder = work_folder(warehouse, api.tenant_id)
        stack.enter_context(temporary_folder(folder))
        results: dict[str, Result] = {}

        def merged(endpoint: Endpoint, merge: MergeResult) -> None:
            cursor_check.merged(endpoint.table, merge.version)
            results[endpoint.table].record_merge(merge)
            progress.merged(endpoint, merge)

        pipeline = StagingPipeline(warehouse, api.tenant_id, folder)
        merges = Merges(warehouse.raw_schema, api.tenant_id, pipeline.table, merged)
        reset = pipeline.open(merges, lambda: connect(warehouse, purpose="staging"))
        for table in reset:
            progress.notify(
                f"{table}: a load of an older version was interrupted after it had moved the"
                " cursor; it is read from the beginning."
            )
        cursor_check = CursorCheck(connection, warehouse.raw_schema, api.tenant_id, pipeline)
        cursor_check.drop_unfounded(
            (*options.endpoints, *described.ready),
            progress.notify,
            by_cursor=options.by_cursor,
            reset=reset,
        )
        staged_files = StagedFiles(folder / "files")
        scans = stack.enter_context(
            closing(
                FullScans(warehouse, api.tenant_id, allow_mass_deletion=options.allow_mass_deletion)
            )
        )
        planner = stack.enter_context(
            closing(PartitionPlanner(warehouse, api.tenant_id, api.rate_limit))
        )
        workers = stack.enter_context(
            closing(ExtractWorkers(client, staged_files, progress, options, scans.by_table))
        )
        run = Run(
            options,
            results,
            client,
            pipeline,
            LoadPackages(pipeline, staged_files, merges, cursor_check, workers, results, progress),
            workers,
            scans,
            ChildDeletions(
                connection, warehouse.raw_schema, api.tenant_id, options.allow_mass_deletion
            ),
            planner,
            SyncStates(warehouse, api.tenant_id, connection),
            progress,
        )
        return run.go(described, lock)


def _ensure_tables(
    client: ApiClient,
    connection: Connection,
    warehouse: Warehouse,
    options: LoadOptions,
    progress: ProgressListener,
) -> DescribedReports:
    """Ask the API for the declared reports; create missing tables, store the tenant's time zone."""
    with transaction(connection), connection.cursor() as cursor:
        described = describe_reports(
            client, cursor, warehouse.raw_schema, options.reports, progress.notify
        )
        # A model fails if a table that it reads does not exist; an empty one is all it needs.
        needed = {e.table: e for e in (*MODEL_INPUTS, *options.endpoints, *described.ready)}
        tables.ensure_schema(cursor, warehouse.raw_schema, needed.values())
        tenants.save_timezone(
            cursor, warehouse.raw_schema, client.api.tenant_id, client.api.timezone
        )
    return described


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
