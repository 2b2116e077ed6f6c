"""Reads query parameters as ASP.NET does: names in any case, unknown ones ignored, bad ones 400."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from sandbox.problems import invalid
from sandbox.timestamps import ticks_from

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 5000
MAX_IDS = 50
# Lists that allow less than the 5,000 records a page of the others.
SMALLER_PAGES: Mapping[str, int] = {
    "accounting/journal-entries": 500,
    "accounting/journal-entries/{id}/details": 500,
    "accounting/journal-entries/{id}/summary": 500,
}

Parameters = Mapping[str, str]
Range = tuple[int | None, int | None]


def parameters(query: str) -> dict[str, str]:
    """Lower-case name -> value; the values of a repeated name are joined by commas."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        lower = name.lower()
        found[lower] = f"{found[lower]},{value}" if lower in found else value
    return found


def integer(given: Parameters, name: str, default: int, low: int, high: int) -> int:
    """A whole number between two bounds. Raises ApiError 400."""
    text = given.get(name.lower(), "")
    if not text:
        return default
    try:
        value = int(text)
    except ValueError:
        raise invalid(name, f"The value '{text}' is not valid.") from None
    if not low <= value <= high:
        raise invalid(name, f"The field {name} must be between {low} and {high}.")
    return value


def boolean(given: Parameters, name: str, default: bool = False) -> bool:
    """True or False in any case. Raises ApiError 400."""
    text = given.get(name.lower(), "").lower()
    if text in ("", "true", "false"):
        return text == "true" if text else default
    raise invalid(name, f"The value '{text}' is not valid.")


def choice(given: Parameters, name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words, in any case. Raises ApiError 400."""
    text = given.get(name.lower(), "") or default
    for word in allowed:
        if word.lower() == text.lower():
            return word
    raise invalid(name, f"The value '{text}' is not valid.")


def timestamp(given: Parameters, name: str) -> int | None:
    """An instant in ticks. Raises ApiError 400."""
    text = given.get(name.lower(), "")
    if not text:
        return None
    try:
        return ticks_from(text)
    except ValueError:
        raise invalid(name, f"The value '{text}' is not valid.") from None


def span(given: Parameters, field: str, known: Collection[str]) -> Range:
    """The instants from ... up to, not including, that a list is asked for, in ticks.

    ``known`` are the parameters that the list has: ``<field>OnOrAfter`` and ``<field>Before``
    nearly everywhere, ``<field>After`` and ``<field>OnOrBefore`` in a few places.
    """
    lows = [(f"{field}OnOrAfter", 0), (f"{field}After", 1)]
    highs = [(f"{field}Before", 0), (f"{field}OnOrBefore", 1)]
    if field == "created":
        lows, highs = [*lows, ("fromUtc", 0)], [*highs, ("toUtc", 0)]
    low = [at + more for name, more in lows if (at := _known(given, name, known)) is not None]
    high = [at + more for name, more in highs if (at := _known(given, name, known)) is not None]
    return max(low, default=None), min(high, default=None)


def _known(given: Parameters, name: str, known: Collection[str]) -> int | None:
    return timestamp(given, name) if name in known else None


def identifiers(given: Parameters, name: str, limit: int | None = MAX_IDS) -> tuple[str, ...]:
    """A comma-separated list. Raises ApiError 400: not whole numbers, or more than the limit."""
    parts = tuple(part.strip() for part in given.get(name.lower(), "").split(",") if part.strip())
    for part in parts:
        if not part.lstrip("-").isdigit() and "-" not in part:
            raise invalid(name, f"The value '{part}' is not valid.")
    if limit is not None and len(parts) > limit:
        raise invalid(name, f"The maximum number of {name} is {limit}.")
    return parts


@dataclass(frozen=True)
class Sort:
    """A field to sort by, and which way."""

    field: str
    descending: bool = False


def sort(given: Parameters, allowed: tuple[str, ...]) -> Sort:
    """What ``sort`` asks for (or ``orderBy`` with ``orderByDirection``, ``sortBy`` with
    ``descending``); by id if nothing.

    An unescaped ``+`` arrives as a blank. Raises ApiError 400 for a field the list cannot sort by.
    """
    text = given.get("sort", "").strip()
    descending = text.startswith("-")
    field = text.lstrip("+-").strip()
    if not field:
        field = (given.get("orderby") or given.get("sortby") or "").strip()
        descending = given.get("orderbydirection", "").lower() in ("desc", "descending")
        descending = descending or boolean(given, "descending")
    for name in allowed:
        if name.lower() == (field or "Id").lower():
            return Sort(name, descending)
    raise invalid("sort", f"Sorting by '{field}' is not supported.")
