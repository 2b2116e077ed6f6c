"""Where the program's own files are, and where it works."""

from __future__ import annotations

from pathlib import Path

# Holds loader/, dbt_project/ and .env.example: the root of the checkout, or the installed package.
PROGRAM = Path(__file__).resolve().parents[2]

IS_CHECKOUT = (PROGRAM / "pyproject.toml").is_file()

# Holds what belongs to the user: .env, reports.toml, the embedded Postgres, working folders. An
# installed copy works in the folder it is started in; a checkout in its own, wherever it is called.
PROJECT_ROOT = PROGRAM if IS_CHECKOUT else Path.cwd()

DBT_PROJECT = PROGRAM / "dbt_project"
