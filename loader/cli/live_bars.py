"""Bars on a terminal while something runs."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, ProgressColumn

from loader.cli import logs


class LiveBars:
    """Draws bars while its block runs: on a terminal, unless it is to be quiet or logs are JSON.

    Args:
        console: Where.
        columns: Of each bar.
        quiet: Draw nothing.
    """

    def __init__(self, console: Console, columns: Sequence[ProgressColumn], *, quiet: bool) -> None:
        self._live = console.is_terminal and not quiet and not logs.is_json()
        self._bars = Progress(*columns, console=console, disable=not self._live)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()
