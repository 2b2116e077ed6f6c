"""A monotonic clock whose waits end at once when the run is cancelled."""

from __future__ import annotations

import threading
import time

from loader.errors import LoaderError

# Seconds between two looks at the cancellation flag, in every wait.
POLL_SECONDS = 0.1


class Cancelled(LoaderError):
    """The run was cancelled while it waited for the API."""

    def __init__(self) -> None:
        super().__init__(
            "The load was interrupted.",
            "Committed rows stay; the next load continues from there.",
        )


class Clock:
    """Measures time and waits on behalf of everything that talks to the API.

    Waiting means polling a plain flag: ``cancel`` takes no lock, so a signal handler may call it.
    """

    def __init__(self) -> None:
        self._cancelled = False

    def now(self) -> float:
        """Return seconds on a monotonic clock."""
        return time.monotonic()

    def cancel(self) -> None:
        """End every wait, present and future, within ``POLL_SECONDS``."""
        self._cancelled = True

    def check(self) -> None:
        """Raise ``Cancelled`` after ``cancel``."""
        if self._cancelled:
            raise Cancelled

    def sleep(self, seconds: float) -> None:
        """Wait for ``seconds``.

        Raises:
            Cancelled: ``cancel`` was called.
        """
        end = self.now() + seconds
        self.check()
        while (left := end - self.now()) > 0:
            time.sleep(min(left, POLL_SECONDS))
            self.check()

    def wait(self, condition: threading.Condition, seconds: float = POLL_SECONDS) -> None:
        """Wait on a held ``condition``, for ``seconds`` or ``POLL_SECONDS``, whichever is shorter.

        Callers loop, as with any condition.

        Raises:
            Cancelled: ``cancel`` was called.
        """
        condition.wait(min(seconds, POLL_SECONDS))
        self.check()
