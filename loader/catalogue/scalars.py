"""Casts of JSON values to Postgres types, one function for each type.

A value is first taken as text, as Postgres' ``->>`` gives it, and the text is then read as Postgres
reads it, with these exceptions:

- ``bigint`` takes whole numbers in any form (``12.0``, ``1e3``).
- ``numeric`` takes no ``NaN`` and no ``Infinity``: neither is an amount.
- ``timestamptz`` and ``date`` take ISO 8601 alone, not ``now``, ``infinity`` or ``1/2/2024``; an
  instant is cut, never rounded, to the microsecond and is UTC where it names no offset.

What is no value of the type is None. ``loader.warehouse.casts`` states the same rule in SQL;
tests/catalogue/test_scalars.py compares the two.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from datetime import date as Date
from decimal import Context, Decimal, InvalidOperation
from typing import Any

import msgspec

from loader.catalogue.columns import PgType

# Limits of Postgres' numeric: digits before and after the decimal point.
_MAX_WHOLE_DIGITS = 131_072
_MAX_SCALE = 16_383
_MAX_EXPONENT = 2**30 - 1
_BIGINT = range(-(2**63), 2**63)
_BIGINT_DIGITS = 19
# Hexadecimal digits of the longest whole number that Postgres' numeric holds.
_MAX_HEX_DIGITS = 108_853
# Sums are exact: no digit of any numeric is lost.
_EXACT = Context(prec=_MAX_WHOLE_DIGITS + _MAX_SCALE + 20, Emax=10**9, Emin=-(10**9))

_SPACE = " \t\n\v\f\r"
_DIGITS = "[0-9]+(?:_[0-9]+)*"
_DECIMAL = re.compile(
    rf"[+-]?(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?"
)
# Since version 16, Postgres reads whole numbers of other bases too.
_OTHER_BASE = re.compile(
    r"([+-]?)0(?:[xX]((?:_?[0-9a-fA-F]+)+)|[oO]((?:_?[0-7]+)+)|[bB]((?:_?[01]+)+))"
)
_TRUE = frozenset({"t", "tr", "tru", "true", "y", "ye", "yes", "on", "1"})
_FALSE = frozenset({"f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0"})

# Python's and Postgres' regular expressions agree on this syntax, so that both sides share it.
# Offsets that could lead out of the calendar are excluded: only Z and 00:00 go with its first and
# last year.
INSTANT_PATTERN = (
    r"^(?!0000)(?!(?:0001|9999).{12,}[+-](?!00(?::?00)?$))"
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
    r"(?:Z|[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?)?)?$"
)
DATE_PATTERN = r"^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?$"
_USUAL_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z"
)
_INSTANT = re.compile(INSTANT_PATTERN)
_DATE = re.compile(DATE_PATTERN, re.DOTALL)

_decode = msgspec.json.Decoder(float_hook=Decimal).decode


def decode_json(sent: bytes | msgspec.Raw) -> Any:
    """Decode JSON to Python values, every number to its last digit (``int`` or ``Decimal``).

    Raises:
        ValueError: For what is no JSON, is nested too deeply, or holds a number that neither
            Python nor Postgres can store.
    """
    try:
        return _decode(sent)
    except msgspec.ValidationError:
        # A whole number of more digits than msgspec takes.
        return json.loads(bytes(sent), parse_int=Decimal, parse_float=Decimal)
    except (msgspec.DecodeError, InvalidOperation, RecursionError) as error:
        raise ValueError(f"no JSON that can be stored ({type(error).__name__})") from None


def cast(kind: PgType, sent: Any) -> Any:
    """Cast decoded JSON to a column's type; None where it does not fit."""
    return _READ[kind](sent)


def to_text(sent: Any) -> str | None:
    """Return the text of a JSON value, as Postgres' ``->>`` gives it."""
    if sent is None or isinstance(sent, str):
        return sent
    try:
        return _jsonb_text(sent)
    except (ValueError, RecursionError):
        return None


def to_bigint(sent: Any) -> int | None:
    """Cast to a whole number of 64 bits, written in any form."""
    if type(sent) is int:
        return sent if sent in _BIGINT else None
    number = to_numeric(sent)
    # A number of many digits is left alone before it is made whole, which could take minutes.
    if number is None or (number and number.adjusted() >= _BIGINT_DIGITS):
        return None
    whole = int(number or 0)
    return whole if whole == number and whole in _BIGINT else None


