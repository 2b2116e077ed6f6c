"""What ``load`` and ``reconcile`` are asked for, the same for each tenant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from loader.catalogue import Endpoint
from loader.cli.selection import selected, selected_endpoints
from loader.config import Environment
from loader.errors import ConfigurationError
from loader.reports.declaration import Declaration

if TYPE_CHECKING:
    from loader.run.options import LoadOptions


@dataclass(frozen=True)
class LoadRequest:
    """The options of a command. Times are UTC.

    Raises:
        ConfigurationError: They contradict each other.
    """

    select: tuple[str, ...]
    exclude: tuple[str, ...]
    full_refresh: bool = False
    since: datetime | None = None
    until: datetime | None = None
    allow_mass_deletion: bool = False
    reconcile: bool = False

    def __post_init__(self) -> None:
        if self.full_refresh and (self.since or self.until):
            raise ConfigurationError(
                "--full-refresh reads everything, --since and --until a part.", "Use one of them."
            )
        if self.since and self.until and self.since >= self.until:
            raise ConfigurationError("--since is not before --until.", "Swap them.")

    def selection(
        self, environment: Environment
    ) -> tuple[tuple[Endpoint, ...], tuple[Declaration, ...]]:
        """Return the endpoints and the reports that one tenant's load reads.

        Raises:
            ConfigurationError: A word names no endpoint, or the file of reports is wrong.
        """
        if not self.reconcile:
            return selected(self.select, self.exclude, environment)
        instead = "load --full-refresh --select reports"
        return selected_endpoints(self.select, self.exclude, environment, instead=instead), ()

    def options(
        self, endpoints: tuple[Endpoint, ...], reports: tuple[Declaration, ...]
    ) -> LoadOptions:
        """Return the options of one tenant's load of these endpoints and reports."""
        # dlt takes a second to import: not before everything is checked that needs no dlt.
        from loader.extract.page_batch import BackfillRange
        from loader.run.options import LoadOptions

        return LoadOptions(
            endpoints,
            self.full_refresh,
            BackfillRange(self.since, self.until) if self.since or self.until else None,
            self.reconcile,
            reports,
            self.allow_mass_deletion,
        )
