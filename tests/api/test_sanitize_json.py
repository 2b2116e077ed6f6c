"""JSON becomes what Postgres can store, and loses nothing else."""

from __future__ import annotations

import json
import re

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from loader.api.sanitize_json import sanitize_json

# Characters that JSON may hold, those that Postgres cannot store among them.
TEXT = st.text(st.characters(exclude_categories=()), max_size=20) | st.sampled_from(
    ["\0", "\ud800", "\udfff", "\\u0000", "\\\0", "\U0001f600", "\ud83d", "\\ud83d"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def storable(value: object) -> object:
    """The value with U+FFFD in place of NUL and lone surrogates."""
    if isinstance(value, str):
        paired = value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        return re.sub("[\0\ud800-\udfff]", "\ufffd", paired)
    if isinstance(value, list):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {storable(name): storable(one) for name, one in value.items()}
    return value


def paired(value: object) -> object:
    """The value as a JSON parser sees it: two halves that meet are one character."""
    return json.loads(json.dumps(value))


@given(VALUES)
def test_only_nul_and_lone_surrogates_are_replaced(value: object):
    sent = json.dumps(value).encode()
    cleaned = sanitize_json(sent)
    assert json.loads(cleaned) == storable(paired(value))
    msgspec.json.decode(cleaned)


@given(VALUES)
def test_json_without_them_is_left_byte_for_byte(value: object):
    sent = json.dumps(storable(value), ensure_ascii=False).encode()
    assert sanitize_json(sent) == sent


@given(st.binary(max_size=300))
def test_any_bytes_become_utf_8(body: bytes):
    cleaned = sanitize_json(body).decode()
    assert "\0" not in cleaned or b"\0" in body


def test_an_invalid_byte_at_the_edge_of_a_block_is_found():
    for length in (64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1):
        body = b'"' + b"a" * length + b'\xc3"'
        assert sanitize_json(body) == b'"' + b"a" * length + b'\xef\xbf\xbd"'


def test_a_character_that_spans_two_blocks_is_kept():
    body = b"a" * (64 * 1024 - 1) + "é".encode() + b"a"
    assert sanitize_json(body) == body
