"""Starting, stopping and watching the embedded Postgres.

The rules that shape this file: every step can be killed and done again; two processes may start the
server at the same moment; the server belongs to nobody's process, and an ordinary start follows a
kill -9 of all of it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg2

from embedded_postgres import cluster, port
from embedded_postgres.place import OUTSIDE, Place, data_of, find, folder_of, name_of
from embedded_postgres.settings import Settings
from embedded_postgres.tuning import configuration
from loader.config import Warehouse
from loader.errors import WarehouseError

# Seconds for an answer; a start after a crash replays the log first.
_PATIENCE = 300
# Seconds in which the last children of a killed server are gone.
_STALE = 10
# Bytes of log above which a start begins a new one.
_LOG_LIMIT = 5_000_000


@dataclass(frozen=True)
class Status:
    """Whether the server runs, under which process id (None: not ours to see), and its folder."""

    running: bool
    pid: int | None
    folder: Path


def ensure(warehouse: Warehouse) -> None:
    """Start the embedded Postgres if it is the warehouse. No other server is touched."""
    if warehouse.embedded:
        start(Settings.of(warehouse))


def start(settings: Settings) -> None:
    """See to it that the server runs: create it the first time, do nothing if it runs already."""
    if not _answers(settings):
        with _lock(settings):
            if not _answers(settings):
                _start(settings)
    cluster.ensure_database(settings)


def stop(settings: Settings) -> bool:
    """Stop the server and return whether it ran. Its data stay."""
    with _lock(settings):
        if not (folder_of(settings.home) / "data").exists():
            return False
        place = find(settings.home)
        if not _runs(settings, place):
            return False
        for mode in ("fast", "immediate"):
            stopped = place.account.run(
                [place.programs / "pg_ctl", "stop", "-D", place.data, "-m", mode, "-w", "-t", "60"],
                cwd=place.folder,
            )
            if stopped.returncode == 0 or not _runs(settings, place):
                return True
        raise WarehouseError(
            f"The embedded Postgres in {place.folder} does not stop: {stopped.stdout.strip()}",
            f"What it says is in {place.log}.",
        )


def status(settings: Settings) -> Status:
    """Say whether the server runs. Nothing is started or changed."""
    folder = folder_of(settings.home)
    running = _answers(settings)
    return Status(running, _pid_file(folder / "data").pid if running else None, folder)


def remove(settings: Settings) -> None:
    """Stop the server and delete it with all its data."""
    stop(settings)
    folder = folder_of(settings.home)
    shutil.rmtree(folder)
    if folder != settings.home:
        shutil.rmtree(settings.home)
        with suppress(OSError):  # other checkouts' servers live there
            OUTSIDE.rmdir()


def _start(settings: Settings) -> None:
    place = find(settings.home)
    if not place.data.exists():
        cluster.create(settings, place)
    cluster.check(place)
    if _still_runs(settings, place):
        # Its starter was killed before the end of the start, or it replays its log, or stops.
        _await(settings, place)
        return
    if port.is_open(settings.port):
        raise port.taken(settings)
    cluster.write(
        place,
        "servicetitan.conf",
        configuration(place.data, settings.port, name_of(settings.home)),
    )
    if place.log.exists() and place.log.stat().st_size > _LOG_LIMIT:
        place.log.unlink()
    deadline = time.monotonic() + _STALE
    while True:
        begin = place.log.stat().st_size if place.log.exists() else 0
        started = place.account.run(
            [
                *(place.programs / "pg_ctl", "start", "-D", place.data, "-l", place.log),
                *("-w", "-t", str(_PATIENCE)),
            ],
            cwd=place.folder,
        )
        if started.returncode == 0:
            return
        said = _tail(place, begin) or started.stdout.strip()
        # The kernel may hold a killed server's shared memory a moment longer than its processes.
        if "shared memory block" not in said or time.monotonic() > deadline:
            raise WarehouseError(
                f"The embedded Postgres in {place.folder} does not start. It says:\n{said}\n",
                cluster.remedy(said, place),
            )
        time.sleep(0.2)


def _answers(settings: Settings) -> bool:
    """Whether this home's server answers at its port. Another one there is an error."""
    begin = time.monotonic()
    while port.is_open(settings.port):
        try:
            name = cluster.name_at(settings)
        except psycopg2.OperationalError as error:
            is_ours = _pid_file(folder_of(settings.home) / "data").serves(settings.port)
            if "the database system is" in str(error):
                patience = _PATIENCE  # ... starting up, in recovery, shutting down
            elif is_ours and "FATAL" not in str(error):
                patience = _STALE  # no answer but an end: it is being killed
            else:
                patience = 0
            if time.monotonic() - begin < patience:
                time.sleep(0.1)
            elif is_ours:
                raise cluster.refusal(settings, error) from None
            elif not _end_forsaken(settings) and port.is_open(settings.port):
                raise port.taken(settings) from None
        else:
            if name != name_of(settings.home):
                raise port.taken(settings)
            return True
    return False


