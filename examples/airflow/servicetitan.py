"""Airflow: a task for each tenant, then one transform of what did load.

Airflow's packages and dbt's do not fit into one environment: the commands are those of an
environment of its own, in SERVICETITAN_HOME, whose `.env` holds the settings and whose
`tenants.toml` declares the tenants. Without that file there is one task, for the tenant of `.env`.
"""

from __future__ import annotations

import os
import tomllib
from datetime import timedelta
from pathlib import Path

import pendulum
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, task

HOME = Path(os.environ.get("SERVICETITAN_HOME", "/srv/servicetitan"))
SERVICETITAN = HOME / ".venv" / "bin" / "servicetitan"


@task
def tenants() -> list[dict[str, str]]:
    """The variables of each `load`, read where the loads run: a new tenant needs no new DAG."""
    file = HOME / "tenants.toml"
    if not file.exists():
        return [{}]
    entries = tomllib.loads(file.read_text(encoding="utf-8"))
    return [{"TENANT": name} for name, entry in entries.items() if not entry.get("paused")]


with DAG(
    "servicetitan",
    schedule="*/15 * * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,  # one transform at a time
    default_args={
        "retries": 3,
        "retry_delay": timedelta(minutes=5),
        "retry_exponential_backoff": True,
        "cwd": str(HOME),
        "append_env": True,
    },
    doc_md=__doc__,
) as dag:
    load = BashOperator.partial(
        task_id="load",
        skip_on_exit_code=75,  # another run of the tenant is in progress
        map_index_template="{{ task.env.get('TENANT', 'the tenant of .env') }}",
        bash_command=f'exec {SERVICETITAN} load --quiet ${{TENANT:+--tenant "$TENANT"}}',
        max_active_tis_per_dagrun=4,
    ).expand(env=tenants())

    transform = BashOperator(
        task_id="transform",
        trigger_rule="all_done",  # a partial load must reach the dashboards too
        bash_command=f"exec {SERVICETITAN} transform",
    )

    status = BashOperator(
        task_id="status",
        retries=0,
        bash_command=f"exec {SERVICETITAN} status",
    )

    load >> transform >> status
