"""Page-number pagination, for lists that cannot be filtered by time.

A record that appears or disappears while pages are being read shifts its neighbours to other pages,
and one of them can be missed. So a list longer than a page is read until two consecutive passes
agree: on the same keys, as many as the API counts. Every pass is stored. A list on which no two
passes agree fails.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from loader.api.error_messages import gave_up_error, refused_error
from loader.api.pages import Page
from loader.api.rejected_requests import RequestRejected
from loader.catalogue import Source
from loader.errors import LoaderError
from loader.extract.cursor import api_time
from loader.extract.page_batch import PageBatch, ReadContext
from loader.extract.stall_guard import StallGuard

PAGE_SIZE = 5000  # the most that the API allows
# How often a list that keeps changing is read, before the reading fails.
PASSES = 6
# Pages in a row that say there is more and show nothing new, before the reading fails.
_MAX_IDLE_PAGES = 20
# How often a single page with fewer records than the API counts is requested.
_MAX_REPEATS = 3


def read_all(context: ReadContext) -> Iterator[PageBatch]:
    """Read every record of a list that has no filter by modification time."""
    for page in pages(context, {}):
        with page:
            metadata = context.metadata_reader.metadata(page.payload.data)
            yield PageBatch(
                page.payload.data, metadata, page.fetched_at, proves_existence=True, cursor=None
            )


def pages(context: ReadContext, filters: Mapping[str, str]) -> Iterator[Page]:
    """Yield the pages of the filtered list, pass after pass until nothing can be missing.

    The caller releases each page. Raises ``ApiError`` when no two consecutive passes agree.
    """
    before: set[tuple[bytes, ...]] | None = None
    for _ in range(PASSES):
        keys: set[tuple[bytes, ...]] = set()
        totals: list[int | None] = []
        repeated = False
        try:
            for page in one_pass(context, filters):
                shown = set(context.metadata_reader.keys(page.payload.data))
                # A page that repeats another one hides the records it should have shown.
                repeated = repeated or bool(shown and shown <= keys)
                keys |= shown
                totals.append(page.payload.totalCount)
                yield page
        except RequestRejected as error:
            raise _refused(context, error) from None
        if len(totals) == 1:
            return  # one page is one atomic read
        counted = {total for total in totals if total is not None}
        if keys == before and counted <= {len(keys)} and not repeated:
            return
        before = keys
    raise gave_up_error(context.list_path, "the list changed while it was read", PASSES)


def page_size(source: Source) -> int:
    """Return the number of records in a full page of the source's list."""
    return min(source.page_size or PAGE_SIZE, PAGE_SIZE)


def first_page(context: ReadContext, filters: Mapping[str, str]) -> Page:
    """Read the first page of the filtered list, as large as the API allows.

    Inactive records are included. The caller releases the page. Raises ``ApiError``.
    """
    try:
        return _page(context, filters, 1)
    except RequestRejected as error:
        raise _refused(context, error) from None


def count(context: ReadContext, filters: Mapping[str, str]) -> int | None:
    """Return how many records the filtered list has, by a request for one of them.

    None where the API does not count, or refuses the list without further parameters. Raises
    ``ApiError``.
    """
    if not {"includeTotal", "pageSize"} <= set(_query(context)):
        return None
    try:
        with _request(context, filters, 1, size=1) as page:
            return page.payload.totalCount
    except RequestRejected:
        return None


def server_time(context: ReadContext) -> datetime:
    """Return the API's time (UTC), with a request for few records. Raises ``ApiError``."""
    part = context.source.partitions[0] if context.source.partitions else context.part
    since = api_time(datetime.now(UTC)) if context.source.filters_by_modified else None
    filters = {"modifiedOnOrAfter": since} if since else {}
    with first_page(replace(context, part=part), filters) as page:
        return page.server_time


def one_pass(context: ReadContext, filters: Mapping[str, str]) -> Iterator[Page]:
    """Yield all pages of the filtered list, once.

    The caller releases each page. Raises ``RequestRejected`` and ``ApiError``.
    """
    order = {"sort": f"+{context.source.sort}"} if "sort" in _query(context) else {}
    guard = StallGuard(context.list_path, _MAX_IDLE_PAGES)
    for number in itertools.count(1):
        page = _page(context, {**filters, **order}, number)
        has_more = page.payload.hasMore
        if has_more:
            guard.check(page.payload.data)
        yield page
        if not has_more:
            return


def _page(context: ReadContext, filters: Mapping[str, str], number: int) -> Page:
    """Read one page. Raises ``ApiError`` if a single page has fewer records than the API counts."""
    for _ in range(_MAX_REPEATS):
        page = _request(context, filters, number)
        payload = page.payload
        if number > 1 or payload.hasMore or (payload.totalCount or 0) <= len(payload.data):
            return page
        page.release()
    raise gave_up_error(
        context.list_path, "a last page of fewer records than the API counts", _MAX_REPEATS
    )


def _request(
    context: ReadContext, filters: Mapping[str, str], number: int, size: int | None = None
) -> Page:
    source, path = context.source, context.list_path
    operation = source.list_operation
    assert operation is not None  # noqa: S101 (chosen by the reader)
    paging = {
        "page": str(number),
        "pageSize": str(size or page_size(source)),
        "includeTotal": "true",
    }
    params = {
        **source.list_params,
        **context.part,
        **filters,
        **{name: value for name, value in paging.items() if name in operation.query},
    }
    page = context.client.page(path, params, whole=operation.paging == "object")
    if operation.paging == "page" and page.payload.hasMore is None:
        raise gave_up_error(path, "a page that does not say whether there is more", 1)
    if page.payload.hasMore and operation.paging == "page" and "page" not in operation.query:
        raise gave_up_error(path, "more than one page of a list that has no pages", 1)
    if operation.paging == "data" and "page" in operation.query:
        # The API does not say whether there is more; a full page suggests it.
        page.payload.hasMore = len(page.payload.data) >= page_size(source)
    return page


def _refused(context: ReadContext, error: RequestRejected) -> LoaderError:
    return refused_error(error.status, context.list_path, error.detail, is_feed=False)


def _query(context: ReadContext) -> tuple[str, ...]:
    operation = context.source.list_operation
    return operation.query if operation else ()
