"""examples/dagster in an environment of its own: validated, then two tenants and the models."""

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

TENANTS = (95, 96)

_MATERIALIZE = """
import dagster as dg
import definitions

with dg.DagsterInstance.ephemeral() as instance:
    for tenant in definitions.tenants.get_partition_keys():
        assert dg.materialize([definitions.raw], partition_key=tenant, instance=instance).success
    result = dg.materialize(
        [definitions.models, *definitions.raw.specs],
        selection=[definitions.models],
        resources={"dbt": definitions.dbt},
        instance=instance,
    )
    assert result.success
    checks = result.get_asset_check_evaluations()
    print("models", len(result.get_asset_materialization_events()))
    print("checks", len(checks), all(check.passed for check in checks))
fresh = list(definitions.freshness())
print("fresh", len(fresh), all(check.passed for check in fresh))
graph = definitions.defs.resolve_asset_graph()
key = dg.AssetKey(["st_jobs"])
print("parents", sorted(parent.path[-1] for parent in graph.get(key).parent_keys)[:3])
"""


@pytest.fixture(scope="module")
def dagster(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Installed:
    made = environments.environment(tmp_path_factory.mktemp("dagster") / "environment")
    made.install(str(wheel), "dagster==1.13.27", "dagster-dbt==0.29.27")
    return made


@pytest.fixture
def folder(tmp_path: Path, warehouse: Warehouse) -> Iterator[Path]:
    """The folder of the page: definitions.py and .env."""
    shutil.copy(PROJECT / "examples/dagster/definitions.py", tmp_path)
    with sandbox.serve(scale=0.01, seed=5, tenants=list(TENANTS), port=0) as server:
        settings: dict[str, object] = {**warehouse_variables(warehouse)}
        for tenant in TENANTS:
            for name, value in server.environment(tenant).items():
                settings[f"{name}_{tenant}"] = settings[name] = value
        environments.declare_tenants(tmp_path, TENANTS)
        env_file = tmp_path / ".env"
        env_file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        env_file.chmod(0o600)
        yield tmp_path


def test_dagster_validates_and_materializes_two_tenants_and_the_models(
    dagster: Installed, folder: Path, warehouse: Warehouse
) -> None:
    environment = clean_environment(DAGSTER_HOME=folder, DAGSTER_DISABLE_TELEMETRY="1")
    program = str(dagster.program("dagster"))
    run([program, "definitions", "validate", "-f", "definitions.py"], folder, environment)
    printed = run([str(dagster.python), "-c", _MATERIALIZE], folder, environment)
    lines = dict(line.split(" ", 1) for line in printed.splitlines() if " " in line)
    assert int(lines["models"]) > 40
    assert lines["checks"].endswith("True")
    assert lines["fresh"] == "25 True"
    assert lines["parents"].startswith("['raw_st_appointment")
    with psycopg2.connect(warehouse.dsn) as connection, connection.cursor() as cursor:
        cursor.execute("select tenant_id from servicetitan.st_jobs group by 1 order by 1")
        assert [tenant for (tenant,) in cursor.fetchall()] == list(TENANTS)
