"""Credentials go where they belong, and nowhere else."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from loader.api.client import ApiClient
from loader.errors import ApiError, ApiUnreachable, ConfigurationError, LoaderError
from tests.api.api_server import Answer, ApiServer
from tests.api.fake_clock import FakeClock

PATH = "/crm/v2/tenant/{tenant}/customers"


def test_the_app_key_goes_to_the_api_and_not_to_the_token_endpoint(server: ApiServer):
    ApiClient(server.settings()).page(PATH, {})
    (token_path, to_token), (path, to_api) = server.requests
    assert token_path == "/connect/token"
    assert "the-app-key" not in to_token.values()
    assert "Authorization" not in to_token
    assert path == "/crm/v2/tenant/1/customers"
    assert to_api["ST-App-Key"] == "the-app-key"
    assert to_api["Authorization"] == "Bearer the-token"


def test_netrc_does_not_replace_the_token(
    server: ApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password unrelated\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    ApiClient(server.settings()).page(PATH, {})
    (_, to_token), (_, to_api) = server.requests
    assert to_api["Authorization"] == "Bearer the-token"
    assert "Authorization" not in to_token


def test_a_user_in_the_url_is_neither_sent_nor_shown(server: ApiServer):
    url = server.url.replace("http://", "http://somebody:p4ssword@")
    ApiClient(server.settings(url=url, auth_url=f"{url}/connect/token")).page(PATH, {})
    basic = base64.b64encode(b"somebody:p4ssword").decode()
    assert not [headers for _, headers in server.requests if basic in str(headers)]


@pytest.mark.parametrize("broken", ["url", "auth_url"])
def test_no_message_shows_the_user_and_password_of_a_url(server: ApiServer, broken: str):
    settings = server.settings(**{broken: "http://somebody:p4ssword@127.0.0.1:1/x?key=p4ssword"})
    with pytest.raises(ApiUnreachable, match=r"127\.0\.0\.1:1 is unreachable") as raised:
        ApiClient(settings, clock=FakeClock()).page(PATH, {})
    assert "p4ssword" not in str(raised.value)
    assert "somebody" not in str(raised.value)


def test_a_token_endpoint_that_gives_none_is_named_by_its_host(server: ApiServer):
    server.token_answer = lambda _handler: Answer(500, b"Jane Doe")
    url = server.url.replace("http://", "http://somebody:p4ssword@") + "/connect/token?key=p4ssword"
    clock = FakeClock()
    with pytest.raises(
        ApiError, match=r"at 127\.0\.0\.1:\d+ returned no token \(HTTP 500\)"
    ) as raised:
        ApiClient(server.settings(auth_url=url), clock=clock).sign_in()
    assert "p4ssword" not in str(raised.value)
    assert "Jane" not in str(raised.value)
    assert len(clock.slept) == 3


@pytest.mark.parametrize("url", ["http://[::1", "ftp://host", "http:///x", "http://host:99999999"])
def test_a_url_that_cannot_be_requested_is_a_wrong_setting(server: ApiServer, url: str):
    with pytest.raises(LoaderError, match=r"SERVICETITAN_AUTH_URL") as raised:
        ApiClient(server.settings(auth_url=url), clock=FakeClock()).sign_in()
    assert isinstance(raised.value, ConfigurationError)


@pytest.mark.parametrize("status", [400, 401, 403])
def test_refused_credentials_are_a_wrong_setting_and_not_tried_again(
    server: ApiServer, status: int
):
    server.token_answer = lambda _handler: Answer(status)
    with pytest.raises(ConfigurationError, match="SERVICETITAN_CLIENT_SECRET"):
        ApiClient(server.settings()).sign_in()
    assert len(server.requests) == 1


def test_a_token_is_used_until_a_minute_before_it_expires(server: ApiServer):
    clock = FakeClock()
    client = ApiClient(server.settings(), clock=clock)
    for later in (0.0, 800.0, 39.0, 2.0):
        clock.time += later
        client.page(PATH, {})
    tokens = [path for path, _ in server.requests].count("/connect/token")
    assert tokens == 2


def test_an_app_key_that_is_never_accepted_is_named(server: ApiServer):
    server.answer = lambda _handler: Answer(401)
    with pytest.raises(ConfigurationError, match="SERVICETITAN_APP_KEY"):
        ApiClient(server.settings(), clock=FakeClock()).page(PATH, {})


def test_a_token_that_is_refused_once_is_renewed_at_once(server: ApiServer):
    answers = [Answer(401), Answer()]
    server.answer = lambda _handler: answers.pop(0)
    clock = FakeClock()
    ApiClient(server.settings(), clock=clock).page(PATH, {})
    assert clock.slept == [0.0]


def test_a_host_that_refuses_connections_is_tried_three_times():
    clock = FakeClock()
    settings = ApiServer(url="http://127.0.0.1:1").settings()
    with pytest.raises(ApiUnreachable):
        ApiClient(settings, clock=clock).sign_in()
    assert len(clock.slept) == 2


def test_a_proxy_that_does_not_answer_is_named_as_such(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("http_proxy", "http://somebody:p4ssword@127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    settings = server.settings(auth_url="http://example.invalid/connect/token")
    with pytest.raises(
        ApiUnreachable, match=r"proxy does not connect to example\.invalid"
    ) as raised:
        ApiClient(settings, clock=FakeClock()).sign_in()
    assert "p4ssword" not in str(raised.value)


def test_a_proxy_is_used_and_gets_its_own_credentials(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("http_proxy", server.url.replace("http://", "http://somebody:p4ssword@"))
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    ApiClient(server.settings(url="http://example.invalid")).page(PATH, {})
    _, to_api = server.requests[-1]
    assert to_api["Host"] == "example.invalid"
    assert to_api["Authorization"] == "Bearer the-token"
    assert to_api["Proxy-Authorization"].startswith("Basic ")


@pytest.mark.parametrize("token", ["", "a b", "a\r\nX-Other: b", "\u20ac", "\x1b[31m"])
def test_a_token_that_no_header_can_hold_is_none(server: ApiServer, token: str):
    body = json.dumps({"access_token": token, "expires_in": 900}).encode()
    server.token_answer = lambda _handler: Answer(body=body)
    with pytest.raises(ApiError, match="returned no token"):
        ApiClient(server.settings(), clock=FakeClock()).page(PATH, {})
    assert server.paths() == []
