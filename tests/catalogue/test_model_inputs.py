"""Every raw table that a dbt model reads is created by every load."""

from __future__ import annotations

import re

from loader.catalogue import ENDPOINTS, MODEL_INPUTS, select
from loader.config import PROJECT_ROOT

_SOURCE = re.compile(r"source\(\s*'\w+'\s*,\s*'(raw_st_\w+)'\s*\)")


def test_the_kpi_selection_holds_every_table_that_a_model_reads() -> None:
    read = {
        table
        for folder in ("analyses", "macros", "models", "tests")
        for file in (PROJECT_ROOT / "dbt_project" / folder).rglob("*.sql")
        for table in _SOURCE.findall(file.read_text(encoding="utf-8"))
    }
    assert len(read) > 20
    assert read <= {endpoint.table for endpoint in MODEL_INPUTS}


def test_core_is_the_default_and_part_of_kpi() -> None:
    assert select(("core",)) == select()
    assert len(select()) == 25
    assert set(select()) < set(select(("kpi",))) < set(ENDPOINTS.values())
