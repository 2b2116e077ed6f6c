"""``status --misfits`` counts exactly what the models turn into null."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from psycopg2.extras import Json

from loader.catalogue import MODEL_INPUTS
from loader.catalogue.json_places import PLACES, Kind
from loader.config import PROJECT_ROOT
from loader.warehouse import tables
from loader.warehouse.misfits import does_not_fit
from tests.commands import run
from tests.transform.warehouse import Warehouse

MODELS = PROJECT_ROOT / "dbt_project" / "models"
# What the macros' names say fits.
KINDS: dict[str, set[Kind]] = {
    "custom_fields": {"list"},
    "ids": {"id in a list", "id"},  # ids(jsonb_path_query_array(...)) takes them out of objects
    "json_id": {"id"},
    "json_instant": {"instant"},
    "json_list": {"list"},
    "json_numeric": {"number"},
    "json_seconds": {"seconds"},
    "json_text": {"text"},
}


@pytest.mark.parametrize(
    ("kind", "fit", "misfit"),
    [
        ("coordinate", [1.5, None], ["1.5", [], {}]),
        ("id", [1, 10**17, None], ["1", 1.5, -1, 10**18, 1e30, [], True]),
        ("id in a list", [1, "1", None], ["x", 1.5, 10**18, [1]]),
        ("instant", ["2026-01-01T00:00:00Z", "2024-02-29 10:00", None], ["2026-02-30T00:00Z", 7]),
        ("list", [[], [1], None], [{}, "x", 1]),
        ("number", [1, "1.5", "-2e3", None], ["n/a", "NaN", "1e999", True, [], {}]),
        ("object", [{}, None], [[], "x"]),
        ("seconds", ["01:02:03", "1.01:02:03", None], ["1 h", 7]),
        ("text", ["x", 1, True, None], [[], {}]),
    ],
)
def test_what_fits_and_what_does_not(
    warehouse: Warehouse, kind: Kind, fit: list[Any], misfit: list[Any]
) -> None:
    with warehouse.connection.cursor() as cursor:
        cursor.execute(
            f"select array_agg({does_not_fit(kind)} order by place)"
            " from unnest(%s::jsonb[]) with ordinality as listed (value, place)",
            ([Json(value) for value in [*fit, *misfit]],),
        )
        (found,) = cursor.fetchone()
    assert found == [False] * len(fit) + [True] * len(misfit)


def calls(path: Path) -> set[tuple[str, str]]:
    """A model's calls of macros that turn what does not fit into null: macro, and last name."""
    sql = re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))
    found = set()
    for macro, arguments in re.findall(rf"\b({'|'.join(KINDS)})\(([^{{}}]*?)\) *(?:~|\}}|,)", sql):
        names = re.findall(r"'(?:\$\[\*\]\.)?(\w+)'", arguments.replace('"', ""))
        columns = re.findall(r"\w+\.(\w+)", arguments)
        named = names[-1] if (names and " -> " in arguments) or (names and "$" in arguments) else ""
        found.add((macro, named or (names or columns or [arguments.strip("'\" ")])[-1]))
    return found


def test_every_value_that_models_take_out_of_json_is_counted() -> None:
    counted: dict[str, set[Kind]] = {}
    for place in PLACES:
        last = place.path.removesuffix("[*]").split(".")[-1]
        counted.setdefault(place.column if last == "$" else last, set()).add(place.kind)
    missing = {
        f"{path.stem}: {macro} {name}"
        for path in MODELS.rglob("*.sql")
        for macro, name in calls(path)
        if not KINDS[macro] & counted.get(name, set())
    }
    assert missing == set()
    assert len({call for path in MODELS.rglob("*.sql") for call in calls(path)}) > 25


def test_every_place_exists() -> None:
    inputs = {endpoint.table: tables.columns(endpoint) for endpoint in MODEL_INPUTS}
    assert [place for place in PLACES if inputs[place.table].get(place.column) != "jsonb"] == []


def test_status_shows_how_many_and_no_value(warehouse: Warehouse, tmp_path: Path) -> None:
    environment = {**os.environ, **warehouse.environ()}
    done = run("loader", "status", "--misfits", environment=environment)
    assert done.returncode == 0, done.stderr
    assert "fit their columns" in done.stdout
    warehouse.arrive(
        payments=[
            {"st_id": 1, "applied_to": [{"appliedTo": 1e30}, {"appliedAmount": "Jane"}]},
            {"st_id": 2, "applied_to": [{"appliedTo": 5, "appliedAmount": "12.50"}]},
            {"st_id": 3, "applied_to": {"appliedTo": 5}},
        ],
        customers=[{"st_id": 1, "address": "Jane Street 5"}],
    )
    done = run("loader", "status", "--misfits", environment=environment)
    lines = {tuple(line.split()) for line in done.stdout.splitlines()}
    assert ("raw_st_payments", "applied_to", "list", "1") in lines
    assert ("raw_st_payments", "applied_to[*].appliedTo", "id", "1") in lines
    assert ("raw_st_payments", "applied_to[*].appliedAmount", "number", "1") in lines
    assert ("raw_st_customers", "address", "object", "1") in lines
    assert "Jane" not in done.stdout
    other = run("loader", "status", "--misfits", "--tenant", "9", environment=environment)
    assert "fit their columns" in other.stdout
