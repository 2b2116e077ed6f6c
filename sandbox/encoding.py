"""JSON encoding and decoding that preserves every digit and byte.

Records are kept as the bytes that are served. Changing one field rewrites that field alone; the
others are copied as slices, so ``1.10``, 38 digits or a lone surrogate stay as they were given.
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
    """Money as the accounting module writes it: a string with two decimals."""
    return f"{cents // 100}.{cents % 100:02}" if cents >= 0 else "-" + dollars(-cents)


@lru_cache(maxsize=4096)
def number(cents: int) -> Json:
    """Money as the other modules write it: a JSON number with two decimals."""
    return Json(dollars(cents).encode())


def encode_value(value: Any) -> Json:
    """One field's JSON. Bytes are raw JSON; a Decimal becomes a number with all its digits."""
    if isinstance(value, bytes):
        return Json(value)
    try:
        return Json(encode(value))
    except (UnicodeEncodeError, OverflowError, msgspec.MsgspecError):
        # Lone surrogates and integers beyond 64 bits: only the standard library encodes them.
        return Json(json.dumps(value, default=_plain).encode())


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        raise TypeError("a Decimal next to text that needs escapes: give the field as raw JSON")
    return msgspec.to_builtins(value)


def decode(body: bytes) -> Any:
    """Decode JSON; numbers with a fraction become Decimal."""
    return json.loads(body, parse_float=Decimal)


def fields_of(body: bytes) -> dict[str, Json]:
    """The record's top-level fields, each as its exact JSON.

    Raises:
        ValueError: It is not a JSON object.
    """
    try:
        return _slices.decode(body)
    except msgspec.DecodeError:
        return _slices_by_hand(body.decode())


def _slices_by_hand(text: str) -> dict[str, Json]:
    """Like ``fields_of``, for what msgspec rejects: escaped lone surrogates."""
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
    """The position after a mark and white space.

    Raises:
        ValueError: Something else follows.
    """
    match = re.compile(rf"\s*{re.escape(mark)}\s*").match(text, position)
    if match is None:
        raise ValueError(f"not a JSON object: {text[:80]!r}")
    return match.end()
