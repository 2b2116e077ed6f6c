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

from loader.config import Environment
from loader.errors import LoaderError
from loader.transform import DBT_PROJECT, dbt_environment

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
    """Compiles the marts. Parses the project once, and each setting once.

    Args:
        environment: Where the warehouse is.
        project: The folder of the dbt project.
    """

    def __init__(self, environment: Environment, project: Path = DBT_PROJECT) -> None:
        self._environ = dbt_environment(environment)
        self._project = project
        self._manifest: Any = None
        self._compiled: dict[str, dict[str, Model]] = {}

    def compiled(self, variables: Mapping[str, Any]) -> dict[str, Model]:
        """Return the marts under these values of variables; others keep the project's.

        Raises:
            LoaderError: dbt cannot compile them.
        """
        values = json.dumps(variables, sort_keys=True)
        if values not in self._compiled:
            self._compiled[values] = self._compile(values)
        return self._compiled[values]

    def _compile(self, values: str) -> dict[str, Model]:
        with _process_environment(self._environ), tempfile.TemporaryDirectory() as logs:
            if self._manifest is None:
                self._manifest = self._invoke("parse", logs=logs)
            compiled = self._invoke("compile", "--select", _SELECTED, "--vars", values, logs=logs)
        relations = {
            key: (node.name, node.relation_name)
            for key, node in (*self._manifest.nodes.items(), *self._manifest.sources.items())
        }
        found: dict[str, Model] = {}
        for result in compiled:
            node = result.node
            if node.resource_type == "model":
                inputs = dict(relations[key] for key in node.depends_on.nodes)
                found[node.name] = Model(node.name, node.compiled_code, inputs)
        return found

    def _invoke(self, command: str, *arguments: str, logs: str) -> Any:
        from dbt.cli.main import dbtRunner  # takes seconds

        result = dbtRunner(manifest=self._manifest).invoke(
            [
                *("--quiet", "--no-write-json", "--log-level-file", "none", "--log-path", logs),
                *(command, *arguments),
                *("--project-dir", str(self._project), "--profiles-dir", str(self._project)),
                *("--target-path", str(self._project / "target" / "tie_out")),
            ]
        )
        if not result.success:
            messages = [str(one.message) for one in result.result or () if one.message]
            raise LoaderError(
                f"dbt cannot {command} the marts: {'; '.join(messages) or result.exception}.",
                "`make transform` shows what is wrong.",
            )
        return result.result


def in_dependency_order(models: Mapping[str, Model], wanted: Iterable[str]) -> list[str]:
    """Return the wanted models and all that they read, inputs first; raw and st_ tables left out."""
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
