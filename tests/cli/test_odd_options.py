"""Odd text in an option gives exit code 2 and a message that shows it, never "Unexpected"."""

from __future__ import annotations

import string
from contextlib import closing

import psycopg2
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.cli import main
from loader.config import Warehouse
from tests.commands import warehouse_variables
from tests.config.test_environment import CREDENTIALS

ODD = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    st.text(string.punctuation + string.digits, min_size=1, max_size=20),
    st.sampled_from(["nan", "inf", "-inf", "1e999", "0001-01-01T00:00+14:00", "9999-12-31T23-14"]),
)
# Nobody listens there: no command gets any further than its settings.
NOWHERE = {
    "PGHOST": "127.0.0.1",
    "PGPORT": "1",
    "SERVICETITAN_AUTH_URL": "http://127.0.0.1:1/token",
    "SERVICETITAN_TIMEZONE": "UTC",
}


def call(*arguments: str) -> Result:
    return CliRunner(env={**CREDENTIALS, **NOWHERE}).invoke(main, arguments)


@pytest.fixture(autouse=True)
def _no_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.config.environment.read_env_file", lambda _path: {})


@pytest.mark.parametrize(
    "arguments",
    [
        ("load", "--select"),
        ("load", "--exclude"),
        ("load", "--since"),
        ("load", "--until"),
        ("load", "--tenant"),
        ("sync", "--tenant"),
        ("reconcile", "--select"),
        ("check", "--select"),
        ("status", "--fresh-for"),
        ("status", "--tenant"),
        ("endpoints", "--select"),
        ("reports", "show", "accounting"),
        ("--log-format",),
        ("api-spec", "compare"),
        ("grant", "--reader"),
        ("migration", "views", "--old", "public", "--schema"),
        ("status", "--forget"),
        ("tie-out", "--max-age"),
        ("tie-out", "--month"),
    ],
    ids=" ".join,
)
@settings(deadline=None, max_examples=60)
@given(text=ODD)
def test_odd_text_in_an_option_is_refused_or_taken(arguments: tuple[str, ...], text: str) -> None:
    done = call(*arguments, text)
    assert "Unexpected" not in done.output
    # 1: the text is a value like any other, and then nobody answers.
    nobody = "cannot be reached" in done.output or "is unreachable" in done.output
    assert done.exit_code == (1 if nobody else done.exit_code and 2), done.output


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("status", "--tenant", "abc"), "--tenant is 'abc'"),
        (("load", "--tenant", ""), "--tenant"),
        (("load", "--tenant", "9" * 30), "--tenant"),
        (("load", "--tenant", "0" * 19 + "1" + "9" * 20), "--tenant"),
        (("grant", "--reader", ""), "--reader is ''"),
        (("grant", "--reader", "pg_reader"), "'pg_reader'"),
        (("grant", "--reader", "public"), "'public'"),
        (("grant", "--reader", "x" * 64), "longer than 63 bytes"),
        (("migration", "views", "--old", "public", "--schema", ""), "--schema is ''"),
        (("tie-out", "--max-age", "nan"), "--max-age"),
        (("status", "--fresh-for", "nan"), "--fresh-for"),
        (("status", "--fresh-for", "inf"), "--fresh-for"),
        (("status", "--forget", ","), "--forget"),
        (("status", "--forget", "all"), "--tenant"),
        (("load", "--since", "0001-01-01T00:00+14:00"), "--since"),
        (("load", "--since", "2026-02-30"), "2026-02-30"),
        (("load", "--select", "custmers"), "'custmers'"),
        (("load", "--select", "a%b"), "a%b"),
        (("--log-format", "xml", "load"), "--log-format"),
    ],
)
def test_a_wrong_option_is_named(arguments: tuple[str, ...], named: str) -> None:
    done = call(*arguments)
    assert done.exit_code == 2
    assert named in done.output


@pytest.mark.parametrize("name", ["SERVICETITAN_SELECT", "SERVICETITAN_EXCLUDE"])
def test_a_wrong_word_in_a_variable_is_named_with_it(name: str) -> None:
    done = CliRunner(env={**CREDENTIALS, **NOWHERE, name: "core,custmers"}).invoke(main, ["load"])
    assert done.exit_code == 2
    assert name in done.output
    assert "'custmers'" in done.output
    assert "customers" in done.output


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".example", ".example", "a.."])
@pytest.mark.parametrize("name", ["SERVICETITAN_API_URL", "SERVICETITAN_AUTH_URL"])
def test_a_url_whose_host_dns_cannot_have_is_named(name: str, host: str) -> None:
    settings = {**CREDENTIALS, **NOWHERE, name: f"https://{host}/x"}
    done = CliRunner(env=settings).invoke(main, ["load"])
    assert done.exit_code == 2
    assert name in done.output


def test_an_error_of_postgres_that_nothing_explains_ends_with_what_to_do(
    warehouse: Warehouse,
) -> None:
    settings = {**CREDENTIALS, **NOWHERE, **warehouse_variables(warehouse)}
    with closing(psycopg2.connect(warehouse.dsn)) as connection, connection.cursor() as cursor:
        # As an unfinished restore leaves it.
        cursor.execute("create schema servicetitan_raw")
        cursor.execute("create table servicetitan_raw.raw_sync_state ()")
        connection.commit()
    done = CliRunner(env=settings).invoke(main, ["status"])
    assert done.exit_code == 1
    assert "that this command needs is missing (42703)" in done.output
    assert "make sync" in done.output
