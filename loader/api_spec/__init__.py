"""What ServiceTitan documents about its API, as data: one JSON file per API module.

The files contain paths, query parameters, and record fields with their types, extracted from the
GET operations of ServiceTitan's OpenAPI documents. ``python -m loader api-spec refresh FOLDER``
regenerates them from newer documents; they are never edited by hand. Where a document is wrong, the
catalogue entry that needs the correction makes it, with the reason.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

Paging = Literal["page", "export", "array", "object", "data", "none"]

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Operation:
    """One GET operation of the API.

    Attributes:
        path: The path from the module's area on, such as ``/crm/v2/tenant/{tenant}/customers``.
        paging: ``page`` (page/pageSize/hasMore), ``export`` (from/continueFrom/hasMore), or the
            shape of a response without pages.
        query: The query parameters.
        required: Those of them that are required.
        fields: The record's top-level fields, each as
            ``{"type", "format"?, "items"?, "fields"?, "nullable"?}`` in OpenAPI's words.
        path_params: The path's parameters in order, without the tenant.
    """

    path: str
    paging: Paging
    query: tuple[str, ...]
    required: tuple[str, ...]
    fields: dict[str, dict[str, Any]] = field(hash=False)
    path_params: tuple[str, ...] = ()


def modules() -> tuple[str, ...]:
    """Return the API modules that have a file, in alphabetical order."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.json")))


def module_entries(module: str) -> list[dict[str, Any]]:
    """Return the entries of a module's file; none if it has no file."""
    file = _FOLDER / f"{module}.json"
    if not file.exists():
        return []
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def write_module(module: str, text: str) -> None:
    """Replace a module's file."""
    (_FOLDER / f"{module}.json").write_text(text, encoding="utf-8")


@cache
def operations() -> dict[str, Operation]:
    """Return every documented GET operation, by path.

    Raises:
        ValueError: Two entries have the same path.
    """
    found: dict[str, Operation] = {}
    for module in modules():
        for entry in module_entries(module):
            operation = Operation(
                path=entry["path"],
                paging=entry["paging"],
                query=tuple(entry["query"]),
                required=tuple(entry["required"]),
                fields=entry["fields"],
                path_params=tuple(entry.get("path_params", ())),
            )
            if operation.path in found:
                raise ValueError(f"{module}.json repeats the path {operation.path}")
            found[operation.path] = operation
    return found
