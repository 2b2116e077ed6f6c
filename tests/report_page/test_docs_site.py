"""The page of the docs in a browser: its front, its search, its graph; and the saved queries."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from loader import docs_site
from loader.config import DBT_PROJECT, Warehouse
from loader.docs_site.site import COMMON_NAMES, add_common_names
from tests.commands import run
from tests.report_page.conftest import TENANT, Shop, changed

NAMES: dict[str, list[str]] = tomllib.loads(COMMON_NAMES.read_text(encoding="utf-8"))
QUESTIONS = sorted(file.stem for file in (DBT_PROJECT / "analyses").glob("*.sql"))


@pytest.fixture(scope="module")
def folder(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the command wrote the page, and dbt the compiled queries."""
    folder = tmp_path_factory.mktemp("docs")
    environment = shop.environment | {"DBT_TARGET_PATH": str(folder), "DBT_LOG_PATH": str(folder)}
    done: subprocess.CompletedProcess[str] = run(
        "loader.transform", "docs", "generate", "--static", environment=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "another page" not in done.stderr, "dbt's page has changed: loader/docs_site/site.py"
    return folder


@pytest.fixture(scope="module")
def page(folder: Path, browser: Any) -> Iterator[Any]:
    """The page, which must ask the network for nothing."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    asked: list[str] = []

    def note(request: Any) -> None:
        if not request.url.startswith(("file:", "data:")):
            asked.append(request.url)

    page.on("request", note)
    page.goto((folder / "static_index.html").as_uri())
    page.wait_for_selector("text=The ServiceTitan warehouse", timeout=30_000)
    yield page
    page.close()
    assert asked == []


def search(page: Any, words: str) -> list[str]:
    """Names of what the page's own search finds."""
    found: list[str] = page.evaluate(
        """words => angular.element(document.body).injector().get('project')
            .search(words).map(each => each.model.name)""",
        words,
    )
    return found


def test_the_search_finds_each_kpi_by_its_common_names(page: Any) -> None:
    for name, others in NAMES.items():
        for words in (*others, name.rpartition(".")[2].replace("_", " ")):
            assert name.partition(".")[0] in search(page, words), f"{words!r} does not find {name}"


def test_the_search_box_itself_shows_what_it_finds(page: Any) -> None:
    box = page.locator("input[type=search], input#search").first
    box.fill("DSO")
    box.press("Enter")
    page.wait_for_function(
        "/search result/.test(document.body.innerText)"
        " && /days_sales_outstanding|Days sales outstanding/.test(document.body.innerText)"
    )


def test_the_front_page_names_the_questions_and_draws_the_tables(page: Any) -> None:
    page.reload()  # what another test has searched for is gone
    page.wait_for_selector("text=The ServiceTitan warehouse")
    text = page.locator("body").inner_text()
    for question in ("Who owes us money, and since when?", "Which technicians bring in the most"):
        assert question in text
    width = page.evaluate(
        "[...document.images].filter(each => each.alt.startsWith('Tables'))"
        ".map(each => each.naturalWidth)"
    )
    assert width
    assert width[0] > 500


def front(folder: Path, warehouse: Warehouse) -> str:
    """The text of a front page that is written now."""
    html = docs_site.render(folder, warehouse, pytest.fail)
    return html.split("## How fresh it is")[1].split("## What people ask")[0]


def test_the_front_page_tells_how_fresh_the_data_are(shop: Shop, page: Any) -> None:
    """It is read from the table that says so, in UTC."""
    page.reload()
    page.wait_for_selector("text=How fresh it is")
    text = page.locator("body").inner_text()
    (state,) = shop.rows(
        "select max(greatest(last_full_sync, last_incremental_sync)) as synced,"
        " max(last_modified_on_cursor) as changed from servicetitan_raw.raw_sync_state"
    )
    for instant in state.values():
        assert f"{instant.astimezone(UTC):%d %B %Y at %H:%M} UTC" in text
    assert "they show all that is loaded" in text


def test_what_is_not_fresh_is_named_the_moment_a_page_is_served(shop: Shop, folder: Path) -> None:
    state = "servicetitan_raw.raw_sync_state"
    of = f"where tenant_id = {TENANT} and table_name = 'raw_st_jobs'"
    with (
        changed(
            shop,
            f"update {state} set sync_status = 'failed' {of}",
            f"update {state} set sync_status = 'completed' {of}",
        ),
        changed(
            shop,
            "insert into servicetitan_raw.raw_loads (tenant_id, table_name, load_id, rows_written)"
            f" values ({TENANT}, 'raw_st_campaigns', 'not transformed', 1)",
            "delete from servicetitan_raw.raw_loads where load_id = 'not transformed'",
        ),
    ):
        text = front(folder, shop.warehouse)
    assert f"The last load of `raw_st_jobs` of tenant {TENANT} failed" in text
    assert re.search(r"loads have changed what .*`st_campaigns`.* are made of", text)
    assert "failed" not in front(folder, shop.warehouse)


def test_a_warehouse_that_cannot_be_asked_is_said_to_be_so(shop: Shop, folder: Path) -> None:
    assert "could not be asked: " in front(folder, replace(shop.warehouse, port=1))


def test_unread_raw_tables_are_found_but_not_drawn(page: Any) -> None:
    assert "raw_st_tasks" in search(page, "raw_st_tasks")
    drawn = page.evaluate(
        """() => new Promise(done => {
            const graph = angular.element(document.body).injector().get('graph');
            graph.ready(() => done(Object.values(graph.graph.pristine.nodes)
                .map(each => each.data.name)));
        })"""
    )
    assert {"raw_st_jobs", "st_jobs", "fct_jobs", "report_page"} <= set(drawn)
    assert "raw_st_tasks" not in drawn


def test_raw_columns_are_described_and_machinery_is_hidden(page: Any) -> None:
    assert "raw_st_tasks" in search(page, "reportedById")
    assert "create_affected_keys" not in search(page, "affected keys")
    jobs = page.evaluate(
        """() => new Promise(done => angular.element(document.body).injector().get('project')
            .ready(project => done(project.nodes['model.servicetitan.st_jobs'].depends_on
                .macros)))"""
    )
    assert "macro.servicetitan.is_affected" not in jobs


def test_a_name_of_nothing_is_refused() -> None:
    manifest = {"metrics": {}, "nodes": {}}
    with pytest.raises(ValueError, match="no metric and no column"):
        add_common_names(manifest, {"revenues": ["revenue"]})


def test_every_question_has_an_answer(shop: Shop, folder: Path) -> None:
    compiled = {file.stem: file for file in (folder / "compiled").rglob("analyses/*.sql")}
    assert sorted(compiled) == QUESTIONS
    assert len(QUESTIONS) == 12
    for name, file in compiled.items():
        assert shop.rows(file.read_text(encoding="utf-8").replace("%", "%%")), name


def test_the_answers_are_right(shop: Shop, folder: Path) -> None:
    """Two of them, computed from the raw records without any model."""

    def answer(name: str) -> list[dict[str, Any]]:
        (file,) = (folder / "compiled").rglob(f"{name}.sql")
        return [row for row in shop.rows(file.read_text("utf-8")) if row["tenant_id"] == TENANT]

    (jobs,) = shop.rows(
        "select count(*) as of from servicetitan_raw.raw_st_jobs where tenant_id = %s"
        " and job_status = 'Completed' and completed_on is not null and deleted_at is null",
        TENANT,
    )
    assert sum(row["completed_jobs"] for row in answer("q01_revenue_by_month")) == jobs["of"]
    (owed,) = shop.rows(
        "select sum(balance) as of from servicetitan_raw.raw_st_invoices"
        " where tenant_id = %s and active and deleted_at is null",
        TENANT,
    )
    rows = answer("q06_who_owes_us_and_since_when")
    assert sum((row["balance"] for row in rows), Decimal()) == owed["of"]


def test_the_manifest_stays_dbts(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["sources"]["source.servicetitan.servicetitan.raw_st_tasks"]["columns"] == {}


def test_every_relationship_of_the_bi_recipe_is_one_of_the_models() -> None:
    """A row of docs/bi.md names a column, and the description of that column names the target."""
    text = (DBT_PROJECT.parent / "docs" / "bi.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)\.(\w+)` \| `(\w+)\.(\w+)` \|", text, re.MULTILINE)
    assert len(rows) >= 12
    models = {
        file.stem: file.read_text("utf-8") for file in (DBT_PROJECT / "models").rglob("*.yml")
    }
    for model, column, target, key in rows:
        described = re.search(rf"- name: {column}\n(?:(?!      - name: ).*\n)*", models[model])
        assert described, (model, column)
        assert f"`{target}.{key}`" in described[0] or f"ref('{target}')" in described[0], (
            model,
            column,
        )
