"""Replaces records that are nested too deeply, so that the rest of the page still loads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from loader.errors import NESTED_TOO_DEEPLY

# Strings (brackets inside do not count) and brackets; everything else is skipped.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_DATA = re.compile(rb"\s*:\s*\[")


def replace_unreadable(body: bytes, is_readable: Callable[[bytes], bool]) -> bytes:
    """Replace each unreadable record of a page by ``[NESTED_TOO_DEEPLY, <the record's text>]``.

    An array is no object, so the merge rejects it like any other record without a key, and stores
    it where rejected records are found.

    Args:
        body: A page: an object with its records in ``data``, or an array of records.
        is_readable: Whether a record can be decoded.
    """
    parts: list[bytes] = []
    end = 0
    for begin, stop in _records(body):
        record = body[begin:stop]
        if not is_readable(record):
            parts += [body[end:begin], msgspec.json.encode([NESTED_TOO_DEEPLY, record.decode()])]
            end = stop
    return b"".join([*parts, body[end:]])


def _records(body: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each record begins and ends. Works without recursion, whatever the depth."""
    depth = 0
    records_at = 1 if body.lstrip()[:1] == b"[" else None  # depth of the array of records
    begin = 0
    for token in _TOKEN.finditer(body):
        text = token.group()
        if text in (b"[", b"{"):
            depth += 1
            if records_at is not None and depth == records_at + 1:
                begin = token.start()
        elif text in (b"]", b"}"):
            if records_at is not None and depth == records_at + 1:
                yield begin, token.end()
            depth -= 1
            if records_at is not None and depth < records_at:
                return
        elif depth == 1 and text == b'"data"' and _DATA.match(body, token.end()):
            records_at = 2
