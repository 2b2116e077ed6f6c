"""What all tests share: one throwaway Postgres for the session, a fresh database for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

import embedded_postgres
from loader.config import Warehouse
from tests.commands import free_port
from tests.databases import new_database


def pytest_addoption(parser: pytest.Parser) -> None:
    """An option for servers of other versions."""
    parser.addoption(
        "--postgres-port",
        type=int,
        help="test with the Postgres at this port of 127.0.0.1 instead of the one that comes along;"
        " user, password and database servicetitan, the user may create databases",
    )


@pytest.fixture(scope="session")
def postgres(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[embedded_postgres.Settings]:
    """The Postgres server of the session: its own, or the one that is named."""
    home: Path = tmp_path_factory.mktemp("postgres") / "home"
    named: int | None = request.config.getoption("--postgres-port")
    settings = embedded_postgres.Settings(home=home, port=named or free_port())
    if named:
        yield settings
        return
    embedded_postgres.start(settings)
    yield settings
    embedded_postgres.remove(settings)


@pytest.fixture
def warehouse(
    postgres: embedded_postgres.Settings, request: pytest.FixtureRequest
) -> Iterator[Warehouse]:
    """A database of the test's own."""
    name = f"test_{abs(hash(request.node.nodeid)) % 10**12}"
    with new_database(postgres, name) as warehouse:
        yield warehouse


@pytest.fixture
def database(warehouse: Warehouse) -> Iterator[Connection]:
    """An open connection to the test's database that sees each statement's result at once."""
    connection = psycopg2.connect(warehouse.dsn, options="-c timezone=UTC")
    connection.autocommit = True
    yield connection
    connection.close()
