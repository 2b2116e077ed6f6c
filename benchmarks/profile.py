"""Where a load's time goes: samples of the Python process and of Postgres' statements."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.bench import Bench, api_variables
from benchmarks.report import table
from loader.config import PROJECT_ROOT

_PER_SECOND = 250
_MOST = 12

# Stage, and what a stack of it contains; the first match counts.
STAGES = (
    ("importing modules", "_find_and_load"),
    ("HTTP, splitting the page", "loader/api/client.py"),
    ("record metadata: instants, unknown fields", "loader/extract/record_metadata.py"),
    ("writing staged files", "loader/staging/staged_files.py"),
    ("dlt: opening, restoring state", "StagingPipeline.open"),
    ("merge, tables, state, lock", "loader/warehouse/"),
    ("dlt: load packages", "StagingPipeline.load"),
    ("dlt: load packages", "(dlt/"),
)


def of_load(bench: Bench, database: str, url: str) -> list[str]:
    """Profile one load; Markdown lines."""
    samples = bench.folder / "samples.txt"
    environ = bench.environ(database, **api_variables(url))
    command = [
        str(Path(sysconfig.get_path("scripts")) / "py-spy"), "record", "--format", "raw",
        "--rate", str(_PER_SECOND), "--nonblocking", "--output", str(samples), "--",
        sys.executable, "-m", "loader", "load", "--quiet",
    ]  # fmt: skip
    if shutil.which(command[0]) is None:
        return ["No profile: py-spy is not installed."]
    sampler = _StatementSampler(bench, database)
    process = subprocess.run(
        command, cwd=PROJECT_ROOT, env=environ, capture_output=True, text=True, check=False
    )
    sampler.stop()
    if process.returncode or not samples.exists():
        return [f"No profile: py-spy ended with {process.returncode}."]
    stacks = list(_stacks(samples.read_text(encoding="utf-8")))
    return [
        "### Where the time goes",
        "",
        (
            "Seconds in which the loader's threads were busy, and seconds in which Postgres"
            " connections were (two can be busy at once), sampled in a load of their own."
        ),
        "",
        *table(("in Python, by stage", "seconds"), _rows(_by_stage(stacks), 1 / _PER_SECOND)),
        "",
        *table(("in Python, by function", "seconds"), _rows(_by_function(stacks), 1 / _PER_SECOND)),
        "",
        *table(("in Postgres", "seconds"), _rows(sampler.seconds, 1.0)),
    ]


Stack = tuple[list[str], int]


def _stacks(text: str) -> Iterable[Stack]:
    for line in text.splitlines():
        frames, _, count = line.rpartition(" ")
        if frames:
            yield [_short(frame) for frame in frames.split(";")], int(count)


def _short(frame: str) -> str:
    """A frame without the machine's paths."""
    name, _, place = frame.rpartition(" (")
    for root in (str(PROJECT_ROOT), sysconfig.get_path("purelib"), sysconfig.get_path("stdlib")):
        place = place.removeprefix(f"{root}/")
    file = place.rstrip(")").rpartition(":")[0] or place.rstrip(")")
    return f"{name} ({file})"


def _by_stage(stacks: Iterable[Stack]) -> Counter[str]:
    found: Counter[str] = Counter()
    for frames, count in stacks:
        found[_stage(frames)] += count
    return found


def _stage(frames: list[str]) -> str:
    text = ";".join(frames)
    return next((stage for stage, mark in STAGES if mark in text), "other")


def _by_function(stacks: Iterable[Stack]) -> Counter[str]:
    found: Counter[str] = Counter()
    for frames, count in stacks:
        if "_find_and_load" not in ";".join(frames):
            found[f"`{frames[-1]}`"] += count
    return found


def _rows(counter: Counter[str], unit: float) -> list[tuple[str, str]]:
    return [(name, f"{count * unit:.2f}") for name, count in counter.most_common(_MOST)]


class _StatementSampler:
    """Samples the statements that run in a database, every 10 ms, in a thread."""

    _EVERY = 0.01
    # How a statement begins, and what it is for.
    _KINDS = (
        ("copy", "COPY into a staging table"),
        ("with written", "cast and upsert"),
        ("insert into", "other inserts"),
        ("truncate", "truncating staging tables"),
        ("commit", "commit"),
        ("create", "creating tables"),
        ("set local", "statistics"),
    )

    def __init__(self, bench: Bench, database: str) -> None:
        self.seconds: Counter[str] = Counter()
        self._bench = bench
        self._database = database
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop sampling."""
        self._ended.set()
        self._thread.join()

    def _sample(self) -> None:
        with self._bench.database("postgres") as connection, connection.cursor() as cursor:
            before = time.monotonic()
            while not self._ended.wait(self._EVERY):
                cursor.execute(
                    "select lower(left(ltrim(query, E' \\n'), 40)) from pg_stat_activity"
                    " where state = 'active' and datname = %s",
                    (self._database,),
                )
                now = time.monotonic()
                for (query,) in cursor.fetchall():
                    self.seconds[self._kind(query)] += now - before  # type: ignore[assignment]
                before = now

    def _kind(self, query: str) -> str:
        for start, kind in self._KINDS:
            if query.startswith(start):
                return kind
        return "other"
