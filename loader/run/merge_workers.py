"""The arriving side of a run: several tables move from landing to raw at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import PriorityQueue, SimpleQueue

import psycopg2
from psycopg2.extensions import connection as Connection

from loader.catalogue import Endpoint
from loader.config import Warehouse
from loader.errors import WarehouseError
from loader.warehouse import tables
from loader.warehouse.connection import connect, transaction
from loader.warehouse.merge import MergeResult, merge

# Typing and upserting is Postgres's work; more at a time than it has spare cores brings nothing.
_CONNECTIONS = 2


# How an arrival ended.
Ended = tuple[Endpoint, MergeResult | WarehouseError]


class MergeWorkers:
    """A few connections that each receive one table at a time, while the run goes on.

    ``busy`` holds the tables under way: nothing more of theirs may be landed meanwhile.
    ``wake`` is called whenever one of them has ended.
    """

    def __init__(
        self, warehouse: Warehouse, staging_schema: str, tenant_id: int, wake: Callable[[], None]
    ) -> None:
        self._raw_schema = warehouse.raw_schema
        self._landing_schema = staging_schema
        self._tenant_id = tenant_id
        self._wake = wake
        self._connections: SimpleQueue[Connection] = SimpleQueue()
        for _ in range(_CONNECTIONS):
            self._connections.put(connect(warehouse, purpose="receiver"))
        self._pool = ThreadPoolExecutor(_CONNECTIONS, thread_name_prefix="receive")
        # What has landed and waits for a connection, the largest first: begun last, it would be
        # waited for alone.
        self._landed: PriorityQueue[tuple[int, str, Endpoint, str]] = PriorityQueue()
        self._merges: list[Future[Ended]] = []
        # By table, whether all that has arrived in this run was new: then the rest is, most likely.
        self._all_new: dict[str, bool] = {}
        self.busy: set[str] = set()

    @property
    def idle(self) -> bool:
        """Whether a connection has nothing to do."""
        return len(self.busy) < _CONNECTIONS

    def start(self, staged: Iterable[tuple[Endpoint, int]], load_id: str) -> None:
        """Begin to move what has landed, so many bytes each, into the raw tables.

        Each table commits, or fails, for itself.
        """
        sizes = dict(staged)
        for endpoint, size in sizes.items():
            self.busy.add(endpoint.table)
            self._landed.put((-size, endpoint.table, endpoint, load_id))
        self._merges += [self._pool.submit(self._next) for _ in sizes]

    def ended(self, *, all_of_them: bool = False) -> list[Ended]:
        """Arrivals that have ended since the last call; or all, once they have."""
        ended = [arrival for arrival in self._merges if all_of_them or arrival.done()]
        self._merges = [arrival for arrival in self._merges if arrival not in ended]
        return [arrival.result() for arrival in ended]

    def renew_statistics(self, endpoints: Iterable[Endpoint]) -> None:
        """Let Postgres look at tables of which much is new, for whoever plans by them next."""
        list(self._pool.map(self._analyze, endpoints))

    def close(self) -> None:
        """Wait for what is under way, and give the connections back."""
        self._pool.shutdown(wait=True)
        while not self._connections.empty():
            self._connections.get().close()

    def _next(self) -> Ended:
        _, table, endpoint, load_id = self._landed.get_nowait()
        try:
            return endpoint, self._receive(endpoint, load_id)
        finally:
            self.busy.discard(table)
            self._wake()

    def _analyze(self, endpoint: Endpoint) -> None:
        connection = self._connections.get()
        try:
            with transaction(connection), connection.cursor() as cursor:
                cursor.execute(tables.analyze(self._raw_schema, endpoint))
        finally:
            self._connections.put(connection)

    def _receive(self, endpoint: Endpoint, load_id: str) -> MergeResult | WarehouseError:
        connection = self._connections.get()
        try:
            merged = merge(
                connection,
                self._raw_schema,
                self._landing_schema,
                endpoint,
                self._tenant_id,
                load_id,
                all_new=self._all_new.get(endpoint.table),
            )
            self._all_new[endpoint.table] = merged.inserted == merged.staged
            return merged
        except psycopg2.Error as error:
            # Not the message: it may quote a record.
            return WarehouseError(
                f"Postgres refused the rows of {endpoint.table} ({type(error).__name__},"
                f" {error.pgcode}).",
                "The records stay landed, and the next load begins with them.",
            )
        except WarehouseError as error:
            return error
        finally:
            self._connections.put(connection)
