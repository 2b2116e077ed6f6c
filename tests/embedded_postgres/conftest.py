"""Throwaway embedded Postgres servers, beside the user's own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded_postgres import Settings, remove, start


@pytest.fixture
def free_port() -> int:
    """A port at which nothing listens."""
    return _free_port()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Settings]:
    """A server that was never started."""
    settings = Settings(home=tmp_path / "a project" / ".postgres", port=_free_port())
    yield settings
    if settings.home.exists():
        remove(settings)


@pytest.fixture(scope="module")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    home = tmp_path_factory.mktemp("shared") / ".postgres"
    settings = Settings(home=home, port=_free_port())
    yield settings
    remove(settings)


@pytest.fixture
def server(_shared: Settings) -> Settings:
    """A server that runs, shared by the tests that leave it able to start again."""
    start(_shared)
    return _shared
