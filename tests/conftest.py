"""What all tests share: one throwaway Postgres for the session, a fresh database for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from loader import embedded
from loader.config import Warehouse
from tests.commands import free_port
from tests.databases import drop, new_warehouse


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Settings]:
    """A Postgres server of the session's own."""
    home: Path = tmp_path_factory.mktemp("postgres") / "home"
    settings = embedded.Settings(home=home, port=free_port())
    embedded.start(settings)
    yield settings
    embedded.remove(settings)


@pytest.fixture
def warehouse(postgres: embedded.Settings, request: pytest.FixtureRequest) -> Iterator[Warehouse]:
    """A database of the test's own."""
    name = f"test_{abs(hash(request.node.nodeid)) % 10**12}"
    yield new_warehouse(postgres, name)
    drop(postgres, name)


@pytest.fixture
def database(warehouse: Warehouse) -> Iterator[Connection]:
    """An open connection to the test's database that sees each statement's result at once."""
    connection = psycopg2.connect(warehouse.dsn, options="-c timezone=UTC")
    connection.autocommit = True
    yield connection
    connection.close()
