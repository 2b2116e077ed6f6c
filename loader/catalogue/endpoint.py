"""One entry of the catalogue: a raw table and the API resources that fill it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from loader import api_spec
from loader.catalogue.columns import Column, PgType, StagedPart, Sum, resolve
from loader.catalogue.parent import Parent

# How a list is asked for inactive records too, by the name of its parameter. The API hides them
# unless asked; a list that has none of these parameters has no inactive records to hide.
_INCLUDE_INACTIVE: Mapping[str, str] = {
    "active": "Any",
    "activeState": "All",
    "includeInactive": "true",
    "activeOnly": "false",
}

# What a list may answer with: numbered pages, or everything at once (an array, an object that
# holds one, or a single object that is the only record).
_LISTS = ("page", "array", "data", "object")

# Sent by the reader itself, page by page.
_PAGING_PARAMETERS = frozenset({"page", "pageSize", "from"})


@dataclass(frozen=True, kw_only=True)
class Source:
    """One API resource: the paths it is read from, below ``/{area}/{version}/tenant/{tenant}/``.

    ``list``      page/pageSize/hasMore list, or None where the API has only the feed.
    ``feed``      export feed (from/continueFrom/hasMore), or None where the API has none.
    ``parent``    of a nested resource, whose path holds another record's id: whom it is asked for.
    ``static_fields`` values of key columns that the record itself does not carry.
    ``params``    query parameters the list needs besides paging: those it demands, and those
                  without which it leaves records or fields out.
    ``partitions``     where no value of a parameter asks for everything: the values, each as the
                  parameters that ask for a part of the list. All parts are read.
    ``page_size`` the most records in a page of the list, where it is fewer than of other lists.
    ``sort``      the field a list is sorted by while its numbered pages are read.
    """

    area: str
    list: str | None = None
    feed: str | None = None
    version: str = "v2"
    parent: Parent | None = None
    static_fields: Mapping[str, str] = field(default_factory=dict, hash=False)
    params: Mapping[str, str] = field(default_factory=dict, hash=False)
    partitions: tuple[Mapping[str, str], ...] = field(default=(), hash=False)
    page_size: int | None = None
    sort: str = "Id"

    def __post_init__(self) -> None:
        if not (self.list or self.feed):
            raise ValueError("a source needs a list, a feed, or both")
        if self.export_operation is not None and self.export_operation.paging != "export":
            raise ValueError(f"{self.export_operation.path} is no feed")
        if self.list_operation is not None:
            self._check_list(self.list_operation)
        elif self.params or self.partitions or self.parent:
            raise ValueError("params, parts and parent are the list's, and there is no list")
        if self.parent is not None and (self.feed or self.partitions or self.static_fields):
            raise ValueError("a nested resource has a list alone: no feed, parts or constants")

    def _check_list(self, operation: api_spec.Operation) -> None:
        if operation.paging not in _LISTS:
            raise ValueError(f"{operation.path} is no list: {operation.paging}")
        sent = {*self.params, *(name for part in self.partitions for name in part)}
        if self.parent is not None:
            self.parent.check(operation.path_params, operation.fields)
            sent |= {self.parent.parameter} if self.parent.parameter else set()
        elif operation.path_params:
            raise ValueError(f"{operation.path} is nested: whose is it? It needs a parent")
        if sent - set(operation.query):
            raise ValueError(f"{operation.path} has no {sorted(sent - set(operation.query))}")
        missing = set(operation.required) - _PAGING_PARAMETERS - set(self.list_params) - sent
        if missing:
            raise ValueError(f"{operation.path} demands {sorted(missing)}")

    @property
    def name(self) -> str:
        """What tells the sources of one endpoint apart; their cursors are kept by it."""
        return f"{self.area}/{self.list or self.feed}"

    def _operation(self, resource: str | None) -> api_spec.Operation | None:
        if resource is None:
            return None
        path = f"/{self.area}/{self.version}/tenant/{{tenant}}/{resource}"
        try:
            return api_spec.operations()[path]
        except KeyError:
            raise ValueError(f"the API documents no GET {path}") from None

    @cached_property
    def list_operation(self) -> api_spec.Operation | None:
        """What the API documents about the list."""
        return self._operation(self.list)

    @cached_property
    def export_operation(self) -> api_spec.Operation | None:
        """What the API documents about the feed."""
        return self._operation(self.feed)

    @property
    def paths(self) -> tuple[str, ...]:
        """The documented paths that it is read from."""
        both = (self.list_operation, self.export_operation)
        return tuple(operation.path for operation in both if operation)

    def list_path(self, parent: Sequence[str] = ()) -> str:
        """The list's path, of a nested resource for the parent with this key; ``{tenant}`` stays.

        ``parent`` holds the values of ``self.parent.keys``.
        """
        operation = self.list_operation
        if operation is None:
            raise ValueError(f"{self.name} has no list")
        path = operation.path
        for name, value in zip(_path_parameters(path), parent, strict=True):
            path = path.replace(f"{{{name}}}", quote(value, safe=""), 1)
        return path

    @cached_property
    def list_params(self) -> Mapping[str, str]:
        """What every request of the list sends, so that nothing is hidden."""
        return self._including_inactive(self.list_operation) | dict(self.params)

    @cached_property
    def export_params(self) -> Mapping[str, str]:
        """What every request of the feed sends, so that nothing is hidden."""
        return self._including_inactive(self.export_operation)

    @staticmethod
    def _including_inactive(operation: api_spec.Operation | None) -> dict[str, str]:
        query = operation.query if operation else ()
        return {name: value for name, value in _INCLUDE_INACTIVE.items() if name in query}

    @cached_property
    def shows_inactive(self) -> bool:
        """Whether the list returns inactive records too, or would if it had any."""
        operation = self.list_operation
        asks = set(_INCLUDE_INACTIVE) & set(operation.query) if operation else set()
        return operation is not None and (bool(asks) or "active" in operation.fields)

    @cached_property
    def filters_by_modified(self) -> bool:
        """Whether the list can be asked for a range of ``modifiedOn``."""
        query = self.list_operation.query if self.list_operation else ()
        return "modifiedOnOrAfter" in query and "modifiedBefore" in query


def _path_parameters(path: str) -> list[str]:
    """Names of the parameters in a documented path besides the tenant, in their order."""
    return [name for name in re.findall(r"{(\w+)}", path) if name != "tenant"]


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

    ``description``     what its rows are, for the documentation.
    ``sources``   the API resources it is filled from: one, but for tables that unite several.
    ``key``       columns that, after ``tenant_id``, identify a record. Most records have an id.
    ``columns``   what differs from "one column for each field, snake_case of its name": renamed,
                  retyped (with the reason beside it) or taken from inside an object.
    ``deleted_when_inactive``  of a resource that has only a feed: inactive means deleted there.
                  Where there is a list, its facts tell.
    ``indexes``   what the transform looks records up by.
    ``no_cursor`` why the table is read in full each time; required where that is so. Such a table
                  is swept by each load: what the API no longer has is marked as deleted. Of a
                  nested resource: why each load asks for all parents, not for those that changed.
    ``default``   loaded without being selected by name: what the st_ tables are made from. All
                  others are opt-in, for each needs a scope that the app may not have.
    """

    name: str
    description: str
    sources: tuple[Source, ...]
    key: tuple[str, ...] = ("st_id",)
    columns: tuple[Column | Sum, ...] = ()
    deleted_when_inactive: bool = False
    indexes: tuple[Index, ...] = ()
    no_cursor: str | None = None
    default: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name):
            raise ValueError(f"endpoint name {self.name!r} is not snake_case")
        try:
            self._check()
        except ValueError as error:
            raise ValueError(f"endpoint {self.name}: {error}") from error

    def _check(self) -> None:
        if not self.description.endswith(".") or len(self.description) > 160:
            raise ValueError("about is a short sentence, with its full stop")
        known = self.column_types
        for name in (*self.key, *(name for index in self.indexes for name in index.columns)):
            if name not in known:
                raise ValueError(f"no column {name} for the key or an index")
        if self.key[: len(self.static_columns)] != tuple(self.static_columns):
            raise ValueError("constants come first in the key")
        if len({source.area for source in self.sources}) > 1 and not self.static_columns:
            raise ValueError("sources of several areas need a constant that tells them apart")
        if any(set(s.static_fields) != set(self.sources[0].static_fields) for s in self.sources):
            raise ValueError("every source needs the same constants")
        reads_all = any(not (s.feed or s.filters_by_modified) for s in self.sources)
        if self.parent is not None:
            self._check_child()
        elif reads_all != (self.no_cursor is not None):
            raise ValueError("no_cursor says why, exactly where the API offers no cursor")
        if self.deleted_when_inactive and "active" not in known:
            raise ValueError("deleted_when_inactive needs a field named active")
        if self.deleted_when_inactive and any(source.list for source in self.sources):
            raise ValueError("deleted_when_inactive is for feeds without a list")
        for column in self.all_columns:
            if isinstance(column, Column):
                self._check_missing(column)

    def _check_child(self) -> None:
        if len(self.sources) > 1:
            raise ValueError("a nested resource is the only source of its table")
        if self.default:
            raise ValueError("a nested resource costs a request for each parent: never by default")

    def _check_missing(self, column: Column) -> None:
        in_key = column.name in self.key
        if column.missing is not None and not in_key:
            raise ValueError(f"{column.name} has a value for missing and is not in the key")
        # An id is there, whatever the documents say.
        fact = self.fields.get(column.source, {"nullable": True})
        if in_key and column.missing is None and fact.get("nullable") and column.source != "id":
            raise ValueError(f"{column.name} is in the key and may be null: what if missing?")

    @cached_property
    def read_in_full(self) -> bool:
        """Whether each load reads every record that there is, of all sources, list by list."""
        return not any(s.feed or s.filters_by_modified or s.parent for s in self.sources)

    @property
    def parent(self) -> Parent | None:
        """Whose records a nested resource is asked for; None of a bulk resource."""
        return self.sources[0].parent

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
    def inactive_means_deleted(self) -> bool:
        """Whether an inactive record of the feed is a deleted one.

        So it is where the feed knows ``active`` and the list does not: a record is there or gone.
        """
        return self.deleted_when_inactive or (
            "active" in self.fields
            and all(source.list and not source.shows_inactive for source in self.sources)
        )

    @cached_property
    def staged_columns(self) -> dict[str, StagedPart]:
        """Columns that are filled from what is staged with the record, not from its fields."""
        return {}

    @cached_property
    def static_columns(self) -> dict[str, PgType]:
        """Key columns that come from the source, or the parent, and not from the record."""
        of_source: dict[str, PgType] = dict.fromkeys(self.sources[0].static_fields, "text")
        return self.parent.columns if self.parent else of_source

    @property
    def column_types(self) -> dict[str, PgType]:
        """Every column but the tenant's and the bookkeeping, with its type."""
        of_record = {column.name: column.type for column in self.all_columns}
        return self.static_columns | of_record

    @cached_property
    def fields(self) -> dict[str, dict[str, object]]:
        """Every documented field of the record, of the list and of the feed."""
        found: dict[str, dict[str, object]] = {}
        for source in self.sources:
            for operation in (source.list_operation, source.export_operation):
                for name, fact in (operation.fields if operation else {}).items():
                    found.setdefault(name, fact)
        return found

    @cached_property
    def all_columns(self) -> tuple[Column | Sum, ...]:
        """Every column made from the record, ``st_id`` first, then in the API's order."""
        keys = self.parent.keys if self.parent else ()
        return resolve(self.fields, self.columns, elsewhere=[key.column for key in keys])
