"""The loader's memory does not grow with the number of records."""

from __future__ import annotations

from benchmarks.bench import Bench, serving
from benchmarks.measure import Run
from benchmarks.report import Ratio, Section, table


def measure(bench: Bench) -> Section:
    """Measure the peak of one load, and of another with a tenth of its records."""
    most = bench.options.memory_records
    found: dict[int, Run] = {}
    for records in (most // 10, most):
        bench.fresh_database("memory")
        with serving("benchmarks.pages", "--records", str(records)) as url:
            found[records] = bench.load("memory", url)
        bench.say(f"{records:,} records: {found[records].peak:.0f} MB")
    bench.drop_database("memory")
    little, much = found[most // 10], found[most]
    rows = [
        (f"{records:,}", f"{run.peak:.0f}", f"{run.wall:.0f}", f"{records / run.wall:,.0f}")
        for records, run in found.items()
    ]
    return Section(
        "memory",
        "Memory",
        [
            "Peak resident memory of the loader's process, the core tables' first load.",
            "",
            *table(("records", "peak MB", "seconds", "rows/s"), rows),
        ],
        [
            Ratio("peak of ten times the records", much.peak / little.peak, "at most", 1.3),
            Ratio("peak", much.peak, "at most", 400, " MB", check=False),
        ],
    )
