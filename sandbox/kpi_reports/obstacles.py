"""What keeps an application from reading a report, or the records that it counts, completely."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sandbox.auth import Auth
from sandbox.kpi_reports.tenant import KpiReports
from sandbox.report_types import PageFault, PageFaultKind
from sandbox.store import Store


@dataclass(frozen=True)
class Access:
    """What an application may read of a tenant."""

    store: Store
    reports: KpiReports
    auth: Auth


@dataclass(frozen=True)
class Obstacle:
    """An obstacle.

    Attributes:
        name: What to put in the way, as in ``page-cut``.
        what: What happens, as a sentence.
        of_report: Whether it concerns one report, whose family is given.
        put: Puts it there, and returns what takes it away again.
    """

    name: str
    what: str
    of_report: bool
    put: Callable[[Access, str], Callable[[], None]]


def _pages(kind: PageFaultKind, rows: int = 0) -> Callable[[Access, str], Callable[[], None]]:
    def put(access: Access, family: str) -> Callable[[], None]:
        report = access.reports.by_family[family]
        report.page_fault = PageFault(kind, rows)

        def take_away() -> None:
            report.page_fault = None

        return take_away

    return put


def _not_shared(status: int) -> Callable[[Access, str], Callable[[], None]]:
    def put(access: Access, family: str) -> Callable[[], None]:
        access.reports.withhold(access.store, family, status)
        return lambda: access.reports.share(access.store, family)

    return put


def _no_scope(path: str) -> Callable[[Access, str], Callable[[], None]]:
    def put(access: Access, _: str) -> Callable[[], None]:
        patterns = [f"*/tenant/*/{path}", f"*/tenant/*/export/{path}"]
        for pattern in patterns:
            access.auth.forbid(pattern)

        def take_away() -> None:
            for pattern in patterns:
                access.auth.allow(pattern)

        return take_away

    return put


_ALL = (
    Obstacle(
        "page-cut",
        "A report's rows after the second are never sent; totalCount counts them.",
        True,
        _pages("cut", 2),
    ),
    Obstacle(
        "page-says-done",
        "Every page of a report says that it is the last.",
        True,
        _pages("says_done"),
    ),
    Obstacle(
        "page-says-more",
        "The last page of a report says that there are more.",
        True,
        _pages("says_more"),
    ),
    Obstacle(
        "report-not-listed",
        "The report is not shared with the app: it is in no list, and its id gives a 404.",
        True,
        _not_shared(404),
    ),
    Obstacle(
        "report-forbidden",
        "The report is listed, and the app may not read it: 403.",
        True,
        _not_shared(403),
    ),
    Obstacle("no-calls-scope", "The app may not read calls.", False, _no_scope("calls")),
    Obstacle(
        "no-estimates-scope", "The app may not read estimates.", False, _no_scope("estimates")
    ),
    Obstacle(
        "no-memberships-scope",
        "The app may not read memberships.",
        False,
        _no_scope("memberships"),
    ),
    Obstacle("no-payments-scope", "The app may not read payments.", False, _no_scope("payments")),
    Obstacle(
        "no-splits-scope", "The app may not read job splits.", False, _no_scope("jobs/splits")
    ),
)
OBSTACLES: Mapping[str, Obstacle] = {one.name: one for one in _ALL}
