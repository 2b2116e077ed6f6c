"""`ApiClient.cancel` ends every wait within a second, wherever it is."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from loader.api.client import ApiClient
from loader.api.clock import Cancelled
from tests.api.api_server import Answer, ApiServer

PATH = "/crm/v2/tenant/{tenant}/customers"


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """Set at the end, so that the server's handlers end too."""
    event = threading.Event()
    yield event
    event.set()


def seconds_until_cancelled(
    client: ApiClient, read: Callable[[], object], ready: Callable[[], bool]
) -> float:
    """How long a reader goes on after `cancel`, which comes once it is `ready`."""
    ended: list[BaseException] = []

    def run() -> None:
        try:
            read()
        except BaseException as error:  # noqa: BLE001 (judged below)
            ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    deadline = time.monotonic() + 20
    while not ready():
        assert time.monotonic() < deadline
        assert thread.is_alive(), ended
        time.sleep(0.01)
    time.sleep(0.2)
    assert thread.is_alive(), ended
    began = time.monotonic()
    client.cancel()
    thread.join(30)
    took = time.monotonic() - began
    assert [type(error) for error in ended] == [Cancelled]
    return took


def test_an_answer_that_does_not_come(server: ApiServer, release: threading.Event):
    def hang(_handler: BaseHTTPRequestHandler) -> None:
        release.wait(60)

    server.answer = hang
    client = ApiClient(server.settings())
    took = seconds_until_cancelled(
        client, lambda: client.page(PATH, {}), lambda: bool(server.paths())
    )
    assert took < 4


def test_a_body_that_stops_in_the_middle(server: ApiServer, release: threading.Event):
    def stop(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
        release.wait(60)

    server.answer = stop
    client = ApiClient(server.settings())
    took = seconds_until_cancelled(
        client, lambda: client.page(PATH, {}), lambda: bool(server.paths())
    )
    assert took < 4


def test_a_token_that_does_not_come(server: ApiServer, release: threading.Event):
    def hang(_handler: BaseHTTPRequestHandler) -> None:
        release.wait(60)

    server.token_answer = hang
    client = ApiClient(server.settings())
    took = seconds_until_cancelled(client, client.sign_in, lambda: bool(server.requests))
    assert took < 4


def test_a_connection_that_is_not_accepted():
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        url = f"http://127.0.0.1:{full.getsockname()[1]}"
        taken = []
        for _ in range(3):  # the queue of a listener that accepts nobody
            taken.append(socket.socket())
            taken[-1].setblocking(False)
            taken[-1].connect_ex(full.getsockname())
        client = ApiClient(ApiServer(url=url).settings())
        took = seconds_until_cancelled(client, client.sign_in, lambda: True)
        for waiting in taken:
            waiting.close()
    assert took < 4


@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_that_the_server_asks_for(server: ApiServer, status: int):
    server.answer = lambda _handler: Answer(status, headers={"Retry-After": "3600"})
    client = ApiClient(server.settings())
    took = seconds_until_cancelled(
        client, lambda: client.page(PATH, {}), lambda: bool(server.paths())
    )
    assert took < 4


def test_a_wait_for_the_next_attempt(server: ApiServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("loader.api.retries._FIRST_WAIT", 30.0)
    server.answer = lambda _handler: Answer(500)
    client = ApiClient(server.settings())
    took = seconds_until_cancelled(
        client, lambda: client.page(PATH, {}), lambda: bool(server.paths())
    )
    assert took < 4


def test_a_wait_for_a_permit(server: ApiServer):
    client = ApiClient(server.settings(rate_limit=0.01))
    client.sign_in()
    took = seconds_until_cancelled(client, lambda: client.page(PATH, {}), lambda: True)
    assert took < 4


def test_a_wait_for_the_rate_of_a_report(server: ApiServer):
    server.answer = lambda _handler: Answer(body=b"{}")
    client = ApiClient(server.settings(report_rate_limit=1.0))
    client.post("/report", {}, b"{}", dict)
    took = seconds_until_cancelled(
        client, lambda: client.post("/report", {}, b"{}", dict), lambda: True
    )
    assert took < 4


def test_a_wait_for_memory(server: ApiServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("loader.api.client._MEMORY_BUDGET", 1)
    client = ApiClient(server.settings())
    held = client.session().page(PATH, {})
    other = client.session()
    took = seconds_until_cancelled(
        client, lambda: other.page(PATH, {}), lambda: len(server.paths()) == 2
    )
    assert took < 4
    held.release()


def test_all_threads_end_at_once(server: ApiServer, release: threading.Event):
    def hang(_handler: BaseHTTPRequestHandler) -> None:
        release.wait(60)

    server.answer = hang
    client = ApiClient(server.settings())
    cancelled: list[int] = []

    def read(number: int) -> None:
        try:
            client.session().page(PATH, {})
        except Cancelled:
            cancelled.append(number)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    while len(server.paths()) < 30:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    began = time.monotonic()
    client.cancel()
    for thread in threads:
        thread.join(10)
    assert time.monotonic() - began < 5
    assert sorted(cancelled) == list(range(30))


def test_a_cancelled_client_sends_nothing_more(server: ApiServer):
    client = ApiClient(server.settings())
    client.sign_in()
    client.cancel()
    with pytest.raises(Cancelled):
        client.page(PATH, {})
    assert server.paths() == []
