"""The working folder of a load: private, empty at both ends, and explained where it cannot be."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from loader.errors import LoaderError
from loader.staging.work_folder import temporary_folder

NOBODY = 65534


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user can reach."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path
        path.chmod(0o755)


@contextmanager
def another_user(parent: Path) -> Iterator[None]:
    """Be a user who may not change the folder's contents, whoever runs the tests."""
    parent.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        parent.chmod(0o755)


def test_it_is_private_and_empty_at_both_ends(place: Path) -> None:
    folder = place / ".dlt_work" / "7_abc"
    folder.mkdir(parents=True)
    (folder / "left.csv").write_text("of a killed load")
    with temporary_folder(folder):
        assert list(folder.iterdir()) == []
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "rows.csv").write_text("x")
    assert not folder.exists()


def test_one_that_another_user_left_is_named_with_its_owner(place: Path) -> None:
    folder = place / "7_abc"
    folder.mkdir()
    (folder / "left.csv").write_text("of another user")
    with another_user(place), pytest.raises(LoaderError) as error, temporary_folder(folder):
        pass
    assert f"{folder} (of user {folder.owner()}) is left" in error.value.cause
    assert "as that user" in error.value.remedy
    assert (folder / "left.csv").exists()


def test_a_place_where_nothing_can_be_written_is_named(place: Path) -> None:
    folder = place / "7_abc"
    with another_user(place), pytest.raises(LoaderError) as error, temporary_folder(folder):
        pass
    assert f"{folder} cannot be made" in error.value.cause
    assert "Permission denied" in error.value.cause
