"""Ends a read without progress: consecutive pages promise more but bring nothing new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from loader.api.error_messages import gave_up_error
from loader.errors import ApiError

# Half a billion records of a list: no tenant has as many, but a broken server has no end of them.
MAX_PAGES = 100_000


@dataclass
class StallGuard:
    """Counts consecutive pages without records, or with the records of an earlier page.

    Attributes:
        path: Where the pages come from, for the message.
        limit: How many such pages end the reading.
    """

    path: str
    limit: int
    _seen: set[int] = field(default_factory=set)
    _idle: int = 0
    _pages: int = 0

    def check(self, records: Sequence[bytes | msgspec.Raw]) -> None:
        """Count a page after which there is more.

        Raises:
            ApiError: The limit is reached, or this is one page too many for any tenant.
        """
        self._pages += 1
        if self._pages > MAX_PAGES:
            raise ApiError(
                f"{self.path}: more than {MAX_PAGES:,} pages in one reading.",
                "What was read stays. Load again; if this repeats, report it to ServiceTitan.",
            )
        # The first and the last record tell pages apart without keeping them.
        shown = hash((len(records), *(bytes(r) for r in (*records[:1], *records[-1:]))))
        is_new = bool(records) and shown not in self._seen
        self._idle = 0 if is_new else self._idle + 1
        self._seen.add(shown)
        if self._idle >= self.limit:
            raise gave_up_error(self.path, "a page that has more and shows nothing new", self._idle)
