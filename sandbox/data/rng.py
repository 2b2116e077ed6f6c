"""A fast, repeatable random generator: one seed gives the same records on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_SECOND

_T = TypeVar("_T")


class Rng(Random):
    """``random.Random`` with the draws that the data needs, all from the fast ``random()``."""

    def below(self, limit: int) -> int:
        """An integer from 0 up to, but not including, ``limit``."""
        return int(self.random() * limit)

    def between(self, low: int, high: int) -> int:
        """An integer from ``low`` to ``high``, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, choices: Sequence[_T]) -> _T:
        """One of the choices."""
        return choices[int(self.random() * len(choices))]

    def chance(self, probability: float) -> bool:
        """True with this probability (0 to 1)."""
        return self.random() < probability

    def maybe(self, probability: float, value: _T) -> _T | None:
        """The value with this probability (0 to 1), else None."""
        return value if self.random() < probability else None

    def fraction(self) -> int:
        """Ticks below a second: none, milliseconds or seven digits, as the API mixes them."""
        draw = self.random()
        if draw < 0.06:
            return 0
        if draw < 0.2:
            return int(self.random() * 1000) * 10_000
        return int(self.random() * TICKS_PER_SECOND)

    def within(self, low: int, high: int) -> int:
        """An instant between two others, in ticks."""
        ticks = low + int(self.random() * max(high - low, 1))
        return min(ticks - ticks % TICKS_PER_SECOND + self.fraction(), high)

    def after(self, ticks: int, days: float, limit: int) -> int:
        """An instant at most ``days`` after ``ticks`` and not after ``limit``, in ticks."""
        return self.within(ticks, min(ticks + int(days * TICKS_PER_DAY), max(limit, ticks)))
