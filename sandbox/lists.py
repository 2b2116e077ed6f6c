"""Page lists: page, pageSize, includeTotal, sort, time ranges, active, ids and other filters."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from loader.api_spec import Operation
from sandbox import queries
from sandbox.encoding import Json, decode, encode
from sandbox.problems import ApiError, invalid
from sandbox.queries import Parameters, Range, Sort
from sandbox.resources import Resource
from sandbox.table import SlotOrderName, Table

Activity = Literal["True", "Any", "False"]

# Lists whose `active` parameter hides nothing when it is not given.
SHOWS_ALL: frozenset[str] = frozenset({"jpm/job-cancel-reasons", "jpm/job-hold-reasons"})

# Lists that sort by other fields than Id, CreatedOn and ModifiedOn.
SORTS: Mapping[str, tuple[str, ...]] = {
    "jpm/jobs/custom-fields": ("Id", "Name"),
    "jpm/projects/custom-fields": ("Id", "Name"),
    "marketing/campaigns": ("Id", "Name", "CreatedOn", "ModifiedOn"),
    "marketing/categories": ("Id", "CreatedOn", "Name"),
    "marketing/costs": ("Id",),
    "pricebook/categories": ("Id", "Name"),
    "accounting/payment-terms": ("Id", "Name", "CreatedOn"),
    "accounting/tax-zones": ("Id", "Name", "CreatedOn"),
    "accounting/journal-entries": ("Id", "Number", "Name", "Status", "CreatedOn"),
    "inventory/purchase-order-markups": ("Id", "From", "To", "Percent"),
    "taskmanagement/tasks": ("Id", "CreatedOn", "Priority"),
    "forms/submissions": ("Id", "SubmittedOn"),
}
_USUAL_SORTS = ("Id", "CreatedOn", "ModifiedOn")
_ORDERS: Mapping[str, SlotOrderName] = {
    "Id": "id",
    "CreatedOn": "created",
    "ModifiedOn": "modified",
}

# Lists that require one of these parameters.
DEMANDS: Mapping[str, tuple[str, ...]] = {
    "crm/customers/contacts": ("modifiedOnOrAfter", "modifiedBefore", "customerIds"),
    "crm/locations/contacts": ("modifiedOnOrAfter", "modifiedBefore", "locationIds"),
}

# Parameters that are not filters on a field of the same name.
_NOT_FILTERS = frozenset(
    {
        "page",
        "pagesize",
        "includetotal",
        "sort",
        "orderby",
        "orderbydirection",
        "active",
        "activestate",
        "includeinactive",
        "activeonly",
        "ids",
        "from",
        "to",
    }
)
# Values of a filter that match everything.
_NO_CHOICE = frozenset({"Any", "NotSet"})


@dataclass(frozen=True)
class Selection:
    """Which records a request selects, and in which order: the same for all pages."""

    sort: Sort
    modified: Range
    created: Range
    activity: Activity
    ids: tuple[str, ...] = ()
    matches: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class View:
    """The slots of an order from ``start`` up to ``stop``; in reverse if ``backwards``."""

    slots: array[int]
    start: int
    stop: int
    backwards: bool = False

    def __len__(self) -> int:
        return max(self.stop - self.start, 0)

    def page(self, first: int, size: int) -> array[int]:
        """The ``size`` slots from position ``first`` on."""
        if not self.backwards:
            begin = min(self.start + first, self.stop)
            return self.slots[begin : min(begin + size, self.stop)]
        end = max(self.stop - first, self.start)
        return self.slots[max(end - size, self.start) : end][::-1]


class Lists:
    """Serves page lists.

    Attributes:
        ignores_sort: Full names of the resources (``crm/customers``) that ignore ``sort``.
        counts: Whether ``includeTotal=true`` gives ``totalCount``.
    """

    _CACHED_VIEWS = 16

    def __init__(self) -> None:
        self.ignores_sort: set[str] = set()
        self.counts = True
        self._views: dict[tuple[int, Selection], tuple[int, View]] = {}

    def selection(self, operation: Operation, resource: Resource, given: Parameters) -> Selection:
        """Read all parameters but the page.

        Raises:
            ApiError: 400: A parameter is wrong or missing.
        """
        _check_required(operation, resource.name, given)
        sorts = SORTS.get(resource.name, _USUAL_SORTS)
        can_sort = {"sort", "orderBy", "sortBy"} & set(operation.query)
        ignored = not can_sort or resource.name in self.ignores_sort
        return Selection(
            sort=Sort("Id") if ignored else queries.sort(given, sorts),
            modified=queries.span(given, "modified", operation.query),
            created=queries.span(given, "created", operation.query),
            activity=activity(operation, resource, given),
            ids=queries.identifiers(given, "ids") if "ids" in operation.query else (),
            matches=_matches(operation, given),
        )

    def page(
        self, table: Table, operation: Operation, given: Parameters, *, is_empty: bool = False
    ) -> bytes:
        """One page as JSON.

        Args:
            is_empty: A fault: the page has no records, and no page follows.

        Raises:
            ApiError: 400: A parameter is wrong or missing.
        """
        view = self._view(table, self.selection(operation, table.resource, given))
        return self._paged(table, operation, given, view, is_empty=is_empty)

    def page_of_slots(
        self,
        table: Table,
        operation: Operation,
        given: Parameters,
        slots: array[int],
        *,
        is_empty: bool = False,
    ) -> bytes:
        """As ``page``, of the given records, in their order."""
        selection = self.selection(operation, table.resource, given)
        ranges = {"modified": selection.modified, "created": selection.created}
        tests = _tests(table, selection, ranges)
        kept = array("I", (slot for slot in slots if all(test(slot) for test in tests)))
        return self._paged(table, operation, given, View(kept, 0, len(kept)), is_empty=is_empty)

    def _paged(
        self,
        table: Table,
        operation: Operation,
        given: Parameters,
        view: View,
        *,
        is_empty: bool = False,
    ) -> bytes:
        largest = queries.SMALLER_PAGES.get(table.resource.name, queries.MAX_PAGE_SIZE)
        size, page = queries.MAX_PAGE_SIZE, 1
        if "pageSize" in operation.query:  # some short lists come whole
            size = queries.integer(given, "pageSize", queries.DEFAULT_PAGE_SIZE, 1, largest)
            page = queries.integer(given, "page", 1, 1, 2**31 - 1)
        first = (page - 1) * size
        slots = view.page(first, 0 if is_empty else size)
        data = b",".join(map(table.record_bodies.__getitem__, slots))
        if operation.paging == "array":
            return b"[%b]" % data
        if operation.paging == "data":
            return b'{"data":[%b]}' % data
        more = b"true" if first + size < len(view) and not is_empty else b"false"
        with_total = queries.boolean(given, "includeTotal")
        total = b"%d" % len(view) if with_total and self.counts else b"null"
        return b'{"page":%d,"pageSize":%d,"hasMore":%b,"totalCount":%b,"data":[%b]}' % (
            page,
            size,
            more,
            total,
            data,
        )

    def empty(self, given: Parameters) -> bytes:
        """A fault: a page without records that says there are more."""
        page = queries.integer(given, "page", 1, 1, 2**31 - 1)
        size = queries.integer(given, "pageSize", queries.DEFAULT_PAGE_SIZE, 1, 2**31 - 1)
        return encode(
            {"page": page, "pageSize": size, "hasMore": True, "totalCount": None, "data": []}
        )

    def repeated(self, table: Table, operation: Operation, given: Parameters) -> bytes:
        """A fault: the previous page, with the requested page's number."""
        page = queries.integer(given, "page", 1, 1, 2**31 - 1)
        before = self.page(table, operation, {**given, "page": str(max(page - 1, 1))})
        return before.replace(b'{"page":%d,' % max(page - 1, 1), b'{"page":%d,' % page, 1)

    def _view(self, table: Table, selection: Selection) -> View:
        """The view of a selection, cached until the table changes."""
        key = (id(table), selection)
        version, view = self._views.get(key, (-1, None))
        if view is None or version != table.version:
            view = _build(table, selection)
            if len(self._views) >= self._CACHED_VIEWS:
                del self._views[next(iter(self._views))]
            self._views[key] = (table.version, view)
        return view


