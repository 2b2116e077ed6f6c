"""Clocks that tests move: the loader's, the database's and the API's."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from typing import Any

import pytest
from dlt.common.storages import load_package

from sandbox.timestamps import TICKS_PER_SECOND
from tests.reliability.harness import Loading


class _LikeDatetime(type):
    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, datetime)


@contextmanager
def loader_clock(by: timedelta) -> Iterator[None]:
    """Move the clock of this process, for the loader's code and for dlt's load ids."""

    class Moved(datetime, metaclass=_LikeDatetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + by

    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("loader.") and getattr(module, "datetime", None) is datetime:
                patch.setattr(module, "datetime", Moved)
        patch.setattr(
            load_package, "increasing_precise_time", lambda: time.time() + by.total_seconds()
        )
        yield


def api_clock(loading: Loading, by: timedelta) -> None:
    """Move the API's clock: it dates the records and the responses."""
    clock = loading.store.clock
    clock._now += round(by.total_seconds() * TICKS_PER_SECOND)


def database_clock(loading: Loading, by: timedelta) -> None:
    """Move the clock of the test's database, for every session that begins from now on.

    What asks for the time finds a function of another schema before Postgres's own.
    """
    database = loading.warehouse.database
    moved = f"select pg_catalog.%s() + interval '{by.total_seconds()} seconds'"
    loading.execute(
        "create schema if not exists moved",
        *(
            f"create or replace function moved.{name}() returns timestamptz"
            f" language sql stable as $$ {moved % name} $$"
            for name in ("now", "clock_timestamp")
        ),
        f"alter database {database} set search_path = moved, pg_catalog, public",
    )
