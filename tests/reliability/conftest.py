"""A small sandbox and a `Loading` of it, for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

import sandbox
from loader.config import Warehouse
from sandbox.faults import Fault, Faults, Kind
from sandbox.request_log import Hooks
from sandbox.server import Server
from tests.reliability.harness import Loading


@pytest.fixture(autouse=True)
def _lookback_in_every_load(monkeypatch: pytest.MonkeyPatch) -> None:
    """Export feeds look back in every load, not once in six hours."""
    monkeypatch.setattr("loader.extract.export_feed.LOOKBACK_INTERVAL", timedelta(0))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A small sandbox. A test fails whose faults met no request or whose planned actions never ran.

    Such a test would pass whatever the loader does.
    """
    with sandbox.serve(scale=0.005, feed_page_size=20) as running:
        faults = _watch_faults(running.faults, monkeypatch)
        actions = _watch_actions(running.hooks, monkeypatch)
        yield running
        assert [fault for fault in faults if not fault.met] == []
        assert actions == []


def _watch_faults(faults: Faults, monkeypatch: pytest.MonkeyPatch) -> list[Fault]:
    """Return a list that collects every fault a test adds."""
    added: list[Fault] = []
    add = faults.add

    def watched(kind: Kind, pattern: str = "*", **options: object) -> Fault:
        added.append(add(kind, pattern, **options))
        return added[-1]

    monkeypatch.setattr(faults, "add", watched)
    return added


def _watch_actions(hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """Return a list of the planned actions that have not run yet."""
    waiting: list[Callable[[], None]] = []
    after = hooks.after

    def watched(pattern: str, count: int, action: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            waiting.remove(action)
            action()

        waiting.append(action)
        return after(pattern, count, run)

    monkeypatch.setattr(hooks, "after", watched)
    return waiting


@pytest.fixture
def loading(server: Server, warehouse: Warehouse) -> Loading:
    return Loading(server, warehouse)


@pytest.fixture
def by_list(server: Server, warehouse: Warehouse) -> Loading:
    return Loading(server, warehouse, feed="list")
