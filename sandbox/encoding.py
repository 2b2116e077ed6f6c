"""JSON in and out without losing a digit or a byte.

Records are kept as the bytes that are served. Changing one field re-writes that field alone: the
others pass through as slices, so ``1.10``, 38 digits or a lone surrogate stay as they were put in.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

Json = msgspec.Raw

_encoder = msgspec.json.Encoder(decimal_format="number")
_slices = msgspec.json.Decoder(dict[str, msgspec.Raw])

encode = _encoder.encode


@lru_cache(maxsize=4096)
def dollars(cents: int) -> str:
    """Money as accounting writes it: a string with two decimals."""
    return f"{cents // 100}.{cents % 100:02}" if cents >= 0 else "-" + dollars(-cents)


@lru_cache(maxsize=4096)
def number(cents: int) -> Json:
    """Money as the other modules write it: a JSON number with two decimals."""
    return Json(dollars(cents).encode())


def encode_value(value: Any) -> Json:
    """One field's JSON: bytes are raw JSON already, a Decimal is a number with all its digits."""
    if isinstance(value, bytes):
        return Json(value)
    try:
        return Json(encode(value))
    except (UnicodeEncodeError, OverflowError, msgspec.MsgspecError):
        # Lone surrogates and integers beyond 64 bits: the standard library escapes and writes them.
        return Json(json.dumps(value, default=_plain).encode())


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        raise TypeError("a Decimal beside text that needs escapes: give that field as raw JSON")
    return msgspec.to_builtins(value)


def decode(body: bytes) -> Any:
    """The record as Python values; numbers with a fraction are Decimal."""
    return json.loads(body, parse_float=Decimal)


def fields_of(body: bytes) -> dict[str, Json]:
    """The record's top-level fields, each as its exact JSON. Raises ValueError: not an object."""
    try:
        return _slices.decode(body)
    except msgspec.DecodeError:
        return _slices_by_hand(body.decode())


def _slices_by_hand(text: str) -> dict[str, Json]:
    """As ``fields_of``, also for what msgspec refuses (lone surrogates in escapes)."""
    decoder = json.JSONDecoder()
    found: dict[str, Json] = {}
    position = _past(text, 0, "{")
    while not _follows(text, position, "}"):
        name, position = decoder.raw_decode(text, position)
        start = _past(text, position, ":")
        _, position = decoder.raw_decode(text, start)
        found[name] = Json(text[start:position].encode())
        position = _past(text, position, ",") if _follows(text, position, ",") else position
    return found


def _follows(text: str, position: int, mark: str) -> bool:
    return re.compile(rf"\s*{re.escape(mark)}").match(text, position) is not None


def _past(text: str, position: int, mark: str) -> int:
    """The position of what follows this mark and white space. Raises ValueError: another mark."""
    match = re.compile(rf"\s*{re.escape(mark)}\s*").match(text, position)
    if match is None:
        raise ValueError(f"not a JSON object: {text[:80]!r}")
    return match.end()
