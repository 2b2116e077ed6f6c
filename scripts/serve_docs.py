"""``make docs-serve``: the page of the docs on this machine, never older than the project.

A request for the page after an edit of the dbt project, or after a transform of this checkout,
makes it anew first. Each request tells the warehouse's freshness of its own moment.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

import click

from loader import docs_site
from loader.config import DBT_PROJECT, PROJECT_ROOT, Environment, Warehouse
from loader.errors import LoaderError

_TARGET = DBT_PROJECT / "target"
# What the page is made from, besides the warehouse.
_EDITED = ("*.sql", "*.yml", "*.md", "*.toml")
_WRITING = Lock()


def newest_change(project: Path) -> float:
    """Return when the project was last edited or transformed, in seconds since 1970."""
    files = [
        file
        for pattern in _EDITED
        for file in project.rglob(pattern)
        if not file.is_relative_to(project / "target")
    ]
    files += [file for file in [project / "target" / "run_results.json"] if file.exists()]
    return max(file.stat().st_mtime for file in files)


def is_stale(project: Path, page: Path) -> bool:
    """Return whether the page is missing, or older than what it shows."""
    return not page.exists() or page.stat().st_mtime < newest_change(project)


def _write() -> None:
    subprocess.run(
        [sys.executable, "-m", "loader.transform", "docs", "generate", "--static"],
        cwd=PROJECT_ROOT,
        check=True,
    )


class _Handler(BaseHTTPRequestHandler):
    """Serves the page alone, made anew where it is stale, and tells the browser to keep no copy."""

    def __init__(self, *arguments: Any, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        super().__init__(*arguments)

    def do_GET(self) -> None:
        if self.path.split("?")[0] not in ("/", f"/{docs_site.PAGE}"):
            self.send_error(404)
            return
        with _WRITING:
            if is_stale(DBT_PROJECT, _TARGET / docs_site.PAGE):
                try:
                    _write()
                except subprocess.CalledProcessError:
                    self.send_error(500, "The docs cannot be made; the terminal says why.")
                    return
            page = docs_site.render(_TARGET, self._warehouse, _tell).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (http.server's name)
        """Leave the terminal to dbt."""


def _tell(text: str) -> None:
    click.echo(text, err=True)


@click.command()
@click.argument("port", type=int, default=8580)
def main(port: int) -> None:
    """Serve the docs on PORT of 127.0.0.1."""
    try:
        handler = partial(_Handler, warehouse=Environment.read().warehouse())
    except LoaderError as error:
        raise click.ClickException(f"{error.cause} {error.remedy}") from error
    if is_stale(DBT_PROJECT, _TARGET / docs_site.PAGE):
        _write()
    made = datetime.fromtimestamp((_TARGET / docs_site.PAGE).stat().st_mtime).astimezone()
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        click.echo(f"http://127.0.0.1:{port}/    made {made:%d %B, %H:%M}; reload after an edit.")
        click.echo("ctrl-c ends it")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo()


if __name__ == "__main__":
    main()
