"""A warehouse whose raw tables the tests fill by SQL, and dbt run on it in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import embedded_postgres
from tests.databases import new_database
from tests.transform.warehouse import Warehouse


@pytest.fixture(scope="session")
def transform_database(
    postgres: embedded_postgres.Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """One database for all these tests: dbt parses the project once and keeps it."""
    folder = tmp_path_factory.mktemp("dbt")
    with new_database(postgres, "transform_tests") as new:
        warehouse = Warehouse(postgres.libpq(new.database), folder)
        yield warehouse
        warehouse.close()


@pytest.fixture
def warehouse(transform_database: Warehouse) -> Warehouse:
    """Empty raw tables and no st_ tables."""
    transform_database.reset()
    return transform_database
