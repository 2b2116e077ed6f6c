"""What a transform says itself, beside dbt: on stderr, in the format of dbt's log."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

from loader.errors import LoaderError


@dataclass(frozen=True)
class Messages:
    """Writes messages to stderr.

    Attributes:
        as_json: One JSON object for each message, as dbt's log has with ``--log-format json``.
    """

    as_json: bool

    def note(self, text: str) -> None:
        """Write what the user should know that is not a failure."""
        self._write("Note: ", text)

    def error(self, error: LoaderError) -> None:
        """Write an error, with its remedy."""
        self._write("Error: ", error.cause, error.remedy)

    def _write(self, prefix: str, text: str, remedy: str = "") -> None:
        if self.as_json:
            line = {"time": datetime.now(UTC).isoformat(), "level": "error" if remedy else "info"}
            line |= {"message": text} | ({"remedy": remedy} if remedy else {})
            print(json.dumps(line), file=sys.stderr)
        else:
            print(f"{prefix}{text}" + (f"\n       {remedy}" if remedy else ""), file=sys.stderr)
