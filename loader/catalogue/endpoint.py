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

# Parameters that make a list include inactive records, which the API otherwise hides. A list with
# none of these parameters has no inactive records to hide.
_INCLUDE_INACTIVE: Mapping[str, str] = {
    "active": "Any",
    "activeState": "All",
    "includeInactive": "true",
    "activeOnly": "false",
}

# How a list may answer: in numbered pages, or all at once (an array, an object that contains one,
# or a single object that is the only record).
_LISTS = ("page", "array", "data", "object")

# Parameters that the reader sends itself, page by page.
_PAGING_PARAMETERS = frozenset({"page", "pageSize", "from"})


@dataclass(frozen=True, kw_only=True)
class Source:
    """One API resource and the paths it is read from, below ``/{area}/{version}/tenant/{tenant}/``.

    Attributes:
        area: The API module as it appears in the path, such as ``crm``.
        list: Path of the list (page/pageSize/hasMore); None where the API has only a feed.
        feed: Path of the export feed (from/continueFrom/hasMore); None where the API has none.
        version: The API module's version.
        parent: The parent of a child resource, whose path contains the parent's key.
        static_fields: Values of key columns that the record itself does not contain.
        params: Query parameters that the list needs besides paging: required ones, and those
            without which it omits records or fields.
        partitions: Where no single value of a parameter returns everything, the parameters of each
            part of the list. All parts are read.
        page_size: The largest page that the list accepts, where it is smaller than usual.
        sort: The field to sort by while numbered pages are read.

    Raises:
        ValueError: The declaration contradicts what the API documents.
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
            raise ValueError(f"{self.export_operation.path} is not a feed")
        if self.list_operation is not None:
            self._check_list(self.list_operation)
        elif self.params or self.partitions or self.parent:
            raise ValueError("params, partitions and parent need a list, and there is none")
        if self.parent is not None and (self.feed or self.partitions or self.static_fields):
            raise ValueError(
                "a child resource has only a list: no feed, partitions or static_fields"
            )

    def _check_list(self, operation: api_spec.Operation) -> None:
        if operation.paging not in _LISTS:
            raise ValueError(f"{operation.path} is not a list but: {operation.paging}")
        sent = {*self.params, *(name for part in self.partitions for name in part)}
        if self.parent is not None:
            self.parent.check(operation.path_params, operation.fields)
            sent |= {self.parent.parameter} if self.parent.parameter else set()
        elif operation.path_params:
            raise ValueError(f"{operation.path} is a child resource: declare its parent")
        if sent - set(operation.query):
            raise ValueError(f"{operation.path} has no {sorted(sent - set(operation.query))}")
        missing = set(operation.required) - _PAGING_PARAMETERS - set(self.list_params) - sent
        if missing:
            raise ValueError(f"{operation.path} requires {sorted(missing)}")

    @property
    def name(self) -> str:
        """Identifies the source within its endpoint; its cursor is stored under this name."""
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
        """The documented paths of list and feed."""
        both = (self.list_operation, self.export_operation)
        return tuple(operation.path for operation in both if operation)

    def list_path(self, parent: Sequence[str] = ()) -> str:
        """Return the list's path, with ``{tenant}`` left in it.

        Args:
            parent: Of a child resource, the values of ``self.parent.keys``.
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
        """Parameters of every request to the list, so that nothing is hidden."""
        return self._including_inactive(self.list_operation) | dict(self.params)

    @cached_property
    def export_params(self) -> Mapping[str, str]:
        """Parameters of every request to the feed, so that nothing is hidden."""
        return self._including_inactive(self.export_operation)

    @staticmethod
    def _including_inactive(operation: api_spec.Operation | None) -> dict[str, str]:
        query = operation.query if operation else ()
        return {name: value for name, value in _INCLUDE_INACTIVE.items() if name in query}

    @cached_property
    def shows_inactive(self) -> bool:
        """Whether the list includes inactive records, or would if there were any."""
        operation = self.list_operation
        parameters = set(_INCLUDE_INACTIVE) & set(operation.query) if operation else set()
        return operation is not None and (bool(parameters) or "active" in operation.fields)

    @cached_property
    def filters_by_modified(self) -> bool:
        """Whether the list can be filtered by a range of ``modifiedOn``."""
        query = self.list_operation.query if self.list_operation else ()
        return "modifiedOnOrAfter" in query and "modifiedBefore" in query


def _path_parameters(path: str) -> list[str]:
    """Return the parameters in a documented path, in order, without the tenant."""
    return [name for name in re.findall(r"{(\w+)}", path) if name != "tenant"]


