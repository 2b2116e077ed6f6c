"""With slow responses, all endpoints together take little longer than the longest one."""

from __future__ import annotations

from benchmarks.bench import Bench, serving
from benchmarks.measure import Run, pairwise, spread
from benchmarks.report import Ratio, Section, table
from loader import catalogue

_LATENCY_MS = 200
# Few records in many pages, so that requests dominate.
_RECORDS = 60_000
_PAGE_SIZE = 250


def measure(bench: Bench) -> Section:
    """Load the endpoint with the most requests, and all endpoints, in turns."""
    options = ("--records", str(_RECORDS), "--page-size", str(_PAGE_SIZE))
    alone: list[Run] = []
    together: list[Run] = []
    with serving("benchmarks.pages", *options, "--latency-ms", str(_LATENCY_MS)) as url:
        longest, pages = _longest(bench, url)
        for number in range(bench.options.rounds):
            for runs, selection in ((alone, ("--select", longest)), (together, ())):
                bench.fresh_database("latency")
                runs.append(bench.load("latency", url, *selection))
            bench.say(
                f"{number + 1}: {longest} alone {alone[-1].wall:.1f} s,"
                f" all {together[-1].wall:.1f} s"
            )
    bench.drop_database("latency")
    rows = [
        (what, *(f"{value:.1f}" for value in spread([run.wall for run in runs])))
        for what, runs in ((f"`--select {longest}`", alone), ("all 25", together))
    ]
    return Section(
        "latency",
        "Latency",
        [
            (
                f"Each answer waits {_LATENCY_MS} ms. The endpoint with the most requests,"
                f" {longest} ({pages}), against all 25 core endpoints"
                f" ({_RECORDS:,} records in pages of {_PAGE_SIZE}); first loads, whole processes."
            ),
            "",
            *table(("load", "seconds", "least", "most"), rows),
        ],
        [
            Ratio(
                "all endpoints / the longest one",
                pairwise([r.wall for r in together], [r.wall for r in alone]),
                "at most",
                1.2,
            )
        ],
    )


def _longest(bench: Bench, url: str) -> tuple[str, int]:
    """The endpoint with the most requests, and their number, found by a load."""
    bench.fresh_database("latency")
    bench.load("latency", url)
    with bench.database("latency") as connection, connection.cursor() as cursor:
        cursor.execute(
            "select table_name, requests from bench_raw.raw_sync_state order by requests desc"
        )
        table_name, requests = cursor.fetchone() or ("", 0)
    names = {endpoint.table: endpoint.name for endpoint in catalogue.select()}
    return names[table_name], requests
