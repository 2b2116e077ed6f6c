"""Settings: one truth from variables, .env and service files; wrong ones are named."""

from __future__ import annotations

import logging
import os
import string
from pathlib import Path

import psycopg2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.config import Environment, Warehouse
from loader.config.env_file import read_env_file
from loader.config.warehouse import LIBPQ_VARIABLES
from loader.errors import ConfigurationError
from loader.transform import dbt_environment

CREDENTIALS = {
    "SERVICETITAN_TENANT_ID": "77",
    "SERVICETITAN_CLIENT_ID": "id",
    "SERVICETITAN_CLIENT_SECRET": "secret",
    "SERVICETITAN_APP_KEY": "key",
}
NAMES = (
    *CREDENTIALS,
    *("SERVICETITAN_ENVIRONMENT", "SERVICETITAN_API_URL", "SERVICETITAN_AUTH_URL"),
    *("SERVICETITAN_FEED", "SERVICETITAN_RATE_LIMIT", "SERVICETITAN_REPORT_RATE_LIMIT"),
    *("SERVICETITAN_TIMEZONE", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE"),
    *("PGSSLMODE", "RAW_SCHEMA", "DBT_SCHEMA", *LIBPQ_VARIABLES, "PGSERVICE", "PGSERVICEFILE"),
)
# Any text, texts that look almost right, and what Python makes of bytes that are not UTF-8.
ODD = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(categories=["Cs", "Cc", "Nd", "Zs"]), min_size=1, max_size=8),
    st.text(string.punctuation + string.digits, min_size=1, max_size=20),
    st.sampled_from(
        [
            *("America", "inf", "nan", "-1", "0", "1e400", "1e-400", "٣", "1_0", "x" * 64, "pg_x"),
            *("http://", "https://[", "http://a:b@c d", "//x", "..", "/", "\\", "a%b", "{{ x }}"),
        ]
    ),
)


def read_all(values: dict[str, str]) -> None:
    environment = Environment(values)
    _ = environment.warehouse().dsn
    environment.api()
    environment.reports_file()
    environment.selection()


