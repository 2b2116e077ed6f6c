"""Which parents a run requests child resources for, and the threads that send the requests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TypeVar

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from loader.catalogue import ENDPOINTS, Endpoint, Parent
from loader.config import Warehouse
from loader.errors import LoaderError
from loader.extract.child_resources import PartitionPlan
from loader.extract.cursor import Cursor as ApiCursor
from loader.extract.page_batch import BackfillRange
from loader.run.result import Result
from loader.warehouse.connection import explained
from loader.warehouse.parent_partitions import ParentPartitions, PartitionPosition, is_loaded
from loader.warehouse.pending_deletions import PendingDeletions
from loader.warehouse.session import ReopenedConnection

# Concurrent requests of all child resources together: with responses that take 0.3 s, what 60
# requests a second need.
_THREADS = 20
# Parents that a resource has requested, or is about to, while it waits for the first response of
# them: one that is slow must not let the threads run dry.
_AHEAD = 200

_Result = TypeVar("_Result")


class PartitionPlanner:
    """Plans which parents' children are requested. ``close`` ends its threads and connection."""

    def __init__(self, warehouse: Warehouse, tenant_id: int, rate_limit: float) -> None:
        self._warehouse = warehouse
        self._tenant_id = tenant_id
        self._rate_limit = rate_limit
        self._connection = ReopenedConnection(warehouse, "parents", autocommit=True)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="children")

    def plan_all(
        self,
        children: Collection[Result],
        cursors: Callable[[Endpoint], Mapping[str, ApiCursor]],
        backfill: BackfillRange | None,
        *,
        loaded: Collection[str],
        notify: Callable[[str], None],
    ) -> dict[str, PartitionPlan]:
        """Plan child resources, and announce what they cost before they begin.

        Args:
            children: Results of child resources. One that cannot be planned gets an error.
            cursors: The cursors of an endpoint, by source name.
            backfill: Ask the parents modified in this range, whatever the cursors say.
            loaded: Names of the endpoints that this run has loaded.
            notify: Takes the announcements.

        Returns:
            The plans, by the endpoint's name.
        """
        plans: dict[str, PartitionPlan] = {}
        counts: dict[str, int] = {}
        for result in children:
            name, parent = result.endpoint.name, _parent_of(result.endpoint.name)
            try:
                plans[name], counts[name] = self._plan(
                    result.endpoint,
                    cursors(result.endpoint),
                    backfill,
                    parents_are_loaded=parent.name in loaded,
                )
            except LoaderError as error:
                result.error = error
        for cost in self._costs(counts):
            notify(cost)
        return plans

    def _plan(
        self,
        endpoint: Endpoint,
        cursors: Mapping[str, ApiCursor],
        backfill: BackfillRange | None,
        *,
        parents_are_loaded: bool,
    ) -> tuple[PartitionPlan, int]:
        """Return the plan of one child resource, and how many parents it has."""
        parent = _parent_of(endpoint.name)
        schema = self._warehouse.raw_schema
        of = ENDPOINTS[parent.name]
        table = of.table
        if not parents_are_loaded and not self._query(
            lambda cursor: is_loaded(cursor, schema, self._tenant_id, table)
        ):
            raise LoaderError(
                f"{endpoint.name} is read for each of the {parent.name}, and {table} was never"
                " loaded.",
                f"Load both: --select {parent.name},{endpoint.name}",
            )
        cursor = cursors.get(endpoint.sources[0].name, ApiCursor())
        moves = backfill is None and endpoint.no_cursor is None
        # Of parents that do not show when they were modified, a range is as good as all.
        span = backfill if backfill and "modifiedOn" in of.fields else BackfillRange(None)
        after, again = None, list[tuple[None, tuple[str, ...]]]()
        if moves and cursor.load_number is not None:
            after = PartitionPosition(cursor.load_number, cursor.parent)
            # Not part of the order: the cursor does not follow them.
            pending = PendingDeletions(schema, endpoint, self._tenant_id)
            again = [(None, key) for key in self._query(pending.parents)]
        parents = ParentPartitions(
            self._connection,
            schema,
            self._tenant_id,
            parent,
            table,
            after=after,
            since=span.since,
            until=span.until,
        )
        plan = PartitionPlan(chain(again, parents), self._pool, _AHEAD, moves)
        return plan, len(again) + parents.count()

    def _query(self, read: Callable[[Cursor], _Result]) -> _Result:
        def run(connection: Connection) -> _Result:
            with explained(), connection.cursor() as cursor:
                return read(cursor)

        return self._connection.run(run)

    def _costs(self, counts: Mapping[str, int]) -> list[str]:
        """Describe what endpoints cost, by their counts of parents, in one sentence or one each."""
        parents = {name: _parent_of(name) for name in counts}
        requests = {
            name: -(-count // parents[name].ids_per_request) for name, count in counts.items()
        }
        found = [
            f"{name}: {count:,} {parents[name].name} to ask, {self._requests(requests[name])}."
            for name, count in counts.items()
        ]
        if len(found) > 1:
            found.append(f"Child resources, in all: {self._requests(sum(requests.values()))}.")
        return found

    def _requests(self, count: int) -> str:
        duration = _duration(count / self._rate_limit)
        return f"at least {count:,} requests, about {duration} at {self._rate_limit:g} a second"

    def close(self) -> None:
        """End the threads and close the connection."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._connection.close()


def _parent_of(name: str) -> Parent:
    parent = ENDPOINTS[name].parent
    if parent is None:
        raise ValueError(f"{name} is not a child resource")
    return parent


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 7200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
