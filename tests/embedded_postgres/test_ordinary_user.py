"""Where root runs the tests, this does what an ordinary user would do."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from embedded_postgres import EmbeddedPostgresError, Settings, port, remove, start, status, stop
from embedded_postgres.account import Account
from embedded_postgres.installation import instance_folder, psql_program

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can become another user; all other tests run as you"
)


def as_user(user: pwd.struct_passwd, action: Callable[[], None]) -> None:
    """Do something as a user.

    In a fork and not in a new Python, since the user may not be able to reach root's Python.
    """
    pid = os.fork()
    if pid == 0:
        try:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
            action()
        except BaseException:  # noqa: BLE001 - of a fork of pytest nothing may escape
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, "see the traceback on stderr"


@pytest.fixture
def user() -> pwd.struct_passwd:
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        pytest.skip("there is no user nobody")
    psql = Account(nobody.pw_uid, nobody.pw_gid).run([psql_program(), "--version"], Path("/"))
    if psql.returncode:
        pytest.skip("an ordinary user cannot reach root's virtual environment")
    return nobody


@pytest.fixture
def theirs(user: pwd.struct_passwd, free_port: int):
    """A server in a folder of the user's, which others cannot enter, as home folders often are."""
    project = Path(tempfile.mkdtemp())  # not tmp_path: pytest's folders are closed to the user
    os.chown(project, user.pw_uid, user.pw_gid)
    settings = Settings(home=project / ".postgres", port=free_port)
    yield settings
    if settings.home.exists():
        remove(settings)
    shutil.rmtree(project)


def test_a_user_has_everything_in_the_project(theirs: Settings, user: pwd.struct_passwd) -> None:
    def use() -> None:
        start(theirs)
        with closing(psycopg2.connect(**theirs.libpq())) as connection:
            connection.cursor().execute("create table kept ()")
        assert instance_folder(theirs.home) == theirs.home
        assert psutil.Process(status(theirs).pid).uids().real == user.pw_uid
        assert stop(theirs) is True
        start(theirs)

    as_user(user, use)
    owners = {path.lstat().st_uid for path in theirs.home.rglob("*")}
    assert owners == {user.pw_uid}


def test_root_runs_a_users_server_as_that_user(theirs: Settings, user: pwd.struct_passwd) -> None:
    as_user(user, lambda: start(theirs))
    assert stop(theirs) is True
    start(theirs)

    assert psutil.Process(status(theirs).pid).uids().real == user.pw_uid
    as_user(user, lambda: stop(theirs) or pytest.fail("the user's server was not running"))
    as_user(user, lambda: start(theirs))


def test_a_user_can_use_roots_server_and_is_told_who_stops_it(
    theirs: Settings, user: pwd.struct_passwd
) -> None:
    start(theirs)  # root's, in a folder that only the user can enter: so its data are elsewhere
    assert instance_folder(theirs.home) != theirs.home

    def use() -> None:
        start(theirs)
        assert status(theirs).running
        with pytest.raises(EmbeddedPostgresError, match="set up by another user"):
            stop(theirs)

    as_user(user, use)
    stop(theirs)

    def start_again() -> None:
        with pytest.raises(EmbeddedPostgresError, match="set up by another user"):
            start(theirs)

    as_user(user, start_again)


def test_roots_server_has_an_account_of_its_own(free_port: int) -> None:
    project = Path(tempfile.mkdtemp())
    settings = Settings(home=project / ".postgres", port=free_port)
    try:
        start(settings)
        uid = psutil.Process(status(settings).pid).uids().real
        assert uid != 0
        with pytest.raises(KeyError):
            pwd.getpwuid(uid)

        project.chmod(0o755)  # moving would leave the rows behind: what has begun stays
        stop(settings)
        before = instance_folder(settings.home)
        start(settings)
        assert instance_folder(settings.home) == before
    finally:
        remove(settings)
        shutil.rmtree(project)
        assert not before.exists()


def test_another_users_program_at_the_port_is_sent_nothing(
    theirs: Settings, user: pwd.struct_passwd, free_port: int
) -> None:
    """As if that user had taken the port while our server was down."""
    start(theirs)  # root's
    stop(theirs)
    received = theirs.project / "received"
    pid = os.fork()
    if pid == 0:
        os.setuid(user.pw_uid)
        with socket.create_server(("127.0.0.1", free_port)) as listener:
            while True:
                connection, _ = listener.accept()
                with connection, received.open("ab") as file:
                    file.write(connection.recv(1000))
    try:
        while not port.is_open(free_port):
            time.sleep(0.05)
        with pytest.raises(EmbeddedPostgresError, match="is taken by"):
            start(theirs)
        with pytest.raises(EmbeddedPostgresError, match="is taken by"):
            status(theirs)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert received.read_bytes() == b""


def test_another_user_cannot_hold_the_lock(theirs: Settings, user: pwd.struct_passwd) -> None:
    as_user(user, lambda: start(theirs))
    assert (theirs.home / "lock").stat().st_mode & 0o077 == 0
