"""Builds the wheel: the checkout's packages as one package, ``servicetitan_warehouse``.

In the checkout the packages are top-level names (``python -m loader``), which would collide with
other projects' in an environment that is shared: every second pipeline has a ``loader``. In the
wheel they are inside ``servicetitan_warehouse``. Their imports of each other are rewritten while
the wheel is built, from each file's syntax tree, and so are the commands that messages name.
Everything else about the distribution is in pyproject.toml.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py
from setuptools.command.editable_wheel import editable_wheel

NAME = "servicetitan_warehouse"
PACKAGES = ("embedded_postgres", "loader", "sandbox")
DBT_PROJECT = "dbt_project"
DBT_FILES = [
    *("*.yml", "common_names.toml", "analyses/**/*"),
    *("macros/**/*", "models/**/*", "tests/**/*"),
]
# Tools for those who work on the project.
NOT_SHIPPED = ("sandbox/memory_report.py",)
# Files of the checkout's root that commands read.
FILES = (".env.example", "reports.example.toml", "tenants.example.toml", "LICENSE")

# Commands of a checkout, as messages name them, and the same ones of an installed copy. In this
# order: what is replaced first does not match again.
COMMANDS = (
    ("python -m loader.transform", "servicetitan transform"),
    ("python -m loader", "servicetitan"),
    ("python -m sandbox", f"python -m {NAME}.sandbox"),
    ("make db-remove", "servicetitan db remove"),
    ("make db-stop", "servicetitan db stop"),
    ("make psql", "servicetitan db psql"),
    ("make docs", "servicetitan transform docs generate --static"),
    ("make demo", f"python -m {NAME}.sandbox"),
    ("make db", "servicetitan db start"),
    ("make load", "servicetitan load"),
    ("make report", "servicetitan report"),
    ("make tie-out", "servicetitan tie-out"),
    ("copy .env.example", "`servicetitan init` writes one"),
    ("see .env.example", "`servicetitan init` writes one"),
    ("make status", "servicetitan status"),
    ("make sync", "servicetitan sync"),
    ("make transform", "servicetitan transform"),
)


def imports_inside(source: str) -> str:
    """Return a module's source with its imports of our packages led inside the one package.

    Raises:
        ValueError: An import has a form that cannot be led there.
    """
    lines = source.splitlines(keepends=True)
    # From the end: what is replaced moves nothing that is still to be replaced.
    for node in reversed(list(_own_imports(ast.parse(source)))):
        line = lines[node.lineno - 1]
        if isinstance(node, ast.ImportFrom):
            old, new = f"from {node.module} ", f"from {NAME}.{node.module} "
        else:
            (alias,) = node.names
            if "." in alias.name:
                raise ValueError(f"line {node.lineno}: write `from … import …`: {line.strip()}")
            old, new = f"import {alias.name}", f"from {NAME} import {alias.name}"
        if line.count(old, node.col_offset) != 1:
            raise ValueError(f"line {node.lineno} is not an import alone: {line.strip()}")
        lines[node.lineno - 1] = line.replace(old, new)
    return "".join(lines)


def _own_imports(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    found: list[ast.Import | ast.ImportFrom] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in PACKAGES:
            found.append(node)
        elif isinstance(node, ast.Import):
            own = [alias for alias in node.names if alias.name.split(".")[0] in PACKAGES]
            if own and len(node.names) > 1:
                raise ValueError(f"line {node.lineno}: import one module a line")
            found += [node] if own else []
    yield from sorted(found, key=lambda node: (node.lineno, node.col_offset))


def commands_installed(text: str) -> str:
    """Return a text with the commands of an installed copy."""
    text = re.sub(r"""(make \w+) ARGS=(["'])(.*?)\2""", r"\1 \3", text)
    for old, new in COMMANDS:
        text = text.replace(old, new)
    return text


class BuildPackage(build_py):
    """Copies the packages, then rewrites the copies."""

    def run(self) -> None:
        """Build into an empty folder: what an earlier build left would get into the wheel."""
        package = Path(self.build_lib, NAME)
        shutil.rmtree(package, ignore_errors=True)
        super().run()
        for name in NOT_SHIPPED:
            (package / name).unlink()
        for file in sorted(package.rglob("*")):
            if file.suffix == ".py":
                try:
                    text = imports_inside(file.read_text(encoding="utf-8"))
                except ValueError as error:
                    raise SystemExit(f"{file.relative_to(package)}, {error}") from None
                file.write_text(commands_installed(text), encoding="utf-8")
            elif file.suffix in (".sql", ".yml", ".md"):
                text = file.read_text(encoding="utf-8")
                file.write_text(commands_installed(text), encoding="utf-8")
        for name in FILES:
            text = Path(name).read_text(encoding="utf-8")
            (package / name).write_text(commands_installed(text), encoding="utf-8")


class NoEditable(editable_wheel):
    """Refuses ``pip install -e``: a checkout runs as it is."""

    def run(self) -> None:
        """Say what to do instead."""
        raise SystemExit("A checkout runs without being installed: `make`, `python -m loader`.")


if __name__ == "__main__":
    setup(
        packages=[
            NAME,
            f"{NAME}.{DBT_PROJECT}",
            *(
                f"{NAME}.{name}"
                for name in find_packages(include=[*PACKAGES, *(f"{p}.*" for p in PACKAGES)])
            ),
        ],
        package_dir={
            NAME: NAME,
            f"{NAME}.{DBT_PROJECT}": DBT_PROJECT,
            **{f"{NAME}.{name}": name for name in PACKAGES},
        },
        package_data={
            NAME: ["py.typed"],
            f"{NAME}.{DBT_PROJECT}": DBT_FILES,
            f"{NAME}.loader.api_spec": ["*.json"],
            f"{NAME}.loader.report_page": ["assets/*"],
        },
        cmdclass={"build_py": BuildPackage, "editable_wheel": NoEditable},
    )
