"""The data directory (a cluster, in Postgres's words), and the database in it."""

from __future__ import annotations

import os
import shutil
from contextlib import closing, suppress

import psycopg2
from psycopg2 import sql

from embedded_postgres.account import account_with_name
from embedded_postgres.errors import EmbeddedPostgresError, LoginRefused
from embedded_postgres.installation import MAJOR, Installation
from embedded_postgres.settings import LOOPBACK, Settings


def create(settings: Settings, installation: Installation) -> None:
    """Create the data directory. It gets its final name only when it is complete."""
    staging = installation.folder / "creating"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    data = staging / "data"
    # Unlike the server, initdb and a single-user server need an account with a name. If ours has
    # none, they run under another one.
    initializer = account_with_name(installation.account)
    initializer.own(staging)
    result = initializer.run(
        [
            installation.programs / "initdb",
            f"--pgdata={data}",
            "--username=postgres",
            "--auth=reject",  # see pg_hba.conf below
            "--encoding=UTF8",
            # C sorts by bytes, the same on every machine. The builtin provider handles upper and
            # lower case beyond ASCII, which names need; this server is built without ICU.
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
        ],
        cwd=installation.folder,
    )
    if result.returncode:
        raise _failure(result.stdout, installation)
    # The default password is public, so its role is no superuser: otherwise every user of this
    # machine could run programs as the server's account. The superuser has no password and cannot
    # connect.
    user, database = _quoted(settings.user, '"'), _quoted(settings.database, '"')
    result = initializer.run(
        [
            installation.programs / "postgres",
            "--single",
            "-D",
            data,
            "-c",
            "exit_on_error=on",
            "postgres",
        ],
        cwd=installation.folder,
        stdin=f"create role {user} login createdb createrole"
        f" password {_quoted(settings.password, chr(39))};\n"
        f"grant pg_monitor, pg_checkpoint to {user};\n"
        f"create database {database} owner {user};\n",
    )
    if result.returncode:
        raise _failure(result.stdout, installation)
    (data / "pg_hba.conf").write_text(f"host all all {LOOPBACK}/32 scram-sha-256\n")
    with (data / "postgresql.conf").open("a") as file:
        file.write("\ninclude 'servicetitan.conf'\n")
    installation.account.own(staging)
    data.rename(installation.data)
    staging.rmdir()


def check(installation: Installation) -> None:
    """Check that this Postgres can serve the data.

    Raises:
        EmbeddedPostgresError: They are incomplete, from another version, or open to other users.
    """
    version = installation.data / "PG_VERSION"
    found = version.read_text().strip() if version.exists() else None
    if found is None:
        raise EmbeddedPostgresError(
            f"{installation.data} holds no Postgres data: PG_VERSION is missing.",
            "Move it away; the next start creates a new one, and `make load` fills it.",
        )
    if found != str(MAJOR):
        old = f"{installation.data}-{found}"
        raise EmbeddedPostgresError(
            f"The data in {installation.data} were written by Postgres {found}; this version of the"
            f" project comes with Postgres {MAJOR}, which cannot read them.",
            f"Load them again from the API: `mv {installation.data} {old}`, then `make load`. Or"
            f" serve them with a Postgres {found} of your own, and set PGHOST.",
        )
    if installation.data.stat().st_mode & 0o077:
        installation.data.chmod(0o700)
    if installation.data.stat().st_mode & 0o027:
        raise EmbeddedPostgresError(
            f"{installation.data} is open to other users, which Postgres refuses, and its file"
            " system does not support permissions.",
            "Move the project to a local disk, or set PGHOST to a Postgres server of your own.",
        )


def write_file(installation: Installation, name: str, text: str) -> None:
    """Write a file into the data directory, replacing any file or link of that name."""
    fresh = installation.data / f"{name}.fresh"
    fresh.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(fresh, flags, 0o600), "w") as file:
        file.write(text)
    installation.account.own(fresh)
    fresh.replace(installation.data / name)


def cluster_name_at(settings: Settings) -> str:
    """Return the cluster_name of the server that answers at the port."""
    with (
        closing(psycopg2.connect(**settings.libpq("postgres"))) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("show cluster_name")
        return str((cursor.fetchone() or [""])[0])


def ensure_database(settings: Settings) -> None:
    """Create the database if it does not exist.

    Raises:
        LoginRefused: The server rejects the user or the password.
    """
    try:
        psycopg2.connect(**settings.libpq()).close()
    except psycopg2.OperationalError as error:
        if "does not exist" not in str(error):
            raise login_error(settings, error) from None
        with closing(psycopg2.connect(**settings.libpq("postgres"))) as connection:
            connection.autocommit = True
            statement = sql.SQL("create database {}").format(sql.Identifier(settings.database))
            with suppress(psycopg2.errors.DuplicateDatabase), connection.cursor() as cursor:
                cursor.execute(statement)


def login_error(settings: Settings, error: Exception) -> LoginRefused:
    """Return the error for our own server rejecting the login."""
    return LoginRefused(
        f"The embedded Postgres of {settings.project} refuses the user {settings.user}:"
        f" {str(error).strip().splitlines()[-1]}.",
        "It has the user and the password of its first start: check PGUSER and PGPASSWORD.",
    )


def startup_remedy(output: str, installation: Installation) -> str:
    """Return the remedy for a server that ended with this output."""
    if "No space left" in output:
        free = shutil.disk_usage(installation.folder).free // 1_000_000
        return f"The disk is full ({free} MB are free): make room and try again."
    if "could not map" in output or "out of memory" in output:
        return (
            "Not enough memory: end other programs, or set PGHOST to a Postgres server on another"
            " machine."
        )
    return (
        f"The whole log is {installation.log}. If nothing else helps, move {installation.data}"
        " away: the next start creates a new one, and `make load` fills it from the API."
    )


def _failure(output: str, installation: Installation) -> EmbeddedPostgresError:
    end = "\n".join(f"  {line}" for line in output.strip().splitlines()[-8:])
    return EmbeddedPostgresError(
        f"The embedded Postgres cannot be set up in {installation.folder}. It says:\n{end}\n",
        startup_remedy(output, installation),
    )


def _quoted(text: str, mark: str) -> str:
    return mark + text.replace(mark, mark * 2) + mark
