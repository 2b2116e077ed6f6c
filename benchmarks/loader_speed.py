"""The loader, from HTTP to committed rows, against three baselines."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from benchmarks import profile
from benchmarks.bench import RAW_SCHEMA, Bench, serving
from benchmarks.measure import Run, pairwise, spread
from benchmarks.report import Ratio, Section, table
from loader import catalogue
from loader.catalogue import Column, Endpoint, Source, Sum
from loader.catalogue.columns import NEVER_IS_NULL
from loader.warehouse import tables

_HAND_WRITTEN = "benchmarks.baselines.hand_written"
_REST_API = "benchmarks.baselines.rest_api"
# rest_api_source gets a tenth of the records; all of them would take most of the time.
_REST_API_SHARE = 10

# Each way of loading, and what RESULTS.md calls it.
_TITLES = {
    "loader": "loader: `loader load`",
    "hand_written": "hand_written: orjson, Python, COPY, one upsert for each table",
    "copy_and_upsert": "copy_and_upsert: its COPY and upserts alone, from files",
    "rest_api": "rest_api: dlt's `rest_api_source` ({fewer:,} records)",
}


def measure(bench: Bench) -> Section:
    """Run the loader and its three baselines in turns."""
    spec = bench.folder / "spec.json"
    spec.write_text(json.dumps([describe(e) for e in catalogue.select()]), encoding="utf-8")
    rendered = bench.folder / "rendered"
    rendered.mkdir(exist_ok=True)
    records, fewer = bench.options.records, bench.options.records // _REST_API_SHARE
    runs: dict[str, list[Run]] = {name: [] for name in _TITLES}
    with (
        serving("benchmarks.pages", "--records", str(records)) as url,
        serving("benchmarks.pages", "--records", str(fewer)) as small_url,
    ):
        environ = bench.environ("speed")
        ways: dict[str, Callable[[], Run]] = {
            "loader": lambda: bench.load("speed", url),
            "hand_written": lambda: bench.run(
                _HAND_WRITTEN, "load", str(spec), url, environ=environ
            ),
            "copy_and_upsert": lambda: bench.run(
                _HAND_WRITTEN, "copy_and_upsert", str(spec), str(rendered), environ=environ
            ),
            "rest_api": lambda: _rest_api(bench, str(spec), small_url),
        }
        bench.run(_HAND_WRITTEN, "render", str(spec), url, str(rendered), environ=environ)
        contents: dict[str, str] = {}
        for number in range(bench.options.rounds):
            for name, way in ways.items():
                _prepare(bench)
                runs[name].append(way())
                last = runs[name][-1]
                bench.say(f"{number + 1}: {name:16}{last.wall:6.1f} s, {last.cpu:6.1f} s of CPU")
                if number == 0 and name != "rest_api":
                    contents[name] = _contents(bench)
        if len(set(contents.values())) > 1:
            raise RuntimeError(f"the ways did not load the same rows: {contents}")
        _prepare(bench)
        where = profile.of_load(bench, "speed", url)
    shutil.rmtree(rendered)
    bench.drop_database("speed")
    return _section(runs, records, fewer, where)


def describe(endpoint: Endpoint) -> dict[str, Any]:
    """A table's description for the baselines, as JSON values."""
    key = [c for c in endpoint.all_columns if c.name in endpoint.key]
    return {
        "table": endpoint.table,
        "key": list(endpoint.primary_key),
        "fields_of_key": [c.fields[0] for c in key],
        "constants": list(endpoint.static_columns),
        "columns": [_column(column) for column in endpoint.all_columns],
        "inactive_means_deleted": endpoint.inactive_means_deleted,
        "sources": [_source(source) for source in endpoint.sources],
    }


def _column(column: Column | Sum) -> tuple[str, str, list[str]]:
    if isinstance(column, Sum):
        return column.name, "sum", list(column.fields)
    kinds = {"timestamptz": "instant", "date": "date"}
    kind = "instant_or_never" if column.name in NEVER_IS_NULL else kinds.get(column.type, "plain")
    return column.name, kind, list(column.path)


