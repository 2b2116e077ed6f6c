"""Errors that a user can act on: each names its cause and its remedy, and carries an exit code.

Texts never hold secrets or personal data: they are built from names, paths and status codes, not
from request headers or record contents.
"""

from __future__ import annotations

# Why a record is rejected although nothing is wrong with its fields. The API client puts it before
# the record's text, the merge into raw_rejected.
NESTED_TOO_DEEPLY = "JSON nested too deeply"

EXIT_LOADED = 0
EXIT_ENDPOINT_FAILED = 1
EXIT_WRONG_CONFIGURATION = 2


class LoaderError(Exception):
    """Something went wrong that the user can mend. ``str()`` gives cause and remedy in one text."""

    exit_code = EXIT_ENDPOINT_FAILED

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(cause, remedy)
        self.cause = cause
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.cause} {self.remedy}"


class ConfigurationError(LoaderError):
    """Wrong usage or configuration: trying again without a change cannot help."""

    exit_code = EXIT_WRONG_CONFIGURATION


class WarehouseError(LoaderError):
    """The database cannot be reached or refuses what the loader needs."""


class ApiError(LoaderError):
    """The API, or the way to it, failed for one endpoint after all retries."""


class AccessDenied(ApiError):
    """The API refuses an operation to this app (HTTP 403), usually for want of a scope."""


class ApiUnreachable(ApiError):
    """No answer from the host at all: nothing listens, no route, no such name."""


class ReportError(LoaderError):
    """A declared report and the API's own description of it do not go together."""
