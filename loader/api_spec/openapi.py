"""Extracts paths, parameters and record fields from ServiceTitan's OpenAPI documents.

A document is named after its module and version (``crm-v2.json``). Its server's URL contains the
prefix of its paths.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

# One entry of a module's file.
Entry = dict[str, Any]
_Schema = Mapping[str, Any]


def read_folder(folder: Path) -> dict[str, list[Entry]]:
    """Read the entries of all documents in a folder, by module.

    Raises:
        ValueError: A file is not an OpenAPI document, two belong to the same module, or there are
            none.
    """
    found: dict[str, list[Entry]] = {}
    for file in sorted(folder.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(document, dict) or not {"paths", "servers"} <= set(document):
            raise ValueError(f"{file.name} is not an OpenAPI document")
        module = file.stem.rpartition("-v")[0] or file.stem
        if module in found:
            raise ValueError(f"{folder} contains two documents for the module {module}")
        found[module] = _Document(document).entries()
    if not found:
        raise ValueError(f"{folder} contains no OpenAPI documents (*.json)")
    return found


def render_module(entries: list[Entry]) -> str:
    """Render a module's file: one line per field, so that changes are readable diffs."""
    return "[\n" + ",\n".join(map(_render_entry, entries)) + "\n]\n"


def _render_entry(entry: Entry) -> str:
    lines = [f' {{"path": {_json(entry["path"])}, "paging": {_json(entry["paging"])}']
    lines += [
        f'  "{name}": {_json(entry[name])}'
        for name in ("path_params", "query", "required")
        if name in entry
    ]
    fields = [f"   {_json(name)}: {_json(fact)}" for name, fact in entry["fields"].items()]
    lines.append('  "fields": {' + ("\n" if fields else "") + ",\n".join(fields) + "}}")
    return ",\n".join(lines)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Document:
    """One OpenAPI document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._paths: Mapping[str, Any] = document["paths"]
        self._schemas: Mapping[str, _Schema] = document.get("components", {}).get("schemas", {})
        self._prefix = urlparse(document["servers"][0]["url"]).path.rstrip("/")

    def entries(self) -> list[Entry]:
        found = [
            self._entry(self._prefix + path, methods["get"])
            for path, methods in self._paths.items()
            if "get" in methods
        ]
        return sorted(found, key=lambda entry: str(entry["path"]))

    def _entry(self, path: str, operation: Mapping[str, Any]) -> Entry:
        parameters = operation.get("parameters", [])
        of_path = [p["name"] for p in parameters if p["in"] == "path" and p["name"] != "tenant"]
        query = [p for p in parameters if p["in"] == "query"]
        paging, record = self._response(operation)
        entry: Entry = {"path": path, "paging": paging}
        if of_path:
            entry["path_params"] = of_path
        entry["query"] = [p["name"] for p in query]
        entry["required"] = [p["name"] for p in query if p.get("required")]
        entry["fields"] = dict(self._fields(record))
        return entry

    def _response(self, operation: Mapping[str, Any]) -> tuple[str, _Schema]:
        """Return the shape of the response, and the schema of one record in it."""
        content = operation.get("responses", {}).get("200", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        if schema is None:
            return "none", {}
        schema = self._resolved(schema)
        if schema.get("type") == "array":
            return "array", self._resolved(schema["items"])
        parts = schema.get("properties", {})
        if "data" not in parts:
            return "object", schema
        data = self._resolved(parts["data"])
        record = self._resolved(data["items"]) if data.get("type") == "array" else data
        if "hasMore" not in parts:
            return "data", record
        return ("export" if "continueFrom" in parts else "page"), record

    def _fields(self, record: _Schema) -> Iterator[tuple[str, dict[str, Any]]]:
        for part in record.get("allOf", ()):
            yield from self._fields(self._resolved(part))
        for name, schema in record.get("properties", {}).items():
            yield name, self._fact(schema)

    def _fact(self, schema: _Schema) -> dict[str, Any]:
        full = self._resolved(schema)
        kind = full.get("type", "object" if "properties" in full else "unknown")
        fact: dict[str, Any] = {"type": kind}
        if "format" in full:
            fact["format"] = full["format"]
        if kind == "array":
            fact["items"] = self._resolved(full.get("items", {})).get("type", "unknown")
        elif kind == "object":
            fact["fields"] = [name for name, _ in self._fields(full)]
        if schema.get("nullable") or full.get("nullable"):
            fact["nullable"] = True
        return fact

    def _resolved(self, schema: _Schema) -> _Schema:
        """Return the schema itself, following references."""
        while True:
            one_of = schema.get("oneOf", ())
            if "$ref" in schema:
                schema = self._schemas[schema["$ref"].rpartition("/")[2]]
            elif len(one_of) == 1:
                schema = one_of[0]
            else:
                return schema
