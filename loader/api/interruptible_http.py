"""HTTP connections that abort when the run is cancelled or the response is too slow.

A plain socket read blocks until its time-out, minutes later; a response that drips one byte at a
time blocks forever. Here connecting happens in a helper thread, and reading polls: each look at
the socket takes at most ``POLL_SECONDS``.
"""

from __future__ import annotations

import http.client
import io
import socket
import threading
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from loader.api.clock import POLL_SECONDS, Clock

# Seconds that a single response may spend waiting for bytes, headers and body together. The API
# itself gives up after 100.
MAX_RESPONSE_SECONDS = 300.0


class ResponseTooSlow(Exception):
    """A response that keeps arriving for longer than ``MAX_RESPONSE_SECONDS``."""


class InterruptibleAdapter(HTTPAdapter):
    """The adapter for a ``requests.Session`` whose connections end when ``clock`` is cancelled.

    Args:
        clock: Ends the waits of a cancelled run.
        pool_maxsize: Connections to keep open for each host.
    """

    def __init__(self, clock: Clock, pool_maxsize: int) -> None:
        self._pool_classes = _pool_classes(clock)
        super().__init__(pool_maxsize=pool_maxsize)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pool manager, with interruptible connections."""
        super().init_poolmanager(*args, **kwargs)
        self._use_interruptible(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Return the pool manager of a proxy, with interruptible connections."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            self._use_interruptible(manager)
        return manager

    def _use_interruptible(self, manager: PoolManager) -> None:
        manager.pool_classes_by_scheme = self._pool_classes


def _pool_classes(clock: Clock) -> dict[str, type[HTTPConnectionPool]]:
    def response(sock: socket.socket, *args: Any, **kwargs: Any) -> http.client.HTTPResponse:
        return http.client.HTTPResponse(_PolledSocket(sock, clock), *args, **kwargs)  # type: ignore[arg-type]

    class Plain(HTTPConnection):
        response_class = staticmethod(response)  # type: ignore[assignment]

        def connect(self) -> None:
            _connect(self, super().connect, clock)

    class Secure(HTTPSConnection):
        response_class = staticmethod(response)  # type: ignore[assignment]

        def connect(self) -> None:
            _connect(self, super().connect, clock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _connect(connection: HTTPConnection, connect: Any, clock: Clock) -> None:
    """Connect in a thread of its own: name look-up, TCP, proxy and TLS offer no way to interrupt.

    A cancelled run leaves the thread to its time-out; it holds nothing but its socket.
    """
    done = threading.Event()
    abandoned = threading.Event()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            connect()
        except BaseException as error:  # noqa: BLE001 (raised again below)
            failed.append(error)
        done.set()
        if abandoned.is_set():
            connection.close()

    clock.check()
    threading.Thread(target=run, name="connect", daemon=True).start()
    try:
        while not done.wait(POLL_SECONDS):
            clock.check()
    except BaseException:
        abandoned.set()
        raise
    if failed:
        raise failed[0]


class _PolledSocket:
    """What ``http.client`` needs of a socket to read one response: a file."""

    def __init__(self, sock: socket.socket, clock: Clock) -> None:
        self._sock = sock
        self._clock = clock

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return a buffered file of the response's bytes."""
        return io.BufferedReader(_PolledFile(self._sock, self._clock))


class _PolledFile(io.RawIOBase):
    """Reads a socket in short looks. Only time spent waiting for bytes counts as the response's."""

    def __init__(self, sock: socket.socket, clock: Clock) -> None:
        super().__init__()
        self._sock = sock
        self._clock = clock
        # Keeps the socket open after the connection has let go of it, as http.client expects.
        self._file = sock.makefile("rb", buffering=0)
        self._waited = 0.0

    def readable(self) -> bool:
        """Return true: the response is only read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what has arrived, at least one byte unless the response has ended.

        Raises:
            TimeoutError: No byte came within the socket's own time-out.
            ResponseTooSlow: The bytes of this response took too long, all together.
            Cancelled: The run was cancelled.
        """
        began, idle_limit = self._clock.now(), self._sock.gettimeout()
        self._sock.settimeout(POLL_SECONDS)
        try:
            while (count := self._look(buffer, began, idle_limit)) is None:
                self._clock.check()
        finally:
            self._sock.settimeout(idle_limit)
        self._waited += self._clock.now() - began
        return count

    def _look(self, buffer: Any, began: float, idle_limit: float | None) -> int | None:
        """Read within one poll; None where nothing came."""
        idle = self._clock.now() - began
        if self._waited + idle >= MAX_RESPONSE_SECONDS:
            raise ResponseTooSlow
        try:
            return self._sock.recv_into(buffer)
        except TimeoutError:
            if idle_limit is not None and self._clock.now() - began >= idle_limit:
                raise
            return None

    def close(self) -> None:
        """Let go of the socket; it closes once its connection has too."""
        if not self.closed:
            self._file.close()
        super().close()
