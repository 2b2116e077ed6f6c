"""The embedded Postgres as the project's warehouse: started unless PGHOST names another server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import embedded_postgres
from embedded_postgres import EmbeddedPostgresError, LoginRefused
from loader.config import PROJECT_ROOT, Warehouse
from loader.errors import ConfigurationError, WarehouseError

HOME = PROJECT_ROOT / ".postgres"


def embedded_settings(warehouse: Warehouse) -> embedded_postgres.Settings:
    """Return the settings of the project's own server.

    Raises:
        ConfigurationError: PGHOST or PGSERVICE names another server.
    """
    if not warehouse.embedded:
        raise ConfigurationError(
            f"The warehouse is the Postgres server {warehouse.host}, so the embedded Postgres is"
            " not used.",
            "Unset PGHOST and PGSERVICE, also in .env, to use the embedded Postgres.",
        )
    return embedded_postgres.Settings(
        HOME, warehouse.port, warehouse.user, warehouse.password, warehouse.database
    )


def ensure_running(warehouse: Warehouse) -> None:
    """Start the embedded Postgres if it is the warehouse. Other servers are not touched.

    Raises:
        WarehouseError: It cannot be started.
        ConfigurationError: It rejects the configured user or password.
    """
    if warehouse.embedded:
        with map_errors():
            embedded_postgres.start(embedded_settings(warehouse))


@contextmanager
def map_errors() -> Iterator[None]:
    """Turn errors of the embedded Postgres into the loader's own."""
    try:
        yield
    except LoginRefused as error:
        raise ConfigurationError(error.cause, error.remedy) from None
    except EmbeddedPostgresError as error:
        raise WarehouseError(error.cause, error.remedy) from None
