"""Completes the page that ``dbt docs generate --static`` writes.

dbt's page shows what its manifest holds. This adds what a newcomer looks for (the overview, common
names, every raw column) and takes out what is in his way (the machinery's macros; in the graph, raw
tables that no model reads). ``manifest.json`` itself, which other programs read, stays dbt's.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from loader.catalogue import ENDPOINTS
from loader.catalogue.columns import BOOKKEEPING, Column
from loader.catalogue.endpoint import Endpoint
from loader.config import DBT_PROJECT, Warehouse
from loader.docs_site.freshness import read_freshness
from loader.docs_site.overview import overview

PAGE = "static_index.html"
COMMON_NAMES = DBT_PROJECT / "common_names.toml"

# In dbt's script: what becomes a node of the lineage graph. Its search has a list of its own, so
# what is left out here is found all the same. dbt has no such setting: `docs.show` hides a table
# from the search and leaves it in the graph.
_GRAPH_NODES = 'o="unit_test"===e.resource_type;return t||n||o'
_GRAPH_NODES_THAT_COUNT = 'o="unit_test"===e.resource_type;return(t||n||o)&&!e.unread'
# Macros that make models exact, or views for readers: nothing that says what a column means.
_MACHINERY = ("macros/adapter/", "macros/exact/", "macros/stable.sql", "macros/readers.sql")
# What an exact model declares to them in its `meta`.
_MACHINERY_WORDS = ("grain_source", "affected_key", "inputs")

_BOOKKEEPING = {
    "tenant_id": "The ServiceTitan tenant.",
    "fetched_at": "When the page that held this version was received (UTC).",
    "deleted_at": "When the record was first found to be gone from the API (UTC), if it is.",
    "full_data": "The complete record as received.",
    "_dlt_load_id": "The load that wrote the row last; it changes whenever the row does.",
}


def complete(folder: Path, warehouse: Warehouse, tell: Callable[[str], None]) -> Path:
    """Write the page anew from what dbt generated beside it.

    Args:
        folder: dbt's target folder.
        warehouse: Whose freshness the page tells.
        tell: Receives what could not be done.

    Returns:
        The page.
    """
    page = folder / PAGE
    unfinished = page.with_suffix(".new")
    unfinished.write_text(render(folder, warehouse, tell), encoding="utf-8")
    unfinished.replace(page)
    return page


def render(folder: Path, warehouse: Warehouse, tell: Callable[[str], None]) -> str:
    """Return the page as HTML, with the warehouse's freshness of this moment.

    Args:
        folder: dbt's target folder.
        warehouse: Whose freshness the page tells.
        tell: Receives what could not be done.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    catalog = (folder / "catalog.json").read_text(encoding="utf-8")
    names = tomllib.loads(COMMON_NAMES.read_text(encoding="utf-8"))
    add_common_names(manifest, names)
    describe_raw_columns(manifest["sources"], {each.table: each for each in ENDPOINTS.values()})
    mark_unread_sources(manifest)
    hide_machinery(manifest)
    fresh = read_freshness(warehouse)
    for block in manifest["docs"].values():
        if block["name"] == "__overview__" and block["package_name"] != "dbt":
            block["block_contents"] = overview(block["block_contents"], manifest, names, fresh)

    html = (folder / "index.html").read_text(encoding="utf-8")
    if html.count(_GRAPH_NODES) == 1:
        html = html.replace(_GRAPH_NODES, _GRAPH_NODES_THAT_COUNT)
    else:
        tell("This version of dbt has another page: its graph shows unread raw tables too.")
    html = html.replace('"MANIFEST.JSON INLINE DATA"', _for_script(json.dumps(manifest)))
    return html.replace('"CATALOG.JSON INLINE DATA"', _for_script(catalog))


def _for_script(text: str) -> str:
    """Keep JSON from ending the script element that holds it."""
    return text.replace("</", "<\\/")


def add_common_names(manifest: Mapping[str, Any], names: Mapping[str, Iterable[str]]) -> None:
    """Tell by which other names people know a metric, or a column, where the search finds it.

    Args:
        manifest: dbt's; it is changed.
        names: By metric, or by ``model.column``.

    Raises:
        ValueError: A name is that of no metric and no column.
    """
    metrics = {each["name"]: each for each in manifest["metrics"].values()}
    models = {
        each["name"]: each
        for each in manifest["nodes"].values()
        if each["resource_type"] == "model"
    }
    for name, others in names.items():
        model, _, column = name.partition(".")
        found = models.get(model, {}).get("columns", {}).get(column) if column else None
        found = found or metrics.get(name)
        if found is None:
            raise ValueError(f"{COMMON_NAMES.name}: {name} is no metric and no column of a model")
        found["description"] = f"{found['description'].rstrip()}\n\nAlso called: {_list(others)}."


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)


def describe_raw_columns(sources: Mapping[str, Any], endpoints: Mapping[str, Endpoint]) -> None:
    """Describe the columns of every raw table by the field of the API that each holds."""
    for source in sources.values():
        endpoint = endpoints.get(source["name"])
        if endpoint is None:
            continue
        described: dict[str, tuple[str, str]] = {"tenant_id": ("bigint", _BOOKKEEPING["tenant_id"])}
        for name, kind in endpoint.static_columns.items():
            described[name] = (kind, "From the request: whose records, or of which kind, they are.")
        for column in endpoint.all_columns:
            described[column.name] = (column.type, _of_field(column, endpoint.fields))
        for name, definition in BOOKKEEPING:
            described[name] = (definition.removesuffix(" not null"), _BOOKKEEPING[name])
        source["columns"] = {
            name: {"name": name, "data_type": kind, "description": text, "tags": [], "meta": {}}
            for name, (kind, text) in described.items()
        }


def _of_field(column: Any, fields: Mapping[str, Mapping[str, object]]) -> str:
    if not isinstance(column, Column):
        return f"The API's {' + '.join(f'`{name}`' for name in column.fields)}."
    fact = fields.get(column.path[0], {})
    if len(column.path) > 1 or not fact:
        return f"The API's `{column.source}`."
    kind = " ".join(str(fact[word]) for word in ("type", "format") if fact.get(word))
    return f"The API's `{column.source}` ({kind}{', may be null' if fact.get('nullable') else ''})."


def mark_unread_sources(manifest: Mapping[str, Any]) -> None:
    """Mark raw tables that nothing reads, so that the graph leaves them out."""
    for key, source in manifest["sources"].items():
        readers = manifest["child_map"].get(key, [])
        if not any(not reader.startswith("test.") for reader in readers):
            source["unread"] = True


def hide_machinery(manifest: Mapping[str, Any]) -> None:
    """Take the machinery's macros out of the search, and both from the pages of models."""
    hidden = set()
    for key, macro in manifest["macros"].items():
        path = macro["original_file_path"].replace("\\", "/")
        if macro["package_name"] == "servicetitan" and path.startswith(_MACHINERY):
            macro["docs"] = {**macro.get("docs", {}), "show": False}
            hidden.add(key)
    for node in manifest["nodes"].values():
        for meta in (node.get("meta", {}), node.get("config", {}).get("meta", {})):
            for word in _MACHINERY_WORDS:
                meta.pop(word, None)
        depends_on = node.get("depends_on", {})
        if "macros" in depends_on:
            depends_on["macros"] = [key for key in depends_on["macros"] if key not in hidden]
