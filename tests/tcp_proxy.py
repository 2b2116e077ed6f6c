"""A TCP proxy that can fall silent, as a network does in which packets vanish."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from loader.config import Warehouse


class TcpProxy:
    """Forwards connections to a port of this machine until it is silent.

    Attributes:
        port: Where it listens.
        silent: Set: nothing is forwarded any more, and no connection is closed.
        fall_silent_at: Set ``silent`` once a client has sent these bytes, which are held back too.
    """

    def __init__(self, listening: socket.socket, target: int) -> None:
        self.port: int = listening.getsockname()[1]
        self.silent = threading.Event()
        self.fall_silent_at: bytes | None = None
        self._listening = listening
        self._target = target
        self._sockets = [listening]

    def serve(self) -> None:
        """Accept connections until ``close``."""
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                self._sockets += [client, server]
                for pair in ((client, server), (server, client)):
                    threading.Thread(
                        target=self._forward, args=(*pair, pair[0] is client), daemon=True
                    ).start()

    def _forward(self, source: socket.socket, target: socket.socket, from_client: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if from_client and self.fall_silent_at and self.fall_silent_at in data:
                    self.silent.set()
                if self.silent.is_set():
                    return  # neither read nor closed: the sender waits
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Close all connections."""
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@contextmanager
def proxied(warehouse: Warehouse) -> Iterator[tuple[TcpProxy, Warehouse]]:
    """A proxy in front of a warehouse, and the warehouse as it is reached through it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        proxy = TcpProxy(listening, warehouse.port)
        threading.Thread(target=proxy.serve, daemon=True).start()
        try:
            yield proxy, replace(warehouse, port=proxy.port)
        finally:
            proxy.close()
