"""What a load shows: a line for each endpoint while it runs, a table at its end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from loader.catalogue import Endpoint
from loader.cli.common import table_console
from loader.run.result import Result
from loader.warehouse.merge import MergeResult


class ProgressDisplay:
    """Listens to a run. On a terminal it draws its progress."""

    def __init__(self, names: Sequence[str], *, quiet: bool) -> None:
        self._console = Console(stderr=True)
        self._quiet = quiet
        self._live = self._console.is_terminal and not quiet
        self._started = time.monotonic()
        self._bars = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.fields[name]:28}"),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[read]:>11,} read {task.completed:>11,.0f} stored"),
            TimeElapsedColumn(),
            console=self._console,
            disable=not self._live,
        )
        self._tasks: dict[str, TaskID] = {
            name: self._bars.add_task("", total=None, name=name, read=0) for name in names
        }
        self._read: dict[str, int] = dict.fromkeys(self._tasks, 0)

    def __enter__(self) -> ProgressDisplay:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        safe_traceback: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def extracted(self, endpoint: Endpoint, rows: int) -> None:
        """Records have been read from the API."""
        self._read[endpoint.name] += rows
        self._bars.update(self._tasks[endpoint.name], read=self._read[endpoint.name])

    def merged(self, endpoint: Endpoint, merged: MergeResult) -> None:
        """Records are in their raw table."""
        if endpoint.name in self._tasks:
            self._bars.advance(self._tasks[endpoint.name], merged.staged)

    def ended(self, result: Result) -> None:
        """The endpoint is done."""
        task = self._tasks[result.endpoint.name]
        self._bars.update(task, total=max(result.merged.staged, 1))
        self._bars.update(task, completed=max(result.merged.staged, 1))

    def notify(self, text: str) -> None:
        """Something to know that is no failure."""
        self._say(f"Note: {text}", "yellow")

    def summary(self, results: Sequence[Result]) -> None:
        """The table at the end, and each failure with its cause; each remedy once."""
        if not self._quiet:
            table_console().print(_table(results))
        staged = sum(result.merged.staged for result in results)
        changed = sum(result.merged.written for result in results)
        seconds = time.monotonic() - self._started
        failed = [result for result in results if result.error is not None]
        self._console.print(
            f"{len(results) - len(failed)} of {len(results)} endpoints loaded in {seconds:.1f} s:"
            f" {staged:,} records received, {changed:,} new or changed.",
            highlight=False,
            soft_wrap=True,
        )
        by_remedy: dict[str, list[str]] = {}
        for result in failed:
            if result.error is not None:
                cause = f"{result.endpoint.name}: {result.error.cause}"
                by_remedy.setdefault(result.error.remedy, []).append(cause)
        for remedy, failures in by_remedy.items():
            text = "\n".join([*(f"Failed  {failure}" for failure in failures), f"  {remedy}"])
            self._say(text, "red")

    def _say(self, text: str, style: str) -> None:
        """Print as it is: brackets in a text are no markup."""
        self._console.print(text, style=style, highlight=False, markup=False, soft_wrap=True)


def _table(results: Sequence[Result]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("table")
    for name in ("received", "new", "changed", "gone", "requests"):
        table.add_column(name, justify="right")
    table.add_column("cursor (UTC)")
    table.add_column("")
    for result in results:
        merged = result.merged
        table.add_row(
            result.endpoint.table,
            f"{merged.staged:,}",
            f"{merged.inserted:,}",
            f"{merged.written - merged.inserted:,}",
            f"{result.soft_deleted:,}",
            f"{result.requests:,}",
            f"{result.cursor_at:%Y-%m-%d %H:%M:%S}" if result.cursor_at else "",
            "[red]failed" if result.error else "[green]ok",
        )
    return table
