"""Staged files: batches of pages wait here, between the threads that read the API and dlt."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from loader.catalogue import Endpoint, Source
from loader.extract.cursor import Cursor
from loader.extract.page_batch import PageBatch
from loader.staging.destination import FILE_FORMAT
from loader.staging.forms import line_count, render

# Readers wait while more than this is staged: a slow database must not fill the disk.
_MAX_BYTES = 512 * 1024 * 1024
# A table's batches share files of about this size: each file costs dlt a job and Postgres a
# connection. In one COPY, Postgres writes out what exceeds its ring of 16 MB of buffers.
_FILE_BYTES = 12 * 1024 * 1024


@dataclass
class StagedFile:
    """A file with the lines of one or more batches of a table; ``size`` is in bytes."""

    path: Path
    lines: int = 0
    size: int = 0


@dataclass(frozen=True)
class StagedBatch:
    """A batch of pages on disk, and the cursor that is valid once it is merged.

    Attributes:
        file: Where its lines are; None for a batch that only moves the cursor.
        size: Bytes of its lines.
        cursor: None if the batch must not move the cursor.
    """

    endpoint: Endpoint
    source: Source
    file: StagedFile | None
    size: int
    cursor: Cursor | None


class StagedFiles:
    """A bounded queue of batches, on disk, with many producers and one consumer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = itertools.count()
        self._ready: list[StagedBatch] = []
        self._growing: dict[str, StagedFile] = {}  # by table: files that are not taken yet
        self._bytes = 0
        self._changed = threading.Condition()
        self._rendering = threading.Lock()
        self._closed = False

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Make readers wait in ``put``, to leave the processor to dlt.

        With dozens of readers at work, dlt would take four times as long, and Postgres would have
        nothing to do.
        """
        with self._rendering:
            yield

    def put(self, endpoint: Endpoint, source: Source, batch: PageBatch, first_seq: int) -> int:
        """Queue a batch; blocks while too much is queued.

        Returns:
            How many lines it has. They are numbered from ``first_seq``.

        Raises:
            StagedFilesClosed: Nothing more will be taken.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._bytes < _MAX_BYTES or self._closed)
        # One at a time: threads share one processor, and each page takes tens of megabytes.
        with self._rendering:
            lines = line_count(batch)
            content = render(endpoint, source, batch, first_seq)
            with self._changed:
                if self._closed:
                    raise StagedFilesClosed
                file = self._append(endpoint.table, content, lines) if lines else None
                size = len(content)
                self._ready.append(StagedBatch(endpoint, source, file, size, batch.cursor))
                self._bytes += size
                self._changed.notify_all()
        return lines

    def _append(self, table: str, content: bytes, lines: int) -> StagedFile:
        file = self._growing.get(table)
        if file is None or file.size >= _FILE_BYTES:
            self._folder.mkdir(exist_ok=True)
            file = StagedFile(self._folder / f"{table}.{next(self._names):08d}.{FILE_FORMAT}")
        try:
            with file.path.open("ab") as opened:
                opened.write(content)
        except OSError:
            if file.path.exists():
                os.truncate(file.path, file.size)  # the batches before this one are whole
            raise
        file.lines += lines
        file.size += len(content)
        self._growing[table] = file
        return file

    def take(
        self, enough: int, patience: float, still_reading: Collection[object]
    ) -> list[StagedBatch]:
        """Take all ready batches: once they have ``enough`` bytes, else after ``patience``.

        Args:
            enough: Bytes that are worth a load package.
            patience: Seconds to wait for them; the first batch is waited for without limit.
            still_reading: Who may still put batches. ``wake`` tells that it has changed.

        Returns:
            The batches; none only if nobody is reading any more.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: not still_reading or self._ready_bytes() >= enough, timeout=patience
            )
            self._changed.wait_for(lambda: self._ready or not still_reading)
            taken, self._ready = self._ready, []
            self._growing.clear()
            return taken

    def _ready_bytes(self) -> int:
        return sum(batch.size for batch in self._ready)

    def loaded(self, batches: Iterable[StagedBatch]) -> None:
        """Remove the files of batches that are in the database, and let readers go on."""
        freed = 0
        for batch in batches:
            freed += batch.size
            if batch.file is not None:
                batch.file.path.unlink(missing_ok=True)
        with self._changed:
            self._bytes -= freed
            self._changed.notify_all()

    def wake(self) -> None:
        """Let ``take`` check again whether anyone still reads."""
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """Take nothing more: readers that wait in ``put`` get ``StagedFilesClosed``."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class StagedFilesClosed(Exception):
    """The load ended while a reader was still waiting to put."""
