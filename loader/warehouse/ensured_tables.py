"""The raw tables of some endpoints as the catalogue describes them; damaged ones are left out.

The first part is one transaction, the caller's: it creates what is missing. The second part adds
columns and indexes to tables that have rows, which may take its time, in transactions of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from psycopg2.extensions import cursor as Cursor

from loader.catalogue import Endpoint
from loader.config import Warehouse
from loader.errors import LoaderError
from loader.warehouse.added_columns import complete_tables
from loader.warehouse.added_indexes import complete_indexes
from loader.warehouse.session import Session
from loader.warehouse.table_shapes import check_own_tables, damaged_tables
from loader.warehouse.tables import ensure_schema


@dataclass(frozen=True)
class EnsuredTables:
    """What ``ensure_tables`` has found and made.

    Attributes:
        schema: The raw schema.
        endpoints: Those whose table a load can write.
        damaged: By table, why a load cannot write it.
        missing_columns: By table, the columns that the catalogue has gained and the table lacks.
    """

    schema: str
    endpoints: Collection[Endpoint]
    damaged: Mapping[str, LoaderError]
    missing_columns: Mapping[str, Sequence[str]]

    def complete(self, session: Session, notify: Callable[[str], None]) -> None:
        """Add missing columns and indexes. Usually this is two queries.

        Args:
            session: Commits each step.
            notify: Told what may take its time.

        Raises:
            WarehouseError: Postgres failed, or a table was locked all the time.
        """
        complete_tables(session, self.schema, self.endpoints, self.missing_columns, notify)
        complete_indexes(session, self.schema, self.endpoints, notify)


def ensure_tables(
    cursor: Cursor, warehouse: Warehouse, endpoints: Collection[Endpoint]
) -> EnsuredTables:
    """Create the raw schema, the loader's own tables and those of the endpoints if missing.

    Commits nothing itself. What it returns is still to be completed.

    Raises:
        WarehouseError: A table in which the loader keeps its own state is damaged.
    """
    schema = warehouse.raw_schema
    damaged = damaged_tables(cursor, schema, endpoints)
    check_own_tables(cursor, schema)
    sound = [endpoint for endpoint in endpoints if endpoint.table not in damaged]
    missing = ensure_schema(cursor, schema, sound, warehouse.engine)
    return EnsuredTables(schema, sound, damaged, missing)
