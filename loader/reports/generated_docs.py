"""Text generated from reports: an entry for ``reports.toml``, and dbt sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from loader.catalogue.generated_docs import SOURCES
from loader.reports.declaration import LONGEST_NAME
from loader.reports.definition import Parameter, ReportDefinition
from loader.reports.endpoint import Report, column_name

_WRITTEN = """\
# Written by `python -m loader reports sources` from reports.toml and what the API says.
"""
# Placeholders for values in a generated entry.
_SAMPLES: Mapping[str, str] = {
    "String": '"..."',
    "Number": "0",
    "Boolean": "true",
    "Date": '"today"',
    "Time": '"00:00:00"',
}


def toml_entry(
    category: str, definition: ReportDefinition, accepted: Mapping[str, Sequence[Sequence[Any]]]
) -> str:
    """Render a report's entry: required parameters with values, the others as comments.

    Two required dates are taken for a range: they become the first and last day of each month.
    """
    name = column_name(definition.name).strip("_")[:LONGEST_NAME].strip("_")
    if not name or name[0].isdigit():
        name = f"report_{name}"[:LONGEST_NAME].strip("_")
    dates = [p.name for p in definition.parameters if p.data_type == "Date" and p.is_required]
    edges = (
        dict(zip(dates, ("window-start", "window-end"), strict=False)) if len(dates) == 2 else {}
    )
    lines = [f"[{name}]", f"category = {json.dumps(category)}", f"id = {definition.id}", ""]
    lines.append(f"[{name}.parameters]")
    for parameter in definition.parameters:
        value = _value(parameter, edges, accepted.get(parameter.name))
        mark = "" if parameter.is_required else "# "
        lines.append(f"{mark}{_key(parameter.name)} = {value}")
    if edges:
        lines += ["", f"[{name}.windows]", 'every = "month"', "since = 2024-01-01", "again = 2"]
    return "\n".join(lines)


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").isalnum() else json.dumps(name)


def _value(
    parameter: Parameter, edges: Mapping[str, str], rows: Sequence[Sequence[Any]] | None
) -> str:
    if parameter.name in edges:
        return json.dumps(edges[parameter.name])
    value = json.dumps(rows[0][0]) if rows else _SAMPLES.get(parameter.data_type, '"..."')
    return f"[{value}]" if parameter.is_array else value


def dbt_sources(reports: Iterable[Report]) -> str:
    """Render the dbt source file for the tables of declared reports."""
    return (
        _WRITTEN + SOURCES + "".join(line for report in reports for line in _source_lines(report))
    )


def _source_lines(report: Report) -> Iterator[str]:
    yield f"      - name: {report.table}\n"
    yield f"        description: {json.dumps(report.description)}\n"
    yield "        columns:\n"
    labels = {field.name: field.label for field in report.fields_of_rows}
    for name, column in report.column_of.items():
        yield f"          - name: {column.name}\n"
        yield f"            description: {json.dumps(labels[name])}\n"
