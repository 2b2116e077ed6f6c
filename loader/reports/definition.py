"""A report's parameters and fields as the API defines them, and the check of declarations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import msgspec

from loader.errors import ReportError
from loader.reports import relative_dates
from loader.reports.declaration import Declaration

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# How many accepted values a message shows.
_SHOWN = 12
# A Postgres table takes 1,600 columns; some are the loader's own.
_MAX_FIELDS = 1_500


# The values of a dynamic set, as rows; None where the API does not give them.
ValueSet = Callable[[str], Sequence[Sequence[Any]] | None]


class ResponseColumn(msgspec.Struct, rename="camel"):
    """A column of a value set or of a report's rows."""

    name: str
    label: str = ""


class AcceptedValues(msgspec.Struct, rename="camel"):
    """The values that a parameter accepts.

    Attributes:
        fields: The columns of ``values``; the first is the value itself.
        dynamic_set_id: The name of a value set that the API lists elsewhere.
        values: The accepted values, if they are listed here.
    """

    fields: list[ResponseColumn] = []
    dynamic_set_id: str | None = None
    values: list[list[Any]] | None = None


class Parameter(msgspec.Struct, rename="camel"):
    """A report's parameter. ``data_type`` is String, Number, Boolean, Date or Time."""

    name: str
    label: str
    data_type: str
    is_array: bool
    is_required: bool
    accept_values: AcceptedValues | None = None

    def accepted(self, value_set: ValueSet) -> Sequence[Sequence[Any]] | None:
        """Return the accepted values with their labels; None if any, or if the API is silent."""
        accepts = self.accept_values
        if accepts is None:
            return None
        if accepts.values is None and accepts.dynamic_set_id is not None:
            return value_set(accepts.dynamic_set_id)
        return accepts.values


class ReportField(msgspec.Struct, rename="camel"):
    """A field of a report's rows."""

    name: str
    label: str
    data_type: str


class ReportDefinition(msgspec.Struct, rename="camel"):
    """A report as the API defines it.

    ``modified_on`` is when its structure last changed, as the API writes it.
    """

    id: int
    name: str
    parameters: list[Parameter]
    fields: list[ReportField]
    description: str | None = None
    modified_on: str = ""


def check(declaration: Declaration, definition: ReportDefinition, value_set: ValueSet) -> None:
    """Check a declaration against the report that it names.

    Args:
        declaration: The entry of reports.toml.
        definition: The report's definition.
        value_set: Fetches a dynamic value set.

    Raises:
        ReportError: Names the entry, the first mistake and its remedy.
    """
    known = {parameter.name: parameter for parameter in definition.parameters}
    for name, value in declaration.parameters.items():
        if name not in known:
            raise _mistake(
                declaration,
                f"the report has no parameter {name!r}{_near(name, known)}",
                f"It has {', '.join(known) or 'none'}.",
            )
        _check_value(declaration, known[name], value, value_set)
    missing = [p.name for p in known.values() if p.is_required]
    missing = [name for name in missing if name not in declaration.parameters]
    if missing:
        raise _mistake(
            declaration,
            f"the report requires {', '.join(missing)}",
            f"Add it to [{declaration.name}.parameters].",
        )
    fields = [field.name for field in definition.fields]
    if len(fields) > _MAX_FIELDS:
        raise _mistake(
            declaration,
            f"the report has {len(fields):,} fields, more than a Postgres table takes",
            f"Remove fields from the report in ServiceTitan; it may have {_MAX_FIELDS:,}.",
        )
    if len(set(fields)) != len(fields):
        raise _mistake(
            declaration, "the report has two fields of one name", "Rename one in ServiceTitan."
        )
    for what, names in (("key", declaration.key), ("types", tuple(declaration.types))):
        for name in names:
            if name not in fields:
                raise _mistake(
                    declaration,
                    f"{what} names {name!r}, which is no field of the report{_near(name, fields)}",
                    f"It has {', '.join(fields)}.",
                )


def _check_value(
    declaration: Declaration, parameter: Parameter, value: Any, value_set: ValueSet
) -> None:
    if isinstance(value, list) != parameter.is_array:
        takes = "a list of values" if parameter.is_array else "one value, no list"
        raise _mistake(declaration, f"parameter {parameter.name} takes {takes}", "Fix the value.")
    values = value if isinstance(value, list) else [value]
    for one in values:
        if not _fits(parameter.data_type, one):
            raise _mistake(
                declaration,
                f"parameter {parameter.name} is a {parameter.data_type}, and {one!r} is none",
                f"Days: 2024-01-31, or {relative_dates.EXAMPLES}."
                if parameter.data_type == "Date"
                else "Fix the value.",
            )
    rows = parameter.accepted(value_set)
    if rows is None:
        return
    accepted = [row[0] for row in rows if row]
    for one in values:
        # A set may list numbers as strings.
        if one not in accepted and str(one) not in map(str, accepted):
            shown = ", ".join(map(str, accepted[:_SHOWN]))
            raise _mistake(
                declaration,
                f"parameter {parameter.name} does not accept {one!r}",
                f"It accepts {shown}{', ...' if len(accepted) > _SHOWN else ''};"
                f" `python -m loader reports show {declaration.category} {declaration.id}` says"
                " what they mean.",
            )


def _fits(data_type: str, value: Any) -> bool:
    if data_type == "Boolean":
        return isinstance(value, bool)
    if data_type == "Number":
        return isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    if data_type == "Date":
        return isinstance(value, date) or _is_day(value)
    if data_type == "Time":
        return isinstance(value, (str, time, datetime))
    return data_type != "String" or isinstance(value, str)


def _is_day(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    if not _ISO_DAY.fullmatch(value):
        return relative_dates.is_relative_date(value)
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def values(
    declaration: Declaration,
    definition: ReportDefinition,
    today: date,
    window: relative_dates.ReportWindow | None,
) -> list[dict[str, Any]]:
    """Format the parameters for the API, with relative dates resolved (``2024-01-31``)."""
    types = {parameter.name: parameter.data_type for parameter in definition.parameters}
    return [
        {"name": name, "value": _sent(types[name], value, today, window)}
        for name, value in declaration.parameters.items()
    ]


def _sent(
    data_type: str, value: Any, today: date, window: relative_dates.ReportWindow | None
) -> Any:
    if isinstance(value, list):
        return [_sent(data_type, one, today, window) for one in value]
    if data_type == "Date" and isinstance(value, str) and relative_dates.is_relative_date(value):
        return relative_dates.resolve_relative_date(value, today, window).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return value


def _near(name: str, known: Iterable[str]) -> str:
    by_lower = {one.lower(): one for one in known}
    near = get_close_matches(name.lower(), by_lower, n=1)
    return f" (did you mean {by_lower[near[0]]}?)" if near else ""


def _mistake(declaration: Declaration, cause: str, remedy: str) -> ReportError:
    return ReportError(f"[{declaration.name}] in the file of reports: {cause}.", remedy)
