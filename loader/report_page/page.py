"""Writes the page: content, style, script and the library that draws, in one file."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from loader.config import PROJECT_ROOT
from loader.errors import ConfigurationError, LoaderError
from loader.report_page.charts import CHARTS
from loader.report_page.content import Detail, Json, content
from loader.report_page.reading import Reading

MOST_BYTES = 2_000_000
_CACHE = PROJECT_ROOT / ".cache"
_ASSETS = Path(__file__).parent / "assets"
# In the order in which the page runs them.
_SCRIPTS = ("format.js", "tables.js", "tiles.js", "charts.js", "main.js")
# What the bundle gives the page: the one thing that draws.
_VEGA = "window.vegaEmbed = vegaEmbed;"


@dataclass(frozen=True)
class Page:
    """A page as HTML, and what had to be left out of it."""

    html: str
    detail: Detail


def render(reading: Reading, fresh_for: timedelta, most_bytes: int = MOST_BYTES) -> Page:
    """Return the page with as much detail as fits.

    Args:
        reading: What was read of the warehouse.
        fresh_for: A table whose last sync is older is stale.
        most_bytes: The largest size of the file.

    Raises:
        ConfigurationError: vl-convert-python is not installed.
        LoaderError: There are too many tenants for one page.
    """
    fixed = {
        "style": _asset("page.css"),
        "charts": _within_script(json.dumps(CHARTS, separators=(",", ":"))),
        "vega": _within_script(drawing_library(_CACHE)),
        "script": _within_script("\n".join(_asset(name) for name in _SCRIPTS)),
    }
    for detail in Detail:
        html = _fill({**fixed, "content": _packed(content(reading, detail, fresh_for))})
        if len(html.encode()) <= most_bytes:
            return Page(html, detail)
    raise LoaderError(
        f"{len(reading.tenants)} tenants do not fit into one page of {most_bytes:,} bytes.",
        "Write a page for each: `python -m loader report --tenant ID`.",
    )


def write(page: Page, path: Path) -> None:
    """Write the page whole or not at all; only its owner may read it.

    Raises:
        LoaderError: The folder cannot be written.
    """
    _write(page.html, path)


def _write(text: str, path: Path) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise LoaderError(
            f"{path} cannot be written ({error.strerror}).", "Name another file with --output."
        ) from error


def _packed(value: Json) -> str:
    """JSON, compressed, in letters that mean nothing to HTML."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode("ascii")


def _fill(parts: dict[str, str]) -> str:
    """The template with its marks replaced. What a part contains is never taken for a mark."""
    pieces = _asset("page.html").split("{{")
    html = [pieces[0]]
    for piece in pieces[1:]:
        name, rest = piece.split("}}", 1)
        html += [parts[name], rest]
    return "".join(html)


def _within_script(text: str) -> str:
    """Text that cannot end the script element that it stands in. Both occur in strings only."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", text, flags=re.IGNORECASE)


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


@cache
def drawing_library(folder: Path) -> str:
    """The library that draws: always the same, and 1.5 s of CPU to bundle, so it is kept."""
    vl_convert = _vl_convert()
    name = f"{vl_convert.__version__} {_VEGA}"
    kept = folder / f"vega-{hashlib.sha256(name.encode()).hexdigest()[:16]}.js"
    if kept.exists():
        return kept.read_text(encoding="utf-8")
    bundle = str(vl_convert.javascript_bundle(_VEGA))
    with suppress(LoaderError, OSError):  # where nothing can be written, it is bundled each time
        folder.mkdir(exist_ok=True)
        _write(bundle, kept)
    return bundle


def _vl_convert() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        raise ConfigurationError(
            "The report page needs the package vl-convert-python.",
            "Install it: `pip install vl-convert-python`.",
        ) from error
    return vl_convert
