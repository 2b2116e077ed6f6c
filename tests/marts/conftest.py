"""A database for the marts: raw tables, and dbt in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

import embedded_postgres
from tests.databases import new_database
from tests.marts.shop import Shop
from tests.transform.warehouse import Warehouse


@pytest.fixture(scope="session")
def marts_database(
    postgres: embedded_postgres.Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """One database for all these tests; each test takes tenants of its own."""
    with new_database(postgres, "marts_tests") as new:
        warehouse = Warehouse(postgres.libpq(new.database), tmp_path_factory.mktemp("dbt"))
        yield warehouse
        warehouse.close()


@pytest.fixture(scope="session")
def new_shop(marts_database: Warehouse) -> Callable[..., Shop]:
    """Opens a shop: a tenant without any records yet."""

    def new_shop(timezone: str | None = "UTC") -> Shop:
        shop = Shop(marts_database, marts_database.next_tenants(1))
        if timezone is not None:
            shop.move_to(timezone)
        return shop

    return new_shop
