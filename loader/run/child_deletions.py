"""The end of child resources: what their parents lack is marked as deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from dlt.common.storages.load_package import create_load_id

from loader.errors import MassDeletion
from loader.run.result import Result
from loader.warehouse.lock import TenantLock
from loader.warehouse.pending_deletions import PendingDeletions
from loader.warehouse.session import Session


@dataclass(frozen=True)
class ChildDeletions:
    """Soft deletion of child rows, once a run has read all of their parents that it was to read."""

    session: Session
    schema: str
    tenant_id: int
    allow_mass_deletion: bool

    def soft_delete_missing(self, results: Iterable[Result], lock: TenantLock) -> None:
        """Mark child rows as deleted that complete responses of their parents lacked.

        A reading that failed has complete responses too, up to where it failed. A result that would
        lose suspiciously many rows gets an error.
        """
        for result in results:
            if result.endpoint.parent is None or not result.merged.parents:
                continue
            lock.check()
            pending = PendingDeletions(self.schema, result.endpoint, self.tenant_id)
            try:
                result.soft_deleted += self.session.run(
                    partial(
                        pending.soft_delete,
                        load_id=create_load_id(),
                        parents=result.merged.parents,
                        allow_mass_deletion=self.allow_mass_deletion,
                    )
                )
            except MassDeletion as error:
                result.error = result.error or error
