"""``reports.toml``: which reports are loaded, with which parameters, into which tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from loader.catalogue import ENDPOINTS
from loader.catalogue.columns import PgType
from loader.errors import ConfigurationError
from loader.reports.relative_dates import PERIODS, Period, is_window_edge

EXAMPLE = "reports.example.toml"
MODULE = "reports"
PREFIX = "report_"
# raw_st_report_<name>, and the names of its indexes, must fit the 63 bytes of a Postgres name.
LONGEST_NAME = 36
_KEYS = ("category", "id", "parameters", "key", "types", "windows")
_WINDOW_KEYS = ("every", "since", "again")


class DeclarationError(Exception):
    """What is wrong with an entry, in words."""


@dataclass(frozen=True, kw_only=True)
class WindowSettings:
    """One request for each week, month, ... since a day.

    ``again``  so many of the last windows are read again by each load: their numbers still move.
    """

    every: Period
    since: date
    again: int = 1

    def __post_init__(self) -> None:
        if self.every not in PERIODS:
            raise DeclarationError(
                f"windows.every is {self.every!r}, not one of {', '.join(PERIODS)}"
            )
        if isinstance(self.since, datetime) or not isinstance(self.since, date):
            raise DeclarationError(f"windows.since is {self.since!r}, not a date like 2024-01-31")
        if not _is_whole(self.again) or self.again < 1:
            raise DeclarationError(f"windows.again is {self.again!r}, not a whole number from 1 on")


@dataclass(frozen=True, kw_only=True, eq=False)
class Declaration:
    """One entry of the file.

    ``name``        its heading; the endpoint is ``report_<name>``, the table
                    ``raw_st_report_<name>``.
    ``parameters``  by the API's names: fixed values, or days by name (see ``relative_dates``).
    ``key``         fields that, within a window, identify a row; without them its number does.
    ``types``       Postgres types of fields for which the API's own type is not the best.
    ``windows``     where the report is read in pieces; else as a whole by each load.
    """

    name: str
    category: str
    id: int
    parameters: Mapping[str, Any] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    types: Mapping[str, PgType] = field(default_factory=dict)
    windows: WindowSettings | None = None

    # What a selection looks at: never loaded unless selected, all together as one module.
    default = False
    modules = (MODULE,)
    parent = None

    @property
    def endpoint(self) -> str:
        """The name by which it is selected."""
        return PREFIX + self.name

    @property
    def path(self) -> str:
        """The report's path, without its data."""
        return f"/reporting/v2/tenant/{{tenant}}/report-category/{self.category}/reports/{self.id}"

    def __post_init__(self) -> None:
        # Single underscores: dlt would write others its own way.
        if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", self.name):
            raise DeclarationError(
                "the name is not of small letters and digits, with _ between words"
            )
        if len(self.name) > LONGEST_NAME:
            raise DeclarationError(f"the name is longer than {LONGEST_NAME} letters")
        if not isinstance(self.category, str) or not re.fullmatch(r"[\w.~-]+", self.category):
            raise DeclarationError(f"category is {self.category!r}, not the id of a category")
        if not _is_whole(self.id) or self.id < 1:
            raise DeclarationError(f"id is {self.id!r}, not a report's number")
        if not isinstance(self.parameters, dict):
            raise DeclarationError("parameters is no table of names and values")
        if not isinstance(self.types, dict):
            raise DeclarationError("types is no table of fields and types")
        for name, kind in self.types.items():
            if kind not in get_args(PgType):
                raise DeclarationError(
                    f"types.{name} is {kind!r}, not one of {', '.join(get_args(PgType))}"
                )
        if not all(isinstance(name, str) for name in self.key):
            raise DeclarationError("key is no list of field names")
        if len(set(self.key)) != len(self.key):
            raise DeclarationError("key names a field twice")
        self._check_windows()

    def _check_windows(self) -> None:
        asks = any(is_window_edge(one) for v in self.parameters.values() for one in _values(v))
        if asks and self.windows is None:
            raise DeclarationError("a parameter is a day of the window, and there are no windows")
        if self.windows is not None and not asks:
            raise DeclarationError(
                "no parameter is window-start or window-end, so that all windows would be the same"
            )


def _values(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def read_file(path: Path) -> dict[str, Declaration]:
    """The declared reports, by endpoint name.

    Raises ``ConfigurationError`` that names file, entry, cause and remedy.
    """
    try:
        with path.open("rb") as file:
            entries = tomllib.load(file, parse_float=Decimal)
    except FileNotFoundError:
        raise ConfigurationError(
            f"There is no {path}, so that no report is declared.",
            f"Copy {EXAMPLE} to {path.name} and declare one; `python -m loader reports list`"
            " shows what there is.",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is no TOML: {error}.", "Mend that line.") from None
    declared = [_declaration(path, name, entry) for name, entry in entries.items()]
    return {declaration.endpoint: declaration for declaration in declared}


def _declaration(path: Path, name: str, entry: Any) -> Declaration:
    try:
        return _parsed(name, entry)
    except DeclarationError as error:
        raise ConfigurationError(
            f"{path.name}, [{name}]: {error}.",
            f"Mend the entry; {EXAMPLE} explains each line.",
        ) from None


def _parsed(name: str, entry: Any) -> Declaration:
    if not isinstance(entry, dict):
        raise DeclarationError(
            "it stands outside of any report; begin with a heading like [revenue]"
        )
    _refuse_unknown(entry, _KEYS, "")
    missing = [key for key in ("category", "id") if key not in entry]
    if missing:
        raise DeclarationError(f"{' and '.join(missing)} is missing")
    if not isinstance(entry.get("key", []), list):
        raise DeclarationError("key is no list of field names")
    declaration = Declaration(
        name=name,
        **{
            **entry,
            "key": tuple(entry.get("key", ())),
            "windows": _windows(entry["windows"]) if "windows" in entry else None,
        },
    )
    if declaration.endpoint in ENDPOINTS:
        raise DeclarationError(
            f"{declaration.endpoint} is an endpoint of the API; take another name"
        )
    return declaration


def _windows(entry: Any) -> WindowSettings:
    if not isinstance(entry, dict) or not {"every", "since"} <= set(entry):
        raise DeclarationError('windows needs every (like "month") and since (like 2024-01-01)')
    _refuse_unknown(entry, _WINDOW_KEYS, "windows.")
    return WindowSettings(**entry)


def _refuse_unknown(entry: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in entry:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f"did you mean {where}{near[0]}?" if near else f"there are {', '.join(known)}"
            raise DeclarationError(f"{where}{key} is unknown; {hint}")
