"""How fresh the data are that the page describes, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime

from loader.config import Warehouse
from loader.errors import LoaderError
from loader.warehouse.connection import connect
from loader.warehouse.table_health import TableHealth, read_health
from loader.warehouse.transform_state import ModelState, read_model_states

# Names in a sentence.
_NAMED = 3


def read_freshness(warehouse: Warehouse) -> str:
    """Return how fresh the warehouse is, as Markdown; if it cannot be asked, why."""
    head = (
        f"On {_spoken(datetime.now(UTC))}, in the database {warehouse.database},"
        f" schema {warehouse.dbt_schema}:"
    )
    try:
        with closing(connect(warehouse, purpose="docs")) as connection:
            tables = read_health(connection, warehouse.raw_schema, None)
            models = read_model_states(connection, warehouse)
    except LoaderError as error:
        return f"{head}\n\n- The warehouse could not be asked: {error.cause}"
    return "\n".join((head, "", *(f"- {line}" for line in freshness(tables, models))))


def freshness(tables: Sequence[TableHealth], models: Sequence[ModelState]) -> Iterator[str]:
    """Yield a sentence for each fact of a warehouse's freshness.

    Args:
        tables: Every table of every tenant that was ever loaded.
        models: Every dbt model that was ever built.
    """
    loaded = sorted((one.last_sync, one.tenant_id, one.table_name) for one in tables
                    if one.last_sync)  # fmt: skip
    if not loaded:
        yield "Nothing has been loaded yet: `make sync`, or `make demo`."
        return
    (oldest, tenant, table), (newest, *_) = loaded[0], loaded[-1]
    yield (
        f"The last load of a table ended on **{_spoken(newest)}**; the one that was loaded longest"
        f" ago is `{table}` of tenant {tenant}, on {_spoken(oldest)}."
    )
    if changes := [one.cursor for one in tables if one.cursor]:
        yield f"The newest change in ServiceTitan that is here is of **{_spoken(max(changes))}**."
    if failed := [
        f"`{one.table_name}` of tenant {one.tenant_id}"
        for one in tables
        if one.sync_status == "failed"
    ]:
        yield f"The last load of {_some(failed)} failed: `make status` tells why."
    yield from _transformed(models)
    yield "`make status` and the report page (`make report`) tell it table by table."


def _transformed(models: Sequence[ModelState]) -> Iterator[str]:
    times = [one.transformed_at for one in models if one.transformed_at]
    if not times:
        yield "No `st_` table and no mart has been made yet: `make transform`."
        return
    behind = [f"`{one.name}`" for one in models if one.newer_loads]
    newest = _spoken(max(times))
    state = (
        f"; since then loads have changed what {_some(behind)} {_are(behind)} made of:"
        " `make transform`"
        if behind
        else "; they show all that is loaded"
    )
    yield f"The last transform brought `st_` tables and marts up to date on **{newest}**{state}."


def _spoken(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%d %B %Y at %H:%M} UTC"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"
