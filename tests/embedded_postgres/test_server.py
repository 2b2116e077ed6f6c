"""The embedded Postgres as its users meet it: a real server for each test, and rough handling."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import psutil
import psycopg2
import pytest

from embedded_postgres import (
    EmbeddedPostgresError,
    LoginRefused,
    Settings,
    remove,
    start,
    status,
    stop,
)
from embedded_postgres.installation import MAJOR, cluster_name, instance_folder

PROJECT = Path(__file__).resolve().parents[2]


def query(settings: Settings, statement: str, **connect: object) -> object:
    """The first value that a statement returns, None if it returns nothing."""
    with closing(psycopg2.connect(**(settings.libpq() | connect))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None  # type: ignore[index]


def processes(settings: Settings) -> list[psutil.Process]:
    """All processes of a server."""
    pid = status(settings).pid
    assert pid is not None
    server = psutil.Process(pid)
    return [server, *server.children(recursive=True)]


def kill(settings: Settings) -> None:
    """Kill a server as a power cut would, with all its processes."""
    for process in processes(settings):
        with suppress(psutil.NoSuchProcess):  # ended by itself, for the first was the server
            process.kill()


def test_start_creates_a_server_that_anybody_with_the_password_can_use(fresh: Settings) -> None:
    start(fresh)

    assert str(query(fresh, "show server_version")).startswith(f"{MAJOR}.")
    assert query(fresh, "select current_database() || current_user") == "servicetitan" * 2
    assert query(fresh, "show timezone") == "UTC"
    assert query(fresh, "show server_encoding") == "UTF8"
    assert query(fresh, "select 'ÉMILE Ångström' ilike 'émile ångström'") is True
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        query(fresh, "select 1", password="wrong")


def test_its_known_password_opens_no_superuser(server: Settings) -> None:
    assert query(server, "show is_superuser") == "off"
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        query(server, "create temp table t (line text); copy t from program 'id'")
    for password in ("servicetitan", "postgres"):
        with pytest.raises(psycopg2.OperationalError):
            query(server, "select 1", user="postgres", password=password)


def test_it_listens_on_loopback_only(server: Settings) -> None:
    process = psutil.Process(status(server).pid)
    listening = [c.laddr[0] for c in process.net_connections() if c.status == psutil.CONN_LISTEN]
    assert listening == ["127.0.0.1"]


def test_its_owner_can_do_what_loader_dbt_and_tests_do(server: Settings) -> None:
    query(server, "create schema raw; create table raw.t (id int primary key)")
    query(server, "create database another")
    query(server, "checkpoint")
    assert query(server, "select count(*) from raw.t") == 0


def test_starting_twice_changes_nothing(server: Settings) -> None:
    first = status(server)
    start(server)

    assert first.running
    assert status(server) == first


def test_processes_that_start_it_at_once_all_succeed(fresh: Settings) -> None:
    program = (
        "import sys; from pathlib import Path; from embedded_postgres import Settings, start;"
        "start(Settings(home=Path(sys.argv[1]), port=int(sys.argv[2])))"
    )
    command = [sys.executable, "-c", program, str(fresh.home), str(fresh.port)]
    starters = [subprocess.Popen(command, cwd=PROJECT) for _ in range(4)]

    assert [starter.wait() for starter in starters] == [0, 0, 0, 0]
    assert query(fresh, "select 1") == 1


def test_it_outlives_the_session_that_started_it(fresh: Settings) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path;"
        "from embedded_postgres import Settings, start;"
        "start(Settings(home=Path(sys.argv[1]), port=int(sys.argv[2])));"
        "os.killpg(0, signal.SIGKILL)"  # all of the starter's process group, as a closed terminal
    )
    starter = subprocess.run(
        [sys.executable, "-c", program, str(fresh.home), str(fresh.port)],
        cwd=PROJECT,
        start_new_session=True,
        check=False,
    )

    assert starter.returncode == -signal.SIGKILL
    assert query(fresh, "select 1") == 1


def test_it_gets_none_of_the_secrets_of_its_starter(
    fresh: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICETITAN_CLIENT_SECRET", "secret")
    monkeypatch.setenv("PGOPTIONS", "-c search_path=nowhere")
    start(fresh)

    assert "SERVICETITAN_CLIENT_SECRET" not in psutil.Process(status(fresh).pid).environ()


def test_stop_keeps_the_rows(server: Settings) -> None:
    query(server, "create table stopped as select 1 as id")

    assert stop(server) is True
    assert status(server).running is False
    assert stop(server) is False
    start(server)
    assert query(server, "select count(*) from stopped") == 1


def test_a_server_that_was_never_started_is_not_running(fresh: Settings) -> None:
    assert stop(fresh) is False
    assert status(fresh).running is False


def test_a_killed_server_starts_again_with_its_rows(server: Settings) -> None:
    query(server, "create table kept as select generate_series(1, 100000) as id; checkpoint")
    query(server, "set synchronous_commit = on; insert into kept values (0)")

    kill(server)
    start(server)
    assert query(server, "select count(*) from kept") == 100_001


def test_a_server_whose_postmaster_alone_was_killed_starts_again(server: Settings) -> None:
    with closing(psycopg2.connect(**server.libpq())):  # keeps a child alive
        processes(server)[0].send_signal(signal.SIGKILL)
        start(server)
    assert query(server, "select 1") == 1


def test_a_stale_pid_that_another_process_has_by_now_is_no_obstacle(server: Settings) -> None:
    data = instance_folder(server.home) / "data"
    left_behind = (data / "postmaster.pid").read_text()
    owner = data.stat()
    stop(server)
    with subprocess.Popen(
        ["/bin/sleep", "60"], **({"user": owner.st_uid} if os.geteuid() == 0 else {})
    ) as other:
        lines = left_behind.splitlines(keepends=True)
        (data / "postmaster.pid").write_text("".join([f"{other.pid}\n", *lines[1:]]))
        os.chown(data / "postmaster.pid", owner.st_uid, owner.st_gid)

        assert status(server).running is False
        start(server)
        assert status(server).running is True
        other.kill()


def test_an_interrupted_first_start_is_repeated(fresh: Settings) -> None:
    start(fresh)
    stop(fresh)
    folder = instance_folder(fresh.home)
    (folder / "data").rename(folder / "creating")  # as if its first start had been killed
    (folder / "creating" / "PG_VERSION").unlink()

    start(fresh)
    assert query(fresh, "select 1") == 1
    assert not (folder / "creating").exists()


def test_a_port_taken_by_another_program_is_named(fresh: Settings) -> None:
    with (
        socket.create_server(("127.0.0.1", fresh.port)),
        pytest.raises(EmbeddedPostgresError) as error,
    ):
        start(fresh)
    assert f"Port {fresh.port}" in str(error.value)
    assert f"process {os.getpid()} (" in str(error.value)
    assert "PGPORT" in error.value.remedy


def test_a_port_taken_by_another_checkout_is_named_and_left_alone(
    server: Settings, tmp_path: Path
) -> None:
    other = replace(server, home=tmp_path / "other" / ".postgres")

    with pytest.raises(EmbeddedPostgresError, match="is taken by process"):
        start(other)
    assert stop(other) is False
    assert query(server, "select 1") == 1


def test_a_server_that_runs_at_another_port_is_left_alone(server: Settings, free_port: int) -> None:
    moved = replace(server, port=free_port)

    with pytest.raises(EmbeddedPostgresError, match=f"PGPORT={server.port}"):
        start(moved)
    assert query(server, "select 1") == 1
    stop(server)
    start(moved)
    assert query(moved, "select 1") == 1
    stop(moved)


def test_a_wrong_password_is_named_and_not_shown(server: Settings) -> None:
    with pytest.raises(LoginRefused, match="check PGUSER and PGPASSWORD") as error:
        start(replace(server, password="not-this-one"))
    assert "not-this-one" not in str(error.value)


def test_a_new_database_name_makes_a_new_database(server: Settings) -> None:
    other = replace(server, database='an "other" one')
    start(other)
    start(other)

    assert query(other, "select current_database()") == 'an "other" one'


def test_a_password_may_hold_any_character(fresh: Settings) -> None:
    awkward = replace(fresh, password='it\'s \\ "$HOME" `id` é;--')
    start(awkward)

    assert query(awkward, "select 1") == 1


def test_data_of_another_major_version_are_refused(fresh: Settings) -> None:
    start(fresh)
    stop(fresh)
    (instance_folder(fresh.home) / "data" / "PG_VERSION").write_text("16\n")

    with pytest.raises(EmbeddedPostgresError, match="written by Postgres 16") as error:
        start(fresh)
    assert "mv " in error.value.remedy


def test_a_data_folder_without_data_is_refused(fresh: Settings) -> None:
    start(fresh)
    stop(fresh)
    (instance_folder(fresh.home) / "data" / "PG_VERSION").unlink()

    with pytest.raises(EmbeddedPostgresError, match="PG_VERSION is missing"):
        start(fresh)


def test_data_opened_to_other_users_are_closed_again(server: Settings) -> None:
    stop(server)
    data = instance_folder(server.home) / "data"
    data.chmod(0o777)

    start(server)
    assert data.stat().st_mode & 0o777 == 0o700


def test_a_start_that_fails_shows_what_the_server_says(fresh: Settings) -> None:
    start(fresh)
    stop(fresh)
    data = instance_folder(fresh.home) / "data"
    with (data / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = 'nonsense'\n")

    with pytest.raises(EmbeddedPostgresError, match="nonsense") as error:
        start(fresh)
    assert "server.log" in error.value.remedy


def test_errors_with_data_in_them_stay_out_of_the_log(server: Settings) -> None:
    with pytest.raises(psycopg2.errors.InvalidTextRepresentation):
        query(server, "select 'jane@example.com'::int")

    assert "jane" not in (instance_folder(server.home) / "server.log").read_text()


def test_the_folder_can_be_a_link(fresh: Settings, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    fresh.project.parent.joinpath("link").symlink_to(tmp_path / "real")
    linked = replace(fresh, home=fresh.project.parent / "link" / ".postgres")
    start(linked)

    assert cluster_name(linked.home) == cluster_name(tmp_path / "real" / ".postgres")
    assert status(replace(linked, home=tmp_path / "real" / ".postgres")).running is True
    remove(linked)


def test_threads_of_one_process_can_start_it_at_once(fresh: Settings) -> None:
    failures: list[Exception] = []

    def starter() -> None:
        try:
            start(fresh)
        except Exception as error:  # noqa: BLE001 - reported below, whatever it is
            failures.append(error)

    threads = [threading.Thread(target=starter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_running_server_is_found_quickly(server: Settings) -> None:
    begin = time.monotonic()
    for _ in range(10):
        start(server)
    assert (time.monotonic() - begin) / 10 < 0.5


def test_a_server_whose_folder_was_deleted_is_replaced(fresh: Settings) -> None:
    start(fresh)
    pid = status(fresh).pid
    for folder in (instance_folder(fresh.home), fresh.home):
        while folder.exists():  # the server may be adding to it
            shutil.rmtree(folder, ignore_errors=True)

    start(fresh)
    assert status(fresh).pid != pid
    assert query(fresh, "select 1") == 1


def test_a_lock_that_another_process_keeps_is_named(
    fresh: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embedded_postgres.server._LOCK_TIMEOUT", 0.2)
    fresh.home.mkdir(parents=True)
    with (fresh.home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(EmbeddedPostgresError, match="starting or stopping") as error:
            start(fresh)
    assert "fuser" in error.value.remedy
