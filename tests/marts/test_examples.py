"""The models that docs/marts.md shows to an analyst run as they stand there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from loader.config import PROJECT_ROOT
from tests.marts.shop import Shop
from tests.marts.worked_example import RECORDS, TIMEZONE
from tests.transform.warehouse import PROJECT, ST, Warehouse

EXAMPLE = re.compile(
    r"```(?:sql|yaml)\n(?:--|#) (models/\S+\.(?:sql|yml))[^\n]*\n(.*?)```", re.DOTALL
)


@pytest.fixture(scope="module")
def project(marts_database: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the project with the examples in it."""
    copy = tmp_path_factory.mktemp("examples") / "dbt_project"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns("target", "logs"))
    text = (PROJECT_ROOT / "docs" / "marts.md").read_text(encoding="utf-8")
    for name, body in EXAMPLE.findall(text):
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_text(body, encoding="utf-8")
    before = marts_database.project
    marts_database.project = copy
    marts_database.forget_project()
    yield copy
    marts_database.execute(f"drop table if exists {ST}.balance_history")  # local on Citus
    marts_database.project = before
    marts_database.forget_project()


def test_each_kind_of_model_is_shown_and_runs(project: Path, marts_database: Warehouse) -> None:
    shop = Shop(marts_database, marts_database.next_tenants(1))
    shop.move_to(TIMEZONE)
    shop.arrive(**RECORDS)
    marts_database.transform()
    assert sorted(file.stem for file in (project / "models/analysis").glob("*.sql")) == [
        "balance_history", "customer_value", "open_quotes", "revenue_by_city"
    ]  # fmt: skip
    assert shop.rows("customer_value")[0]["jobs"] == 12
    assert [row["estimate_id"] for row in shop.rows("open_quotes")] == [4]
    assert sum(row["balance"] for row in shop.rows("balance_history")) == 4129
    revenue = marts_database.rows(f"select sum(revenue) as revenue from {ST}.revenue_by_city")
    assert revenue[0]["revenue"] >= 7429

    shop.delete("jobs", 1)
    assert marts_database.transform()["customer_value"] == 1
    assert shop.rows("customer_value")[0]["jobs"] == 11
