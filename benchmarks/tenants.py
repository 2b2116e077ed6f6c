"""A cycle of many tenants with nothing new, against a command for each of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from statistics import median

import psutil

from benchmarks.bench import Bench, api_variables, serving
from benchmarks.measure import Run, spread
from benchmarks.report import Ratio, Section, table
from sandbox import credentials

_FIRST_ID = 500_001
_DATABASE = "tenants"
# The smallest tenants that the sandbox makes: 900 records.
_SCALE = 0
# Single commands: so many are run, and the others' cost is taken to be the same.
_SAMPLE = 12
_SAMPLE_SECONDS = 0.1


@dataclass
class _Watch:
    """What was seen while a command ran.

    Attributes:
        connections: The most connections to its database.
        memory: Bytes of all its workers together, in the order of time.
    """

    connections: int = 0
    memory: list[int] = field(default_factory=list)

    def growth(self, tenants: int) -> float:
        """Megabytes that the workers have grown by for each tenant.

        From the second tenth of the run, when all workers have loaded somebody, to its last.
        """
        tenth = len(self.memory) // 10
        early, late = self.memory[tenth : 2 * tenth], self.memory[-tenth:]
        return (median(late) - median(early)) / 1e6 / (0.8 * tenants)


def measure(bench: Bench) -> Section:
    """Load all once, then in rounds with nothing new; then some of them with a command each."""
    count = bench.options.tenants
    ids = range(_FIRST_ID, _FIRST_ID + count)
    file = bench.folder / "tenants.toml"
    file.write_text(
        "".join(f'[t{one}]\ntenant_id = {one}\ntimezone = "UTC"\n' for one in ids),
        encoding="utf-8",
    )
    own = {
        f"{name}_{one}": value
        for one in ids
        for name, value in zip(
            ("SERVICETITAN_CLIENT_ID", "SERVICETITAN_CLIENT_SECRET"),
            credentials.client_of(one),
            strict=True,
        )
    }
    options = ("--port", "0", "--scale", str(_SCALE), "--tenant", str(_FIRST_ID))
    with serving("sandbox", *options, "--tenants", str(count)) as url:
        bench.fresh_database(_DATABASE)
        environ = bench.environ(
            _DATABASE,
            **api_variables(url),
            **own,
            SERVICETITAN_APP_KEY=credentials.APP_KEY,
            SERVICETITAN_RATE_LIMIT="10000",
            SERVICETITAN_TENANTS_FILE=str(file),
        )
        first = bench.run("loader", "load", "--quiet", environ=environ)
        bench.say(f"first loads of {count} tenants {first.wall:.0f} s")
        cycles: list[Run] = []
        watches: list[_Watch] = []
        for number in range(bench.options.rounds):
            with _watching(bench) as watch:
                cycles.append(bench.run("loader", "load", "--quiet", environ=environ))
            watches.append(watch)
            bench.say(f"{number + 1}: nothing new {cycles[-1].wall:.0f} s")
        singles = [
            bench.run("loader", "load", "--quiet", "--tenant", str(one), environ=environ)
            for one in ids[:: max(1, count // _SAMPLE)]
        ]
        status = bench.run("loader", "status", environ=environ)
    bench.drop_database(_DATABASE)
    return _section(count, first, cycles, watches, singles, status)


def _section(
    count: int,
    first: Run,
    cycles: list[Run],
    watches: list[_Watch],
    singles: list[Run],
    status: Run,
) -> Section:
    wall = spread([run.wall for run in cycles])
    single = spread([run.wall for run in singles]).median
    single_client = spread([run.client for run in singles]).median
    client = spread([run.client for run in cycles]).median
    rows = [
        _row(f"first loads of {count} tenants, one command", [first], count),
        _row(f"nothing new for {count} tenants, one command", cycles, count),
        _row("nothing new for one tenant, a command of its own", singles, 1),
        (
            f"the same {count} times, one after the other (extrapolated)",
            f"{single * count:.0f}",
            f"{single_client:.2f}",
            f"{spread([run.server for run in singles]).median:.2f}",
        ),
        _row(f"`status` of {count} tenants", [status], count),
    ]
    return Section(
        "tenants",
        "Many tenants",
        [
            (
                f"{count} tenants of the sandbox with 25 tables and 900 records each, without"
                f" simulated latency. Of the single commands, {len(singles)} were run. CPU seconds"
                " are those of one tenant."
            ),
            "",
            *table(("command", "seconds", "CPU, client", "CPU, server"), rows),
        ],
        [
            Ratio(
                "client CPU of a tenant: one of many / a command of its own",
                client / count / single_client,
                "at most",
                0.5,
            ),
            Ratio("a cycle with nothing new", wall.median, "at most", 180, " s", check=False),
            Ratio(
                "connections at once",
                max(watch.connections for watch in watches),
                "at most",
                19,
                check=False,
            ),
            Ratio(
                "memory of all workers, growth for each tenant",
                max(watch.growth(count) for watch in watches),
                "at most",
                1,
                " MB",
                check=False,
            ),
            Ratio("`status`", status.wall, "at most", 2, " s", check=False),
        ],
    )


def _row(what: str, runs: list[Run], count: int) -> tuple[str, ...]:
    wall = spread([run.wall for run in runs]).median
    client = spread([run.client for run in runs]).median / count
    server = spread([run.server for run in runs]).median / count
    return what, f"{wall:.1f}", f"{client:.2f}", f"{server:.2f}"


@contextmanager
def _watching(bench: Bench) -> Iterator[_Watch]:
    """Look at the command that runs meanwhile, ten times a second."""
    watch = _Watch()
    ended = threading.Event()

    def look() -> None:
        with bench.database(_DATABASE) as connection, connection.cursor() as cursor:
            while not ended.wait(_SAMPLE_SECONDS):
                cursor.execute(
                    "select count(*) from pg_stat_activity"
                    " where application_name like 'servicetitan%'"
                )
                watch.connections = max(watch.connections, (cursor.fetchone() or (0,))[0])
                if memory := _memory_of_workers():
                    watch.memory.append(memory)

    thread = threading.Thread(target=look, name="watch")
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        thread.join()
        time.sleep(_SAMPLE_SECONDS)


def _memory_of_workers() -> int:
    total = 0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if "spawn_main" in " ".join(process.cmdline()):
                total += process.memory_info().rss
    return total
