"""The spool: chunks wait here as files, between the threads that read the API and dlt."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from loader.catalogue import Endpoint, Source
from loader.extract.cursor import Cursor
from loader.extract.page_batch import PageBatch
from loader.staging import parent_responses
from loader.staging.copy_job import FILE_FORMAT, copy_escaped

# Readers wait while more than this is spooled: a slow database must not fill the disk.
_MAX_BYTES = 512 * 1024 * 1024
# A table's chunks are joined in files of about this size, for each file costs dlt a job and
# Postgres a connection. In one COPY, Postgres writes out what exceeds its ring of 16 MB of buffers.
_FILE_BYTES = 12 * 1024 * 1024


@dataclass
class File:
    """A file with the records of one or more chunks of a table; ``rows`` counts its lines."""

    path: Path
    rows: int = 0
    size: int = 0


@dataclass(frozen=True)
class StagedBatch:
    """A spooled chunk: ``size`` bytes of ``file``, and the cursor that holds once they are in.

    ``file`` is None for a chunk that only moves the cursor.
    """

    endpoint: Endpoint
    source: Source
    file: File | None
    size: int
    cursor: Cursor | None


class StagedFiles:
    """A bounded queue of batches, on disk. Many threads put, one takes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = itertools.count()
        self._ready: list[StagedBatch] = []
        self._growing: dict[str, File] = {}  # by table: files whose batches are all still here
        self._bytes = 0
        self._changed = threading.Condition()
        self._rendering = threading.Lock()
        self._closed = False

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Let no chunk be rendered meanwhile: those who put wait, and leave the processor alone.

        With dozens of readers at work, dlt would take four times as long, and Postgres would have
        nothing to do.
        """
        with self._rendering:
            yield

    def put(self, endpoint: Endpoint, source: Source, batch: PageBatch, first_seq: int) -> int:
        """Queue a chunk; its lines are numbered from ``first_seq``. Returns how many they are.

        Waits while the spool is full. Raises ``StagedFilesClosed`` after the end.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._bytes < _MAX_BYTES or self._closed)
        # One at a time: Python does one thing at a time anyway, and each page takes some tens of
        # megabytes.
        with self._rendering:
            rows = len(batch.records) + len(batch.responses)
            content = _render(endpoint, source, batch, first_seq) if rows else b""
            with self._changed:
                if self._closed:
                    raise StagedFilesClosed
                file = self._append(endpoint.table, content, rows) if rows else None
                size = len(content)
                self._ready.append(StagedBatch(endpoint, source, file, size, batch.cursor))
                self._bytes += size
                self._changed.notify_all()
        return rows

    def _append(self, table: str, content: bytes, rows: int) -> File:
        file = self._growing.get(table)
        if file is None or file.size >= _FILE_BYTES:
            file = File(self._folder / f"{table}.{next(self._names):08d}.{FILE_FORMAT}")
        try:
            with file.path.open("ab") as opened:
                opened.write(content)
        except OSError:
            if file.path.exists():
                os.truncate(file.path, file.size)  # the chunks before this one are whole
            raise
        file.rows += rows
        file.size += len(content)
        self._growing[table] = file
        return file

    def take(
        self,
        enough: Callable[[int], bool],
        patience: float,
        still_reading: Collection[object],
        busy: Collection[str],
    ) -> list[StagedBatch]:
        """What is ready: once its bytes are ``enough``, else after ``patience`` seconds.

        Batches of tables that are ``busy`` stay. When ``still_reading`` has become empty, what is
        left is taken as a whole; an empty list then means the end. ``wake`` tells that any of the
        arguments' answers may have changed.
        """

        def free() -> list[StagedBatch]:
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
            for batch in taken:
                self._growing.pop(batch.endpoint.table, None)
            return taken

    def loaded(self, batches: Iterable[StagedBatch]) -> None:
        """Give back the room of batches that are in the database, and their files."""
        freed = 0
        for batch in batches:
            freed += batch.size
            if batch.file is not None:
                batch.file.path.unlink(missing_ok=True)
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


class StagedFilesClosed(Exception):
    """The load has ended while a reader was still waiting to put."""


def _render(endpoint: Endpoint, source: Source, batch: PageBatch, first_seq: int) -> bytes:
    """The lines of a chunk."""
    if batch.responses:
        return parent_responses.render(endpoint, batch, first_seq)
    middle = (
        f"\t{batch.fetched_at.isoformat()}\t{source.name}\t{str(batch.proves_existence).lower()}\t"
    )
    between = middle.encode()
    return b"".join(
        [
            b"%d%b%b\n" % (seq, between, copy_escaped(bytes(record)))
            for seq, record in enumerate(batch.records, first_seq)
        ]
    )
