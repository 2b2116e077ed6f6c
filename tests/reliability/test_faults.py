"""Faults of the API lose nothing and stay with their endpoint."""

from __future__ import annotations

import gzip
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from loader.api.client import ApiClient
from loader.api.clock import Clock
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
    # All endpoints share one token: three of them expiring it in turn would let none finish.
    times = 1 if kind == "expire_tokens" else 3
    for resource in ("customers", "jobs", "project-types"):
        loading.server.faults.add(kind, resource, after=1, every=2, times=times)  # type: ignore[arg-type]
    loading.load_well("customers", "jobs", "project_types")
    loading.assert_equals_api("customers", "jobs", "project_types")


def test_an_expired_token_after_a_server_error_fails_nothing(loading: Loading):
    loading.server.faults.add("server_error", "customers")
    loading.server.faults.add("expire_tokens", "customers", times=2)
    loading.load_well("customers")
    loading.assert_equals_api("customers")


def test_a_token_endpoint_that_fails_twice_fails_nothing(loading: Loading):
    loading.server.faults.add("unavailable", "/connect/token")
    loading.server.faults.add("html", "/connect/token")
    loading.load_well("customers")
    loading.assert_equals_api("customers")


def test_a_request_that_hangs_is_retried(loading: Loading, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("loader.api.transport._TIMEOUT", (5, 0.5))
    loading.server.faults.add("hang", "customers", seconds=3)
    loading.load_well("customers")
    loading.assert_equals_api("customers")


@pytest.mark.parametrize("how", ["fault", "expired"])
def test_a_rejected_feed_token_falls_back_to_the_date_and_says_so(loading: Loading, how: str):
    store = loading.store
    loading.load_well("customers")
    store.change("customers", store.table("customers").keys[0], name="Changed")
    if how == "fault":
        # The first request is the lookback, by date.
        loading.server.faults.add("reject_token", "customers", after=1)
    else:
        loading.server.feeds.expire_tokens()
    loading.load_well("customers")
    loading.assert_equals_api("customers")
    assert any("no longer accepts the continuation token" in note for note in loading.notes)


def test_a_token_rejected_in_the_middle_of_the_first_load_loses_nothing(loading: Loading):
    loading.server.faults.add("reject_token", "customers", after=1)
    loading.load_well("customers")
    loading.assert_equals_api("customers")


def test_a_feed_that_rejects_every_token_fails_after_a_few_requests(loading: Loading):
    loading.server.faults.add("reject_token", "customers", times=None)
    error = loading.load("customers")["customers"].error
    assert error is not None
    assert "HTTP 400" in str(error)
    assert loading.server.requests.count("customers") < 30


@pytest.mark.parametrize("kind", ["empty_page", "repeated_page", "back_to_start"])
def test_a_feed_that_never_advances_fails(loading: Loading, kind: str):
    every = 2 if kind == "back_to_start" else 1
    loading.server.faults.add(kind, "customers", after=1, every=every, times=None)  # type: ignore[arg-type]
    assert loading.load("customers")["customers"].error is not None
    assert loading.server.requests.count("customers") < 30


@pytest.mark.parametrize("name", ["zones", "project_types"])
def test_a_list_that_never_advances_fails(by_list: Loading, name: str):
    resource = name.replace("_", "-")
    by_list.server.faults.add("empty_page", resource, times=None)
    assert by_list.load(name)[name].error is not None
    assert by_list.server.requests.count(resource) < 80


def test_a_list_that_always_repeats_a_page_fails_even_without_a_total_count(loading: Loading):
    # Four pages; in each pass, the second one shows the records of the first.
    loading.server.lists.counts = False
    assert len(loading.store.records("project-types")) == 4 * loading.page_size
    loading.server.faults.add("repeated_page", "project-types", after=1, every=4, times=None)
    assert "while it was read" in str(loading.load("project_types")["project_types"].error)
    loading.server.faults.clear()
    loading.load_well("project_types")
    loading.assert_equals_api("project_types")


def test_one_endpoint_that_keeps_failing_stops_no_other_and_keeps_its_cursor(loading: Loading):
    store = loading.store
    loading.load_well("customers", "jobs", "zones")
    before = loading.sync_state("jobs")
    for resource in ("customers", "jobs", "zones"):
        store.touch(resource, store.table(resource).keys[:3])
    loading.server.faults.add("server_error", "jobs", times=None)
    results = loading.load("customers", "jobs", "zones")
    assert [name for name, result in results.items() if result.error] == ["jobs"]
    loading.assert_equals_api("customers", "zones")
    state = loading.sync_state("jobs")
    assert state["sync_status"] == "failed"
    assert "HTTP 500" in state["last_error"]
    assert "next load" in state["last_error"], "the remedy"
    assert state["last_modified_on_cursor"] == before["last_modified_on_cursor"]
    loading.server.faults.clear()
    loading.load_well("jobs")
    loading.assert_equals_api("jobs")
    assert loading.sync_state("jobs")["last_error"] is None


def test_exit_codes_are_0_loaded_1_failed_2_wrong_configuration(loading: Loading):
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


def test_a_wrong_app_key_is_a_configuration_error(
    loading: Loading, monkeypatch: pytest.MonkeyPatch
):
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
    answered: list[float] = []
    loading.server.hooks.on_request(
        lambda request: answered.append(request.at) if request.status == 429 else None
    )
    loading.server.faults.add("too_many_requests", "jobs", after=5, retry_after=2)
    loading.load_well("customers", "jobs", "locations")
    (at,) = answered
    # Requests already under way at that moment do not count.
    early = [r for r in loading.server.requests if at + 0.5 < r.at < at + 2]
    assert early == []


@pytest.mark.parametrize("retry_after", ["a number", "a date", "nothing"])
def test_the_wait_after_a_429_is_its_retry_after(
    loading: Loading, retry_after: str, monkeypatch: pytest.MonkeyPatch
):
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    header = {"a number": 30, "a date": date, "nothing": None}[retry_after]
    paused: list[float] = []
    monkeypatch.setattr(RateLimiter, "pause", lambda _self, seconds: paused.append(seconds))
    slept: list[float] = []
    monkeypatch.setattr(Clock, "sleep", lambda _self, seconds: slept.append(seconds))
    client = ApiClient(loading.api)
    loading.server.faults.add("too_many_requests", "customers", retry_after=header)
    client.page("/crm/v2/tenant/{tenant}/customers", {})
    expected = 2.0 if retry_after == "nothing" else 30.0
    assert paused == slept == [pytest.approx(expected, abs=3 if retry_after == "a date" else 0.1)]


def test_a_429_of_the_token_endpoint_is_waited_for_too(loading: Loading):
    loading.server.faults.add("too_many_requests", "/connect/token", retry_after=1)
    loading.load_well("zones")
    first, second = loading.server.requests.select("/connect/token")
    assert second.at - first.at >= 1.0


def test_a_token_that_expires_for_many_readers_at_once_is_renewed_once(loading: Loading):
    names = ("customers", "jobs", "locations", "invoices", "zones")
    loading.server.feeds.page_size = 5
    loading.server.faults.latency_seconds = 0.05
    loading.server.hooks.after("*", 20, loading.server.auth.expire_tokens)
    loading.load_well(*names)
    assert (
        loading.server.requests.statuses()[401] >= 1
    )  # how many requests see it depends on timing
    assert loading.server.auth.issued == 2
    loading.assert_equals_api(*names)


class _Zipped(BaseHTTPRequestHandler):
    """Answers with a token, a page whose gzip stream is cut short, then the whole page."""

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


def test_a_gzip_answer_that_is_cut_short_is_retried(loading: Loading):
    server = HTTPServer(("127.0.0.1", 0), _Zipped)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        client = ApiClient(replace(loading.api, url=url, auth_url=f"{url}/token"))
        page = client.page("/crm/v2/tenant/{tenant}/customers", {})
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert len(page.payload.data) == 1000
    assert client.requests == 2


def test_a_rate_limit_below_ours_fails_nothing(loading: Loading):
    loading.server.limit.per_second = 30
    loading.rate_limit = 60
    loading.server.feeds.page_size = 3
    loading.load_well("customers", "jobs")
    loading.assert_equals_api("customers", "jobs")


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
    loading.assert_equals_api("customers", "jobs")
    largest_page = 3 * 4000
    assert most <= limit + 2 * largest_page


def test_a_second_load_of_the_tenant_is_refused(loading: Loading):
    reading, ended = threading.Event(), threading.Event()

    def hold() -> None:
        reading.set()
        ended.wait(120)

    loading.server.hooks.after("zones", 1, hold)
    first = threading.Thread(target=loading.load_well, args=("zones",))
    first.start()
    try:
        assert reading.wait(60)
        environment = clean_environment(
            **loading.server.environment(), **warehouse_variables(loading.warehouse)
        )
        second = command("loader", "load", "--select", "zones", environment=environment)
    finally:
        ended.set()
        first.join()
    assert second.returncode == 75
    assert f"Another run of tenant {loading.api.tenant_id}" in second.stderr
    assert "Wait for it to end" in second.stderr
