"""Our project in another dbt project: from git, in a schema of its own, with its own vars."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from dbt.cli.main import dbtRunner

from tests.transform.warehouse import PROJECT, Warehouse, messages

_DBT_PROJECT = """
name: shop
version: "1.0.0"
config-version: 2
profile: servicetitan
flags: {send_anonymous_usage_stats: false}
vars:
  servicetitan: {kpi_week_start: monday}
models:
  servicetitan: {+schema: core}
"""
_JOBS_BY_WEEK = """
select dates.week, count(*) as jobs
from {{ ref('st_jobs') }} as jobs
inner join {{ ref('dim_date') }} as dates on jobs.st_created_on::date = dates.day
group by dates.week
"""
_ITS_YAML = """
models:
  - name: jobs_by_week
    columns: [{name: week}, {name: jobs}]
"""
# As `python -m loader grant --pii masked` makes it; an earlier version showed the other project's
# models there too, without masks.
_MASKED = """
create schema servicetitan_masked;
comment on schema servicetitan_masked is
    '{"servicetitan_reader": {"of": "servicetitan", "masked": true, "tenant": null}}';
create view servicetitan_masked.jobs_by_week as select 1 as week;
comment on view servicetitan_masked.jobs_by_week is '0123456789abcdef0123456789abcdef';
create view servicetitan_masked.of_somebody_else as select 1 as kept;
"""

# As in our own project: a test of two tables runs where both are built.
_BUILDABLE = ("--indirect-selection", "buildable")


def repository(folder: Path) -> str:
    """A git repository that holds the project as ours does; its URL."""
    shutil.copytree(
        PROJECT, folder / "dbt_project", ignore=shutil.ignore_patterns("target", "logs")
    )
    author = ["-c", "user.name=tests", "-c", "user.email=tests@example.com"]
    for command in (["init", "--quiet"], ["add", "."], [*author, "commit", "--quiet", "-m", "x"]):
        subprocess.run(["git", *command], cwd=folder, check=True)  # noqa: S607
    return folder.as_uri()


def test_a_project_installs_the_package_from_git_and_decides_schema_and_vars(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    (tmp_path / "repository").mkdir()
    url = repository(tmp_path / "repository")
    project = tmp_path / "shop"
    (project / "models").mkdir(parents=True)
    (project / "dbt_project.yml").write_text(_DBT_PROJECT)
    (project / "models/jobs_by_week.sql").write_text(_JOBS_BY_WEEK)
    (project / "models/jobs_by_week.yml").write_text(_ITS_YAML)
    shutil.copy(PROJECT / "profiles.yml", project)
    (project / "packages.yml").write_text(
        f"packages:\n  - git: {url}\n    subdirectory: dbt_project\n    warn-unpinned: false\n"
    )
    here = ["--project-dir", str(project), "--profiles-dir", str(project)]
    deps = dbtRunner().invoke(["--quiet", "--log-level-file", "none", "deps", *here])
    assert deps.success, deps.exception

    shop = Warehouse(warehouse.parameters, tmp_path, project=project)
    # A Sunday: of the week before if weeks begin on Monday, as here and not by default.
    shop.arrive(jobs=[{"st_id": 40, "st_created_on": "2026-03-01T12:00:00Z"}])
    shop.execute(_MASKED)
    try:
        for _ in range(2):  # what was new to the first run is not to the second
            built = shop.dbt("--no-write-json", "build", "--select", "+jobs_by_week", *_BUILDABLE)
            assert built.success, messages(built)
        (row,) = shop.rows("select week::text, jobs from servicetitan.jobs_by_week")
        assert row == {"week": "2026-02-23", "jobs": 1}
        assert len(shop.rows("select from servicetitan_core.st_jobs")) == 1
        (jobs,) = (each for each in built.result if each.node.name == "st_jobs")
        assert jobs.adapter_response["rows_affected"] == 0
        views = shop.rows(
            "select viewname, definition from pg_views where schemaname = 'servicetitan_masked'"
        )
        shown = {view["viewname"]: view["definition"] for view in views}
        assert set(shown) == {"st_jobs", "dim_date", "of_somebody_else"}
        assert "'***'::text" in shown["st_jobs"]
    finally:
        shop.execute("drop schema servicetitan_masked, servicetitan_core cascade")
        shop.close()
