"""What can go wrong with the embedded Postgres."""

from __future__ import annotations


class EmbeddedPostgresError(Exception):
    """The embedded Postgres failed, or refuses a command.

    Attributes:
        cause: What is wrong, in one sentence or more.
        remedy: What the user can do about it.
    """

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(cause, remedy)
        self.cause = cause
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.cause} {self.remedy}"


class LoginRefused(EmbeddedPostgresError):
    """The server runs and rejects the user or the password."""
