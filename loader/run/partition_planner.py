"""Which parents a run asks for nested resources, and the threads that ask."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from loader.catalogue import ENDPOINTS, Endpoint, Parent
from loader.config import Warehouse
from loader.errors import LoaderError
from loader.extract.child_resources import PartitionPlan
from loader.extract.cursor import Cursor
from loader.extract.page_batch import BackfillRange
from loader.warehouse.connection import connect
from loader.warehouse.parent_partitions import ParentPartitions, PartitionPosition, ever_loaded

# Requests under way at the same time, of all nested resources together: with answers that take
# 0.3 s, what 60 requests a second need.
_THREADS = 20
# Parents that a resource has asked, or is about to, while it waits for the answer of the first of
# them: one that is slow must not let the threads run dry.
_AHEAD = 200


class PartitionPlanner:
    """Plans walks over the parents that are in the warehouse. ``close`` ends its threads."""

    def __init__(self, warehouse: Warehouse, tenant_id: int, rate_limit: float) -> None:
        self._schema = warehouse.raw_schema
        self._tenant_id = tenant_id
        self._rate_limit = rate_limit
        self._connection = connect(warehouse, purpose="parents")
        self._connection.autocommit = True
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="ask")

    def plan(
        self,
        endpoint: Endpoint,
        cursors: Mapping[str, Cursor],
        backfill: BackfillRange | None,
        *,
        parents_are_loaded: bool,
    ) -> tuple[PartitionPlan, int]:
        """The walk of one nested endpoint, and how many parents it has.

        With ``backfill``, the parents modified in it, whatever the cursor says. Raises
        ``LoaderError`` if the parents were never loaded; ``parents_are_loaded`` says that this run
        has done so.
        """
        parent = endpoint.parent
        if parent is None:
            raise ValueError(f"{endpoint.name} is not nested")
        of = ENDPOINTS[parent.name]
        table = of.table
        if not parents_are_loaded and not ever_loaded(
            self._connection, self._schema, self._tenant_id, table
        ):
            raise LoaderError(
                f"{endpoint.name} is asked for {parent.name}, one by one, and {table} was never"
                " loaded.",
                f"Load both: --select {parent.name},{endpoint.name}",
            )
        cursor = cursors.get(endpoint.sources[0].name, Cursor())
        moves = backfill is None and endpoint.no_cursor is None
        # Of parents that do not show when they were modified, a range is as good as all.
        span = backfill if backfill and "modifiedOn" in of.fields else BackfillRange(None)
        parents = ParentPartitions(
            self._connection,
            self._schema,
            self._tenant_id,
            parent,
            table,
            after=PartitionPosition(cursor.load_number, cursor.parent)
            if moves and cursor.load_number
            else None,
            since=span.since,
            until=span.until,
        )
        return PartitionPlan(parents, self._pool, _AHEAD, moves), parents.count

    def costs(self, counts: Mapping[str, int]) -> list[str]:
        """What the walks of these endpoints (by name, with their parents' count) are going to
        cost, in a sentence for each and one for all."""
        parents = {name: _parent_of(name) for name in counts}
        requests = {
            name: -(-count // parents[name].ids_per_request) for name, count in counts.items()
        }
        found = [
            f"{name}: {count:,} {parents[name].name} to ask, {self._requests(requests[name])}."
            for name, count in counts.items()
        ]
        if len(found) > 1:
            found.append(f"Nested resources, in all: {self._requests(sum(requests.values()))}.")
        return found

    def _requests(self, count: int) -> str:
        duration = _duration(count / self._rate_limit)
        return f"at least {count:,} requests, about {duration} at {self._rate_limit:g} a second"

    def close(self) -> None:
        """End the threads and give the connection back."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._connection.close()


def _parent_of(name: str) -> Parent:
    parent = ENDPOINTS[name].parent
    if parent is None:
        raise ValueError(f"{name} is not nested")
    return parent


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 7200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
