"""A report's parameters, by their names: the period, and what ServiceTitan demands besides.

A report made of several templates puts the template before a name (``Technicians_From``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any

from loader.errors import ReportError
from loader.reports.definition import Parameter, ReportDefinition
from loader.tie_out.period import Period

ValueSet = Callable[[str], Sequence[Sequence[Any]] | None]

DATE_TYPE = "DateType"
UNITS = "BusinessUnitIds"


class JobDate(Enum):
    """The date by which a report chooses jobs: a part of its label in the list of DateType.

    Its number differs between templates, and a wrong number chooses by another date without an
    error.
    """

    COMPLETION = "complet"
    CREATION = "creat"


def has_parameter(definition: ReportDefinition, name: str) -> bool:
    """Return whether the report has a parameter of this name, with a template's name or without."""
    return any(_plain(one) == name for one in definition.parameters)


def parameter_values(
    definition: ReportDefinition,
    label: str,
    period: Period,
    value_set: ValueSet,
    *,
    given: Mapping[str, Any] | None = None,
    unit: int | None = None,
    by: JobDate = JobDate.COMPLETION,
) -> list[dict[str, Any]]:
    """Return the values to send.

    Args:
        definition: The report.
        label: How messages name it.
        period: Becomes From and To.
        value_set: Fetches a dynamic value set.
        given: Values that the user declared; they win.
        unit: The only business unit to read.
        by: The date of jobs by which they are chosen.

    Raises:
        ReportError: The report requires a value that nothing tells.
    """
    values: list[dict[str, Any]] = []
    given = given or {}
    for parameter in definition.parameters:
        if parameter.name in given:
            value = given[parameter.name]
        else:
            value = _value(parameter, label, period, value_set, unit, by)
        if value is not None:
            values.append({"name": parameter.name, "value": value})
        elif parameter.is_required:
            raise ReportError(
                f"{label} requires {parameter.name}, for which a tie-out has no value.",
                "Declare the report with its parameters in reports.toml, under [tie_out.<kind>].",
            )
    return values


def _value(
    parameter: Parameter,
    label: str,
    period: Period,
    value_set: ValueSet,
    unit: int | None,
    by: JobDate,
) -> Any:
    name = _plain(parameter)
    if name == "From":
        return period.start.isoformat()
    if name == "To":
        return period.end.isoformat()
    if name == "IncludeInactive":
        return True
    if name == UNITS and unit is not None:
        return [unit]
    if name == DATE_TYPE:
        return _date_type(parameter, label, value_set, by)
    return None


def _date_type(parameter: Parameter, label: str, value_set: ValueSet, by: JobDate) -> Any:
    """Return the number of the date by which the report is to choose jobs."""
    rows = parameter.accepted(value_set) or ()
    found = [row[0] for row in rows if len(row) > 1 and by.value in str(row[1]).lower()]
    if len(found) == 1:
        return found[0]
    shown = ", ".join(" = ".join(map(str, row)) for row in rows) or "nothing"
    raise ReportError(
        f"{label}: which {parameter.name} means {by.name.lower()} is not clear; ServiceTitan"
        f" lists {shown}.",
        "Declare it in reports.toml, under [tie_out.<kind>.parameters].",
    )


def _plain(parameter: Parameter) -> str:
    return parameter.name.rpartition("_")[2]
