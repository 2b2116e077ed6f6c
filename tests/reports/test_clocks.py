"""A window's rows are complete, whichever clock says that the window is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.timestamps import TICKS_PER_DAY
from tests.reliability.moved_clocks import loader_clock
from tests.reports.harness import Loading, sales, sales_report

DAY = timedelta(days=1)


def test_a_day_that_only_this_machines_clock_has_ended_is_read_again(loading: Loading):
    today = datetime.now(UTC).date()
    rows: dict[str, list[list[Any]]] = {today.isoformat(): [[1, "Ann", 10]]}
    loading.server.reports.add(sales_report(rows))
    loading.declare(sales(since=today - DAY).replace('"month"', '"day"'))
    with loader_clock(DAY):
        loading.load_well()
        rows[today.isoformat()] = [[1, "Ann", 20], [2, "Bob", 5]]  # in the evening
        loading.server.store.clock._now += TICKS_PER_DAY  # the API's clock has got there too
        loading.load_well()
    assert [row["sold"] for row in loading.rows("sales")] == [20, 5]
