"""Runs dbt on the warehouse: ``python -m loader.transform build``, or any other dbt command.

dbt itself reads neither ``.env`` nor a connection service file. This gives it the warehouse that
the loader uses, and starts the embedded Postgres if that is the warehouse. The arguments are dbt's.

``make`` installs it as the virtual environment's ``dbt`` command too (scripts/dbt_command.py).
"""

from loader.transform.command import main
from loader.transform.environment import dbt_environment

__all__ = ["dbt_environment", "main"]
