"""What is odd about some tenants. Everything must still tie: a warehouse loads it, too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sandbox.kpi_reports import telling_records
from sandbox.kpi_reports.planting import Site
from sandbox.report_types import PageFault

_UNITS = "settings/business-units"


@dataclass(frozen=True)
class Oddity:
    """An oddity: its name, what it is as a sentence, and what gives it to a tenant."""

    name: str
    what: str
    give: Callable[[Site], None]


def _equal_names(site: Site) -> None:
    first, second = _earning_units(site)[:2]
    name = site.fields(_UNITS, first)["name"]
    site.store.change(_UNITS, first, name=f"{name} ")
    site.store.change(_UNITS, second, name=name)


def _trailing_blanks(site: Site) -> None:
    for key in site.other(_UNITS):
        site.store.change(_UNITS, key, name=f"{site.fields(_UNITS, key)['name']}  ")


def _inactive_unit(site: Site) -> None:
    site.store.deactivate(_UNITS, _earning_units(site)[0])


def _earning_units(site: Site) -> list[int]:
    """The active units with revenue in the period, by id."""
    earning = {line.unit for line in site.ledger.lines if line.day in site.period and line.revenue}
    return sorted(key for key in site.other(_UNITS) if key in earning)


def _inactive_technician(site: Site) -> None:
    crew = (
        person
        for job in site.completed()
        if job.revenue
        for person in site.ledger.shares(job.record.id)
    )
    site.store.deactivate("settings/technicians", next(crew))


def _other_numbers(site: Site) -> None:
    words = list(site.reports.job_date_types.values())
    site.reports.number_job_dates({10 + place: word for place, word in enumerate(words[::-1])})


def _small_pages(site: Site) -> None:
    for report in site.reports.by_family.values():
        report.page_fault = PageFault("short", 3)


_ALL = (
    Oddity(
        "equal-unit-names",
        "Two business units have one name; one of them ends with a blank.",
        _equal_names,
    ),
    Oddity("trailing-blanks", "The names of all business units end with blanks.", _trailing_blanks),
    Oddity(
        "inactive-unit",
        "An earning business unit is inactive: reports show it if asked for inactive ones.",
        _inactive_unit,
    ),
    Oddity(
        "inactive-technician",
        "An earning technician is inactive: reports show them if asked for inactive ones.",
        _inactive_technician,
    ),
    Oddity(
        "date-types-renumbered",
        "DateType has other numbers than elsewhere; its value set says which.",
        _other_numbers,
    ),
    Oddity(
        "small-pages",
        "A page of a report has at most three rows, whatever pageSize asks for.",
        _small_pages,
    ),
    Oddity(
        "telling-records",
        "There are records by which every reading of the definitions gives other figures.",
        telling_records.add,
    ),
)
ODDITIES: Mapping[str, Oddity] = {one.name: one for one in _ALL}
