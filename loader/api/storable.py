"""JSON that Postgres can store: without NUL and without halves of surrogate pairs."""

from __future__ import annotations

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


def storable(json: bytes) -> bytes:
    """The JSON, with U+FFFD for what Postgres cannot store (NUL, lone surrogates)."""
    if not _SUSPECT.search(json):
        return json
    return _ESCAPE.sub(lambda m: _REPLACEMENT if m.group(1) else m.group(0), json)
