"""One wheel, and one environment with it, for all tests of what is installed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.examples import environments
from tests.examples.environments import Installed


@pytest.fixture(scope="session")
def public_folder() -> Iterator[Path]:
    """A folder that an ordinary user can read; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def wheel(public_folder: Path) -> Path:
    """The wheel of the last commit."""
    return environments.build_wheel(public_folder)


@pytest.fixture(scope="session")
def installed(public_folder: Path, wheel: Path) -> Installed:
    """An environment with nothing but the wheel and what it needs, at the locked versions."""
    made = environments.environment(public_folder / "environment")
    held = environments.constraints(public_folder)
    made.install(f"{wheel}[report,sandbox]", "duckdb", constraints=held)
    return made
