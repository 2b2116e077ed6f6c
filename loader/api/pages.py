"""Pages of a list or feed, and how to decode them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
import requests

from loader.api.headers import http_date, media_type
from loader.api.memory_budget import Reservation
from loader.api.retries import TransientError
from loader.api.sanitize_json import sanitize_json
from loader.api.unreadable_records import replace_unreadable

_Kind = TypeVar("_Kind")

# Python frames below which bodies are decoded. msgspec and Python share one limit of recursion, so
# a record that can be decoded here can be decoded by readers too, which are called less deeply.
_HEADROOM = 100


class PagePayload(msgspec.Struct):
    """One page of a list or feed as the API sends it. Records stay undecoded bytes."""

    data: list[msgspec.Raw]
    hasMore: bool | None = None  # noqa: N815 (the API's name)
    totalCount: int | None = None  # noqa: N815
    continueFrom: str | None = None  # noqa: N815


@dataclass(frozen=True)
class Page:
    """A page, and the memory it occupies.

    Leave the page's context once its records are stored: that frees its share of the memory
    budget and empties ``payload.data``.

    Attributes:
        payload: The records, and whether there are more.
        fetched_at: When it was received, by our clock (UTC).
        server_time: The time of its ``Date`` header (UTC); ``fetched_at`` where there is none.
    """

    payload: PagePayload
    fetched_at: datetime
    server_time: datetime
    _memory: Reservation | None = field(default=None, repr=False, compare=False)

    def __enter__(self) -> Page:
        return self

    def __exit__(self, *_error: object) -> None:
        self.release()

    def release(self) -> None:
        """Free the memory. The records are gone afterwards."""
        self.payload.data.clear()
        if self._memory is not None:
            self._memory.release()


def decode_page(
    response: requests.Response, body: bytes, memory: Reservation, *, whole: bool
) -> Page:
    """Decode a body as a page.

    A bare array is a page too, with nothing after it. A record nested too deeply to be decoded
    takes the form that ``replace_unreadable`` describes.

    Args:
        response: The response that the body belongs to.
        body: What was received.
        memory: The reservation for it.
        whole: Whether the body is a single record.

    Raises:
        TransientError: The body is not of the documented form.
        RecursionError: It is nested too deeply, outside its records.
    """
    body = sanitize_json(body)
    if whole:
        decode_body(response, body, dict[str, msgspec.Raw])
        payload = PagePayload([msgspec.Raw(body)])
    else:
        try:
            payload = _payload(response, body)
        except RecursionError:
            payload = _payload(response, replace_unreadable(body, _is_readable))
    now = datetime.now(UTC)
    return Page(payload, now, http_date(response.headers.get("Date", "")) or now, memory)


def decode_body(response: requests.Response, body: bytes, kind: type[_Kind]) -> _Kind:
    """Decode a body as JSON of the type ``kind``.

    Raises:
        TransientError: The body is not of that form.
        RecursionError: It is nested too deeply.
    """
    try:
        return _deep_in_the_stack(lambda: msgspec.json.decode(body, type=kind))
    except msgspec.DecodeError:
        raise TransientError(
            "a response with status 200 that is not of the documented form"
            f" ({media_type(response.headers)}, {len(body):,} bytes)"
        ) from None


def _payload(response: requests.Response, body: bytes) -> PagePayload:
    payload = decode_body(response, body, PagePayload | list[msgspec.Raw])  # type: ignore[arg-type]
    return payload if isinstance(payload, PagePayload) else PagePayload(payload)


def _is_readable(record: bytes) -> bool:
    """Return whether the record can be decoded inside a page."""
    try:
        page = b'{"data":[%b]}' % record
        _deep_in_the_stack(lambda: msgspec.json.decode(page, type=PagePayload))
    except RecursionError:
        return False
    except msgspec.DecodeError:
        return True  # the page as a whole will say so
    return True


def _deep_in_the_stack(function: Callable[[], _Kind], frames: int = _HEADROOM) -> _Kind:
    if frames == 0:
        return function()
    return _deep_in_the_stack(function, frames - 1)
