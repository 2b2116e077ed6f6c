"""JSON that Postgres can store: valid UTF-8, without NUL and lone surrogates."""

from __future__ import annotations

import codecs
import re

# NUL and lone surrogates are legal in JSON but not in Postgres's text (lone surrogates not even
# for msgspec). Only a page with one of these escapes is examined closely.
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a surrogate pair: kept
    rb"|(\\u0000|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"  # NUL or half a pair: replaced
    rb"|\\."  # any other escape, an escaped backslash among them: kept
)
_REPLACEMENT = b"\\ufffd"
# Bytes to decode at a time, to see whether they are UTF-8. Decoding the whole body at once would
# take several times its memory, and much longer.
_BLOCK_SIZE = 64 * 1024


def sanitize_json(json: bytes) -> bytes:
    """Replace what Postgres cannot store (invalid UTF-8, NUL, lone surrogates) by U+FFFD."""
    json = _utf8(json)
    if not _SUSPECT.search(json):
        return json
    return _ESCAPE.sub(lambda match: _REPLACEMENT if match.group(1) else match.group(0), json)


def _utf8(body: bytes) -> bytes:
    """Return the body as valid UTF-8, with U+FFFD for each invalid byte."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(body)
    try:
        for begin in range(0, len(body), _BLOCK_SIZE):
            decoder.decode(
                view[begin : begin + _BLOCK_SIZE], final=begin + _BLOCK_SIZE >= len(body)
            )
    except UnicodeDecodeError:
        return body.decode(errors="replace").encode()
    return body
