"""Numbered pages, for lists that no cursor can cut into pieces.

A record that appears or disappears while pages are being read shifts its neighbours to another
page, and one of them can be missed. So a list longer than a page is read until two passes agree:
the same keys, in the number that the API itself counts. Every pass is stored, so nothing is read
in vain; a list that never comes to rest fails loudly.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import msgspec

from loader.api.client import Answer, Rejected
from loader.api.problems import gave_up, refused
from loader.catalogue import Source
from loader.errors import LoaderError
from loader.reading.chunk import Chunk, Reading

PAGE_SIZE = 5000  # the most that the API allows
# How often a list is read that changes meanwhile.
PASSES = 6
# Pages in a row that say there is more and show nothing new: no list has a gap this long.
_MOST_IDLE_PAGES = 20
# A last page that shows less than the API counts is asked for this many times.
_PATIENCE = 3


def read_all(reading: Reading) -> Iterator[Chunk]:
    """Every record of a list that offers no filter by modification."""
    for answer in pages(reading, {}):
        look = reading.heads.look(answer.page.data)
        yield Chunk(answer.page.data, look, answer.fetched_at, listed=True, cursor=None)


def pages(reading: Reading, filters: Mapping[str, str]) -> Iterator[Answer]:
    """All pages of the list under ``filters``, repeated until nothing can have been missed.

    Raises ``ApiError`` when the list does not come to rest.
    """
    before: set[tuple[bytes, ...]] | None = None
    for _ in range(PASSES):
        keys: set[tuple[bytes, ...]] = set()
        totals: list[int | None] = []
        repeated = False
        try:
            for answer in one_pass(reading, filters):
                shown = set(reading.heads.keys(answer.page.data))
                # A page of another number with the records of this one: what it should have shown
                # is nowhere.
                repeated = repeated or bool(shown and shown <= keys)
                keys |= shown
                totals.append(answer.page.totalCount)
                yield answer
        except Rejected as error:
            raise _refused(reading, error) from None
        if len(totals) == 1:
            return  # one page is one atomic read
        counted = {total for total in totals if total is not None}
        if keys == before and counted <= {len(keys)} and not repeated:
            return
        before = keys
    raise gave_up(reading.list_path, "the list changed while it was read", PASSES)


def page_size(source: Source) -> int:
    """How many records a full page of the source's list holds."""
    return min(source.page_size or PAGE_SIZE, PAGE_SIZE)


def first_page(reading: Reading, filters: Mapping[str, str]) -> Answer:
    """The first page of the list under ``filters``, as large as the API allows, inactive
    included. Raises ``ApiError``."""
    try:
        return _page(reading, filters, 1)
    except Rejected as error:
        raise _refused(reading, error) from None


def one_pass(reading: Reading, filters: Mapping[str, str]) -> Iterator[Answer]:
    """All pages of the list under ``filters``, once. Raises ``Rejected`` and ``ApiError``."""
    order = {"sort": f"+{reading.source.sort}"} if "sort" in _query(reading) else {}
    before: list[msgspec.Raw] = []
    idle = 0
    for number in itertools.count(1):
        answer = _page(reading, {**filters, **order}, number)
        yield answer
        if not answer.page.hasMore:
            return
        idle = idle + 1 if answer.page.data in ([], before) else 0
        before = answer.page.data
        if idle >= _MOST_IDLE_PAGES:
            raise gave_up(reading.list_path, "a page that has more and shows nothing new", idle)


def _page(reading: Reading, filters: Mapping[str, str], number: int) -> Answer:
    """A page; of one that says to be all there is while the API counts more, ``ApiError``."""
    for _ in range(_PATIENCE):
        page = (answer := _ask(reading, filters, number)).page
        if number > 1 or page.hasMore or (page.totalCount or 0) <= len(page.data):
            return answer
    raise gave_up(reading.list_path, "a last page of fewer records than the API counts", _PATIENCE)


def _ask(reading: Reading, filters: Mapping[str, str], number: int) -> Answer:
    source, path = reading.source, reading.list_path
    operation = source.list_operation
    assert operation is not None  # noqa: S101 (chosen by the reader)
    paging = {"page": str(number), "pageSize": str(page_size(source)), "includeTotal": "true"}
    params = {
        **source.list_params,
        **reading.part,
        **filters,
        **{name: value for name, value in paging.items() if name in operation.query},
    }
    answer = reading.client.page(path, params, whole=operation.paging == "object")
    if operation.paging == "page" and answer.page.hasMore is None:
        raise gave_up(path, "a page that does not say whether there is more", 1)
    if answer.page.hasMore and operation.paging == "page" and "page" not in operation.query:
        raise gave_up(path, "more than one page of a list that has no pages", 1)
    if operation.paging == "data" and "page" in operation.query:
        # Its answers do not say whether there is more: a full page suggests it.
        answer.page.hasMore = len(answer.page.data) >= page_size(source)
    return answer


def _refused(reading: Reading, error: Rejected) -> LoaderError:
    return refused(error.status, reading.list_path, error.detail, is_feed=False)


def _query(reading: Reading) -> tuple[str, ...]:
    operation = reading.source.list_operation
    return operation.query if operation else ()
