"""Every failure gives one message with cause, remedy and exit code; no traceback, no secret."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import sandbox
from loader.config import Warehouse
from tests.commands import clean_environment, free_port, run, warehouse_variables

TENANT = 77
# Chosen so that it can be searched for.
SECRET = "s3cr3t-that-must-not-be-shown"


@pytest.fixture(scope="module")
def api() -> Iterator[dict[str, str]]:
    with sandbox.serve(scale=0.01, seed=2, tenants=[TENANT], port=0) as server:
        yield {name: str(value) for name, value in server.environment(TENANT).items()}


@pytest.fixture
def good(api: dict[str, str], warehouse: Warehouse) -> dict[str, str]:
    return clean_environment(**api, **warehouse_variables(warehouse))


def load(environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    done = run("loader", "load", *arguments, environment=environment)
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert SECRET not in said
    for name in ("SERVICETITAN_CLIENT_SECRET", "SERVICETITAN_APP_KEY", "PGPASSWORD"):
        value = environment.get(name, "")
        assert len(value) < 13 or value not in said, name
    return done.returncode, said


def test_without_credentials_it_names_each_missing_variable(warehouse: Warehouse):
    code, said = load(clean_environment(**warehouse_variables(warehouse)))
    assert code == 2
    for name in ("TENANT_ID", "CLIENT_ID", "CLIENT_SECRET", "APP_KEY"):
        assert f"SERVICETITAN_{name}" in said
    assert ".env.example" in said
    assert said.count("Error:") == 1


def test_a_wrong_secret_is_named_once_with_its_variables(good):
    code, said = load({**good, "SERVICETITAN_CLIENT_SECRET": SECRET})
    assert code == 2
    assert "refuses the client id or secret" in said
    assert "SERVICETITAN_CLIENT_SECRET" in said
    assert said.count("refuses") == 1


def test_a_wrong_app_key_is_named_once(good):
    code, said = load({**good, "SERVICETITAN_APP_KEY": SECRET})
    assert code == 2
    assert "SERVICETITAN_APP_KEY" in said
    assert said.count("Error:") == 1


def test_a_wrong_tenant_is_named_once_and_not_for_each_endpoint(good):
    code, said = load({**good, "SERVICETITAN_TENANT_ID": "987654"})
    assert code == 2
    assert "SERVICETITAN_TENANT_ID" in said
    assert said.count("HTTP 403") == 1


def test_a_tenant_that_is_no_number_is_refused(good):
    code, said = load({**good, "SERVICETITAN_TENANT_ID": "acme"})
    assert code == 2
    assert "'acme', not a number" in said


def test_an_unreachable_host_is_named_with_what_to_check(good):
    nobody = f"http://127.0.0.1:{free_port()}"
    code, said = load({**good, "SERVICETITAN_AUTH_URL": f"{nobody}/connect/token"})
    assert code == 1
    assert nobody.removeprefix("http://") in said
    assert "SERVICETITAN_AUTH_URL" in said
    code, said = load({**good, "SERVICETITAN_API_URL": nobody}, "--select", "zones,teams")
    assert code == 1
    assert "unreachable" in said
    assert "SERVICETITAN_API_URL" in said


def test_a_stopped_database_is_named_with_what_to_check(good):
    code, said = load({**good, "PGPORT": str(free_port())})
    assert code == 1
    assert "cannot be reached" in said
    assert "PGHOST" in said


def test_a_wrong_database_password_is_named(good):
    code, said = load({**good, "PGPASSWORD": SECRET})
    assert code == 2
    assert "PGPASSWORD" in said


def test_an_unknown_selection_suggests_what_was_meant(good):
    code, said = load(good, "--select", "custmers")
    assert code == 2
    assert "custmers" in said
    assert "customers" in said
    assert "loader endpoints" in said


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("SERVICETITAN_ENVIRONMENT", "staging", "production, integration"),
        ("SERVICETITAN_FEED", "both", "export, list"),
        ("SERVICETITAN_RATE_LIMIT", "fast", "above 0"),
        ("SERVICETITAN_API_URL", "api.servicetitan.io", "https://"),
        ("SERVICETITAN_TIMEZONE", "Eastern", "America/New_York"),
        ("PGPORT", "five", "PGPORT"),
    ],
)
def test_a_wrong_setting_is_refused_with_an_example(good, name, value, hint):
    code, said = load({**good, name: value})
    assert code == 2
    assert name in said
    assert hint in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("--full-refresh", "--since", "2024-01-01"),
        ("--since", "2024-02-01", "--until", "2024-01-01"),
        ("--since", "yesterday"),
        ("--select", "jobs", "--exclude", "jobs"),
        ("--nonsense",),
    ],
)
def test_contradictory_options_are_refused(good, arguments):
    code, _ = load(good, *arguments)
    assert code == 2


def test_status_before_the_first_load_says_what_to_do(good):
    done = run("loader", "status", environment=good)
    assert done.returncode == 1
    assert "make load" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failure_shows_in_status_until_the_next_good_load(good):
    assert load(good, "--select", "zones", "--quiet")[0] == 0
    assert run("loader", "status", environment=good).returncode == 0
    assert load({**good, "SERVICETITAN_CLIENT_SECRET": SECRET}, "--select", "zones")[0] == 2
    failed = run("loader", "status", environment=good)
    assert failed.returncode == 1
    assert "refuses the client id or secret" in failed.stdout
    assert load(good, "--select", "zones", "--quiet")[0] == 0
    assert run("loader", "status", environment=good).returncode == 0


def test_status_calls_a_table_stale_after_its_limit(good):
    assert load(good, "--select", "zones", "--quiet")[0] == 0
    done = run("loader", "status", "--fresh-for", "0.0000001", environment=good)
    assert done.returncode == 1
    assert "stale" in done.stdout


def test_check_shows_what_is_readable_and_loads_nothing(good, database):
    done = run("loader", "check", "--select", "zones,customers", environment=good)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("ok ") == 4
    with database.cursor() as cursor:
        cursor.execute("select count(*) from pg_tables where schemaname = 'servicetitan_raw'")
        assert cursor.fetchone() == (0,)


def test_child_resources_without_their_parents_name_them_and_the_others_load(good):
    code, said = load(good, "--select", "zones,customer_notes")
    assert code == 1
    assert "1 of 2 endpoints loaded" in said
    assert "--select customers,customer_notes" in said
    code, said = load(good, "--select", "customers,customer_notes")
    assert code == 0
    assert said.index("customers to ask, at least") < said.index("2 of 2 endpoints loaded")


def test_check_tries_child_resources(good):
    done = run("loader", "check", "--select", "customer_notes,reports", environment=good)
    assert done.returncode == 0, done.stderr
    assert "ok      crm/customers/{id}/notes" in done.stdout
    assert "ok      reporting/report-category/{report_category}/reports" in done.stdout


def test_transform_takes_dbts_commands_and_builds_without_one():
    done = run("loader", "transform", "--version", environment=clean_environment())
    assert done.returncode == 0, done.stderr
    assert "installed: 1.11" in done.stdout
    nowhere = clean_environment(PGHOST="127.0.0.1", PGPORT=free_port())
    done = run("loader", "transform", "--select", "st_jobs", environment=nowhere)
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr or "Nothing listens" in done.stderr


# Those of dlt's settings that would send the rows elsewhere, or drop them.
@pytest.mark.parametrize(
    "variables",
    [
        {"DEV_MODE": "true"},
        {"FULL_REFRESH": "true", "REFRESH": "drop_sources", "DATASET_NAME_LAYOUT": "other_%s"},
    ],
)
def test_variables_of_other_programs_change_nothing(good, variables: dict[str, str]):
    for _ in range(2):
        code, said = load({**good, **variables}, "--select", "zones")
        assert code == 0, said
    assert "0 new" in said, said
