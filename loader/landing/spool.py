"""The spool: chunks wait here as files, between the threads that read the API and dlt."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from loader.catalogue import Endpoint, Source
from loader.landing import visits
from loader.reading.chunk import Chunk
from loader.reading.cursor import Cursor

# The columns of every landing table and the header of every spool file. The order of `seq` is
# the order of arrival: of two versions of one record, the later one counts.
HEADER = ("seq", "fetched_at", "source", "listed", "record")

# Readers wait while more than this is spooled: a slow database must not fill the disk.
_MOST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True)
class Batch:
    """A spooled chunk: a csv file of its records, and the cursor that holds once it is in.

    ``rows`` counts the file's lines. ``path`` is None for a chunk that only moves the cursor.
    """

    endpoint: Endpoint
    source: Source
    path: Path | None
    rows: int
    size: int
    cursor: Cursor | None


class Spool:
    """A bounded queue of batches, on disk. Many threads put, one takes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = itertools.count()
        self._ready: list[Batch] = []
        self._bytes = 0
        self._changed = threading.Condition()
        self._closed = False

    def write(self, endpoint: Endpoint, source: Source, chunk: Chunk, first_seq: int) -> Batch:
        """Write a chunk to a file; its records are numbered from ``first_seq``."""
        path, size = None, 0
        rows = len(chunk.records) + len(chunk.visits)
        if rows:
            path = self._folder / f"{endpoint.table}.{next(self._names):08d}.csv"
            content = (
                visits.render(HEADER, endpoint, chunk, first_seq)
                if chunk.visits
                else _render(source, chunk, first_seq)
            )
            size = len(content)
            path.write_bytes(content)
        return Batch(endpoint, source, path, rows, size, chunk.cursor)

    def put(self, batch: Batch) -> None:
        """Queue a batch; waits while the spool is full. Raises ``SpoolClosed`` after the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._bytes < _MOST_BYTES or self._closed)
            if self._closed:
                raise SpoolClosed
            self._ready.append(batch)
            self._bytes += batch.size
            self._changed.notify_all()

    def take(
        self,
        enough: Callable[[int], bool],
        patience: float,
        still_reading: Collection[object],
        busy: Collection[str],
    ) -> list[Batch]:
        """What is ready: once its bytes are ``enough``, else after ``patience`` seconds.

        Batches of tables that are ``busy`` stay. When ``still_reading`` has become empty, what is
        left is taken as a whole; an empty list then means the end. ``wake`` tells that any of the
        arguments' answers may have changed.
        """

        def free() -> list[Batch]:
            return [batch for batch in self._ready if batch.endpoint.table not in busy]

        def worth_it() -> bool:
            found = free()
            if not still_reading and len(found) == len(self._ready):
                return True
            return bool(found) and enough(sum(batch.size for batch in found))

        with self._changed:
            self._changed.wait_for(worth_it, timeout=patience)
            self._changed.wait_for(lambda: free() or not (still_reading or self._ready))
            taken = free()
            self._ready = [batch for batch in self._ready if batch not in taken]
            return taken

    def loaded(self, batches: Iterable[Batch]) -> None:
        """Give back the room of batches that are in the database, and their files."""
        freed = 0
        for batch in batches:
            freed += batch.size
            if batch.path is not None:
                batch.path.unlink(missing_ok=True)
        with self._changed:
            self._bytes -= freed
            self._changed.notify_all()

    def wake(self) -> None:
        """Let ``take`` look again whether anyone still reads, and which tables are busy."""
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """Nothing more will be taken: waiting readers give up."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class SpoolClosed(Exception):
    """The load has ended while a reader was still waiting to put."""


def _render(source: Source, chunk: Chunk, first_seq: int) -> bytes:
    middle = f",{chunk.fetched_at.isoformat()},{source.name},{str(chunk.listed).lower()},"
    middle_bytes = middle.encode()
    lines = [",".join(HEADER).encode()]
    for seq, record in enumerate(chunk.records, first_seq):
        quoted = bytes(record).replace(b'"', b'""')
        lines.append(b'%d%b"%b"' % (seq, middle_bytes, quoted))
    lines.append(b"")
    return b"\n".join(lines)
