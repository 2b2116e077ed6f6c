"""The rooms of the house import in one direction only; see docs/architecture.md."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]

# What each room may import of the project, besides itself.
_BASE = {"loader.config", "loader.errors"}
_DATA = _BASE | {"loader.api_spec", "loader.catalogue"}
MAY_IMPORT = {
    "loader.api_spec": set(),
    "loader.errors": set(),
    "loader.config": {"loader.errors"},
    "loader.catalogue": {"loader.api_spec", "loader.errors"},
    "embedded_postgres": set(),
    "loader.embedded": _BASE | {"embedded_postgres"},
    "loader.postgres_errors": _BASE,
    "loader.reports": _DATA,
    "loader.api": _BASE,
    "loader.extract": _DATA | {"loader.api", "loader.reports"},
    "loader.staging": _DATA | {"loader.extract", "loader.postgres_errors"},
    "loader.warehouse": _DATA | {"loader.postgres_errors", "loader.staging"},
    "loader.source": _DATA | {"loader.api", "loader.extract"},
    "loader.run": _DATA
    | {"loader.api", "loader.extract", "loader.reports", "loader.staging", "loader.warehouse"},
    "loader.transform": _DATA | {"loader.embedded", "loader.warehouse"},
    "sandbox": {"loader.api_spec"},
}


def _files(room: str) -> list[Path]:
    path = PROJECT / room.replace(".", "/")
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in ("loader", "sandbox", "tests")}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_stands_below_it(room: str):
    allowed = (room, *MAY_IMPORT[room])
    files = _files(room)
    assert files
    wrong = {
        f"{file.relative_to(PROJECT)}: {name}"
        for file in files
        for name in _imports(file)
        if not any(name == place or name.startswith(f"{place}.") for place in allowed)
    }
    assert wrong == set()


def test_every_room_of_the_loader_is_on_the_plan():
    rooms = {path.stem for path in (PROJECT / "loader").iterdir() if path.suffix in ("", ".py")}
    planned = {room.split(".")[1] for room in MAY_IMPORT if room.startswith("loader.")}
    assert rooms - {"__init__", "__main__", "__pycache__", "cli"} == planned
