"""``status`` of many tenants: a line for each, the worst first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import click

from loader.cli.tables import Cell, DisplayColumn, console, print_table
from loader.config import Tenant
from loader.warehouse.lock import Holder
from loader.warehouse.table_health import TableHealth
from loader.warehouse.transform_state import ModelState

_COLUMNS = (
    DisplayColumn("tenant"),
    DisplayColumn("id", right=True, rank=3),
    DisplayColumn("tables", right=True, rank=2),
    DisplayColumn("rows", right=True, rank=1),
    DisplayColumn("rejected", right=True, rank=4),
    DisplayColumn("oldest sync (UTC)", rank=5),
    DisplayColumn("age"),
    DisplayColumn(""),
)
# Rows where the output is no terminal, and lines of a terminal that are not rows.
_ROWS = 40
_OTHER_LINES = 12
# Tenants whose errors are told, and names in a sentence.
_TOLD = 3
_NAMES = 5


@dataclass(frozen=True)
class _Line:
    """One tenant.

    Attributes:
        name: Its name in tenants.toml, else its id.
        rank: How bad it is: tables that failed, tables with another problem. More is worse.
        state: The same in words.
        is_bad: Whether the command fails for it.
    """

    name: str
    tenant_id: int
    tables: Sequence[TableHealth]
    rank: tuple[int, int]
    state: str
    is_bad: bool

    @property
    def age(self) -> timedelta | None:
        """How long ago the table was synced whose last sync is the oldest."""
        return max((one.age for one in self.tables if one.age is not None), default=None)

    def row(self) -> tuple[str | Cell, ...]:
        """The tenant's row."""
        synced = [one.last_sync for one in self.tables if one.last_sync]
        colour = "red" if self.is_bad else "green" if self.state == "ok" else "yellow"
        return (
            self.name,
            str(self.tenant_id),
            f"{len(self.tables):,}",
            f"{sum(one.records_count for one in self.tables):,}",
            f"{sum(one.rejected for one in self.tables):,}",
            f"{min(synced):%Y-%m-%d %H:%M:%S}" if synced else "never",
            spoken_age(self.age),
            Cell(self.state, colour),
        )


class Overview:
    """The state of many tenants.

    Args:
        tables: Every table of every tenant that was ever loaded.
        declared: The tenants of tenants.toml; none without the file.
        fresh_for: A table whose last completed sync is older is stale.
    """

    def __init__(
        self, tables: Iterable[TableHealth], declared: Sequence[Tenant], fresh_for: timedelta
    ) -> None:
        of_tenant: dict[int, list[TableHealth]] = defaultdict(list)
        for table in tables:
            of_tenant[table.tenant_id].append(table)
        by_id = {one.tenant_id: one for one in declared}
        lines = [
            _line(number, of_tenant.get(number, []), by_id.get(number), bool(declared), fresh_for)
            for number in sorted({*of_tenant, *by_id})
        ]
        zero = timedelta(0)
        self._lines = sorted(
            lines, key=lambda one: (one.is_bad, one.rank, one.age or zero), reverse=True
        )

    @property
    def is_bad(self) -> bool:
        """Whether a tenant that is to be loaded has a problem."""
        return any(line.is_bad for line in self._lines)

    def show(
        self,
        models: Sequence[ModelState],
        loading: Mapping[int, Holder],
        wrong_clocks: Sequence[str],
        *,
        whole: bool,
    ) -> None:
        """Print it, and what else is to say about the warehouse.

        Args:
            models: How current the models are.
            loading: Which tenants are being loaded.
            wrong_clocks: A sentence for each.
            whole: Show all tenants, on however many screens.
        """
        screen = console()
        room = max(1, screen.height - _OTHER_LINES) if screen.is_terminal else _ROWS
        shown = self._lines if whole else self._lines[:room]
        print_table(_COLUMNS, [line.row() for line in shown])
        bad = sum(line.is_bad for line in self._lines)
        if len(shown) < len(self._lines):
            more = len(self._lines) - len(shown)
            click.echo(f"... and {more:,} more; --all shows them.")
        click.echo(f"{bad:,} of {len(self._lines):,} tenants have a problem.")
        self._tell_errors()
        for sentence in wrong_clocks[:_TOLD]:
            click.echo(f"A clock is wrong: {sentence}.")
        behind = [model for model in models if model.newer_loads]
        if behind:
            names = _some([model.name for model in behind])
            click.echo(f"{len(behind)} of {len(models)} models have newer loads: {names}.")
        if loading:
            named = {line.tenant_id: line.name for line in self._lines}
            names = _some([named[number] for number in loading])
            click.echo(f"Running: {len(loading)} tenants: {names}.")

    def _tell_errors(self) -> None:
        told = 0
        for line in self._lines:
            errors = {
                t.last_error: t.table_name
                for t in line.tables
                if t.last_error and not t.is_left_out
            }
            if not (errors and line.is_bad):
                continue
            told += 1
            if told > _TOLD:
                click.echo("`status --tenant NAME` tells the errors of the others.")
                return
            for error, table in list(errors.items())[:1]:
                more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
                click.echo(f"{line.name}, {table}: {error}{more}")


def spoken_age(age: timedelta | None) -> str:
    """Return an age in hours and minutes."""
    if age is None:
        return ""
    minutes = int(age.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def _line(
    tenant_id: int,
    tables: Sequence[TableHealth],
    tenant: Tenant | None,
    is_file: bool,
    fresh_for: timedelta,
) -> _Line:
    problems = [problem for one in tables if (problem := one.problem(fresh_for))]
    failed = problems.count("failed")
    rank = (failed, len(problems) - failed)
    name = tenant.name if tenant else str(tenant_id)
    if tenant is not None and tenant.paused:
        return _Line(name, tenant_id, tables, rank, "paused", is_bad=False)
    if tenant is None and is_file:
        return _Line(name, tenant_id, tables, rank, "not declared", is_bad=False)
    if not tables:
        return _Line(name, tenant_id, tables, rank, "never loaded", is_bad=True)
    counted = {problem: problems.count(problem) for problem in problems}
    words = ", ".join(f"{count} {problem}" for problem, count in counted.items())
    return _Line(name, tenant_id, tables, rank, words or "ok", is_bad=bool(problems))


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return ", ".join(names[:_NAMES]) + more
