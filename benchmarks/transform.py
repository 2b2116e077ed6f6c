"""What an incremental transform and a full refresh cost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from psycopg2.extensions import cursor as Cursor

from benchmarks import earlier, generated_rows
from benchmarks.bench import DBT_SCHEMA, Bench
from benchmarks.measure import Run, pairwise, spread
from benchmarks.report import Ratio, Section, table

_BY_HAND = "bench_by_hand"


def measure(bench: Bench) -> Section:
    """Make the same changes, in turns, in two warehouses, one ten times as large."""
    demo = _Warehouse(bench, _DEMO_JOBS)
    demo.begin(bench.options.rounds)
    whole = earlier.compare(bench, demo.jobs, demo.build)
    demo.end()

    most = bench.options.jobs
    both = [_Warehouse(bench, jobs) for jobs in (most // 10, most)]
    # In the large one rounds would take minutes more, and its ratio is the better one.
    for warehouse, rounds in zip(both, (min(bench.options.rounds, 3), 0), strict=True):
        warehouse.begin(rounds)
    for number in range(bench.options.rounds):
        for what in _CHANGES:
            for warehouse in both:
                warehouse.change(what, number)
        bench.say(f"{number + 1}: {', '.join(w.last(_ROWS_CHANGED) for w in both)}")
    for warehouse in both:
        warehouse.end()
    section = _section(demo, *both)
    return replace(section, ratios=[*section.ratios, *whole[0]], lines=[*section.lines, *whole[1]])


def _section(demo: _Warehouse, little: _Warehouse, much: _Warehouse) -> Section:
    ratios = {what: pairwise(much.seconds[what], little.seconds[what]) for what in _CHANGES}
    read = pairwise(much.rows_read[_ROWS_CHANGED], little.rows_read[_ROWS_CHANGED])
    # Without the first full refresh, which had no old table to replace.
    times, demo_times = (
        pairwise(each.seconds[_FULL][1:], each.seconds[_HAND]) for each in (little, demo)
    )
    scaling = [
        (
            what,
            *(f"{spread(warehouse.seconds[what]).median:.2f}" for warehouse in (little, much)),
            f"{ratio:.2f}",
            *(f"{spread(warehouse.rows_read[what]).median:,.0f}" for warehouse in (little, much)),
        )
        for what, ratio in ratios.items()
    ]
    building = [
        (
            f"{each.jobs:,} jobs, {each.rows:,} raw rows",
            f"{spread(each.seconds[_FULL]).median:.2f}",
            f"{spread(each.seconds[_HAND]).median:.2f}" if _HAND in each.seconds else "",
        )
        for each in (demo, little, much)
    ]
    return Section(
        "transform",
        "Transform",
        [
            (
                f"Two warehouses with {little.jobs:,} jobs ({little.rows:,} raw rows) and"
                f" {much.jobs:,} jobs ({much.rows:,}), filled by SQL. Seconds are the execution"
                " times that dbt reports for all models, on one thread; medians, in turns. Rows"
                " read are what Postgres counts for all scans and indexes of raw tables, st_"
                " tables and marts."
            ),
            "",
            *table(
                (
                    "run", f"{little.jobs:,} jobs", f"{much.jobs:,} jobs", "ratio",
                    "rows read", f"of {much.jobs:,} jobs",
                ),
                scaling,
            ),
            "",
            (
                f"Full refresh, in seconds. `make demo` has {demo.jobs:,} jobs, where dbt's 50 ms"
                " for each model still show. By hand is `create table as` with each model's"
                " compiled SQL, then the same key and indexes. A full refresh also checks the"
                " columns against the contract, declares them not null, keeps `local_created_at`,"
                " counts what it wrote, analyzes, writes the descriptions into the database and"
                " swaps the tables."
            ),
            "",
            *table(("warehouse", "full refresh", "the same SQL by hand"), building),
        ],
        [
            Ratio(
                f"{generated_rows.CHANGED:,} changed rows, ten times the warehouse",
                ratios[_ROWS_CHANGED],
                "at most",
                1.25,
            ),
            Ratio("rows read for them, ten times the warehouse", read, "at most", 1.25),
            Ratio(f"full refresh / its SQL by hand, {little.jobs:,} jobs", times, "at most", 2),
            Ratio(f"the same, {demo.jobs:,} jobs", demo_times, "reported"),
        ],
    )  # fmt: skip


# As in `make demo`.
_DEMO_JOBS = 20_000

_FULL = "full refresh"
_HAND = "the same SQL by hand"
_NOTHING = "nothing changed"
_ROWS_CHANGED = f"{generated_rows.CHANGED:,} rows changed in 8 tables"
_SAME = f"{generated_rows.CHANGED:,} rows merged again, unchanged"
_RENAMED = "a customer renamed"


class _Warehouse:
    """A database with raw tables of ``jobs`` jobs, and dbt runs in it."""

    def __init__(self, bench: Bench, jobs: int) -> None:
        self.jobs = jobs
        self.rows = 0
        # By kind of run: one value for each round.
        self.seconds: dict[str, list[float]] = {}
        self.rows_read: dict[str, list[float]] = {}
        self._bench = bench
        self._database = f"transform_{jobs}"
        self._environ = bench.environ(self._database)
        self._target = Path(self._environ["DBT_TARGET_PATH"])

    def last(self, what: str) -> str:
        """The last round's seconds, for the progress line."""
        return f"{self.seconds[what][-1]:.2f} s"

    def begin(self, rounds: int) -> None:
        """Fill the raw tables and build the models, then in rounds against the same SQL by hand."""
        self._bench.fresh_database(self._database)
        self._bench.say(f"making {self.jobs:,} jobs")
        with self._cursor() as cursor:
            self.rows = generated_rows.make(cursor, self.jobs)
            self.seconds[_FULL] = [self._run("--full-refresh")]
            for number in range(rounds):
                cursor.execute("checkpoint")
                self.seconds[_FULL].append(self._run("--full-refresh"))
                cursor.execute("checkpoint")
                self.seconds.setdefault(_HAND, []).append(self._by_hand(cursor))
                self._bench.say(
                    f"{number + 1}: full refresh {self.last(_FULL)}, by hand {self.last(_HAND)}"
                )
            cursor.execute("vacuum analyze")
        self._run()

    def change(self, what: str, number: int) -> None:
        """Change the raw tables and run the models."""
        with self._cursor() as cursor:
            _CHANGES[what](cursor, self.jobs, number)
            before = _rows_read(cursor)
            self.seconds.setdefault(what, []).append(self._run())
            self.rows_read.setdefault(what, []).append(_rows_read(cursor) - before)

    def build(self) -> Run:
        """Time the whole transform, ``dbt build`` with its tests."""
        return self._bench.run("loader.transform", "--quiet", "build", environ=self._environ)

    def end(self) -> None:
        """Drop the database to free its disk space."""
        self._bench.drop_database(self._database)

    @contextmanager
    def _cursor(self) -> Iterator[Cursor]:
        with self._bench.database(self._database) as connection, connection.cursor() as cursor:
            yield cursor

    def _run(self, *arguments: str) -> float:
        self._bench.run(
            "loader.transform", "--quiet", "run", "--threads", "1", *arguments,
            environ=self._environ,
        )  # fmt: skip
        results = json.loads((self._target / "run_results.json").read_text(encoding="utf-8"))
        return sum(
            float(result["execution_time"])
            for result in results["results"]
            if result["unique_id"].startswith("model.")
        )

    def _by_hand(self, cursor: Cursor) -> float:
        """Run ``create table as`` with each model's compiled SQL, and create its indexes."""
        self._bench.run("loader.transform", "--quiet", "compile", environ=self._environ)
        built = _tables(cursor)
        compiled = (self._target / "compiled").rglob("models/**/*.sql")
        models = sorted(file for file in compiled if file.stem in built)
        cursor.execute(f"create schema {_BY_HAND}")
        began = time.monotonic()
        for model in models:
            sql = model.read_text(encoding="utf-8")
            cursor.execute(f"create table {_BY_HAND}.{model.stem} as {sql}")
            for index in _indexes(cursor, model.stem):
                cursor.execute(index)
        seconds = time.monotonic() - began
        cursor.execute(f"drop schema {_BY_HAND} cascade")
        return seconds