@settings(deadline=None)
@given(name=st.sampled_from(NAMES), value=ODD)
def test_odd_text_in_a_variable_is_accepted_or_refused_by_name(name: str, value: str) -> None:
    try:
        read_all({**CREDENTIALS, name: value})
    except ConfigurationError as error:
        assert name in str(error) or "PGSERVICE" in str(error)  # noqa: PT017 (either will do)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SERVICETITAN_TENANT_ID", "abc"),
        ("SERVICETITAN_TENANT_ID", "٣"),
        ("SERVICETITAN_TENANT_ID", "9" * 19),
        ("SERVICETITAN_TIMEZONE", "America"),
        ("SERVICETITAN_TIMEZONE", "../UTC"),
        ("SERVICETITAN_RATE_LIMIT", "inf"),
        ("SERVICETITAN_RATE_LIMIT", "nan"),
        ("SERVICETITAN_RATE_LIMIT", "1e-9"),
        ("SERVICETITAN_API_URL", "https://"),
        ("SERVICETITAN_API_URL", "https://host:port"),
        ("SERVICETITAN_API_URL", "https://host/?x=1"),
        ("PGPORT", "0"),
        ("PGPORT", "65536"),
        ("PGSSLMODE", "on"),
        ("PGPASSFILE", "/nowhere/pgpass"),
        ("RAW_SCHEMA", "100%"),
        ("RAW_SCHEMA", "x" * 64),
        ("DBT_SCHEMA", "it's"),
        ("DBT_SCHEMA", 'a "b"'),
        ("DBT_SCHEMA", "pg_catalog"),
        ("SERVICETITAN_CLIENT_SECRET", "a\nb"),
        ("SERVICETITAN_APP_KEY", "ключ"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        read_all({**CREDENTIALS, name: value})


def test_a_password_in_a_url_is_not_shown() -> None:
    with pytest.raises(ConfigurationError) as error:
        read_all({**CREDENTIALS, "SERVICETITAN_API_URL": "ftp://me:hidden@host"})
    assert "hidden" not in str(error.value)


@pytest.mark.parametrize(
    ("values", "host", "port", "password", "embedded"),
    [
        ({}, "127.0.0.1", 54329, "servicetitan", True),
        ({"PGHOST": "db"}, "db", 5432, "", False),
        ({"PGHOST": "db", "PGPORT": "6000", "PGPASSWORD": " x "}, "db", 6000, " x ", False),
        ({"PGPORT": "6000"}, "127.0.0.1", 6000, "servicetitan", True),
    ],
)
def test_the_warehouse_is_the_embedded_one_unless_pghost_is_set(
    values: dict[str, str], host: str, port: int, password: str, embedded: bool
) -> None:
    found = Environment(values).warehouse()
    assert (found.host, found.port, found.password, found.embedded) == (
        *(host, port, password),
        embedded,
    )
    environ = found.environ({})
    assert (environ["PGHOST"], environ["PGPORT"]) == (host, str(port))


def test_the_engine_is_plain_postgres_or_citus_and_reaches_dbt() -> None:
    assert Environment({}).warehouse().engine == "postgres"
    distributed = Environment({"WAREHOUSE_ENGINE": " citus "}).warehouse()
    assert distributed.environ({})["WAREHOUSE_ENGINE"] == distributed.engine == "citus"
    with pytest.raises(ConfigurationError, match="WAREHOUSE_ENGINE is 'Citus'") as error:
        Environment({"WAREHOUSE_ENGINE": "Citus"}).warehouse()
    assert "postgres, citus" in error.value.remedy


def test_a_service_wins_over_variables_as_in_libpq(tmp_path: Path) -> None:
    file = tmp_path / "services"
    file.write_text(
        "[other]\nhost=other\n[shop]\n# ours\nhost = db.example.com\nport=6432\nuser=me\n"
        "password=p%(x)s;#'\"\ndbname=shop\nsslmode=verify-full\nsslrootcert=/ca.pem\n"
    )
    values = {"PGSERVICE": "shop", "PGSERVICEFILE": str(file), "PGHOST": "ignored", "PGUSER": "no"}
    found = Environment(values).warehouse()
    assert found == Warehouse(
        host="db.example.com",
        port=6432,
        user="me",
        password="p%(x)s;#'\"",
        database="shop",
        sslmode="verify-full",
        raw_schema="servicetitan_raw",
        dbt_schema="servicetitan",
        embedded=False,
        libpq=(("sslrootcert", "/ca.pem"),),
    )
    environ = found.environ({**values, "PATH": "/bin", "PGHOSTADDR": "1.2.3.4"})
    assert "PGSERVICE" not in environ
    assert "PGHOSTADDR" not in environ
    assert environ["PGSSLROOTCERT"] == "/ca.pem"
    assert environ["PGPASSWORD"] == "p%(x)s;#'\""


def test_a_service_that_no_file_defines_is_refused(tmp_path: Path) -> None:
    values = {"PGSERVICE": "shop", "PGSERVICEFILE": str(tmp_path / "none")}
    with pytest.raises(ConfigurationError, match="PGSERVICE is 'shop'"):
        Environment(values).warehouse()


@settings(deadline=None)
@given(password=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_password_reaches_libpq_as_it_is(password: str) -> None:
    warehouse = Environment({"PGHOST": "db", "PGPASSWORD": password}).warehouse()
    assert psycopg2.extensions.parse_dsn(warehouse.dsn).get("password", "") == password


@pytest.mark.parametrize("password", ["a'b", 'a"b', "a b", "a#b", "a\\b", "$HOME", "{{ x }}", "é"])
def test_a_quoted_password_in_env_is_read_as_it_is(tmp_path: Path, password: str) -> None:
    quoted = password.replace("\\", "\\\\").replace("'", "\\'")
    file = tmp_path / ".env"
    file.write_text(f"PGPASSWORD='{quoted}'\n")
    assert read_env_file(file) == {"PGPASSWORD": password}


@pytest.mark.parametrize("content", [b"\xff\xfe", b"A=1\nthis is no line\n", b"A='x\n", b"A\n"])
def test_a_broken_env_file_is_named_with_its_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / ".env"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"\.env"):
        read_env_file(file)


@settings(deadline=None)
@given(content=st.binary(max_size=80))
def test_any_env_file_is_read_or_refused(content: bytes, tmp_path_factory: pytest.TempPathFactory):
    file = tmp_path_factory.getbasetemp() / "odd.env"
    file.write_bytes(content)
    file.chmod(0o600)
    try:
        read_env_file(file)
    except ConfigurationError as error:
        assert "odd.env" in str(error)  # noqa: PT017 (either way will do)


def test_a_folder_named_env_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    with pytest.raises(ConfigurationError, match=r"\.env cannot be read"):
        read_env_file(tmp_path / ".env")


@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o644, True), (0o640, True)])
def test_an_env_file_that_others_can_read_is_warned_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: int, warned: bool
) -> None:
    file = tmp_path / ".env"
    file.write_text("A=1")
    file.chmod(mode)
    read_env_file(file)
    assert ("chmod 600" in caplog.text) == warned


@pytest.mark.parametrize(
    ("url", "warned"),
    [("http://10.0.0.7:80", True), ("http://127.0.0.1:1", False), ("https://api.test", False)],
)
def test_plain_http_to_another_machine_is_warned_of(
    caplog: pytest.LogCaptureFixture, url: str, warned: bool
) -> None:
    caplog.set_level(logging.WARNING)
    Environment({**CREDENTIALS, "SERVICETITAN_API_URL": url}).api()
    assert ("unencrypted" in caplog.text) == warned


def test_an_empty_libpq_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSERVICE", "")
    Environment.read(Path("/nowhere"))
    assert "PGSERVICE" not in os.environ


def test_dbt_gets_the_warehouse_that_the_loader_sees() -> None:
    values = dbt_environment(Environment({"PGHOST": "db.example.com", "RAW_SCHEMA": "mirror"}))
    assert values["PGHOST"] == "db.example.com"
    assert values["PGPORT"] == "5432"
    assert values["RAW_SCHEMA"] == "mirror"
    assert values["DBT_SCHEMA"] == "servicetitan"
    assert "PGPASSWORD" not in values
