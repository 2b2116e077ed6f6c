"""Connections that are opened again when they were lost, and transactions that are tried again."""

from __future__ import annotations

import logging
import threading
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


class Attempts:
    """Counts the attempts at something, announces each further one and waits before it."""

    def __init__(self) -> None:
        self.number = 1

    def failed(self, error: TransientWarehouseError) -> None:
        """Wait for the next attempt.

        Raises:
            TransientWarehouseError: This was the last one.
        """
        if self.number == MAX_ATTEMPTS:
            raise error
        announce_retry(error, self.number, MAX_ATTEMPTS)
        time.sleep(_FIRST_WAIT * 2 ** (self.number - 1))
        self.number += 1

    def progressed(self) -> None:
        """Begin to count anew: what fails from here on is another failure."""
        self.number = 1


class Session:
    """One connection at a time, opened by the first transaction. For one thread at a time.

    Args:
        warehouse: Where to connect.
        purpose: As for ``connect``.
    """

    def __init__(self, warehouse: Warehouse, purpose: str = "loader") -> None:
        self._connection = ReopenedConnection(warehouse, purpose)

    def run(self, work: Callable[[Cursor], _Result]) -> _Result:
        """Run ``work`` in a transaction, again after a deadlock or on a new connection.

        Args:
            work: Its statements must do the same when they run again, also after a commit: if the
                connection is lost while Postgres commits, nobody knows whether it did.

        Raises:
            WarehouseError: Postgres failed in a way the user can fix, or in each attempt.
        """

        def in_transaction(connection: Connection) -> _Result:
            with transaction(connection), connection.cursor() as cursor:
                return work(cursor)

        return self._connection.run(in_transaction)

    def close(self) -> None:
        """Close the connection, if there is one."""
        self._connection.close()


class SharedSession(Session):
    """A session for several threads, one transaction at a time."""

    def __init__(self, warehouse: Warehouse, purpose: str) -> None:
        super().__init__(warehouse, purpose)
        self._turn = threading.Lock()

    def run(self, work: Callable[[Cursor], _Result]) -> _Result:
        """Run ``work`` as ``Session.run`` does, when no other thread does."""
        with self._turn:
            return super().run(work)


class ReopenedConnection:
    """A connection that is opened when it is first needed, and again when it was lost.

    Args:
        warehouse: Where to connect.
        purpose: As for ``connect``.
        autocommit: Each statement commits by itself. Several threads may use such a connection.
    """

    def __init__(self, warehouse: Warehouse, purpose: str, *, autocommit: bool = False) -> None:
        self._warehouse = warehouse
        self._purpose = purpose
        self._autocommit = autocommit
        self._connection: Connection | None = None
        self._opening = threading.Lock()

    def run(self, work: Callable[[Connection], _Result]) -> _Result:
        """Run ``work`` until an attempt does not fail with a ``TransientWarehouseError``.

        Raises:
            WarehouseError: An attempt failed in another way, or the last one did.
        """
        attempts = Attempts()
        while True:
            try:
                return work(self.open(again=attempts.number > 1))
            except TransientWarehouseError as error:
                attempts.failed(error)

    def open(self, *, again: bool = False) -> Connection:
        """Return the connection.

        Args:
            again: It was lost: that it cannot be opened may pass.

        Raises:
            WarehouseError: It cannot be opened.
        """
        with self._opening:
            if self._connection is None or self._connection.closed:
                try:
                    self._connection = connect(self._warehouse, self._purpose)
                except DatabaseSilent:
                    raise
                except WarehouseError as error:
                    if not again:
                        raise
                    raise TransientWarehouseError(error.cause, error.remedy) from error
                self._connection.autocommit = self._autocommit
            return self._connection

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            self._connection.close()


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
