"""One entry of the catalogue: a raw table and the API resources that fill it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from loader import facts
from loader.catalogue.columns import Column, Sum, resolve

# How a list is asked for inactive records too, by the name of its parameter. The API hides them
# unless asked; a list that has none of these parameters has no inactive records to hide.
_ASK_FOR_ALL: Mapping[str, str] = {
    "active": "Any",
    "activeState": "All",
    "includeInactive": "true",
    "activeOnly": "false",
}

# Sent by the reader itself, page by page.
_PAGING_PARAMETERS = frozenset({"page", "pageSize", "from"})


@dataclass(frozen=True, kw_only=True)
class Source:
    """One API resource: the paths it is read from, below ``/{area}/{version}/tenant/{tenant}/``.

    ``list``      page/pageSize/hasMore list, or None where the API has only the feed.
    ``feed``      export feed (from/continueFrom/hasMore), or None where the API has none.
    ``constants`` values of key columns that the record itself does not carry.
    ``params``    query parameters the list demands besides paging, with the value that asks for
                  everything.
    """

    area: str
    list: str | None = None
    feed: str | None = None
    version: str = "v2"
    constants: Mapping[str, str] = field(default_factory=dict, hash=False)
    params: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not (self.list or self.feed):
            raise ValueError("a source needs a list, a feed, or both")
        for operation, paging in ((self.list_operation, "page"), (self.feed_operation, "export")):
            if operation is not None and operation.paging not in (paging, "array"):
                raise ValueError(f"{operation.path} is no {paging} operation: {operation.paging}")
        if self.list_operation is not None:
            supplied = _PAGING_PARAMETERS | set(self.list_params)
            missing = set(self.list_operation.required) - supplied
            if missing:
                raise ValueError(f"{self.list_operation.path} demands {sorted(missing)}")

    @property
    def name(self) -> str:
        """What tells the sources of one endpoint apart; their cursors are kept by it."""
        return f"{self.area}/{self.list or self.feed}"

    def _operation(self, resource: str | None) -> facts.Operation | None:
        if resource is None:
            return None
        path = f"/{self.area}/{self.version}/tenant/{{tenant}}/{resource}"
        try:
            return facts.operations()[path]
        except KeyError:
            raise ValueError(f"the API documents no GET {path}") from None

    @cached_property
    def list_operation(self) -> facts.Operation | None:
        """What the API documents about the list."""
        return self._operation(self.list)

    @cached_property
    def feed_operation(self) -> facts.Operation | None:
        """What the API documents about the feed."""
        return self._operation(self.feed)

    @cached_property
    def list_params(self) -> Mapping[str, str]:
        """What every request of the list sends, so that nothing is hidden."""
        return self._asking_for_all(self.list_operation) | dict(self.params)

    @cached_property
    def feed_params(self) -> Mapping[str, str]:
        """What every request of the feed sends, so that nothing is hidden."""
        return self._asking_for_all(self.feed_operation)

    @staticmethod
    def _asking_for_all(operation: facts.Operation | None) -> dict[str, str]:
        query = operation.query if operation else ()
        return {name: value for name, value in _ASK_FOR_ALL.items() if name in query}

    @cached_property
    def filters_by_modified(self) -> bool:
        """Whether the list can be asked for a range of ``modifiedOn``."""
        query = self.list_operation.query if self.list_operation else ()
        return "modifiedOnOrAfter" in query and "modifiedBefore" in query


@dataclass(frozen=True)
class Index:
    """An index the transform needs on a raw table, besides the key and the load id.

    ``columns`` come after ``tenant_id``; with ``method="gin"`` the one column is a jsonb list that
    is searched by containment, and tenant_id stays outside.
    """

    columns: tuple[str, ...]
    method: str = "btree"


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """A raw table, ``raw_st_<name>``, and where its records come from.

    ``sources``   the API resources it is filled from: one, but for tables that unite several.
    ``key``       columns that, after ``tenant_id``, identify a record. Most records have an id.
    ``columns``   what differs from "one column for each field, snake_case of its name": renamed,
                  retyped (with the reason beside it) or taken from inside an object.
    ``inactive_means_deleted``  the feed reports a deleted record as inactive, and the resource
                  knows no other kind of inactivity.
    ``indexes``   what the transform looks records up by.
    ``no_cursor`` why the table is read in full each time; required where that is so.
    ``default``   loaded without being selected by name.
    """

    name: str
    sources: tuple[Source, ...]
    key: tuple[str, ...] = ("st_id",)
    columns: tuple[Column | Sum, ...] = ()
    inactive_means_deleted: bool = False
    indexes: tuple[Index, ...] = ()
    no_cursor: str | None = None
    default: bool = True

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name):
            raise ValueError(f"endpoint name {self.name!r} is not snake_case")
        try:
            self._check()
        except ValueError as error:
            raise ValueError(f"endpoint {self.name}: {error}") from error

    def _check(self) -> None:
        known = {column.name: column.type for column in self.all_columns} | self.constant_columns
        for name in (*self.key, *(name for index in self.indexes for name in index.columns)):
            if name not in known:
                raise ValueError(f"no column {name} for the key or an index")
        if self.key[: len(self.constant_columns)] != tuple(self.constant_columns):
            raise ValueError("constants come first in the key")
        if len({source.area for source in self.sources}) > 1 and not self.constant_columns:
            raise ValueError("sources of several areas need a constant that tells them apart")
        if any(set(source.constants) != set(self.constant_columns) for source in self.sources):
            raise ValueError("every source needs the same constants")
        reads_all = any(not (s.feed or s.filters_by_modified) for s in self.sources)
        if reads_all != (self.no_cursor is not None):
            raise ValueError("no_cursor says why, exactly where the API offers no cursor")
        if self.inactive_means_deleted and "active" not in known:
            raise ValueError("inactive_means_deleted needs a field named active")

    @property
    def table(self) -> str:
        """Name of the raw table, without its schema."""
        return f"raw_st_{self.name}"

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The key of the raw table, tenant first."""
        return ("tenant_id", *self.key)

    @property
    def modules(self) -> tuple[str, ...]:
        """API areas it reads from; each can be named in ``--select``."""
        return tuple(dict.fromkeys(source.area for source in self.sources))

    @cached_property
    def constant_columns(self) -> dict[str, str]:
        """Key columns that come from the source and not from the record."""
        return dict.fromkeys(self.sources[0].constants, "text")

    @cached_property
    def fields(self) -> dict[str, dict[str, object]]:
        """Every documented field of the record, of the list and of the feed."""
        found: dict[str, dict[str, object]] = {}
        for source in self.sources:
            for operation in (source.list_operation, source.feed_operation):
                for name, fact in (operation.fields if operation else {}).items():
                    found.setdefault(name, fact)
        return found

    @cached_property
    def all_columns(self) -> tuple[Column | Sum, ...]:
        """Every column made from the record, ``st_id`` first, then in the API's order."""
        return resolve(self.fields, self.columns)
