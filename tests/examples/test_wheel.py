"""The wheel in an environment of its own: an ordinary user, an empty folder, no checkout."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import sandbox
from loader.config import Warehouse
from sandbox.data import DEFAULT_TODAY
from tests.commands import clean_environment, free_port, warehouse_variables
from tests.examples import environments
from tests.examples.environments import Installed, run

pytestmark = pytest.mark.examples

TENANT = 91


@pytest.fixture(scope="module")
def api() -> Iterator[dict[str, str]]:
    with sandbox.serve(scale=0.01, tenants=[TENANT], port=0) as server:
        server.reports.limit.requests = None  # the tie-out's requests; the limit has its own tests
        yield {name: str(value) for name, value in server.environment(TENANT).items()}


@pytest.fixture
def ordinary_user() -> dict[str, Any]:
    """How subprocess runs a command as a user who owns nothing of the installation."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@pytest.fixture
def folder(ordinary_user: dict[str, Any]) -> Iterator[Path]:
    """An empty folder of that user."""
    made = Path(tempfile.mkdtemp())
    if ordinary_user:
        os.chown(made, ordinary_user["user"], ordinary_user["group"])
    yield made
    shutil.rmtree(made)


def test_the_wheel_takes_one_name_and_speaks_of_its_own_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        texts = {n: archive.read(n).decode() for n in names if n.endswith((".py", ".sql", ".yml"))}
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"servicetitan_warehouse"}
    assert "servicetitan_warehouse/py.typed" in names
    assert [n for n in names if "/target/" in n or ("/tests/" in n and n.endswith(".py"))] == []
    own = r"^\s*(?:from|import) (?:loader|sandbox|embedded_postgres)\b"
    assert [name for name, text in texts.items() if re.search(own, text, re.MULTILINE)] == []
    # What messages name between backquotes must exist in an installed copy.
    of_a_checkout = r"`(?:make [a-z]|python -m (?:loader|sandbox))"
    assert [name for name, text in texts.items() if re.search(of_a_checkout, text)] == []


def test_an_ordinary_user_loads_transforms_and_reports_in_an_empty_folder(
    installed: Installed, api: dict[str, str], folder: Path, ordinary_user: dict[str, Any]
) -> None:
    environment = clean_environment(HOME=folder)

    def servicetitan(*arguments: str) -> str:
        command = [str(installed.program("servicetitan")), *arguments]
        return run(command, folder, environment, **ordinary_user)

    assert "Fill in the four credentials" in servicetitan("init")
    file = folder / ".env"
    assert file.stat().st_mode & 0o077 == 0
    settings = {
        **api,
        "PGPORT": str(free_port()),
        "SERVICETITAN_TIMEZONE": "America/Phoenix",
        "SERVICETITAN_SELECT": "kpi",  # all that the marts use: the tie-out compares them
    }
    added = "".join(f"{name}={value}\n" for name, value in settings.items())
    file.write_text(file.read_text() + added)

    assert "ok      credentials of tenant 91" in servicetitan("check", "--select", "zones")
    try:
        servicetitan("sync", "--quiet")
        assert "st_jobs" in servicetitan("transform", "list", "--select", "st_jobs")
        servicetitan("transform", "docs", "generate", "--static")
        assert (folder / "target/static_index.html").is_file()
        assert "raw_st_jobs" in servicetitan("status")
        servicetitan("report", "--output", "report.html")
        assert "revenue of business units" in servicetitan("tie-out", "discover")
        day = date.fromisoformat(DEFAULT_TODAY).replace(day=1) - timedelta(days=1)
        tied = servicetitan("tie-out", "--month", f"{day:%Y-%m}")
        assert re.search(r"(\d+) of \1 figures tie", tied), tied
        figures = "select count(*) > 0, bool_and(difference = 0) from servicetitan.kpi_tie_out"
        assert "t|t" in servicetitan("db", "psql", "-Atc", figures).split()
        servicetitan("grant", "--reader", "analyst", "--pii", "masked")
        count = "select count(*) > 50 from servicetitan.st_jobs"
        assert "t" in servicetitan("db", "psql", "-Atc", count).split()
    finally:
        servicetitan("db", "remove", "--yes")
    found = {path.name for path in folder.iterdir()} - {".cache"}
    assert found <= {
        ".env",
        "report.html",
        "reports.example.toml",
        "tenants.example.toml",
        ".postgres",
        ".dlt_work",
        "target",
        "logs",
        ".dlt",
    }


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_other_pythons_load_and_transform(
    version: str, wheel: Path, api: dict[str, str], warehouse: Warehouse, tmp_path: Path
) -> None:
    python = environments.find_python(version)
    if python is None:
        pytest.skip(f"there is no Python {version} on this machine")
    made = environments.environment(tmp_path / "environment", python)
    made.install(str(wheel), constraints=environments.constraints(tmp_path))
    folder = tmp_path / "warehouse"
    folder.mkdir()
    environment = clean_environment(**api, **warehouse_variables(warehouse), HOME=folder)
    program = str(made.program("servicetitan"))
    warn = {"PYTHONWARNINGS": "default::DeprecationWarning:servicetitan_warehouse"}
    loaded = run([program, "load", "--quiet"], folder, environment | warn)
    assert "25 of 25 endpoints loaded" in loaded
    assert "DeprecationWarning" not in loaded
    built = run([program, "transform", "--select", "models/st"], folder, environment)
    assert "ERROR=0" in built


