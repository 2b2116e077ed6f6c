"""The pool: starts workers, hands out tenants, and ends workers that take too long."""

from __future__ import annotations

import enum
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from loader.config import Environment
from loader.errors import LoaderError
from loader.tenants.limits import Limits
from loader.tenants.messages import Job, Listener, LogLine, Outcome, Progress
from loader.tenants.worker import work

# Seconds that a worker has, once it was asked to end: it stores its state and removes its files.
# Its own handler ends it after 4 (loader/signals.py).
_GRACE = 6.0
# Seconds that the pool waits for its workers after a signal to its own process.
_LAST_GRACE = 3.0
# Workers that die while they start, one after the other, before the pool gives up.
_FAILED_STARTS = 3


class _End(enum.Enum):
    """Why the pool asks a worker to end."""

    TIMEOUT = enum.auto()
    STALLED = enum.auto()
    LONG = enum.auto()


@dataclass(frozen=True)
class _Turn:
    """A tenant that waits for a worker, or has one.

    Attributes:
        used: Seconds of its time that a first turn without progress has taken.
        is_second: Whether it had to let others go first.
    """

    environment: Environment
    used: float = 0.0
    is_second: bool = False


@dataclass
class _Worker:
    """A worker process. Times are the monotonic clock's.

    Attributes:
        turn: Whom it works for; None while it has nothing to do.
        ready: Whether it has started.
        began: When the tenant's turn began.
        progress: What the tenant's job has told last, and when.
        served: How many tenants it has worked for.
        kill_at: When it is killed, having been asked to end; None if it was not.
        end: Why it was asked to end; None if it was not.
    """

    process: SpawnProcess
    connection: Connection[Any, Any]
    turn: _Turn | None = None
    ready: bool = False
    began: float = 0.0
    progress: tuple[Progress, float] = (Progress(), 0.0)
    served: int = 0
    kill_at: float | None = None
    end: _End | None = None

    @property
    def environment(self) -> Environment | None:
        return self.turn.environment if self.turn else None

    @property
    def tenant(self) -> str:
        return name_of(self.turn.environment) if self.turn else ""


