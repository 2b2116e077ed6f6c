"""An incremental load requests and writes only what changed."""

from __future__ import annotations

from typing import Any

import requests
from psycopg2.extensions import cursor as Cursor

from benchmarks.bench import RAW_SCHEMA, Bench, serving
from benchmarks.measure import Run, spread
from benchmarks.report import Ratio, Section, table
from loader import catalogue
from sandbox import credentials

_SCALE = 0.3
_CHANGED_SHARE = 100  # one record in 100
CREDENTIALS = {
    "SERVICETITAN_TENANT_ID": str(credentials.TENANT_ID),
    "SERVICETITAN_CLIENT_ID": credentials.CLIENT_ID,
    "SERVICETITAN_CLIENT_SECRET": credentials.CLIENT_SECRET,
    "SERVICETITAN_APP_KEY": credentials.APP_KEY,
}
_CHANGED = ("jobs", "invoices", "appointments", "payments", "customers", "estimates")


def measure(bench: Bench) -> Section:
    """Load with nothing new, in rounds, then once with 1 % changed."""
    nothing: list[Run] = []
    with serving("sandbox", "--port", "0", "--scale", str(_SCALE)) as url:
        bench.fresh_database("incremental")
        bench.load("incremental", url, **CREDENTIALS)
        requested: dict[str, int] = {}
        for number in range(bench.options.rounds):
            requests.delete(f"{url}/sandbox/requests", timeout=60)
            nothing.append(bench.load("incremental", url, **CREDENTIALS))
            requested = _requested(url)
            bench.say(f"{number + 1}: nothing new {nothing[-1].wall:.1f} s")
        with bench.database("incremental") as connection, connection.cursor() as cursor:
            changed = _change(cursor, url)
            before = _written(cursor)
            one_percent = bench.load("incremental", url, **CREDENTIALS)
            after = _written(cursor)
    bench.drop_database("incremental")
    written = sum(after[name] - before[name] for name in after)
    wall = spread([run.wall for run in nothing])
    cpu = spread([run.client for run in nothing]).median
    sources = sum(len(endpoint.sources) for endpoint in catalogue.select())
    rows = [
        ("nothing new", f"{wall.median:.1f} ({wall.least:.1f} to {wall.most:.1f})", 0, 0),
        ("1 % changed", f"{one_percent.wall:.1f}", f"{changed:,}", f"{written:,}"),
    ]
    return Section(
        "incremental",
        "Incremental load",
        [
            (
                "The 25 core tables from the sandbox, without simulated latency; whole processes"
                f" (with nothing new, {cpu:.1f} CPU seconds of the loader). Rows written are the"
                " rows that Postgres counts as inserted, updated and deleted in the raw tables."
            ),
            "",
            *table(("load", "seconds", "records changed", "rows written"), rows),
        ],
        [
            Ratio(
                "requests / resource, nothing new", sum(requested.values()) / sources, "at most", 1
            ),
            Ratio(
                "most requests for one resource", max(requested.values()), "at most", 1, check=False
            ),
            Ratio("rows written / records changed", written / changed, "at most", 1),
            Ratio("nothing new", wall.median, "at most", 10, " s", check=False),
        ],
    )


def _requested(url: str) -> dict[str, int]:
    """Requests by path, without the token's."""
    found: dict[str, int] = {}
    log: dict[str, Any] = requests.get(f"{url}/sandbox/requests", timeout=60).json()
    for request in log["requests"]:
        if "/connect/" not in request["path"]:
            found[request["path"]] = found.get(request["path"], 0) + 1
    return found


def _change(cursor: Cursor, url: str) -> int:
    """Change 1 % of the big resources; return the number of records."""
    total = 0
    for name in _CHANGED:
        cursor.execute(
            f"select st_id from {RAW_SCHEMA}.raw_st_{name} where deleted_at is null"
            f" and mod(st_id, {_CHANGED_SHARE}) = 0"
        )
        keys = [key for (key,) in cursor.fetchall()]
        response = requests.post(
            f"{url}/sandbox/tenant/{credentials.TENANT_ID}/touch",
            json={"resource": name, "keys": keys},
            timeout=60,
        )
        response.raise_for_status()
        total += len(keys)
    return total


def _written(cursor: Cursor) -> dict[str, int]:
    cursor.execute("select pg_stat_force_next_flush(), pg_sleep(1)")
    cursor.execute("select pg_stat_clear_snapshot()")
    cursor.execute(
        "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_user_tables"
        " where schemaname = %s and starts_with(relname, 'raw_st_')",
        (RAW_SCHEMA,),
    )
    return dict(cursor.fetchall())
