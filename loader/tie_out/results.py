"""The rows of kpi_tie_out: every cell, with what explains it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from loader.tie_out.compare import Cell
from loader.tie_out.findings import Findings
from loader.tie_out.run import Outcome
from loader.tie_out.store import Result
from loader.tie_out.suspects import Suspect

# How many jobs or records a row names; the rest are counted.
_SHOWN = 50


@dataclass(frozen=True)
class Cause:
    """Why a cell differs, in words.

    Attributes:
        text: The cause.
        kind: ``setting``, ``job``, ``record``, ``report``, ``warehouse`` or ``unexplained``.
        instead: Other records any of which may be the cause; nothing tells them apart.
    """

    kind: str
    text: str
    instead: tuple[str, ...] = ()


def causes_of(cell: Cell, outcome: Outcome, findings: Findings | None) -> list[Cause]:
    """Return what explains a cell that differs, the surest first; nothing for one that ties."""
    if cell.ties:
        return []
    found = [Cause("report", text) for text in _problems(cell, outcome)]
    if findings is not None:
        key = cell.key
        found += [Cause("setting", str(one)) for one in findings.settings.get(key, ())]
        found += [Cause("job", str(one)) for one in findings.jobs.get(key, ())]
        found += [
            Cause("record", str(one), tuple(_others(one, findings)))
            for one in findings.records.get(key, ())
        ]
        if not found:
            found += [Cause("warehouse", str(one)) for one in findings.changed]
            found += [Cause("warehouse", f"may be: {one}") for one in findings.not_readable]
    return found or [Cause("unexplained", "unexplained")]


def results(outcome: Outcome, findings: Findings | None) -> Iterator[Result]:
    """Yield a row for each cell."""
    periods = {read.reading.fingerprint.name: read.reading.period for read in outcome.reports}
    for cell in outcome.cells:
        period = periods[cell.fingerprint.name]
        causes = causes_of(cell, outcome, findings)
        settings = "; ".join(one.text for one in causes if one.kind == "setting")
        yield Result(
            report=cell.fingerprint.name,
            start=period.start,
            end=period.end,
            row_key=str(cell.row),
            row_name=cell.row.name,
            kpi=cell.kpi,
            warehouse_value=cell.ours,
            report_value=cell.theirs.value if cell.theirs else None,
            difference=Decimal(0) if cell.ties else cell.difference,
            explained_by=settings or None,
            detail=_detail(cell, causes, findings),
        )


def _problems(cell: Cell, outcome: Outcome) -> Iterable[str]:
    for read in outcome.reports:
        if read.reading.fingerprint is cell.fingerprint:
            yield from read.problems


def _detail(cell: Cell, causes: list[Cause], findings: Findings | None) -> dict[str, Any]:
    detail: dict[str, Any] = {}
    if len(cell.row.ids) > 1:
        detail["added_up"] = list(cell.row.ids)
    if findings is None or cell.ties:
        return detail
    if jobs := findings.jobs.get(cell.key):
        detail["jobs"] = [
            {"job": one.number, "field": one.field, "warehouse": one.ours, "report": one.theirs}
            for one in jobs[:_SHOWN]
        ]
        detail["jobs_count"] = len(jobs)
    if records := findings.records.get(cell.key):
        detail["records"] = [_record(one, findings) for one in records]
    if settings := findings.settings.get(cell.key):
        detail["remedy"] = [one.remedy for one in settings]
    others = [one.text for one in causes if one.kind in ("report", "warehouse")]
    if others:
        detail["cause"] = others
    if any(cell.key == one.key for one in findings.unexplained):
        detail["late_edits"] = findings.late_edits[:_SHOWN]
        detail["may_not_read"] = findings.not_readable
    return detail


def _others(suspect: Suspect, findings: Findings) -> list[str]:
    """Return other records that would fit, each in one version."""
    fits = {one.slot: str(one) for one in findings.fits.get(suspect, ())}
    return [text for slot, text in fits.items() if slot != suspect.slot]


def _record(suspect: Suspect, findings: Findings) -> dict[str, Any]:
    shown: dict[str, Any] = {"record": suspect.record, "what": suspect.what}
    if fits := findings.fits.get(suspect):
        shown["or_instead"] = [{"record": one.record, "what": one.what} for one in fits]
    return shown
