"""What dbt itself says about the marts: contracts, unit tests, descriptions."""

from __future__ import annotations

import re

import yaml

from tests.transform.warehouse import PROJECT, Warehouse, messages

MARTS = PROJECT / "models" / "marts"
# The one macro that turns an instant into a day, and the one for days stamped as UTC midnight.
DAY_MACROS = PROJECT / "macros" / "kpi.sql"


def test_the_unit_tests_hold(marts_database: Warehouse) -> None:
    marts_database.transform()
    result = marts_database.dbt(
        "--no-write-json", "test", "--select", "path:models/marts,test_type:unit"
    )
    assert result.success, messages(result)
    assert result.result.results


def test_every_column_of_every_mart_is_described() -> None:
    models = [*MARTS.rglob("*.sql"), *(MARTS.parent / "report").glob("*.sql")]
    assert models
    for file in models:
        (model,) = yaml.safe_load(file.with_suffix(".yml").read_text(encoding="utf-8"))["models"]
        assert model["name"] == file.stem
        assert model["description"]
        nameless = [c["name"] for c in model["columns"] if not c.get("description")]
        assert nameless == [], file.stem


def casts_to_a_day(sql: str) -> list[str]:
    """Where SQL makes a day of something that may be an instant."""
    casts = re.compile(
        r"::\s*date\b|\bas\s+date\s*\)|\bdate\s*\(|date_trunc\(\s*'day'|\bto_char\(|\bat\s+time\s+zone\b",
        re.IGNORECASE,
    )
    harmless = re.compile(
        r"(date_trunc\('month', day\)|'\d{4}-\d\d-\d\d'|interval '1 day'\))::date"
    )
    return [found.group() for found in casts.finditer(harmless.sub("", sql))]


def test_no_model_makes_a_day_of_an_instant_but_by_the_macro() -> None:
    wrong = {
        file.name: found
        for folder in ("models", "macros")
        for file in (PROJECT / folder).rglob("*.sql")
        if file != DAY_MACROS and (found := casts_to_a_day(file.read_text(encoding="utf-8")))
    }
    assert wrong == {}


def test_such_a_cast_is_found() -> None:
    for sql in (
        "select completed_on::date",
        "cast(sold_on as date)",
        "(sold_on at time zone 'UTC')",
        "date(sold_on)",
        "date_trunc('day', sold_on)",
    ):
        assert casts_to_a_day(sql), sql
