"""Sandboxes that notice tests whose faults or planned actions never took effect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sandbox
from sandbox.faults import Fault, Faults, Kind
from sandbox.request_log import Hooks
from sandbox.server import Server

# The log of requests does not name the faults of the token endpoint's answers.
_TOKEN = "/connect/token"


@contextmanager
def watched_sandbox(**options: object) -> Iterator[Server]:
    """Serve a sandbox; ``options`` as for `sandbox.serve`.

    Raises:
        AssertionError: A fault that the test added changed no answer, or an action it planned with
            ``hooks.after`` never ran. Such a test would pass whatever the loader does.
    """
    with sandbox.serve(**options) as server:  # type: ignore[arg-type]
        faults = _watch_faults(server.faults)
        actions = _watch_actions(server.hooks)
        changed: set[str | None] = set()
        server.hooks.on_request(lambda request: changed.add(request.fault))
        yield server
        in_vain = [
            fault
            for fault in faults
            if not fault.applied or (fault.kind not in changed and fault.pattern != _TOKEN)
        ]
        assert in_vain == []
        assert actions == []


def _watch_faults(faults: Faults) -> list[Fault]:
    """Return a list that collects every fault a test adds."""
    added: list[Fault] = []
    add = faults.add

    def watched(kind: Kind, pattern: str = "*", **options: object) -> Fault:
        added.append(add(kind, pattern, **options))
        return added[-1]

    faults.add = watched  # type: ignore[method-assign]
    return added


def _watch_actions(hooks: Hooks) -> list[Callable[[], None]]:
    """Return a list of the planned actions that have not run yet."""
    waiting: list[Callable[[], None]] = []
    after = hooks.after

    def watched(pattern: str, count: int, action: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            waiting.remove(action)
            action()

        waiting.append(action)
        return after(pattern, count, run)

    hooks.after = watched  # type: ignore[method-assign]
    return waiting
