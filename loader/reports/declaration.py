"""``reports.toml``: which reports are loaded, with which parameters, into which tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, ClassVar, get_args

import msgspec

from loader.catalogue import ENDPOINTS
from loader.catalogue.columns import PgType
from loader.errors import ConfigurationError
from loader.reports.relative_dates import PERIODS, Period, is_window_edge
from loader.toml_file import read_toml

EXAMPLE = "reports.example.toml"
# The heading below which loader.tie_out finds its own entries; it declares no report to load.
TIE_OUT = "tie_out"
MODULE = "reports"
PREFIX = "report_"
# raw_st_report_<name>, and the names of its indexes, must fit the 63 bytes of a Postgres name.
LONGEST_NAME = 36

# What each key must be, for messages.
_MUST_BE: Mapping[str, str] = {
    "category": 'the id of a category, like "accounting"',
    "id": "a report's number",
    "parameters": "a table of names and values",
    "key": "a list of field names",
    "types": f"a table of fields and types ({', '.join(get_args(PgType))})",
    "windows": 'a table of every (like "month"), since (like 2024-01-01) and again',
    "windows.every": f"one of {', '.join(PERIODS)}",
    "windows.since": "a date like 2024-01-31",
    "windows.again": "a whole number from 1 on",
}


class DeclarationError(Exception):
    """An invalid entry in reports.toml; its text says what is wrong."""


class WindowSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One request for each period (week, month, ...) from a start date.

    Attributes:
        every: The period.
        since: A day in the first period.
        again: How many of the last windows each load reads again, because their numbers still
            change.
    """

    every: Period
    since: date
    again: Annotated[int, msgspec.Meta(ge=1)] = 1


class Declaration(msgspec.Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """One entry of the file.

    Attributes:
        name: The entry's heading. The endpoint is ``report_<name>``, the table
            ``raw_st_report_<name>``.
        category: The category's id.
        id: The report's number.
        parameters: Values by the API's names; dates may be relative (see ``relative_dates``).
        key: Fields that identify a row within a window. Without them, rows are numbered.
        types: Postgres types for fields where the API's own type is not the best.
        windows: Set where the report is read window by window; otherwise each load reads it whole.
    """

    name: str
    category: Annotated[str, msgspec.Meta(pattern=r"^[\w.~-]+$")]
    id: Annotated[int, msgspec.Meta(ge=1)]
    parameters: dict[str, Any] = {}
    key: tuple[str, ...] = ()
    types: dict[str, PgType] = {}
    windows: WindowSettings | None = None

    # What a selection looks at: never loaded unless selected, all together as one module.
    default: ClassVar[bool] = False
    modules: ClassVar[tuple[str, ...]] = (MODULE,)
    parent: ClassVar[None] = None

    @property
    def endpoint(self) -> str:
        """The name by which it is selected."""
        return PREFIX + self.name

    @property
    def path(self) -> str:
        """The report's path, without its data."""
        return f"/reporting/v2/tenant/{{tenant}}/report-category/{self.category}/reports/{self.id}"

    @property
    def label(self) -> str:
        """How messages name the report."""
        return f"report {self.id} of category {self.category}"

    def __post_init__(self) -> None:
        # Single underscores: dlt would write others its own way.
        if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", self.name):
            raise DeclarationError(
                "the name must consist of lowercase letters and digits, with _ between words"
            )
        if len(self.name) > LONGEST_NAME:
            raise DeclarationError(f"the name is longer than {LONGEST_NAME} characters")
        if self.endpoint in ENDPOINTS:
            raise DeclarationError(f"{self.endpoint} is an endpoint of the API; use another name")
        if len(set(self.key)) != len(self.key):
            raise DeclarationError("key names a field twice")
        uses_edges = any(is_window_edge(e) for v in self.parameters.values() for e in _values(v))
        if uses_edges and self.windows is None:
            raise DeclarationError("a parameter is window-start or window-end without [windows]")
        if self.windows is not None and not uses_edges:
            raise DeclarationError(
                "no parameter is window-start or window-end, so all windows would be the same"
            )


def _values(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def declare(name: str, entry: Any) -> Declaration:
    """Parse one entry.

    Raises:
        DeclarationError: The entry is wrong; the text says what about it.
    """
    if not isinstance(entry, dict):
        raise DeclarationError("it belongs to no report; begin with a heading like [revenue]")
    if "name" in entry:
        raise DeclarationError("name is unknown; the heading is the report's name")
    try:
        return msgspec.convert({**entry, "name": name}, Declaration)
    except msgspec.ValidationError as error:
        raise DeclarationError(_explain(str(error), entry)) from None


def read_file(path: Path) -> dict[str, Declaration]:
    """Read the declared reports, by endpoint name.

    Raises:
        ConfigurationError: Names file, entry, cause and remedy.
    """
    declared = [
        _declaration(path, name, entry)
        for name, entry in read_entries(path).items()
        if name != TIE_OUT
    ]
    return {declaration.endpoint: declaration for declaration in declared}


def read_entries(path: Path) -> dict[str, Any]:
    """Read the file's entries, by heading, unchecked.

    Raises:
        ConfigurationError: The file is missing, cannot be read, or is not TOML.
    """
    try:
        return read_toml(path, unreadable="SERVICETITAN_REPORTS names the file.")
    except FileNotFoundError:
        raise ConfigurationError(
            f"There is no {path}, so no report is declared.",
            f"Copy {EXAMPLE} to {path.name} and declare one; `python -m loader reports list`"
            " shows what there is.",
        ) from None


def _declaration(path: Path, name: str, entry: Any) -> Declaration:
    try:
        return declare(name, entry)
    except DeclarationError as error:
        raise ConfigurationError(
            f"{path.name}, [{name}]: {error}.",
            f"Fix the entry; {EXAMPLE} explains each line.",
        ) from None


def _explain(message: str, entry: Mapping[str, Any]) -> str:
    """Translate msgspec's error into the words of the file."""
    what, _, place = message.partition(" - at `$.")
    path = re.split(r"[\[`]", place)[0]
    if match := re.search(r"missing required field `(.+)`", what):
        return f"{_joined(path, match[1])} is missing"
    if match := re.search(r"unknown field `(.+)`", what):
        return _unknown(path, match[1])
    value: Any = entry
    for step in path.split("."):
        value = value[step]
    return f"{path} is {value!r}, not {_MUST_BE[path]}"


def _unknown(path: str, name: str) -> str:
    known = [key.removeprefix(f"{path}.") for key in _MUST_BE if key.rpartition(".")[0] == path]
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {_joined(path, near[0])}?" if near else f"known are {', '.join(known)}"
    return f"{_joined(path, name)} is unknown; {hint}"


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
