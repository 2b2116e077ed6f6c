"""Reads the files of declarations that users write: ``tenants.toml``, ``reports.toml``."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from loader.errors import ConfigurationError


def read_toml(path: Path, *, unreadable: str) -> dict[str, Any]:
    """Read a file; numbers with a fraction are ``Decimal``, as written.

    Args:
        path: The file.
        unreadable: The remedy where it cannot be read.

    Raises:
        FileNotFoundError: There is no such file.
        ConfigurationError: It cannot be read, or is not TOML.
    """
    try:
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Decimal)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read ({error.strerror}).", unreadable) from None
    except (ValueError, ArithmeticError, RecursionError) as error:
        # A number of too many digits gives other errors than TOML's own.
        reason = "a number is too large" if isinstance(error, ArithmeticError) else str(error)
        raise ConfigurationError(f"{path} is not valid TOML: {reason}.", "Fix that line.") from None