def _await(settings: Settings, place: Place) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not _answers(settings):
        found = _pid_file(place.data)
        if found.port not in (None, settings.port):
            raise WarehouseError(
                f"The embedded Postgres of {settings.project} runs at port {found.port}, not"
                f" {settings.port}.",
                f"Stop it first (`make db-stop`), or set PGPORT={found.port}.",
            )
        if time.monotonic() > deadline or not _processes(settings):
            raise WarehouseError(
                f"The embedded Postgres in {place.folder} runs, but does not answer. It says:\n"
                f"{_tail(place, 0)}\n",
                "Start it once more.",
            )
        time.sleep(0.1)


def _still_runs(settings: Settings, place: Place) -> bool:
    """Whether the server of these data runs; if not, remove what a killed one left.

    Postgres would do that itself, but it takes any process of the same user whose number stands in
    the file, and any zombie, for its predecessor, and then never starts again.
    """
    deadline = time.monotonic() + _STALE
    while _processes(settings):
        if _runs(settings, place):
            return True
        if time.monotonic() > deadline:
            return False  # then Postgres is to decide, and to say what is in its way
        time.sleep(0.1)
    (place.data / "postmaster.pid").unlink(missing_ok=True)
    return False


def _runs(settings: Settings, place: Place) -> bool:
    """Whether the process that these data name as their server is one."""
    pid = _pid_file(place.data).pid
    return pid in [process.pid for process in _processes(settings)]


def _end_forsaken(settings: Settings) -> bool:
    """End a server whose folder was deleted under it; return whether there was one.

    It may be about to end by itself, and its port be closed before its processes are gone.
    """
    if any(data.exists() for data in data_of(settings.home)):
        return False
    processes = _processes(settings)
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes, timeout=_STALE)
    return bool(processes)


def _processes(settings: Settings) -> list[psutil.Process]:
    """The living processes of this home's server.

    They are known by their command lines: the server's own names the data directory, its children's
    begin with the cluster's name. Those can be read even in a container, where root may not look
    into the processes of another account.
    """
    data = {str(path) for path in data_of(settings.home)}
    child = f"postgres: {name_of(settings.home)}: "
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        command = process.info["cmdline"] or [""]
        is_server = Path(command[0]).name == "postgres" and not data.isdisjoint(command)
        if (is_server or command[0].startswith(child)) and (
            process.info["status"] != psutil.STATUS_ZOMBIE
        ):
            found.append(process)
    return found


@dataclass(frozen=True)
class _PidFile:
    """What a server, perhaps one that is no more, wrote about itself."""

    pid: int | None = None
    port: int | None = None

    def serves(self, at: int) -> bool:
        """Whether it is alive and has this port."""
        return self.pid is not None and self.port == at and psutil.pid_exists(self.pid)


def _pid_file(data: Path) -> _PidFile:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return _PidFile(int(lines[0]), int(lines[3]) if len(lines) > 3 else None)
    except (OSError, ValueError, IndexError):  # none, another user's, being written
        return _PidFile()


def _tail(place: Place, begin: int) -> str:
    """The last lines of the log, of those after a position."""
    try:
        with place.log.open(errors="replace") as file:
            file.seek(begin)
            return "".join("  " + line for line in file.readlines()[-15:]).rstrip()
    except OSError:
        return ""


@contextmanager
def _lock(settings: Settings) -> Iterator[None]:
    """Let one process at a time start or stop this home's server."""
    with ExitStack() as closing:
        try:
            settings.home.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC
            file = os.open(settings.home / "lock", flags, 0o644)
            closing.callback(os.close, file)
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        except OSError as error:
            raise WarehouseError(
                f"The embedded Postgres cannot work in {settings.home}: {error}.",
                "Make room there, or run the command as the folder's owner, or set PGHOST to a"
                " Postgres server of your own.",
            ) from error
