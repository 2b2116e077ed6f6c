"""A warehouse whose raw tables the tests fill by SQL, and dbt run on it in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from loader import embedded
from tests.transform.warehouse import Warehouse, create_database


@pytest.fixture(scope="session")
def transform_database(
    postgres: embedded.Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """One database for all these tests: dbt parses the project once and keeps it."""
    parameters = create_database(postgres, "transform_tests")
    folder = tmp_path_factory.mktemp("dbt")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("DBT_", "PG"))]:
            patch.delenv(name)
        warehouse = Warehouse(parameters, folder)
        for name, value in warehouse.environ().items():
            patch.setenv(name, value)
        yield warehouse
        warehouse.close()


@pytest.fixture
def warehouse(transform_database: Warehouse) -> Warehouse:
    """Empty raw tables and no st_ tables."""
    transform_database.reset()
    return transform_database
