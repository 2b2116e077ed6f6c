"""A load's display: a line per endpoint while it runs, a table and the failures at its end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from rich.progress import (
    BarColumn,
    ProgressColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from loader.catalogue import Endpoint
from loader.cli import logs
from loader.cli.live_bars import LiveBars
from loader.cli.tables import Cell, DisplayColumn, console, print_table
from loader.run.result import Result
from loader.warehouse.merge import MergeResult

# Characters of a terminal that has room for the bars, next to the longest name.
_ROOM_FOR_BARS = 80

_COLUMNS = (
    DisplayColumn("table"),
    DisplayColumn("received", right=True, rank=1),
    DisplayColumn("new", right=True, rank=2),
    DisplayColumn("changed", right=True, rank=3),
    DisplayColumn("deleted", right=True, rank=4),
    DisplayColumn("requests", right=True, rank=6),
    DisplayColumn("cursor (UTC)", rank=5),
    DisplayColumn(""),
)


class ProgressDisplay(LiveBars):
    """Listens to a run. Draws bars on a terminal; its methods may be called from any thread."""

    def __init__(self, names: Sequence[str], *, quiet: bool) -> None:
        screen = console(stderr=True)
        self._quiet = quiet
        self._started = time.monotonic()
        widest = max((len(name) for name in names), default=0)
        columns: list[ProgressColumn] = [
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn(f"{{task.fields[name]:{widest}}}"),
        ]
        if screen.width - widest >= _ROOM_FOR_BARS:
            columns.append(BarColumn(bar_width=20))
        columns += [
            TextColumn("{task.fields[read]:>11,} read {task.completed:>11,.0f} stored"),
            TimeElapsedColumn(),
        ]
        super().__init__(screen, columns, quiet=quiet)
        self._tasks: dict[str, TaskID] = {
            name: self._bars.add_task("", total=None, name=name, read=0) for name in names
        }
        self._read: dict[str, int] = dict.fromkeys(self._tasks, 0)

    def extracted(self, endpoint: Endpoint, rows: int) -> None:
        """Count records that were read from the API."""
        self._read[endpoint.name] += rows
        self._bars.update(self._tasks[endpoint.name], read=self._read[endpoint.name])

    def merged(self, endpoint: Endpoint, merged: MergeResult) -> None:
        """Count records that are in their raw table."""
        if endpoint.name in self._tasks:
            self._bars.advance(self._tasks[endpoint.name], merged.staged)

    def ended(self, result: Result) -> None:
        """Complete the endpoint's bar."""
        task = self._tasks[result.endpoint.name]
        self._bars.update(task, total=max(result.merged.staged, 1))
        self._bars.update(task, completed=max(result.merged.staged, 1))

    def notify(self, text: str) -> None:
        """Log something the user should know that is not a failure."""
        logs.note(text)

    def summary(self, results: Sequence[Result]) -> None:
        """Show the table and each failure with its cause; each remedy once."""
        if logs.is_json():
            _log_endpoints(results)
        elif not self._quiet:
            print_table(_COLUMNS, [_row(result) for result in results])
        failed = [result for result in results if result.error is not None]
        received = sum(result.merged.staged for result in results)
        changed = sum(result.merged.written for result in results)
        seconds = time.monotonic() - self._started
        logs.info(
            f"{len(results) - len(failed)} of {len(results)} endpoints loaded in {seconds:.1f} s:"
            f" {received:,} records received, {changed:,} new or changed.",
            {
                "event": "load",
                "endpoints": len(results),
                "failed": len(failed),
                "received": received,
                "changed": changed,
                "seconds": round(seconds, 3),
            },
        )
        if not logs.is_json():
            _show_failures(failed)


def _show_failures(failed: Sequence[Result]) -> None:
    by_remedy: dict[str, list[str]] = {}
    for result in failed:
        if result.error is not None:
            cause = f"{result.endpoint.name}: {result.error.cause}"
            by_remedy.setdefault(result.error.remedy, []).append(cause)
    for remedy, failures in by_remedy.items():
        lines = [*(f"Failed  {one}" for one in failures), f"  {remedy}"]
        logs.failure("\n".join(lines), prefix="")


def _log_endpoints(results: Sequence[Result]) -> None:
    for result in results:
        fields: dict[str, Any] = {
            "event": "endpoint",
            "endpoint": result.endpoint.name,
            "table": result.endpoint.table,
            "received": result.merged.staged,
            "new": result.merged.inserted,
            "changed": result.merged.written - result.merged.inserted,
            "deleted": result.soft_deleted,
            "requests": result.requests,
            "cursor": result.cursor_at,
        }
        if result.error is None:
            logs.info(f"{result.endpoint.name} loaded.", fields)
        else:
            logs.failure(
                f"{result.endpoint.name} failed: {result.error.cause}",
                fields={"remedy": result.error.remedy, **fields},
            )


def _row(result: Result) -> tuple[str | Cell, ...]:
    merged = result.merged
    return (
        result.endpoint.table,
        f"{merged.staged:,}",
        f"{merged.inserted:,}",
        f"{merged.written - merged.inserted:,}",
        f"{result.soft_deleted:,}",
        f"{result.requests:,}",
        f"{result.cursor_at:%Y-%m-%d %H:%M:%S}" if result.cursor_at else "",
        Cell("failed", "red") if result.error else Cell("ok", "green"),
    )
