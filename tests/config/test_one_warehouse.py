"""Loader, dbt and psql reach one warehouse from one .env, whatever the password."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import embedded_postgres
import sandbox
from scripts import dbt_command
from tests.commands import PROJECT, clean_environment, free_port

PASSWORD = "p'a\"s#s \\ $HOME %40@/é{{ 1 }}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded_postgres.Settings]:
    home = tmp_path_factory.mktemp("warehouse") / ".postgres"
    settings = embedded_postgres.Settings(home, free_port(), password=PASSWORD)
    embedded_postgres.start(settings)
    yield settings
    embedded_postgres.remove(settings)


@pytest.fixture(scope="module")
def api() -> Iterator[dict[str, str]]:
    with sandbox.serve(scale=0.01, seed=2, port=0) as running:
        yield {name: str(value) for name, value in running.environment().items()}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone of the project, with the dbt command that `make` installs."""
    for name in ("loader", "embedded_postgres", "dbt_project"):
        shutil.copytree(
            PROJECT / name,
            tmp_path / name,
            ignore=shutil.ignore_patterns("__pycache__", "target", "logs"),
        )
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    dbt_command.write(tmp_path / "dbt")
    return tmp_path


def variables(server: embedded_postgres.Settings, _folder: Path) -> str:
    quoted = PASSWORD.replace("\\", "\\\\").replace("'", "\\'")
    return f"PGHOST=127.0.0.1\nPGPORT={server.port}\nPGPASSWORD='{quoted}'\n"


def service(server: embedded_postgres.Settings, folder: Path) -> str:
    escaped = PASSWORD.replace("\\", "\\\\").replace(":", "\\:")
    passfile = folder / "passwords"
    passfile.write_text(f"127.0.0.1:{server.port}:*:servicetitan:{escaped}\n")
    passfile.chmod(0o600)
    (folder / "services").write_text(
        f"[shop]\nhost=127.0.0.1\nport={server.port}\nuser=servicetitan\ndbname=servicetitan\n"
    )
    return f"PGSERVICE=shop\nPGSERVICEFILE={folder}/services\nPGPASSFILE={passfile}\nPGHOST=no\n"


@pytest.mark.parametrize("dotenv", [variables, service])
def test_one_env_file_leads_loader_dbt_and_psql_to_one_warehouse(
    server: embedded_postgres.Settings, api: dict[str, str], checkout: Path, dotenv
) -> None:
    schema = f"raw_{dotenv.__name__}"
    settings = "".join(f"{name}={value}\n" for name, value in api.items())
    (checkout / ".env").write_text(
        dotenv(server, checkout) + f"RAW_SCHEMA={schema}\nDBT_SCHEMA=st_{schema}\n" + settings
    )
    (checkout / ".env").chmod(0o600)

    def run(*command: str | Path, folder: Path = checkout) -> str:
        done = subprocess.run(
            list(map(str, command)),
            cwd=folder,
            env=clean_environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert PASSWORD not in done.stdout + done.stderr
        return done.stdout

    loader = (sys.executable, "-m", "loader")
    run(*loader, "load", "--select", "zones", "--quiet")
    count = f"select count(*) > 0 from {schema}.raw_st_zones"
    assert run(*loader, "db", "psql", "--", "-Atc", count).strip() == "t"
    found = run(checkout / "dbt", "--no-use-colors", "debug", folder=checkout / "dbt_project")
    assert "Connection test: [OK connection ok]" in found
    assert f"port: {server.port}" in found
    assert f"schema: st_{schema}" in found
