"""Requests that the API refuses because of their parameters."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import msgspec
import requests

from loader.api.transport import BodyTooLarge, read_body

# A parameter's name, such as `modifiedOnOrAfter` or `parameters[0].value`.
_IDENTIFIER = re.compile(
    r"[A-Za-z_]\w{0,39}(?:\[\d{1,4}\])?(?:\.[A-Za-z_]\w{0,39}(?:\[\d{1,4}\])?){0,3}", re.ASCII
)
_MAX_NAMES = 5
_MAX_BODY = 64 * 1024


class RequestRejected(Exception):
    """The API answered 400 or 404 to a request whose parameters may be at fault.

    Attributes:
        status: The HTTP status.
        detail: The parameters that the API objects to, for a message; may be empty.
        at: When the response was received, by our clock (UTC).
    """

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(status)
        self.status = status
        self.detail = detail
        self.at = datetime.now(UTC)


class _Problem(msgspec.Struct):
    """The API's description of a refused request."""

    errors: dict[str, msgspec.Raw] = {}


def rejected_parameters(response: requests.Response) -> str:
    """Return the parameters that the API rejects, for a message.

    Only what looks like a name is shown. The API's own words, and values that it repeats, may be
    personal data.
    """
    try:
        body = read_body(response, _MAX_BODY)
        errors = msgspec.json.decode(body, type=_Problem).errors
    except (msgspec.DecodeError, RecursionError, BodyTooLarge):
        return ""
    names = sorted(name for name in errors if _IDENTIFIER.fullmatch(name))[:_MAX_NAMES]
    return f", objects to {', '.join(names)}" if names else ""
