"""The environment for dbt: the loader's warehouse, and where dbt finds its project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from loader.config import DBT_PROJECT, IS_CHECKOUT, PROJECT_ROOT, Environment


def dbt_environment(environment: Environment) -> dict[str, str]:
    """Return the environment variables for dbt.

    Raises:
        ConfigurationError: A setting is wrong.
    """
    settings = {name: value for name, value in environment.values.items() if value}
    return {
        **_project_folders(settings),
        **environment.warehouse().environ(settings),
        "SERVICETITAN_TIMEZONE": environment.timezone(),
        "PGCLIENTENCODING": "UTF8",  # another one cannot hold every name and note
    }


def _project_folders(settings: Mapping[str, str]) -> dict[str, str]:
    """Return where dbt finds the project, unless it is run inside another dbt project."""
    here = Path.cwd()
    if (here / "dbt_project.yml").exists() and here.resolve() != DBT_PROJECT:
        return {}
    folder = str(DBT_PROJECT)
    folders = {"DBT_PROJECT_DIR": folder, "DBT_PROFILES_DIR": folder}
    if not IS_CHECKOUT:  # dbt must not write among the installed files
        folders |= {
            "DBT_TARGET_PATH": str(PROJECT_ROOT / "target"),
            "DBT_LOG_PATH": str(PROJECT_ROOT / "logs"),
        }
    return {name: settings.get(name, folder) for name, folder in folders.items()}
