"""How old the warehouse is. Reports answer as of now, so both sides must be of one hour."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from psycopg2.extensions import connection as Connection

from loader.catalogue import MODEL_INPUTS
from loader.config import Warehouse
from loader.errors import ConfigurationError
from loader.warehouse.table_health import TableHealth, read_health
from loader.warehouse.transform_state import read_model_states


@dataclass(frozen=True)
class Freshness:
    """The state of what a tie-out compares.

    Attributes:
        oldest: The table whose last completed sync is the longest ago; None without any.
        failed: Tables whose last sync failed.
        never: Tables that were never loaded, by name.
        behind: Marts that loads since have changed.
    """

    oldest: TableHealth | None
    failed: tuple[TableHealth, ...]
    never: tuple[str, ...]
    behind: tuple[str, ...]

    @property
    def age(self) -> timedelta | None:
        """How long ago the oldest table was loaded."""
        return self.oldest.age if self.oldest else None

    def require(self, limit: timedelta) -> None:
        """Check that a comparison makes sense.

        Raises:
            ConfigurationError: The warehouse is empty, older than ``limit``, or not transformed.
        """
        if self.oldest is None or self.age is None:
            raise ConfigurationError(
                "Nothing has been loaded that could be compared.",
                "Run `SERVICETITAN_SELECT=kpi make sync` first.",
            )
        if self.age > limit:
            raise ConfigurationError(
                f"The warehouse is older than the reports, which answer as of now:"
                f" {self.oldest.table_name} was loaded {spoken(self.age)} ago.",
                "Run `make sync` first, or compare all the same with --max-age HOURS.",
            )
        if self.behind:
            raise ConfigurationError(
                f"Loads have changed what {', '.join(self.behind[:3])} was made of.",
                "Run `make transform` first.",
            )

    def not_readable(self, raw_tables: Collection[str]) -> list[str]:
        """Return which of these tables could not be loaded, each with the reason."""
        failed = [
            f"{one.table_name}: {one.last_error}"
            for one in self.failed
            if one.table_name in raw_tables
        ]
        never = [f"{name} was never loaded" for name in self.never if name in raw_tables]
        return failed + never


def read_freshness(connection: Connection, warehouse: Warehouse, tenant_id: int) -> Freshness:
    """Return the state of the marts and of the raw tables that they are made of."""
    health = {
        one.table_name: one for one in read_health(connection, warehouse.raw_schema, tenant_id)
    }
    needed = {endpoint.table for endpoint in MODEL_INPUTS}
    known = [health[name] for name in sorted(needed & health.keys())]
    loaded = [one for one in known if one.age is not None]
    return Freshness(
        max(loaded, key=lambda one: one.age or timedelta(0), default=None),
        tuple(one for one in known if one.sync_status == "failed"),
        tuple(sorted(needed - health.keys())),
        tuple(one.name for one in read_model_states(connection, warehouse) if one.newer_loads),
    )


def spoken(age: timedelta) -> str:
    """Return an age in words."""
    minutes = int(age.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} minutes"
    hours = minutes // 60
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"
