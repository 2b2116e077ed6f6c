"""examples/airflow in an environment of its own: parsed by Airflow, then run for two tenants."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

import sandbox
from loader.config import Warehouse
from tests.commands import PROJECT, clean_environment, warehouse_variables
from tests.examples import environments
from tests.examples.environments import Installed, run

pytestmark = pytest.mark.examples

TENANTS = (97, 98)

_PARSE = """
from airflow.dag_processing.dagbag import DagBag

bag = DagBag("dags")
assert bag.import_errors == {}, bag.import_errors
dag = bag.dags["servicetitan"]
print("tasks", sorted(dag.task_ids))
print("last", [task.task_id for task in dag.leaves])
"""


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Airflow alone: the package has its own environment."""
    made = environments.environment(tmp_path_factory.mktemp("airflow") / "environment")
    made.install("apache-airflow==3.3.2")
    return made


@pytest.fixture
def home(tmp_path: Path, installed: Installed, warehouse: Warehouse) -> Iterator[Path]:
    """SERVICETITAN_HOME with .venv and .env."""
    folder = tmp_path / "servicetitan"
    folder.mkdir()
    (folder / ".venv").symlink_to(installed.folder)
    with sandbox.serve(scale=0.005, seed=5, tenants=list(TENANTS), port=0) as server:
        settings: dict[str, object] = {**warehouse_variables(warehouse)}
        for tenant in TENANTS:
            for name, value in server.environment(tenant).items():
                settings[f"{name}_{tenant}"] = settings[name] = value
        (folder / ".env").write_text("".join(f"{k}={v}\n" for k, v in settings.items()))
        (folder / ".env").chmod(0o600)
        environments.declare_tenants(folder, TENANTS)
        yield folder


def test_airflow_parses_the_dag_and_runs_it_for_two_tenants(
    airflow: Installed, home: Path, tmp_path: Path, warehouse: Warehouse
) -> None:
    (tmp_path / "dags").mkdir()
    shutil.copy(PROJECT / "examples/airflow/servicetitan.py", tmp_path / "dags")
    environment = clean_environment(
        AIRFLOW_HOME=tmp_path,
        AIRFLOW__CORE__DAGS_FOLDER=tmp_path / "dags",
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__USAGE_DATA_COLLECTION__ENABLED="False",
        SERVICETITAN_HOME=home,
    )
    program = str(airflow.program("airflow"))
    run([program, "db", "migrate"], tmp_path, environment)
    printed = run([str(airflow.python), "-c", _PARSE], tmp_path, environment)
    assert "tasks ['load', 'status', 'tenants', 'transform']" in printed
    assert "last ['status']" in printed

    run([program, "dags", "test", "servicetitan", "2026-11-01"], tmp_path, environment)
    with psycopg2.connect(warehouse.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("select tenant_id from servicetitan.st_jobs group by 1 order by 1")
        assert [tenant for (tenant,) in cursor.fetchall()] == list(TENANTS)
