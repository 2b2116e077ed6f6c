"""A tenant of given records alone, for an example that is added up by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox import resources
from sandbox.data import report_list
from sandbox.data.reporting import CATEGORIES, LIST
from sandbox.store import Store
from sandbox.table import Table
from sandbox.timestamps import Clock, text_from, ticks_from


class _Given:
    """The tables of the given records; every other table is empty."""

    def __init__(self, records: Mapping[str, Iterable[Mapping[str, Any]]], now: int) -> None:
        self._now = now
        self._tables: dict[str, Table] = {}
        for resource, of_resource in records.items():
            table = self._table(resource)
            for record in of_resource:
                self._add(table, record)

    def add_report_lists(self, seed: int, tenant: int) -> None:
        """Add the lists of reports that every tenant has."""
        for word, name in CATEGORIES:
            self._table("reporting/report-categories").add_fields(
                {"id": word, "name": name}, self._now, self._now
            )
        for report in report_list.of_tenant(seed, tenant).values():
            fields = report._asdict()
            owner = (fields.pop("category"),)
            self._table(LIST).add_fields(fields, self._now, self._now, owner=owner)

    def table(self, name: str) -> Table:
        return self._table(name).copy()

    def example(self, name: str, _: Mapping[str, dict[str, Any]]) -> bytes:
        raise KeyError(f"{name}: a tenant of given records has no such object")

    def _table(self, name: str) -> Table:
        resource = resources.find(name)
        if resource.name not in self._tables:
            self._tables[resource.name] = Table(resource)
        return self._tables[resource.name]

    def _add(self, table: Table, record: Mapping[str, Any]) -> None:
        """Add a record: what it does not say is null, or when the data ends."""
        blank: dict[str, Any] = dict.fromkeys(table.resource.fields)
        stamps = {name: text_from(self._now) for name in ("createdOn", "modifiedOn")}
        fields = {name: stamps.get(name) for name in blank} | {"active": True} | dict(record)
        created = ticks_from(fields.get("createdOn") or text_from(self._now))
        if "active" not in table.resource.fields:
            is_active = fields.pop("active")
        else:
            is_active = fields["active"]
        table.add_fields(fields, created, self._now, bool(is_active))


def given_store(
    tenant: int,
    records: Mapping[str, Iterable[Mapping[str, Any]]],
    *,
    seed: int = 1,
    today: str,
) -> Store:
    """A tenant with exactly these records, and the lists of reports.

    Args:
        records: By the name of their resource, as the API writes them. Fields that a record lacks
            are null; ``createdOn`` and ``modifiedOn`` are ``today``.
        today: The day (``YYYY-MM-DD``) at whose end, 23:00 UTC, the tenant's clock starts.
    """
    now = ticks_from(f"{today}T23:00:00Z")
    origin = _Given(records, now)
    origin.add_report_lists(seed, tenant)
    return Store(origin, Clock(now))
