"""A record that is nested too deeply is set apart, and no other."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.api.unreadable_records import replace_unreadable
from loader.errors import NESTED_TOO_DEEPLY

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["[", '"}']),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=10,
)
RECORDS = st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), max_size=5)


def is_good(record: bytes) -> bool:
    return b"bad" not in record


@given(RECORDS, st.sets(st.integers(0, 4)), st.booleans(), VALUES)
def test_exactly_the_unreadable_records_are_replaced(
    records: list[dict[str, object]], bad: set[int], bare: bool, other: object
):
    for number in bad:
        if number < len(records):
            records[number]["bad"] = [[{}]]
    page = records if bare else {"before": other, "data": records, "after": other, "hasMore": True}
    replaced = json.loads(replace_unreadable(json.dumps(page).encode(), is_good))
    shown = replaced if bare else replaced["data"]
    expected = [
        [NESTED_TOO_DEEPLY, json.dumps(record)]
        if not is_good(json.dumps(record).encode())
        else record
        for record in records
    ]
    assert shown == expected
    if not bare:
        assert replaced | {"data": records} == page


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth_costs_no_recursion(opening: str):
    closing = "]" if opening == "[" else "}"
    deep = f'{{"id":2,"x":{opening * 200_000}1{closing * 200_000}}}'
    page = f'{{"data":[{{"id":1}},{deep},{{"id":3}}]}}'.encode()
    replaced = replace_unreadable(page, lambda record: len(record) < 100)
    data = msgspec.json.decode(replaced)["data"]
    assert [data[0], data[2]] == [{"id": 1}, {"id": 3}]
    assert data[1] == [NESTED_TOO_DEEPLY, deep]


def test_a_page_that_ends_early_is_left_to_the_decoder():
    assert replace_unreadable(b'{"data":[{"bad":[', is_good) == b'{"data":[{"bad":['
