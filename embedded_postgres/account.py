"""Who runs the server.

An ordinary user runs it himself. Postgres refuses to run as root, so root hands it to an account
that owns the data and nothing else: a user id without an entry in the password database. Such an
id needs no ``useradd``, leaves no trace on the machine, and no other program runs under it, which
cannot be said of ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from loader.errors import WarehouseError

# Root's first choice: between the ids that systems hand out to people and to services, and below
# 65536, which is all that a rootless container has.
SERVICE_ID = 54329

# The server outlives this process: it gets none of its secrets, and none of libpq's variables.
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: Sequence[int]


@dataclass(frozen=True)
class Account:
    """The user and the group under which the server runs."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether this process runs under the account itself."""
        return self.uid == os.geteuid()

    def run(
        self, command: Sequence[str | Path], cwd: Path, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as this account, and return its end, good or bad, and what it said."""
        words = [str(word) for word in command]
        identity = _Identity()
        if not self.is_ours:
            identity = _Identity(user=self.uid, group=self.gid, extra_groups=())
        try:
            return subprocess.run(
                words,
                cwd=cwd,
                env=_ENVIRONMENT,
                input=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                umask=0o077,
                check=False,
                **identity,
            )
        except OSError as error:
            # The folder or the program is closed to the account, or a container does not let us
            # become it.
            return subprocess.CompletedProcess(words, 126, f"{words[0]}: {error.strerror}")

    def take(self, path: Path) -> None:
        """Make this account the owner of a path and all below it. Links are not followed."""
        if self.is_ours:
            return
        os.chown(path, self.uid, self.gid, follow_symlinks=False)
        for folder, folders, files in os.walk(path):
            for name in folders + files:
                os.chown(Path(folder, name), self.uid, self.gid, follow_symlinks=False)


def account_for(data: Path) -> Account:
    """The account that runs the server over these data: who is here, or for root their owner."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    unused = next(uid for uid in range(SERVICE_ID, 0, -1) if not _has_name(uid))
    return Account(unused, unused)


def with_a_name(account: Account) -> Account:
    """The account, or where the password database does not know it, one that it does know."""
    if _has_name(account.uid):
        return account
    for entry in sorted(pwd.getpwall(), key=lambda entry: entry.pw_name != "nobody"):
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid)
    raise WarehouseError(
        "This machine knows no user but root, and Postgres cannot be set up by root.",
        "Add an ordinary user, or set PGHOST to a Postgres server of your own.",
    )


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
