"""The staging table of an endpoint: its columns, its DDL and the queries that read it.

``forms`` says what is staged and writes the lines. Whoever reads the table selects through
``StagingTable`` and sees these columns:

``_seq``                        the order in which lines were staged: the later version wins
``_fetched_at``                 when the API sent it (UTC)
``_source``                     the name of the catalogue's source
``_parent``                     the parent's key as a JSON list of texts; child resources only
``_ordinal``                    the position in the parent's response or in the time slice, from 1
``_slice_start``, ``_slice_end``  the days of the report's time slice; reports only
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, NamedTuple

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composable, Composed, Identifier

from loader.catalogue.columns import PgType

# What a line is: a record; or what precedes the records of a whole: a parent's complete response,
# a report's complete time slice.
Kind = Literal["record", "response", "slice"]


class StagingColumn(NamedTuple):
    """A column's SQL type and whether it is set only for some kinds of lines."""

    type: PgType
    nullable: bool = False


# In the order of a line's values. Null columns take no room.
COLUMNS: dict[str, StagingColumn] = {
    "seq": StagingColumn("bigint"),
    "kind": StagingColumn("text"),
    "fetched_at": StagingColumn("timestamptz"),
    "source": StagingColumn("text"),
    # The record came from a list, which proves that it exists; a feed also sends deleted records.
    "listed": StagingColumn("boolean"),
    "parent": StagingColumn("jsonb", nullable=True),
    "ordinal": StagingColumn("bigint", nullable=True),
    "slice_start": StagingColumn("date", nullable=True),
    "slice_end": StagingColumn("date", nullable=True),
    # Of a response: a JSON list of its records' keys. Text, because a key may be JSON that jsonb
    # cannot hold; the merge rejects that record and must not fail.
    "keys": StagingColumn("text", nullable=True),
    "record": StagingColumn("text", nullable=True),
}

_SHOWN = SQL(
    "seq as _seq, fetched_at as _fetched_at, source as _source, parent as _parent,"
    " ordinal as _ordinal, slice_start as _slice_start, slice_end as _slice_end"
)


class RecordRange(NamedTuple):
    """Staged records, from lists or from elsewhere: the first and last ``seq`` and their number."""

    listed: bool
    first: int
    last: int
    records: int


class Contents(NamedTuple):
    """The lines in a staging table: their number, by kind too, and the ranges of its records."""

    lines: int
    kinds: Counter[Kind]
    ranges: tuple[RecordRange, ...]


@dataclass(frozen=True)
class StagingTable:
    """The staging table of one endpoint."""

    schema: str
    name: str

    @property
    def identifier(self) -> Identifier:
        """The qualified name."""
        return Identifier(self.schema, self.name)

    def create(self) -> Composed:
        """Return ``create table``, unlogged: after a crash of Postgres nobody needs the rows.

        Postgres would compress each long record on its way in and unpack it a moment later. There
        is nothing to vacuum either: the merge truncates.
        """
        columns = [
            SQL("{} {}{}").format(
                Identifier(name), SQL(column.type), SQL("" if column.nullable else " not null")
            )
            for name, column in COLUMNS.items()
        ]
        return SQL(
            "create unlogged table if not exists {table} ({columns})"
            " with (toast_tuple_target = 8160, autovacuum_enabled = false);"
            " alter table {table} alter column record set storage external"
        ).format(table=self.identifier, columns=SQL(", ").join(columns))

    def contents(self, cursor: Cursor) -> Contents:
        """Count what is staged."""
        cursor.execute(
            SQL(
                "select kind, listed, min(seq), max(seq), count(*) from {} group by 1, 2 order by 3"
            ).format(self.identifier)
        )
        rows = cursor.fetchall()
        ranges = tuple(RecordRange(*row[1:]) for row in rows if row[0] == "record")
        kinds: Counter[Kind] = Counter()
        for row in rows:
            kinds[row[0]] += row[-1]
        return Contents(kinds.total(), kinds, ranges)

    def records(self, value: Composable) -> Composed:
        """Return the SQL for the records of a range, with ``value``, an expression over ``record``.

        Parameters of the statement: ``listed``, ``first``, ``last``.
        """
        return SQL(
            "select {shown}, {value} from {table}"
            " where kind = 'record' and listed = %(listed)s and seq between %(first)s and %(last)s"
        ).format(shown=_SHOWN, value=value, table=self.identifier)

    def all_records(self, value: Composable) -> Composed:
        """Return the SQL for every record, with ``value``, an expression over ``record``."""
        return SQL("select {shown}, {value} from {table} where kind = 'record'").format(
            shown=_SHOWN, value=value, table=self.identifier
        )

    def responses(self, value: Composable) -> Composed:
        """Return the SQL for parents' responses, with ``value``, an expression over ``keys``."""
        return SQL("select {shown}, {value} from {table} where kind = 'response'").format(
            shown=_SHOWN, value=value, table=self.identifier
        )

    def slices(self) -> Composed:
        """Return the SQL for the complete time slices."""
        return SQL("select {shown} from {table} where kind = 'slice'").format(
            shown=_SHOWN, table=self.identifier
        )

    def truncate(self) -> Composed:
        """Empty the table."""
        return SQL("truncate {}").format(self.identifier)
