"""What ``tie-out`` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from loader.cli.tables import Cell as Shown
from loader.cli.tables import DisplayColumn, print_table
from loader.errors import printable

if TYPE_CHECKING:
    from loader.tie_out.compare import Cell
    from loader.tie_out.discover import Discovery
    from loader.tie_out.findings import Findings
    from loader.tie_out.plan import Plan
    from loader.tie_out.results import Cause
    from loader.tie_out.run import Outcome

_FOUND = (
    DisplayColumn("proves"),
    DisplayColumn("category"),
    DisplayColumn("id", right=True),
    DisplayColumn("report"),
    DisplayColumn("by", rank=2),
    DisplayColumn("KPIs", rank=1),
)
_SUMMARY = (
    DisplayColumn("report"),
    DisplayColumn("rows", right=True),
    DisplayColumn("figures", right=True),
    DisplayColumn("tie", right=True),
    DisplayColumn("differ", right=True),
)
_DIFFERENCES = (
    DisplayColumn("report", rank=1),
    DisplayColumn("row"),
    DisplayColumn("KPI"),
    DisplayColumn("warehouse", right=True),
    DisplayColumn("report says", right=True),
    DisplayColumn("difference", right=True),
    DisplayColumn("because"),
)
# Differences that are printed; kpi_tie_out has all.
_MOST = 60
# Jobs and records that a row names; kpi_tie_out has all.
_MOST_CAUSES = 3


def show_discovery(found: Discovery) -> None:
    """Print which reports were found, which were not, and why."""
    print_table(
        _FOUND,
        [
            (
                one.kind.title,
                one.category,
                str(one.definition.id),
                one.definition.name.strip(),
                "reports.toml" if one.override else "its fields",
                ", ".join(one.proves),
            )
            for one in found.found.values()
        ],
    )
    click.echo(f"\n{found.known} reports are listed; {found.described} were described now.")
    for one in found.found.values():
        if one.others:
            click.echo(
                printable(
                    f"{one.kind.title}: {', '.join(one.others)} would do as well; name one in"
                    f" reports.toml under [tie_out.{one.kind.name}] to read it instead."
                )
            )
    for missing in found.missing:
        click.echo(printable(f"Not found: {missing.kind.title}: {missing.reason}."))
    for problem in found.problems:
        click.echo(printable(f"Not readable: {problem}."))


def show_outcome(outcome: Outcome, findings: Findings | None, found: Discovery, plan: Plan) -> None:
    """Print what ties, what differs and why, and what was not compared."""
    click.echo()
    print_table(_SUMMARY, list(_summary(outcome)))
    differing = [cell for cell in outcome.cells if not cell.ties]
    if differing:
        click.echo()
        print_table(
            _DIFFERENCES, [_difference(cell, outcome, findings) for cell in differing[:_MOST]]
        )
        if len(differing) > _MOST:
            click.echo(f"... and {len(differing) - _MOST:,} more in kpi_tie_out.")
    click.echo()
    for line in _remarks(outcome, findings, plan):
        click.echo(printable(line))
    for missing in found.missing:
        click.echo(printable(f"Not compared: {missing.kind.title}: {missing.reason}."))
    total = len(outcome.cells)
    tie = total - len(differing)
    click.secho(f"{tie:,} of {total:,} figures tie.", fg="green" if tie == total else "red")


def _summary(outcome: Outcome) -> Iterator[tuple[str | Shown, ...]]:
    for read in outcome.reports:
        cells = [one for one in outcome.cells if one.fingerprint is read.reading.fingerprint]
        differ = sum(not one.ties for one in cells)
        yield (
            read.reading.fingerprint.title,
            f"{len({one.row for one in cells}):,}",
            f"{len(cells):,}",
            f"{len(cells) - differ:,}",
            Shown(f"{differ:,}" if differ else "", "red"),
        )
    for name in outcome.failed:
        yield name, "", "", "", Shown("failed", "red")


def _difference(cell: Cell, outcome: Outcome, findings: Findings | None) -> tuple[str | Shown, ...]:
    from loader.tie_out.results import causes_of

    causes = causes_of(cell, outcome, findings)
    texts = list(dict.fromkeys(map(_spoken, causes)))
    more = f"; and {len(texts) - _MOST_CAUSES} more" if len(texts) > _MOST_CAUSES else ""
    return (
        cell.fingerprint.title,
        cell.row.name or ("none" if cell.row.ids else "?"),
        cell.kpi,
        _number(cell, cell.ours),
        _number(cell, cell.theirs.value if cell.theirs else None),
        _number(cell, cell.difference),
        "; ".join(texts[:_MOST_CAUSES]) + more,
    )


def _spoken(cause: Cause) -> str:
    others = len(cause.instead)
    if not others:
        return cause.text
    return f"{cause.text} (or {others} other{'s' if others > 1 else ''} that would fit)"


def _number(cell: Cell, value: Decimal | None) -> str:
    if value is None:
        return "no row"
    is_money = cell.fingerprint.subject.measures[cell.kpi].unit == "money"
    return f"{value:,.2f}" if is_money else f"{value:,.0f}"


def _remarks(outcome: Outcome, findings: Findings | None, plan: Plan) -> Iterator[str]:
    for name, error in outcome.failed.items():
        yield f"Failed: {name}: {error}"
    for name, reason in plan.refused.items():
        yield f"Not compared: {name}: {reason}"
    for read in outcome.reports:
        for problem in read.problems:
            yield f"{read.reading.fingerprint.title}: {problem}."
        if read.reading.units:
            yield (
                f"{read.reading.fingerprint.title}: {len(read.reading.units)} units share a name"
                " and were read one at a time."
            )
    if findings is None:
        return
    yield from findings.notes
    if findings.stale:
        yield (
            "The marts are not what dbt_project.yml makes of the raw tables now. Run"
            " `make transform`, without --vars."
        )
    yield from _settings(findings)
    if findings.changed:
        yield (
            f"{len(findings.changed):,} records have changed in ServiceTitan since the load. Run"
            " `make sync`, then compare again:"
        )
        yield from (f"  {one}" for one in findings.changed[:10])
    if findings.unexplained:
        count = len(findings.unexplained)
        yield f"{count:,} figures are unexplained; `detail` in kpi_tie_out has what is known."
        yield from (f"  changed since the period ended: {one}" for one in findings.late_edits[:10])
        yield from (f"  not readable: {one}" for one in findings.not_readable)


def _settings(findings: Findings) -> Iterable[str]:
    counted = Counter(one for settings in findings.settings.values() for one in settings)
    for setting, count in counted.most_common():
        yield f"{setting} explains {count:,} figures: {setting.remedy}."
        if equals := findings.equals.get(setting):
            yield f"  as would: {'; '.join(map(str, equals))}."
