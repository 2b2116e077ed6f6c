"""Random histories of a report: rows that change, faults of the API, loads that are killed."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from loader.reports import relative_dates
from tests.reports.harness import Loading, sales, sales_report

_FAULTS = ("server_error", "unavailable", "cut", "truncated", "html", "expire_tokens")
_POINTS = (
    "while dlt extracts",
    "while dlt loads",
    "before dlt stores the cursors",
    "between two load packages",
    "during a merge",
    "before the final state is stored",
)
_STEPS = 12


@pytest.mark.parametrize("seed", [1, 2])
def test_the_table_equals_the_report_whatever_happened(
    loading: Loading, monkeypatch: pytest.MonkeyPatch, seed: int
):
    """Windows of three pages; only the last two change, which each load reads again."""
    monkeypatch.setattr("loader.extract.report_data.PAGE_SIZE", 4)
    rng = random.Random(seed)
    this = relative_dates.first_day("month", datetime.now(UTC).date())
    months = [relative_dates.shift_periods("month", this, n).isoformat() for n in (-2, -1, 0)]
    rows: dict[str, list[list[Any]]] = {
        month: [[n, "Ann", n * 10] for n in range(9)] for month in months
    }
    loading.server.reports.add(sales_report(rows))
    loading.declare(
        sales(since=date.fromisoformat(months[0]), again=2, key='key = ["Id"]' if seed % 2 else "")
    )
    history: list[str] = []
    for _ in range(_STEPS):
        month = rng.choice(months[1:]) if history else months[0]
        history.append(_change(rng, rows[month]))
        if rng.random() < 0.5:
            kind, after = rng.choice(_FAULTS), rng.randrange(4)
            loading.server.faults.add(kind, "*/reports/900*", after=after)  # type: ignore[arg-type]
            history.append(f"{kind} after {after}")
        if rng.random() < 0.4:
            point = rng.choice(_POINTS)
            history.append(f"killed {point}")
            loading.load_killed(point)
        loading.load_well()
        loading.server.faults.clear()
        stored = Counter(
            (row["window_start"].isoformat(), row["id"], row["seller"], row["sold"])
            for row in loading.rows("sales")
        )
        assert stored == Counter((m, *row) for m in months for row in rows[m]), history
        (counted,) = loading.query("select count(*) from raw_st_report_sales")
        assert loading.sync_state("sales")["records_count"] == counted["count"], history


def _change(rng: random.Random, rows: list[list[Any]]) -> str:
    what = rng.choice(["add", "change", "remove", "shuffle", "empty"])
    if what == "add" or not rows:
        rows.append([max((row[0] for row in rows), default=0) + 1, "New", rng.randrange(100)])
    elif what == "change":
        rng.choice(rows)[2] = rng.randrange(100)
    elif what == "remove":
        del rows[rng.randrange(len(rows))]
    elif what == "shuffle":
        rng.shuffle(rows)
    else:
        rows.clear()
    return what
