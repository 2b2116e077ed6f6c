"""Makes the virtual environment's ``dbt`` command read the project's ``.env``.

dbt 1.11 reads no ``.env``, and profiles.yml cannot. So ``make`` replaces ``.venv/bin/dbt`` with a
script that runs ``loader.transform`` inside a checkout of this project, and the ordinary dbt
elsewhere. Run it once after dbt was installed: ``python -m scripts.dbt_command``.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

_SCRIPT = '''\
#!{python}
"""dbt with the warehouse of the checkout's .env (written by scripts/dbt_command.py)."""

import sys
from pathlib import Path

here = Path.cwd()
for folder in (here, *here.parents):
    if (folder / "loader" / "transform" / "__main__.py").exists():
        sys.path.insert(0, str(folder))
        from loader.transform import main

        sys.exit(main(sys.argv[1:]))

from dbt.cli.main import cli

sys.exit(cli())
'''


def write(command: Path) -> None:
    """Write the script to a path, replacing what is there."""
    fresh = command.with_name(f"{command.name}.new")
    fresh.write_text(_SCRIPT.format(python=sys.executable), encoding="utf-8")
    fresh.chmod(0o755)
    fresh.replace(command)  # in one step: another dbt may be starting


if __name__ == "__main__":
    write(Path(sysconfig.get_path("scripts"), "dbt"))
