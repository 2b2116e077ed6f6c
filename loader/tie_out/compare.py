"""Compares a report's rows with the warehouse's figures, cell by cell.

Money ties to the cent, a count exactly. A ratio ties by its parts. A row that one side lacks is a
difference in each KPI that is not 0 on the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from loader.catalogue import scalars
from loader.tie_out.figures import Figures
from loader.tie_out.fingerprints import Fingerprint
from loader.tie_out.measures import Subject

# Half a cent, and the last digits of a share that has no end.
_HALF_A_CENT = Decimal("0.0051")
_ZERO = Decimal(0)
# How a report names the row of those that belong to none.
_NOBODY = frozenset({"(none)", "none", "unassigned"})
# Decimals to which ServiceTitan may have rounded an average.
_CENTS = 2


@dataclass(frozen=True)
class RowKey:
    """What a row of a report stands for.

    Attributes:
        ids: The subjects' ids: several where they share a name, which a report cannot tell apart;
            none if the warehouse knows no subject of that name.
        name: As the warehouse has it, trimmed; else as the report has it.
    """

    ids: tuple[int, ...]
    name: str

    def __str__(self) -> str:
        return ",".join(map(str, self.ids)) or self.name


@dataclass(frozen=True)
class Reported:
    """A value that a report states, or that follows from a ratio.

    Attributes:
        value: The value.
        tolerance: How far another may be from it and still be the same: what rounding took.
    """

    value: Decimal
    tolerance: Decimal

    def __add__(self, other: Reported) -> Reported:
        return Reported(self.value + other.value, max(self.tolerance, other.tolerance))


@dataclass(frozen=True)
class Cell:
    """One KPI of one row, on both sides.

    Attributes:
        fingerprint: The kind of report.
        row: What the row stands for.
        kpi: The KPI.
        ours: The warehouse's figure; None if it knows no such subject.
        theirs: The report's; None if it has no such row.
    """

    fingerprint: Fingerprint
    row: RowKey
    kpi: str
    ours: Decimal | None
    theirs: Reported | None

    @property
    def difference(self) -> Decimal:
        """The warehouse's figure less the report's; a missing one is 0."""
        theirs = self.theirs.value if self.theirs else _ZERO
        return (self.ours or _ZERO) - theirs

    @property
    def ties(self) -> bool:
        """Whether both sides agree."""
        if self.ours is None or self.theirs is None:
            return self.difference == 0
        return abs(self.difference) <= self.theirs.tolerance

    @property
    def key(self) -> tuple[str, RowKey, str]:
        """Identifies the cell in a run."""
        return self.fingerprint.name, self.row, self.kpi


Table = Mapping[RowKey, Mapping[str, Reported]]


@dataclass
class Names:
    """The subjects of a kind, by their names as reports show them."""

    subject: Subject
    by_id: Mapping[int, str]
    ids: Mapping[str, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        ids: dict[str, list[int]] = defaultdict(list)
        for number, name in sorted(self.by_id.items()):
            ids[trimmed(name)].append(number)
        self.ids = {name: tuple(of_name) for name, of_name in ids.items()}

    def by_name(self, name: str) -> RowKey:
        """Return the key of a report's row that has a name."""
        name = trimmed(name)
        if not name or name.lower() in _NOBODY:
            return RowKey((0,), "")
        return RowKey(self.ids.get(name, ()), name)

    def of_id(self, number: int) -> RowKey:
        """Return the key of a single subject."""
        known = number in self.by_id
        return RowKey((number,), trimmed(self.by_id[number]) if known else "")

    def shared(self) -> dict[str, tuple[int, ...]]:
        """Return the names that several subjects have."""
        return {name: of_name for name, of_name in self.ids.items() if len(of_name) > 1}


def trimmed(name: object) -> str:
    """Return a name without blanks around it, and with single ones inside."""
    return " ".join(str(name if name is not None else "").split())


