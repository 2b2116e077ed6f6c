"""The comparison with the API finds every kind of difference, and the report shows it."""

from __future__ import annotations

from collections import Counter

import pytest

from loader.config import Warehouse
from tests.reliability import report, test_random_histories
from tests.reliability.harness import DIFFERENCES, Loading
from tests.reliability.test_random_histories import FAMILIES, play

TABLE = "servicetitan_raw.raw_st_zones"


@pytest.mark.parametrize(
    ("tamper", "kind"),
    [
        ("delete from {table} where st_id = {id}", "missing"),
        ("update {table} set full_data = '{{}}' where st_id = {id}", "stale"),
        ("update {table} set st_modified_on = '2001-01-01' where st_id = {id}", "stale"),
        ("update {table} set st_id = 12345678 where st_id = {id}", "double"),
        ("update {table} set deleted_at = now() where st_id = {id}", "wrongly marked"),
        ("update servicetitan_raw.raw_sync_state set records_count = 1", "wrongly counted"),
    ],
)
def test_a_row_that_differs_from_the_api_is_found(loading: Loading, tamper: str, kind: str):
    loading.load_well("zones")
    assert loading.differences("zones", deletions=True) == []
    zone = loading.store.table("zones").keys[0]
    loading.query(tamper.format(table=TABLE, id=zone) + " returning 1")
    assert kind in {found.kind for found in loading.differences("zones", deletions=True)}
    assert loading.tally[f"difference: {kind}"] > 0
    assert loading.tally["comparisons"] == 2
    with pytest.raises(AssertionError, match="differences"):
        loading.assert_equals_api("zones", deletions=True)


def test_a_history_that_loses_a_row_fails_and_is_tallied(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
):
    load_well = Loading.load_well

    def losing(loading: Loading, *names: str, **options: object) -> object:
        results = load_well(loading, *names, **options)
        loading.query(
            f'delete from "{loading.warehouse.raw_schema}".raw_st_project_types'
            " where st_id = (select max(st_id)"
            f' from "{loading.warehouse.raw_schema}".raw_st_project_types) returning 1'
        )
        return results

    monkeypatch.setattr(test_random_histories.Loading, "load_well", losing)
    tally: Counter[str] = Counter()
    with pytest.raises(AssertionError, match="differences"):
        play("page numbers", warehouse, tally, examples=1, steps=1, shrink=False)
    assert tally["difference: missing"] > 0


def test_every_figure_of_the_report_comes_from_a_tally():
    empty = {family: Counter() for family in FAMILIES}
    kinds = [f"difference: {kind}" for kind in DIFFERENCES]
    tallies = {family: Counter(dict.fromkeys(kinds, 7)) for family in FAMILIES}
    shown = report.table(tallies, 1, 1.0)
    for kind in DIFFERENCES:
        assert f"| rows {kind} | 7 | 7 | 7 | 7 |" in shown
        assert f"| rows {kind} | 0 | 0 | 0 | 0 |" in report.table(empty, 1, 1.0)
