"""Imports follow the arrows drawn in docs/architecture.md, and never run in a circle."""

from __future__ import annotations

import ast
import graphlib
import re
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
ROOTS = (
    "embedded_postgres",
    "loader",
    "sandbox",
    "scripts",
    "servicetitan_warehouse",
    "benchmarks",
)
_NOTHING = "nothing"


@cache
def _modules() -> dict[str, Path]:
    """Every module of the project by its dotted name; folders without a .py file are none."""
    files = [file for root in ROOTS for file in (PROJECT / root).rglob("*.py")]
    return {_dotted(file.relative_to(PROJECT)): file for file in files}


def _dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


@cache
def _imports() -> dict[str, frozenset[str]]:
    """What each module imports of the project, inside functions and TYPE_CHECKING included."""
    return {name: frozenset(_imported_by(file)) for name, file in _modules().items()}


def _imported_by(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} has a relative import"
            assert node.module
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in _modules() else node.module for name in submodules}
    return {name for name in found if name.split(".")[0] in (*ROOTS, "tests")}


@cache
def _drawn() -> dict[str, frozenset[str]]:
    """The table of packages in docs/architecture.md: package -> the packages it imports."""
    text = (PROJECT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w/.]+)` \|[^|]*\| ([^|]*) \|$", text, re.MULTILINE)
    return {_dotted(Path(path)): frozenset(_targets(cell)) for path, cell in rows}


def _targets(cell: str) -> list[str]:
    return (
        [] if cell == _NOTHING else [_dotted(Path(path)) for path in re.findall(r"`(.+?)`", cell)]
    )


def _package_of(module: str) -> str | None:
    """The longest drawn package that holds the module."""
    parents = [module.rsplit(".", n)[0] for n in range(module.count(".") + 1)]
    return next((name for name in parents if name in _drawn()), None)


def _circle(arrows: dict[str, frozenset[str]]) -> list[str]:
    """One circle of the graph; empty where there is none."""
    try:
        graphlib.TopologicalSorter(arrows).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def test_every_module_belongs_to_a_package_of_the_drawing():
    roots = {root for root in ROOTS if root not in _drawn()}
    strays = {name for name in _modules() if _package_of(name) is None} - roots
    assert strays == set()


def test_every_package_of_the_drawing_exists():
    missing = {name for name in _drawn() if name not in map(_package_of, _modules())}
    assert missing == set()


def test_no_module_imports_against_the_arrows():
    wrong = {
        f"{module} imports {target}"
        for module, targets in _imports().items()
        for target in targets
        if (source := _package_of(module)) != (owner := _package_of(target))
        and (source is None or owner not in _drawn()[source])
    }
    assert wrong == set()


def test_every_drawn_arrow_is_an_import():
    used = {
        (_package_of(module), _package_of(target))
        for module, targets in _imports().items()
        for target in targets
    }
    unused = {
        f"{source} -> {target}"
        for source, targets in _drawn().items()
        for target in targets
        if (source, target) not in used
    }
    assert unused == set()


def test_modules_import_in_no_circle():
    assert _circle(_imports()) == []


def test_packages_import_in_no_circle():
    assert _circle(_drawn()) == []


def test_a_circle_is_found():
    assert _circle({"a": frozenset({"b"}), "b": frozenset({"a"})}) != []
    assert _circle({"a": frozenset({"b"}), "b": frozenset({"c"})}) == []


def _tree() -> set[str]:
    """The paths in the README's tree, relative to the project."""
    text = (PROJECT / "README.md").read_text(encoding="utf-8").split("## What is where\n\n```\n")[1]
    paths: set[str] = set()
    folder = ""
    for line in text.split("```")[0].splitlines():
        name = line.split()[0]
        if not line.startswith(" "):
            folder = name
            paths.add(name.rstrip("/"))
        else:
            paths.add(f"{folder}{name}".rstrip("/"))
    return paths


def test_the_readmes_tree_shows_only_what_exists():
    missing = {path for path in _tree() if not (PROJECT / path).exists()}
    assert missing == set()


def test_the_readmes_tree_shows_every_folder_and_all_of_the_loader():
    sources = [file for kind in ("py", "sql", "md") for file in PROJECT.glob(f"[!.]*/**/*.{kind}")]
    folders = {file.relative_to(PROJECT).parts[0] for file in sources} - {"logs"}
    loader = {"/".join(name.split(".")[:2]) for name in _modules() if name.startswith("loader.")}
    shown = {path.removesuffix(".py") for path in _tree()}
    assert (folders | loader) - {"loader/__main__"} - shown == set()
