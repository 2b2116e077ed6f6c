"""``[tie_out.<kind>]`` in reports.toml: the report to read where its fields do not tell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from loader.errors import ConfigurationError
from loader.reports.declaration import EXAMPLE, TIE_OUT, read_entries
from loader.tie_out.fingerprints import KINDS


class Override(msgspec.Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """A report named by the user.

    Attributes:
        category: The category's id.
        id: The report's number.
        parameters: Values besides the period, by the API's names.
    """

    category: Annotated[str, msgspec.Meta(pattern=r"^[\w.~-]+$")]
    id: Annotated[int, msgspec.Meta(ge=1)]
    parameters: dict[str, Any] = {}


def read_overrides(path: Path) -> Mapping[str, Override]:
    """Read the entries below ``[tie_out]``, by kind of report; none if there is no file.

    Raises:
        ConfigurationError: The file or an entry is wrong.
    """
    if not path.exists():
        return {}
    entries = read_entries(path).get(TIE_OUT, {})
    if not isinstance(entries, dict):
        raise _mistake(path, TIE_OUT, "it is no table")
    found: dict[str, Override] = {}
    for name, entry in entries.items():
        heading = f"{TIE_OUT}.{name}"
        if name not in KINDS:
            raise _mistake(path, heading, f"the kinds are {', '.join(KINDS)}")
        try:
            found[name] = msgspec.convert(entry, Override)
        except msgspec.ValidationError as error:
            raise _mistake(path, heading, str(error)) from None
    return found


def _mistake(path: Path, heading: str, what: str) -> ConfigurationError:
    return ConfigurationError(
        f"{path.name}, [{heading}]: {what}.", f"Fix the entry; {EXAMPLE} shows one."
    )
