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

from loader.api.client import Answer, Rejected
from loader.api.problems import gave_up, refused
from loader.catalogue import Parent
from loader.errors import ApiError, LoaderError
from loader.reading import numbered
from loader.reading.chunk import Chunk, Reading, Visit
from loader.reading.cursor import Cursor

# A chunk is worth a file of its own with so many parents or bytes; it does not wait longer for
# them than so many seconds, for what is asked and not stored is asked again after a kill.
_MOST_VISITS = 2000
_MOST_BYTES = 8 * 1024 * 1024
_MOST_SECONDS = 5.0

# A key that no parent has, where keys are texts: most are GUIDs.
_NOBODY = "00000000-0000-0000-0000-000000000000"

# The number of the load that brought a parent, and the parent's key.
Asked = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Walk:
    """The parents to ask, in the order of their arrival, and the threads that ask.

    ``ahead``  how many parents may have been given to the threads before the first of them is
               taken.
    ``moves``  whether the cursor follows: not where all parents are asked in each load, nor where
               some are asked once more.
    """

    parents: Iterable[Asked]
    pool: Executor
    ahead: int
    moves: bool


@dataclass(frozen=True)
class _Children:
    """What a parent answered; ``exists`` is false where the API does not know it (any more)."""

    records: list[msgspec.Raw]
    fetched_at: datetime
    exists: bool = True


def read(reading: Reading, walk: Walk) -> Iterator[Chunk]:
    """What the parents answer, many in a chunk.

    Raises ``LoaderError`` at the first parent that cannot be read, after what came before it has
    been yielded.
    """
    batch, unknown = _Batch(reading, walk.moves), 0
    try:
        for asked, children in _answers(reading, walk):
            unknown += not children.exists
            batch.add(asked, children)
            if batch.is_full:
                yield batch.chunk()
                batch = _Batch(reading, walk.moves)
    except LoaderError:
        if batch.visits:
            yield batch.chunk()
        raise
    if batch.visits:
        yield batch.chunk()
    if unknown and not _is_object(reading):
        parent = _parent(reading).name
        reading.note(
            f"{reading.source.name}: the API does not know {unknown:,} of the {parent} any more"
            " (HTTP 404); what was nested in them counts as deleted."
        )


def probe(reading: Reading) -> None:
    """Ask for a parent that does not exist, to see whether the resource may be read at all.

    Raises ``LoaderError`` where it may not.
    """
    parent = _parent(reading)
    nobody = tuple("0" if key.type == "bigint" else _NOBODY for key in parent.keys)
    if parent.parameter is None:
        reading = replace(reading, parent=nobody)
    else:
        reading = replace(reading, part={parent.parameter: nobody[0]})
    try:
        next(numbered.one_pass(reading, {}))
    except Rejected:
        return


def _answers(reading: Reading, walk: Walk) -> Iterator[tuple[Asked, _Children]]:
    """The parents with what they answer, in their order."""
    parents = iter(walk.parents)
    waiting: deque[tuple[list[Asked], Future[list[_Children]]]] = deque()
    at_once = _parent(reading).at_once
    try:
        while True:
            while len(waiting) < walk.ahead and (asked := list(islice(parents, at_once))):
                keys = [key for _, key in asked]
                waiting.append((asked, walk.pool.submit(_ask_all, reading, keys)))
            if not waiting:
                return
            asked, future = waiting.popleft()
            yield from zip(asked, future.result(), strict=True)
    finally:
        for _, future in waiting:
            future.cancel()


def _ask_all(reading: Reading, keys: Sequence[tuple[str, ...]]) -> list[_Children]:
    """What each of these parents has. Runs in a thread of the pool."""
    parameter = _parent(reading).parameter
    if parameter is None:
        return [_ask(replace(reading, parent=key)) for key in keys]
    ids = ",".join(key[0] for key in keys)
    try:
        answers = _at_rest(replace(reading, part={parameter: ids}))
    except Rejected as error:
        if len(keys) > 1:  # it may be one of them that is unknown
            return [children for key in keys for children in _ask_all(reading, [key])]
        if error.status != 404:
            raise refused(error.status, reading.list_path, error.detail, is_feed=False) from None
        return [_Children([], error.at, exists=False)]
    by_parent: dict[str | None, list[msgspec.Raw]] = {key[0]: [] for key in keys}
    name = str(_parent(reading).keys[0].carried)
    for record in (record for answer in answers for record in answer.page.data):
        if (of := _carried(record, name)) not in by_parent:
            raise _of_another(reading, name)
        by_parent[of].append(record)
    return [_Children(records, answers[-1].fetched_at) for records in by_parent.values()]


