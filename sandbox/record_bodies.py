"""A temporary file for the records of a large tenant, so that memory stays bounded."""

from __future__ import annotations

import mmap
import tempfile
from array import array
from typing import Protocol


class RecordBodies(Protocol):
    """The records' bytes by slot; a plain list fits."""

    def __len__(self) -> int: ...

    def __getitem__(self, slot: int, /) -> bytes: ...

    def __setitem__(self, slot: int, body: bytes, /) -> None: ...

    def append(self, body: bytes, /) -> None:
        """Add a record's bytes under the next slot."""

    def copy(self) -> RecordBodies:
        """An independent copy."""


class _SpillFile:
    """An append-only temporary file."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the records
        self._size = 0
        self._map: mmap.mmap | None = None
        self._mapped = 0

    def __del__(self) -> None:
        self._file.close()

    def write(self, body: bytes) -> int:
        """Append bytes and return their offset."""
        begin = self._size
        self._file.write(body)
        self._size += len(body)
        return begin

    def read(self, begin: int, length: int) -> bytes:
        """``length`` bytes from an offset; maps the file again if it has grown past the map."""
        if begin + length > self._mapped:
            self._file.flush()
            self._map = mmap.mmap(self._file.fileno(), self._size, access=mmap.ACCESS_READ)
            self._mapped = self._size
        return self._map[begin : begin + length] if self._map else b""


class SpilledRecordBodies:
    """Bodies on disk, with 12 bytes of memory for each record."""

    def __init__(self, file: _SpillFile | None = None) -> None:
        self._file = file or _SpillFile()
        self._begins = array("Q")
        self._lengths = array("I")

    def __len__(self) -> int:
        return len(self._begins)

    def __getitem__(self, slot: int, /) -> bytes:
        return self._file.read(self._begins[slot], self._lengths[slot])

    def __setitem__(self, slot: int, body: bytes, /) -> None:
        self._begins[slot] = self._file.write(body)
        self._lengths[slot] = len(body)

    def append(self, body: bytes, /) -> None:
        """Add a record's bytes under the next slot."""
        self._begins.append(self._file.write(body))
        self._lengths.append(len(body))

    def copy(self) -> SpilledRecordBodies:
        """An independent copy that shares the file, which is append-only."""
        other = SpilledRecordBodies(self._file)
        other._begins = self._begins[:]
        other._lengths = self._lengths[:]
        return other
