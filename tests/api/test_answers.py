"""What the client makes of answers: hostile ones too, over real HTTP."""

from __future__ import annotations

import gzip
import json
import threading
import time
import tracemalloc
import zlib
from http.server import BaseHTTPRequestHandler

import msgspec
import pytest

from loader.api import client as client_module
from loader.api.client import ApiClient
from loader.api.rejected_requests import RequestRejected
from loader.errors import NESTED_TOO_DEEPLY, ApiError, LoaderError
from tests.api.api_server import Answer, ApiServer
from tests.api.fake_clock import FakeClock

PATH = "/crm/v2/tenant/{tenant}/customers"


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.api.retries._FIRST_WAIT", 0.001)


def page_of(*records: str) -> Answer:
    return Answer(body=f'{{"hasMore": false, "data": [{",".join(records)}]}}'.encode())


def test_records_stay_the_bytes_that_were_sent(server: ApiServer):
    sent = ['{"id":  1, "total": 1.10}', '{"id": 2}']
    server.answer = lambda _handler: page_of(*sent)
    page = ApiClient(server.settings()).page(PATH, {})
    assert [bytes(record).decode() for record in page.payload.data] == sent


def test_a_released_page_frees_its_memory_and_a_closed_session_all_of_it(server: ApiServer):
    server.answer = lambda _handler: page_of('{"id": 1}')
    client = ApiClient(server.settings())
    with client.session() as session:
        with session.page(PATH, {}) as page:
            assert session.held_bytes == len(page_of('{"id": 1}').body)
        assert session.held_bytes == 0
        assert page.payload.data == []
        session.page(PATH, {})
        assert session.held_bytes > 0
    assert session.held_bytes == client._budget.used == 0


def test_what_is_decoded_at_once_holds_no_memory(server: ApiServer):
    server.answer = lambda _handler: Answer(body=b'{"name": "x"}')
    client = ApiClient(server.settings())
    assert client.record(PATH, dict) == {"name": "x"}
    assert client.post(PATH, {}, b"{}", dict).decoded == {"name": "x"}
    assert client.held_bytes == 0


def test_an_answer_that_fails_holds_no_memory(server: ApiServer):
    server.answer = lambda _handler: Answer(body=b"<html>")
    client = ApiClient(server.settings())
    with pytest.raises(ApiError, match=r"not of the documented form \(no usable content type"):
        client.page(PATH, {})
    assert client.held_bytes == 0


@pytest.mark.parametrize("depth", [5_000, 200_000])
def test_a_record_nested_too_deeply_is_set_apart_and_the_others_are_read(
    server: ApiServer, depth: int
):
    deep = f'{{"id": 2, "x": {"[" * depth}{"]" * depth}}}'
    server.answer = lambda _handler: page_of('{"id": 1}', deep, '{"id": 3}')
    page = ApiClient(server.settings()).page(PATH, {})
    first, second, third = page.payload.data
    assert [bytes(first), bytes(third)] == [b'{"id": 1}', b'{"id": 3}']
    assert msgspec.json.decode(second) == [NESTED_TOO_DEEPLY, deep]


def test_a_record_that_is_read_can_be_decoded_by_readers_that_are_called_deeper(server: ApiServer):
    client = ApiClient(server.settings())

    def is_read(depth: int) -> bool:
        record = f'{{"x": {"[" * depth}{"]" * depth}}}'
        server.answer = lambda _handler: page_of(record)
        (read,) = client.page(PATH, {}).payload.data
        return bytes(read) == record.encode()

    assert is_read(500)
    assert not is_read(100_000)
    low, high = 500, 100_000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_read(middle) else (low, middle)
    deepest = b'{"x": ' + b"[" * low + b"]" * low + b"}"

    def decode_below(frames: int) -> None:
        if frames:
            decode_below(frames - 1)
        else:
            msgspec.json.decode(b"[%b]" % deepest, type=list[dict[str, msgspec.Raw]])

    decode_below(40)


