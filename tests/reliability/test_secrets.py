"""Point 8 of nothing lost: secrets and personal data show up nowhere but in the tables."""

from __future__ import annotations

import json
import os
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from loader.api.client import ApiClient
from loader.config import Environment
from loader.errors import LoaderError
from sandbox import credentials
from tests.commands import clean_environment, warehouse_variables
from tests.commands import run as command
from tests.reliability.harness import Loading, files_left, impatient

NAMES = "customers,customer_contacts,jobs,invoices"
FAULTS = (
    "server_error", "too_many_requests", "forbidden", "expire_tokens", "cut", "truncated", "html",
    "empty_page", "reject_token",
)  # fmt: skip


def _private(loading: Loading) -> set[str]:
    """Secrets, tokens, and every customer's name and every contact's value."""
    found = {credentials.CLIENT_SECRET, credentials.APP_KEY, credentials.CLIENT_ID}
    found |= set(loading.server.auth._tokens)
    found |= {record["name"] for record in loading.store.records("customers")}
    found |= {record["value"] for record in loading.store.records("crm/customers/contacts")}
    return {text for text in found if text and len(text) > 4}


def _assert_private(loading: Loading, text: str) -> None:
    shown = sorted(word for word in _private(loading) if word in text)
    assert shown == []


@pytest.mark.parametrize("kind", FAULTS)
def test_no_fault_shows_a_secret_or_personal_data(loading: Loading, kind: str):
    times = None if kind != "expire_tokens" else 5
    loading.server.faults.add(kind, "customers", after=1, times=times)  # type: ignore[arg-type]
    loading.store.change("jobs", loading.store.table("jobs").keys[0], {"customerId": b'"Jane Doe"'})
    with impatient(10):
        ran = _command_in_child(loading)
    _assert_private(loading, ran)
    assert "Jane Doe" not in ran
    states = loading.query(f"select * from {loading.warehouse.raw_schema}.raw_sync_state")
    _assert_private(loading, json.dumps(states, default=str))
    assert files_left(loading) == []


def _command_in_child(loading: Loading) -> str:
    """What the command writes to stdout and stderr, run in a fork: patience stays patched."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        os.environ.clear()
        os.environ.update(
            clean_environment(
                **loading.server.environment(),
                **warehouse_variables(loading.warehouse),
                SERVICETITAN_RATE_LIMIT=1000,
                RUNTIME__LOG_LEVEL="DEBUG",  # however chatty dlt is told to be
            )
        )
        try:
            from loader.cli import main

            main(["load", "--select", NAMES])
        except SystemExit:
            pass
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, errors="replace") as stream:
        text = stream.read()
    os.waitpid(child, 0)
    return text


def test_wrong_credentials_are_not_repeated(loading: Loading):
    environment = clean_environment(
        **loading.server.environment() | {"SERVICETITAN_CLIENT_SECRET": "wrong-secret-1"},
        **warehouse_variables(loading.warehouse),
    )
    ran = command("loader", "load", "--select", "zones", environment=environment)
    assert ran.returncode == 2
    assert "wrong-secret-1" not in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_settings_do_not_show_secrets_when_printed(loading: Loading):
    shown = f"{loading.api!r} {Environment(loading.server.environment())!r} {loading.warehouse!r}"
    assert not [word for word in (credentials.CLIENT_SECRET, credentials.APP_KEY) if word in shown]


class _Redirect(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.dumps({"access_token": "t", "expires_in": 900}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.server.target)  # type: ignore[attr-defined]
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None: ...


@pytest.fixture
def redirecting(loading: Loading) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Redirect)
    server.target = loading.server.api_url + "/elsewhere"  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_token_and_app_key_follow_no_redirect(loading: Loading, redirecting: str):
    given = loading.server.environment() | {
        "SERVICETITAN_API_URL": redirecting,
        "SERVICETITAN_AUTH_URL": f"{redirecting}/token",
    }
    client = ApiClient(Environment(given).api())
    with pytest.raises(LoaderError, match="HTTP 302"):
        client.page("/crm/v2/tenant/{tenant}/customers", {})
    assert loading.server.requests.count("*elsewhere*") == 0


def test_tls_certificates_are_verified(loading: Loading):
    session = ApiClient(loading.api)._session
    assert session.verify is True
    pool = session.get_adapter("https://api.servicetitan.io").poolmanager  # type: ignore[attr-defined]
    assert pool.connection_pool_kw.get("cert_reqs") in (None, "CERT_REQUIRED", ssl.CERT_REQUIRED)


def test_telemetry_is_off():
    from loader.landing import pipeline

    assert pipeline._DLT_SETTINGS["RUNTIME__DLTHUB_TELEMETRY"] == "false"
