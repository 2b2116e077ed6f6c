"""Faults, the rate limit, and the log of requests."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from sandbox import credentials
from tests.sandbox.sandbox_client import Client

_ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("too_many_requests", 429),
        ("server_error", 500),
        ("unavailable", 503),
        ("forbidden", 403),
    ],
)
def test_a_status_fault_applies_as_often_as_told(client: Client, kind: str, status: int) -> None:
    client.server.faults.add(kind, "jobs", times=2)  # type: ignore[arg-type]
    assert [client.get("jpm/jobs").status_code for _ in range(3)] == [status, status, 200]


@pytest.mark.parametrize(("wait", "header"), [(None, None), (7, "7")])
def test_429_says_when_to_come_back_or_does_not(
    client: Client, wait: int | None, header: str | None
) -> None:
    client.server.faults.add("too_many_requests", retry_after=wait)
    assert client.get("jpm/jobs").headers.get("Retry-After") == header


def test_a_fault_meets_only_what_fits_its_pattern(client: Client) -> None:
    client.server.faults.add("server_error", "*/export/*", times=None)
    assert client.get("jpm/jobs").status_code == 200
    assert client.get("jpm/export/jobs").status_code == 500
    client.server.faults.clear()
    assert client.get("jpm/export/jobs").status_code == 200


def test_a_fault_can_wait_and_can_recur(client: Client) -> None:
    client.server.faults.add("server_error", "jobs", times=2, after=1, every=2)
    statuses = [client.get("jpm/jobs").status_code for _ in range(6)]
    assert statuses == [200, 500, 200, 500, 200, 200]


def test_a_connection_can_break_in_the_middle_of_the_body(client: Client) -> None:
    client.server.faults.add("cut", "jobs")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        client.get("jpm/jobs")
    assert client.get("jpm/jobs").status_code == 200


def test_a_body_can_be_truncated_as_if_it_were_whole(client: Client) -> None:
    client.server.faults.add("truncated", "jobs")
    response = client.get("jpm/jobs")
    assert response.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        json.loads(response.content)


def test_a_web_page_can_come_with_status_200(client: Client) -> None:
    client.server.faults.add("html", "jobs")
    response = client.get("jpm/jobs")
    assert (response.status_code, response.headers["content-type"]) == (
        200,
        "text/html; charset=utf-8",
    )


def test_a_request_can_hang(client: Client) -> None:
    client.server.faults.add("hang", "jobs")
    with pytest.raises(requests.Timeout):
        requests.get(
            f"{client.server.api_url}/jpm/v2/tenant/{credentials.TENANT_ID}/jobs",
            headers=dict(client.session.headers),
            timeout=0.2,  # type: ignore[arg-type]
        )


def test_an_answer_can_be_slow(client: Client) -> None:
    client.server.faults.add("slow", "jobs", seconds=0.2)
    began = time.monotonic()
    assert client.get("jpm/jobs").status_code == 200
    assert time.monotonic() - began >= 0.2


def test_every_answer_can_have_a_latency(client: Client) -> None:
    client.server.faults.latency_seconds = 0.1
    began = time.monotonic()
    client.get("jpm/jobs")
    assert time.monotonic() - began >= 0.1


def test_tokens_can_die_in_mid_paging(client: Client) -> None:
    client.server.faults.add("expire_tokens", "jobs", after=1)
    assert [client.get("jpm/jobs").status_code for _ in range(3)] == [200, 401, 401]


def test_a_page_can_be_empty_and_have_more(client: Client) -> None:
    client.server.faults.add("empty_page", "jobs", times=1)
    page = client.page("jpm/jobs")
    assert (page["data"], page["hasMore"]) == ([], True)
    client.server.faults.add("empty_page", "jobs", times=1)
    page = client.page("jpm/export/jobs")
    assert (page["data"], page["hasMore"]) == ([], True)
    assert len(client.feed("jpm/export/jobs", start=page["continueFrom"])[0]) == len(
        client.server.store.truth("jobs")
    )


def test_a_page_of_a_list_can_come_again(client: Client) -> None:
    first = client.page("jpm/jobs", page=1)
    client.server.faults.add("repeated_page", "jobs")
    second = client.page("jpm/jobs", page=2)
    assert (second["page"], second["data"]) == (2, first["data"])
    assert client.page("jpm/jobs", page=2)["data"] != first["data"]


def test_a_page_of_a_feed_can_come_again(client: Client) -> None:
    client.server.faults.add("repeated_page", "jobs")
    first = client.page("jpm/export/jobs")
    again = client.page("jpm/export/jobs", **{"from": first["continueFrom"]})
    assert again["data"] == first["data"]


def test_a_continuation_token_can_be_rejected_while_dates_work(client: Client) -> None:
    _, token = client.feed("jpm/export/jobs")
    client.server.faults.add("reject_token", "jobs", times=None)
    assert client.get("jpm/export/jobs", **{"from": token}).status_code == 400
    assert client.get("jpm/export/jobs", **{"from": "2020-01-01"}).status_code == 200


def test_the_token_endpoint_can_fail_too(client: Client) -> None:
    client.server.faults.add("unavailable", "/connect/token")
    assert requests.post(client.server.auth_url, timeout=10).status_code == 503


def test_an_unknown_fault_or_resource_is_refused(client: Client) -> None:
    with pytest.raises(ValueError, match="no such fault"):
        client.server.faults.add("gremlins")  # type: ignore[arg-type]
    with pytest.raises(KeyError, match="nonsense"):
        client.server.faults.add("cut", "nonsense")


def test_the_rate_limit_is_enforced_for_each_tenant(client: Client) -> None:
    client.server.limit.per_second = 5
    statuses = [client.get("dispatch/teams").status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    assert client.get("dispatch/teams", tenant=777).status_code == 403
    time.sleep(1.01)
    assert client.get("dispatch/teams").status_code == 200


def test_the_log_holds_every_request(client: Client) -> None:
    log = client.server.requests
    log.clear()
    client.get("jpm/jobs", page=2)
    client.get("jpm/export/jobs", **{"from": "nonsense"})
    first, second = log
    assert (first.tenant, first.query, first.status) == (credentials.TENANT_ID, "page=2", 200)
    assert second.path.endswith("/export/jobs")
    assert (log.count("jobs"), log.count("jobs", 400), log.count("*/export/*")) == (2, 1, 1)
    assert log.busiest_second() == 2
    assert log.statuses() == {200: 1, 400: 1}


def test_the_log_and_the_faults_can_be_reached_over_http(client: Client) -> None:
    url = f"{client.server.api_url}/sandbox"
    fault = {"kind": "too_many_requests", "pattern": "jobs", "retry_after": 3}
    assert requests.post(f"{url}/faults", json=fault, timeout=10).status_code == 200
    assert client.get("jpm/jobs").status_code == 429
    shown = requests.get(f"{url}/requests", timeout=10).json()
    assert shown["statuses"]["429"] == 1
    assert requests.post(f"{url}/access", json={"rateLimit": 0}, timeout=10).status_code == 200
    assert client.get("jpm/jobs").status_code == 429


def test_the_command_line_says_how_to_point_the_loader_here() -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--scale", "0", "--tenant", "5"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _ in range(8)]
        settings = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
        response = requests.post(settings["SERVICETITAN_AUTH_URL"], timeout=10)
        process.terminate()
    assert response.status_code == 400
    assert settings["SERVICETITAN_TENANT_ID"] == "5"
    assert settings["SERVICETITAN_APP_KEY"] == credentials.APP_KEY


def test_the_command_line_refuses_a_taken_port(client: Client) -> None:
    command = [sys.executable, "-m", "sandbox", "--scale", "0", "--port", str(client.server.port)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=_ROOT, check=False)
    assert done.returncode == 1
    assert "another with --port" in done.stderr
    assert "Traceback" not in done.stderr
