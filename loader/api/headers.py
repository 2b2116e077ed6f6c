"""Response headers that the client acts on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# From the beginning of Unix time, to which broken clocks fall back; beyond, arithmetic with dates
# overflows.
_YEARS = range(1970, 9000)
_MEDIA_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,60}", re.IGNORECASE)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of a Retry-After header, a number or a date; None without one."""
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    until = _moment(value)
    return max((until - datetime.now(UTC)).total_seconds(), 0.0) if until else None


def http_date(value: str) -> datetime | None:
    """Parse an HTTP date as UTC; None for anything else, and for years that no clock shows."""
    moment = _moment(value)
    return moment if moment and moment.year in _YEARS else None


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def media_type(headers: Mapping[str, str]) -> str:
    """Return the media type without parameters, which is safe to show in messages."""
    value = headers.get("Content-Type", "").partition(";")[0].strip()
    return value if _MEDIA_TYPE.fullmatch(value) else "no usable content type"
