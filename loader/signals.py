"""Ends a command within seconds of SIGINT, SIGTERM or SIGHUP, with the exit code 128 + signal.

The first signal raises ``Interrupted`` in the main thread, so that a run stores its state and
removes its files. Python runs a signal's handler only between two instructions of the main thread,
which may be waiting in the database's library; so a second thread, which the signal wakes through
a pipe, cancels the running statements, and ends the process if that is not enough. What a run
committed stays in every case: it survives a kill -9 as well.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Seconds from the signal to the end of the process, whatever it is doing.
_DEADLINE = 4.0
# Seconds that the end waits for running statements to be cancelled: a server that loses its client
# would go on with them.
_CANCEL_SECONDS = 2.5


class Interrupted(KeyboardInterrupt):
    """A signal ended the command.

    Attributes:
        exit_code: 128 + the signal's number, as shells have it.
    """

    def __init__(self, number: int) -> None:
        super().__init__(f"ended by {signal.Signals(number).name}")
        self.exit_code = 128 + number


def leave(exit_code: int) -> NoReturn:
    """End the process now. Python would wait for threads, which may wait for a database."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it, or it is closed
            stream.flush()
    os._exit(exit_code)


def _nothing() -> None:
    """Do nothing: there is nothing to cancel or to clean up."""


@contextmanager
def interruptible(
    cancel: Callable[[], None] = _nothing, cleanup: Callable[[], None] = _nothing
) -> Iterator[None]:
    """Raise ``Interrupted`` in the block on a signal.

    Blocks nest: a signal goes to the innermost. In another thread than the main one, which gets no
    signals, it does nothing.

    Args:
        cancel: Cancels running statements. Called in another thread, and may block.
        cleanup: Removes working files. Called in another thread, just before a process that did
            not end by itself is ended.

    Raises:
        Interrupted: A signal came while the block ran, however the block ended: dlt has handlers
            of its own, and a cancelled statement looks like one endpoint's failure.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    watcher = _Watcher(cancel, cleanup)
    watcher.start()
    try:
        yield
    except BaseException as error:
        if watcher.received is None or isinstance(error, Interrupted):
            raise
        raise Interrupted(watcher.received) from error
    finally:
        watcher.stop()
    if watcher.received is not None:
        raise Interrupted(watcher.received)


class _Watcher:
    def __init__(self, cancel: Callable[[], None], cleanup: Callable[[], None]) -> None:
        self._cancel = cancel
        self._cleanup = cleanup
        self._ended = threading.Event()
        self._cancelled = threading.Event()
        self._raised = False
        self.received: int | None = None

    def start(self) -> None:
        """Install the handlers and the thread."""
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._writing, False)
        self._wakeup_before = signal.set_wakeup_fd(self._writing, warn_on_full_buffer=False)
        # One that is ignored stays so: `nohup` ignores SIGHUP, a shell SIGINT for background jobs.
        heard = [number for number in _SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
        self._before = {number: signal.signal(number, self._raise) for number in heard}
        threading.Thread(target=self._watch, name="signals", daemon=True).start()

    def stop(self) -> None:
        """Restore what was there before."""
        if self._raised or self.received is not None:
            self._cancelled.wait(_CANCEL_SECONDS)
        self._ended.set()
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        os.close(self._writing)  # ends the thread's reading

    def _raise(self, number: int, _frame: FrameType | None) -> None:
        # Once: a second ctrl-c would interrupt the cleaning up, which has a deadline anyway.
        if not self._raised:
            self._raised = True
            raise Interrupted(number)

    def _watch(self) -> None:
        with suppress(OSError), os.fdopen(self._reading, "rb", buffering=0) as pipe:
            while self.received is None:
                data = pipe.read(1)
                if not data:
                    return
                if data[0] in _SIGNALS:
                    self.received = data[0]
            # It connects to the database to cancel, which may not answer.
            threading.Thread(target=self._run_cancel, name="cancel", daemon=True).start()
            if not self._ended.wait(_DEADLINE):
                self._end(self.received)

    def _run_cancel(self) -> None:
        try:
            self._cancel()
        finally:
            self._cancelled.set()

    def _end(self, number: int) -> None:
        with suppress(Exception):  # the process ends now in any case
            self._cleanup()
        with suppress(Exception):
            print("Error: Interrupted. What was committed stays.", file=sys.stderr)
        leave(128 + number)
