"""A clock that stands still until somebody waits."""

from __future__ import annotations

import threading

from loader.api.clock import POLL_SECONDS, Clock


class FakeClock(Clock):
    """Waiting takes no time and moves the clock; `slept` holds what was waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.time = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.check()
        self.slept.append(seconds)
        self.time += seconds

    def wait(self, _condition: threading.Condition, seconds: float = POLL_SECONDS) -> None:
        self.time += seconds
        self.check()
