"""What a worker tells the pool, and how a job ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from loader.config import Environment
from loader.errors import EXIT_ENDPOINT_FAILED, EXIT_LOADED, LoaderError


@dataclass(frozen=True)
class Failure:
    """Something that failed for one tenant.

    Attributes:
        subject: What it concerns, such as an endpoint; empty for the tenant as a whole.
        cause: As of a LoaderError.
        remedy: As of a LoaderError.
    """

    subject: str
    cause: str
    remedy: str


@dataclass(frozen=True)
class Outcome:
    """How a job ended for one tenant.

    Attributes:
        exit_code: As if a command had ended with it.
        failures: What failed.
        counts: Figures for the summary, by the job's own names.
        output: What the job printed.
        seconds: How long it took.
    """

    exit_code: int = EXIT_LOADED
    failures: tuple[Failure, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    output: str = ""
    seconds: float = 0.0

    @classmethod
    def failed(
        cls, cause: str, remedy: str, exit_code: int = EXIT_ENDPOINT_FAILED, seconds: float = 0.0
    ) -> Outcome:
        """Return the outcome of a job that failed as a whole."""
        return cls(exit_code, (Failure("", cause, remedy),), seconds=seconds)

    @classmethod
    def of_error(cls, error: LoaderError) -> Outcome:
        """Return the outcome of a job that raised an error."""
        return cls.failed(error.cause, error.remedy, error.exit_code)


@dataclass(frozen=True)
class Progress:
    """How far a job has come.

    Attributes:
        read: Records read from the API.
        stored: Records merged into their raw tables.
        ended: Endpoints that are done.
        total: Endpoints in all; 0 while that is unknown.
    """

    read: int = 0
    stored: int = 0
    ended: int = 0
    total: int = 0


@dataclass(frozen=True)
class LogLine:
    """A line of a worker's log.

    Attributes:
        level: As in Python's logging.
        text: The message.
        extra: Attributes of the log record that its writer had given it.
    """

    level: int
    text: str
    extra: Mapping[str, Any]


class Reporter(Protocol):
    """Tells the pool what a job does. May be called from any thread of the worker."""

    def progress(self, progress: Progress) -> None:
        """Tell how far the job has come."""


# Does the work for one tenant, in a worker's main thread. It must be importable by name, or a
# functools.partial of such a function, because workers are new processes.
Job = Callable[[Environment, Reporter], Outcome]


class Listener(Protocol):
    """Is told what happens in the pool, in the pool's thread. Tenants go by their names."""

    def started(self, tenant: str) -> None:
        """Take note that a worker has begun with a tenant."""

    def progressed(self, tenant: str, progress: Progress) -> None:
        """Take note of a tenant's progress."""

    def logged(self, tenant: str, line: LogLine) -> None:
        """Take a line of a tenant's log."""

    def put_aside(self, tenant: str, *, stalled: bool) -> None:
        """Take note that a tenant has no worker any more and waits for its second turn."""

    def ended(self, tenant: str, outcome: Outcome) -> None:
        """Take note of a tenant's end."""
