"""Who listens on a TCP port of this machine."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

import psutil

from embedded_postgres.errors import EmbeddedPostgresError
from embedded_postgres.settings import LOOPBACK, Settings

_SOCKET_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_LISTEN = "0A"
# 127.0.0.1, 0.0.0.0, ::ffff:127.0.0.1 and :: as the kernel writes them on little-endian machines;
# the socket with the more specific address gets the connection.
_ADDRESSES = (
    "0100007F",
    "0000000000000000FFFF00000100007F",
    "00000000",
    "00000000000000000000000000000000",
)


def is_open(port: int) -> bool:
    """Return whether anything accepts connections there. Sends nothing."""
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex((LOOPBACK, port)) == 0


def listener_uid(port: int) -> int | None:
    """Return the user id of the process that listens there.

    The kernel tells it to every user, also about other users' sockets.

    Returns:
        None where this system has no /proc/net/tcp, or where nothing listens.
    """
    owners: dict[str, int] = {}
    for table in _SOCKET_TABLES:
        try:
            lines = table.read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            _, local, _, state, _, _, _, uid, *_ = line.split()
            address, _, number = local.rpartition(":")
            if state == _LISTEN and int(number, 16) == port:
                owners[address] = int(uid)
    return next((owners[address] for address in _ADDRESSES if address in owners), None)


def port_taken_error(settings: Settings) -> EmbeddedPostgresError:
    """Return the error for a port that another program uses."""
    process = _listener(settings.port)
    who = "another program"
    if process:
        with suppress(psutil.Error):
            command = " ".join(process.cmdline()) or process.name()
            who = f"process {process.pid} ({command[:200]})"
    return EmbeddedPostgresError(
        f"Port {settings.port} of {LOOPBACK}, which the embedded Postgres of {settings.project}"
        f" needs, is taken by {who}.",
        "Stop that program (`make db-stop` in its folder, if it belongs to another checkout), set"
        " PGPORT to a free port, or set PGHOST if it is the Postgres server to use.",
    )


def _listener(port: int) -> psutil.Process | None:
    """Return the process that listens there, if this user may know it."""
    try:
        for connection in psutil.net_connections(kind="tcp"):
            at = connection.laddr[1] if connection.laddr else None
            if connection.status == psutil.CONN_LISTEN and at == port and connection.pid:
                return psutil.Process(connection.pid)
    except psutil.Error:
        pass  # it belongs to another user, or has just ended
    return None
