"""Which columns hold personal data: one list, the models' meta, and what looks like it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml

from loader.catalogue import ENDPOINTS
from loader.catalogue.columns import snake_case
from scripts.tag_personal_data import files, kind_of, personal_data, tagged

KINDS = {"name", "phone", "email", "address", "login", "text", "record"}
LOOKS_PERSONAL = re.compile(
    r"name|phone|mail|address|street|zip|latitude|longitude|contact|memo|note|summary|bio|"
    r"instruction|caller|login|birth|signature|_by$|^assigned|employee|^home$|^customer$|^location$"
)
TEXT_TYPES = ("text", "text[]", "jsonb", "numeric")


def columns() -> Iterator[tuple[str, str, str]]:
    """Model, column and type."""
    for file in files():
        (model,) = yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
        for column in model["columns"]:
            yield model["name"], column["name"], column["data_type"]


def undecided(model: str, column: str, data_type: str) -> bool:
    """Whether a column looks like personal data, and the list says neither yes nor no."""
    not_personal = personal_data()["not_personal"]
    return (
        data_type in TEXT_TYPES
        and (data_type == "jsonb" or bool(LOOKS_PERSONAL.search(column)))
        and kind_of(model, column) is None
        and column not in not_personal
        and f"{model}.{column}" not in not_personal
    )


def test_the_models_are_tagged_as_the_list_says() -> None:
    for file in files():
        text = file.read_text(encoding="utf-8")
        assert text == tagged(file.stem, text), f"{file.name}: python -m scripts.tag_personal_data"


def test_every_column_that_looks_like_personal_data_is_in_the_list() -> None:
    assert [each for each in columns() if undecided(*each)] == []


@pytest.mark.parametrize("column", ["mother_name", "fax_phone", "mailing_address", "sold_by"])
def test_such_a_column_is_found(column: str) -> None:
    assert undecided("st_customers", column, "text")
    assert undecided("st_customers", "anything", "jsonb")


def test_json_that_is_not_personal_holds_no_field_that_people_write_in() -> None:
    """By the fields that the API documents; what is listed for one model alone is known."""
    written = re.compile("memo|note|description|comment|phone|mail|street|signature|url")
    inside = {
        (endpoint.table.replace("raw_", ""), field): set(fact.get("fields", ()))
        for endpoint in ENDPOINTS.values()
        for field, fact in endpoint.fields.items()
    }
    wrong = [
        (model, column)
        for model, column, data_type in columns()
        if data_type == "jsonb"
        and kind_of(model, column) is None
        and f"{model}.{column}" not in personal_data()["not_personal"]
        for (table, field), names in inside.items()
        if table == model
        and snake_case(field) == column
        and any(written.search(name.lower()) for name in names)
    ]
    assert wrong == []


def test_the_list_names_only_what_is_there() -> None:
    known = {(model, column) for model, column, _ in columns()}
    names = {column for _, column in known}
    listed = personal_data()
    wrong = {column for column in listed["columns"] if column not in names}
    wrong |= {
        f"{model}.{column}"
        for model, of in listed["models"].items()
        for column in of
        if (model, column) not in known
    }
    wrong |= {
        key
        for key in listed["not_personal"]
        if (tuple(key.split(".")) not in known if "." in key else key not in names)
    }
    assert wrong == set()


def test_each_kind_is_one_that_the_list_explains() -> None:
    listed = personal_data()
    used = {
        *listed["columns"].values(),
        *(k for of in listed["models"].values() for k in of.values()),
    }
    assert used == KINDS
