"""Child resources, which the API returns for one parent at a time.

A response is complete for its parent: what it no longer contains is deleted. Parents are requested
in the order in which loads brought them into the warehouse, and the cursor is a position in that
order. A reading that stops anywhere continues from there, and a parent that changes meanwhile comes
again later. Many requests run at the same time, since responses are small and latency dominates;
results are taken in order.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

import msgspec

from loader.api.error_messages import gave_up_error, refused_error
from loader.api.pages import Page
from loader.api.rejected_requests import RequestRejected
from loader.catalogue import Parent, scalars
from loader.catalogue.parent import ParentKey
from loader.errors import ApiError, LoaderError
from loader.extract import page_numbers
from loader.extract.cursor import Cursor
from loader.extract.page_batch import PageBatch, ParentResponse, ReadContext

# A batch is full with this many parents or bytes, or after this many seconds: what was requested
# and not stored is requested again after a kill.
_MAX_PARENTS = 2000
_MAX_BYTES = 8 * 1024 * 1024
_MAX_SECONDS = 5.0
# No further parents are requested while responses of this many bytes wait to be stored.
_MAX_BYTES_AHEAD = 32 * 1024 * 1024

# A key that no parent has, where keys are text: most are GUIDs.
_NO_SUCH_PARENT = "00000000-0000-0000-0000-000000000000"

_NULL = msgspec.Raw(b"null")

# A parent: its load's number in ``raw_loads``, and its key. None: it is asked again, out of the
# order of the loads, and does not move the cursor.
Partition = tuple[int | None, tuple[str, ...]]


@dataclass(frozen=True)
class PartitionPlan:
    """Which parents to request, and with which threads.

    Attributes:
        parents: In the order in which loads brought them.
        pool: The threads that send the requests.
        ahead: How many requests may be pending before the first result is taken.
        moves: Whether the cursor follows. It does not where each load requests all parents, or in
            a backfill.
    """

    parents: Iterable[Partition]
    pool: Executor
    ahead: int
    moves: bool


@dataclass(frozen=True)
class _Children:
    """A parent's children; ``exists`` is false if the API does not know the parent.

    ``pages`` are those to release once the records are stored.
    """

    records: list[msgspec.Raw]
    fetched_at: datetime
    exists: bool = True
    pages: Sequence[Page] = ()


def read(context: ReadContext, plan: PartitionPlan) -> Iterator[PageBatch]:
    """Read the children of the planned parents, with many parents per batch.

    Raises:
        LoaderError: A parent cannot be read. Everything before it has been yielded.
    """
    batch, unknown = _Batch(context, plan.moves), 0
    try:
        for requested, children in _pages(context, plan):
            unknown += not children.exists
            batch.add(requested, children)
            if batch.is_full:
                yield batch.batch()
                batch.release()
                batch = _Batch(context, plan.moves)
    except LoaderError:
        if batch.responses:
            yield batch.batch()
            batch.release()
        raise
    if batch.responses:
        yield batch.batch()
        batch.release()
    if unknown and not _is_object(context):
        parent = _parent(context).name
        context.notify(
            f"{context.source.name}: the API does not know {unknown:,} of the {parent} any more"
            " (HTTP 404); their child records count as deleted."
        )


def probe(context: ReadContext) -> None:
    """Check access by requesting a parent that does not exist: HTTP 404 means it is granted.

    Raises:
        LoaderError: The resource may not be read.
    """
    parent = _parent(context)
    nobody = tuple("0" if key.type == "bigint" else _NO_SUCH_PARENT for key in parent.keys)
    if parent.parameter is None:
        context = replace(context, parent=nobody)
    else:
        context = replace(context, part={parent.parameter: nobody[0]})
    try:
        next(page_numbers.one_pass(context, {})).release()
    except RequestRejected:
        return


def _pages(context: ReadContext, plan: PartitionPlan) -> Iterator[tuple[Partition, _Children]]:
    """Yield the parents with their children, in the parents' order."""
    parents = iter(plan.parents)
    waiting: deque[tuple[list[Partition], Future[list[_Children]]]] = deque()
    ids_per_request = _parent(context).ids_per_request
    try:
        while True:
            while (
                len(waiting) < plan.ahead
                and not (waiting and context.client.held_bytes > _MAX_BYTES_AHEAD)
                and (requested := list(islice(parents, ids_per_request)))
            ):
                keys = [key for _, key in requested]
                waiting.append((requested, plan.pool.submit(_read_children, context, keys)))
            if not waiting:
                return
            requested, future = waiting.popleft()
            yield from zip(requested, future.result(), strict=True)
    finally:
        for _, future in waiting:
            future.cancel()


