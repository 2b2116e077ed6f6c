"""An incremental transform costs what changed; a full refresh little more than its SQL."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from psycopg2.extensions import cursor as Cursor

from benchmarks import made_rows
from benchmarks.bench import DBT_SCHEMA, Bench
from benchmarks.measure import pairwise, spread
from benchmarks.report import Ratio, Section, table

_BY_HAND = "bench_by_hand"


def measure(bench: Bench) -> Section:
    """Two warehouses, one ten times the other, and the same changes in both, in turns."""
    most = bench.options.jobs
    both = [_Warehouse(bench, jobs) for jobs in (most // 10, most)]
    for warehouse in both:
        warehouse.begin()
    for number in range(bench.options.rounds):
        for what in _CHANGES:
            for warehouse in both:
                warehouse.change(what, number)
        bench.say(
            f"{number + 1}: {', '.join(f'{w.seconds[_ROWS_CHANGED][-1]:.2f} s' for w in both)}"
        )
    for warehouse in both:
        warehouse.end()
    little, much = (warehouse.seconds for warehouse in both)
    ratios = {what: pairwise(much[what], little[what]) for what in little}
    rows = [
        (
            what,
            *(f"{spread(seconds[what]).median:.2f}" for seconds in (little, much)),
            f"{ratio:.2f}",
        )
        for what, ratio in ratios.items()
    ]
    return Section(
        "transform",
        "Transform",
        [
            (
                "Seconds of model time (what dbt reports for each model, on one thread) in two"
                " warehouses, one ten times as large; the rows are made by SQL."
            ),
            "",
            *table(("run", f"{most // 10:,} jobs", f"{most:,} jobs", "ratio"), rows),
        ],
        [
            Ratio(
                f"{made_rows.CHANGED:,} changed rows, ten times the warehouse",
                ratios[_ROWS_CHANGED],
                "at most",
                1.25,
            ),
            Ratio(
                "full refresh / its SQL by hand", pairwise(much[_FULL], much[_HAND]), "at most", 2
            ),
        ],
    )


_FULL = "full refresh"
_HAND = "the same SQL by hand"
_NOTHING = "nothing changed"
_ROWS_CHANGED = f"{made_rows.CHANGED:,} rows changed in 5 tables"
_SAME = f"{made_rows.CHANGED:,} rows arrived again, unchanged"
_RENAMED = "a customer renamed"


class _Warehouse:
    """Raw tables with so many jobs, and dbt run on them."""

    def __init__(self, bench: Bench, jobs: int) -> None:
        self._bench = bench
        self._jobs = jobs
        self._database = f"transform_{jobs}"
        self._environ = bench.environ(self._database)
        self._target = Path(self._environ["DBT_TARGET_PATH"])
        # By kind of run, a value for each round.
        self.seconds: dict[str, list[float]] = {}

    def begin(self) -> None:
        """Fill the raw tables, and build the models for the first time."""
        self._bench.fresh_database(self._database)
        self._bench.say(f"making {self._jobs:,} jobs")
        with self._cursor() as cursor:
            made_rows.make(cursor, self._jobs)
            self.seconds[_FULL] = [self._run("--full-refresh")]
            cursor.execute("vacuum analyze")
            self.seconds[_HAND] = [self._by_hand(cursor)]
        self._run()

    def change(self, what: str, number: int) -> None:
        """Change the raw tables, and run the models."""
        with self._cursor() as cursor:
            _CHANGES[what](cursor, self._jobs, number)
        self.seconds.setdefault(what, []).append(self._run())

    def end(self) -> None:
        """Give the disk back."""
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
        """``create table as`` with each model's compiled SQL, and the indexes that dbt makes."""
        self._bench.run("loader.transform", "--quiet", "compile", environ=self._environ)
        models = sorted((self._target / "compiled").rglob("models/**/st_*.sql"))
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
    _NOTHING: made_rows.change_nothing,
    _ROWS_CHANGED: made_rows.change,
    _SAME: made_rows.touch,
    _RENAMED: made_rows.rename_customer,
}
