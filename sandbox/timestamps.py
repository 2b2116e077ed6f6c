"""Instants as .NET counts them: ticks of 100 ns since the year 1, written in ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache

TICKS_PER_SECOND = 10_000_000
TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND
TICKS_PER_HOUR = 60 * TICKS_PER_MINUTE
TICKS_PER_DAY = 24 * TICKS_PER_HOUR

_EPOCH = datetime(1, 1, 1, tzinfo=UTC)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)


def ticks_from(timestamp: str | datetime) -> int:
    """Ticks of an ISO 8601 text (UTC unless it has an offset) or of an aware datetime.

    Digits beyond the seventh are cut off.

    Raises:
        ValueError: It is neither a date nor an instant.
    """
    if isinstance(timestamp, datetime):
        return (timestamp.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1) * 10
    match = _ISO.fullmatch(timestamp.strip())
    if match is None:
        raise ValueError(f"not a date or an instant: {timestamp!r}")
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    moment = datetime(
        int(year),
        int(month),
        int(day),
        int(hour or 0),
        int(minute or 0),
        int(second or 0),
        tzinfo=UTC,
    )
    whole = (moment - _EPOCH) // timedelta(seconds=1)
    ticks = whole * TICKS_PER_SECOND + int((fraction or "0")[:7].ljust(7, "0"))
    return ticks - _offset_ticks(offset)


def _offset_ticks(offset: str | None) -> int:
    if offset is None or offset in "Zz":
        return 0
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return (minutes if offset[0] == "+" else -minutes) * TICKS_PER_MINUTE


# Computed once: a large tenant needs millions of texts.
_MINUTES = tuple(f"T{hour:02}:{minute:02}:" for hour in range(24) for minute in range(60))


@lru_cache(maxsize=100_000)
def _day_text(days: int) -> str:
    return (_EPOCH + timedelta(days=days)).date().isoformat()


@lru_cache(maxsize=2048)
def text_from(ticks: int) -> str:
    """ISO 8601 in UTC with up to seven fractional digits, as .NET writes it."""
    days, rest = divmod(ticks, TICKS_PER_DAY)
    minutes, rest = divmod(rest, TICKS_PER_MINUTE)
    seconds, fraction = divmod(rest, TICKS_PER_SECOND)
    if fraction:
        tail = f"{seconds:02}.{fraction:07}".rstrip("0")
        return f"{_day_text(days)}{_MINUTES[minutes]}{tail}Z"
    return f"{_day_text(days)}{_MINUTES[minutes]}{seconds:02}Z"


def http_date(ticks: int) -> str:
    """An instant rounded up to a second, in the format of HTTP's Date header."""
    seconds = -(-ticks // TICKS_PER_SECOND)
    return format_datetime(_EPOCH + timedelta(seconds=seconds), usegmt=True)


class Clock:
    """The tenant's clock: each reading is later than the one before, unless it is frozen.

    Attributes:
        step: How far a reading moves the clock, in ticks. The default gives instants with seven
            fractional digits.
        frozen: Whether readings leave the clock where it is.
        live: Whether the clock follows the machine's, where that is later. A demo's data end today,
            and a loader that compares clocks would find one wrong that stands still.
    """

    def __init__(self, start: int, step: int = 1_234_567, *, live: bool = False) -> None:
        self._now = start
        self.step = step
        self.frozen = False
        self.live = live

    @property
    def now(self) -> int:
        """The last reading in ticks, or the machine's time; does not move the clock by a step."""
        if self.live and not self.frozen:
            self._now = max(self._now, ticks_from(datetime.now(UTC)))
        return self._now

    def tick(self) -> int:
        """Move on by one step, unless frozen, and return the reading in ticks."""
        if not self.frozen:
            self._now = self.now + self.step
        return self._now

    def advance(self, seconds: float) -> int:
        """Move on by some seconds, also while frozen, and return the reading in ticks.

        Raises:
            ValueError: ``seconds`` is negative.
        """
        if seconds < 0:
            raise ValueError("the clock does not go backwards: give records an explicit modifiedOn")
        self._now = self.now + round(seconds * TICKS_PER_SECOND)
        return self._now
