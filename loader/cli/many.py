"""Runs a job for many tenants: their order, the pool, signals, the summary, the exit code."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from loader.cli import logs
from loader.cli.pool_display import PoolDisplay
from loader.cli.tables import Cell, DisplayColumn, print_table
from loader.config import Environment, Warehouse
from loader.errors import EXIT_ENDPOINT_FAILED, EXIT_LOADED, EXIT_RUN_IN_PROGRESS
from loader.signals import interruptible
from loader.staging.work_folder import work_folder
from loader.tenants.limits import read_limits
from loader.tenants.messages import Job, Outcome
from loader.tenants.pool import Pool, name_of
from loader.warehouse.heartbeat import watched_connection
from loader.warehouse.tenant_turns import last_served

# Rows of the summary on a terminal: those of tenants that failed, and of those with most news.
_MOST_ROWS = 40
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Summary:
    """How the outcomes of a job are shown.

    Attributes:
        event: The event's name in a JSON log.
        done: What was done to a tenant, such as "loaded".
        counts: The figures that are columns of the table, by the job's names.
        news: The figure that shows how much there was to do.
        describe: Says in words what the sum of all figures is.
        trouble: What is wrong with a tenant that is not well although nothing failed.
    """

    event: str
    done: str
    counts: tuple[str, ...]
    news: str
    describe: Callable[[Mapping[str, int]], str]
    trouble: str = "failed"


def run_for_all(
    tenants: Sequence[Environment],
    warehouse: Warehouse,
    job: Job,
    summary: Summary,
    *,
    quiet: bool,
) -> int:
    """Do a job for each tenant, those first that have waited longest, and show how it went.

    Returns:
        The exit code: 1 if a tenant failed, 75 if other runs kept all of them out.

    Raises:
        LoaderError: It concerns all tenants: no database, wrong limits.
        Interrupted: A signal ended it.
    """
    with watched_connection(warehouse, "tenants") as connection:
        limits = read_limits(tenants[0], connection)
        served = last_served(connection, warehouse.raw_schema)
    in_turn = sorted(tenants, key=lambda one: served.get(_id_of(one), _NEVER))
    began = time.monotonic()
    display = PoolDisplay(len(tenants), limits.workers, summary.done, quiet=quiet)

    def cleanup(environment: Environment) -> None:
        folder = work_folder(warehouse, _id_of(environment))
        shutil.rmtree(folder, ignore_errors=True)

    pool = Pool(job, limits, display, cleanup)
    with display, interruptible(pool.terminate, pool.kill):
        outcomes = pool.run(in_turn)
    names = [name_of(one) for one in tenants]
    ordered = {name: outcomes[name] for name in names if name in outcomes}
    if not quiet and not logs.is_json():
        _print_outputs(ordered)
        _print_table(ordered, summary)
    _sum_up(ordered, summary, time.monotonic() - began)
    return _exit_code(ordered)


def _id_of(environment: Environment) -> int:
    if environment.tenant is None:
        raise ValueError("these are not the settings of a declared tenant")
    return environment.tenant.tenant_id


def _exit_code(outcomes: Mapping[str, Outcome]) -> int:
    codes = {outcome.exit_code for outcome in outcomes.values()}
    if codes == {EXIT_RUN_IN_PROGRESS}:
        return EXIT_RUN_IN_PROGRESS
    return EXIT_ENDPOINT_FAILED if codes - {EXIT_LOADED, EXIT_RUN_IN_PROGRESS} else EXIT_LOADED


def _print_outputs(outcomes: Mapping[str, Outcome]) -> None:
    for name, outcome in outcomes.items():
        if outcome.output.strip():
            click.echo(f"== {name}\n{outcome.output.rstrip()}\n")


def _print_table(outcomes: Mapping[str, Outcome], summary: Summary) -> None:
    failed = {name: one for name, one in outcomes.items() if one.exit_code != EXIT_LOADED}
    good = {name: one for name, one in outcomes.items() if name not in failed}
    left_out = 0
    if sys.stdout.isatty():
        most = max(0, _MOST_ROWS - len(failed))
        busiest = sorted(good, key=lambda name: -good[name].counts.get(summary.news, 0))[:most]
        left_out = len(good) - len(busiest)
        good = {name: good[name] for name in good if name in set(busiest)}
    columns = [
        DisplayColumn("tenant"),
        *(
            DisplayColumn(name, right=True, rank=number)
            for number, name in enumerate(summary.counts, start=1)
        ),
        DisplayColumn("seconds", right=True, rank=len(summary.counts) + 1),
        DisplayColumn(""),
    ]
    rows = [_row(name, one, summary) for name, one in {**good, **failed}.items()]
    if rows:
        print_table(columns, rows)
    if left_out:
        click.echo(f"... and {left_out:,} more.")


def _row(name: str, outcome: Outcome, summary: Summary) -> tuple[str | Cell, ...]:
    counts = [outcome.counts.get(count) for count in summary.counts]
    state = {
        EXIT_LOADED: Cell("ok", "green"),
        EXIT_RUN_IN_PROGRESS: Cell("another run", "yellow"),
    }.get(outcome.exit_code, Cell("failed" if outcome.failures else summary.trouble, "red"))
    figures = ["" if count is None else f"{count:,}" for count in counts]
    return (name, *figures, f"{outcome.seconds:.1f}", state)


def _sum_up(outcomes: Mapping[str, Outcome], summary: Summary, seconds: float) -> None:
    totals: dict[str, int] = {}
    for outcome in outcomes.values():
        for name, count in outcome.counts.items():
            totals[name] = totals.get(name, 0) + count
    good = sum(one.exit_code == EXIT_LOADED for one in outcomes.values())
    kept_out = sum(one.exit_code == EXIT_RUN_IN_PROGRESS for one in outcomes.values())
    busy = f" {kept_out} are in another run." if kept_out else ""
    logs.info(
        f"{good} of {len(outcomes)} tenants {summary.done} in {seconds:.1f} s:"
        f" {summary.describe(totals)}.{busy}",
        {
            "event": summary.event,
            "tenants": len(outcomes),
            "failed": len(outcomes) - good - kept_out,
            "in_progress": kept_out,
            "seconds": round(seconds, 3),
            "totals": totals,
        },
    )
    if not logs.is_json():  # there each tenant's own lines say it
        _show_failures(outcomes)


def _show_failures(outcomes: Mapping[str, Outcome]) -> None:
    """Show each failure with its cause; each remedy once."""
    by_remedy: dict[str, list[str]] = {}
    for name, outcome in outcomes.items():
        if outcome.exit_code == EXIT_RUN_IN_PROGRESS:
            continue
        for failure in outcome.failures:
            subject = f"{name}, {failure.subject}" if failure.subject else name
            by_remedy.setdefault(failure.remedy, []).append(f"{subject}: {failure.cause}")
    for remedy, failures in by_remedy.items():
        lines = [*(f"Failed  {one}" for one in failures), f"  {remedy}"]
        logs.failure("\n".join(lines), prefix="")