class Pool:
    """Does a job for many tenants. A tenant that fails, hangs or crashes concerns no other one.

    Args:
        job: What is done for each.
        limits: How many at once, and how long each may take.
        listener: Is told what happens.
        cleanup: Removes what a worker left behind that was killed while it worked for a tenant.
    """

    def __init__(
        self,
        job: Job,
        limits: Limits,
        listener: Listener,
        cleanup: Callable[[Environment], None],
    ) -> None:
        self._job = job
        self._limits = limits
        self._listener = listener
        self._cleanup = cleanup
        self._queue: deque[_Turn] = deque()
        self._workers: list[_Worker] = []
        self._outcomes: dict[str, Outcome] = {}
        self._failed_starts = 0

    def run(self, tenants: Iterable[Environment]) -> Mapping[str, Outcome]:
        """Do the job for each tenant, in this order as far as workers become free.

        A tenant that makes no progress or has a long turn gives its worker up to those that wait
        for their first turn. Once all have had theirs it has a second one.

        Returns:
            The outcomes by the tenants' names, in the order of their ends.

        Raises:
            LoaderError: No worker can be started.
        """
        self._queue.extend(map(_Turn, tenants))
        try:
            while self._queue or any(worker.turn for worker in self._workers):
                self._retire_workers()
                self._start_workers()
                self._hand_out()
                self._receive(self._next_deadline())
                self._enforce_deadlines()
        finally:
            self._end()
        return self._outcomes

    def terminate(self) -> None:
        """Ask all workers to end. For use in another thread."""
        for worker in list(self._workers):
            with suppress(ValueError, OSError):  # it has just ended
                worker.process.terminate()

    def kill(self) -> None:
        """End all workers at once, and remove what they leave. For use in another thread."""
        for worker in list(self._workers):
            with suppress(ValueError, OSError):
                worker.process.kill()
            if worker.environment is not None:
                self._cleanup(worker.environment)

    def _retire_workers(self) -> None:
        """End workers that have served enough, unless nobody is left to be served."""
        most = self._limits.tenants_per_worker
        retired = [one for one in self._workers if one.served >= most and not one.turn]
        for worker in retired if self._queue else []:
            worker.process.kill()  # it has nothing, and Python takes a second to end
            worker.process.join()
            worker.connection.close()
            self._workers.remove(worker)

    def _start_workers(self) -> None:
        free = sum(worker.turn is None for worker in self._workers)
        missing = min(self._limits.workers - len(self._workers), len(self._queue) - free)
        for _ in range(missing):
            self._workers.append(_start(self._job))

    def _hand_out(self) -> None:
        for worker in self._workers:
            if worker.ready and worker.turn is None and self._queue:
                turn = self._queue.popleft()
                try:
                    worker.connection.send(turn.environment)
                except OSError:  # it has died; `_receive` replaces it
                    self._queue.appendleft(turn)
                    continue
                worker.turn = turn
                worker.began = time.monotonic()
                worker.progress = (Progress(), worker.began)
                self._listener.started(worker.tenant)

    def _receive(self, until: float | None) -> None:
        """Take what the workers have sent until a time of the monotonic clock, or one message."""
        timeout = None if until is None else max(0.0, until - time.monotonic())
        ready = wait([worker.connection for worker in self._workers], timeout)
        for worker in [worker for worker in self._workers if worker.connection in ready]:
            try:
                message = worker.connection.recv()
            except (EOFError, OSError):
                self._ended(worker)
            else:
                self._take(worker, message)

    def _take(self, worker: _Worker, message: Outcome | Progress | LogLine | None) -> None:
        if message is None:
            worker.ready = True
            self._failed_starts = 0
        elif isinstance(message, Progress):
            if message != worker.progress[0]:
                worker.progress = (message, time.monotonic())
            self._listener.progressed(worker.tenant, message)
        elif isinstance(message, LogLine):
            self._listener.logged(worker.tenant, message)
        elif worker.kill_at is None:  # else its time was over just before
            self._finish(worker, message)

    def _finish(self, worker: _Worker, outcome: Outcome) -> None:
        tenant = worker.tenant
        worker.turn = None
        worker.served += 1
        self._outcomes[tenant] = outcome
        self._listener.ended(tenant, outcome)

    def _ended(self, worker: _Worker) -> None:
        """Take note that a worker has ended; nobody has asked it to, unless its time was over."""
        worker.process.join(_GRACE)
        if worker.process.exitcode is None:
            worker.process.kill()
            worker.process.join()
        self._workers.remove(worker)
        worker.connection.close()
        if worker.turn is None:
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                raise LoaderError(
                    f"Worker processes end as soon as they start ({_how(worker.process)}).",
                    "Check the machine's memory and limits; SERVICETITAN_WORKERS=1 needs least.",
                )
            return
        self._cleanup(worker.turn.environment)
        used = worker.turn.used + time.monotonic() - worker.began
        if worker.end in (_End.STALLED, _End.LONG):
            stalled = worker.end is _End.STALLED
            turn = _Turn(worker.turn.environment, used if stalled else 0.0, is_second=True)
            self._queue.append(turn)
            self._listener.put_aside(worker.tenant, stalled=stalled)
        else:
            self._finish(worker, replace(self._failure(worker), seconds=used))

    def _failure(self, worker: _Worker) -> Outcome:
        if worker.kill_at is not None:
            minutes = self._limits.timeout.total_seconds() / 60
            return Outcome.failed(
                f"It was not done within {minutes:g} minutes and was ended; what was committed"
                " stays.",
                "The next run goes on from there. A first load may need longer: raise"
                " SERVICETITAN_TENANT_TIMEOUT, or run it alone with --tenant, without a limit.",
            )
        return Outcome.failed(
            f"Its worker process ended unexpectedly ({_how(worker.process)}); what was committed"
            " stays.",
            "Check the machine's memory (fewer SERVICETITAN_WORKERS need less); the next run goes"
            " on from there.",
        )

    def _next_deadline(self) -> float | None:
        return min(
            (
                worker.kill_at or min(self._ends(worker, worker.turn).values())
                for worker in self._workers
                if worker.turn is not None
            ),
            default=None,
        )

    def _ends(self, worker: _Worker, turn: _Turn) -> dict[_End, float]:
        """Return when a worker has to end, by the reason."""
        limits = self._limits
        ends = {_End.TIMEOUT: worker.began + limits.timeout.total_seconds() - turn.used}
        # Others wait for their first turn.
        if not turn.is_second and not all(waiting.is_second for waiting in self._queue):
            ends[_End.STALLED] = worker.progress[1] + limits.patience.total_seconds()
            ends[_End.LONG] = worker.began + limits.turn.total_seconds()
        return ends

    def _enforce_deadlines(self) -> None:
        now = time.monotonic()
        for worker in self._workers:
            if worker.turn is None:
                continue
            if worker.kill_at is not None:
                if now >= worker.kill_at:
                    worker.kill_at = now + _GRACE
                    worker.process.kill()
                continue
            ends = self._ends(worker, worker.turn)
            first = min(ends, key=lambda end: ends[end])
            if now >= ends[first]:
                worker.end = first
                worker.kill_at = now + _GRACE
                worker.process.terminate()

    def _end(self) -> None:
        """End all workers: those that are at work store their state and remove their files."""
        for worker in self._workers:
            if worker.turn is not None:
                worker.process.terminate()
            else:
                worker.process.kill()
        deadline = time.monotonic() + _LAST_GRACE
        for worker in self._workers:
            worker.process.join(max(0.0, deadline - time.monotonic()))
            if worker.process.exitcode is None:
                worker.process.kill()
                worker.process.join()
                if worker.environment is not None:
                    self._cleanup(worker.environment)
            worker.connection.close()
        self._workers.clear()


def name_of(environment: Environment) -> str:
    """Return the name of the declared tenant that these are the settings of."""
    if environment.tenant is None:
        raise ValueError("these are not the settings of a declared tenant")
    return environment.tenant.name


def _start(job: Job) -> _Worker:
    """Start a worker: spawned, because a fork would share locks and connections with this one."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, job), name="tenant worker", daemon=True)
    with _without_signals():
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def _without_signals() -> Iterator[None]:
    """Hold signals back that a terminal sends to all processes: a new one would die of them, with a
    traceback, before it ignores them. What comes meanwhile comes at the end of the block.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGHUP))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _how(process: SpawnProcess) -> str:
    code = process.exitcode
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"
