"""Makes dbt's connections begin as the loader's do, whatever a role or a database has set."""

from __future__ import annotations

from typing import Any

from loader.warehouse.connection import SESSION_SETTINGS


def use_our_settings() -> None:
    """Make dbt, in this process, begin each connection with ``SESSION_SETTINGS``."""
    # A second to import, and dbt imports it anyway.
    from dbt.adapters.postgres.connections import PostgresConnectionManager

    opened = PostgresConnectionManager.open.__func__  # type: ignore[attr-defined]

    def open_connection(cls: type[Any], connection: Any) -> Any:
        connection = opened(cls, connection)
        with connection.handle.cursor() as cursor:
            cursor.execute(SESSION_SETTINGS)
        connection.handle.commit()
        return connection

    PostgresConnectionManager.open = classmethod(open_connection)  # type: ignore[assignment]
