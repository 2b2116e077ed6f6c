"""No value of a record stands in what dbt says or writes about a statement that failed."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from loader.transform.dbt_errors import without_values
from tests.commands import run
from tests.transform.warehouse import ST, Warehouse

SECRET = "Jane 555-0199"


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("select note::bigint from people", "invalid input syntax for type bigint"),
        ("select note::date from people", "invalid input syntax for type date"),
        ("select note::jsonb from people", "invalid input syntax for type json"),
        ("insert into people (note) select note from people", "constraint people_key"),
        ("alter table people add constraint short check (length(note) < 3)", "constraint short"),
        ("insert into people (note, must) select note || '2', null from people", "column must"),
        ("do $$ begin raise exception '%', (select note from people); end $$", "P0001"),
        ("select note::regclass from people", "42"),
        ("select to_tsquery(note) from people", "syntax error"),
        ("select ('<' || note)::xml from people", "DatabaseError|InvalidXml|FeatureNotSupported"),
        ("select ('{1,' || note || '}')::int[] from people", "invalid input syntax"),
        ("select make_date(1, 2, 3) where (select note from people)::boolean", "boolean"),
    ],
)
def test_an_error_of_postgres_is_told_without_its_values(
    warehouse: Warehouse, statement: str, shown: str
) -> None:
    with closing(warehouse.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("create temporary table people (note text, must int not null default 1)")
        cursor.execute("create unique index people_key on people (note)")
        cursor.execute("insert into people values (%s)", (SECRET,))
        with pytest.raises(psycopg2.Error) as failure:
            cursor.execute(statement)
    said = without_values(failure.value)
    assert not any(part in said for part in ("Jane", "555", "0199")), said
    assert any(word in said for word in shown.split("|")), said


@pytest.mark.parametrize(
    "statement", ["select nonsense from pg_class", "select from where", "select * from nowhere"]
)
def test_a_statement_that_is_wrong_is_shown_with_the_place(
    warehouse: Warehouse, statement: str
) -> None:
    with (
        closing(warehouse.connect()) as connection,
        connection.cursor() as cursor,
        pytest.raises(psycopg2.Error) as failure,
    ):
        cursor.execute(statement)
    assert "LINE 1: " in without_values(failure.value)


def test_terminal_log_and_artifacts_of_a_failed_model_hold_no_value(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    warehouse.arrive(campaigns=[{"st_id": 1, "name": "Spring"}])
    warehouse.transform("--select", "st_campaigns")
    warehouse.execute(
        f"alter table {ST}.st_campaigns add constraint odd check (name <> '{SECRET}')"
    )
    warehouse.arrive(campaigns=[{"st_id": 2, "name": SECRET}])
    environment = {
        **os.environ,
        **warehouse.environ(),
        "DBT_TARGET_PATH": str(tmp_path / "target"),
        "DBT_LOG_PATH": str(tmp_path / "logs"),
    }
    done = run(
        "loader.transform", "--debug", "run", "--select", "st_campaigns", environment=environment
    )
    assert done.returncode == 1, done.stdout
    results = json.loads((tmp_path / "target/run_results.json").read_text())["results"]
    (result,) = [one for one in results if one["unique_id"].endswith("st_campaigns")]
    assert result["status"] == "error"
    assert "CheckViolation (23514)" in result["message"]
    assert "constraint odd" in result["message"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"run_results.json", "dbt.log"} <= {path.name for path in files}
    texts = [done.stdout, done.stderr, *(path.read_text(errors="replace") for path in files)]
    assert not any(SECRET in text for text in texts)
