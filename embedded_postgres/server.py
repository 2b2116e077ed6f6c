"""Starts, stops and inspects the embedded Postgres.

Three rules shape this file: every step can be interrupted and repeated; two processes may start the
server at the same moment; the server belongs to no process, and an ordinary start recovers from a
kill -9 of all of its processes.
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
from embedded_postgres.errors import EmbeddedPostgresError
from embedded_postgres.installation import (
    SHARED_FOLDER,
    Installation,
    cluster_name,
    data_directories,
    instance_folder,
    prepare,
    wrong_owner_error,
)
from embedded_postgres.processes import read_pid_file, server_processes
from embedded_postgres.settings import Settings
from embedded_postgres.tuning import configuration

# Seconds for the server to accept connections: after a crash it replays its log first.
_START_TIMEOUT = 300
# Seconds for the last children of a killed server to end.
_EXIT_TIMEOUT = 10
# Seconds to wait for another process that starts or stops the server: more than either takes.
_LOCK_TIMEOUT = _START_TIMEOUT + 30
# Bytes of log above which a start begins a new file.
_MAX_LOG_BYTES = 5_000_000


@dataclass(frozen=True)
class Status:
    """The state of one server.

    Attributes:
        running: Whether it accepts connections.
        pid: Its process id; None if it does not run or its files are not readable to this user.
        folder: The folder of its data and log.
    """

    running: bool
    pid: int | None
    folder: Path


def start(settings: Settings) -> None:
    """Start the server; create it the first time; do nothing if it runs.

    Raises:
        EmbeddedPostgresError: It cannot be created or started, or its port is taken.
        LoginRefused: It runs and rejects the user or the password.
    """
    if not _is_running(settings):
        with _lock(settings):
            if not _is_running(settings):
                _start(settings)
    cluster.ensure_database(settings)


def stop(settings: Settings) -> bool:
    """Stop the server and keep its data.

    Returns:
        Whether it was running.
    """
    with _lock(settings):
        if not (instance_folder(settings.home) / "data").exists():
            return False
        installation = prepare(settings.home)
        if not _postmaster_is_alive(settings, installation):
            return False
        pg_ctl = installation.programs / "pg_ctl"
        for mode in ("fast", "immediate"):
            stopped = installation.account.run(
                [pg_ctl, "stop", "-D", installation.data, "-m", mode, "-w", "-t", "60"],
                cwd=installation.folder,
            )
            if stopped.returncode == 0 or not _postmaster_is_alive(settings, installation):
                return True
        raise EmbeddedPostgresError(
            f"The embedded Postgres in {installation.folder} does not stop:"
            f" {stopped.stdout.strip()}",
            f"Its log is {installation.log}.",
        )


def status(settings: Settings) -> Status:
    """Return whether the server runs. Starts and changes nothing."""
    folder = instance_folder(settings.home)
    running = _is_running(settings)
    return Status(running, read_pid_file(folder / "data").pid if running else None, folder)


def remove(settings: Settings) -> None:
    """Stop the server and delete it with all its data."""
    stop(settings)
    folder = instance_folder(settings.home)
    shutil.rmtree(folder)
    if folder != settings.home:
        shutil.rmtree(settings.home)
        with suppress(OSError):  # other checkouts' servers are there
            SHARED_FOLDER.rmdir()


def _start(settings: Settings) -> None:
    installation = prepare(settings.home)
    if not installation.data.exists():
        cluster.create(settings, installation)
    cluster.check(installation)
    if _is_still_alive(settings, installation):
        # Its starter was killed too early, or it replays its log, or it is shutting down.
        _wait_until_running(settings, installation)
        return
    if port.is_open(settings.port):
        raise port.port_taken_error(settings)
    cluster.write_file(
        installation,
        "servicetitan.conf",
        configuration(installation.data, settings.port, cluster_name(settings.home)),
    )
    if installation.log.exists() and installation.log.stat().st_size > _MAX_LOG_BYTES:
        installation.log.unlink()
    deadline = time.monotonic() + _EXIT_TIMEOUT
    while True:
        begin = installation.log.stat().st_size if installation.log.exists() else 0
        started = installation.account.run(
            [
                *(installation.programs / "pg_ctl", "start", "-D", installation.data),
                *("-l", installation.log, "-w", "-t", str(_START_TIMEOUT)),
            ],
            cwd=installation.folder,
        )
        if started.returncode == 0:
            return
        output = _log_tail(installation, begin) or started.stdout.strip()
        # The kernel can hold a killed server's shared memory a moment longer than its processes.
        if "shared memory block" not in output or time.monotonic() > deadline:
            raise EmbeddedPostgresError(
                f"The embedded Postgres in {installation.folder} does not start. It says:\n"
                f"{output}\n",
                cluster.startup_remedy(output, installation),
            )
        time.sleep(0.2)


def _is_running(settings: Settings) -> bool:
    """Return whether this home's server answers at its port.

    Raises:
        EmbeddedPostgresError: Another program listens there. No password was sent to it.
    """
    begin = time.monotonic()
    while port.is_open(settings.port):
        if not _listener_is_ours(settings):
            if not _kill_orphan(settings) and port.is_open(settings.port):
                raise port.port_taken_error(settings)
            continue
        try:
            name = cluster.cluster_name_at(settings)
        except psycopg2.OperationalError as error:
            if "the database system is" in str(error):
                timeout = _START_TIMEOUT  # ... starting up, in recovery, shutting down
            elif "FATAL" not in str(error):
                timeout = _EXIT_TIMEOUT  # the connection broke: the server is being killed
            else:
                timeout = 0
            if time.monotonic() - begin >= timeout:
                raise cluster.login_error(settings, error) from None
            time.sleep(0.1)
        else:
            if name != cluster_name(settings.home):
                raise port.port_taken_error(settings)
            return True
    return False


def _listener_is_ours(settings: Settings) -> bool:
    """Return whether the account that owns the data is the one that listens at the port.

    Another user of this machine can listen at the port while our server is down, and would be
    sent the password and the records. So the kernel tells whose socket it is. Where it does not
    tell (macOS), postmaster.pid, which only the data's owner can write, has to name the port.
    """
    data = instance_folder(settings.home) / "data"
    try:
        owner = data.stat().st_uid
    except FileNotFoundError:
        return False
    except PermissionError:
        raise wrong_owner_error(settings.home) from None
    listener = port.listener_uid(settings.port)
    if listener is None:
        return read_pid_file(data).serves(settings.port)
    return listener == owner


def _wait_until_running(settings: Settings, installation: Installation) -> None:
    deadline = time.monotonic() + _START_TIMEOUT
    while not _is_running(settings):
        found = read_pid_file(installation.data)
        if found.port not in (None, settings.port):
            raise EmbeddedPostgresError(
                f"The embedded Postgres of {settings.project} runs at port {found.port}, not"
                f" {settings.port}.",
                f"Stop it first (`make db-stop`), or set PGPORT={found.port}.",
            )
        if time.monotonic() > deadline or not server_processes(settings.home):
            raise EmbeddedPostgresError(
                f"The embedded Postgres in {installation.folder} runs but does not answer. It"
                f" says:\n{_log_tail(installation, 0)}\n",
                "Run the command again.",
            )
        time.sleep(0.1)


def _is_still_alive(settings: Settings, installation: Installation) -> bool:
    """Return whether the server runs; if not, remove the postmaster.pid that a killed one left.

    Postgres would do that itself, but it takes any process of the same user with the file's process
    id, and any zombie, for its predecessor, and then never starts again.
    """
    deadline = time.monotonic() + _EXIT_TIMEOUT
    while server_processes(settings.home):
        if _postmaster_is_alive(settings, installation):
            return True
        if time.monotonic() > deadline:
            return False  # Postgres decides then, and its message names the obstacle
        time.sleep(0.1)
    (installation.data / "postmaster.pid").unlink(missing_ok=True)
    return False


def _postmaster_is_alive(settings: Settings, installation: Installation) -> bool:
    """Return whether the process that postmaster.pid names is one of this server's."""
    pid = read_pid_file(installation.data).pid
    return pid in [process.pid for process in server_processes(settings.home)]


