"""The entity diagram: the main tables, and which column points where, as an image in the page."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

# Where each table stands: column and row. Its lines come from the models' relationships tests.
_PLACES: Mapping[str, tuple[int, int]] = {
    "st_business_units": (0, 0),
    "st_job_types": (0, 1),
    "st_campaigns": (0, 2),
    "st_technicians": (0, 3),
    "st_jobs": (1, 1),
    "st_appointments": (1, 3),
    "st_estimates": (2, 0),
    "st_invoices": (2, 1),
    "st_payments": (2, 2),
    "st_customers": (3, 1),
    "st_locations": (3, 2),
    "st_installed_equipment": (3, 3),
}
_TARGET = re.compile(r"`(st_\w+)\.st_id`")
_HOW_TO_JOIN = """\
Join on `tenant_id` and the column; it holds the other table's `st_id`. Ids of different tenants may
be equal. In marts, `business_unit_id`, `campaign_id` and `sold_by_id` are 0 where there is none."""
_WIDTH, _HEIGHT, _COLUMN, _ROW = 180, 40, 260, 90


def relations(manifest: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return what points where: table, column, table.

    Of ``st_`` tables by their relationships tests, of marts by the descriptions of ids.
    """
    found = set()
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model" and not node["name"].startswith(("st_", "int_")):
            for column in node["columns"].values():
                target = _TARGET.search(column["description"])
                if target and column["name"].endswith("_id"):
                    found.add((node["name"], column["name"], target[1]))
        test = node.get("test_metadata") or {}
        if node["resource_type"] == "test" and test.get("name") == "relationships":
            names = {
                key: manifest["nodes"][key]["name"]
                for key in node["depends_on"]["nodes"]
                if key in manifest["nodes"]
            }
            child = names.pop(node["attached_node"])
            parent = next(iter(names.values()), child)
            found.add((child, str(test["kwargs"]["column_name"]), parent))
    return sorted(found)


def diagram(manifest: Mapping[str, Any]) -> str:
    """Return the diagram as a Markdown image, and the same as a list."""
    found = relations(manifest)
    lines = [one for one in found if one[0] in _PLACES and one[2] in _PLACES]
    svg = base64.b64encode("".join(_svg(lines)).encode()).decode()
    rows = [f"| {child} | `{column}` | {parent} |" for child, column, parent in found]
    alt = "Tables, and the columns by which they point to each other"
    return "\n".join(
        (
            f"![{alt}](data:image/svg+xml;base64,{svg})",
            "",
            _HOW_TO_JOIN,
            "",
            "| table | column | points to |",
            "|---|---|---|",
            *rows,
        )
    )


def _svg(lines: list[tuple[str, str, str]]) -> Iterator[str]:
    width = (max(x for x, _ in _PLACES.values())) * _COLUMN + _WIDTH + 20
    height = (max(y for _, y in _PLACES.values())) * _ROW + _HEIGHT + 20
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="sans-serif" font-size="13">'
        '<defs><marker id="to" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">'
        '<path d="M0,0 L8,4 L0,8 z" fill="#6b7f92"/></marker></defs>'
    )
    for child, _, parent in lines:
        if child != parent:
            yield _line(_PLACES[child], _PLACES[parent])
    for name, (x, y) in _PLACES.items():
        left, top = x * _COLUMN + 10, y * _ROW + 10
        yield (
            f'<rect x="{left}" y="{top}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" fill="#eef4f9"'
            f' stroke="#27628f"/><text x="{left + _WIDTH / 2:.0f}" y="{top + 25}"'
            f' text-anchor="middle" fill="#1b2733">{escape(name)}</text>'
        )
    yield "</svg>"


def _line(child: tuple[int, int], parent: tuple[int, int]) -> str:
    """Draw from edge to edge: sideways between columns, else up or down."""
    (x1, y1), (x2, y2) = child, parent
    left1, top1 = x1 * _COLUMN + 10, y1 * _ROW + 10
    left2, top2 = x2 * _COLUMN + 10, y2 * _ROW + 10
    if x1 != x2:
        start = (left1 + (_WIDTH if x2 > x1 else 0), top1 + _HEIGHT // 2)
        end = (left2 + (0 if x2 > x1 else _WIDTH), top2 + _HEIGHT // 2)
        bend = (start[0] + end[0]) // 2
        path = f"M{start[0]},{start[1]} C{bend},{start[1]} {bend},{end[1]} {end[0]},{end[1]}"
    else:
        middle = left1 + _WIDTH // 2
        path = f"M{middle},{top1 + (_HEIGHT if y2 > y1 else 0)}"
        path += f" L{middle},{top2 + (0 if y2 > y1 else _HEIGHT)}"
    return f'<path d="{path}" fill="none" stroke="#6b7f92" marker-end="url(#to)"/>'
