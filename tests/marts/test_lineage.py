"""From raw tables to what reads the marts: the graph that dbt's docs show has no loose ends."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from loader.config import PROJECT_ROOT
from scripts import shop_month
from tests.transform.analytics_project import install
from tests.transform.warehouse import PROJECT, Warehouse

MARTS = {file.stem for file in (PROJECT / "models" / "marts").rglob("*.sql")}


@pytest.fixture(scope="module")
def manifest(marts_database: Warehouse) -> dict[str, Any]:
    marts_database.forget_project()
    assert marts_database.dbt("parse").success
    text = (marts_database.folder / "target" / "manifest.json").read_text(encoding="utf-8")
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def above(manifest: dict[str, Any], nodes: Iterable[str]) -> set[str]:
    """Everything that these nodes are made from, themselves included."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += manifest["parent_map"].get(node, [])
    return found


def test_each_mart_reaches_an_exposure(manifest: dict[str, Any]) -> None:
    nodes = above(manifest, manifest["exposures"])
    reached = {name.rsplit(".", 1)[-1] for name in nodes if name.startswith("model.")}
    assert MARTS - reached == set()


def test_each_metric_is_of_a_mart(manifest: dict[str, Any]) -> None:
    assert manifest["metrics"]
    for name in manifest["metrics"]:
        models = {n for n in above(manifest, [name]) if n.startswith("semantic_model.")}
        assert models, name
        for model in models:
            (parent,) = manifest["parent_map"][model]
            assert parent.rsplit(".", 1)[-1] in MARTS, (name, model)


def test_the_lineage_begins_at_raw_tables_and_goes_through_metrics(
    manifest: dict[str, Any],
) -> None:
    lineage = above(manifest, ["exposure.servicetitan.dashboards"])
    for node in (
        "metric.servicetitan.total_revenue",
        "semantic_model.servicetitan.business_unit_days",
        "model.servicetitan.kpi_business_unit_daily",
        "model.servicetitan.st_jobs",
        "source.servicetitan.servicetitan.raw_st_jobs",
    ):
        assert node in lineage


def test_the_shops_month_names_the_marts_that_it_reads(manifest: dict[str, Any]) -> None:
    source = Path(shop_month.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r"\{schema\}\.(\w+)", source))
    parents = manifest["parent_map"]["exposure.servicetitan.shops_month"]
    assert {name.rsplit(".", 1)[-1] for name in parents} == read


def test_the_documentation_names_every_metric(manifest: dict[str, Any]) -> None:
    text = (PROJECT_ROOT / "docs" / "marts.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z0-9_]+)`", text))
    missing = {
        name
        for node in manifest["metrics"].values()
        if (name := node["name"]) not in named
        and re.sub("^(technician|campaign)_", "", name) not in named
    }
    assert missing == set()


def test_a_project_that_installs_ours_has_its_exposures(
    marts_database: Warehouse, tmp_path: Path
) -> None:
    project = install(tmp_path)
    (project / "models" / "exposures.yml").write_text(
        "exposures:\n"
        "  - {name: theirs, type: dashboard, owner: {name: Ann},"
        " depends_on: [\"ref('fct_jobs')\", \"metric('total_revenue')\"]}\n"
    )
    warehouse = Warehouse(marts_database.parameters, tmp_path, project=project)
    try:
        assert warehouse.dbt("parse").success
    finally:
        warehouse.close()
    text = (tmp_path / "target" / "manifest.json").read_text(encoding="utf-8")
    exposures = json.loads(text)["exposures"]
    assert "exposure.servicetitan.dashboards" in exposures
    (theirs,) = (node for node in exposures.values() if node["name"] == "theirs")
    assert "metric.servicetitan.total_revenue" in theirs["depends_on"]["nodes"]
