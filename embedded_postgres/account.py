"""The operating system account that runs the server.

An ordinary user runs it under his own account. Postgres refuses to run as root, so root uses a user
id that has no entry in the password database: it needs no ``useradd``, leaves no trace on the
machine, and owns nothing but the server's files, which cannot be said of ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from embedded_postgres.errors import EmbeddedPostgresError

# Root's first choice: above the ids that systems assign to people and services, and below 65536,
# the limit in a rootless container.
SERVICE_ID = 54329

# The server outlives this process: it inherits neither its secrets nor libpq's variables.
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: Sequence[int]


@dataclass(frozen=True)
class Account:
    """A user id and a group id."""

    uid: int
    gid: int

    @property
    def is_current(self) -> bool:
        """Whether this process runs under the account."""
        return self.uid == os.geteuid()

    def run(
        self, command: Sequence[str | Path], cwd: Path, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as this account.

        Returns:
            The exit code, and stdout and stderr together as ``stdout``. A command that cannot be
            started has the exit code 126, as in a shell.
        """
        words = [str(word) for word in command]
        identity = _Identity()
        if not self.is_current:
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
            # The account may not enter the folder or run the program, or a container forbids us
            # to switch to the account.
            return subprocess.CompletedProcess(words, 126, f"{words[0]}: {error.strerror}")

    def own(self, path: Path) -> None:
        """Make this account the owner of a path and everything below it. Follows no links."""
        if self.is_current:
            return
        os.chown(path, self.uid, self.gid, follow_symlinks=False)
        for folder, folders, files in os.walk(path):
            for name in folders + files:
                os.chown(Path(folder, name), self.uid, self.gid, follow_symlinks=False)


def account_for(data: Path) -> Account:
    """Return the account that runs the server: the current one, or for root the data's owner."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    unused = next(uid for uid in range(SERVICE_ID, 0, -1) if not _has_name(uid))
    return Account(unused, unused)


def account_with_name(account: Account) -> Account:
    """Return the account, or another one if the password database has no name for it.

    Raises:
        EmbeddedPostgresError: Root is the only user of this machine.
    """
    if _has_name(account.uid):
        return account
    for entry in sorted(pwd.getpwall(), key=lambda entry: entry.pw_name != "nobody"):
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedPostgresError(
        "This machine has no user but root, and root cannot set up Postgres.",
        "Add an ordinary user, or set PGHOST to a Postgres server of your own.",
    )


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