@dataclass(frozen=True)
class Index:
    """An index that the transform needs on a raw table, besides the key and the load id.

    Attributes:
        columns: Indexed after ``tenant_id``, which every index begins with: tenants share tables,
            and one tenant's change must not cost more because there are others.
        method: ``btree``, or ``gin`` for a single jsonb list that is searched by containment.

    Raises:
        ValueError: The columns name the tenant, or do not fit the method.
    """

    columns: tuple[str, ...]
    method: str = "btree"

    def __post_init__(self) -> None:
        if not self.columns or "tenant_id" in self.columns:
            raise ValueError("an index names the columns after tenant_id, which it begins with")
        if self.method not in ("btree", "gin") or (self.method == "gin" and len(self.columns) > 1):
            raise ValueError("an index is a btree, or a gin over one list")


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """A raw table, ``raw_st_<name>``, and where its records come from.

    Attributes:
        name: The table's name without ``raw_st_``; the name for ``--select``.
        description: What a row is, in one short sentence.
        sources: The API resources that fill the table; most tables have one.
        key: The columns that, after ``tenant_id``, identify a record.
        columns: Exceptions from "one column per field, named in snake_case": renamed, retyped (with
            the reason in a comment) or taken from inside an object.
        deleted_when_inactive: For a resource that has only a feed: inactive records are deleted
            ones. Where there is a list, its documentation tells.
        indexes: Indexes for the transform's lookups.
        no_cursor: Why every load reads the table in full; required where it does. Such a load also
            marks rows that the API no longer has as deleted. For a child resource: why every load
            asks for all parents, not only for changed ones.
        default: Whether a load without ``--select`` includes it: the tables behind the st_ models.
            Others are opt-in, since each needs a scope that the app may not have.

    Raises:
        ValueError: The declaration contradicts itself or what the API documents.
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
            raise ValueError("the description is a short sentence that ends with a full stop")
        known = self.column_types
        for name in (*self.key, *(name for index in self.indexes for name in index.columns)):
            if name not in known:
                raise ValueError(f"no column {name} for the key or an index")
        if self.key[: len(self.static_columns)] != tuple(self.static_columns):
            raise ValueError("static columns come first in the key")
        if len({source.area for source in self.sources}) > 1 and not self.static_columns:
            raise ValueError("sources of several areas need a static field that tells them apart")
        if any(set(s.static_fields) != set(self.sources[0].static_fields) for s in self.sources):
            raise ValueError("every source needs the same static_fields")
        reads_all = any(not (s.feed or s.filters_by_modified) for s in self.sources)
        if self.parent is not None:
            self._check_child()
        elif reads_all != (self.no_cursor is not None):
            raise ValueError("no_cursor gives the reason, exactly where the API offers no cursor")
        if self.deleted_when_inactive and "active" not in known:
            raise ValueError("deleted_when_inactive needs a field named active")
        if self.deleted_when_inactive and any(source.list for source in self.sources):
            raise ValueError("deleted_when_inactive is for feeds without a list")
        for column in self.all_columns:
            if isinstance(column, Column):
                self._check_missing(column)

    def _check_child(self) -> None:
        if len(self.sources) > 1:
            raise ValueError("a child resource is the only source of its table")
        if self.default:
            raise ValueError("a child resource costs a request for each parent: never by default")

    def _check_missing(self, column: Column) -> None:
        in_key = column.name in self.key
        if column.missing is not None and not in_key:
            raise ValueError(f"{column.name} replaces missing values but is not in the key")
        # Every record has its id, even where it is documented as nullable.
        fact = self.fields.get(column.source, {"nullable": True})
        if in_key and column.missing is None and fact.get("nullable") and column.source != "id":
            raise ValueError(f"{column.name} is in the key and may be null: declare `missing`")

    @cached_property
    def read_in_full(self) -> bool:
        """Whether every load reads all records of all sources, from their lists."""
        return not any(s.feed or s.filters_by_modified or s.parent for s in self.sources)

    @property
    def parent(self) -> Parent | None:
        """The parent of a child resource; None for other resources."""
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
        """The API areas it reads from; ``--select`` takes their names too."""
        return tuple(dict.fromkeys(source.area for source in self.sources))

    @cached_property
    def inactive_means_deleted(self) -> bool:
        """Whether an inactive record in the feed is a deleted one.

        It is where the feed has ``active`` and the list has not: in the list, a record exists or
        does not.
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
        """Key columns that come from the source or the parent, not from the record."""
        of_source: dict[str, PgType] = dict.fromkeys(self.sources[0].static_fields, "text")
        return self.parent.columns if self.parent else of_source

    @property
    def column_types(self) -> dict[str, PgType]:
        """Every column with its type, except the tenant's and the bookkeeping columns."""
        of_record = {column.name: column.type for column in self.all_columns}
        return self.static_columns | of_record

    @cached_property
    def fields(self) -> dict[str, dict[str, object]]:
        """Every field of the record that the API documents, for the list or the feed."""
        found: dict[str, dict[str, object]] = {}
        for source in self.sources:
            for operation in (source.list_operation, source.export_operation):
                for name, fact in (operation.fields if operation else {}).items():
                    found.setdefault(name, fact)
        return found

    @cached_property
    def all_columns(self) -> tuple[Column | Sum, ...]:
        """Every column that is made from the record: ``st_id`` first, then in the API's order."""
        keys = self.parent.keys if self.parent else ()
        return resolve(self.fields, self.columns, elsewhere=[key.column for key in keys])
