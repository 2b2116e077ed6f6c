"""RESULTS.md: one section for each benchmark; its table of ratios can be read back."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import psutil

RESULTS = Path(__file__).with_name("RESULTS.md")

# The packages whose versions decide the figures.
_PACKAGES = ("dlt", "dbt-core", "dbt-postgres", "psycopg2-binary", "msgspec", "requests")
# `--check` fails when a ratio is worse than in RESULTS.md by more than this share.
TOLERANCE = 0.2

_HEAD = """\
# Benchmark results

Written by `make bench` (`python -m benchmarks`), which fails when a limit is not kept; each section
names the machine it was measured on. `make bench-check` measures again, writes nothing, and fails
also when a ratio is more than 20 % worse. Seconds depend on the machine and its load. The ratios
count: they compare runs that took turns.
"""
_ROW = re.compile(r"^\| (?P<name>[^|]+?) \| (?P<value>[\d.]+) \|", re.MULTILINE)
_RATIOS = "| ratio or limit | measured | must be |"


@dataclass(frozen=True)
class Ratio:
    """A figure with its limit.

    Attributes:
        name: As in RESULTS.md.
        value: What was measured.
        must: "at least" or "at most" ``limit``; "reported" has no limit.
        limit: In ``unit``.
        unit: Appended to the limit; empty for a ratio.
        check: Whether ``--check`` compares it with RESULTS.md. Seconds and megabytes depend on the
            machine, so they are not compared.
    """

    name: str
    value: float
    must: Literal["at least", "at most", "reported"]
    limit: float = 0.0
    unit: str = ""
    check: bool = True

    @property
    def holds(self) -> bool:
        """Whether the value keeps its limit."""
        if self.must == "at least":
            return self.value >= self.limit
        return self.must == "reported" or self.value <= self.limit

    def worse_than(self, before: float) -> bool:
        """Whether the value is worse than ``before`` by more than the tolerance."""
        if not self.check or self.must == "reported":
            return False
        if self.must == "at least":
            return self.value < before * (1 - TOLERANCE)
        return self.value > max(before, self.limit / 2) * (1 + TOLERANCE)

    @property
    def limit_text(self) -> str:
        """The limit in words: ``at most 1.25``; empty without one."""
        return "" if self.must == "reported" else f"{self.must} {self.limit:g}{self.unit}"

    @property
    def line(self) -> str:
        """The row in RESULTS.md."""
        verdict = "" if self.holds else " (not kept)"
        return f"| {self.name} | {self.value:.2f} |{self.unit} {self.limit_text}{verdict} |"


@dataclass(frozen=True)
class Section:
    """One benchmark's results.

    Attributes:
        name: The benchmark, as on the command line.
        title: The heading in RESULTS.md.
        lines: Markdown after the table of ratios.
        ratios: The table of ratios.
    """

    name: str
    title: str
    lines: Sequence[str]
    ratios: Sequence[Ratio]

    def text(self) -> str:
        """The section as Markdown."""
        return "\n".join(
            [
                f"## {self.title}",
                "",
                f"`python -m benchmarks {self.name}`, {_machine()}",
                "",
                _RATIOS,
                "| --- | ---: | --- |",
                *(ratio.line for ratio in self.ratios),
                "",
                *self.lines,
            ]
        ).rstrip()


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A Markdown table: the first column is text, the others are numbers."""
    return [
        f"| {' | '.join(head)} |",
        f"| --- |{' ---: |' * (len(head) - 1)}",
        *(f"| {' | '.join(map(str, row))} |" for row in rows),
    ]


def store(section: Section, titles: Sequence[str]) -> None:
    """Write a section to RESULTS.md in place of the old one; ``titles`` gives the order."""
    sections = _stored() | {section.title: section.text()}
    ordered = [sections[title] for title in titles if title in sections]
    RESULTS.write_text("\n\n".join([_HEAD.rstrip(), *ordered]) + "\n", encoding="utf-8")


def stored_ratios(title: str) -> dict[str, float]:
    """The ratios of a section of RESULTS.md, by name; empty if it has no such section."""
    _, found, after = _stored().get(title, "").partition(_RATIOS)
    rows, _, _ = after.partition("\n\n")
    return {m["name"]: float(m["value"]) for m in _ROW.finditer(rows)} if found else {}


def _stored() -> dict[str, str]:
    if not RESULTS.exists():
        return {}
    _, *partitions = re.split(r"^## ", RESULTS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {part.partition("\n")[0]: f"## {part}".rstrip() for part in partitions}


def _machine() -> str:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)
    gigabytes = psutil.virtual_memory().total / 1024**3
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores, {gigabytes:.0f} GB,"
        f" {platform.system()} {platform.machine()}, load average {load:.1f} at the end;"
        f" Python {platform.python_version()}, Postgres 18, {versions}."
    )
