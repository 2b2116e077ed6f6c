"""Records that may be another version in ServiceTitan than in the warehouse.

A report answers as of now, and from records that the API may not show. So a figure can differ
because one invoice was deleted, one line moved to another business unit, one sale edited late. Each
suspect is such a record with the edit that would make the warehouse agree; the marts computed with
the edit tell whether it does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL

from loader.tie_out.figures import Relations
from loader.tie_out.job_list import JobDifference
from loader.tie_out.period import Period
from loader.tie_out.recompute import Edit

# Late edits and deletions are looked at up to this many, latest first; amounts that match come
# before them.
_MAX_OF_A_KIND = 25


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

    def __str__(self) -> str:
        return f"{self.record}: {self.what}"


# A record of the period that counts, or does not because it is inactive or deleted.
_RECORDS = """
    select
        records.st_id, records.{number}, jobs.job_number,
        records.active and records.deleted_at is null as is_live,
        records.subtotal, records.st_modified_on, records.deleted_at
    from {table} as records
    left join {st_jobs} as jobs
        on records.tenant_id = jobs.tenant_id and records.job_id = jobs.st_id
    where
        records.tenant_id = %(tenant)s
        and (
            records.job_id in (select job_id from pg_temp.tie_out_jobs)
            or {date} between %(start)s::date - 2 and %(end)s::date + 2
        )
        and (
            abs(records.subtotal) = any(%(amounts)s::numeric[])
            or not (records.active and records.deleted_at is null)
            or records.st_modified_on >= %(end)s::date + 2
        )
    order by
        abs(records.subtotal) = any(%(amounts)s::numeric[]) desc nulls last,
        records.st_modified_on desc nulls last
    limit %(most)s"""

# Lines of the amounts in question, and those of invoices with lines of several units.
_LINES = """
    select
        lines.invoice_id, lines.line_number, lines.business_unit_id, lines.revenue,
        invoices.invoice_number, invoices.job_number, invoices.items::text
    from {fct_revenue_lines} as lines
    inner join {st_invoices} as invoices
        on lines.tenant_id = invoices.tenant_id and lines.invoice_id = invoices.st_id
    where
        lines.tenant_id = %(tenant)s
        and lines.day between %(start)s and %(end)s
        and lines.line_number > 0
        and lines.business_unit_id = any(%(units)s)
        and abs(lines.revenue) = any(%(amounts)s::numeric[])
    order by lines.invoice_id, lines.line_number
    limit %(most)s"""

_LATE = """
    select {number}, st_modified_on
    from {table}
    where
        tenant_id = %(tenant)s
        and {date} between %(start)s::date - 1 and %(end)s::date + 2
        and st_modified_on >= %(end)s::date + 2
    order by st_modified_on desc
    limit %(most)s"""

_INVOICES_OF_JOBS = """
    select st_id, invoice_number, job_id, subtotal, items::text, active and deleted_at is null
    from {st_invoices}
    where tenant_id = %(tenant)s and job_id = any(%(jobs)s) and adjustment_to_id is null
    order by st_id"""


@dataclass
class Suspects:
    """Finds suspects in one tenant's period."""

    cursor: Cursor
    relations: Relations
    tenant_id: int
    period: Period

    def records(self, amounts: Iterable[Decimal]) -> Iterator[Suspect]:
        """Yield invoices and estimates that may or may not count.

        Args:
            amounts: By how much figures differ; records of such amounts come first.
        """
        for table, word, number, date in (
            ("st_invoices", "invoice", "invoice_number", "records.invoice_date"),
            ("st_estimates", "estimate", "st_id", "records.sold_on"),
        ):
            rows = self._rows(
                SQL(_RECORDS).format(
                    table=self.relations[table],
                    st_jobs=self.relations["st_jobs"],
                    number=SQL(number),
                    date=SQL(date),
                ),
                amounts=[abs(one) for one in amounts],
                most=_MAX_OF_A_KIND,
            )
            for st_id, shown, job, is_live, _, modified_on, _ in rows:
                record = f"{word} {shown or st_id}" + (f" (job {job})" if job else "")
                yield _toggled(table, st_id, record, is_live, modified_on)

    def moved_lines(
        self, amounts: Iterable[Decimal], sources: Sequence[int], targets: Sequence[int]
    ) -> Iterator[Suspect]:
        """Yield lines that may belong to another business unit.

        Args:
            amounts: By how much units differ.
            sources: Units that have more here than in the report.
            targets: Units that have less.
        """
        rows = self._rows(
            SQL(_LINES).format(
                fct_revenue_lines=self.relations["fct_revenue_lines"],
                st_invoices=self.relations["st_invoices"],
            ),
            amounts=[abs(one) for one in amounts],
            units=list({*sources, *targets}),
            most=_MAX_OF_A_KIND,
        )
        for invoice, line, unit, revenue, number, job, items in rows:
            for target in {*sources, *targets} - {unit}:
                moved = _decoded(items)
                if len(moved) < line:
                    continue
                moved[line - 1]["businessUnit"] = {"id": target}
                record = f"invoice {number or invoice}" + (f" (job {job})" if job else "")
                yield Suspect(
                    record,
                    f"line {line} of {revenue:,.2f} belongs to business unit {target} there,"
                    f" to {unit} here",
                    Edit("st_invoices", invoice, (("items", _encoded(moved)),)),
                )

    def amounts_of_jobs(self, jobs: Iterable[JobDifference]) -> Iterator[Suspect]:
        """Yield invoices whose amount may differ, of jobs whose subtotal does."""
        by_id = {one.st_id: one for one in jobs if one.field == "Subtotal" and one.st_id}
        rows = self._rows(
            SQL(_INVOICES_OF_JOBS).format(st_invoices=self.relations["st_invoices"]),
            jobs=list(by_id),
        )
        for st_id, number, job_id, subtotal, items, is_live in rows:
            job = by_id[job_id]
            delta = Decimal(job.theirs) - Decimal(job.ours)
            record = f"invoice {number or st_id} (job {job.number})"
            if not is_live or subtotal == -delta:
                yield _toggled("st_invoices", st_id, record, is_live, None)
            if is_live:
                yield from _edited_amounts(st_id, record, subtotal or Decimal(0), items, delta)

    def late_edits(self) -> Iterator[str]:
        """Yield the records of the period that were changed after it had ended, latest first."""
        for table, word, number, date in (
            ("st_jobs", "job", "job_number", "completed_on"),
            ("st_invoices", "invoice", "invoice_number", "invoice_date"),
            ("st_estimates", "estimate", "st_id", "sold_on"),
        ):
            rows = self._rows(
                SQL(_LATE).format(table=self.relations[table], number=SQL(number), date=SQL(date)),
                most=_MAX_OF_A_KIND,
            )
            for shown, modified_on in rows:
                yield f"{word} {shown}, changed on {modified_on:%Y-%m-%d}"

    def _rows(self, statement: Any, **values: Any) -> list[tuple[Any, ...]]:
        period = {"tenant": self.tenant_id, "start": self.period.start, "end": self.period.end}
        self.cursor.execute(statement, {**period, **values})
        return self.cursor.fetchall()


