"""A small sandbox with its reports, and the loading of declared ones, for each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sandbox
from loader.config import Warehouse
from sandbox.server import Server
from sandbox.timestamps import ticks_from
from tests.reports.harness import Loading


@pytest.fixture
def server() -> Iterator[Server]:
    with sandbox.serve(scale=0.02) as running:
        # The data end on a fixed day; windows are declared up to today.
        running.store.clock._now = ticks_from(datetime.now(UTC))
        yield running


@pytest.fixture
def loading(server: Server, warehouse: Warehouse, tmp_path: Path) -> Loading:
    return Loading(server, warehouse, tmp_path / "reports.toml")