def test_a_page_nested_too_deeply_outside_its_records_fails_with_a_message(server: ApiServer):
    deep = b'{"data": [], "hasMore": false, "x": ' + b"[" * 5000 + b"]" * 5000 + b"}"
    server.answer = lambda _handler: Answer(body=deep)
    client = ApiClient(server.settings())
    with pytest.raises(ApiError, match="nested too deeply"):
        client.page(PATH, {})
    with pytest.raises(ApiError, match="nested too deeply"):
        client.record(PATH, dict)
    assert client.held_bytes == 0


@pytest.mark.parametrize("number", ["1e99999999", "1e999999999999", "-1E+99999999", "9" * 200_000])
def test_a_number_of_any_size_costs_no_time(server: ApiServer, number: str):
    server.answer = lambda _handler: page_of(f'{{"id": {number}}}')
    client = ApiClient(server.settings())
    began = time.monotonic()
    (record,) = client.page(PATH, {}).payload.data
    assert bytes(record).decode() == f'{{"id": {number}}}'
    assert time.monotonic() - began < 5


def test_a_count_beyond_all_numbers_is_no_page(server: ApiServer):
    server.answer = lambda _handler: Answer(body=b'{"data": [], "totalCount": 1e99999999}')
    with pytest.raises(ApiError, match="not of the documented form"):
        ApiClient(server.settings()).page(PATH, {})


