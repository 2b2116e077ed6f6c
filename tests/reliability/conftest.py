"""A small sandbox and the loading of it, for each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

import sandbox
from loader.config import Warehouse
from sandbox.server import Server
from tests.reliability.harness import Loading


@pytest.fixture(autouse=True)
def _looks_back_in_every_load(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for hours here."""
    monkeypatch.setattr("loader.extract.export_feed.LOOKBACK_INTERVAL", timedelta(0))


@pytest.fixture
def server() -> Iterator[Server]:
    with sandbox.serve(scale=0.005, feed_page_size=20) as running:
        yield running


@pytest.fixture
def loading(server: Server, warehouse: Warehouse) -> Loading:
    return Loading(server, warehouse)


@pytest.fixture
def by_list(server: Server, warehouse: Warehouse) -> Loading:
    return Loading(server, warehouse, feed="list")
