"""``load``: opens what a run needs, runs it, and closes everything in reverse order."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack, closing
from dataclasses import replace

from psycopg2.extensions import cursor as Cursor

from loader.api.client import ApiClient
from loader.catalogue import ENDPOINTS, MODEL_INPUTS, Endpoint
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
from loader.staging.pipeline import StagingPipeline
from loader.staging.staged_files import StagedFiles
from loader.staging.work_folder import temporary_folder, work_folder
from loader.warehouse import load_history, tables, tenants, upgrades
from loader.warehouse.connection import connect
from loader.warehouse.ensured_tables import EnsuredTables, ensure_tables
from loader.warehouse.heartbeat import heartbeat
from loader.warehouse.lock import tenant_lock
from loader.warehouse.merge import MergeResult
from loader.warehouse.session import Session


def load(
    api: Api, warehouse: Warehouse, options: LoadOptions, progress: ProgressListener
) -> list[Result]:
    """Load endpoints. One endpoint's failure is in its result and does not stop the others.

    It installs no signal handlers: the command line does (``loader/signals.py``), and so may other
    callers. An exception in the main thread, such as ``KeyboardInterrupt``, ends it cleanly.

    Raises:
        LoaderError: What concerns the run as a whole: no database, refused credentials, another
            load of the tenant under way.
    """
    use_single_arena()
    with ExitStack() as stack:
        lock = stack.enter_context(tenant_lock(warehouse, api.tenant_id))
        stack.enter_context(heartbeat(warehouse, lock.check))
        session = stack.enter_context(closing(Session(warehouse)))
        upgrades.upgrade(session, warehouse.raw_schema, progress.notify, warehouse.engine)
        client = ApiClient(api, progress.notify)
        described, options = _prepare_tables(client, session, warehouse, options, progress)
        folder = work_folder(warehouse, api.tenant_id)
        stack.enter_context(temporary_folder(folder))
        results: dict[str, Result] = {}

        def merged(endpoint: Endpoint, merge: MergeResult) -> None:
            cursor_check.merged(endpoint.table, merge.version)
            results[endpoint.table].record_merge(merge)
            progress.merged(endpoint, merge)

        pipeline = stack.enter_context(closing(StagingPipeline(warehouse, api.tenant_id, folder)))
        merges = Merges(warehouse.raw_schema, api.tenant_id, pipeline.table, merged)
        reset = pipeline.open(
            merges,
            lambda: connect(warehouse, purpose="staging"),
            copies_at_once=options.connections.copies,
            merges_at_once=options.connections.merges,
        )
        for table in reset:
            progress.notify(
                f"{table}: a load of an older version was interrupted after it had moved the"
                " cursor; it is read from the beginning."
            )
        cursor_check = CursorCheck(session, warehouse.raw_schema, api.tenant_id, pipeline)
        cursor_check.drop_unfounded(
            (*options.endpoints, *described.ready),
            progress.notify,
            by_cursor=options.by_cursor,
            reset=reset,
        )
        staged_files = StagedFiles(folder / "files")
        scans = stack.enter_context(
            closing(
                FullScans(
                    warehouse,
                    api.tenant_id,
                    folder / "keys",
                    allow_mass_deletion=options.allow_mass_deletion,
                    connections=options.connections.scans,
                )
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
                session, warehouse.raw_schema, api.tenant_id, options.allow_mass_deletion
            ),
            planner,
            SyncStates(warehouse, api.tenant_id, session, options.connections.analyzers),
            progress,
        )
        done = run.go(described, lock)
        _forget_old_loads(session, warehouse, api.tenant_id, done, pipeline)
        pipeline.delete_old_states()
        return done


def _prepare_tables(
    client: ApiClient,
    session: Session,
    warehouse: Warehouse,
    options: LoadOptions,
    progress: ProgressListener,
) -> tuple[DescribedReports, LoadOptions]:
    """Ask the API for the declared reports; create missing tables, store the tenant's time zone.

    Returns:
        The reports, and the options without endpoints whose table somebody has damaged. Those are
        refused.
    """
    schema = warehouse.raw_schema
    described = describe_reports(client, session, schema, options.reports, progress.notify)
    chosen = (*options.endpoints, *described.ready)
    parents = {e.table: ENDPOINTS[e.parent.name] for e in chosen if e.parent}
    # A model fails if a table that it reads does not exist; an empty one is all it needs.
    needed = {e.table: e for e in (*MODEL_INPUTS, *parents.values(), *chosen)}

    def ensure(cursor: Cursor) -> EnsuredTables:
        ensured = ensure_tables(cursor, warehouse, needed.values())
        tenants.save_timezone(cursor, schema, client.api.tenant_id, client.api.timezone)
        return ensured

    ensured = session.run(ensure)
    ensured.complete(session, progress.notify)
    for endpoint in chosen:
        parent = parents.get(endpoint.table, endpoint)
        if error := ensured.damaged.get(endpoint.table) or ensured.damaged.get(parent.table):
            described.refuse(endpoint, error)
    refused = {endpoint.table for endpoint, _ in described.refused}
    kept = tuple(e for e in options.endpoints if e.table not in refused)
    return described, replace(options, endpoints=kept)


def _forget_old_loads(
    session: Session,
    warehouse: Warehouse,
    tenant_id: int,
    results: Collection[Result],
    pipeline: StagingPipeline,
) -> None:
    """Delete entries of ``raw_loads`` that nobody needs any more after this run.

    It has changed some tables, and has read the children of others.
    """
    done = {r.endpoint.table for r in results if r.merged.written or r.soft_deleted}
    done |= {ENDPOINTS[r.endpoint.parent.name].table for r in results if r.endpoint.parent}
    needed: dict[str, int] = {}
    for child in ENDPOINTS.values():
        for cursor in pipeline.cursors(child).values() if child.parent else ():
            if child.parent and cursor.load_number:
                parent = ENDPOINTS[child.parent.name].table
                needed[parent] = min(cursor.load_number, needed.get(parent, cursor.load_number))
    session.run(
        lambda cursor: load_history.delete_old_loads(
            cursor, warehouse.raw_schema, tenant_id, (*done, tables.TENANTS), needed
        )
    )
