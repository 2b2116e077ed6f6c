"""The API's error responses: RFC 7807 bodies in their documented shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sandbox.encoding import encode

_TITLES = {
    400: "One or more validation errors occurred.",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    429: "Rate limit is exceeded. Try again later.",
    500: "An error occurred while processing your request.",
    503: "Service Unavailable",
}


class ApiError(Exception):
    """A request that the API rejects: HTTP status, a title, and messages by field."""

    def __init__(
        self,
        status: int,
        title: str = "",
        errors: Mapping[str, Sequence[str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.title = title or _TITLES[status]
        self.errors = dict(errors or {})
        self.headers = dict(headers or {})
        super().__init__(self.title)

    def body(self) -> bytes:
        """The problem document as JSON."""
        return encode(
            {
                "type": f"https://httpstatuses.io/{self.status}",
                "title": self.title,
                "status": self.status,
                "traceId": "00-sandbox-00",
                "errors": self.errors,
                "data": {},
            }
        )


def invalid(field: str, message: str) -> ApiError:
    """A 400 for one query parameter."""
    return ApiError(400, errors={field: [message]})
