"""What listens at a port of this machine."""

from __future__ import annotations

import socket

import psutil

from loader.embedded.settings import LOOPBACK, Settings
from loader.errors import WarehouseError


def is_open(port: int) -> bool:
    """Whether anything accepts connections there."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=5).close()
    except OSError:
        return False
    return True


def listener(port: int) -> str:
    """What listens there, as far as this user may know; empty if nothing does."""
    try:
        for end in psutil.net_connections(kind="tcp"):
            at = end.laddr[1] if end.laddr else None
            if end.status == psutil.CONN_LISTEN and at == port and end.pid:
                process = psutil.Process(end.pid)
                command = " ".join(process.cmdline()) or process.name()
                return f"process {end.pid} ({command[:200]})"
    except psutil.Error:
        pass  # another user's, or just gone: whether the port is open must do
    return "a program of another user" if is_open(port) else ""


def taken(settings: Settings, listener: str) -> WarehouseError:
    """The error of a port that is not free for this server."""
    return WarehouseError(
        f"Port {settings.port} of {LOOPBACK}, which the embedded Postgres of {settings.project}"
        f" needs, is taken by {listener or 'another program'}.",
        "Stop that (`make db-stop` in its folder, if it is another checkout's), or set PGPORT to a"
        " free port, or set PGHOST if that is the Postgres server to use.",
    )
