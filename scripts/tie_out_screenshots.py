"""``python -m scripts.tie_out_screenshots``: the pictures of a terminal in ``docs/tie-out.md``.

It runs the commands as a user does, in a terminal, on a sandbox and a Postgres of its own that is
removed at the end: a tie-out in which everything ties, and one in which ServiceTitan reads a
definition otherwise and has other versions of two records. It needs a headless Chromium, like
``scripts.report_screenshots``.
"""

from __future__ import annotations

import os
import pty
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import date
from html import escape
from pathlib import Path
from random import Random

import click
from rich.ansi import AnsiDecoder
from rich.console import Console
from rich.segment import Segment
from rich.text import Text

import embedded_postgres
from loader.config import PROJECT_ROOT
from sandbox import serve
from sandbox.kpi_reports.differences import DIFFERENCES
from sandbox.kpi_reports.figures import Period
from sandbox.kpi_reports.planting import Side, Site, plant
from sandbox.server import Server
from scripts.report_screenshots import chromium

_DOCS = PROJECT_ROOT / "docs" / "images"
_COMMAND = ("tie-out", "--month", "2026-03")
_MONTH = Period(date(2026, 3, 1), date(2026, 3, 31))
# Characters in a line of the terminal.
_COLUMNS = 164
# What ServiceTitan has otherwise in the second picture: a reading, and records with who sees them.
_READING = {"count_bu": "line"}
_DIFFERENCES: Mapping[str, Side] = {"invoice-deleted": "late", "membership-canceled": "report"}
# Red, green and yellow, by their ANSI numbers.
_COLOURS = {1: "#ff7b72", 2: "#7ee787", 3: "#e3b341"}
# A character is 7 pixels wide: equal ones look the same, and the pictures stay small.
_STYLE = """
body { margin: 0; background: #0d1117; }
pre { display: inline-block; margin: 0; padding: 14px 18px; color: #d6dde4;
      letter-spacing: -0.2247px; font: 12px/17px "DejaVu Sans Mono", "Liberation Mono", monospace; }
b { font-weight: normal; color: #8b949e; }
"""


@click.command()
def main() -> None:
    """Take the pictures."""
    program = chromium()
    if program is None:
        raise click.ClickException(
            "No Chromium is installed. On Debian: apt-get install chromium-headless-shell"
        )
    with _company() as (server, environ):
        pages = {"tie-out-ties.png": _terminal(environ)}
        _differ(server)
        pages["tie-out-differs.png"] = _terminal(environ)
    _DOCS.mkdir(exist_ok=True)
    for name, page in pages.items():
        _picture(program, page, _DOCS / name)
        click.echo(f"Wrote {_DOCS / name}")


@contextmanager
def _company() -> Iterator[tuple[Server, Mapping[str, str]]]:
    """A tenant of a sandbox, loaded and transformed; and the environment that leads to it."""
    with tempfile.TemporaryDirectory() as folder, serve(scale=0.05) as server:
        settings = embedded_postgres.Settings(home=Path(folder) / "postgres", port=_free_port())
        embedded_postgres.start(settings)
        try:
            environ = {
                **{k: v for k, v in os.environ.items() if not k.startswith(("PG", "DBT_"))},
                **server.environment(),
                "SERVICETITAN_TIMEZONE": "America/Phoenix",
                "SERVICETITAN_SELECT": "kpi",
                "PGHOST": "127.0.0.1",
                "PGPORT": str(settings.port),
                "PGUSER": settings.user,
                "PGPASSWORD": settings.password,
                "PGDATABASE": settings.database,
                "PGSSLMODE": "disable",
            }
            for arguments in (
                ("loader", "load", "--quiet"),
                ("loader.transform", "--quiet", "build"),
            ):
                subprocess.run(
                    [sys.executable, "-m", *arguments], cwd=PROJECT_ROOT, env=environ, check=True
                )
            yield server, environ
        finally:
            embedded_postgres.remove(settings)


def _differ(server: Server) -> None:
    """Let ServiceTitan's reports be otherwise."""
    tenant = server.tenant_ids[0]
    reports = server.reports.of(tenant)
    reports.read(**_READING)
    site = Site(server.tenant(tenant), reports, _MONTH, Random(0))  # noqa: S311 - draws a record
    for name, side in _DIFFERENCES.items():
        if plant(site, DIFFERENCES[name], side) is None:
            raise click.ClickException(f"The sandbox has no record for {name}.")


def _terminal(environ: Mapping[str, str]) -> str:
    """Run the command in a terminal; return what it shows, with its escape sequences."""
    ours, theirs = pty.openpty()
    with closing(os.fdopen(ours, "rb", buffering=0)) as screen:
        process = subprocess.Popen(
            [sys.executable, "-m", "loader", *_COMMAND],
            cwd=PROJECT_ROOT,
            env={**environ, "COLUMNS": str(_COLUMNS), "TERM": "xterm-256color"},
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # how Linux says that the terminal is closed
            while part := screen.read(65536):
                shown += part
        if process.wait() not in (0, 1):
            raise click.ClickException(shown.decode())
    return shown.decode().replace("\r\n", "\n")


def _picture(program: str, shown: str, target: Path) -> None:
    from playwright.sync_api import sync_playwright

    lines = [_html(line) for line in AnsiDecoder().decode(shown)]
    prompt = f"<b>$</b> python -m loader {escape(' '.join(_COMMAND))}"
    screen = "\n".join([prompt, *lines])
    page = f"<style>{_STYLE}</style><pre>{screen}</pre>"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        view = browser.new_page(viewport={"width": 1600, "height": 900})
        view.set_content(page)
        view.locator("pre").screenshot(path=target)
        browser.close()


def _html(line: Text) -> str:
    """Return a line of the terminal, its colours as HTML."""
    return "".join(map(_span, line.render(Console())))


def _span(part: Segment) -> str:
    text = escape(part.text)
    colour = part.style.color if part.style else None
    if colour is None or colour.number is None:
        return text
    return f'<span style="color: {_COLOURS[colour.number]}">{text}</span>'


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
