"""``unknown_fields`` holds what the API sends at present and the catalogue does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from psycopg2.extensions import connection as Connection

from loader.catalogue import ENDPOINTS
from loader.config import Warehouse
from loader.warehouse import sync_state, tables

SCHEMA = "servicetitan_raw"
ZONES = ENDPOINTS["zones"]


@pytest.fixture
def cursor(warehouse: Warehouse, database: Connection) -> Iterator[Any]:
    with database.cursor() as cursor:
        tables.ensure_schema(cursor, SCHEMA, [ZONES], warehouse.engine)
        sync_state.mark_started(cursor, SCHEMA, 1, [ZONES])
        yield cursor


def synced(
    cursor: Any,
    *fields: str,
    records: int = 10,
    kind: sync_state.SyncKind = "last_incremental_sync",
    error: str | None = None,
) -> list[str]:
    """End a sync that met these fields; returns what is stored then."""
    sync_state.mark_finished(
        cursor,
        SCHEMA,
        1,
        ZONES,
        error=error,
        sync_kind=kind,
        synced=records,
        requests=1,
        cursor_at=None,
        unknown_fields=fields,
    )
    cursor.execute(f"select unknown_fields from {SCHEMA}.raw_sync_state")
    (found,) = cursor.fetchone()
    return list(found)


def test_fields_stay_until_a_sync_shows_that_they_are_gone(cursor: Any) -> None:
    assert synced(cursor, "old", "new") == ["new", "old"]
    assert synced(cursor, "new") == ["new", "old"], "a few records show little"
    assert synced(cursor) == ["new", "old"]
    assert synced(cursor, "new", records=5_000) == ["new"]
    assert synced(cursor, "newest", records=5_000, error="cut off") == ["new", "newest"]
    assert synced(cursor, records=0, kind="last_full_sync") == []


def test_fields_that_the_catalogue_has_learned_are_dropped(cursor: Any) -> None:
    cursor.execute(f"update {SCHEMA}.raw_sync_state set unknown_fields = '{{name,odd}}'")
    assert "name" in ZONES.fields
    assert synced(cursor) == ["odd"]
