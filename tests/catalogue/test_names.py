"""Column names are those that dlt would give."""

from __future__ import annotations

from dlt.common.normalizers.naming.snake_case import NamingConvention

from loader.catalogue import ENDPOINTS
from loader.catalogue.columns import snake_case

_OTHERWISE_NAMED = {"id", "createdOn", "modifiedOn"}


def test_every_field_is_named_by_dlts_rule():
    dlt = NamingConvention()
    fields = {field for endpoint in ENDPOINTS.values() for field in endpoint.fields}
    wrong = {
        field: snake_case(field)
        for field in fields - _OTHERWISE_NAMED
        if snake_case(field) != dlt.normalize_identifier(field)
    }
    assert len(fields) > 500
    assert wrong == {}
