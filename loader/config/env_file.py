"""Reads ``.env``."""

from __future__ import annotations

import logging
from functools import lru_cache
from io import StringIO
from pathlib import Path

from dotenv.parser import parse_stream

from loader.errors import ConfigurationError

_log = logging.getLogger(__name__)


def read_env_file(path: Path) -> dict[str, str]:
    """Return the variables that a ``.env`` file sets; none if there is no such file.

    Raises:
        ConfigurationError: It cannot be read, or a line is not ``NAME=value``.
    """
    if not path.exists():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
        readable_by_others = path.stat().st_mode & 0o044
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigurationError(
            f"{path} cannot be read: {reason}.", "Copy .env.example, and fill it in."
        ) from None
    if readable_by_others:
        _warn_of_readers(path)
    values: dict[str, str] = {}
    for binding in parse_stream(StringIO(text)):
        if binding.error or (binding.key is not None and binding.value is None):
            raise ConfigurationError(
                f"{path}, line {binding.original.line}: this is not NAME=value.",
                "Put a value with spaces, quotes or # in single quotes.",
            )
        if binding.key is not None and binding.value is not None:
            values[binding.key] = binding.value
    return values


@lru_cache
def _warn_of_readers(path: Path) -> None:
    """Warn once for each file."""
    _log.warning("Other users of this machine can read %s. Close it: chmod 600 %s", path, path)
