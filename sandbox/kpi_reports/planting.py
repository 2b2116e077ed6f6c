"""Plants differences between what the API serves, what a warehouse holds and what reports count.

A difference is a change of one record. Who sees it decides what a comparison must find out:

- ``late``: the record changes now. Reports see it; a warehouse that was loaded before does not.
- ``unmarked``: the record changes, and its ``modifiedOn`` does not: an incremental load misses it.
- ``report``: the API serves the old record, and the reports alone count the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal, get_args

from sandbox.kpi_reports.figures import JobFigures, Period
from sandbox.kpi_reports.ledger import Ledger
from sandbox.kpi_reports.records import Invoice
from sandbox.kpi_reports.tenant import KpiReports
from sandbox.store import Store

Side = Literal["late", "unmarked", "report"]
SIDES: tuple[Side, ...] = get_args(Side)

Fields = Mapping[str, Any]
ShowsIn = dict[str, tuple[str, ...]]
Find = Callable[["Site"], Iterable["Change"]]


@dataclass(frozen=True)
class Change:
    """A change that would make a difference.

    Attributes:
        key: The record that changes; None for a new one.
        fields: The fields that change; None: the record is deleted.
        job: The job that a comparison should name.
        invoice: The invoice that it should name.
    """

    resource: str
    key: Any
    fields: Fields | None
    job: str | None = None
    invoice: str | None = None


@dataclass(frozen=True)
class Difference:
    """A kind of difference.

    Attributes:
        name: What to plant, as in ``job-recategorised``.
        what: What happens, as a sentence.
        shows_in: Where it can be seen: reports by their family, with the fields that differ.
        find: Every change of this kind that makes a difference in the period.
        sides: Who may see it; the first is the usual one.
    """

    name: str
    what: str
    shows_in: ShowsIn
    find: Find
    sides: tuple[Side, ...] = SIDES


@dataclass
class Site:
    """One tenant and a period: where differences are planted.

    Attributes:
        used: The records that were changed already; none is changed twice.
    """

    store: Store
    reports: KpiReports
    period: Period
    rng: Random
    used: set[tuple[str, Any]] = field(default_factory=set)

    @property
    def ledger(self) -> Ledger:
        """The tenant's records as its reports see them."""
        return self.reports.ledger(self.store)

    def completed(self) -> Iterable[JobFigures]:
        """The jobs completed in the period."""
        return (job for job in self.ledger.jobs.values() if job.completed in self.period)

    def invoices(self, kind: str) -> Iterable[Invoice]:
        """The invoices of a kind that earn revenue in the period."""
        lines = self.ledger.lines
        earning = {
            line.invoice for line in lines if line.kind == kind and line.day in self.period
            and line.revenue
        }  # fmt: skip
        return (one for key, one in self.ledger.invoices.items() if key in earning)

    def fields(self, resource: str, key: Any) -> dict[str, Any]:
        """A record as the API serves it."""
        return self.store.record(resource, key).fields

    def other(self, resource: str, *than: Any) -> list[Any]:
        """The ids of a resource's active records, without some."""
        return [
            one.key
            for one in self.store.truth(resource)
            if one.active and not one.deleted and one.key not in than
        ]


@dataclass(frozen=True)
class Planted:
    """A difference that was planted; ``undo`` takes it back."""

    difference: Difference
    side: Side
    change: Change
    undo: Callable[[], None]

    def described(self) -> dict[str, Any]:
        """Everything that a comparison may be held against, ready for JSON."""
        change = self.change
        return {
            "name": self.difference.name,
            "what": self.difference.what,
            "side": self.side,
            "showsIn": self.difference.shows_in,
            "resource": change.resource,
            "key": change.key,
            "fields": change.fields,
            "jobNumber": change.job,
            "invoiceNumber": change.invoice,
        }


def plant(site: Site, difference: Difference, side: Side | None = None) -> Planted | None:
    """Plant a difference in one record, drawn from all that would do.

    Returns:
        What was planted; None where no record of the period would make this difference.

    Raises:
        ValueError: The difference cannot be seen from that side.
    """
    side = side or difference.sides[0]
    if side not in difference.sides:
        known = ", ".join(difference.sides)
        raise ValueError(f"{difference.name} has no side {side!r}; it has {known}")
    changes = [
        one
        for one in difference.find(site)
        if one.key is None or (one.resource, one.key) not in site.used
    ]
    if not changes:
        return None
    change = site.rng.choice(changes)
    undo = _put(site, change, side)
    site.used.add((change.resource, change.key))
    return Planted(difference, side, change, undo)


def _put(site: Site, change: Change, side: Side) -> Callable[[], None]:
    store, resource, key = site.store, change.resource, change.key
    if key is None:
        new = store.insert(resource, change.fields)
        return lambda: store.delete(resource, new)
    if side == "report":
        return _show_reports(site, change)
    if change.fields is None:
        store.delete(resource, key)
        return lambda: store.reactivate(resource, key)
    old = {name: site.fields(resource, key).get(name) for name in change.fields}
    moves = side == "late"
    store.change(resource, key, change.fields, moves=moves)
    return lambda: store.change(resource, key, old, moves=moves)


def _show_reports(site: Site, change: Change) -> Callable[[], None]:
    """Reports count a new version of the record, or one that the API has deleted."""
    store, reports, resource, key = site.store, site.reports, change.resource, change.key
    if change.fields is None:
        store.delete(resource, key)
        reports.override(resource, key, counts=True)
    else:
        reports.override(resource, key, **change.fields)

    def undo() -> None:
        reports.clear_override(resource, key)
        if change.fields is None:
            store.reactivate(resource, key)

    return undo
