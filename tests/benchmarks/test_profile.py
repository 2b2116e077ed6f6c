"""The profile of a load knows the loader's modules and statements by names they still have."""

from __future__ import annotations

import pytest

from benchmarks.profile import STAGES
from loader.config import PROJECT_ROOT

OUTSIDE = ("_find_and_load", "(dlt/")  # Python's import machinery, and dlt


@pytest.mark.parametrize("mark", [mark for _, mark in STAGES if mark not in OUTSIDE])
def test_every_stage_is_found_in_the_loader(mark: str):
    if "/" in mark:
        assert (PROJECT_ROOT / mark).exists()
        return
    name, method = mark.split(".")
    sources = [file.read_text(encoding="utf-8") for file in (PROJECT_ROOT / "loader").rglob("*.py")]
    assert any(f"class {name}" in text and f"def {method}(" in text for text in sources)
