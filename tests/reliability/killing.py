"""The points of a load at which tests kill it (SIGKILL)."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any


def is_killed(process: Any) -> bool:
    """Wait up to 60 s for a process to end; return whether SIGKILL ended it."""
    process.join(60)
    if process.exitcode is None:
        process.kill()
        process.join()
        raise TimeoutError("the load did not end within 60 s")
    return bool(process.exitcode == -signal.SIGKILL)


def _die(*_args: object, **_options: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **options: Any) -> Any:
        function(*args, **options)
        _die()

    return wrapped


def _kill_in_extract() -> None:
    from loader.staging import pipeline

    files = pipeline._files

    def dying(batches: Any) -> Any:
        for number, item in enumerate(files(batches)):
            yield item
            if number == 0:
                _die()

    pipeline._files = dying


def _kill_in_normalize() -> None:
    from dlt.normalize import Normalize

    Normalize.run = _die  # type: ignore[method-assign]


def _kill_in_load() -> None:
    """After dlt's first job; other jobs and the cursors are not stored yet."""
    from dlt.load.load import Load

    Load.complete_jobs = _after(Load.complete_jobs)  # type: ignore[method-assign]


def _kill_before_cursors() -> None:
    """All files are loaded; the load package is not complete."""
    from dlt.load.load import Load

    Load.complete_package = _die  # type: ignore[method-assign]


def _kill_after_load() -> None:
    from loader.staging.pipeline import StagingPipeline

    StagingPipeline.load = _after(StagingPipeline.load)  # type: ignore[method-assign]


def _kill_in_merge() -> None:
    from loader.warehouse import merge

    merge._record_load = _die


def _kill_between_tables() -> None:
    from loader.run import merge_workers

    merge_workers.merge = _after(merge_workers.merge)


def _kill_at_end() -> None:
    from loader.run.load import _Run

    _Run._store_ends = _die  # type: ignore[method-assign]


POINTS: dict[str, Callable[[], None]] = {
    "while dlt extracts": _kill_in_extract,
    "before dlt normalizes": _kill_in_normalize,
    "while dlt loads": _kill_in_load,
    "before dlt stores the cursors": _kill_before_cursors,
    "after dlt's load, before the merge": _kill_after_load,
    "during the merge": _kill_in_merge,
    "between the merge of two tables": _kill_between_tables,
    "before the ends are stored": _kill_at_end,
}
