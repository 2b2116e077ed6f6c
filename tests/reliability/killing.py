"""The points of a load at which tests kill it (SIGKILL)."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any


def is_killed(process: Any) -> bool:
    """Wait up to 2 minutes for a process to end; return whether SIGKILL ended it."""
    process.join(300)
    if process.exitcode is None:
        process.kill()
        process.join()
        raise TimeoutError("the load did not end within 2 minutes")
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

    def dying(*args: Any) -> Any:
        for number, item in enumerate(files(*args)):
            yield item
            if number == 0:
                _die()

    pipeline._files = dying


def _kill_in_normalize() -> None:
    from dlt.normalize import Normalize

    Normalize.run = _die  # type: ignore[method-assign]


def _kill_in_load() -> None:
    """After dlt's first job, before other jobs, the merges and the cursors."""
    from dlt.load.load import Load

    complete_jobs = Load.complete_jobs

    def dying(*args: Any) -> Any:
        done = complete_jobs(*args)
        if done[1]:
            _die()
        return done

    Load.complete_jobs = dying  # type: ignore[method-assign]


def _kill_before_cursors() -> None:
    """All tables are merged; the load package is not complete."""
    from dlt.load.load import Load

    Load.complete_package = _die  # type: ignore[method-assign]


def _kill_after_package() -> None:
    from loader.staging.pipeline import StagingPipeline

    StagingPipeline.load = _after(StagingPipeline.load)  # type: ignore[method-assign]


def _kill_in_merge() -> None:
    from loader.warehouse import loads

    loads.record = _die


def _kill_between_tables() -> None:
    from loader.run import merges

    merges.merge = _after(merges.merge)


def _kill_at_end() -> None:
    from loader.run.sync_states import SyncStates

    SyncStates.end = _die  # type: ignore[method-assign]


POINTS: dict[str, Callable[[], None]] = {
    "while dlt extracts": _kill_in_extract,
    "before dlt normalizes": _kill_in_normalize,
    "while dlt loads": _kill_in_load,
    "during a merge": _kill_in_merge,
    "between the merge of two tables": _kill_between_tables,
    "before dlt stores the cursors": _kill_before_cursors,
    "between two load packages": _kill_after_package,
    "before the final state is stored": _kill_at_end,
}
