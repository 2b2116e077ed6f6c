"""The marts' SQL as dbt compiles it, under any setting of the variables.

The definitions of the KPIs stand in the dbt models and nowhere else. A tie-out that asks what a
figure were under another reading compiles the same models with another value of the variable.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from loader.config import DBT_PROJECT, Environment
from loader.errors import LoaderError
from loader.transform import dbt_environment

_SELECTED = "path:models/marts"


@dataclass(frozen=True)
class Model:
    """A compiled model.

    Attributes:
        name: Its name.
        sql: Its query over all rows.
        inputs: The models and raw tables that it reads: name to the relation in the SQL.
    """

    name: str
    sql: str
    inputs: Mapping[str, str]


class MartModels:
    """Compiles the marts. Parses the project once, and compiles each setting once.

    Args:
        environment: Where the warehouse is.
        project: The folder of the dbt project.
        manifest: The project as dbt has parsed it, if it has.
    """

    def __init__(
        self, environment: Environment, project: Path = DBT_PROJECT, manifest: Any = None
    ) -> None:
        self._environ = dbt_environment(environment)
        self._project = project
        # Where the transform writes too: an installed copy keeps its files as they are.
        self._target = Path(self._environ.get("DBT_TARGET_PATH", project / "target")) / "tie_out"
        self._parsed = manifest
        self._compiled: dict[str, dict[str, Model]] = {}

    def compiled(self, variables: Mapping[str, Any]) -> dict[str, Model]:
        """Return the marts under these values of variables; others keep the project's.

        Raises:
            LoaderError: dbt cannot compile them.
        """
        values = json.dumps(variables, sort_keys=True)
        if values not in self._compiled:
            self._compiled[values] = (
                self._composed(variables) if len(variables) > 1 else self._compile(values)
            )
        return self._compiled[values]

    def variable(self, name: str) -> Any:
        """Return the value that the project gives a variable."""
        declared = yaml.safe_load((self._project / "dbt_project.yml").read_text(encoding="utf-8"))
        return declared["vars"]["servicetitan"][name]

    def decides(self, variable: str, marts: Iterable[str]) -> bool:
        """Return whether a variable can change marts, or models that they read."""
        nodes = [self._model(name) for name in in_dependency_order(self.compiled({}), marts)]
        return any(variable in text for node in nodes for text in self._texts(node))

    def raw_tables(self, marts: Iterable[str]) -> set[str]:
        """Return the raw tables that marts are made of."""
        found: set[str] = set()
        waiting = [self._model(name).unique_id for name in marts]
        while waiting:
            key = waiting.pop()
            if key in self._manifest.sources:
                found.add(self._manifest.sources[key].name)
            else:
                waiting += self._manifest.nodes[key].depends_on.nodes
        return found

    @property
    def _manifest(self) -> Any:
        if self._parsed is None:
            self._parsed = self._invoke("parse")
        return self._parsed

    def _model(self, name: str) -> Any:
        return next(
            node
            for node in self._manifest.nodes.values()
            if node.resource_type == "model" and node.name == name
        )

    def _texts(self, node: Any) -> Iterator[str]:
        """Yield a model's code, and that of all macros it calls."""
        yield node.raw_code
        seen: set[str] = set()
        waiting = list(node.depends_on.macros)
        while waiting:
            name = waiting.pop()
            if name.startswith("macro.servicetitan.") and name not in seen:
                seen.add(name)
                macro = self._manifest.macros[name]
                yield macro.macro_sql
                waiting += macro.depends_on.macros

    def _composed(self, variables: Mapping[str, Any]) -> dict[str, Model]:
        """Compile only the models that several of the variables decide."""
        found = dict(self.compiled({}))
        joint: list[str] = []
        for name in found:
            texts = list(self._texts(self._model(name)))
            deciding = [one for one in variables if any(one in text for text in texts)]
            if len(deciding) == 1:
                found[name] = self.compiled({deciding[0]: variables[deciding[0]]})[name]
            elif deciding:
                joint.append(name)
        if joint:
            values = json.dumps(variables, sort_keys=True)
            found |= self._compile(values, *joint)
        return found

    def _compile(self, values: str, *selected: str) -> dict[str, Model]:
        relations = {
            key: (node.name, node.relation_name)
            for key, node in (*self._manifest.nodes.items(), *self._manifest.sources.items())
        }
        # What exists does not matter: nothing is built.
        results = self._invoke(
            "compile",
            *("--select", *(selected or (_SELECTED,))),
            *("--vars", values, "--no-populate-cache"),
        )
        found: dict[str, Model] = {}
        for node in (result.node for result in results):
            if node.resource_type == "model":
                inputs = dict(relations[key] for key in node.depends_on.nodes)
                found[node.name] = Model(node.name, node.compiled_code, inputs)
        return found

    def _invoke(self, command: str, *arguments: str) -> Any:
        from dbt.cli.main import dbtRunner  # takes seconds

        with _process_environment(self._environ), tempfile.TemporaryDirectory() as logs:
            result = dbtRunner(manifest=self._parsed).invoke(
                [
                    *("--quiet", "--no-write-json", "--log-level-file", "none"),
                    *("--log-path", logs, command, *arguments),
                    *("--project-dir", str(self._project), "--profiles-dir", str(self._project)),
                    *("--target-path", str(self._target)),
                ]
            )
        if not result.success:
            nodes: Iterable[Any] = getattr(result.result, "results", None) or ()
            messages = [str(one.message) for one in nodes if one.message]
            raise LoaderError(
                f"dbt cannot {command} the marts: {'; '.join(messages) or result.exception}.",
                "`make transform` shows what is wrong.",
            )
        return result.result


def in_dependency_order(models: Mapping[str, Model], wanted: Iterable[str]) -> list[str]:
    """Return the wanted models and the models they read, inputs first; no raw or st_ tables."""
    ordered: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in models and name not in ordered:
            for each in models[name].inputs:
                visit(each)
            ordered[name] = None

    for name in wanted:
        visit(name)
    return list(ordered)


@contextmanager
def _process_environment(values: Mapping[str, str]) -> Iterator[None]:
    """Give dbt, which reads the process's environment, the warehouse's settings."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