def _read_children(context: ReadContext, keys: Sequence[tuple[str, ...]]) -> list[_Children]:
    """Read the children of each of these parents. Runs in a thread of the pool."""
    parameter = _parent(context).parameter
    if parameter is None:
        return [_read_parent(replace(context, parent=key)) for key in keys]
    ids = ",".join(key[0] for key in keys)
    try:
        pages = _stable_snapshot(replace(context, part={parameter: ids}))
    except RequestRejected as error:
        if len(keys) > 1:  # one of them may be unknown
            return [children for key in keys for children in _read_children(context, [key])]
        if error.status != 404:
            raise refused_error(
                error.status, context.list_path, error.detail, is_feed=False
            ) from None
        return [_Children([], error.at, exists=False)]
    by_parent: dict[str | None, list[msgspec.Raw]] = {key[0]: [] for key in keys}
    (parent_key,) = _parent(context).keys
    for record in (record for page in pages for record in page.payload.data):
        if (of := _parent_of(record, parent_key)) not in by_parent:
            raise _other_parent(context, parent_key)
        by_parent[of].append(record)
    found = [_Children(records, pages[-1].fetched_at) for records in by_parent.values()]
    return [*found[:-1], replace(found[-1], pages=pages)]


def _read_parent(context: ReadContext) -> _Children:
    """Read all children of a parent, as a stable snapshot. Runs in a thread of the pool."""
    try:
        pages = _stable_snapshot(context)
    except RequestRejected as error:
        if error.status != 404:
            raise refused_error(
                error.status, context.list_path, error.detail, is_feed=False
            ) from None
        return _Children([], error.at, exists=False)
    records = [record for page in pages for record in page.payload.data]
    _check_carried(context, records)
    return _Children(records, pages[-1].fetched_at, pages=pages)


def _stable_snapshot(context: ReadContext) -> list[Page]:
    """Read a single page, which is atomic, or several that two consecutive passes agree on."""
    before: list[bytes] | None = None
    for _ in range(page_numbers.PASSES):
        pages = list(page_numbers.one_pass(context, {}))
        if len(pages) == 1:
            return pages
        records = [bytes(record) for page in pages for record in page.payload.data]
        counted = {page.payload.totalCount for page in pages} - {None}
        if records == before and counted <= {len(records)}:
            return pages
        before = records
        for page in pages:
            page.release()
    raise gave_up_error(
        context.list_path, "the list changed while it was read", page_numbers.PASSES
    )


def _check_carried(context: ReadContext, records: Iterable[msgspec.Raw]) -> None:
    """Fail if a record names another parent than the requested one."""
    named = [
        (key, value)
        for key, value in zip(_parent(context).keys, context.parent, strict=True)
        if key.record_field is not None
    ]
    for record in records if named else ():
        for key, value in named:
            if _parent_of(record, key) not in (None, value):
                raise _other_parent(context, key)


def _parent_of(record: msgspec.Raw, key: ParentKey) -> str | None:
    """Return the part of the parent's key that a record carries; None where it carries none.

    A record that is no object has none either; the merge rejects it with a reason.
    """
    try:
        fields = msgspec.json.decode(record, type=dict[str, msgspec.Raw])
        sent = scalars.decode_json(fields.get(str(key.record_field), _NULL))
    except (msgspec.DecodeError, ValueError):
        return None
    # A value that does not fit the key's type belongs to no parent: its text matches none.
    fitted = scalars.cast(key.type, sent)
    return scalars.to_text(sent) if fitted is None else scalars.to_text(fitted)


def _other_parent(context: ReadContext, key: ParentKey) -> ApiError:
    return ApiError(
        f"{context.list_path}: a record names another parent in its {key.record_field}.",
        "The cursor has not moved. If this repeats, report it with the name of the endpoint.",
    )


def _parent(context: ReadContext) -> Parent:
    parent = context.source.parent
    assert parent is not None  # noqa: S101 (chosen by the reader)
    return parent


def _is_object(context: ReadContext) -> bool:
    """Return whether a parent has at most one child, and often none."""
    operation = context.source.list_operation
    return operation is not None and operation.paging == "object"


@dataclass
class _Batch:
    """Collects the children of many parents."""

    context: ReadContext
    moves: bool
    began: float = field(default_factory=time.monotonic)
    responses: list[ParentResponse] = field(default_factory=list)
    records: list[msgspec.Raw] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    size: int = 0
    last: Partition | None = None

    def add(self, requested: Partition, children: _Children) -> None:
        """Add one parent's children."""
        self.responses.append(
            ParentResponse(requested[1], len(children.records), children.fetched_at)
        )
        self.records += children.records
        self.pages += children.pages
        self.size += sum(len(bytes(record)) for record in children.records)
        if requested[0] is not None:
            self.last = requested

    @property
    def is_full(self) -> bool:
        """Whether it should be yielded."""
        return (
            len(self.responses) >= _MAX_PARENTS
            or self.size >= _MAX_BYTES
            or time.monotonic() - self.began >= _MAX_SECONDS
        )

    def release(self) -> None:
        """Free the memory of what has been stored."""
        self.records.clear()
        for page in self.pages:
            page.release()

    def batch(self) -> PageBatch:
        """Return the batch, of at least one parent."""
        cursor = None
        if self.moves and self.last is not None:
            cursor = Cursor(load_number=self.last[0], parent=self.last[1], complete=True)
        metadata = self.context.metadata_reader.metadata(self.records)
        keys = list(self.context.metadata_reader.keys(self.records))
        responses = tuple(self.responses)
        return PageBatch(
            self.records, metadata, responses[-1].fetched_at, True, cursor, responses, keys
        )
