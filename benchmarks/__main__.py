"""``python -m benchmarks [NAME ...]``: measure and write RESULTS.md; --check compares with it.

The exit code is 1 when a limit is not kept, and with --check also when a ratio has become worse.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

from benchmarks import (
    incremental,
    latency,
    loader_speed,
    memory,
    report,
    report_page,
    sizes,
    start,
    tenants,
    transform,
)
from benchmarks.bench import Bench, Options, bench

# In the order of RESULTS.md: title and benchmark.
_SECTIONS: dict[str, tuple[str, Callable[[Bench], report.Section]]] = {
    "loader": ("Loader, end to end", loader_speed.measure),
    "latency": ("Latency", latency.measure),
    "memory": ("Memory", memory.measure),
    "incremental": ("Incremental load", incremental.measure),
    "start": ("Nothing new: load and transform", start.measure),
    "transform": ("Transform", transform.measure),
    "report": ("Report page", report_page.measure),
    "tenants": ("Many tenants", tenants.measure),
    "sizes": ("Sizes", sizes.measure),
}


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...", type=click.Choice(tuple(_SECTIONS)))
@click.option("--check", is_flag=True, help="Compare with RESULTS.md instead of writing it.")
@click.option(
    "--rounds", default=5, show_default=True, help="Runs of each way; results are medians."
)
@click.option(
    "--records", default=1_000_000, show_default=True, help="Records of the loader benchmark."
)
@click.option(
    "--memory-records",
    default=2_000_000,
    show_default=True,
    help="Records of the memory benchmark, which compares with a tenth of them.",
)
@click.option(
    "--jobs",
    default=1_000_000,
    show_default=True,
    help="Jobs of the benchmarks of the transform and of the report page.",
)
@click.option(
    "--tenants", "tenant_count", default=300, show_default=True, help="Tenants of their benchmark."
)
def main(
    *,
    names: tuple[str, ...],
    check: bool,
    rounds: int,
    records: int,
    memory_records: int,
    jobs: int,
    tenant_count: int,
) -> None:
    """Run benchmarks, by default all; each NAME is a section of RESULTS.md."""
    titles = [title for title, _ in _SECTIONS.values()]
    failures = []
    with bench(Options(rounds, records, memory_records, jobs, tenant_count)) as context:
        for name in names or _SECTIONS:
            title, measure = _SECTIONS[name]
            click.echo(f"== {title}", err=True)
            began = time.monotonic()
            section = measure(context)
            click.echo(section.text())
            click.echo(f"   measured in {time.monotonic() - began:.0f} s", err=True)
            failures += [
                f"limit not kept: {ratio.name}: {ratio.value:.2f}, must be {ratio.limit_text}"
                for ratio in section.ratios
                if not ratio.holds
            ]
            if not check:
                report.store(section, titles)
                continue
            before = report.stored_ratios(title)
            for ratio in section.ratios:
                if ratio.name not in before:
                    click.echo(
                        f"not compared, because RESULTS.md does not have it: {ratio.name}", err=True
                    )
            failures += [
                f"more than 20 % worse: {ratio.name}: {ratio.value:.2f};"
                f" RESULTS.md has {before[ratio.name]:.2f}"
                for ratio in section.ratios
                if ratio.name in before and ratio.worse_than(before[ratio.name])
            ]
    for failure in failures:
        click.echo(failure, err=True)
    if failures:
        sys.exit(1)


if __name__ == "__main__":
    main()
