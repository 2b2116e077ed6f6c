"""Facts are taken from OpenAPI documents, and what a newer set changes is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from loader import api_spec
from loader.api_spec import openapi
from loader.cli import main

STRING = {"type": "string"}


def document(paths: dict[str, Any], **schemas: Any) -> dict[str, Any]:
    return {
        "openapi": "3.0.4",
        "servers": [{"url": "https://api.example/zoo/v2"}],
        "paths": {f"/tenant/{{tenant}}/{path}": methods for path, methods in paths.items()},
        "components": {"schemas": schemas},
    }


def get(schema: dict[str, Any] | None, *query: str, required: str = "", path: str = "") -> Any:
    parameters = [{"name": "tenant", "in": "path", "required": True}]
    parameters += [{"name": name, "in": "path"} for name in (path,) if name]
    parameters += [{"name": n, "in": "query", "required": n == required} for n in query]
    content = {"application/json": {"schema": schema}} if schema else {}
    return {"get": {"parameters": parameters, "responses": {"200": {"content": content}}}}


def page(record: dict[str, Any], *more: str) -> dict[str, Any]:
    properties: dict[str, Any] = {name: {"type": "boolean"} for name in ("hasMore", *more)}
    properties["data"] = {"type": "array", "items": record}
    return {"type": "object", "properties": properties}


ANIMAL = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "format": "int64"},
        "kind": {"$ref": "#/components/schemas/Kind"},
        "keeper": {"oneOf": [{"$ref": "#/components/schemas/Keeper"}], "nullable": True},
        "cages": {"type": "array", "items": {"type": "integer", "format": "int64"}},
        "weight": {"type": "number", "format": "decimal", "nullable": True},
    },
}
REFERENCE = {"$ref": "#/components/schemas/Animal"}
ZOO = document(
    {
        "animals": get(page(REFERENCE), "page", "pageSize", "active"),
        "animals/{id}": get(REFERENCE, path="id"),
        "animals/photo": get(None, "path", required="path"),
        "export/animals": get(page(REFERENCE, "continueFrom"), "from"),
        "keepers": get({"type": "array", "items": {"$ref": "#/components/schemas/Keeper"}}),
        "visitors": {"post": {}},
    },
    Animal=ANIMAL,
    Kind={"type": "string", "enum": ["Bear", "Bird"]},
    Keeper={"type": "object", "properties": {"id": STRING, "name": STRING}},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "zoo-v2.json").write_text(json.dumps(ZOO))
    return tmp_path / "new"


@pytest.fixture
def known(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A facts folder of the test's own, filled from the documents."""
    own = tmp_path / "facts"
    own.mkdir()
    monkeypatch.setattr(api_spec, "_FOLDER", own)
    run("refresh", folder)
    return own


def run(command: str, folder: Path) -> str:
    result = CliRunner().invoke(main, ["api-spec", command, str(folder)])
    assert result.exit_code == 0, result.output
    return result.output


def test_paths_parameters_and_fields_are_taken_and_prose_is_not(folder: Path):
    entries = {entry["path"]: entry for entry in openapi.read_folder(folder)["zoo"]}
    animals = entries["/zoo/v2/tenant/{tenant}/animals"]
    assert animals == {
        "path": "/zoo/v2/tenant/{tenant}/animals",
        "paging": "page",
        "query": ["page", "pageSize", "active"],
        "required": [],
        "fields": {
            "id": {"type": "integer", "format": "int64"},
            "kind": {"type": "string"},
            "keeper": {"type": "object", "fields": ["id", "name"], "nullable": True},
            "cages": {"type": "array", "items": "integer"},
            "weight": {"type": "number", "format": "decimal", "nullable": True},
        },
    }
    shapes = {path.split("{tenant}/")[1]: entry["paging"] for path, entry in entries.items()}
    assert shapes == {
        "animals": "page",
        "animals/photo": "none",
        "animals/{id}": "object",
        "export/animals": "export",
        "keepers": "array",
    }
    assert entries["/zoo/v2/tenant/{tenant}/animals/photo"]["required"] == ["path"]
    assert entries["/zoo/v2/tenant/{tenant}/animals/{id}"]["path_params"] == ["id"]


def test_refreshed_facts_do_not_differ_from_their_documents(folder: Path, known: Path):
    assert run("compare", folder) == "No difference.\n"
    assert json.loads((known / "zoo.json").read_text()) == openapi.read_folder(folder)["zoo"]


def test_a_newer_document_shows_as_a_diff(folder: Path, known: Path):
    newer = json.loads(json.dumps(ZOO))
    fields = newer["components"]["schemas"]["Animal"]["properties"]
    fields["weight"] = {"type": "string"}
    fields["colour"] = STRING
    del fields["cages"]
    del newer["paths"]["/tenant/{tenant}/keepers"]
    newer["paths"]["/tenant/{tenant}/tickets"] = get(page(REFERENCE), "page")
    newer["paths"]["/tenant/{tenant}/animals"]["get"]["parameters"][1]["required"] = True
    (folder / "zoo-v2.json").write_text(json.dumps(newer))
    shown = run("compare", folder)
    assert shown.startswith("zoo\n  /zoo/v2/tenant/{tenant}/animals\n")
    for line in (
        "    + required parameter page",
        "    - cages: array of integer",
        "    ~ weight: number(decimal) or null -> string",
        "    + colour: string",
        "  /zoo/v2/tenant/{tenant}/keepers\n    - operation (array, 2 fields)",
        "  /zoo/v2/tenant/{tenant}/tickets\n    + operation (page, 5 fields)",
    ):
        assert f"{line}\n" in shown
    assert shown.endswith("12 differences.\n")


def test_a_change_names_the_table_that_it_concerns(tmp_path: Path):
    newer = document({"customers": get(page(REFERENCE))}, Animal=ANIMAL, Kind=STRING, Keeper=STRING)
    newer["servers"] = [{"url": "https://api.example/crm/v2"}]
    (tmp_path / "crm-v2.json").write_text(json.dumps(newer))
    assert "  /crm/v2/tenant/{tenant}/customers  (raw_st_customers)\n" in run("compare", tmp_path)


@pytest.mark.parametrize("content", ["[]", "{}", "not JSON"])
def test_a_folder_without_openapi_documents_is_refused(tmp_path: Path, content: str):
    (tmp_path / "crm-v2.json").write_text(content)
    result = CliRunner().invoke(main, ["api-spec", "compare", str(tmp_path)])
    assert result.exit_code == 2
    assert "cannot be read as OpenAPI documents" in result.output
