"""Which requests a tie-out will send, counted before the first one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from loader.api.client import ApiClient
from loader.errors import ReportError
from loader.extract.report_definitions import value_set
from loader.tie_out.compare import Names
from loader.tie_out.discover import FoundReport
from loader.tie_out.fetch import DataRequest
from loader.tie_out.fingerprints import Fingerprint, JobList
from loader.tie_out.parameters import UNITS, JobDate, has_parameter, parameter_values
from loader.tie_out.period import Period


@dataclass(frozen=True)
class Reading:
    """A report, and the requests that read it.

    Attributes:
        fingerprint: What it proves.
        report: The report.
        period: The days that it shows; today alone for a report as of a day.
        whole: The request for all rows.
        units: Further requests, by business unit: for units that share a name.
    """

    fingerprint: Fingerprint
    report: FoundReport
    period: Period
    whole: DataRequest
    units: Mapping[int, DataRequest]

    @property
    def requests(self) -> int:
        """How many there are, if each has one page."""
        return 1 + len(self.units)


@dataclass(frozen=True)
class Plan:
    """What to read.

    Attributes:
        readings: In the order in which they are read.
        job_lists: The list of jobs by a date of theirs; read if something differs.
        refused: Reports that cannot be read, with the reason; by kind.
    """

    readings: Sequence[Reading]
    job_lists: Mapping[JobDate, DataRequest]
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """How many requests it takes, if each has one page and everything ties."""
        return sum(one.requests for one in self.readings)

    def minutes(self, per_minute: float) -> int:
        """Return for how many minutes the limit makes the run wait at least."""
        most = max((one.requests for one in self.readings), default=1)
        return int((most - 1) / per_minute)


def make_plan(
    client: ApiClient,
    reports: Iterable[FoundReport],
    period: Period,
    today: date,
    names: Mapping[str, Names],
) -> Plan:
    """Plan the requests for reports.

    Args:
        client: Fetches dynamic value sets.
        reports: The reports.
        period: The days.
        today: The tenant's day, for reports as of now.
        names: The names of each subject, by the subject's name.

    Raises:
        LoaderError: The API fails.
    """
    readings: list[Reading] = []
    job_lists: dict[JobDate, DataRequest] = {}
    refused: dict[str, str] = {}
    for report in reports:
        kind = report.kind
        try:
            if isinstance(kind, Fingerprint):
                days = period if kind.subject.day_column else Period(today, today)
                _check(kind, days, names[kind.subject.name])
                readings.append(_reading(client, kind, report, days, names[kind.subject.name]))
            elif isinstance(kind, JobList):
                for by in JobDate:
                    job_lists[by] = _request(client, report, period, by=by)
        except ReportError as error:
            refused[kind.name] = str(error)
    return Plan(readings, job_lists, refused)


def _check(kind: Fingerprint, period: Period, names: Names) -> None:
    """Raise ``ReportError`` if there is nothing to compare with."""
    if kind.subject.monthly and not period.is_whole_months:
        raise ReportError(
            f"The warehouse knows {kind.title} by the month, and {period} is none.",
            "Choose whole months to compare them.",
        )
    if not names.by_id:
        raise ReportError(
            f"The warehouse has no {kind.subject.name} to compare with.",
            "Load them: SERVICETITAN_SELECT=kpi loads all that the marts use.",
        )


def _reading(
    client: ApiClient, kind: Fingerprint, report: FoundReport, period: Period, names: Names
) -> Reading:
    units: dict[int, DataRequest] = {}
    is_by_unit = kind.subject.name == "business unit" and not kind.key_is_id
    if is_by_unit and has_parameter(report.definition, UNITS):
        units = {
            number: _request(client, report, period, unit=number)
            for of_name in names.shared().values()
            for number in of_name
        }
    return Reading(kind, report, period, _request(client, report, period), units)


def _request(
    client: ApiClient,
    report: FoundReport,
    period: Period,
    *,
    unit: int | None = None,
    by: JobDate = JobDate.COMPLETION,
) -> DataRequest:
    values = parameter_values(
        report.definition,
        report.label,
        period,
        lambda name: value_set(client, name),
        given=report.override.parameters if report.override else None,
        unit=unit,
        by=by,
    )
    return DataRequest(report.path, report.label, values)
