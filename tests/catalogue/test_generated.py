"""What is written from the catalogue is up to date, and a change of columns shows as a diff."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from loader import catalogue
from loader.cli.endpoints import GENERATED
from tests.catalogue import columns_snapshot

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_file_is_what_the_catalogue_says(name: str):
    written = (PROJECT / name).read_text(encoding="utf-8")
    assert written == GENERATED[name](catalogue.ENDPOINTS), (
        "run `python -m loader endpoints --write` and review the diff"
    )


def test_the_columns_of_every_table_are_those_of_the_snapshots():
    written = {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(columns_snapshot.FOLDER.glob("*.txt"))
    }
    assert written == columns_snapshot.snapshots(), (
        "run `python -m tests.catalogue.columns_snapshot` and review the diff"
    )


def test_dbt_knows_every_raw_table():
    file = PROJECT / "dbt_project/models/sources/_st__sources.yml"
    (source,) = yaml.safe_load(file.read_text(encoding="utf-8"))["sources"]
    described = {table["name"] for table in source["tables"] if table["description"]}
    tables = {endpoint.table for endpoint in catalogue.ENDPOINTS.values()}
    assert described == tables | {"raw_loads", "raw_sync_state", "raw_tenants"}
