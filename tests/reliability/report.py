"""Writes the table in docs/reliability.md: ``python -m tests.reliability.report [HISTORIES]``.

Plays random histories of each family of paging against a Postgres of its own, and counts what was
tried. Ends with 1, the script of the history and no new table where anything was lost.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from loader import embedded
from loader.config import Warehouse
from loader.reading import feed
from tests.commands import PROJECT, free_port
from tests.reliability.test_random_histories import FAMILIES, play

DOCUMENT = PROJECT / "docs" / "reliability.md"
_BEGIN, _END = "<!-- table: begin -->\n", "<!-- table: end -->\n"
_STEPS = 15

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
        "all feed tokens expire": "all continuation tokens expired between loads",
        "empty_page": "empty page that has more",
        "repeated_page": "the page before once more",
    },
    "Loads": {
        "load": "loads, full refreshes among them",
        "load with a failed endpoint": "of these, with an endpoint that failed",
        "reconcile": "reconciliations",
    },
}


def main(histories: int) -> None:
    """Play, and write the table."""
    feed.LOOK_BACK_EVERY = timedelta(0)  # nobody waits for hours here
    started = time.monotonic()
    tallies: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        postgres = embedded.Settings(home=Path(folder) / "home", port=free_port())
        embedded.start(postgres)
        try:
            for family in FAMILIES:
                tallies[family] = Counter(play(family, _warehouse(postgres), histories, _STEPS))
        finally:
            embedded.remove(postgres)
    table = _table(tallies, histories, time.monotonic() - started)
    text = DOCUMENT.read_text(encoding="utf-8")
    before, after = text.split(_BEGIN)[0], text.split(_END)[1]
    DOCUMENT.write_text(before + _BEGIN + table + _END + after, encoding="utf-8")
    print(table)


def _warehouse(postgres: embedded.Settings) -> Warehouse:
    return Warehouse(
        host="127.0.0.1",
        port=postgres.port,
        user=postgres.user,
        password=postgres.password,
        database=postgres.database,
        sslmode="disable",
        raw_schema="replaced",
        dbt_schema="replaced",
        embedded=False,
    )


def _table(tallies: dict[str, Counter[str]], histories: int, seconds: float) -> str:
    today = f"{date.today():%d %B %Y}"  # noqa: DTZ011 (the reader's day)
    played = f"{histories} histories of up to {_STEPS} steps for each family"
    lines = [
        f"{today}, {os.cpu_count()} cores, {seconds:.0f} s: {played}.",
        "",
        f"| what was tried | {' | '.join(tallies)} | lost, stale or double |",
        f"|---|{'---:|' * (len(tallies) + 1)}",
    ]
    kinds = dict(_KINDS)
    kills = sorted({what for tally in tallies.values() for what in tally if "kill -9" in what})
    kinds["`kill -9`"] = {what: what.removeprefix("kill -9 ") for what in kills}
    kinds["In the end"] = {
        "comparisons with the truth": "comparisons of whole tables with the truth",
        "rows compared": "rows compared",
    }
    for heading, whats in kinds.items():
        lines.append(f"| **{heading}** |{' |' * (len(tallies) + 1)}")
        for what, words in whats.items():
            counts = " | ".join(f"{tally[what]:,}" for tally in tallies.values())
            lines.append(f"| {words} | {counts} | 0 |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
