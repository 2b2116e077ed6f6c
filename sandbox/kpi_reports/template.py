"""How a report is declared: parameters, fields, and what its rows are about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeVar

from sandbox.kpi_reports.figures import Period
from sandbox.kpi_reports.ledger import Ledger
from sandbox.report_types import Parameter, Values

Subject = TypeVar("Subject")
_CENT = Decimal("0.01")
_DOUBLE = Context(prec=16)  # digits of the floating-point numbers that reports are made of
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

BUSINESS_UNITS = "business-units"
JOB_DATE_SET = "job-date-filter-type"
JOB_TYPES = "job-types"
PAYMENT_DATE_TYPES = "payment-date-filter-type"


class Field(NamedTuple, Generic[Subject]):
    """A field of a report: its name, its type and its value in the row about a subject."""

    name: str
    data_type: str
    value: Callable[[Subject], Any]

    @property
    def label(self) -> str:
        """The field's heading: its name in words."""
        return _WORD.sub(" ", self.name)


@dataclass(frozen=True)
class Template(Generic[Subject]):
    """A stock report.

    Attributes:
        family: Our name of the report; its names and ids in the API differ between tenants.
        parameters: What a request may filter by.
        fields: In the order of the values in a row.
        subjects: What the rows are about, in their order, for the values of the parameters.
    """

    family: str
    parameters: tuple[Parameter, ...]
    fields: tuple[Field[Subject], ...]
    subjects: Callable[[Ledger, Values], Iterable[Subject]]

    def __post_init__(self) -> None:
        names = [one.name for one in self.fields]
        if len(set(names)) != len(names):
            raise ValueError(f"report {self.family}: two fields have one name: {names}")

    def rows(self, ledger: Ledger, values: Values) -> list[list[Any]]:
        """The rows, each with one value for every field."""
        return [
            [one.value(subject) for one in self.fields] for subject in self.subjects(ledger, values)
        ]


# Parameters ------------------------------------------------------------------------------------

FROM = Parameter("From", "Date", is_required=True)
TO = Parameter("To", "Date", is_required=True)
RANGE = (FROM, TO)
INCLUDE_INACTIVE = Parameter("IncludeInactive", "Boolean", "Include Inactive")


def of_units(name: str, label: str, *, is_array: bool) -> Parameter:
    """A filter by business units."""
    return Parameter(name, "Number", label, is_array=is_array, accepts=BUSINESS_UNITS)


def date_type(value_set: str) -> Parameter:
    """Which of a record's dates the range is about."""
    return Parameter("DateType", "Number", "Date Type", is_required=True, accepts=value_set)


def prefixed(prefix: str, parameters: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """The parameters of a report with several templates, which carry their template's name."""
    return tuple(replace(one, name=f"{prefix}_{one.name}") for one in parameters)


def period(values: Values) -> Period:
    """The days of a request."""
    return Period(_day(values["From"]), _day(values["To"]))


def last_day(values: Values) -> date:
    """The last day of a request."""
    return _day(values["To"])


def _day(value: str) -> date:
    return date.fromisoformat(value[:10])


def chosen(values: Values, name: str) -> frozenset[int] | None:
    """The ids of a filter, one or many; None where there is no such filter."""
    given = values.get(name)
    if given is None or given == []:
        return None
    return frozenset(map(int, given if isinstance(given, list) else [given]))


# Values ----------------------------------------------------------------------------------------


def ratio(above: Decimal | int, below: Decimal | int) -> Decimal | None:
    """A ratio with the digits of a double; None where nothing is below."""
    return _DOUBLE.divide(Decimal(above), Decimal(below)) if below else None


def cents(amount: Fraction) -> Decimal:
    """An amount in dollars, rounded to cents."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(_CENT, ROUND_HALF_UP)


def date_value(day: date | None, ledger: Ledger) -> str | None:
    """A day as reports write it: local midnight with its offset."""
    if day is None:
        return None
    midnight = datetime(day.year, day.month, day.day, tzinfo=ledger.readings.zone)
    return midnight.isoformat()


def number(name: str, value: Callable[[Subject], Any]) -> Field[Subject]:
    """A field that holds numbers."""
    return Field(name, "Number", value)


def text(name: str, value: Callable[[Subject], Any]) -> Field[Subject]:
    """A field that holds text."""
    return Field(name, "String", value)


def picked(known: Mapping[str, Field[Subject]], *names: str) -> tuple[Field[Subject], ...]:
    """Some of the fields that a template could show."""
    return tuple(known[name] for name in names)
