"""Reads a report's data for a tie-out: all pages, never above the limit, resumable.

A page is kept in the warehouse as soon as it is there. A run that was killed therefore continues
with the page that it lacks; a run that ends forgets them, because reports answer as of now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from loader.api.client import ApiClient
from loader.api.error_messages import report_error
from loader.api.rate_limiter import MINUTE
from loader.api.rejected_requests import RequestRejected
from loader.catalogue import scalars
from loader.errors import ApiError
from loader.extract.report_data import PAGE_SIZE, DataPage
from loader.reports.endpoint import request_body
from loader.tie_out.store import Store

# Seconds for which the pages of a run that was killed are as good as new.
KEPT_FOR = 900.0
_MAX_PAGES = 200


@dataclass(frozen=True)
class DataRequest:
    """One request for a report's data; more pages of it may follow.

    Attributes:
        path: The API's path of the data.
        label: How messages name the report.
        values: The parameters, by the API's names.
    """

    path: str
    label: str
    values: Sequence[dict[str, Any]]

    @property
    def key(self) -> str:
        """Identifies the request among those of a tenant."""
        body = request_body(list(self.values))
        return hashlib.sha256(self.path.encode() + b"\n" + body).hexdigest()[:32]


@dataclass(frozen=True)
class ReportRows:
    """The rows of a report, values by field.

    Attributes:
        rows: In the report's order.
        fetched_at: When the first page was received (UTC).
        total: How many rows there are, as the API counts; None if it does not.
        requests: Pages that were requested, kept ones left out.
    """

    rows: list[dict[str, Any]]
    fetched_at: datetime
    total: int | None
    requests: int

    @property
    def is_complete(self) -> bool:
        """Whether the pages held as many rows as the API counts."""
        return self.total is None or self.total == len(self.rows)


class Fetcher:
    """Reads reports' data for one run.

    Args:
        client: The tenant's API; it observes the limit on a report's data.
        store: Keeps the pages.
    """

    def __init__(self, client: ApiClient, store: Store) -> None:
        self._client = client
        self._store = store
        self._limits: set[str] = set()

    def fetch(self, request: DataRequest) -> ReportRows:
        """Read all pages.

        Pages are followed while the API says that there are more, or counts more rows than have
        come.

        Raises:
            LoaderError: The report cannot be read.
        """
        rows: list[dict[str, Any]] = []
        fetched_at: datetime | None = None
        requests = 0
        for number in range(1, _MAX_PAGES + 1):
            kept = self._store.page(request.key, number)
            if kept is None:
                kept = self._request(request, number)
                requests += 1
            page, at = msgspec.json.decode(kept[0], type=DataPage), kept[1]
            fetched_at = fetched_at or at
            rows += _rows(request, page)
            total = page.total_count
            lacks = total is not None and len(rows) < total
            if not page.data or not (page.has_more or lacks):
                return ReportRows(rows, fetched_at, total, requests)
        raise ApiError(
            f"{request.label} has more than {_MAX_PAGES} pages.", "Choose a shorter period."
        )

    def _request(self, request: DataRequest, number: int) -> tuple[bytes, datetime]:
        if request.path not in self._limits:  # what this process sends, the client counts itself
            self._limits.add(request.path)
            sent = self._store.recent_requests(request.path, MINUTE)
            self._client.remember_posts(request.path, sent)
        self._store.note_request(request.key, number, request.path)
        paging = {"page": str(number), "pageSize": str(PAGE_SIZE), "includeTotal": "true"}
        body = request_body(list(request.values))
        try:
            answer = self._client.post(request.path, paging, body, DataPage)
        except RequestRejected as error:
            raise report_error(error.status, request.label, error.detail) from None
        encoded = msgspec.json.encode(answer.decoded)
        self._store.keep_page(request.key, number, encoded, answer.fetched_at)
        return encoded, answer.fetched_at


def _rows(request: DataRequest, page: DataPage) -> list[dict[str, Any]]:
    names = [one.name for one in page.fields]
    if any(len(row) != len(names) for row in page.data):
        raise ApiError(
            f"{request.label} returned rows that do not fit its {len(names)} fields.",
            "Run it again; if this repeats, report it.",
        )
    return [
        {name: scalars.decode_json(value) for name, value in zip(names, row, strict=True)}
        for row in page.data
    ]
