"""Nested resources, which the API gives for one parent at a time.

An answer is complete for its parent: what it no longer holds is gone. Parents are asked in the
order in which they arrived in the warehouse, so the cursor is a place in that order: a reading that
stops anywhere goes on from there, and a parent that changes meanwhile comes again, later. Several
are asked at the same time, since each answer is small and far away; they are taken in order.
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

from loader.api.client import Page, RequestRejected
from loader.api.error_messages import gave_up, refused
from loader.catalogue import Parent, scalars
from loader.catalogue.parent import ParentKey
from loader.errors import ApiError, LoaderError
from loader.extract import page_numbers
from loader.extract.cursor import Cursor
from loader.extract.page_batch import PageBatch, ParentResponse, ReadContext

# A chunk is worth a file of its own with so many parents or bytes; it does not wait longer for
# them than so many seconds, for what is asked and not stored is asked again after a kill.
_MAX_PARENTS = 2000
_MAX_BYTES = 8 * 1024 * 1024
_MAX_SECONDS = 5.0

# A key that no parent has, where keys are texts: most are GUIDs.
_NO_SUCH_PARENT = "00000000-0000-0000-0000-000000000000"

_NULL = msgspec.Raw(b"null")

# The number of the load that brought a parent, and the parent's key.
Partition = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class PartitionPlan:
    """The parents to ask, in the order of their arrival, and the threads that ask.

    ``ahead``  how many parents may have been given to the threads before the first of them is
               taken.
    ``moves``  whether the cursor follows: not where all parents are asked in each load, nor where
               some are asked once more.
    """

    parents: Iterable[Partition]
    pool: Executor
    ahead: int
    moves: bool


@dataclass(frozen=True)
class _Children:
    """What a parent answered; ``exists`` is false where the API does not know it (any more)."""

    records: list[msgspec.Raw]
    fetched_at: datetime
    exists: bool = True


def read(context: ReadContext, plan: PartitionPlan) -> Iterator[PageBatch]:
    """What the parents answer, many in a chunk.

    Raises ``LoaderError`` at the first parent that cannot be read, after what came before it has
    been yielded.
    """
    batch, unknown = _Batch(context, plan.moves), 0
    try:
        for asked, children in _pages(context, plan):
            unknown += not children.exists
            batch.add(asked, children)
            if batch.is_full:
                yield batch.batch()
                batch = _Batch(context, plan.moves)
    except LoaderError:
        if batch.responses:
            yield batch.batch()
        raise
    if batch.responses:
        yield batch.batch()
    if unknown and not _is_object(context):
        parent = _parent(context).name
        context.notify(
            f"{context.source.name}: the API does not know {unknown:,} of the {parent} any more"
            " (HTTP 404); what was nested in them counts as deleted."
        )


def probe(context: ReadContext) -> None:
    """Ask for a parent that does not exist, to see whether the resource may be read at all.

    Raises ``LoaderError`` where it may not.
    """
    parent = _parent(context)
    nobody = tuple("0" if key.type == "bigint" else _NO_SUCH_PARENT for key in parent.keys)
    if parent.parameter is None:
        context = replace(context, parent=nobody)
    else:
        context = replace(context, part={parent.parameter: nobody[0]})
    try:
        next(page_numbers.one_pass(context, {}))
    except RequestRejected:
        return


def _pages(context: ReadContext, plan: PartitionPlan) -> Iterator[tuple[Partition, _Children]]:
    """The parents with what they answer, in their order."""
    parents = iter(plan.parents)
    waiting: deque[tuple[list[Partition], Future[list[_Children]]]] = deque()
    ids_per_request = _parent(context).ids_per_request
    try:
        while True:
            while len(waiting) < plan.ahead and (asked := list(islice(parents, ids_per_request))):
                keys = [key for _, key in asked]
                waiting.append((asked, plan.pool.submit(_ask_all, context, keys)))
            if not waiting:
                return
            asked, future = waiting.popleft()
            yield from zip(asked, future.result(), strict=True)
    finally:
        for _, future in waiting:
            future.cancel()


def _ask_all(context: ReadContext, keys: Sequence[tuple[str, ...]]) -> list[_Children]:
    """What each of these parents has. Runs in a thread of the pool."""
    parameter = _parent(context).parameter
    if parameter is None:
        return [_ask(replace(context, parent=key)) for key in keys]
    ids = ",".join(key[0] for key in keys)
    try:
        pages = _stable_snapshot(replace(context, part={parameter: ids}))
    except RequestRejected as error:
        if len(keys) > 1:  # it may be one of them that is unknown
            return [children for key in keys for children in _ask_all(context, [key])]
        if error.status != 404:
            raise refused(error.status, context.list_path, error.detail, is_feed=False) from None
        return [_Children([], error.at, exists=False)]
    by_parent: dict[str | None, list[msgspec.Raw]] = {key[0]: [] for key in keys}
    (parent_key,) = _parent(context).keys
    for record in (record for page in pages for record in page.payload.data):
        if (of := _parent_of(record, parent_key)) not in by_parent:
            raise _other_parent(context, parent_key)
        by_parent[of].append(record)
    return [_Children(records, pages[-1].fetched_at) for records in by_parent.values()]


def _ask(context: ReadContext) -> _Children:
    """All that the parent has, read at rest. Runs in a thread of the pool."""
    try:
        pages = _stable_snapshot(context)
    except RequestRejected as error:
        if error.status != 404:
            raise refused(error.status, context.list_path, error.detail, is_feed=False) from None
        return _Children([], error.at, exists=False)
    records = [record for page in pages for record in page.payload.data]
    _check_carried(context, records)
    return _Children(records, pages[-1].fetched_at)


def _stable_snapshot(context: ReadContext) -> list[Page]:
    """One page, which is an atomic read; or several that two passes have shown alike."""
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
    raise gave_up(context.list_path, "the list changed while it was read", page_numbers.PASSES)


def _check_carried(context: ReadContext, records: Iterable[msgspec.Raw]) -> None:
    """Records that name their parent must name the one that was asked for."""
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
    """The part of the parent's key that a record carries; None where it carries none.

    A record that is no object has none either; the merge rejects it with a reason.
    """
    try:
        fields = msgspec.json.decode(record, type=dict[str, msgspec.Raw])
        sent = scalars.decode(fields.get(str(key.record_field), _NULL))
    except (msgspec.DecodeError, ValueError):
        return None
    # A value that does not fit the key's type belongs to no parent: its text matches none.
    fitted = scalars.value(key.type, sent)
    return scalars.text(sent) if fitted is None else scalars.text(fitted)


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
    """Whether a parent has one object or, as likely, none."""
    operation = context.source.list_operation
    return operation is not None and operation.paging == "object"


@dataclass
class _Batch:
    """A chunk in the making."""

    context: ReadContext
    moves: bool
    began: float = field(default_factory=time.monotonic)
    responses: list[ParentResponse] = field(default_factory=list)
    records: list[msgspec.Raw] = field(default_factory=list)
    size: int = 0
    last: Partition | None = None

    def add(self, asked: Partition, children: _Children) -> None:
        """One more parent's answer."""
        self.responses.append(ParentResponse(asked[1], len(children.records), children.fetched_at))
        self.records += children.records
        self.size += sum(len(bytes(record)) for record in children.records)
        self.last = asked

    @property
    def is_full(self) -> bool:
        """Whether it should go on its way."""
        return (
            len(self.responses) >= _MAX_PARENTS
            or self.size >= _MAX_BYTES
            or time.monotonic() - self.began >= _MAX_SECONDS
        )

    def batch(self) -> PageBatch:
        """As a chunk; it has at least one visit."""
        cursor = None
        if self.moves and self.last is not None:
            cursor = Cursor(load_number=self.last[0], parent=self.last[1], complete=True)
        metadata = self.context.metadata_reader.metadata(self.records)
        keys = list(self.context.metadata_reader.keys(self.records))
        responses = tuple(self.responses)
        return PageBatch(
            self.records, metadata, responses[-1].fetched_at, True, cursor, responses, keys
        )
