"""Record metadata, compared with a plain reading of each record."""

from __future__ import annotations

import json
import time
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from loader.catalogue import Column, scalars
from loader.errors import printable
from loader.extract.record_metadata import MetadataReader

FIELDS = ("id", "name", "class", "address")
KEY = (Column("st_id", "id", "bigint"), Column("zip", "address.zip", "text", missing="none"))

_scalar = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
_modified = st.sampled_from(
    ["2024-01-02T03:04:05.1234567Z", "2024-01-02T03:04:05Z", "0001-01-01T00:00:00Z", "now", ""]
)
_names = st.sampled_from([*FIELDS, "new", "odd\\", 'quoted"', "line\nfeed", "", "f0"])
_records = st.lists(
    st.one_of(
        st.dictionaries(_names, _scalar, max_size=4),
        st.fixed_dictionaries(
            {"id": st.integers()},
            optional={
                "modifiedOn": _modified | _scalar,
                "address": st.fixed_dictionaries({"zip": _scalar}) | _scalar,
                "new": _scalar,
            },
        ),
        _scalar,
        st.lists(_scalar, max_size=2),
    ),
    max_size=150,
)


def reader() -> MetadataReader:
    return MetadataReader(FIELDS, KEY)


def sent(records: list[Any]) -> list[msgspec.Raw]:
    return [msgspec.Raw(json.dumps(record).encode()) for record in records]


@given(_records)
def test_metadata_equals_a_plain_reading_of_each_record(records: list[Any]):
    found = reader()
    metadata = found.metadata(sent(records))
    objects = [record if isinstance(record, dict) else {} for record in records]
    assert metadata.modified == [scalars.to_timestamptz(o.get("modifiedOn")) for o in objects]
    names = {name for record in objects for name in record}
    unknown = names - {*FIELDS, "modifiedOn"}
    assert found.unknown_fields == {printable(name) for name in unknown}
    known = [moment for moment in metadata.modified if moment is not None]
    assert metadata.earliest == min(known, default=None)
    for limit in known:
        assert metadata.latest(limit) == max(m for m in known if m <= limit)
        assert metadata.is_later(limit) == (max(known) > limit)


@given(_records)
def test_keys_are_the_json_that_was_sent(records: list[Any]):
    for record, key in zip(records, reader().keys(sent(records)), strict=True):
        if not isinstance(record, dict):
            assert key == (json.dumps(record).encode(),)
            continue
        address = record.get("address")
        zip_code = address.get("zip") if isinstance(address, dict) else None
        parts = (record.get("id"), "none" if zip_code is None else zip_code)
        assert key == tuple(b"" if p is None else json.dumps(p).encode() for p in parts)


def test_thousands_of_new_names_cost_no_more_than_a_few_and_the_report_is_bounded():
    records = sent([{"id": number, f"new{number}": 1} for number in range(5_000)])
    found = reader()
    began = time.process_time()
    found.metadata(records)
    assert time.process_time() - began < 1
    assert len(found.unknown_fields) == 1_000


def test_a_new_name_is_reported_without_what_a_terminal_obeys_and_not_at_any_length():
    found = reader()
    found.metadata(sent([{"\x1b[31mred\u202e": 1, "x" * 10_000: 1}]))
    assert found.unknown_fields == {"\ufffd[31mred\ufffd", "x" * 100}