def _ask(reading: Reading) -> _Children:
    """All that the parent has, read at rest. Runs in a thread of the pool."""
    try:
        answers = _at_rest(reading)
    except Rejected as error:
        if error.status != 404:
            raise refused(error.status, reading.list_path, error.detail, is_feed=False) from None
        return _Children([], error.at, exists=False)
    records = [record for answer in answers for record in answer.page.data]
    _check_carried(reading, records)
    return _Children(records, answers[-1].fetched_at)


def _at_rest(reading: Reading) -> list[Answer]:
    """One page, which is an atomic read; or several that two passes have shown alike."""
    before: list[bytes] | None = None
    for _ in range(numbered.PASSES):
        answers = list(numbered.one_pass(reading, {}))
        if len(answers) == 1:
            return answers
        records = [bytes(record) for answer in answers for record in answer.page.data]
        counted = {answer.page.totalCount for answer in answers} - {None}
        if records == before and counted <= {len(records)}:
            return answers
        before = records
    raise gave_up(reading.list_path, "the list changed while it was read", numbered.PASSES)


def _check_carried(reading: Reading, records: Iterable[msgspec.Raw]) -> None:
    """Records that name their parent must name the one that was asked for."""
    named = [
        (key.carried, value)
        for key, value in zip(_parent(reading).keys, reading.parent, strict=True)
        if key.carried is not None
    ]
    for record in records if named else ():
        for name, value in named:
            if _carried(record, name) not in (None, value):
                raise _of_another(reading, name)


def _carried(record: msgspec.Raw, name: str) -> str | None:
    """What the record says of its parent; None where it is silent, or no object at all (then it is
    rejected with its reason when it is typed)."""
    try:
        fields = msgspec.json.decode(record, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:
        return None
    sent = bytes(fields.get(name, b"null"))
    return None if sent == b"null" else _text(sent)


def _of_another(reading: Reading, name: str) -> ApiError:
    return ApiError(
        f"{reading.list_path}: a record of another parent, by its {name}.",
        "The cursor stays before it. If it stays, report it with the catalogue entry's name.",
    )


def _text(sent: bytes) -> str:
    return str(msgspec.json.decode(sent)) if sent[:1] == b'"' else sent.decode()


def _parent(reading: Reading) -> Parent:
    parent = reading.source.parent
    assert parent is not None  # noqa: S101 (chosen by the reader)
    return parent


def _is_object(reading: Reading) -> bool:
    """Whether a parent has one object or, as likely, none."""
    operation = reading.source.list_operation
    return operation is not None and operation.paging == "object"


@dataclass
class _Batch:
    """A chunk in the making."""

    reading: Reading
    moves: bool
    began: float = field(default_factory=time.monotonic)
    visits: list[Visit] = field(default_factory=list)
    records: list[msgspec.Raw] = field(default_factory=list)
    size: int = 0
    last: Asked | None = None

    def add(self, asked: Asked, children: _Children) -> None:
        """One more parent's answer."""
        self.visits.append(Visit(asked[1], len(children.records), children.fetched_at))
        self.records += children.records
        self.size += sum(len(bytes(record)) for record in children.records)
        self.last = asked

    @property
    def is_full(self) -> bool:
        """Whether it should go on its way."""
        return (
            len(self.visits) >= _MOST_VISITS
            or self.size >= _MOST_BYTES
            or time.monotonic() - self.began >= _MOST_SECONDS
        )

    def chunk(self) -> Chunk:
        """As a chunk; it has at least one visit."""
        cursor = None
        if self.moves and self.last is not None:
            cursor = Cursor(arrival=self.last[0], parent=self.last[1], complete=True)
        look = self.reading.heads.look(self.records)
        keys = list(self.reading.heads.keys(self.records))
        visits = tuple(self.visits)
        return Chunk(self.records, look, visits[-1].fetched_at, True, cursor, visits, keys)
