"""The data directory of the embedded Postgres, and the database in it."""

from __future__ import annotations

import os
import shutil
from contextlib import closing, suppress

import psycopg2
from psycopg2 import sql

from embedded_postgres.account import with_a_name
from embedded_postgres.place import MAJOR, Place
from embedded_postgres.settings import LOOPBACK, Settings
from loader.errors import ConfigurationError, WarehouseError


def create(settings: Settings, place: Place) -> None:
    """Make the data directory. It gets its name only when it is complete."""
    staging = place.folder / "creating"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    data = staging / "data"
    # Unlike the server, initdb and a single-user server insist on an account that has a name.
    # Where ours has none, they get another one for this moment.
    maker = with_a_name(place.account)
    maker.take(staging)
    made = maker.run(
        [
            place.programs / "initdb",
            f"--pgdata={data}",
            "--username=postgres",
            "--auth=reject",  # see pg_hba.conf below
            "--encoding=UTF8",
            # C sorts by bytes, alike on every machine. The builtin provider knows upper and lower
            # case beyond ASCII, which names need; this server is built without ICU.
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
        ],
        cwd=place.folder,
    )
    if made.returncode:
        raise _failure(made.stdout, place)
    # The password is no secret, so its role is no superuser: any user of this machine could
    # otherwise run programs as the server's account. The superuser has no password and cannot
    # connect at all.
    user, database = _quoted(settings.user, '"'), _quoted(settings.database, '"')
    made = maker.run(
        [place.programs / "postgres", "--single", "-D", data, "-c", "exit_on_error=on", "postgres"],
        cwd=place.folder,
        stdin=f"create role {user} login createdb password {_quoted(settings.password, chr(39))};\n"
        f"grant pg_monitor, pg_checkpoint to {user};\n"
        f"create database {database} owner {user};\n",
    )
    if made.returncode:
        raise _failure(made.stdout, place)
    (data / "pg_hba.conf").write_text(f"host all all {LOOPBACK}/32 scram-sha-256\n")
    with (data / "postgresql.conf").open("a") as file:
        file.write("\ninclude 'servicetitan.conf'\n")
    place.account.take(staging)
    data.rename(place.data)
    staging.rmdir()


def check(place: Place) -> None:
    """Refuse data that this Postgres cannot serve."""
    version = place.data / "PG_VERSION"
    found = version.read_text().strip() if version.exists() else None
    if found is None:
        raise WarehouseError(
            f"{place.data} holds no Postgres data: PG_VERSION is missing.",
            "Move it away; the next start makes a new one, and `make load` fills it.",
        )
    if found != str(MAJOR):
        raise WarehouseError(
            f"The data in {place.data} were written by Postgres {found}; this version of the"
            f" project brings Postgres {MAJOR}, which cannot read them.",
            f"They came from the API and can come again: `mv {place.data} {place.data}-{found}`,"
            f" then `make load`. Or let a Postgres {found} of your own serve them, and set PGHOST.",
        )
    if place.data.stat().st_mode & 0o077:
        place.data.chmod(0o700)
    if place.data.stat().st_mode & 0o027:
        raise WarehouseError(
            f"{place.data} is open to other users, which Postgres refuses, and its file system does"
            " not let that be changed.",
            "Move the project to a local disk, or set PGHOST to a Postgres server of your own.",
        )


def write(place: Place, name: str, text: str) -> None:
    """Replace a file among the data, whatever stands there by that name."""
    fresh = place.data / f"{name}.fresh"
    fresh.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(fresh, flags, 0o600), "w") as file:
        file.write(text)
    place.account.take(fresh)
    fresh.replace(place.data / name)


def name_at(settings: Settings) -> str:
    """The name of the cluster that answers."""
    with (
        closing(psycopg2.connect(**settings.libpq("postgres"))) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("show cluster_name")
        return str((cursor.fetchone() or [""])[0])


def ensure_database(settings: Settings) -> None:
    """Create the database, if the configuration names another one than at the first start."""
    try:
        psycopg2.connect(**settings.libpq()).close()
    except psycopg2.OperationalError as error:
        if "does not exist" not in str(error):
            raise refusal(settings, error) from None
        with closing(psycopg2.connect(**settings.libpq("postgres"))) as connection:
            connection.autocommit = True
            statement = sql.SQL("create database {}").format(sql.Identifier(settings.database))
            with suppress(psycopg2.errors.DuplicateDatabase), connection.cursor() as cursor:
                cursor.execute(statement)


def refusal(settings: Settings, error: Exception) -> ConfigurationError:
    """The error of a server that is ours and does not let us in."""
    return ConfigurationError(
        f"The embedded Postgres of {settings.project} refuses the user {settings.user}:"
        f" {str(error).strip().splitlines()[-1]}.",
        "It knows the user and password of its first start: check PGUSER and PGPASSWORD.",
    )


def remedy(said: str, place: Place) -> str:
    """What to do about a server that says this at its end."""
    if "No space left" in said:
        free = shutil.disk_usage(place.folder).free // 1_000_000
        return (
            f"There is too little room on the disk ({free} MB are free): make some and try again."
        )
    if "could not map" in said or "out of memory" in said:
        return "End other programs, or set PGHOST to a Postgres server on another machine."
    return (
        f"The whole log is {place.log}. If nothing else helps, move {place.data} away: the next"
        " start makes a new one, and `make load` fills it from the API."
    )


def _failure(said: str, place: Place) -> WarehouseError:
    end = "\n".join(f"  {line}" for line in said.strip().splitlines()[-8:])
    return WarehouseError(
        f"The embedded Postgres cannot be set up in {place.folder}. It says:\n{end}\n",
        remedy(said, place),
    )


def _quoted(text: str, mark: str) -> str:
    return mark + text.replace(mark, mark * 2) + mark
