"""Points 4 and 5 of nothing lost: big loads go on where they stopped, faults stay local."""

from __future__ import annotations

import gzip
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from loader.api.client import ApiClient
from loader.api.rate_limiter import RateLimiter
from loader.errors import ConfigurationError
from loader.run import load_packages
from tests.commands import clean_environment, warehouse_variables
from tests.commands import run as command
from tests.reliability.harness import Loading

ONCE = (
    "too_many_requests", "server_error", "unavailable", "expire_tokens", "cut", "truncated", "html",
    "empty_page", "repeated_page",
)  # fmt: skip


@pytest.mark.parametrize("kind", ONCE)
@pytest.mark.parametrize("feed", ["export", "list"])
def test_a_fault_that_passes_loses_nothing_and_fails_nothing(
    loading: Loading, feed: str, kind: str
):
    loading.feed = feed
    # One token serves all endpoints: three that expire it in turn would leave none a chance.
    times = 1 if kind == "expire_tokens" else 3
    for resource in ("customers", "jobs", "project-types"):
        loading.server.faults.add(kind, resource, after=1, every=2, times=times)  # type: ignore[arg-type]
    loading.load_well("customers", "jobs", "project_types")
    loading.assert_equals_truth("customers", "jobs", "project_types")


def test_an_expired_token_after_a_server_error_fails_nothing(loading: Loading):
    loading.server.faults.add("server_error", "customers")
    loading.server.faults.add("expire_tokens", "customers", times=2)
    loading.load_well("customers")
    loading.assert_equals_truth("customers")


