"""Whoever changes a table's shape is told what warehouses need that hold the table already."""

from __future__ import annotations

from tests.transform.columns_snapshot import FILE, KEY, consequences, read, shapes, text

BEFORE = read("st_a  (tenant_id, st_id)\n    st_id   bigint\n    tags   text[]\n")


def test_the_columns_of_every_table_are_those_of_the_snapshot() -> None:
    said = consequences(read(FILE.read_text(encoding="utf-8")), shapes())
    assert said == [], (
        "\n".join(said) + "\nSay so to whoever runs it, and accept it with"
        " `python -m tests.transform.columns_snapshot`"
    )
    assert FILE.read_text(encoding="utf-8") == text(shapes())


def test_a_column_that_is_gone_or_retyped_needs_the_command() -> None:
    for changed in ({"tags": "jsonb"}, {"tags": "text"}):
        (said,) = consequences(BEFORE, {"st_a": BEFORE["st_a"] | changed})
        assert "tags gone or of another type" in said
        assert 'make transform ARGS="--full-refresh --select st_a"' in said
    (said,) = consequences(BEFORE, {"st_a": {"key": "tenant_id, st_id", "st_id": "bigint"}})
    assert "--full-refresh" in said


def test_another_key_needs_the_command() -> None:
    (said,) = consequences(BEFORE, {"st_a": BEFORE["st_a"] | {"key": "tenant_id, kind, st_id"}})
    assert said.startswith("st_a: key")
    assert "--full-refresh" in said


def test_a_new_column_or_model_needs_none() -> None:
    after = {"st_a": BEFORE["st_a"] | {"note": "text"}, "st_b": BEFORE["st_a"]}
    new_column, new_model = consequences(BEFORE, after)
    assert "note new. Needs no command" in new_column
    assert "builds it" in new_model
    assert not any("--full-refresh" in said for said in (new_column, new_model))


def test_every_key_begins_with_the_tenant() -> None:
    keys = {name: shape[KEY].split(", ") for name, shape in shapes().items()}
    assert len(keys) > 40
    assert {name for name, key in keys.items() if key[0] != "tenant_id"} == {"dim_date"}
