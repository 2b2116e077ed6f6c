"""Secrets and personal data appear in the tables and nowhere else."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from loader.api.client import ApiClient
from loader.config import Environment
from loader.errors import LoaderError
from loader.staging.work_folder import work_folder
from sandbox import credentials
from tests.certificates import self_signed
from tests.commands import clean_environment, warehouse_variables
from tests.commands import run as command
from tests.reliability.harness import Loading, files_left

NAMES = "customers,customer_contacts,jobs,invoices"
FAULTS = (
    "server_error", "too_many_requests", "forbidden", "expire_tokens", "cut", "truncated", "html",
    "empty_page", "reject_token",
)  # fmt: skip


def _private(loading: Loading) -> set[str]:
    """The secrets, every access token, every customer's name and every contact's value."""
    tokens = set(loading.server.auth._tokens)
    names = {record["name"] for record in loading.store.records("customers")}
    values = {record["value"] for record in loading.store.records("crm/customers/contacts")}
    assert tokens
    assert names
    assert values
    secrets = {credentials.CLIENT_SECRET, credentials.APP_KEY, credentials.CLIENT_ID}
    return {text for text in secrets | tokens | names | values if text and len(text) > 4}


def _assert_private(loading: Loading, text: str) -> None:
    assert [word for word in sorted(_private(loading)) if word in text] == []


@pytest.mark.parametrize("kind", FAULTS)
def test_no_fault_shows_a_secret_or_personal_data(loading: Loading, kind: str):
    times = None if kind != "expire_tokens" else 5
    loading.server.faults.add(kind, "customers", after=1, times=times)  # type: ignore[arg-type]
    loading.store.change("jobs", loading.store.table("jobs").keys[0], {"customerId": b'"Jane Doe"'})
    ran = command(
        "tests.reliability.impatient_loader", "load", "--select", NAMES,
        environment=clean_environment(
            **loading.server.environment(),
            **warehouse_variables(loading.warehouse),
            SERVICETITAN_RATE_LIMIT=1000,
            RUNTIME__LOG_LEVEL="DEBUG",  # the most that dlt can log
        ),
    )  # fmt: skip
    shown = ran.stdout + ran.stderr
    assert ran.returncode in (0, 1), shown
    assert "raw_st_customers" in shown, "the summary names every table"
    assert "DEBUG" in shown, "dlt logs at the level it was given"
    _assert_private(loading, shown)
    assert "Jane Doe" not in shown
    states = loading.query(f"select * from {loading.warehouse.raw_schema}.raw_sync_state")
    assert len(states) == len(NAMES.split(","))
    _assert_private(loading, json.dumps(states, default=str))
    assert files_left(loading) == []


def test_the_search_for_private_words_finds_them(loading: Loading):
    loading.load_well("zones")
    name = loading.store.records("customers")[0]["name"]
    for word in (credentials.CLIENT_SECRET, next(iter(loading.server.auth._tokens)), name):
        with pytest.raises(AssertionError):
            _assert_private(loading, f"a line with {word} in it")


def test_a_wrong_secret_is_not_shown(loading: Loading):
    environment = clean_environment(
        **loading.server.environment() | {"SERVICETITAN_CLIENT_SECRET": "wrong-secret-1"},
        **warehouse_variables(loading.warehouse),
    )
    ran = command("loader", "load", "--select", "zones", environment=environment)
    assert ran.returncode == 2
    assert "wrong-secret-1" not in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_printed_settings_show_no_secrets(loading: Loading):
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
    with _serving(server):
        yield f"http://127.0.0.1:{server.server_port}"


@contextmanager
def _serving(server: HTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield
    finally:
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


def test_a_self_signed_certificate_is_refused(
    loading: Loading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(tmp_path))
    server = HTTPServer(("127.0.0.1", 0), _Redirect)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    monkeypatch.setattr("loader.api.retries._FIRST_WAIT", 0.0)
    url = f"https://127.0.0.1:{server.server_port}"
    given = loading.server.environment() | {
        "SERVICETITAN_API_URL": url,
        "SERVICETITAN_AUTH_URL": f"{url}/token",
    }
    with _serving(server):
        client = ApiClient(Environment(given).api())
        with pytest.raises(LoaderError, match="certificate that cannot be verified"):
            client.sign_in()
        client._tokens._token, client._tokens._renew_at = "token", float("inf")
        with pytest.raises(LoaderError, match="certificate that cannot be verified"):
            client.page("/crm/v2/tenant/{tenant}/customers", {})


@pytest.mark.parametrize("debug", [True, False])
def test_no_traceback_shows_personal_data_even_with_debug(
    loading: Loading,
    debug: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    loading.load_well("zones")
    settings = loading.server.environment() | warehouse_variables(loading.warehouse)
    for variable, value in settings.items():
        monkeypatch.setenv(variable, str(value))
    table = f"{loading.warehouse.raw_schema}.raw_st_zones"
    loading.query(
        f"alter table {table} add constraint no_jane check (name <> 'Jane Doe'); select 1"
    )
    loading.store.change("zones", loading.store.table("zones").keys[0], name="Jane Doe")

    name = "Jane Doe"

    def broken(*_args: object) -> None:
        raise KeyError(name)

    shown = _shown(["load", "--select", "zones"], debug=debug, capsys=capsys)
    assert "CheckViolation" in shown
    monkeypatch.setattr("loader.staging.staged_files.StagedFiles.put", broken)
    shown += _shown(["load", "--select", "teams"], debug=debug, capsys=capsys)
    monkeypatch.setattr("loader.config.Environment.read", broken)
    shown += _shown(["load", "--select", "teams"], debug=debug, capsys=capsys)
    assert shown.count("Unexpected KeyError") == 2 + debug
    assert ("line" in shown) == debug
    assert "Jane" not in shown
    _assert_private(loading, shown)


def _shown(arguments: list[str], *, debug: bool, capsys: pytest.CaptureFixture[str]) -> str:
    from loader.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["--debug", *arguments] if debug else arguments)
    assert ended.value.code == 1
    written = capsys.readouterr()
    assert "Traceback" not in written.err
    return written.out + written.err


def test_files_of_a_killed_load_are_private_and_the_next_load_removes_them(loading: Loading):
    loading.load_killed("while dlt loads", "customers", "customer_contacts")
    left = files_left(loading)
    assert any(b"@" in path.read_bytes() for path in left), "the files hold records"
    folder = work_folder(loading.warehouse, loading.api.tenant_id)
    assert folder.stat().st_mode & 0o077 == 0
    secrets = [credentials.CLIENT_SECRET, credentials.APP_KEY, *loading.server.auth._tokens]
    for path in left:
        content = path.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in content]
    loading.load_well("customers")
    assert files_left(loading) == []


class _Telemetry(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.events += 1  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_args: object) -> None: ...


@pytest.mark.parametrize("turned_on", [False, True])
def test_dlt_sends_no_telemetry_unless_the_user_turns_it_on(loading: Loading, turned_on: bool):
    server = HTTPServer(("127.0.0.1", 0), _Telemetry)
    server.events = 0  # type: ignore[attr-defined]
    environment = clean_environment(
        **loading.server.environment(),
        **warehouse_variables(loading.warehouse),
        RUNTIME__DLTHUB_TELEMETRY_ENDPOINT=f"http://127.0.0.1:{server.server_port}",
    )
    if turned_on:
        environment["RUNTIME__DLTHUB_TELEMETRY"] = "true"
    with _serving(server):
        ran = command("loader", "load", "--select", "zones", environment=environment)
    assert ran.returncode == 0, ran.stderr
    assert (server.events > 0) == turned_on  # type: ignore[attr-defined]
