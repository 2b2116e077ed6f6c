"""What the API says about reports: categories, reports, their parameters and fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import msgspec

from loader.api.client import ApiClient
from loader.api.error_messages import gave_up_error, report_error
from loader.api.rejected_requests import RequestRejected
from loader.errors import AccessDenied
from loader.reports.declaration import Declaration
from loader.reports.definition import ReportDefinition, check

_PAGE_SIZE = 5000
# No tenant has a million categories, reports of a category, or values of a parameter.
_MAX_PAGES = 200

_Row = TypeVar("_Row")


class ListedReport(msgspec.Struct, rename="camel"):
    """A report, or a category of reports (whose id is a string).

    The API does not document ``modified_on`` in this list; where it is there, it tells that a
    report's definition has changed.
    """

    id: str | int
    name: str
    description: str | None = None
    modified_on: str | None = None


class _ListPage(msgspec.Struct, Generic[_Row], rename="camel"):
    has_more: bool
    data: list[_Row]


def describe(client: ApiClient, declaration: Declaration) -> ReportDefinition:
    """Fetch a report's definition and check the declaration against it.

    Raises:
        LoaderError: With cause and remedy.
    """
    definition = fetch_definition(client, declaration)
    check(declaration, definition, lambda name: value_set(client, name))
    return definition


def fetch_definition(client: ApiClient, declaration: Declaration) -> ReportDefinition:
    """Fetch a report's definition, without checking the declaration against it.

    Raises:
        LoaderError: With cause and remedy.
    """
    try:
        return client.record(declaration.path, ReportDefinition)
    except RequestRejected as error:
        raise report_error(error.status, declaration.label, error.detail) from None


def list_reports(client: ApiClient, category: str | None) -> list[ListedReport]:
    """List the categories of reports, or the reports of one category.

    Raises:
        LoaderError: With cause and remedy; also for a list without end.
    """
    path = "report-categories"
    if category is not None:
        path = f"report-category/{quote(category, safe='')}/reports"
    try:
        return list(_rows(client, path, _ListPage[ListedReport]))
    except RequestRejected as error:
        raise report_error(error.status, f"category {category}", error.detail) from None


def value_set(client: ApiClient, name: str) -> Sequence[Sequence[Any]] | None:
    """Fetch the rows of a dynamic value set.

    Returns:
        None where the API does not provide them; it then checks a parameter's value itself.
    """
    path = f"dynamic-value-sets/{quote(name, safe='')}"
    try:
        return list(_rows(client, path, _ListPage[list[Any]]))
    except (RequestRejected, AccessDenied):
        return None


def _rows(client: ApiClient, path: str, kind: type[_ListPage[_Row]]) -> Iterator[_Row]:
    path = f"/reporting/v2/tenant/{{tenant}}/{path}"
    before: list[_Row] = []
    for number in range(1, _MAX_PAGES + 1):
        paging: Mapping[str, str] = {"page": str(number), "pageSize": str(_PAGE_SIZE)}
        page = client.record(path, kind, paging)
        if page.has_more and page.data in ([], before):
            raise gave_up_error(path, "a page that has more and shows nothing new", 1)
        yield from page.data
        if not page.has_more:
            return
        before = page.data
    raise gave_up_error(path, "a page that has more", _MAX_PAGES)
