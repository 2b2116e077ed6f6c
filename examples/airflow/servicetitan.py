"""Airflow: a task for each tenant, then one transform of what did load.

Airflow's packages and dbt's do not fit into one environment: the commands are those of an
environment of its own, in SERVICETITAN_HOME, whose `.env` holds the settings.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pendulum
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

HOME = Path(os.environ.get("SERVICETITAN_HOME", "/srv/servicetitan"))
SERVICETITAN = HOME / ".venv" / "bin" / "servicetitan"
# The ids of the tenants; without them, the tenant of .env.
TENANTS = [name for name in os.environ.get("SERVICETITAN_TENANTS", "").split(",") if name]

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
    ).expand(env=[{"TENANT": tenant} for tenant in TENANTS] or [{}])

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
