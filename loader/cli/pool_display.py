"""What a pool does, on one screen: a bar for all tenants and a line for each that is worked for."""

from __future__ import annotations

from rich.progress import (
    BarColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from loader.cli import logs
from loader.cli.live_bars import LiveBars
from loader.cli.tables import console
from loader.errors import EXIT_LOADED, EXIT_RUN_IN_PROGRESS
from loader.tenants import messages
from loader.tenants.messages import LogLine, Outcome


class PoolDisplay(LiveBars):
    """Listens to a pool: draws on a terminal, and writes a line for each tenant into other logs.

    Args:
        tenants: How many there are.
        workers: How many are worked for at once.
        done: What is done to a tenant, such as "loaded".
        quiet: Only failures are logged.
    """

    def __init__(self, tenants: int, workers: int, done: str, *, quiet: bool) -> None:
        columns = (
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.fields[name]:<32}", markup=False),
            BarColumn(bar_width=20),
            TextColumn("{task.completed:>4,.0f} of {task.total:>4,.0f}"),
            TextColumn("{task.fields[text]}"),
            TimeElapsedColumn(),
        )
        super().__init__(console(stderr=True), columns, quiet=quiet)
        self._quiet = quiet
        self._done = done
        self._failed = 0
        title = f"tenants, {min(workers, tenants)} at a time"
        self._all = self._bars.add_task("", total=tenants, name=title, text="")
        self._tasks: dict[str, TaskID] = {}

    def started(self, tenant: str) -> None:
        """Add the tenant's line."""
        self._tasks[tenant] = self._bars.add_task("", total=1, name=tenant, text="")

    def progressed(self, tenant: str, progress: messages.Progress) -> None:
        """Update the tenant's line."""
        self._bars.update(
            self._tasks[tenant],
            total=progress.total or 1,
            completed=progress.ended,
            text=f"{progress.read:,} read, {progress.stored:,} stored",
        )

    def logged(self, tenant: str, line: LogLine) -> None:
        """Log the line, with the tenant's name."""
        logs.replay(tenant, line.level, line.text, line.extra)

    def put_aside(self, tenant: str, *, stalled: bool) -> None:
        """Remove the tenant's line, and say why."""
        self._bars.remove_task(self._tasks.pop(tenant))
        why = "makes no progress" if stalled else "takes long"
        logs.note(f"{why}; others go first.", tenant=tenant)

    def ended(self, tenant: str, outcome: Outcome) -> None:
        """Remove the tenant's line; log its end unless a terminal shows it."""
        self._bars.remove_task(self._tasks.pop(tenant))
        failed = outcome.exit_code not in (EXIT_LOADED, EXIT_RUN_IN_PROGRESS)
        self._failed += failed
        text = f"{self._failed} failed" if self._failed else ""
        self._bars.update(self._all, advance=1, text=text)
        if self._live:
            return
        fields = {
            "event": "tenant",
            "exit_code": outcome.exit_code,
            "seconds": round(outcome.seconds, 3),
            **outcome.counts,
        }
        if failed:
            self._log_failures(tenant, outcome, fields)
        elif not self._quiet:
            what = self._done if outcome.exit_code == EXIT_LOADED else "is in another run"
            logs.info(f"{what} in {outcome.seconds:.1f} s.", fields, tenant=tenant)

    def _log_failures(self, tenant: str, outcome: Outcome, fields: logs.Fields) -> None:
        """Log each failure in a JSON log; elsewhere only that, for the summary has the causes."""
        if not logs.is_json():
            logs.failure(f"failed after {outcome.seconds:.1f} s.", prefix="", tenant=tenant)
            return
        logs.failure("failed", fields=fields, tenant=tenant)
        for failure in outcome.failures:
            subject = f"{failure.subject} failed: " if failure.subject else ""
            logs.failure(
                f"{subject}{failure.cause}",
                fields={"remedy": failure.remedy, "endpoint": failure.subject or None},
                tenant=tenant,
            )
