"""The full scans of a run: they find the missing and the deleted records of its tables."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path

from dlt.common.storages.load_package import create_load_id

from loader.config import Warehouse
from loader.errors import ApiError, MassDeletion
from loader.run.result import Result
from loader.warehouse.full_scan import FullScan
from loader.warehouse.lock import TenantLock
from loader.warehouse.session import SharedSession


class FullScans:
    """The full scans of a run, by table. ``close`` ends their connections.

    Args:
        warehouse: Where the tables are.
        tenant_id: Whose rows are compared.
        folder: For the keys that the API shows.
        allow_mass_deletion: Mark rows as deleted however many are missing.
        connections: How many the scans share.
    """

    def __init__(
        self,
        warehouse: Warehouse,
        tenant_id: int,
        folder: Path,
        *,
        allow_mass_deletion: bool = False,
        connections: int = 4,
    ) -> None:
        self._allow_mass_deletion = allow_mass_deletion
        self._most_connections = connections
        self.by_table: dict[str, FullScan] = {}
        self._warehouse = warehouse
        self._tenant_id = tenant_id
        self._folder = folder
        self._sessions: deque[SharedSession] = deque()

    def prepare(self, results: Iterable[Result], *, reconcile: bool) -> None:
        """Begin the scans: of all tables in a reconciliation, else of those always read in full.

        Child resources need none: each parent's response is complete. A result whose endpoint
        cannot be reconciled gets an error.
        """
        for result in results:
            endpoint = result.endpoint
            if endpoint.parent is not None or not (reconcile or endpoint.read_in_full):
                continue
            if all(source.list for source in endpoint.sources):
                scan = FullScan(
                    self._session(),
                    self._folder / endpoint.table,
                    self._warehouse.raw_schema,
                    endpoint,
                    self._tenant_id,
                    everything=not reconcile,
                )
                scan.begin()
                self.by_table[endpoint.table] = scan
            else:
                result.error = ApiError(
                    f"{endpoint.name} cannot be reconciled: the API has no list of it.",
                    "Its feed reports what is deleted; leave it out with --exclude.",
                )

    def soft_delete_missing(self, results: Mapping[str, Result], lock: TenantLock) -> None:
        """Mark rows as deleted that a complete scan has not met; end the scans.

        Only a scan without an error was complete. A result whose scan lacks suspiciously many rows
        gets an error.
        """
        if self.by_table:
            lock.check()
        load_id = create_load_id()
        for table, scan in self.by_table.items():
            result = results[table]
            if result.error is not None:
                continue
            try:
                result.soft_deleted = scan.soft_delete_missing(
                    load_id, allow_mass_deletion=self._allow_mass_deletion
                )
            except MassDeletion as error:
                result.error = error
        self.by_table.clear()

    def close(self) -> None:
        """Close the connections."""
        for session in self._sessions:
            session.close()

    def _session(self) -> SharedSession:
        if len(self._sessions) < self._most_connections:
            self._sessions.append(SharedSession(self._warehouse, "full scan"))
        self._sessions.rotate()
        return self._sessions[0]
