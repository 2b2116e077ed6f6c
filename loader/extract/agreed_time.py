"""How far a cursor may go: to the time that two clocks agree on, the API's and this machine's.

A cursor beyond the present skips changes that are yet to come, for good. Records may be dated into
the future, and either clock may be wrong, so neither is trusted alone. The API's clock may also go
back: what changes then is dated before the cursor, so the cursor goes back with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from loader.api.pages import Page
from loader.extract.cursor import Cursor, shift

# How far ordinary clocks are apart at most; what is later waits for the next load.
TOLERANCE = timedelta(hours=1)
# From here on a clock is plainly wrong, and so is a cursor.
IMPLAUSIBLE = timedelta(days=1)


def agreed_time(server_time: datetime, fetched_at: datetime) -> datetime:
    """Return the time that both clocks have passed when a response was received."""
    return min(server_time, fetched_at + TOLERANCE)


@dataclass
class AgreedTime:
    """The time that both clocks have passed, for one read; warns once of an implausible clock.

    Attributes:
        source: The source's name, for notes.
        notify: Receives the notes.
        earliest: The earliest time (UTC) that the API's clock has shown in this read.
    """

    source: str
    notify: Callable[[str], None]
    told: bool = False
    earliest: datetime | None = None

    def of(self, page: Page) -> datetime:
        """Return the time (UTC) that a cursor may reach when this page has been stored."""
        self.earliest = min(page.server_time, self.earliest or page.server_time)
        if not self.told and page.server_time - page.fetched_at > IMPLAUSIBLE:
            self.told = True
            self.notify(
                f"{self.source}: the API's clock shows {_shown(page.server_time)}, this machine's"
                f" {_shown(page.fetched_at)}. One of them is wrong; each load reads later changes"
                " again until they agree."
            )
        return agreed_time(page.server_time, page.fetched_at)

    def hold_back(self, cursor: Cursor, late: timedelta) -> Cursor:
        """Return the cursor, not beyond the API's clock, once that is ``late`` behind it."""
        if self.earliest is None or not self._is_behind(cursor, late):
            return cursor
        return cursor.not_beyond(self.earliest)

    def again_from(self, cursor: Cursor, late: timedelta) -> datetime | None:
        """Return where changes begin that may be dated before the cursor; None if there are none.

        Nothing tells when the clock changed, or whether it was wrong before: it goes back as far as
        the clock is behind, and a day more.

        Args:
            cursor: Where the last load ended.
            late: How far behind the cursor a change may be dated anyway.
        """
        reached = cursor.modified_on
        if reached is None or self.earliest is None or not self._is_behind(cursor, late):
            return None
        self.notify(
            f"{self.source}: the API's clock shows {_shown(self.earliest)} and was at"
            f" {_shown(reached)} before; what has changed since it went back is read again."
        )
        return shift(self.earliest, self.earliest - reached - IMPLAUSIBLE)

    def _is_behind(self, cursor: Cursor, late: timedelta) -> bool:
        reached = cursor.modified_on
        if reached is None or self.earliest is None:
            return False
        return reached - self.earliest > late


def repair_cursor(
    cursor: Cursor, source: str, server_time: Callable[[], datetime], notify: Callable[[str], None]
) -> Cursor:
    """Return the cursor, or the beginning if it is in the future according to both clocks.

    Changes since it went there were skipped, and nothing tells when that was.

    Args:
        cursor: Where the last load ended.
        source: The source's name, for the note.
        server_time: Fetches the API's time (UTC); called only if the cursor looks wrong.
        notify: Receives the note.
    """
    reached = cursor.modified_on
    if reached is None or reached <= datetime.now(UTC) + IMPLAUSIBLE:
        return cursor
    if reached <= server_time() + IMPLAUSIBLE:
        return cursor
    notify(
        f"{source}: the cursor stands in the future ({_shown(reached)}) because a clock was wrong;"
        " reading everything again from the beginning."
    )
    return Cursor()


def is_due(last: datetime | None, every: timedelta) -> bool:
    """Return whether something last done at ``last`` (UTC, this machine's clock) is due again.

    An instant in the future counts as due: the clock was wrong then, or is now.
    """
    return last is None or not timedelta(0) <= datetime.now(UTC) - last < every


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
