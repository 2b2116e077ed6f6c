"""What a run writes about itself: ``raw_sync_state``, and planner statistics (``analyze``)."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from functools import partial

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import Composable

from loader.catalogue import Endpoint
from loader.config import Warehouse
from loader.errors import WarehouseError
from loader.run.result import ProgressListener, Result
from loader.warehouse import clocks, sync_state, tables
from loader.warehouse.session import Session

_log = logging.getLogger(__name__)

# A table with this share of written rows needs new statistics.
_NEEDS_STATISTICS = 0.2


class SyncStates:
    """The rows of ``raw_sync_state`` for the endpoints of a run.

    Args:
        warehouse: Where they are.
        tenant_id: Whose.
        session: Writes them.
        analyzers: Connections that collect statistics at the same time.
    """

    def __init__(
        self, warehouse: Warehouse, tenant_id: int, session: Session, analyzers: int = 2
    ) -> None:
        self._analyzers = analyzers
        self._warehouse = warehouse
        self._tenant_id = tenant_id
        self._session = session

    def begin(self, results: Collection[Result]) -> None:
        """Mark the endpoints as running."""
        endpoints = [result.endpoint for result in results]
        self._session.run(
            lambda cursor: sync_state.mark_started(
                cursor, self._warehouse.raw_schema, self._tenant_id, endpoints
            )
        )

    def end(
        self,
        results: Collection[Result],
        progress: ProgressListener,
        api_ahead: timedelta | None,
    ) -> None:
        """Store how each endpoint ended, and how far the clocks were apart.

        Args:
            results: The endpoints.
            progress: Is told of each.
            api_ahead: How far the API's clock was ahead of ours, if it showed.
        """
        self._session.run(
            lambda cursor: clocks.save(
                cursor, self._warehouse.raw_schema, self._tenant_id, api_ahead
            )
        )
        for result in results:
            self._session.run(partial(self._mark_finished, result))
            progress.ended(result)

    def renew_statistics(self, results: Mapping[str, Result]) -> None:
        """Analyze tables with many written rows: autovacuum would be minutes late."""
        rows = self._session.run(
            lambda cursor: sync_state.row_counts(
                cursor, self._warehouse.raw_schema, self._tenant_id
            )
        )
        changed = [
            result.endpoint
            for table, result in results.items()
            if result.merged.written > rows[table] * _NEEDS_STATISTICS
        ]
        count = self._analyzers
        shares = [share for n in range(count) if (share := changed[n::count])]
        with ThreadPoolExecutor(count, thread_name_prefix="analyze") as pool:
            list(pool.map(self._analyze, shares))

    def _mark_finished(self, result: Result, cursor: Cursor) -> None:
        sync_state.mark_finished(
            cursor,
            self._warehouse.raw_schema,
            self._tenant_id,
            result.endpoint,
            error=str(result.error) if result.error else None,
            sync_kind=result.sync_kind,
            synced=result.merged.staged,
            requests=result.requests,
            cursor_at=result.cursor_at,
            unknown_fields=result.unknown_fields,
        )

    def _analyze(self, endpoints: Collection[Endpoint]) -> None:
        with closing(Session(self._warehouse, "analyze")) as session:
            for endpoint in endpoints:
                statement = tables.analyze(self._warehouse.raw_schema, endpoint)
                try:
                    session.run(partial(_execute, statement))
                except WarehouseError as error:  # a load is right without statistics
                    _log.warning("%s: no new statistics. %s", endpoint.table, error)


def _execute(statement: Composable, cursor: Cursor) -> None:
    cursor.execute(statement)
