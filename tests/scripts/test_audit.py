"""The supply chain: licences of what is installed, the list of components, the audit offline."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from scripts import audit, licences
from tests.commands import PROJECT, run


def test_every_locked_package_has_a_licence_that_was_accepted() -> None:
    found = list(licences.components())
    assert len(found) > 50
    assert [one.problem for one in found if one.problem] == []


def test_no_exception_outlives_its_package() -> None:
    assert set(licences.EXCEPTIONS) <= set(licences.locked_versions())


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "MIT AND AGPL-3.0", "unknown", ""])
def test_another_licence_is_named(licence: str) -> None:
    assert "some-package 1.0" in licences.Component("some-package", "1.0", licence).problem


def test_the_components_are_the_locks_and_the_bundled_postgres(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert audit.main(["components"]) == 0
    listed = json.loads(capsys.readouterr().out)["components"]
    versions = {one["name"]: one["version"] for one in listed}
    locked = licences.locked_versions()
    assert versions["dlt"] == locked["dlt"]
    assert versions["postgresql"] == audit.bundled_postgres()


def test_the_readme_names_the_bundled_postgres() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert f"Postgres {audit.bundled_postgres()}" in readme


def test_without_the_internet_the_audit_says_that_it_did_not_happen(tmp_path: Path) -> None:
    environment = {**os.environ, "UV_OFFLINE": "1", "UV_CACHE_DIR": str(tmp_path)}
    done = run("scripts.audit", "vulnerabilities", environment=environment)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "nothing was audited" in done.stderr