def bomb(size: int) -> bytes:
    """A gzip stream of this many zeros, made without holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1024 * 1024)
    parts = [packer.compress(block) for _ in range(size // len(block))]
    return b"".join([*parts, packer.flush()])


def test_a_compressed_answer_ends_at_the_limit_of_decompressed_bytes(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
):
    limit = 20 * 1024 * 1024
    monkeypatch.setattr(client_module, "MAX_BODY_BYTES", limit)
    packed = bomb(600 * 1024 * 1024)
    server.answer = lambda _handler: Answer(body=packed, headers={"Content-Encoding": "gzip"})
    client = ApiClient(server.settings())
    client.sign_in()
    tracemalloc.start()
    try:
        with pytest.raises(ApiError, match="more than 20 MB, decompressed"):
            client.page(PATH, {})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * limit
    assert len(server.paths()) == 1, "it is not requested again"
    assert client.held_bytes == 0


def test_a_compressed_page_is_counted_by_its_decompressed_bytes(server: ApiServer):
    body = page_of(*['{"id": 1, "name": "aaaaaaaaaaaaaaaaaaaaaaaa"}'] * 1000).body
    packed = Answer(body=gzip.compress(body), headers={"Content-Encoding": "gzip"})
    server.answer = lambda _handler: packed
    client = ApiClient(server.settings())
    client.page(PATH, {})
    assert client.held_bytes == len(body) > 10 * len(packed.body)


def test_an_announced_length_beyond_the_limit_is_not_waited_for(server: ApiServer):
    def announce(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n")

    server.answer = announce
    with pytest.raises(ApiError, match="more than 512 MB"):
        ApiClient(server.settings()).page(PATH, {})


@pytest.mark.parametrize("where", ["headers", "body"])
def test_an_answer_that_drips_has_a_deadline(
    server: ApiServer, where: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("loader.api.interruptible_http.MAX_RESPONSE_SECONDS", 1.0)
    monkeypatch.setattr("loader.api.transport.MAX_RESPONSE_SECONDS", 1.0)
    ended = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        if where == "body":
            handler.wfile.write(b"Content-Length: 100000\r\n\r\n")
        while not ended.wait(0.05):
            handler.wfile.write(b"x")

    server.answer = drip
    client = ApiClient(server.settings(), clock=None)
    began = time.monotonic()
    try:
        with pytest.raises(ApiError, match="took longer than 1 s to arrive, 6 times in a row"):
            client.page(PATH, {})
    finally:
        ended.set()
    assert 5.5 < time.monotonic() - began < 60


def test_a_pause_for_memory_is_no_part_of_the_deadline(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("loader.api.interruptible_http.MAX_RESPONSE_SECONDS", 1.0)
    monkeypatch.setattr("loader.api.client._MEMORY_BUDGET", 1)
    body = page_of(*[json.dumps({"id": number, "x": "y" * 1000}) for number in range(5000)]).body
    server.answer = lambda _handler: Answer(body=body)
    client = ApiClient(server.settings())
    held = client.session().page(PATH, {})
    threading.Timer(2.0, held.release).start()
    began = time.monotonic()
    assert len(client.session().page(PATH, {}).payload.data) == 5000
    assert time.monotonic() - began > 1.5
    assert len(server.paths()) == 2


@pytest.mark.parametrize("requested", ["3600", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_long_retry_after_is_capped_and_announced(server: ApiServer, requested: str):
    answers = [Answer(429, headers={"Retry-After": requested}), page_of()]
    server.answer = lambda _handler: answers.pop(0)
    clock, notes = FakeClock(), list[str]()
    ApiClient(server.settings(), notes.append, clock).page(PATH, {})
    assert clock.slept == [300.0]
    (note,) = notes
    assert note.startswith("ServiceTitan asks to wait (HTTP 429): pausing for 300 s (it asks for ")


def test_many_answers_429_at_once_are_announced_once(server: ApiServer):
    server.answer = lambda _handler: Answer(429, headers={"Retry-After": "60"})
    clock, notes = FakeClock(), list[str]()
    client = ApiClient(server.settings(), notes.append, clock)
    with pytest.raises(ApiError, match=r"too many requests \(HTTP 429\), 6 times in a row"):
        client.page(PATH, {})
    assert clock.slept == [60.0] * 5
    assert len(notes) == 6, "each pause once"


def test_short_pauses_are_not_announced(server: ApiServer):
    answers = [Answer(429), Answer(503, headers={"Retry-After": "3"}), page_of()]
    server.answer = lambda _handler: answers.pop(0)
    clock, notes = FakeClock(), list[str]()
    ApiClient(server.settings(), notes.append, clock).page(PATH, {})
    assert (clock.slept, notes) == ([2.0, 3.0], [])


@pytest.mark.parametrize("status", [400, 404, 422])
def test_of_a_refusal_only_names_of_parameters_are_shown(server: ApiServer, status: int):
    errors = {
        "modifiedOnOrAfter": ["Jane Doe"],
        "parameters[0].value": "Jane Doe",
        "Jane Doe": [],
        "\x1b[31mred": [],
        "a" * 41: [],
    }
    body = json.dumps({"title": "Jane Doe", "errors": errors}).encode()
    server.answer = lambda _handler: Answer(status, body)
    with pytest.raises((RequestRejected, LoaderError)) as raised:
        ApiClient(server.settings()).page(PATH, {})
    text = getattr(raised.value, "detail", None) or str(raised.value)
    assert "objects to modifiedOnOrAfter, parameters[0].value" in text
    assert "Jane" not in text
    assert text.isprintable()
    assert "aaaa" not in text


@pytest.mark.parametrize(
    "body", [b"\x1b[31m Jane Doe", b"[" * 9999, b'{"errors": []}', bytes(10**6)]
)
def test_a_refusal_in_any_form_is_still_a_refusal(server: ApiServer, body: bytes):
    server.answer = lambda _handler: Answer(400, body)
    with pytest.raises(RequestRejected) as raised:
        ApiClient(server.settings()).page(PATH, {})
    assert (raised.value.status, raised.value.detail) == (400, "")


def test_a_content_type_is_shown_only_where_it_is_one(server: ApiServer):
    server.answer = lambda _handler: Answer(body=b"<p>", headers={"Content-Type": "text/html; x"})
    with pytest.raises(ApiError, match=r"\(text/html, 3 bytes\)"):
        ApiClient(server.settings()).page(PATH, {})
    server.answer = lambda _handler: Answer(body=b"<p>", headers={"Content-Type": "Jane Doe"})
    with pytest.raises(ApiError, match=r"\(no usable content type, 3 bytes\)"):
        ApiClient(server.settings()).page(PATH, {})


@pytest.mark.parametrize("size", [b"-5", b"zz", b"f" * 17, b""])
def test_chunks_of_no_possible_size_are_a_cut_connection(server: ApiServer, size: bytes):
    def chunks(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + size + b"\r\nabc\r\n"
        )
        handler.close_connection = True

    server.answer = chunks
    with pytest.raises(ApiError, match="the connection was cut"):
        ApiClient(server.settings()).page(PATH, {})