def _rows_read(cursor: Cursor) -> float:
    """The rows that scans and indexes have read so far, once all other backends have reported."""
    for _ in range(100):
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and backend_type in ('client backend', 'parallel worker')"
            " and pid <> pg_backend_pid()"
        )
        if not (cursor.fetchone() or (0,))[0]:
            break
        time.sleep(0.05)
    cursor.execute("select pg_stat_force_next_flush()")
    cursor.execute(
        "select coalesce((select sum(seq_tup_read) from pg_stat_user_tables), 0)"
        " + coalesce((select sum(idx_tup_read) from pg_stat_user_indexes), 0)"
    )
    return float((cursor.fetchone() or (0,))[0])


def _tables(cursor: Cursor) -> set[str]:
    """The names of the models that are tables: the st_ tables and the marts, without the views."""
    cursor.execute("select tablename from pg_tables where schemaname = %s", (DBT_SCHEMA,))
    return {name for (name,) in cursor.fetchall()}


def _indexes(cursor: Cursor, name: str) -> Sequence[str]:
    cursor.execute(
        "select indexdef from pg_indexes where schemaname = %s and tablename = %s",
        (DBT_SCHEMA, name),
    )
    return [
        definition.replace(f" {DBT_SCHEMA}.", f" {_BY_HAND}.")
        for (definition,) in cursor.fetchall()
    ]


_CHANGES: dict[str, Callable[[Cursor, int, int], None]] = {
    _NOTHING: generated_rows.change_nothing,
    _ROWS_CHANGED: generated_rows.change,
    _SAME: generated_rows.touch,
    _RENAMED: generated_rows.rename_customer,
}
