"""The arriving side of a run: several tables move from landing to raw at the same time."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import psycopg2
from psycopg2.extensions import connection as Connection

from loader.catalogue import Endpoint
from loader.config import Warehouse
from loader.errors import WarehouseError
from loader.warehouse.arrival import Arrived, receive
from loader.warehouse.connection import connect

# Typing and upserting is Postgres's work; more at a time than it has spare cores brings nothing.
_CONNECTIONS = 2


class Receivers:
    """A few connections that each receive one table at a time."""

    def __init__(self, warehouse: Warehouse, landing_schema: str, tenant_id: int) -> None:
        self._raw_schema = warehouse.raw_schema
        self._landing_schema = landing_schema
        self._tenant_id = tenant_id
        self._connections: SimpleQueue[Connection] = SimpleQueue()
        for _ in range(_CONNECTIONS):
            self._connections.put(connect(warehouse, purpose="receiver"))
        self._pool = ThreadPoolExecutor(_CONNECTIONS, thread_name_prefix="receive")

    def receive(
        self, endpoints: Iterable[Endpoint], load_id: str
    ) -> list[tuple[Endpoint, Arrived | WarehouseError]]:
        """Move what has landed into the raw tables; each table commits, or fails, for itself."""
        pending = [(e, self._pool.submit(self._receive, e, load_id)) for e in endpoints]
        return [(endpoint, future.result()) for endpoint, future in pending]

    def close(self) -> None:
        """Wait for what is under way, and give the connections back."""
        self._pool.shutdown(wait=True)
        while not self._connections.empty():
            self._connections.get().close()

    def _receive(self, endpoint: Endpoint, load_id: str) -> Arrived | WarehouseError:
        connection = self._connections.get()
        try:
            return receive(
                connection,
                self._raw_schema,
                self._landing_schema,
                endpoint,
                self._tenant_id,
                load_id,
            )
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
