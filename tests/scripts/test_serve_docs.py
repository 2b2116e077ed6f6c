"""The docs' server never shows a page that is older than the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scripts.serve_docs import is_stale

PAGE = "target/static_index.html"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one model, last edited at 100, with a page made at 200."""
    for name, time in (("models/st_jobs.sql", 100), (PAGE, 200)):
        write(tmp_path / name, time)
    return tmp_path


def write(file: Path, time: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("", encoding="utf-8")
    os.utime(file, (time, time))


def test_a_page_that_is_newer_than_everything_is_served_as_it_is(project: Path) -> None:
    write(project / "target/compiled/st_jobs.sql", 300)  # dbt's own
    assert not is_stale(project, project / PAGE)


@pytest.mark.parametrize(
    "file", ["models/st_jobs.yml", "models/docs/overview.md", "target/run_results.json"]
)
def test_an_edit_or_a_transform_makes_it_stale(project: Path, file: str) -> None:
    write(project / file, 300)
    assert is_stale(project, project / PAGE)


def test_a_missing_page_is_stale(project: Path) -> None:
    (project / PAGE).unlink()
    assert is_stale(project, project / PAGE)
