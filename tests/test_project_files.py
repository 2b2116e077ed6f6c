"""The files around the code: links lead somewhere, workflows run verbs that exist."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from loader.config import PROJECT_ROOT
from loader.warehouse.tables import SCHEMA_VERSION

_PAGES = sorted(
    page
    for page in PROJECT_ROOT.rglob("*.md")
    if not {".venv", "target", "dbt_packages", ".pytest_cache", "models"} & {*page.parts}
)
_WORKFLOWS = sorted((PROJECT_ROOT / ".github/workflows").glob("*.yml"))


def _headings(page: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(PROJECT_ROOT)))
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    broken = []
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        if not target.exists() or (anchor and anchor not in _headings(target)):
            broken.append(link)
    assert broken == []


def _verbs() -> set[str]:
    makefile = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def _jobs() -> dict[str, Any]:
    return {
        f"{file.stem}/{name}": job
        for file in _WORKFLOWS
        for name, job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].items()
    }


def test_workflows_run_verbs_of_the_makefile_and_nothing_else() -> None:
    runs = [step["run"] for job in _jobs().values() for step in job["steps"] if "run" in step]
    assert runs
    verbs = [re.fullmatch(r"make ([a-z-]+)(?: ARGS='[^']*')?", run) for run in runs]
    assert [run for run, verb in zip(runs, verbs, strict=True) if verb is None] == []
    assert {verb[1] for verb in verbs if verb} <= _verbs()


def test_workflows_try_each_python_and_postgres_that_is_promised() -> None:
    jobs = _jobs()
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text())["project"]
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert jobs["ci/python"]["strategy"]["matrix"]["python"] == promised
    readme = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")
    first, last = map(int, re.findall(r"The tests pass with (\d+) to (\d+)", readme)[0])
    versions = jobs["ci/postgres"]["strategy"]["matrix"]["postgres"]
    assert versions == [str(version) for version in range(first, last + 1)]


def test_pre_commit_runs_the_linters_of_make_lint() -> None:
    makefile = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.split("\nlint:")[1].split("\n\n")[0]
    hooks = yaml.safe_load((PROJECT_ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]
    entries = " ".join(hook["entry"] for hook in hooks["hooks"])
    linters = re.findall(r"-m (\w+(?: (?:check|format|lint))?)", recipe)
    assert len(linters) == 4
    assert [linter for linter in linters if f"-m {linter}" not in entries] == []


def test_templates_and_renovate_can_be_read() -> None:
    for file in (PROJECT_ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"):
        assert yaml.safe_load(file.read_text(encoding="utf-8")), file
    assert json.loads((PROJECT_ROOT / "renovate.json").read_text(encoding="utf-8"))


def test_loader_and_models_know_the_same_schema_version() -> None:
    macros = (PROJECT_ROOT / "dbt_project/macros/exact/loads.sql").read_text(encoding="utf-8")
    (known,) = re.findall(r"macro schema_version\(\) -%}\s+{{ return\((\d+)\) }}", macros)
    assert int(known) == SCHEMA_VERSION


def test_the_changelog_tells_the_present_schema_version() -> None:
    text = (PROJECT_ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^\| [\w.]+ \| (\d+) \|", text, re.MULTILINE)
    assert versions[0] == str(SCHEMA_VERSION)
    assert [int(version) for version in versions] == sorted(map(int, versions), reverse=True)
