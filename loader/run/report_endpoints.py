"""Before a run: fetches each selected report's definition and makes it an endpoint with columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial

from psycopg2.extensions import cursor as Cursor

from loader.api.client import ApiClient
from loader.catalogue import Endpoint
from loader.errors import ConfigurationError, LoaderError
from loader.extract.report_definitions import describe
from loader.reports.declaration import Declaration
from loader.reports.definition import ReportDefinition
from loader.reports.endpoint import report_endpoint
from loader.reports.relative_dates import today_in
from loader.warehouse import tables
from loader.warehouse.session import Session

_MAX_THREADS = 8


@dataclass
class DescribedReports:
    """The report endpoints of a run, and endpoints that it cannot load, each with its error."""

    ready: list[Endpoint] = field(default_factory=list)
    refused: list[tuple[Endpoint, LoaderError]] = field(default_factory=list)
    requests: dict[str, int] = field(default_factory=dict)

    def refuse(self, endpoint: Endpoint, error: LoaderError) -> None:
        """Give an endpoint of the run an error: it is not read."""
        self.ready = [one for one in self.ready if one.table != endpoint.table]
        self.refused.append((endpoint, error))

    def refuse_wrong_configuration(self) -> None:
        """Raise what would fail the same way for every endpoint."""
        for _, error in self.refused:
            if isinstance(error, ConfigurationError):
                raise error


def describe_reports(
    client: ApiClient,
    session: Session,
    schema: str,
    declarations: Iterable[Declaration],
    notify: Callable[[str], None],
) -> DescribedReports:
    """Fetch each report's definition and compare it with the report's table, if there is one.

    No transaction is open during the requests, which the API may slow down to a few a minute.

    One report's failure does not stop the others.
    """
    declarations = tuple(declarations)
    found = DescribedReports()
    if not declarations:
        return found
    today = today_in(client.api.timezone)
    readers = [client.session() for _ in declarations]
    with ThreadPoolExecutor(_MAX_THREADS, thread_name_prefix="describe") as pool:
        pending = [
            pool.submit(describe, reader, one)
            for reader, one in zip(readers, declarations, strict=True)
        ]
        try:
            wait(pending)
        except BaseException:
            client.cancel()  # or leaving the pool would wait for the responses
            raise
    for declaration, reader, future in zip(declarations, readers, pending, strict=True):
        endpoint = report_endpoint(declaration, today)
        found.requests[endpoint.table] = reader.requests
        try:
            defined = report_endpoint(declaration, today, _result(future))
            stored = session.run(partial(_stored_columns, schema, defined.table))
            defined, notes = defined.retyped(*stored)
        except LoaderError as error:
            found.refused.append((endpoint, error))
        else:
            found.ready.append(defined)
            for text in notes:
                notify(text)
    return found


def _stored_columns(schema: str, table: str, cursor: Cursor) -> tuple[dict[str, str], list[str]]:
    return tables.stored_columns(cursor, schema, table)


def _result(future: Future[ReportDefinition]) -> ReportDefinition:
    error = future.exception()
    if error is None or isinstance(error, LoaderError):
        return future.result()
    raise LoaderError(
        f"Unexpected {type(error).__name__} while the report's definition was fetched.",
        "Run with --debug and report what it shows.",
    ) from error