def activity(operation: Operation, resource: Resource, given: Parameters) -> Activity:
    """Whether a list shows active or inactive records, by the parameter that it has for it."""
    names = set(operation.query)
    if "active" in names:
        default: Activity = "Any" if resource.name in SHOWS_ALL else "True"
        return queries.choice(given, "active", default, ("True", "Any", "False"))  # type: ignore[return-value]
    if "activeState" in names:
        state = queries.choice(
            given, "activeState", "ActiveOnly", ("ActiveOnly", "InactiveOnly", "All")
        )
        return {"ActiveOnly": "True", "InactiveOnly": "False", "All": "Any"}[state]  # type: ignore[return-value]
    if "includeInactive" in names:
        return "Any" if queries.boolean(given, "includeInactive") else "True"
    if "activeOnly" in names:
        return "True" if queries.boolean(given, "activeOnly") else "Any"
    return "True" if resource.hides_inactive else "Any"


def _check_required(operation: Operation, resource: str, given: Parameters) -> None:
    for name in operation.required:
        if not given.get(name.lower()):
            raise invalid(name, f"The {name} field is required.")
    demanded = DEMANDS.get(resource, ())
    if demanded and not any(given.get(name.lower()) for name in demanded):
        raise ApiError(400, f"One of {', '.join(demanded)} must be specified.")


