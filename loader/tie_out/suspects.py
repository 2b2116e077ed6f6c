"""Records that may be another version in ServiceTitan than in the warehouse.

A report answers as of now, and from records that the API may not show. So a figure can differ
because one invoice was deleted, one line moved to another business unit, one sale edited late. Each
suspect is such a record with the edit that would make the warehouse agree; the marts computed with
the edit tell whether it does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL

from loader.tie_out.changes import Change
from loader.tie_out.compare import Cell
from loader.tie_out.figures import Relations
from loader.tie_out.period import Period
from loader.tie_out.recompute import Edit

# Records of one kind that are tried at most.
MOST = 25


@dataclass(frozen=True)
class Suspect:
    """A record, and the version of it that would make both sides agree.

    Attributes:
        record: Names it: ``invoice 123 (job J7)``.
        what: What the report has otherwise, in words.
        edit: The other version.
    """

    record: str
    what: str
    edit: Edit

    @property
    def slot(self) -> tuple[str, int]:
        """The record: it has one version."""
        return self.edit.table, self.edit.st_id

    def is_among(self, changes: Iterable[Change]) -> bool:
        """Return whether ServiceTitan says that the record has changed."""
        table = self.edit.table.removeprefix("raw_")
        return any(
            one.st_id == self.edit.st_id and one.table.removeprefix("raw_") == table
            for one in changes
        )

    def __str__(self) -> str:
        return f"{self.record}: {self.what}"


@dataclass
class Clues:
    """What is known of the differences, and where to look.

    Attributes:
        cursor: Reads the warehouse.
        relations: Where the marts are.
        tenant_id: The tenant.
        period: The days.
        noon: An instant of the last day, as Postgres reads it.
        cells: The figures that differ.
        timezone: The tenant's zone, an IANA name.
        changed: What ServiceTitan has changed since the load.
    """

    cursor: Cursor
    relations: Relations
    tenant_id: int
    period: Period
    timezone: str
    cells: Sequence[Cell]
    changed: Collection[Change] = ()
    noon: str = field(init=False)

    def __post_init__(self) -> None:
        self.noon = f"{self.period.end} 12:00 {self.timezone}"

    def amounts(self) -> list[Decimal]:
        """Return by how much figures of money differ, without sign."""
        return sorted({round(abs(one.difference), 2) for one in self.cells if _is_money(one)})

    def differences(self, subject: str, kpi: str) -> dict[int, Decimal]:
        """Return by how much a KPI differs, by the subject's id; the report's less is positive."""
        return {
            number: cell.difference
            for cell in self.cells
            if cell.fingerprint.subject.name == subject and cell.kpi == kpi
            for number in cell.row.ids
        }

    def ids(self, subject: str, sign: int = 0) -> set[int]:
        """Return the subjects with a difference; of one sign, if that is given."""
        return {
            number
            for cell in self.cells
            if cell.fingerprint.subject.name == subject
            and (not sign or (cell.difference > 0) == (sign > 0))
            for number in cell.row.ids
        }

    def rows(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Run a query with the names of tables in it, and the tenant and period as values."""
        names = {name: self.relations[name] for name in _tables_of(statement)}
        given = {
            "tenant": self.tenant_id,
            "start": self.period.start,
            "end": self.period.end,
            "most": MOST,
            "changed": [one.st_id for one in self.changed],
        }
        self.cursor.execute(SQL(statement).format(**names), {**given, **values})
        return self.cursor.fetchall()


def late_edits(clues: Clues) -> Iterator[str]:
    """Yield the records of the period that were changed after it had ended, latest first."""
    for word, statement in (
        ("job", _LATE.format("job_number", "{st_jobs}", "completed_on")),
        ("invoice", _LATE.format("invoice_number", "{st_invoices}", "invoice_date")),
        ("estimate", _LATE.format("st_id", "{st_estimates}", "sold_on")),
    ):
        for shown, modified_on in clues.rows(statement):
            yield f"{word} {shown}, changed on {modified_on:%Y-%m-%d}"


_LATE = """
    select {0}, st_modified_on
    from {1}
    where
        tenant_id = %(tenant)s
        and {2} between %(start)s::date - 1 and %(end)s::date + 2
        and st_modified_on >= %(end)s::date + 2
    order by st_modified_on desc
    limit %(most)s"""


def distinct(suspects: Iterable[Suspect]) -> list[Suspect]:
    """Return suspects without those that would make the same edit."""
    return list({(one.slot, one.edit): one for one in suspects}.values())


def changed_first(suspects: Iterable[Suspect], changes: Collection[Change]) -> list[Suspect]:
    """Return those first that ServiceTitan has changed: of equal ones the first is named."""
    return sorted(suspects, key=lambda one: not one.is_among(changes))


def told_apart(
    fits: Mapping[Suspect, Iterable[Suspect]], changes: Collection[Change]
) -> dict[Suspect, list[Suspect]]:
    """Return what else would fit; where what is named has changed, only what has changed too."""
    return {
        one: [each for each in others if each.is_among(changes) or not one.is_among(changes)]
        for one, others in fits.items()
    }


def named(word: str, number: object, job: object) -> str:
    """Return how a record is named: with its job, if it has one."""
    return f"{word} {number}" + (f" (job {job})" if job else "")


def toggled(table: str, st_id: int, record: str, *, is_live: bool) -> Suspect:
    """Return the suspicion that a record counts on one side alone."""
    if is_live:
        edit = Edit(table, st_id, (("active", False),))
        return Suspect(record, "counts here and not in the report", edit)
    edit = Edit(table, st_id, (("active", True), ("deleted_at", None)))
    return Suspect(record, "counts in the report, and is inactive or deleted here", edit)


def _is_money(cell: Cell) -> bool:
    return cell.fingerprint.subject.measures[cell.kpi].unit == "money"


def _tables_of(statement: str) -> set[str]:
    return {part.split("}")[0] for part in statement.split("{")[1:]}
