"""Staged files: a batch that could not be written spoils no other."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from loader.catalogue import ENDPOINTS
from loader.extract.page_batch import PageBatch
from loader.extract.record_metadata import RecordMetadata
from loader.staging.staged_files import StagedBatch, StagedFiles
from loader.staging.table import COLUMNS

ZONES = ENDPOINTS["zones"]


def _put(staged_files: StagedFiles, records: list[bytes], first_seq: int) -> int:
    raw = [msgspec.Raw(record) for record in records]
    metadata = RecordMetadata([None] * len(raw))
    batch = PageBatch(raw, metadata, datetime.now(UTC), proves_existence=True, cursor=None)
    return staged_files.put(ZONES, ZONES.sources[0], batch, first_seq)


def _take(staged_files: StagedFiles) -> list[StagedBatch]:
    return staged_files.take(0, 0.0, ())


def _lines(batches: list[StagedBatch]) -> list[dict[str, str]]:
    """The lines of the batches' only file by column, still escaped."""
    (path,) = {batch.file.path for batch in batches if batch.file}
    lines = path.read_text(encoding="utf-8").splitlines()
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


@contextmanager
def _full_disk(at: int) -> Iterator[None]:
    """Limit the files of this process to ``at`` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (at, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_batches_of_a_table_share_a_file_until_it_is_taken(tmp_path: Path):
    staged_files = StagedFiles(tmp_path)
    assert _put(staged_files, [b'{"id":1}', b'{"id":2,"name":"a \\"b\\""}'], 0) == 2
    assert _put(staged_files, [b'{"id":3}'], 2) == 1
    batches = _take(staged_files)
    lines = _lines(batches)
    assert [line["record"] for line in lines] == [
        '{"id":1}',
        '{"id":2,"name":"a \\\\"b\\\\""}',
        '{"id":3}',
    ]
    assert [int(line["seq"]) for line in lines] == [0, 1, 2]
    assert [batch.file.lines for batch in batches if batch.file] == [3, 3]
    _put(staged_files, [b'{"id":4}'], 3)
    assert [line["record"] for line in _lines(_take(staged_files))] == ['{"id":4}'], (
        "a file of its own"
    )
    staged_files.loaded(batches)
    assert len(list(tmp_path.iterdir())) == 1, "a loaded file is deleted"


def test_a_full_file_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("loader.staging.staged_files._FILE_BYTES", 90)
    staged_files = StagedFiles(tmp_path)
    for number in range(5):
        _put(staged_files, [b'{"id":%d}' % number], number)
    files = {batch.file.path: batch.file for batch in _take(staged_files) if batch.file}
    assert [file.lines for file in files.values()] == [2, 2, 1]


def test_a_full_disk_leaves_earlier_batches_whole(tmp_path: Path):
    staged_files = StagedFiles(tmp_path)
    _put(staged_files, [b'{"id":1}'], 0)
    with _full_disk(at=1000), pytest.raises(OSError, match="File too large"):
        _put(staged_files, [b'{"id":2,"name":"%b"}' % (b"x" * 2000)], 1)
    _put(staged_files, [b'{"id":3}'], 1)
    assert [line["record"] for line in _lines(_take(staged_files))] == ['{"id":1}', '{"id":3}']