def test_a_token_endpoint_that_stumbles_fails_nothing(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("loader.api.auth._FIRST_WAIT", 0.01)
    loading.server.faults.add("unavailable", "/connect/token")
    loading.server.faults.add("html", "/connect/token")
    loading.load_well("customers")
    loading.assert_equals_truth("customers")


def test_an_api_that_hangs_is_asked_again(loading: Loading, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("loader.api.client._TIMEOUT", (5, 0.5))
    loading.server.faults.add("hang", "customers", seconds=3)
    loading.load_well("customers")
    loading.assert_equals_truth("customers")


@pytest.mark.parametrize("how", ["fault", "expired"])
def test_a_rejected_feed_token_falls_back_to_the_date_and_says_so(loading: Loading, how: str):
    store = loading.store
    loading.load_well("customers")
    store.change("customers", store.table("customers").keys[0], name="Changed")
    if how == "fault":
        # The first request looks back, by date.
        loading.server.faults.add("reject_token", "customers", after=1)
    else:
        loading.server.feeds.expire_tokens()
    loading.load_well("customers")
    loading.assert_equals_truth("customers")
    assert [
        notify for notify in loading.notes if "no longer accepts the continuation token" in notify
    ]


def test_a_token_rejected_in_the_middle_of_the_first_load_loses_nothing(loading: Loading):
    loading.server.faults.add("reject_token", "customers", after=2)
    loading.load_well("customers")
    loading.assert_equals_truth("customers")


def test_a_feed_that_rejects_every_token_fails_and_does_not_go_on_forever(loading: Loading):
    loading.server.faults.add("reject_token", "customers", times=None)
    error = loading.load("customers")["customers"].error
    assert error is not None
    assert "HTTP 400" in str(error)
    assert loading.server.requests.count("customers") < 30


@pytest.mark.parametrize("kind", ["empty_page", "repeated_page", "back_to_start"])
def test_a_feed_that_never_moves_on_fails_loudly(loading: Loading, kind: str):
    every = 2 if kind == "back_to_start" else 1
    loading.server.faults.add(kind, "customers", after=1, every=every, times=None)  # type: ignore[arg-type]
    assert loading.load("customers")["customers"].error is not None
    assert loading.server.requests.count("customers") < 30


@pytest.mark.parametrize("name", ["zones", "project_types"])
def test_a_list_that_never_moves_on_fails_loudly(by_list: Loading, name: str):
    resource = name.replace("_", "-")
    by_list.server.faults.add("empty_page", resource, times=None)
    assert by_list.load(name)[name].error is not None
    assert by_list.server.requests.count(resource) < 80


def test_a_list_that_always_repeats_a_page_fails_even_where_nothing_is_counted(loading: Loading):
    # Four pages: of each pass, the second one shows the records of the first.
    loading.server.lists.counts = False
    assert len(loading.store.records("project-types")) == 4 * loading.page_size
    loading.server.faults.add("repeated_page", "project-types", after=1, every=4, times=None)
    assert "while it was read" in str(loading.load("project_types")["project_types"].error)
    loading.server.faults.clear()
    loading.load_well("project_types")
    loading.assert_equals_truth("project_types")


def test_one_endpoint_that_keeps_failing_stops_no_other_and_keeps_its_cursor(loading: Loading):
    store = loading.store
    loading.load_well("customers", "jobs", "zones")
    before = loading.sync_state("jobs")
    for resource in ("customers", "jobs", "zones"):
        store.touch(resource, store.table(resource).keys[:3])
    loading.server.faults.add("server_error", "jobs", times=None)
    results = loading.load("customers", "jobs", "zones")
    assert [name for name, result in results.items() if result.error] == ["jobs"]
    loading.assert_equals_truth("customers", "zones")
    state = loading.sync_state("jobs")
    assert state["sync_status"] == "failed"
    assert "HTTP 500" in state["last_error"]
    assert "next load" in state["last_error"], "the remedy"
    assert state["last_modified_on_cursor"] == before["last_modified_on_cursor"]
    loading.server.faults.clear()
    loading.load_well("jobs")
    loading.assert_equals_truth("jobs")
    assert loading.sync_state("jobs")["last_error"] is None


def test_exit_codes_tell_loaded_failed_and_wrong_configuration(loading: Loading):
    environment = clean_environment(
        **loading.server.environment(), **warehouse_variables(loading.warehouse)
    )
    assert command("loader", "load", "--select", "zones", environment=environment).returncode == 0
    loading.server.auth.forbid("*/dispatch/*/zones")
    failed = command("loader", "load", "--select", "zones,teams", environment=environment)
    assert failed.returncode == 1
    assert "zones" in failed.stderr
    assert "scope" in failed.stderr
    wrong = environment | {"SERVICETITAN_CLIENT_SECRET": "wrong"}
    assert command("loader", "load", "--select", "teams", environment=wrong).returncode == 2


def test_a_wrong_app_key_is_named_as_such(loading: Loading, monkeypatch: pytest.MonkeyPatch):
    given = loading.server.environment()
    monkeypatch.setattr(
        loading.server, "environment", lambda _tenant: given | {"SERVICETITAN_APP_KEY": "wrong"}
    )
    with pytest.raises(ConfigurationError, match="app key"):
        loading.load("customers")


def test_the_rate_is_never_exceeded(loading: Loading):
    loading.rate_limit = 25
    loading.server.feeds.page_size = 2
    loading.load_well("customers", "jobs", "locations")
    assert len(loading.server.requests) > 60
    assert loading.server.requests.busiest_second() <= 25


def test_a_429_makes_all_workers_wait(loading: Loading):
    loading.server.feeds.page_size = 2
    struck: list[float] = []
    loading.server.hooks.on_request(
        lambda request: struck.append(request.at) if request.status == 429 else None
    )
    loading.server.faults.add("too_many_requests", "jobs", after=5, retry_after=2)
    loading.load_well("customers", "jobs", "locations")
    (at,) = struck
    # What was under way when the answer came could not know of it yet.
    early = [r for r in loading.server.requests if at + 0.5 < r.at < at + 2]
    assert early == []


@pytest.mark.parametrize("received", ["a number", "a date", "nothing"])
def test_the_wait_after_a_429_is_what_the_server_asks_for(
    loading: Loading, received: str, monkeypatch: pytest.MonkeyPatch
):
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    retry_after = {"a number": 30, "a date": date, "nothing": None}[received]
    paused: list[float] = []
    monkeypatch.setattr(RateLimiter, "pause", lambda _self, seconds: paused.append(seconds))
    slept: list[float] = []
    client = ApiClient(loading.api, sleep=slept.append)
    loading.server.faults.add("too_many_requests", "customers", retry_after=retry_after)
    client.page("/crm/v2/tenant/{tenant}/customers", {})
    expected = 2.0 if received == "nothing" else 30.0
    assert paused == slept == [pytest.approx(expected, abs=3 if received == "a date" else 0.1)]


def test_the_token_endpoints_429_is_waited_for_too(loading: Loading):
    loading.server.faults.add("too_many_requests", "/connect/token", retry_after=1)
    loading.load_well("zones")
    first, second = loading.server.requests.select("/connect/token")
    assert second.at - first.at >= 1.0


def test_tokens_that_expire_under_many_readers_at_once_are_renewed_once(loading: Loading):
    names = ("customers", "jobs", "locations", "invoices", "zones")
    loading.server.feeds.page_size = 5
    loading.server.faults.latency_seconds = 0.05
    loading.server.hooks.after("*", 20, loading.server.auth.expire_tokens)
    loading.load_well(*names)
    assert loading.server.requests.statuses()[401] >= 1  # how many meet it is a matter of time
    assert loading.server.auth.issued == 2
    loading.assert_equals_truth(*names)


class _Zipped(BaseHTTPRequestHandler):
    """Token, then a page whose gzip stream breaks off, then the whole page."""

    pages = 0

    def do_POST(self) -> None:
        self._answer(b'{"access_token": "t", "expires_in": 900}')

    def do_GET(self) -> None:
        type(self).pages += 1
        data = b",".join(b'{"id": %d}' % number for number in range(1000))
        page = gzip.compress(b'{"hasMore": false, "data": [%b]}' % data)
        self._answer(page if self.pages > 1 else page[: len(page) // 2], zipped=True)

    def _answer(self, body: bytes, *, zipped: bool = False) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None: ...


def test_a_compressed_answer_that_breaks_off_is_asked_for_again(loading: Loading):
    server = HTTPServer(("127.0.0.1", 0), _Zipped)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        client = ApiClient(
            replace(loading.api, url=url, auth_url=f"{url}/token"), sleep=lambda _seconds: None
        )
        page = client.page("/crm/v2/tenant/{tenant}/customers", {})
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert len(page.payload.data) == 1000
    assert client.requests == 2


def test_a_server_that_enforces_its_limit_is_loaded_all_the_same(loading: Loading):
    loading.server.limit.per_second = 30
    loading.rate_limit = 60
    loading.server.feeds.page_size = 3
    loading.load_well("customers", "jobs")
    loading.assert_equals_truth("customers", "jobs")


def test_a_slow_database_does_not_fill_the_disk(loading: Loading, monkeypatch: pytest.MonkeyPatch):
    limit = 20_000
    monkeypatch.setattr("loader.staging.staged_files._MAX_BYTES", limit)
    monkeypatch.setattr(load_packages, "_PACKAGE_BYTES", 5_000)
    most = 0
    from loader.staging.staged_files import StagedFiles

    put = StagedFiles.put

    def watched(self: StagedFiles, *batch: object) -> int:
        nonlocal most
        rows = put(self, *batch)  # type: ignore[arg-type]
        most = max(most, self._bytes)
        return rows

    monkeypatch.setattr(StagedFiles, "put", watched)
    loading.server.feeds.page_size = 3
    loading.load_well("customers", "jobs")
    loading.assert_equals_truth("customers", "jobs")
    largest_page = 3 * 4000
    assert most <= limit + 2 * largest_page


def test_a_second_load_of_the_tenant_refuses_and_says_why(loading: Loading):
    loading.load_well("zones")
    loading.server.faults.latency_seconds = 1.0
    first = threading.Thread(target=loading.load_well, args=("zones",))
    first.start()
    try:
        deadline = time.monotonic() + 30
        while loading.sync_state("zones")["sync_status"] != "running":
            assert time.monotonic() < deadline
            time.sleep(0.02)
        environment = clean_environment(
            **loading.server.environment(), **warehouse_variables(loading.warehouse)
        )
        loading.server.faults.latency_seconds = 8.0
        second = command("loader", "load", "--select", "zones", environment=environment)
    finally:
        loading.server.faults.latency_seconds = 0.0
        first.join()
    assert second.returncode == 1
    assert f"Another load of tenant {loading.api.tenant_id}" in second.stderr
    assert "Wait for it to end" in second.stderr
