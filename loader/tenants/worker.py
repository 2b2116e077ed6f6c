"""A worker process: does the pool's job for tenant after tenant, until the pool has no more."""

from __future__ import annotations

import io
import logging
import os
import signal
import threading
import time
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

from loader.config import Environment
from loader.errors import LoaderError
from loader.signals import Interrupted, interruptible, leave
from loader.tenants.messages import Job, LogLine, Outcome, Progress
from loader.warehouse.connection import cancel_statements

# The logger of the whole package; its modules use children of it.
_PACKAGE = __name__.removesuffix(".tenants.worker")
# Seconds between two messages about progress: nobody reads faster.
_PROGRESS_INTERVAL = 0.25
# What every log record has; anything else its writer has given it.
_OF_ANY_RECORD = frozenset(vars(logging.makeLogRecord({})))


def work(connection: Connection[Any, Any], job: Job) -> None:
    """Run in a worker: take a tenant's settings from the connection, do the job, send its outcome.

    It first sends None, once it is ready. It ends on SIGTERM, and when its pool is gone. A terminal
    sends ctrl-c to all processes: that is the pool's, which then sends SIGTERM.
    """
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_pool, name="parent", daemon=True).start()
    pool = _Pool(connection)
    logger = logging.getLogger(_PACKAGE)
    logger.addHandler(_Forward(pool))
    logger.setLevel(logging.INFO)
    with suppress(EOFError, OSError):  # the pool is gone
        pool.send(None)
        while True:
            pool.send(_outcome(job, connection.recv(), pool))


class _Pool:
    """The worker's end of the connection to its pool."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._next_progress = 0.0

    def send(self, message: Outcome | Progress | LogLine | None) -> None:
        """Send a message; nothing if the pool is gone."""
        with self._lock, suppress(OSError):
            self._connection.send(message)

    def progress(self, progress: Progress) -> None:
        """Send how far the job has come, now and then."""
        now = time.monotonic()
        if now >= self._next_progress:
            self._next_progress = now + _PROGRESS_INTERVAL
            self.send(progress)


class _Forward(logging.Handler):
    """Sends log records to the pool, whose process writes the log."""

    def __init__(self, pool: _Pool) -> None:
        super().__init__()
        self._pool = pool

    def emit(self, record: logging.LogRecord) -> None:
        extra = {name: value for name, value in vars(record).items() if name not in _OF_ANY_RECORD}
        self._pool.send(LogLine(record.levelno, record.getMessage(), extra))


def _outcome(job: Job, environment: Environment, pool: _Pool) -> Outcome:
    began = time.monotonic()
    printed = io.StringIO()
    try:
        with redirect_stdout(printed), interruptible(cancel_statements):
            outcome = job(environment, pool)
    except Interrupted as interrupted:
        leave(interrupted.exit_code)
    except LoaderError as error:
        outcome = Outcome.of_error(error)
    except Exception as error:  # noqa: BLE001 (its text may quote a record; and others wait)
        outcome = Outcome.failed(
            f"Unexpected {type(error).__name__}.",
            "Run the command for this tenant alone (--tenant) with --debug, and report what it"
            " shows.",
        )
    return replace(
        outcome, output=outcome.output + printed.getvalue(), seconds=time.monotonic() - began
    )


def _end_with_the_pool() -> None:
    """End this process as by SIGTERM once the pool's process has ended, however it ended."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
