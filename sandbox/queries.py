"""Query parameters as ASP.NET reads them: names in any case, unknown ones ignored, bad ones 400."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from sandbox.problems import invalid
from sandbox.timestamps import ticks_from

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 5000
MAX_IDS = 50
# Lists whose pages hold fewer than 5,000 records.
SMALLER_PAGES: Mapping[str, int] = {
    "accounting/journal-entries": 500,
    "accounting/journal-entries/{id}/details": 500,
    "accounting/journal-entries/{id}/summary": 500,
}

Parameters = Mapping[str, str]
Range = tuple[int | None, int | None]


def parameters(query: str) -> dict[str, str]:
    """Values by lower-case name; those of a repeated name are joined by commas."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        lower = name.lower()
        found[lower] = f"{found[lower]},{value}" if lower in found else value
    return found


def integer(given: Parameters, name: str, default: int, low: int, high: int) -> int:
    """An integer between two bounds.

    Raises:
        ApiError: 400: It is none, or out of bounds.
    """
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
    """``true`` or ``false`` in any case.

    Raises:
        ApiError: 400: It is neither.
    """
    text = given.get(name.lower(), "").lower()
    if text in ("", "true", "false"):
        return text == "true" if text else default
    raise invalid(name, f"The value '{text}' is not valid.")


def choice(given: Parameters, name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of the allowed words, in any case.

    Raises:
        ApiError: 400: It is none of them.
    """
    text = given.get(name.lower(), "") or default
    for word in allowed:
        if word.lower() == text.lower():
            return word
    raise invalid(name, f"The value '{text}' is not valid.")


def timestamp(given: Parameters, name: str) -> int | None:
    """An instant in ticks.

    Raises:
        ApiError: 400: It is no ISO 8601 date or instant.
    """
    text = given.get(name.lower(), "")
    if not text:
        return None
    try:
        return ticks_from(text)
    except ValueError:
        raise invalid(name, f"The value '{text}' is not valid.") from None


def span(given: Parameters, field: str, known: Collection[str]) -> Range:
    """The range of ``createdOn`` or ``modifiedOn`` in ticks, the end not included.

    Args:
        field: ``created`` or ``modified``.
        known: The list's parameters: ``<field>OnOrAfter`` and ``<field>Before`` nearly everywhere,
            ``<field>After`` and ``<field>OnOrBefore`` in a few lists.
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
    """A comma-separated list of ids.

    Raises:
        ApiError: 400: One is malformed, or there are more than the limit.
    """
    parts = tuple(part.strip() for part in given.get(name.lower(), "").split(",") if part.strip())
    for part in parts:
        if not part.lstrip("-").isdigit() and "-" not in part:
            raise invalid(name, f"The value '{part}' is not valid.")
    if limit is not None and len(parts) > limit:
        raise invalid(name, f"The maximum number of {name} is {limit}.")
    return parts


@dataclass(frozen=True)
class Sort:
    """A field to sort by, and the direction."""

    field: str
    descending: bool = False


def sort(given: Parameters, allowed: tuple[str, ...]) -> Sort:
    """The requested order: ``sort``, ``orderBy`` with ``orderByDirection``, or ``sortBy`` with
    ``descending``; by id by default.

    An unescaped ``+`` is decoded as a blank.

    Raises:
        ApiError: 400: The list cannot sort by this field.
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
