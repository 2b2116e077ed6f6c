"""Which requests a tie-out will send, counted before the first one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loader.api.client import ApiClient
from loader.errors import ReportError
from loader.extract.report_definitions import value_set
from loader.tie_out.compare import Names
from loader.tie_out.discover import FoundReport
from loader.tie_out.fetch import DataRequest
from loader.tie_out.parameters import UNITS, has_parameter, parameter_values
from loader.tie_out.period import Period


@dataclass(frozen=True)
class Reading:
    """A report, and the requests that read it.

    Attributes:
        report: The report.
        period: The days to read.
        whole: The request for all rows.
        units: Further requests, by business unit: for units that share a name.
    """

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
        refused: Reports that cannot be read, with the reason.
    """

    readings: Sequence[Reading]
    refused: Mapping[str, str]

    @property
    def requests(self) -> int:
        """How many requests it takes, if each has one page."""
        return sum(one.requests for one in self.readings)

    def minutes(self, per_minute: float) -> int:
        """Return for how many minutes the limit makes the run wait at least."""
        by_path: dict[str, int] = {}
        for one in self.readings:
            by_path[one.whole.path] = by_path.get(one.whole.path, 0) + one.requests
        return max((int((count - 1) / per_minute) for count in by_path.values()), default=0)


def make_plan(
    client: ApiClient,
    reports: Iterable[FoundReport],
    period: Period,
    names: Mapping[str, Names],
) -> Plan:
    """Plan the requests for reports.

    Args:
        client: Fetches dynamic value sets.
        reports: The reports.
        period: The days.
        names: The names of each subject, by the subject's name.

    Raises:
        LoaderError: The API fails.
    """
    readings: list[Reading] = []
    refused: dict[str, str] = {}
    for report in reports:
        try:
            readings.append(
                _reading(client, report, period, names[report.fingerprint.subject.name])
            )
        except ReportError as error:
            refused[report.fingerprint.name] = str(error)
    return Plan(readings, refused)


def _reading(client: ApiClient, report: FoundReport, period: Period, names: Names) -> Reading:
    def request(unit: int | None = None) -> DataRequest:
        values = parameter_values(
            report.definition,
            report.label,
            period,
            lambda name: value_set(client, name),
            given=report.override.parameters if report.override else None,
            unit=unit,
        )
        return DataRequest(report.path, report.label, values)

    units: dict[int, DataRequest] = {}
    by_name = report.fingerprint.key_is_id is False
    if (
        by_name
        and names.subject.name == "business unit"
        and has_parameter(report.definition, UNITS)
    ):
        units = {i: request(i) for of_name in names.shared().values() for i in of_name}
    return Reading(report, period, request(), units)
