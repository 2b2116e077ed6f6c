"""The loader from HTTP to committed rows, beside two other loaders and what no loader can beat."""

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
# rest_api_source is given fewer records: it would take most of the time.
_SHARE_OF_B = 10


def measure(bench: Bench) -> Section:
    """Interleaved rounds of: ours, by hand, the floor, and rest_api_source."""
    spec = bench.folder / "spec.json"
    spec.write_text(json.dumps([describe(e) for e in catalogue.select()]), encoding="utf-8")
    rendered = bench.folder / "rendered"
    rendered.mkdir(exist_ok=True)
    records, fewer = bench.options.records, bench.options.records // _SHARE_OF_B
    runs: dict[str, list[Run]] = {"ours": [], "by hand": [], "floor": [], "rest_api": []}
    with (
        serving("benchmarks.pages", "--records", str(records)) as url,
        serving("benchmarks.pages", "--records", str(fewer)) as small_url,
    ):
        environ = bench.environ("speed")
        ways: dict[str, Callable[[], Run]] = {
            "ours": lambda: bench.load("speed", url),
            "by hand": lambda: bench.run(_HAND_WRITTEN, "load", str(spec), url, environ=environ),
            "floor": lambda: bench.run(
                _HAND_WRITTEN, "floor", str(spec), str(rendered), environ=environ
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
                bench.say(f"{number + 1}: {name:9}{last.wall:6.1f} s, {last.cpu:6.1f} s of CPU")
                if number == 0 and name != "rest_api":
                    contents[name] = _contents(bench)
        if len(set(contents.values())) > 1:
            raise RuntimeError(f"the ways do not load the same rows: {contents}")
        _prepare(bench)
        where = profile.of_load(bench, "speed", url)
    shutil.rmtree(rendered)
    bench.drop_database("speed")
    return _section(runs, records, fewer, where)


def describe(endpoint: Endpoint) -> dict[str, Any]:
    """What the yardsticks are told about a table, as JSON."""
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
    kinds = {"timestamptz": "moment", "date": "date"}
    kind = "stamp" if column.name in NEVER_IS_NULL else kinds.get(column.type, "plain")
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
    """Empty tables, keys and indexes: the same for everyone."""
    bench.fresh_database("speed")
    with bench.database("speed") as connection, connection.cursor() as cursor:
        cursor.execute("begin")
        tables.ensure(cursor, RAW_SCHEMA, catalogue.select())
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
    """A sum over every row of every table, without the columns that tell when and by whom."""
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
    names = {
        "ours": "`loader load`",
        "by hand": "A: by hand (orjson, Python, COPY, one upsert)",
        "floor": "floor: COPY and upsert of rows rendered before",
        "rest_api": f"B: dlt's `rest_api_source` ({fewer:,} records)",
    }
    rows = []
    for name, measured in runs.items():
        wall = spread([run.wall for run in measured])
        rows.append(
            (
                names[name],
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
                f"{records:,} records of the 25 core tables, over HTTP into empty tables"
                " with the same keys and indexes; all ways but B store the same rows, which is"
                " checked. Whole processes, Python's start included; of B only `pipeline.run`."
            ),
            "",
            *table(("way", "rows/s", "seconds", "client µs/row", "server µs/row", "peak MB"), rows),
            "",
            *where,
        ],
        [
            Ratio("loader / by hand", pairwise(speed["ours"], speed["by hand"]), "at least", 2),
            Ratio("loader / rest_api", pairwise(speed["ours"], speed["rest_api"]), "at least", 8),
            Ratio("loader / floor", pairwise(speed["ours"], speed["floor"]), "reported"),
            Ratio(
                "by hand / loader, CPU",
                pairwise(cost["by hand"], cost["ours"]),
                "reported",
            ),
        ],
    )
