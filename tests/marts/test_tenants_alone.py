"""Five tenants with equal ids: each has, in every model, the rows that it would have alone."""

from __future__ import annotations

from collections.abc import Callable

import psycopg2
import pytest

from tests.marts.shop import Shop
from tests.marts.test_histories import FIELDS, first_records
from tests.transform.alone import differences_alone, of_tenants
from tests.transform.test_histories import first_records as other_records
from tests.transform.test_tenant_keys import COMPARISON
from tests.transform.warehouse import Record


@pytest.fixture(scope="module")
def shops(new_shop: Callable[..., Shop]) -> list[Shop]:
    shops = [new_shop() for _ in range(5)]
    for seed, shop in enumerate(shops):
        shop.arrive(**first_records(seed))
        # What no mart reads, but other models do: of job types, the tags.
        others = {
            name: records
            for name, records in other_records(seed).items()
            if name not in FIELDS or name == "job_types"
        }
        shop.warehouse.tenant(shop.tenant_id).arrive(**others)
    shops[0].warehouse.transform()
    return shops


def test_each_has_the_rows_that_it_would_have_alone(shops: list[Shop]) -> None:
    warehouse = shops[0].warehouse
    tenants = [shop.tenant_id for shop in shops]
    assert differences_alone(warehouse, tenants) == []


def test_a_model_that_left_the_tenant_out_would_have_others(shops: list[Shop]) -> None:
    """So the records can tell."""
    warehouse = shops[0].warehouse
    mixing = {
        model: mixed
        for model, sql in warehouse.all_rows_sql().items()
        if (mixed := COMPARISON.sub("true", sql)) != sql
    }
    assert len(mixing) > 30
    # Of these five only: other tests may have left hundreds, and each is joined with each here.
    with of_tenants(warehouse, [shop.tenant_id for shop in shops]) as compare:
        unnoticed = [model for model in mixing if not _differs(compare, model, mixing[model])]
    assert unnoticed == []


def _differs(compare: Callable[[str, str], list[Record]], model: str, sql: str) -> bool:
    try:
        return bool(compare(model, sql))
    except psycopg2.Error:  # such as two rows where one is expected
        return True
