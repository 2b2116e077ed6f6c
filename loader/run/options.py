"""What a run is to load."""

from __future__ import annotations

from dataclasses import dataclass

from loader.catalogue import Endpoint
from loader.extract.page_batch import BackfillRange
from loader.reports.declaration import Declaration


@dataclass(frozen=True)
class Connections:
    """How many connections the parts of a run open at most, each for itself.

    Two more hold the tenant's lock and the run's own statements.

    Attributes:
        copies: Copies into staging tables at once.
        merges: Merges at once.
        scans: Shared by all full scans.
        analyzers: Statistics that are collected at once, when copies and merges are done.
    """

    copies: int = 4
    merges: int = 2
    scans: int = 4
    analyzers: int = 2


# Of a run that is one of many at once. Together they keep the server busy all the same.
ONE_OF_MANY = Connections(copies=1, merges=1, scans=1, analyzers=1)


@dataclass(frozen=True)
class LoadOptions:
    """Endpoints, mode and backfill range of a run.

    Attributes:
        endpoints: The endpoints of the catalogue.
        full_refresh: Read everything again, from the beginning.
        backfill: Load a range of ``modifiedOn``; the cursors stay.
        reconcile: Scan the lists from end to end: fetch what the tables lack, mark what the API no
            longer has; the cursors stay.
        reports: Declared reports; they become endpoints once the API has described them.
        allow_mass_deletion: Mark rows as deleted however many the API no longer shows.
        connections: How many it opens at most.
    """

    endpoints: tuple[Endpoint, ...]
    full_refresh: bool = False
    backfill: BackfillRange | None = None
    reconcile: bool = False
    reports: tuple[Declaration, ...] = ()
    allow_mass_deletion: bool = False
    connections: Connections = Connections()

    @property
    def range(self) -> BackfillRange | None:
        """The range to read instead of going by the cursors; a reconciliation's is unlimited."""
        return BackfillRange(None) if self.reconcile else self.backfill

    @property
    def by_cursor(self) -> bool:
        """Whether the run reads from the cursors on."""
        return self.range is None and not self.full_refresh
