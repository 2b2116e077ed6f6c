"""Tables on stdout: key columns are never truncated."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click
from rich.console import Console

from loader.errors import printable

_GAP = "  "


@dataclass(frozen=True)
class DisplayColumn:
    """A column of a table.

    Attributes:
        title: The heading.
        right: Whether it is aligned to the right, as numbers are.
        rank: On a narrow terminal the columns with the highest rank are left out first; a column
            with rank 0 never is.
    """

    title: str
    right: bool = False
    rank: int = 0


@dataclass(frozen=True)
class Cell:
    """Text with a colour, used on terminals only."""

    text: str
    colour: str | None = None


def console(*, stderr: bool = False) -> Console:
    """Return the console of a stream: a terminal only if the stream is one.

    Variables such as FORCE_COLOR, which CI services set, would otherwise draw bars into a log.
    """
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, force_terminal=stream.isatty())


def print_table(columns: Sequence[DisplayColumn], rows: Sequence[Sequence[str | Cell]]) -> None:
    """Print a table as wide as its content; on a terminal, leave out columns until it fits."""
    screen = console()
    width = screen.width if screen.is_terminal else None
    cells = [[_cell(one) for one in row] for row in rows]
    widths = [
        max([len(column.title), *(len(row[at].text) for row in cells)])
        for at, column in enumerate(columns)
    ]
    shown = _fitting(columns, widths, width)
    head = [Cell(column.title) for column in columns]
    for row in [head, *cells]:
        line = [_aligned(row[at], widths[at], columns[at].right) for at in shown]
        click.echo(_GAP.join(line).rstrip())


def _fitting(
    columns: Sequence[DisplayColumn], widths: Sequence[int], width: int | None
) -> list[int]:
    """Return the indexes of the columns that fit into a width."""
    shown = list(range(len(columns)))
    while width is not None:
        used = sum(widths[at] for at in shown) + len(_GAP) * (len(shown) - 1)
        optional = [at for at in shown if columns[at].rank]
        if used <= width or not optional:
            break
        shown.remove(max(optional, key=lambda at: columns[at].rank))
    return shown


def _cell(value: str | Cell) -> Cell:
    cell = value if isinstance(value, Cell) else Cell(value)
    return Cell(" ".join(printable(cell.text).splitlines()), cell.colour)


def _aligned(cell: Cell, width: int, right: bool) -> str:
    padded = cell.text.rjust(width) if right else cell.text.ljust(width)
    return click.style(padded, fg=cell.colour) if cell.colour else padded
