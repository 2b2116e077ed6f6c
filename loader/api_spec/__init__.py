"""What the ServiceTitan API documents about itself, as data: one JSON file for each API module.

The files hold facts only (paths, query parameters, record fields and their types), taken from the
GET operations of ServiceTitan's OpenAPI documents. They are rewritten from a newer set of documents
(``python -m loader api-spec refresh FOLDER``) and never edited by hand: where the documents are
wrong, the correction stands in the catalogue entry that needs it, with its reason.
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

    ``path`` begins with the module's area (``/crm/v2/tenant/{tenant}/customers``). ``paging`` is
    ``page`` (page/pageSize/hasMore), ``export`` (from/continueFrom/hasMore) or the shape of a
    response that is not a bulk list. ``fields`` maps each top-level field of the record to
    ``{"type", "format"?, "items"?, "fields"?, "nullable"?}`` as OpenAPI names them.
    """

    path: str
    paging: Paging
    query: tuple[str, ...]
    required: tuple[str, ...]
    fields: dict[str, dict[str, Any]] = field(hash=False)
    path_params: tuple[str, ...] = ()


def modules() -> tuple[str, ...]:
    """Names of the API modules that have a facts file, in alphabetical order."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.json")))


def entries(module: str) -> list[dict[str, Any]]:
    """The facts of one module as its file holds them; none of a module that has no file."""
    file = _FOLDER / f"{module}.json"
    if not file.exists():
        return []
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def write(module: str, text: str) -> None:
    """Replace the facts file of one module."""
    (_FOLDER / f"{module}.json").write_text(text, encoding="utf-8")


@cache
def operations() -> dict[str, Operation]:
    """Every documented GET operation, by its path."""
    found: dict[str, Operation] = {}
    for module in modules():
        for entry in entries(module):
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
