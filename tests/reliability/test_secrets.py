"""Point 8 of nothing lost: secrets and personal data show up nowhere but in the tables."""

from __future__ import annotations

import json
import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from loader.api.client import ApiClient
from loader.config import Environment
from loader.errors import LoaderError
from loader.staging.pipeline import work_folder
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
    extracted, writing = os.pipe()
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
    with os.fdopen(extracted, errors="replace") as stream:
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


def test_a_server_with_a_certificate_of_its_own_making_is_refused(
    loading: Loading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*_self_signed(tmp_path))
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


def _self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody vouches for, and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    subprocess.run(
        [
            openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", str(key), "-out", str(certificate),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return certificate, key


@pytest.mark.parametrize("debug", [True, False])
def test_no_trace_shows_personal_data_not_even_with_debug(
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


def test_what_a_killed_load_leaves_is_for_nobody_else_and_gone_after_the_next(loading: Loading):
    assert loading.load_killed("while dlt loads", "customers", "customer_contacts")
    left = files_left(loading)
    assert any(b"@" in path.read_bytes() for path in left), "records: this is what must be hidden"
    folder = work_folder(loading.warehouse, loading.api.tenant_id)
    assert folder.stat().st_mode & 0o077 == 0
    # No secret among them.
    secrets = [credentials.CLIENT_SECRET, credentials.APP_KEY, *loading.server.auth._tokens]
    for path in left:
        content = path.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in content]
    loading.load_well("customers")
    assert files_left(loading) == []


def test_telemetry_is_off():
    from loader.staging import pipeline

    assert pipeline._DLT_SETTINGS["RUNTIME__DLTHUB_TELEMETRY"] == "false"
