"""The commands around reports, each in a process of its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from loader.cli.selection import selected
from loader.config import PROJECT_ROOT, Environment, Warehouse
from loader.reports.declaration import read_file
from sandbox.server import Server
from tests.commands import clean_environment, run, warehouse_variables
from tests.reports.harness import Loading


@pytest.fixture
def environment(server: Server, warehouse: Warehouse, loading: Loading) -> Mapping[str, str]:
    return clean_environment(
        **server.environment(),
        **warehouse_variables(warehouse),
        SERVICETITAN_TIMEZONE="America/Phoenix",
        SERVICETITAN_REPORTS=loading.file,
        SERVICETITAN_REPORT_RATE_LIMIT="6000",
    )


def test_a_user_finds_a_report_declares_it_and_loads_it(
    environment: Mapping[str, str], loading: Loading
):
    listed = run("loader", "reports", "list", environment=environment)
    assert re.search(r"^technician +Technician$", listed.stdout, re.MULTILINE)
    listed = run("loader", "reports", "list", "technician", environment=environment)
    assert "201  Technician Performance" in listed.stdout

    shown = run("loader", "reports", "show", "technician", "201", environment=environment)
    assert shown.returncode == 0, shown.stderr
    assert re.search(r"DateType +Number +required +1 = Job Completion Date, 2 =", shown.stdout)
    assert re.search(
        r"CompletedJobs +Completed Jobs +Number +completed_jobs +numeric", shown.stdout
    )
    loading.declare(shown.stdout.split("For reports.toml:")[1])  # what it offers is right as it is

    checked = run("loader", "reports", "check", environment=environment)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert re.match(r"ok +report_technician_performance: \d+ windows, 6 fields", checked.stdout)

    loaded = run("loader", "load", "--select", "reports", environment=environment)
    assert loaded.returncode == 0, loaded.stderr
    assert "raw_st_report_technician_performance" in loaded.stdout
    assert "1 of 1 endpoints loaded" in loaded.stderr
    assert len(loading.rows("technician_performance")) > 100


def test_reports_and_endpoints_are_loaded_together_and_a_wrong_report_is_exit_code_1(
    environment: Mapping[str, str], loading: Loading
):
    loading.declare(
        '[invoices]\ncategory = "accounting"\nid = 102\n'
        'parameters = { From = "year-start", To = "today" }\n'
        '[wrong]\ncategory = "accounting"\nid = 102\n'
    )
    names = "zones,raw_st_report_invoices,report_wrong"
    loaded = run("loader", "load", "--select", names, environment=environment)
    assert loaded.returncode == 1
    assert (
        "Failed  report_wrong: [wrong] in the file of reports: the report requires From, To."
        in (loaded.stderr)
    )
    assert "2 of 3 endpoints loaded" in loaded.stderr
    assert loading.rows("invoices") != []

    checked = run("loader", "reports", "check", environment=environment)
    assert checked.returncode == 1
    assert "ok      report_invoices: 5 fields" in checked.stdout
    assert "FAILED  report_wrong: [wrong] in the file of reports" in checked.stdout

    status = run("loader", "status", environment=environment)
    assert status.returncode == 1
    assert "raw_st_report_wrong: [wrong] in the file of reports" in status.stdout


def test_a_wrong_app_key_is_wrong_configuration_for_reports_too(
    environment: Mapping[str, str], loading: Loading
):
    loading.declare('[one]\ncategory = "accounting"\nid = 102\n')
    refused = run(
        "loader",
        "load",
        "--select",
        "reports",
        environment={**environment, "SERVICETITAN_APP_KEY": "wrong"},
    )
    assert refused.returncode == 2
    assert refused.stderr.count("SERVICETITAN_APP_KEY") == 1


def test_without_a_file_only_a_selection_of_reports_fails(environment: Mapping[str, str]):
    refused = run("loader", "load", "--select", "reports", environment=environment)
    assert refused.returncode == 2
    assert "Copy reports.example.toml to reports.toml" in refused.stderr
    loaded = run(
        "loader", "load", "--select", "teams", "--exclude", "reports", environment=environment
    )
    assert loaded.returncode == 0, loaded.stderr


def test_the_apis_list_of_reports_is_selected_by_its_tables_name():
    endpoints, declared = selected(("raw_st_reports", "report_categories"), (), Environment({}))
    assert [endpoint.name for endpoint in endpoints] == ["report_categories", "reports"]
    assert declared == ()


@pytest.mark.parametrize(
    ("command", "instead"),
    [("reconcile", "load --full-refresh --select reports"), ("check", "reports check")],
)
def test_commands_that_are_not_for_reports_name_the_one_that_is(
    environment: Mapping[str, str], command: str, instead: str
):
    refused = run("loader", command, "--select", "report_x", environment=environment)
    assert refused.returncode == 2
    assert f"`python -m loader {instead}`" in refused.stderr


def test_dbt_sources_of_reports_are_written_with_their_columns(
    environment: Mapping[str, str], loading: Loading
):
    shutil.copy(PROJECT_ROOT / "reports.example.toml", loading.file)
    written = PROJECT_ROOT / "dbt_project/models/sources/_reports__sources.yml"
    assert not written.exists()
    try:
        result = run("loader", "reports", "sources", environment=environment)
        assert result.returncode == 0, result.stderr
        (source,) = yaml.safe_load(written.read_text(encoding="utf-8"))["sources"]
    finally:
        written.unlink(missing_ok=True)
    assert source["name"] == "servicetitan"
    assert source["config"]["freshness"]
    tables = {table["name"]: table for table in source["tables"]}
    assert list(tables) == [f"raw_st_{name}" for name in read_file(loading.file)]
    defined = {c["name"]: c["description"] for c in tables["raw_st_report_revenue"]["columns"]}
    assert defined["total_revenue"] == "Total Revenue"


def test_a_tenant_may_have_a_file_of_its_own(
    environment: Mapping[str, str], loading: Loading, tmp_path: Path
):
    own = tmp_path / "other.toml"
    own.write_text('[one]\ncategory = "nowhere"\nid = 1\n', encoding="utf-8")
    tenant = loading.api.tenant_id
    checked = run(
        "loader",
        "reports",
        "check",
        "--tenant",
        str(tenant),
        environment={**environment, f"SERVICETITAN_REPORTS_{tenant}": str(own)},
    )
    assert "FAILED  report_one: ServiceTitan does not know report 1 of category nowhere" in (
        checked.stdout
    )
