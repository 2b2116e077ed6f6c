"""The folder that dlt and the staged files use during a load: it holds personal data."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loader.config import PROJECT_ROOT, Warehouse
from loader.errors import LoaderError

WORK_FOLDER = PROJECT_ROOT / ".dlt_work"


def work_folder(warehouse: Warehouse, tenant_id: int) -> Path:
    """Return the folder dlt works in while this tenant is loaded into this schema of this database.

    No other load uses the folder at the same time: the tenant's lock covers the same.
    """
    target = (warehouse.host, warehouse.port, warehouse.database, warehouse.raw_schema)
    return WORK_FOLDER / f"{tenant_id}_{hashlib.sha256(repr(target).encode()).hexdigest()[:12]}"


@contextmanager
def temporary_folder(folder: Path) -> Iterator[None]:
    """Make an empty folder that only this user can read, and remove it at the end.

    Whatever a killed load left in it is removed first.

    Raises:
        LoaderError: It cannot be made, for instance because a load of another user left it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    try:
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise _unusable(folder, error) from error
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unusable(folder: Path, error: OSError) -> LoaderError:
    left = isinstance(error, FileExistsError)
    place = folder if left else folder.parent
    try:
        owner = f" (of user {place.owner()})"
    except (KeyError, OSError):  # a user without a name; a folder that is missing or hidden
        owner = ""
    if left:
        return LoaderError(
            f"The working folder {place}{owner} is left of an earlier load and cannot be removed.",
            "Delete it as that user, then load again. Run all loads of a checkout as one user.",
        )
    return LoaderError(
        f"The working folder {folder} cannot be made in {place.name}{owner}: {error.strerror}.",
        "Make room on the disk, or let this user write there.",
    )


def folder_error(error: OSError) -> LoaderError:
    """Return the error for files of the working folder that cannot be written or read."""
    return LoaderError(
        f"The working folder {WORK_FOLDER} cannot be used: {error.strerror or 'unknown reason'}.",
        "Make room on this machine's disk, or let this user write there. The cursor has not moved;"
        " load again.",
    )
