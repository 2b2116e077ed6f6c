"""Which setting makes both sides agree.

A reading explains a difference if it settles figures that differ and disturbs none that tie. A
wrong reading nearly always fails the second part: it moves other rows too. Where one setting
settles only some figures, further ones are tried on top of it; where none settles any, pairs are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from loader.tie_out.alternatives import Setting
from loader.tie_out.compare import Cell

# How many settings one run may name.
_MAX_SETTINGS = 3
# Pairs are only formed of readings that touch nothing that ties; of at most this many.
_MAX_PAIRED = 8

Compute = Callable[[tuple[Setting, ...]], Sequence[Cell] | None]
Key = tuple[str, object, str]


@dataclass
class Explanation:
    """What was found.

    Attributes:
        settings: The settings under which most agrees, in the order of what each settles.
        by_cell: For each cell that they settle, the settings that it takes.
        cells: All cells under these settings.
        also: Readings that would settle the same as one that was chosen.
    """

    settings: tuple[Setting, ...] = ()
    by_cell: dict[Key, tuple[Setting, ...]] = field(default_factory=dict)
    cells: Sequence[Cell] = ()
    also: dict[Setting, list[Setting]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Effect:
    settings: tuple[Setting, ...]
    cells: Sequence[Cell]
    settled: frozenset[Key]
    disturbed: frozenset[Key]
    touched: frozenset[Key]


def explain(cells: Sequence[Cell], settings: Iterable[Setting], compute: Compute) -> Explanation:
    """Find the settings that explain differences.

    Args:
        cells: The comparison under the project's own settings.
        settings: The readings to try.
        compute: Compares again under settings; None if they are the project's own.
    """
    found = Explanation(cells=cells)
    candidates = [(one,) for one in settings]
    chosen: tuple[Setting, ...] = ()
    while len(chosen) < _MAX_SETTINGS and _differing(found.cells):
        effects = [
            effect
            for one in candidates
            if not _overlaps(one, chosen)
            and (effect := _effect(found.cells, compute, chosen + one)) is not None
        ]
        best = _best(effects)
        if best is None:
            best = _best(_pairs(found.cells, compute, chosen, effects))
        if best is None:
            break
        equals = [
            one.settings[-1]
            for one in effects
            if one is not best and not one.disturbed and one.settled == best.settled
        ]
        found.also[best.settings[-1]] = equals
        chosen = best.settings
        for key in best.settled:
            found.by_cell[key] = chosen
        found.cells = best.cells
    found.settings = chosen
    _leave_out_what_a_cell_does_not_need(cells, found, compute)
    return found


def _best(effects: Iterable[_Effect]) -> _Effect | None:
    helping = [one for one in effects if one.settled and not one.disturbed]
    return max(helping, key=lambda one: len(one.settled), default=None)


def _pairs(
    cells: Sequence[Cell],
    compute: Compute,
    chosen: tuple[Setting, ...],
    effects: Sequence[_Effect],
) -> list[_Effect]:
    """Try readings together that only touch what differs, though none settles anything alone."""
    if len(chosen) + 2 > _MAX_SETTINGS:
        return []
    differing = {cell.key for cell in _differing(cells)}
    useful = [one for one in effects if one.touched and one.touched <= differing]
    useful.sort(key=lambda one: len(one.touched), reverse=True)
    found: list[_Effect] = []
    for first, second in combinations(useful[:_MAX_PAIRED], 2):
        if not _overlaps(first.settings[len(chosen) :], second.settings[len(chosen) :]):
            both = first.settings + second.settings[len(chosen) :]
            effect = _effect(cells, compute, both)
            if effect is not None:
                found.append(effect)
    return found


def _effect(
    cells: Sequence[Cell], compute: Compute, settings: tuple[Setting, ...]
) -> _Effect | None:
    after = compute(settings)
    if after is None:
        return None
    now = {cell.key: cell for cell in after}
    before = {cell.key: cell for cell in cells}
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
        if (before[key].ours if key in before else 0) != (now[key].ours if key in now else 0):
            touched.add(key)
    return _Effect(settings, after, frozenset(settled), frozenset(disturbed), frozenset(touched))


def _leave_out_what_a_cell_does_not_need(
    cells: Sequence[Cell], found: Explanation, compute: Compute
) -> None:
    """Name the single setting where one of several is enough."""
    if len(found.settings) < 2:
        return
    for one in found.settings:
        alone = compute((one,))
        tying = {cell.key for cell in alone or () if cell.ties}
        if alone is None:
            continue
        known = {cell.key for cell in alone}
        for cell in _differing(cells):
            if cell.key in found.by_cell and (cell.key in tying or cell.key not in known):
                found.by_cell[cell.key] = (one,)


def _differing(cells: Iterable[Cell]) -> list[Cell]:
    return [cell for cell in cells if not cell.ties]


def _overlaps(some: tuple[Setting, ...], others: tuple[Setting, ...]) -> bool:
    taken = {(one.kind, one.name) for one in others}
    return any((one.kind, one.name) in taken for one in some)
