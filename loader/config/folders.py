"""Where the program's own files are, and where it works."""

from __future__ import annotations

from pathlib import Path

# Holds loader/, dbt_project/ and .env.example: the root of the checkout, or the installed package.
PROGRAM = Path(__file__).resolve().parents[2]

# In an installed copy, the packages are inside servicetitan_warehouse (setup.py).
IS_CHECKOUT = __name__.startswith("loader.")

# Holds what belongs to the user: .env, reports.toml, the embedded Postgres, working folders. An
# installed copy works in the folder it is started in; a checkout in its own, wherever it is called.
PROJECT_ROOT = PROGRAM if IS_CHECKOUT else Path.cwd()

DBT_PROJECT = PROGRAM / "dbt_project"
