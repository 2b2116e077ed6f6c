"""What ``make load transform`` costs when nothing is new."""

from __future__ import annotations

from benchmarks.bench import Bench, serving
from benchmarks.incremental import CREDENTIALS
from benchmarks.measure import Run, spread
from benchmarks.report import Ratio, Section, table

_SCALE = 0.3


def measure(bench: Bench) -> Section:
    """Load and transform once, then in rounds with nothing new."""
    loads: list[Run] = []
    transforms: list[Run] = []
    with serving("sandbox", "--port", "0", "--scale", str(_SCALE)) as url:
        bench.fresh_database("start")
        environ = bench.environ("start")
        bench.load("start", url, **CREDENTIALS)
        first = bench.run("loader.transform", "--quiet", "build", environ=environ)
        for number in range(bench.options.rounds):
            loads.append(bench.load("start", url, **CREDENTIALS))
            transforms.append(bench.run("loader.transform", "--quiet", "build", environ=environ))
            bench.say(
                f"{number + 1}: load {loads[-1].wall:.1f} s, transform {transforms[-1].wall:.1f} s"
            )
        parse = [
            bench.run("loader.transform", "--quiet", *options, "parse", environ=environ)
            for options in ((), ("--no-partial-parse",))
        ]
    bench.drop_database("start")
    both = [load.wall + transform.wall for load, transform in zip(loads, transforms, strict=True)]
    rows = [
        _row("load, nothing new", loads),
        _row("transform, nothing new", transforms),
        _row("transform, the first time", [first]),
        _row("dbt's start alone, partial parsing", [parse[0]]),
        _row("dbt's start alone, full parsing", [parse[1]]),
    ]
    return Section(
        "start",
        "Nothing new: load and transform",
        [
            (
                "`make load` and `make transform` (`dbt build`, tests included) on an unchanged"
                " sandbox; whole processes."
            ),
            "",
            *table(("command", "seconds", "least", "most", "CPU seconds"), rows),
        ],
        [
            Ratio("load and transform", spread(both).median, "at most", 25, " s", check=False),
            Ratio(
                "transform with nothing new / dbt's start",
                spread([run.wall for run in transforms]).median / parse[0].wall,
                "reported",
            ),
        ],
    )


def _row(what: str, runs: list[Run]) -> tuple[str, ...]:
    wall = spread([run.wall for run in runs])
    cpu = spread([run.client for run in runs]).median
    return what, *(f"{value:.1f}" for value in wall), f"{cpu:.1f}"
