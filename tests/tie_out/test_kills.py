"""A tie-out that is killed (SIGKILL) between two pages; the next run asks for what is missing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

from sandbox.report_types import PageFault
from sandbox.request_log import Request
from tests.commands import PROJECT, run
from tests.tie_out.harness import Company

COMMAND = ("loader", "tie-out", "--since", "2026-03-01", "--until", "2026-03-31", "--no-explain")
SECONDS = 120
Asked = list[tuple[str, str]]


@contextmanager
def asked(company: Company) -> Iterator[Asked]:
    """The requests for reports' data, in their order: path and page."""
    found: Asked = []

    def note(request: Request) -> None:
        if request.path.endswith("/data"):
            found.append((request.path, parse_qs(request.query)["page"][0]))

    remove = company.server.on_request(note)
    try:
        yield found
    finally:
        remove()


def killed_at(company: Company, path: str, page: str) -> int:
    """Run the command and kill it before it has the answer to a request; return its exit code."""
    process: subprocess.Popen[bytes] | None = None

    def kill(request: Request) -> None:
        is_page = parse_qs(request.query).get("page") == [page]
        if process is not None and request.path.endswith(path) and is_page:
            os.kill(process.pid, signal.SIGKILL)

    remove = company.server.on_request(kill)
    process = subprocess.Popen(
        [sys.executable, "-m", *COMMAND],
        cwd=PROJECT,
        env=company.environment.values,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return process.wait(SECONDS)
    finally:
        remove()
        process.kill()
        process.wait()


def nothing_kept(company: Company) -> None:
    with company.connection.cursor() as cursor:
        cursor.execute(f"delete from {company.warehouse.raw_schema}.raw_report_pages")
    company.connection.commit()


def test_after_a_kill_between_two_pages_only_what_is_missing_is_requested(
    company: Company,
) -> None:
    nothing_kept(company)
    report = company.reports.by_family["unit_sales"]
    report.page_fault = PageFault("short", 3)
    path = f"/reports/{report.listed.id}/data"
    try:
        with asked(company) as first:
            code = killed_at(company, path, "2")
        stored = first[-1][0].replace(f"/{company.api.tenant_id}/", "/{tenant}/")
        counted = company.store.recent_requests(stored, 60)
        with asked(company) as second:
            ended = run(*COMMAND, environment=company.environment.values)
        with asked(company) as whole:
            again = run(*COMMAND, environment=company.environment.values)
    finally:
        report.page_fault = None
    assert code == -signal.SIGKILL
    assert first[-2:] == [(first[-1][0], "1"), (first[-1][0], "2")]
    assert len(counted) == 2, "the request without an answer counts for the limit too"
    assert first[:-1] + second == whole
    assert ended.returncode == again.returncode == 0, ended.stderr + again.stderr
    # The first lines tell how long ago the load was.
    assert ended.stdout.splitlines()[1:] == again.stdout.splitlines()[1:]
