"""The same over TLS, whose reads are not the socket's own."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from loader.api.client import ApiClient
from tests.api.api_server import Answer, ApiServer, serving
from tests.api.test_cancellation import PATH, seconds_until_cancelled
from tests.certificates import self_signed


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return self_signed(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def secure(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[ApiServer]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    with serving(certificate) as server:
        yield server


def test_a_large_page_is_read_whole(secure: ApiServer):
    records = [json.dumps({"id": number, "text": "x" * 1000}) for number in range(5000)]
    body = f'{{"hasMore": false, "data": [{",".join(records)}]}}'.encode()
    secure.answer = lambda _handler: Answer(body=body)
    page = ApiClient(secure.settings()).page(PATH, {})
    assert [bytes(record).decode() for record in page.payload.data] == records


def test_a_pause_in_the_middle_of_an_answer_loses_nothing(secure: ApiServer):
    def pause(handler: BaseHTTPRequestHandler) -> None:
        body = b'{"hasMore": false, "data": [1, 2, 3]}'
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
        for byte in body[:4]:
            handler.wfile.write(bytes([byte]))
            threading.Event().wait(0.25)
        handler.wfile.write(body[4:])

    secure.answer = pause
    page = ApiClient(secure.settings()).page(PATH, {})
    assert [bytes(record) for record in page.payload.data] == [b"1", b"2", b"3"]
    assert len(secure.paths()) == 1


def test_cancelling_ends_the_wait_for_an_answer(secure: ApiServer):
    release = threading.Event()

    def hang(_handler: BaseHTTPRequestHandler) -> None:
        release.wait(60)

    secure.answer = hang
    client = ApiClient(secure.settings())
    try:
        took = seconds_until_cancelled(
            client, lambda: client.page(PATH, {}), lambda: bool(secure.paths())
        )
    finally:
        release.set()
    assert took < 1
