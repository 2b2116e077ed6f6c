"""Reads one endpoint: chooses the family of paging for each of its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from loader.api.client import ApiClient
from loader.catalogue import Endpoint, Source
from loader.config import Feed
from loader.errors import ApiError
from loader.reading import feed, nested, numbered, reports, windows
from loader.reading.chunk import Chunk, Reading, Window
from loader.reading.cursor import Cursor, furthest
from loader.reading.nested import Walk
from loader.reading.records import Heads, Look
from loader.reports.endpoint import ReportSource


def uses_feed(source: Source, mode: Feed) -> bool:
    """Whether a source is read through its feed: where it has one, unless lists are asked for."""
    return source.feed is not None and (mode == "export" or source.list is None)


def read(
    client: ApiClient,
    endpoint: Endpoint,
    cursors: Mapping[str, Cursor],
    heads: Heads,
    note: Callable[[str], None],
    mode: Feed,
    window: Window | None = None,
    walk: Walk | None = None,
) -> Iterator[tuple[Source, Chunk]]:
    """All chunks that are new since ``cursors`` (by source name), source by source.

    ``mode`` says whether feeds are used where the API has them; with ``window``, a range is read
    whatever the cursors say, and they do not move. A nested resource is read by its ``walk``, which
    has been chosen by cursor or window.

    Raises ``ApiError`` when a source cannot be read to its end, after the other sources have been
    read; what was yielded is good all the same, and its cursors hold.
    """
    failed: list[ApiError] = []
    for source in endpoint.sources:
        reading = Reading(client, source, heads, note)
        try:
            cursor = cursors.get(source.name, Cursor())
            chunks = nested.read(reading, walk) if walk else _chunks(reading, cursor, mode, window)
            for chunk in chunks:
                yield source, chunk
        except ApiError as error:
            failed.append(error)
    if failed:
        raise failed[0]


def _chunks(reading: Reading, cursor: Cursor, mode: Feed, window: Window | None) -> Iterator[Chunk]:
    if isinstance(reading.source, ReportSource):
        return reports.read(reading, reading.source, cursor, window)
    if uses_feed(reading.source, mode):
        return feed.read(reading, cursor, window)
    if not reading.source.parts:
        return _listed(reading, cursor, window)
    return _in_parts(reading, cursor, window)


def _listed(reading: Reading, cursor: Cursor, window: Window | None) -> Iterator[Chunk]:
    if reading.source.filters_by_modified:
        return windows.read(reading, cursor, window)
    return numbered.read_all(reading)


def _in_parts(reading: Reading, cursor: Cursor, window: Window | None) -> Iterator[Chunk]:
    """All parts of a list, each from the cursor on; it moves only when the last has been read.

    It does not move beyond the moment when the first part was asked for: what changed there while
    the others were being read is for the next load.
    """
    reached: Cursor | None = None
    began: datetime | None = None
    for part in reading.source.parts:
        for chunk in _listed(replace(reading, part=part), cursor, window):
            began = began or chunk.asked_at
            reached = furthest(reached, chunk.cursor)
            yield replace(chunk, cursor=None)
    if reached is not None:
        reached = reached.not_beyond(began)
        yield Chunk([], Look([]), datetime.now(UTC), listed=True, cursor=reached)


def probe(client: ApiClient, source: Source) -> None:
    """Ask for a single page, to see whether the source may be read. Raises as ``read`` does.

    A nested resource is asked for a parent that does not exist: being told so is enough.
    """
    reading = Reading(client, source, Heads.none(), lambda _note: None)
    if source.parent is not None:
        nested.probe(reading)
        return
    window = Window(datetime.now(UTC))
    next(iter(_chunks(reading, Cursor(), client.api.feed, window)), None)
