"""JSON that Postgres can store: valid UTF-8, without NUL and without halves of surrogate pairs."""

from __future__ import annotations

import codecs
import re

# NUL and lone surrogates are legal in JSON, but no text in Postgres (and lone surrogates none to
# msgspec). Only a page that shows one of these escapes is looked at closely.
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a pair: stays
    rb"|(\\u0000|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"  # NUL, or half a pair: is replaced
    rb"|\\."  # any other escape, an escaped backslash among them: stays
)
_REPLACEMENT = b"\\ufffd"
# Bytes that are decoded in one go, to see whether they can be. The whole body's text would take
# several times its memory, and far more time.
_BLOCK_SIZE = 64 * 1024


def sanitize_json(json: bytes) -> bytes:
    """The JSON, with U+FFFD for what Postgres cannot store (no UTF-8, NUL, lone surrogates)."""
    json = _utf8(json)
    if not _SUSPECT.search(json):
        return json
    return _ESCAPE.sub(lambda m: _REPLACEMENT if m.group(1) else m.group(0), json)


def _utf8(body: bytes) -> bytes:
    """The body as valid UTF-8, with U+FFFD for each byte that is none."""
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