def report_table(
    fingerprint: Fingerprint,
    rows: Iterable[Mapping[str, Any]],
    names: Names,
    *,
    only: int | None = None,
) -> dict[RowKey, dict[str, Reported]]:
    """Return the KPIs that a report states, by row; rows of one key are added up.

    Args:
        fingerprint: The kind of report.
        rows: Its rows.
        names: Turns a name into a key.
        only: The rows are those of this subject alone, read with a filter.
    """
    table: dict[RowKey, dict[str, Reported]] = {}
    for row in rows:
        if fingerprint.leaves_out and _is_left_out(row, *fingerprint.leaves_out):
            continue
        key = _key(fingerprint, row, names)
        if only is not None:
            if only not in key.ids:
                continue
            key = names.of_id(only)
        known = table.setdefault(key, {})
        for kpi, value in _values(fingerprint, row).items():
            known[kpi] = known[kpi] + value if kpi in known else value
    return table


def compare(
    fingerprint: Fingerprint, theirs: Table, ours: Figures, names: Names, kpis: Sequence[str]
) -> list[Cell]:
    """Compare every row of both sides.

    Args:
        fingerprint: The kind of report.
        theirs: The report, by row.
        ours: The warehouse's figures, by id.
        names: The subjects' names.
        kpis: What the report can prove.
    """
    cells: list[Cell] = []
    covered: set[int] = set()
    for row, values in theirs.items():
        covered.update(row.ids)
        for kpi in kpis:
            if kpi in values:
                of_ids = [ours[i][kpi] for i in row.ids if i in ours]
                known = sum(of_ids, _ZERO) if row.ids else None
                cells.append(Cell(fingerprint, row, kpi, known, values[kpi]))
    for number, figures in ours.items():
        if number in covered or (fingerprint.subject.only_named and number not in names.by_id):
            continue
        row = names.of_id(number)
        cells += [Cell(fingerprint, row, kpi, figures[kpi], None) for kpi in kpis if figures[kpi]]
    return cells


def _is_left_out(row: Mapping[str, Any], field_name: str, value: str) -> bool:
    return trimmed(row.get(field_name)) == value


def _key(fingerprint: Fingerprint, row: Mapping[str, Any], names: Names) -> RowKey:
    value = row.get(fingerprint.key)
    if not fingerprint.key_is_id:
        return names.by_name(trimmed(value))
    number = scalars.to_bigint(value) or 0
    name = names.by_id.get(number)
    if name is None and number:
        return RowKey((), f"{fingerprint.subject.name} {number}")
    return names.of_id(number)


def _values(fingerprint: Fingerprint, row: Mapping[str, Any]) -> dict[str, Reported]:
    measures = fingerprint.subject.measures
    found: dict[str, Reported] = {}
    for field_name, kpi in fingerprint.proves.items():
        if field_name in row:
            is_money = measures[kpi].unit == "money"
            value = scalars.to_numeric(row[field_name]) or _ZERO
            found[kpi] = Reported(value, _HALF_A_CENT if is_money else _ZERO)
    for field_name, ratio in fingerprint.ratios.items():
        if field_name not in row:
            continue
        stated = scalars.to_numeric(row[field_name])
        if ratio.numerator not in found and ratio.denominator in found:
            over = found[ratio.denominator].value
            is_money = measures[ratio.numerator].unit == "money"
            # An average over no jobs says nothing of revenue, which a unit has from others' jobs
            # too; a rate of nothing says that nothing was counted.
            if over and stated is not None:
                found[ratio.numerator] = _part(stated, over, is_money=is_money)
            elif not over and not is_money:
                found[ratio.numerator] = Reported(_ZERO, _ZERO)
        elif ratio.denominator not in found and ratio.numerator in found and stated:
            quotient = found[ratio.numerator].value / stated
            found[ratio.denominator] = Reported(_rounded(quotient), _ZERO)
    return found


def _part(stated: Decimal, over: Decimal, *, is_money: bool) -> Reported:
    """Return the numerator of a ratio. Rounding an average to cents took up to half of one."""
    value = stated * over
    if not is_money:
        return Reported(_rounded(value), _ZERO)
    exponent = stated.as_tuple().exponent
    is_cut = isinstance(exponent, int) and exponent >= -_CENTS
    return Reported(value, _HALF_A_CENT * (over if is_cut else 1) + Decimal("1e-6"))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_EVEN)
