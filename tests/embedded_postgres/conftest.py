"""Throwaway embedded Postgres servers, beside the user's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded_postgres import Settings, remove, start
from tests import commands


@pytest.fixture
def free_port() -> int:
    """A port at which nothing listens."""
    return commands.free_port()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Settings]:
    """A server that was never started."""
    settings = Settings(home=tmp_path / "a project" / ".postgres", port=commands.free_port())
    yield settings
    if settings.home.exists():
        remove(settings)


@pytest.fixture(scope="module")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    home = tmp_path_factory.mktemp("shared") / ".postgres"
    settings = Settings(home=home, port=commands.free_port())
    yield settings
    remove(settings)


@pytest.fixture
def server(_shared: Settings) -> Settings:
    """A server that runs, shared by the tests that leave it able to start again."""
    start(_shared)
    return _shared
