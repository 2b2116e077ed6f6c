"""Values of API records in Python: exact, and None where a record holds nonsense."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*")
# What stands inside a list is no column of the raw table: longer numbers are taken for nonsense.
_LISTED_NUMBER = re.compile(
    r"[+-]?(\d{1,100}(\.\d{0,100})?|\.\d{1,100})([eE][+-]?\d{1,2})?", re.ASCII
)
_ID = re.compile(r"-?\d{1,18}")


def number(value: Any) -> Fraction | None:
    """A JSON number, or a string that holds one, to its last digit."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        return None
    text = str(value)
    return Fraction(text.strip()) if _NUMBER.fullmatch(text) else None


def identifier(value: Any) -> int | None:
    """An id, as a number or a string; 0 stands for none."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    return (int(value) or None) if _ID.fullmatch(str(value)) else None


def listed_number(value: Any) -> Fraction | None:
    """A number inside a list, as a JSON number or a string."""
    if isinstance(value, Decimal):
        value = format(value, "f")
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    return Fraction(str(value)) if _LISTED_NUMBER.fullmatch(str(value)) else None


def listed_id(value: Any) -> int | None:
    """An id inside a list, which nobody typed: a whole number above 0."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    return int(value) if value == int(value) and 0 < value < 10**18 else None


def json_text(value: Any) -> str | None:
    """A scalar inside a list or object as text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, (int, str)) else None


def part(value: Any, *names: str) -> Any:
    """The value inside nested objects; None where one of them is no object."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def entries(value: Any) -> list[Any]:
    """A list's entries; none where it is no list."""
    return value if isinstance(value, list) else []


def instant(value: Any) -> datetime | None:
    """An instant; without an offset it is UTC."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)


def local_day(value: Any, zone: ZoneInfo) -> date | None:
    """The tenant's calendar day at an instant."""
    found = instant(value)
    return found.astimezone(zone).date() if found else None


def written_day(value: Any) -> date | None:
    """A business date: the calendar day as it is written."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) and instant(value) else None
