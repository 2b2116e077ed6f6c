"""Suspects among invoices: deleted or counted, their lines, their amounts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from loader.tie_out.job_list import JobDifference
from loader.tie_out.recompute import Edit
from loader.tie_out.suspects import Clues, Suspect, named, toggled

_UNIT = "business unit"

# Invoices of the amounts in question, and those that do not count.
_INVOICES = """
    select
        invoices.st_id, invoices.invoice_number, invoices.job_number,
        invoices.active and invoices.deleted_at is null
    from {st_invoices} as invoices
    left join {st_jobs} as jobs
        on invoices.tenant_id = jobs.tenant_id and invoices.job_id = jobs.st_id
    where
        invoices.tenant_id = %(tenant)s
        and (
            invoices.invoice_date between %(start)s and %(end)s
            or jobs.completed_on between %(start)s::date - 1 and %(end)s::date + 2
        )
        and (
            abs(invoices.subtotal) = any(%(amounts)s::numeric[])
            or not (invoices.active and invoices.deleted_at is null)
        )
    order by
        abs(invoices.subtotal) = any(%(amounts)s::numeric[]) desc, invoices.st_modified_on desc
    limit %(most)s"""

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

_OF_JOBS = """
    select
        st_id, invoice_number, job_id, subtotal, items::text, active and deleted_at is null
    from {st_invoices}
    where tenant_id = %(tenant)s and job_id = any(%(jobs)s) and adjustment_to_id is null
    order by st_id"""


def suspect_invoices(clues: Clues, jobs: Iterable[JobDifference]) -> Iterator[Suspect]:
    """Yield invoices that may be otherwise in ServiceTitan.

    Args:
        clues: The differences.
        jobs: Jobs that ServiceTitan lists otherwise.
    """
    yield from _amounts_of_jobs(clues, jobs)
    for st_id, number, job, is_live in clues.rows(_INVOICES, amounts=clues.amounts()):
        record = named("invoice", number or st_id, job)
        yield toggled("st_invoices", st_id, record, is_live=is_live)
    yield from _lines(clues)


def _lines(clues: Clues) -> Iterator[Suspect]:
    """Yield lines of another business unit, or of an account that is no income."""
    units = clues.ids(_UNIT)
    rows = clues.rows(_LINES, amounts=clues.amounts(), units=list(units))
    for invoice, line, unit, revenue, number, job, items in rows:
        lines = _decoded(items)
        if len(lines) < line:
            continue
        record = named("invoice", number or invoice, job)
        for target in sorted(units - {unit}):
            yield Suspect(
                record,
                f"line {line} of {revenue:,.2f} belongs to business unit {target} there, to {unit}"
                " here",
                _with_line(invoice, lines, line, businessUnit={"id": target}),
            )
        yield Suspect(
            record,
            f"line {line} of {revenue:,.2f} posts to an account that is no income there",
            _with_line(invoice, lines, line, generalLedgerAccount={"type": "Liability"}),
        )


def _amounts_of_jobs(clues: Clues, jobs: Iterable[JobDifference]) -> Iterator[Suspect]:
    """Yield invoices whose amount may differ, of jobs whose subtotal does."""
    by_id = {one.st_id: one for one in jobs if one.field == "Subtotal" and one.st_id}
    for st_id, number, job_id, subtotal, items, is_live in clues.rows(_OF_JOBS, jobs=list(by_id)):
        job = by_id[job_id]
        delta = Decimal(job.theirs) - Decimal(job.ours)
        record = named("invoice", number or st_id, job.number)
        if not is_live or subtotal == -delta:
            yield toggled("st_invoices", st_id, record, is_live=is_live)
        if is_live:
            yield from _edited_amounts(st_id, record, subtotal or Decimal(0), items, delta)


def _edited_amounts(
    st_id: int, record: str, subtotal: Decimal, items: Any, delta: Decimal
) -> Iterator[Suspect]:
    what = f"amounts to {subtotal + delta:,.2f} there, to {subtotal:,.2f} here"
    lines = _decoded(items)
    if not lines:
        edit = Edit("st_invoices", st_id, (("subtotal", subtotal + delta),))
        yield Suspect(record, what, edit)
    for number, line in enumerate(lines, 1):
        total = Decimal(str(line.get("total") or 0)) + delta
        edit = _with_line(st_id, lines, number, total=total)
        values = (("subtotal", subtotal + delta), *edit.values)
        yield Suspect(record, f"{what} (line {number})", Edit("st_invoices", st_id, values))


def _with_line(invoice: int, lines: list[dict[str, Any]], number: int, **values: Any) -> Edit:
    edited = list(lines)
    edited[number - 1] = {**lines[number - 1], **values}
    # A Decimal becomes a string, as the API sends amounts.
    return Edit("st_invoices", invoice, (("items", json.dumps(edited, default=str)),))


def _decoded(items: str | None) -> list[dict[str, Any]]:
    """Return an invoice's lines; none if one of them is no object, which no edit could be."""
    lines = json.loads(items or "null", parse_float=Decimal)
    if not isinstance(lines, list) or not all(isinstance(one, dict) for one in lines):
        return []
    return lines
