"""Errors the user can fix: each names its cause and its remedy, and has an exit code.

Their texts never hold secrets or personal data. They are built from names, paths and status codes,
not from request headers or records.
"""

from __future__ import annotations

import unicodedata

# Why a record is rejected although nothing is wrong with its fields. The API client puts it before
# the record's text, the merge into raw_rejected.
NESTED_TOO_DEEPLY = "JSON nested too deeply"

EXIT_LOADED = 0
EXIT_ENDPOINT_FAILED = 1
EXIT_WRONG_CONFIGURATION = 2
EXIT_RUN_IN_PROGRESS = 75  # EX_TEMPFAIL of sysexits.h: try again later


def printable(text: str) -> str:
    """Replace control characters and invisible ones by U+FFFD; line breaks and tabs stay.

    A terminal obeys them, and names that the API sends can hold them.
    """
    if text.isprintable():
        return text
    return "".join(
        letter
        if letter.isprintable() or letter in "\n\t" or unicodedata.category(letter) == "Zs"
        else "\ufffd"
        for letter in text
    )


class LoaderError(Exception):
    """An error the user can fix. Its texts are printable.

    Attributes:
        cause: What is wrong, in one sentence or more.
        remedy: What the user can do about it.
        exit_code: The exit code of a command that ends with this error.
        something_loaded: Whether the load that it ended had brought rows by then.
    """

    exit_code = EXIT_ENDPOINT_FAILED
    something_loaded = False

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(cause, remedy)
        self.cause = printable(cause)
        self.remedy = printable(remedy)

    def __str__(self) -> str:
        return f"{self.cause} {self.remedy}"


class ConfigurationError(LoaderError):
    """Wrong usage or configuration: retrying without a change fails again."""

    exit_code = EXIT_WRONG_CONFIGURATION


class WarehouseError(LoaderError):
    """The database cannot be reached, or refuses what the loader needs."""


class TransientWarehouseError(WarehouseError):
    """Postgres rolled a transaction back, or the connection was lost: a retry may succeed."""


class DatabaseSilent(WarehouseError):
    """Postgres no longer answers, and nothing says that it will."""


class RunInProgress(WarehouseError):
    """Another run of the tenant holds its lock; this run did nothing."""

    exit_code = EXIT_RUN_IN_PROGRESS


class ApiError(LoaderError):
    """The API, or the network on the way, failed for one endpoint after all retries."""


class AccessDenied(ApiError):
    """The API refuses an operation to this app (HTTP 403), usually for a missing scope."""


class ApiUnreachable(ApiError):
    """The host cannot be reached: no such name, no route, or nothing listens there."""


class ReportError(LoaderError):
    """A declared report does not match the API's description of it."""


class MassDeletion(LoaderError):
    """The API no longer shows suspiciously many rows of a table; none of them was marked."""
