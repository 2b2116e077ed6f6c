"""A server whose answers a test writes byte by byte, and the settings that lead to it."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from loader.config import Api


@dataclass
class Answer:
    status: int = 200
    body: bytes = b'{"hasMore": false, "data": []}'
    headers: dict[str, str] = field(default_factory=dict)


Answering = Callable[[BaseHTTPRequestHandler], Answer | None]


@dataclass
class ApiServer:
    """Answers the token endpoint by itself and all else by `answer`, which may also write itself.

    `requests` holds the path and headers of every request, tokens included.
    """

    url: str = ""
    answer: Answering = lambda _handler: Answer()
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    token_answer: Answering = lambda _handler: Answer(
        body=json.dumps({"access_token": "the-token", "expires_in": 900}).encode()
    )

    def settings(self, **changes: object) -> Api:
        values: dict[str, object] = {
            "tenant_id": 1, "client_id": "id", "client_secret": "secret", "app_key": "the-app-key",
            "url": self.url, "auth_url": f"{self.url}/connect/token", "environment": "production",
            "feed": "export", "rate_limit": 1000.0, "report_rate_limit": 5.0, "timezone": "UTC",
        }  # fmt: skip
        return Api(**(values | changes))  # type: ignore[arg-type]

    def paths(self) -> list[str]:
        return [path for path, _ in self.requests if "/connect/token" not in path]


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: object) -> None:
        """A client that goes away is what many tests are about."""


@contextmanager
def serving(certificate: tuple[Path, Path] | None = None) -> Iterator[ApiServer]:
    """Serve, with TLS where a certificate and its key are given."""
    api = ApiServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            api.requests.append((self.path, dict(self.headers)))
            is_token = "/connect/token" in self.path
            try:
                answer = (api.token_answer if is_token else api.answer)(self)
                if answer is None:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(answer.body)))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def log_message(self, *_args: object) -> None: ...

    server = _Quiet(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    api.url = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
