"""The server's processes, and the file in which the server writes its process id and port."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psutil

from embedded_postgres.installation import cluster_name, data_directories


@dataclass(frozen=True)
class PidFile:
    """Contents of postmaster.pid; the server that wrote it may have ended.

    Attributes:
        pid: The server's process id, None if there is no readable file.
        port: Its TCP port, None if the server has not written it yet.
    """

    pid: int | None = None
    port: int | None = None

    def serves(self, port: int) -> bool:
        """Return whether the process is alive and has this port."""
        return self.pid is not None and self.port == port and psutil.pid_exists(self.pid)


def read_pid_file(data: Path) -> PidFile:
    """Read a data directory's postmaster.pid; an unreadable or incomplete one counts as absent."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return PidFile(int(lines[0]), int(lines[3]) if len(lines) > 3 else None)
    except (OSError, ValueError, IndexError):
        return PidFile()


def server_processes(home: Path) -> list[psutil.Process]:
    """Return the running processes of this home's server.

    They are recognised by their command lines: the server's names the data directory, its
    children's begin with the cluster's name. Command lines are readable even in a container, where
    root may not inspect the processes of another account.
    """
    data = {str(path) for path in data_directories(home)}
    child = f"postgres: {cluster_name(home)}: "
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        command = process.info["cmdline"] or [""]
        is_server = Path(command[0]).name == "postgres" and not data.isdisjoint(command)
        if (is_server or command[0].startswith(child)) and (
            process.info["status"] != psutil.STATUS_ZOMBIE
        ):
            found.append(process)
    return found
