"""Notices a database that has fallen silent, and ends what waits for it.

A connection whose other end has vanished breaks by TCP's own time-outs. A server that hangs, or a
proxy that keeps a connection open and delivers nothing, breaks none: a statement would wait for
ever. No limit fits all statements, but one that takes no time shows whether anybody is there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

from psycopg2.extensions import connection as Connection

from loader.config import Warehouse
from loader.errors import DatabaseSilent, WarehouseError
from loader.warehouse.connection import connect, explained, give_up, try_again

# Seconds without an answer after which the database counts as silent, and between two questions.
SILENT_AFTER = 120.0
INTERVAL = 10.0
# A thread that waits for a database is left behind at the end.
_JOIN_SECONDS = 1.0


@contextmanager
def heartbeat(
    warehouse: Warehouse,
    ask: Callable[[], None],
    on_silence: Callable[[DatabaseSilent], None] | None = None,
) -> Iterator[None]:
    """Ask the database regularly whether it is there, while the block runs.

    Args:
        warehouse: The database.
        ask: Runs a statement that takes no time. Called in another thread. Once it has failed, it
            is not called again: the block itself will notice what is wrong.
        on_silence: Called in another thread after the connections of this process were closed, for
            what else the block waits for.

    Raises:
        DatabaseSilent: The database has not answered for ``SILENT_AFTER`` seconds. What the block
            was waiting for has failed then, since all connections were closed.
    """
    watch = _Watch(warehouse, ask, on_silence)
    watch.start()
    try:
        yield
    except BaseException as error:
        if watch.silence is None:
            raise
        raise watch.silence from error
    finally:
        watch.end()
        try_again(warehouse)
    if watch.silence is not None:
        raise watch.silence


@contextmanager
def watched(
    warehouse: Warehouse,
    on_silence: Callable[[DatabaseSilent], None] | None = None,
    purpose: str = "heartbeat",
) -> Iterator[None]:
    """Watch the database while the block runs, as ``heartbeat`` does, on another connection.

    ``purpose`` is that connection's, as for ``connect``: it shows that the block runs.

    Raises:
        DatabaseSilent: It no longer answers.
        WarehouseError: It cannot be reached.
    """
    with closing(connect(warehouse, purpose)) as connection:
        connection.autocommit = True

        def ask() -> None:
            with explained(), connection.cursor() as cursor:
                cursor.execute("select 1")

        with heartbeat(warehouse, ask, on_silence):
            yield


@contextmanager
def watched_connection(warehouse: Warehouse, purpose: str) -> Iterator[Connection]:
    """Open a connection for a command, which ends if the database falls silent.

    Raises:
        LoaderError: As ``connect`` and ``watched`` do.
    """
    with watched(warehouse), closing(connect(warehouse, purpose)) as connection:
        yield connection


class _Watch:
    """Two threads: the first waits for answers, the second watches it wait."""

    def __init__(
        self,
        warehouse: Warehouse,
        ask: Callable[[], None],
        on_silence: Callable[[DatabaseSilent], None] | None,
    ) -> None:
        self._warehouse = warehouse
        self._ask = ask
        self._on_silence = on_silence
        self._asked_at: float | None = None  # while a question is open
        self.silence: DatabaseSilent | None = None
        self._ended = threading.Event()
        self._threads = [
            threading.Thread(target=target, name="heartbeat", daemon=True)
            for target in (self._beat, self._watch)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(_JOIN_SECONDS)

    def _beat(self) -> None:
        with suppress(WarehouseError):
            while not self._ended.wait(INTERVAL):
                self._asked_at = time.monotonic()
                self._ask()
                self._asked_at = None
        self._asked_at = None

    def _watch(self) -> None:
        while not self._ended.wait(min(INTERVAL, SILENT_AFTER / 4)):
            asked_at = self._asked_at
            if asked_at is not None and time.monotonic() - asked_at > SILENT_AFTER:
                self.silence = DatabaseSilent(
                    f"Postgres has not answered for {SILENT_AFTER:.0f} seconds, on open"
                    " connections.",
                    "Check that the server is not stopped, overloaded or out of disk, and the"
                    " network and poolers on the way. What was committed stays; run it again when"
                    " the server answers.",
                )
                give_up(self._warehouse, self.silence)
                if self._on_silence is not None:
                    self._on_silence(self.silence)
                return