def _toggled(
    table: str, st_id: int, record: str, is_live: bool, modified_on: datetime | None
) -> Suspect:
    late = f"; it was last changed on {modified_on:%Y-%m-%d}" if modified_on else ""
    if is_live:
        edit = Edit(table, st_id, (("active", False),))
        return Suspect(record, f"counts here and not in the report{late}", edit)
    edit = Edit(table, st_id, (("active", True), ("deleted_at", None)))
    return Suspect(record, f"counts in the report, and is inactive or deleted here{late}", edit)


def _edited_amounts(
    st_id: int, record: str, subtotal: Decimal, items: Any, delta: Decimal
) -> Iterator[Suspect]:
    what = f"amounts to {subtotal + delta:,.2f} there, to {subtotal:,.2f} here"
    lines = _decoded(items)
    if not lines:
        edit = Edit("st_invoices", st_id, (("subtotal", subtotal + delta),))
        yield Suspect(record, what, edit)
    for number, line in enumerate(lines):
        edited = list(lines)
        edited[number] = {**line, "total": Decimal(str(line.get("total") or 0)) + delta}
        values = (("subtotal", subtotal + delta), ("items", _encoded(edited)))
        yield Suspect(record, f"{what} (line {number + 1})", Edit("st_invoices", st_id, values))


def _decoded(items: str | None) -> list[dict[str, Any]]:
    """Return an invoice's lines; none if one of them is no object, which no edit could be."""
    lines = json.loads(items or "null", parse_float=Decimal)
    if not isinstance(lines, list) or not all(isinstance(one, dict) for one in lines):
        return []
    return lines


def _encoded(items: list[dict[str, Any]]) -> str:
    return json.dumps(items, default=str)  # an amount may be a string
