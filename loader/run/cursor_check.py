"""Checks each cursor against the rows that it vouches for, before anything is read or merged.

See ``loader.warehouse.table_versions``. A cursor whose rows are not there is dropped, and its
endpoint is read from the beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from psycopg2.extensions import cursor as Cursor

from loader.catalogue import ENDPOINTS, Endpoint
from loader.staging.pipeline import StagingPipeline
from loader.staging.staged_files import StagedBatch
from loader.staging.table_version import TableVersion
from loader.warehouse import loads, sync_state, table_versions
from loader.warehouse.parent_partitions import FIRST_LOAD
from loader.warehouse.session import Session
from loader.warehouse.table_versions import StoredVersion


class CursorCheck:
    """The check of the cursors at the beginning of a run, and the tables' versions during it."""

    def __init__(
        self, session: Session, schema: str, tenant_id: int, pipeline: StagingPipeline
    ) -> None:
        self._session = session
        self._schema = schema
        self._tenant_id = tenant_id
        self._pipeline = pipeline
        self._versions: dict[str, TableVersion] = {}
        # Tables whose cursors an older version of the loader has stored, without a version.
        self._trusted: set[str] = set()

    def drop_unfounded(
        self,
        endpoints: Iterable[Endpoint],
        notify: Callable[[str], None],
        *,
        by_cursor: bool,
        reset: Collection[str],
    ) -> None:
        """Drop the cursors of tables that do not have the rows they vouch for, with a note.

        Args:
            endpoints: Those of the run; their tables exist.
            notify: Receives the notes.
            by_cursor: Whether this run reads from the cursors on.
            reset: Tables whose cursors were dropped for another reason, which a note has told.
        """
        chosen = {endpoint.table: endpoint for endpoint in endpoints}

        def read(cursor: Cursor) -> tuple[dict[str, StoredVersion], dict[str, str]]:
            stored = table_versions.read_versions(cursor, self._schema, self._tenant_id, chosen)
            doubts = self._doubts(cursor, chosen, stored)
            for table, found in stored.items():
                if not found.is_listed:
                    loads.list_again(cursor, self._schema, self._tenant_id, table)
            return stored, doubts

        stored, doubts = self._session.run(read)
        self._versions = {table: found.version for table, found in stored.items()}
        unlisted = [table for table, found in stored.items() if not found.is_listed]
        if unlisted:
            notify(
                f"raw_loads lacked loads of {len(unlisted)} tables, such as {unlisted[0]}: their"
                " rows are listed again, and the next transform computes what depends on them."
            )
        for table, doubt in doubts.items():
            when = "it is read" if by_cursor else "the next load reads it"
            notify(f"{table}: {doubt}; {when} from the beginning.")
        if doubts:
            self._restart(doubts)
        if by_cursor:
            self._tell_what_has_no_cursor(chosen, stored, notify, {*doubts, *reset})
        if self._trusted:
            notify(
                f"{len(self._trusted)} tables have cursors of an older version of the loader, which"
                " nothing can be checked against. They are trusted, for the tables hold the rows of"
                " their last load; from now on they are checked."
            )

    def merged(self, table: str, number: int) -> None:
        """Take note of a table's version after a merge."""
        self._versions[table] = self._versions[table]._replace(number=number)

    def after(self, batches: Collection[StagedBatch]) -> dict[str, TableVersion]:
        """Return the versions that tables have once these batches are merged."""
        tables = {batch.endpoint.table for batch in batches}
        filled = {batch.endpoint.table for batch in batches if batch.file}
        return {
            table: self._versions[table].next() if table in filled else self._versions[table]
            for table in sorted(tables | self._trusted)
        }

    def _doubts(
        self, cursor: Cursor, chosen: Mapping[str, Endpoint], stored: Mapping[str, StoredVersion]
    ) -> dict[str, str]:
        """Return, by table, why its cursors cannot be trusted."""
        doubts: dict[str, str] = {}
        for table, endpoint in chosen.items():
            if not self._pipeline.cursors(endpoint):
                continue
            vouched = self._pipeline.version(endpoint)
            doubt = _doubt(vouched, stored[table]) or self._doubt_of_child(cursor, endpoint)
            if doubt:
                doubts[table] = doubt
            elif vouched is None:
                self._trusted.add(table)
        return doubts

    def _doubt_of_child(self, cursor: Cursor, endpoint: Endpoint) -> str:
        """Return why the cursor of a child resource is no position among its parents' loads."""
        if endpoint.parent is None:
            return ""
        parents = ENDPOINTS[endpoint.parent.name].table
        for position in self._pipeline.cursors(endpoint).values():
            # Loads that raw_loads does not know any more all count as the first one.
            number = position.load_number or FIRST_LOAD
            if number > FIRST_LOAD and not table_versions.has_load_number(
                cursor, self._schema, self._tenant_id, parents, number
            ):
                return f"its cursor names a load of {parents} that raw_loads does not have"
        return ""

    def _restart(self, tables: Collection[str]) -> None:
        """Drop the cursors first: if the run is killed in between, the next one does it again."""
        self._pipeline.forget_cursors(tables)

        def restart(cursor: Cursor) -> dict[str, StoredVersion]:
            table_versions.restart(cursor, self._schema, self._tenant_id, tables)
            for table in tables:
                sync_state.count_rows(cursor, self._schema, self._tenant_id, table)
            return table_versions.read_versions(cursor, self._schema, self._tenant_id, tables)

        stored = self._session.run(restart)
        self._versions |= {table: found.version for table, found in stored.items()}

    def _tell_what_has_no_cursor(
        self,
        chosen: Mapping[str, Endpoint],
        stored: Mapping[str, StoredVersion],
        notify: Callable[[str], None],
        told: Collection[str],
    ) -> None:
        for table, endpoint in chosen.items():
            if endpoint.no_cursor or table in told or self._pipeline.cursors(endpoint):
                continue
            if stored[table].has_rows:
                notify(f"{table}: it has rows but no cursor; it is read from the beginning.")


def _doubt(vouched: TableVersion | None, stored: StoredVersion) -> str:
    """Return why a table is not what its cursors vouch for; empty if it is."""
    if not stored.has_last_load:
        return "the rows of its last load are not there: it was emptied, replaced or made anew"
    if vouched is None:
        # A cursor of an older version: all it can be held against is that there is something.
        return "" if stored.has_rows else "it is empty, but has a cursor"
    if not stored.version.includes(vouched):
        return "it is older than its cursor, or another: it was restored or made anew"
    return ""
