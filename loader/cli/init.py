"""``init``: an ``.env`` to fill in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from loader.config import IS_CHECKOUT, PROGRAM, PROJECT_ROOT
from loader.config.tenants import EXAMPLE
from loader.errors import ConfigurationError


@click.command()
def init() -> None:
    """Write .env from the example, to be filled in.

    Only its owner may read it.
    """
    file = PROJECT_ROOT / ".env"
    _write(file, ".env.example")
    if not IS_CHECKOUT:
        for example in (PROJECT_ROOT / "reports.example.toml", PROJECT_ROOT / EXAMPLE):
            if not example.exists():
                _write(example, example.name)
    click.echo(f"Wrote {file}. Fill in the four credentials, then: python -m loader check")


def _write(file: Path, example: str) -> None:
    try:
        # Closed from the beginning: what is closed later could be read before.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
    except FileExistsError:
        raise ConfigurationError(f"{file} exists.", "Edit it, or move it away.") from None
    except OSError as error:
        raise ConfigurationError(
            f"{file} cannot be written: {error.strerror}.", "Use a folder of your own."
        ) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write((PROGRAM / example).read_text(encoding="utf-8"))
