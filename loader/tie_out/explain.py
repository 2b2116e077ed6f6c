"""Finds what makes both sides agree: a setting, or other versions of records.

A hypothesis explains a difference if it settles figures that differ and disturbs none that tie. A
wrong one nearly always fails the second part: it moves other rows too. Where one hypothesis settles
only some figures, further ones are tried on top of it; where none settles any, pairs are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Generic, Protocol, TypeVar

from loader.tie_out.compare import Cell, RowKey

# Pairs are only formed of hypotheses that touch nothing that ties; of at most this many.
_MAX_PAIRED = 10

Key = tuple[str, RowKey, str]


class Hypothesis(Protocol):
    """Something that may explain differences."""

    @property
    def slot(self) -> object:
        """What it decides; two hypotheses about one thing exclude each other."""


H = TypeVar("H", bound=Hypothesis)
Other = TypeVar("Other", bound=Hypothesis)
# Compares again under hypotheses; None if they change nothing at all.
Compute = Callable[[tuple[H, ...]], Sequence[Cell] | None]


@dataclass
class Explanation(Generic[H]):
    """What was found.

    Attributes:
        chosen: The hypotheses under which most agrees, in the order of what each settles.
        by_cell: For each cell that they settle, those that it takes.
        cells: All cells under them.
        equals: Hypotheses that settle and touch exactly what a chosen one does in its place.
    """

    chosen: tuple[H, ...] = ()
    by_cell: dict[Key, tuple[H, ...]] = field(default_factory=dict)
    cells: Sequence[Cell] = ()
    equals: dict[H, list[H]] = field(default_factory=dict)

    def without(self, one: H) -> Explanation[H]:
        """Return the same without one hypothesis; its cells are of no use then."""
        by_cell = {
            key: tuple(each for each in chosen if each != one)
            for key, chosen in self.by_cell.items()
        }
        return Explanation(
            tuple(each for each in self.chosen if each != one),
            {key: chosen for key, chosen in by_cell.items() if chosen},
            equals={each: others for each, others in self.equals.items() if each != one},
        )


@dataclass(frozen=True)
class _Effect(Generic[H]):
    """What hypotheses do to the cells, compared with those before."""

    added: tuple[H, ...]
    cells: Sequence[Cell]
    settled: frozenset[Key]
    disturbed: frozenset[Key]
    touched: frozenset[Key]


def explain(
    cells: Sequence[Cell], hypotheses: Iterable[H], compute: Compute[H], most: int
) -> Explanation[H]:
    """Find the hypotheses that explain differences.

    Args:
        cells: The comparison without any.
        hypotheses: What to try.
        compute: Compares again under some.
        most: How many may be chosen.
    """
    found: Explanation[H] = Explanation(cells=cells)
    candidates = list(hypotheses)
    while len(found.chosen) < most and differing(found.cells):
        tried = effects = _effects(found, candidates, compute)
        best = _best(effects)
        if best is None and len(found.chosen) + 2 <= most:
            tried = _pairs(found, compute, effects)
            best = _best(tried)
        if best is None:
            break
        for one in best.added:
            found.equals[one] = _equals(one, best, tried)
        found.chosen += best.added
        for key in best.settled:
            found.by_cell[key] = found.chosen
        found.cells = best.cells
        # What moved only figures that tie now cannot help any more.
        candidates = [
            one.added[0] for one in effects if one.touched - best.settled and one is not best
        ]
    _reduce(cells, found, compute)
    return found


def without_needless(
    first: Explanation[H],
    second: Explanation[Other],
    again: Callable[[tuple[H, ...], Sequence[Other]], Explanation[Other]],
) -> tuple[Explanation[H], Explanation[Other]]:
    """Drop what a first search has chosen and the second one has made needless.

    A setting may settle one figure that a deleted invoice settles too, with others that the setting
    does not reach. The invoice alone is the simpler explanation.

    Args:
        first: What was searched first.
        second: What was found on top of it.
        again: Makes the second search on top of other choices of the first, among some hypotheses.
    """
    among = [*second.chosen, *(one for others in second.equals.values() for one in others)]
    for one in first.chosen if second.chosen else ():
        fewer = first.without(one)
        other = again(fewer.chosen, among)
        left = {cell.key for cell in differing(other.cells)}
        if len(other.chosen) <= len(second.chosen) and left <= {
            cell.key for cell in differing(second.cells)
        }:
            first, second = fewer, other
    return first, second


def differing(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells that do not tie."""
    return [cell for cell in cells if not cell.ties]


def _effects(
    found: Explanation[H], candidates: Iterable[H], compute: Compute[H]
) -> list[_Effect[H]]:
    taken = {one.slot for one in found.chosen}
    effects = (_effect(found, compute, (one,)) for one in candidates if one.slot not in taken)
    return [one for one in effects if one is not None]


def _best(effects: Iterable[_Effect[H]]) -> _Effect[H] | None:
    helping = [one for one in effects if one.settled and not one.disturbed]
    # Of those that settle the same, the one that moves least.
    return max(helping, key=lambda one: (len(one.settled), -len(one.touched)), default=None)


def _equals(chosen: H, best: _Effect[H], tried: Iterable[_Effect[H]]) -> list[H]:
    """Return what could take the place of a hypothesis in the best choice."""
    kept = set(best.added) - {chosen}
    found: list[H] = []
    for effect in tried:
        if effect.settled == best.settled and effect.touched == best.touched:
            instead = set(effect.added) - kept
            if len(instead) == 1 and chosen not in instead:
                found += instead
    return found


def _pairs(
    found: Explanation[H], compute: Compute[H], effects: Sequence[_Effect[H]]
) -> list[_Effect[H]]:
    """Try two together that only touch what differs, though neither settles anything alone."""
    keys = {cell.key for cell in differing(found.cells)}
    useful = [one for one in effects if one.touched and one.touched <= keys]
    useful.sort(key=lambda one: len(one.touched), reverse=True)
    tried: list[_Effect[H]] = []
    for first, second in combinations(useful[:_MAX_PAIRED], 2):
        if first.added[0].slot != second.added[0].slot and first.touched & second.touched:
            effect = _effect(found, compute, first.added + second.added)
            if effect is not None:
                tried.append(effect)
    return tried


def _effect(found: Explanation[H], compute: Compute[H], added: tuple[H, ...]) -> _Effect[H] | None:
    after = compute(found.chosen + added)
    if after is None:
        return None
    now = {cell.key: cell for cell in after}
    before = {cell.key: cell for cell in found.cells}
    settled: set[Key] = set()
    disturbed: set[Key] = set()
    touched: set[Key] = set()
    for key in before.keys() | now.keys():
        did = key not in before or before[key].ties
        does = key not in now or now[key].ties
        if does and not did:
            settled.add(key)
        if did and not does:
            disturbed.add(key)
        if _ours(before.get(key)) != _ours(now.get(key)):
            touched.add(key)
    return _Effect(added, after, frozenset(settled), frozenset(disturbed), frozenset(touched))


def _ours(cell: Cell | None) -> object:
    return (cell.ours or 0) if cell else 0


def _reduce(cells: Sequence[Cell], found: Explanation[H], compute: Compute[H]) -> None:
    """Name one hypothesis for a cell where one of several is enough."""
    if len(found.chosen) < 2:
        return
    for one in found.chosen:
        alone = compute((one,))
        if alone is None:
            continue
        now = {cell.key: cell for cell in alone}
        for cell in differing(cells):
            key = cell.key
            if key in found.by_cell and (key not in now or now[key].ties):
                found.by_cell[key] = (one,)