def _source(source: Source) -> dict[str, Any]:
    operation = source.export_operation or source.list_operation
    assert operation is not None  # noqa: S101 (every source has one)
    is_feed = source.feed is not None
    return {
        "path": operation.path.replace("{tenant}", "1"),
        "params": dict(source.export_params if is_feed else source.list_params),
        "is_feed": is_feed,
        "constants": list(source.static_fields.values()),
    }


def _prepare(bench: Bench) -> None:
    """Create the same empty tables, keys and indexes for every way."""
    bench.fresh_database("speed")
    with bench.database("speed") as connection, connection.cursor() as cursor:
        cursor.execute("begin")
        tables.ensure_schema(cursor, RAW_SCHEMA, catalogue.select())
        cursor.execute("commit")
        cursor.execute(f"alter database speed set search_path = {RAW_SCHEMA}")


def _rest_api(bench: Bench, spec: str, url: str) -> Run:
    folder = bench.folder / "rest_api"
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
    run = bench.run(_REST_API, spec, url, str(folder), environ=bench.environ("speed"))
    seconds = re.search(r"seconds=([\d.]+)", run.printed)
    if seconds is None:
        raise RuntimeError("rest_api_source did not say how long it took")
    return Run(float(seconds[1]), run.client, run.server, run.peak, run.printed)


def _contents(bench: Bench) -> str:
    """A hash of every table, without the columns that say when and by which load."""
    found = []
    with bench.database("speed") as connection, connection.cursor() as cursor:
        for endpoint in catalogue.select():
            columns = [*tables.columns(endpoint)]
            names = ", ".join(
                f'"{name}"'
                for name in columns
                if name not in ("fetched_at", "deleted_at", "_dlt_load_id")
            )
            cursor.execute(
                f"select count(*), sum(hash_record_extended(row({names}), 0)::numeric),"
                f" count(deleted_at) from {RAW_SCHEMA}.{endpoint.table}"
            )
            found.append(f"{endpoint.name} {cursor.fetchone()}")
    return "\n".join(found)


def _section(runs: dict[str, list[Run]], records: int, fewer: int, where: list[str]) -> Section:
    loaded = dict.fromkeys(runs, records) | {"rest_api": fewer}
    rows = []
    for name, measured in runs.items():
        wall = spread([run.wall for run in measured])
        rows.append(
            (
                _TITLES[name].format(fewer=fewer),
                f"{loaded[name] / wall.median:,.0f}",
                f"{wall.median:.1f} ({wall.least:.1f} to {wall.most:.1f})",
                f"{1e6 * spread([run.client for run in measured]).median / loaded[name]:.0f}",
                f"{1e6 * spread([run.server for run in measured]).median / loaded[name]:.0f}",
                f"{spread([run.peak for run in measured]).median:.0f}",
            )
        )
    speed = {name: [loaded[name] / run.wall for run in rs] for name, rs in runs.items()}
    cost = {name: [run.cpu / loaded[name] for run in rs] for name, rs in runs.items()}
    return Section(
        "loader",
        "Loader, end to end",
        [
            (
                f"{records:,} records of the 25 core tables, over HTTP into empty tables with the"
                " same keys and indexes. The benchmark checks that all ways but rest_api store the"
                " same rows. Times are those of whole processes, Python's start included, and for"
                " rest_api of `pipeline.run` alone. copy_and_upsert is the database's part of"
                " hand_written, from files: one connection, one table after the other. The loader"
                " can beat it, because it upserts two tables at once while it reads."
            ),
            "",
            *table(("way", "rows/s", "seconds", "client µs/row", "server µs/row", "peak MB"), rows),
            "",
            *where,
        ],
        [
            Ratio(
                "loader / hand_written",
                pairwise(speed["loader"], speed["hand_written"]),
                "at least",
                2,
            ),
            Ratio("loader / rest_api", pairwise(speed["loader"], speed["rest_api"]), "at least", 8),
            Ratio(
                "loader / copy_and_upsert",
                pairwise(speed["loader"], speed["copy_and_upsert"]),
                "reported",
            ),
            Ratio(
                "hand_written / loader, CPU",
                pairwise(cost["hand_written"], cost["loader"]),
                "reported",
            ),
        ],
    )
