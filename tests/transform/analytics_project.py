"""An analyst's project that installs ours as a package: `analytics/`."""

from __future__ import annotations

import shutil
from pathlib import Path

from dbt.cli.main import dbtRunner

from tests.transform.warehouse import PROJECT

MARTS = ("fct_lines", "fct_visits", "kpi_daily")
PARENTS = ("st_jobs", "st_invoices")


def install(folder: Path) -> Path:
    """Copy both projects into ``folder``, run ``dbt deps``, and return the analyst's."""
    project = folder / "project"
    shutil.copytree(Path(__file__).parent / "analytics", project)
    shutil.copy(PROJECT / "profiles.yml", project)
    package = folder / "dbt_project"
    shutil.copytree(PROJECT, package, ignore=shutil.ignore_patterns("target", "logs"))
    (project / "packages.yml").write_text(f"packages:\n  - local: {package}\n")
    installed = dbtRunner().invoke(
        [
            "--quiet",
            "--log-level-file",
            "none",
            "deps",
            "--project-dir",
            str(project),
            "--profiles-dir",
            str(project),
        ]
    )
    assert installed.success, installed.exception
    return project