def _matches(operation: Operation, given: Parameters) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Filters on a field of the record: ``customerId=1``, ``locationIds=1,2``."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for name in operation.query:
        text = given.get(name.lower())
        if not text or name.lower() in _NOT_FILTERS or text in _NO_CHOICE:
            continue
        if name in operation.fields and operation.fields[name]["type"] in ("integer", "string"):
            found.append((name, (text,)))
        elif name.endswith("Ids") and name[:-1] in operation.fields:
            found.append((name[:-1], queries.identifiers(given, name, limit=None)))
    return tuple(found)


def _build(table: Table, selection: Selection) -> View:
    """Narrow the order by bisection where possible; filter the rest."""
    order = table.orders[_ORDERS.get(selection.sort.field, "id")]
    ranges = {"modified": selection.modified, "created": selection.created}
    start, stop = 0, len(order.slots)
    by_time = _ORDERS.get(selection.sort.field)
    if by_time in ranges:
        low, high = ranges.pop(by_time)
        start = order.position((low, 0)) if low is not None else start
        stop = order.position((high, 0)) if high is not None else stop
    tests = _tests(table, selection, ranges)
    backwards = selection.sort.descending
    if selection.sort.field not in _ORDERS:
        return _sorted_by_field(table, selection, tests)
    if not tests:
        return View(order.slots, start, stop, backwards)
    kept = array(
        "I", (slot for slot in order.slots[start:stop] if all(test(slot) for test in tests))
    )
    return View(kept, 0, len(kept), backwards)


def _tests(
    table: Table, selection: Selection, ranges: Mapping[str, Range]
) -> list[Callable[[int], bool]]:
    tests: list[Callable[[int], bool]] = []
    if selection.activity != "Any" and (selection.activity == "False" or table.inactive_count):
        wanted = selection.activity == "True"
        tests.append(lambda slot: bool(table.active[slot]) is wanted)
    if table.undated and selection.modified != (None, None):
        tests.append(lambda slot: slot not in table.undated)
    for name, (low, high) in ranges.items():
        column = table.modified if name == "modified" else table.created
        tests += _within(column, low, high)
    if selection.ids:
        first = {str(one) for one in selection.ids}
        tests.append(lambda slot: _first_part(table.keys[slot]) in first)
    for field, values in selection.matches:
        tests.append(_has_value(table, field, frozenset(values)))
    return tests


def _within(column: array[int], low: int | None, high: int | None) -> list[Callable[[int], bool]]:
    tests: list[Callable[[int], bool]] = []
    if low is not None:
        tests.append(lambda slot: column[slot] >= low)
    if high is not None:
        tests.append(lambda slot: column[slot] < high)
    return tests


def _first_part(key: object) -> str:
    return str(key[0]) if isinstance(key, tuple) else str(key)


def _has_value(table: Table, field: str, values: frozenset[str]) -> Callable[[int], bool]:
    column: list[Json | None] = table.lookup(field)

    def test(slot: int) -> bool:
        value = column[slot]
        return value is not None and str(decode(bytes(value))) in values

    return test


def _sorted_by_field(
    table: Table, selection: Selection, tests: list[Callable[[int], bool]]
) -> View:
    """Sort by another field, such as Name. Decodes every record, so only for small tables."""
    field = selection.sort.field[0].lower() + selection.sort.field[1:]
    column = table.lookup(field)
    texts = ["" if one is None else str(decode(bytes(one))) for one in column]
    kept = [slot for slot in table.live() if all(test(slot) for test in tests)]
    slots = array("I", sorted(kept, key=lambda slot: (texts[slot], slot)))
    return View(slots, 0, len(slots), selection.sort.descending)