def _kill_orphan(settings: Settings) -> bool:
    """Kill a server whose folder was deleted while it ran.

    It may be about to end by itself, and its port may be closed before its processes have ended.

    Returns:
        Whether there was one.
    """
    if any(data.exists() for data in data_directories(settings.home)):
        return False
    processes = server_processes(settings.home)
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes, timeout=_EXIT_TIMEOUT)
    return bool(processes)


def _log_tail(installation: Installation, begin: int) -> str:
    """Return the log's last lines after a position."""
    try:
        with installation.log.open(errors="replace") as file:
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
            path = settings.home / "lock"
            try:
                # Closed to other users: whoever can open the file can lock it.
                file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except PermissionError:
                raise wrong_owner_error(settings.home) from None
            closing.callback(os.close, file)
            if os.fstat(file).st_uid == os.geteuid():
                os.fchmod(file, 0o600)  # an older version created it with 0644
                home = settings.home.stat()
                os.fchown(file, home.st_uid, home.st_gid)  # root in an ordinary user's project
            _acquire(file, path, settings)
            yield
        except OSError as error:
            raise EmbeddedPostgresError(
                f"The embedded Postgres cannot work in {settings.home}: {error}.",
                "Make room there, run the command as the folder's owner, or set PGHOST to a"
                " Postgres server of your own.",
            ) from error


def _acquire(file: int, path: Path, settings: Settings) -> None:
    deadline = time.monotonic() + _LOCK_TIMEOUT
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"Another process has been starting or stopping the embedded Postgres of"
                    f" {settings.project} for more than {_LOCK_TIMEOUT} seconds.",
                    f"Find the process that holds {path} (`fuser {path}`) and end it.",
                ) from None
            time.sleep(0.05)
        else:
            return
