"""``report``: what the page costs of a large warehouse, and how large it becomes."""

from __future__ import annotations

from pathlib import Path

from benchmarks import generated_rows
from benchmarks.bench import Bench
from benchmarks.measure import Run, spread
from benchmarks.report import Ratio, Section, table

_DATABASE = "report_page"
# The page is one file that can be mailed.
_MOST_MB = 2
_MOST_SECONDS = 5


def measure(bench: Bench) -> Section:
    """Build a warehouse of one tenant, and write its page again and again."""
    bench.fresh_database(_DATABASE)
    bench.say(f"making {bench.options.jobs:,} jobs")
    with bench.database(_DATABASE) as connection, connection.cursor() as cursor:
        rows = generated_rows.make(cursor, bench.options.jobs)
        bench.run("loader.transform", "--quiet", "run", environ=bench.environ(_DATABASE))
        cursor.execute("vacuum analyze")
    section = write_pages(bench, _DATABASE, rows)
    bench.drop_database(_DATABASE)
    return section


def write_pages(bench: Bench, database: str, rows: int) -> Section:
    """Time ``loader report`` in rounds, whole processes, after one that fills the caches."""
    page = bench.folder / "report.html"
    runs = [_write(bench, database, page) for _ in range(bench.options.rounds + 1)][1:]
    megabytes = page.stat().st_size / 1e6
    seconds = spread([run.wall for run in runs])
    client, server = spread([run.client for run in runs]), spread([run.server for run in runs])
    return Section(
        "report",
        "Report page",
        [
            (
                f"`loader report` of one tenant with {bench.options.jobs:,} jobs ({rows:,} raw"
                " rows), two thirds of whose invoices are open; whole processes."
            ),
            "",
            *table(
                ("", "median", "least", "most"),
                [
                    ("seconds", *(f"{value:.2f}" for value in seconds)),
                    ("CPU seconds, client", *(f"{value:.2f}" for value in client)),
                    ("CPU seconds, server", *(f"{value:.2f}" for value in server)),
                ],
            ),
        ],
        [
            Ratio("report page", seconds.median, "at most", _MOST_SECONDS, " s", check=False),
            Ratio("its size", megabytes, "at most", _MOST_MB, " MB", check=False),
        ],
    )


def _write(bench: Bench, database: str, page: Path) -> Run:
    return bench.run("loader", "report", "--output", str(page), environ=bench.environ(database))
