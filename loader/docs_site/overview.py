"""The generated part of the docs' overview: freshness, questions, KPIs by name, relationships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from loader.docs_site.diagram import diagram


def overview(text: str, manifest: Mapping[str, Any], names: Mapping[str, Any], fresh: str) -> str:
    """Return the overview.

    Args:
        text: The written part: ``models/docs/overview.md`` of the dbt project.
        manifest: dbt's.
        names: Common names of metrics and columns.
        fresh: How fresh the warehouse is.
    """
    parts = (
        text.rstrip(),
        "## How fresh it is",
        fresh,
        "## What people ask, and the table that answers",
        *_questions(manifest),
        "## KPIs by name",
        *_glossary(manifest, names),
        "## How the tables hang together",
        diagram(manifest),
    )
    return "\n\n".join(parts) + "\n"


def link(node: Mapping[str, Any]) -> str:
    """Return a link to a node's page in the docs."""
    return f"[{node['name']}](#!/{node['resource_type']}/{quote(node['unique_id'])})"


def _questions(manifest: Mapping[str, Any]) -> Iterator[str]:
    nodes = manifest["nodes"].values()
    analyses = [node for node in nodes if node["resource_type"] == "analysis"]
    rows = ["| question | table | saved query |", "|---|---|---|"]
    for node in sorted(analyses, key=lambda each: str(each["name"])):
        read = [
            manifest["nodes"][key]
            for key in node["depends_on"]["nodes"]
            if key in manifest["nodes"]
        ]
        question = " ".join(node["description"].split())
        rows.append(f"| {question} | {', '.join(map(link, read))} | {link(node)} |")
    yield "\n".join(rows)


def _glossary(manifest: Mapping[str, Any], names: Mapping[str, Iterable[str]]) -> Iterator[str]:
    metrics = {each["name"]: each for each in manifest["metrics"].values()}
    models = {
        each["name"]: each
        for each in manifest["nodes"].values()
        if each["resource_type"] == "model"
    }
    rows = ["| KPI | also called | where |", "|---|---|---|"]
    for name, others in names.items():
        model, _, column = name.partition(".")
        if column:
            label = column.replace("_", " ").capitalize()
            where = f"{link(models[model])}`.{column}`"
        else:
            label, where = metrics[name]["label"], link(metrics[name])
        rows.append(f"| {label} | {', '.join(others)} | {where} |")
    yield "\n".join(rows)
    yield (
        f"{len(metrics)} metrics are described under *Metrics* in the project tree; the search"
        " finds each by the names above."
    )
