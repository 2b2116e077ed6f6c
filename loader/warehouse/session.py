"""A connection that is opened again when it was lost, and transactions that are tried again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from loader.config import Warehouse
from loader.errors import DatabaseSilent, TransientWarehouseError, WarehouseError
from loader.warehouse.connection import connect, transaction

# A transaction is begun this often at most.
MAX_ATTEMPTS = 5
# Seconds before the second attempt; they double with each further one: 7.5 in all, in which a
# Postgres that was restarted is back.
_FIRST_WAIT = 0.5

_Result = TypeVar("_Result")
_log = logging.getLogger(__name__)


class Session:
    """One connection at a time, opened by the first transaction. For one thread at a time.

    Args:
        warehouse: Where to connect.
        purpose: As for ``connect``.
    """

    def __init__(self, warehouse: Warehouse, purpose: str = "loader") -> None:
        self._warehouse = warehouse
        self._purpose = purpose
        self._connection: Connection | None = None

    def run(self, work: Callable[[Cursor], _Result]) -> _Result:
        """Run ``work`` in a transaction, again after a deadlock or on a new connection.

        Args:
            work: Its statements must do the same when they run again, also after a commit: if the
                connection is lost while Postgres commits, nobody knows whether it did.

        Raises:
            WarehouseError: Postgres failed in a way the user can fix, or in each attempt.
        """
        attempt = 1
        while True:
            try:
                with transaction(self._connect(attempt)) as connection, connection.cursor() as cur:
                    return work(cur)
            except TransientWarehouseError as error:
                if attempt == MAX_ATTEMPTS:
                    raise
                announce_retry(error, attempt, MAX_ATTEMPTS)
            time.sleep(_FIRST_WAIT * 2 ** (attempt - 1))
            attempt += 1

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            self._connection.close()

    def _connect(self, attempt: int) -> Connection:
        if self._connection is None or self._connection.closed:
            try:
                self._connection = connect(self._warehouse, self._purpose)
            except DatabaseSilent:
                raise
            except WarehouseError as error:
                if attempt == 1:
                    raise
                raise TransientWarehouseError(error.cause, error.remedy) from error
        return self._connection


def announce_retry(error: WarehouseError, attempt: int, max_attempts: int, what: str = "") -> None:
    """Log that an attempt failed and another follows.

    Args:
        error: Why it failed.
        attempt: Its number, from 1.
        max_attempts: How many there are.
        what: What is tried, such as a table's name.
    """
    subject = f"{what}: " if what else ""
    _log.warning(
        "%s%s Trying again (attempt %d of %d).", subject, error.cause, attempt + 1, max_attempts
    )