def to_numeric(sent: Any) -> Decimal | None:
    """Cast to a finite decimal number, to its last digit."""
    if isinstance(sent, str):
        number = _read_number(sent.strip(_SPACE))
    elif isinstance(sent, (int, Decimal)) and not isinstance(sent, bool):
        number = Decimal(sent)
    else:
        return None
    return number if number is not None and _is_storable(number) else None


def to_boolean(sent: Any) -> bool | None:
    """Cast to a boolean: JSON's own, or one of the words that Postgres accepts."""
    if isinstance(sent, bool):
        return sent
    word = (to_text(sent) or "").strip(_SPACE).lower()
    return True if word in _TRUE else False if word in _FALSE else None


def to_timestamptz(sent: Any) -> datetime | None:
    """Parse an ISO 8601 time: UTC, cut to the microsecond."""
    if not isinstance(sent, str):
        return None
    # The whole pattern takes several times as long. Neither check is left to Python: it also reads
    # what Postgres does not, such as any characters after six digits of a second.
    if _USUAL_INSTANT.fullmatch(sent):
        try:
            return datetime.fromisoformat(sent)
        except ValueError:
            return None
    if not _INSTANT.fullmatch(sent):
        return None
    try:
        parsed = datetime.fromisoformat(sent)
    except ValueError:  # the 30th of February
        return None
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def to_date(sent: Any) -> Date | None:
    """Parse the calendar day of an ISO 8601 time as written, whatever time and offset follow."""
    if not isinstance(sent, str) or not _DATE.fullmatch(sent):
        return None
    try:
        return Date.fromisoformat(sent[:10])
    except ValueError:
        return None


def to_jsonb(sent: Any) -> Any:
    """Return the JSON value itself; ``null`` is None."""
    return sent


_READ: Mapping[PgType, Callable[[Any], Any]] = {
    "bigint": to_bigint,
    "numeric": to_numeric,
    "boolean": to_boolean,
    "text": to_text,
    "timestamptz": to_timestamptz,
    "date": to_date,
    "jsonb": to_jsonb,
}


def exact_sum(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """Return the exact sum; None if there is no number."""
    known = [number for number in numbers if number is not None]
    if not known:
        return None
    found = known[0]
    for number in known[1:]:
        found = _EXACT.add(found, number)
    return found


def _read_number(text: str) -> Decimal | None:
    if _DECIMAL.fullmatch(text):
        try:
            return Decimal(text.replace("_", ""))
        except InvalidOperation:
            return None
    match = _OTHER_BASE.fullmatch(text)
    if match is None:
        return None
    sign, *by_base = match.groups()
    for digits, base in zip(by_base, (16, 8, 2), strict=True):
        if digits is not None:
            digits = digits.replace("_", "").lstrip("0") or "0"
            if len(digits) * (base.bit_length() - 1) > _MAX_HEX_DIGITS * 4:
                return None
            return Decimal(int(sign + digits, base))
    return None


def _is_storable(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):  # NaN, Infinity
        return False
    whole = exponent if number.is_zero() else number.adjusted()
    limit = _MAX_EXPONENT if number.is_zero() else _MAX_WHOLE_DIGITS - 1
    return whole <= limit and -exponent <= _MAX_SCALE


def _jsonb_text(sent: Any) -> str:
    """Render JSON as jsonb does: keys by length, no exponents, a space after ``:`` and ``,``.

    Raises:
        ValueError: For a number that jsonb cannot store.
    """
    if isinstance(sent, dict):
        by_length = sorted(sent, key=lambda name: (len(name.encode()), name.encode()))
        inside = ", ".join(f"{_quoted(name)}: {_inside(sent[name])}" for name in by_length)
        return f"{{{inside}}}"
    if isinstance(sent, list):
        return f"[{', '.join(map(_inside, sent))}]"
    if isinstance(sent, bool):
        return "true" if sent else "false"
    number = to_numeric(sent)
    if number is None:
        raise ValueError("a number that jsonb cannot store")
    if number.is_zero():
        scale = max(-int(number.as_tuple().exponent), 0)
        return f"0.{'0' * scale}" if scale else "0"
    return format(number, "f")


def _inside(sent: Any) -> str:
    if sent is None:
        return "null"
    return _quoted(sent) if isinstance(sent, str) else _jsonb_text(sent)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
