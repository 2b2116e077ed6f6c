"""A small sandbox and a `Loading` of it, for each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from loader.config import Warehouse
from sandbox.server import Server
from tests.reliability.harness import Loading
from tests.sandboxes import watched_sandbox


@pytest.fixture(autouse=True)
def _lookback_in_every_load(monkeypatch: pytest.MonkeyPatch) -> None:
    """Export feeds look back in every load, not once an hour."""
    monkeypatch.setattr("loader.extract.export_feed.LOOKBACK_INTERVAL", timedelta(0))


@pytest.fixture
def server() -> Iterator[Server]:
    with watched_sandbox(scale=0.005, feed_page_size=20) as running:
        yield running


@pytest.fixture
def loading(server: Server, warehouse: Warehouse) -> Loading:
    return Loading(server, warehouse)


@pytest.fixture
def by_list(server: Server, warehouse: Warehouse) -> Loading:
    return Loading(server, warehouse, feed="list")
