"""What listens at a port of this machine."""

from __future__ import annotations

import socket
from contextlib import suppress

import psutil

from embedded_postgres.settings import LOOPBACK, Settings
from loader.errors import WarehouseError


def is_open(port: int) -> bool:
    """Whether anything accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex((LOOPBACK, port)) == 0


def _listener(port: int) -> psutil.Process | None:
    """The process that listens there, as far as this user may know."""
    try:
        for end in psutil.net_connections(kind="tcp"):
            at = end.laddr[1] if end.laddr else None
            if end.status == psutil.CONN_LISTEN and at == port and end.pid:
                return psutil.Process(end.pid)
    except psutil.Error:
        pass  # another user's, or just gone
    return None


def taken(settings: Settings) -> WarehouseError:
    """The error of a port that is not free for this server."""
    process = _listener(settings.port)
    who = "another program"
    if process:
        with suppress(psutil.Error):
            command = " ".join(process.cmdline()) or process.name()
            who = f"process {process.pid} ({command[:200]})"
    return WarehouseError(
        f"Port {settings.port} of {LOOPBACK}, which the embedded Postgres of {settings.project}"
        f" needs, is taken by {who}.",
        "Stop that (`make db-stop` in its folder, if it is another checkout's), or set PGPORT to a"
        " free port, or set PGHOST if that is the Postgres server to use.",
    )