_DUCKDB = """
import sys
sys.modules["psycopg2"] = None  # as if it were not installed
import dlt
from servicetitan_warehouse import servicetitan

pipeline = dlt.pipeline("elsewhere", destination="duckdb", dataset_name="raw", pipelines_dir="work")
for _ in range(2):
    pipeline.run(servicetitan(select=["customers", "invoices", "customer_notes"]))
with pipeline.sql_client() as client:
    def one(query):
        return client.execute_sql(query)[0]
    print("customers", *one("select count(*), count(distinct st_id) from raw_st_customers"))
    print("notes", *one("select count(*) from raw_st_customer_notes where customer_id > 0"))
    print("total", *one("select typeof(any_value(total)), sum(total) from raw_st_invoices"))
    print("time", *one("select typeof(any_value(st_modified_on)) from raw_st_customers"))
    from servicetitan_warehouse.loader.catalogue import ENDPOINTS
    kinds = {
        "bigint": "BIGINT", "numeric": "DECIMAL(38,9)", "boolean": "BOOLEAN", "text": "VARCHAR",
        "timestamptz": "TIMESTAMP WITH TIME ZONE", "date": "DATE", "jsonb": "JSON",
    }
    for name in ("customers", "invoices", "customer_notes"):
        columns = client.execute_sql(f"describe raw_st_{name}")
        found = {column[0]: column[1] for column in columns}
        declared = {c.name: kinds[c.type] for c in ENDPOINTS[name].all_columns}
        wrong = {c: (found.get(c), kind) for c, kind in declared.items() if found.get(c) != kind}
        print("types_" + name, wrong)
"""


def test_the_source_fills_duckdb_without_psycopg2(
    installed: Installed, api: dict[str, str], folder: Path
) -> None:
    settings = {
        name.replace("SERVICETITAN_", "SOURCES__SERVICETITAN__"): value
        for name, value in api.items()
    }
    environment = clean_environment(**settings, RUNTIME__DLTHUB_TELEMETRY="false")
    printed = run([str(installed.python), "-c", _DUCKDB], folder, environment)
    lines = dict(line.split(" ", 1) for line in printed.splitlines() if " " in line)
    assert lines["customers"] == "50 50"
    assert int(lines["notes"]) > 0
    kind, total = lines["total"].split(" ")[0], lines["total"].split(" ")[-1]
    assert kind.startswith("DECIMAL")
    assert float(total) > 0
    assert lines["time"] == "TIMESTAMP WITH TIME ZONE"
    assert [lines[f"types_{n}"] for n in ("customers", "invoices", "customer_notes")] == ["{}"] * 3
