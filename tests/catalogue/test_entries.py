"""Rules for all entries of the catalogue, and declarations that fail at import."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from loader import api_spec, catalogue
from loader.catalogue import ENDPOINTS, Column, Endpoint, Index, Parent, ParentKey, Source
from loader.catalogue.exclusions import EXCLUSIONS
from loader.warehouse import tables

PROJECT = Path(__file__).resolve().parents[2]
READ = [
    path for endpoint in ENDPOINTS.values() for source in endpoint.sources for path in source.paths
]
# Fixed by what users and dashboards rely on: the tables, and columns named unlike their field.
CORE = {
    "customers": {},
    "customer_contacts": {},
    "locations": {},
    "location_contacts": {},
    "jobs": {},
    "appointments": {"start_time": "timestamptz", "end_time": "timestamptz"},
    "job_types": {},
    "invoices": {
        "subtotal": "numeric", "job_id": "bigint", "customer_id": "bigint",
        "location_id": "bigint", "business_unit_id": "bigint", "invoice_type": "text",
        "invoice_date": "date", "due_date": "date", "total": "numeric", "balance": "numeric",
    },
    "payments": {
        "payment_date": "timestamptz", "payment_type": "text", "amount": "numeric",
        "gl_account": "jsonb", "customer_id": "bigint", "business_unit_id": "bigint",
        "invoice_id": "bigint",
    },
    "estimates": {"total": "numeric", "status": "text"},
    "technicians": {"phone": "text"},
    "employees": {"phone": "text"},
    "business_units": {"phone": "text", "trade": "text", "division": "text"},
    "tag_types": {},
    "campaigns": {"category_id": "bigint"},
    "installed_equipment": {
        "type": "text", "service_warranty_start": "timestamptz",
        "service_warranty_end": "timestamptz",
    },
    "teams": {},
    "zones": {},
    "appointment_assignments": {},
    "pricebook_materials": {},
    "pricebook_services": {},
    "pricebook_equipment": {"service_warranty": "jsonb"},
    "pricebook_categories": {},
    "call_reasons": {},
    "custom_field_types": {"entity_type": "text"},
}  # fmt: skip


def test_every_operation_of_the_api_is_read_or_excluded_with_a_reason():
    assert sorted([*READ, *EXCLUSIONS]) == sorted(api_spec.operations())


def test_the_default_selection_is_the_tables_behind_the_st_models():
    assert {endpoint.name for endpoint in catalogue.select()} == set(CORE)


@pytest.mark.parametrize("name", CORE)
def test_the_core_tables_have_the_columns_that_dashboards_rely_on(name: str):
    columns = tables.columns(ENDPOINTS[name])
    assert {column: columns.get(column) for column in CORE[name]} == CORE[name]


@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=list(ENDPOINTS))
def test_every_table_has_the_common_columns(endpoint: Endpoint):
    columns = tables.columns(endpoint)
    common = {
        "tenant_id": "bigint", "st_created_on": "timestamptz", "st_modified_on": "timestamptz",
        "fetched_at": "timestamptz not null", "deleted_at": "timestamptz",
        "full_data": "jsonb not null",
    }  # fmt: skip
    assert {name: columns.get(name) for name in common} == common


@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=list(ENDPOINTS))
def test_money_is_never_text(endpoint: Endpoint):
    """The API sends some money as strings, and documents it as strings."""
    money = re.compile(r"(^|_)(amount|balance|cost|price|subtotal|tax|total)$")
    text = {c.name for c in endpoint.all_columns if c.type == "text" and money.search(c.name)}
    assert text == set()


@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=list(ENDPOINTS))
def test_lists_that_hide_inactive_records_are_requested_with_them(endpoint: Endpoint):
    hiding = {"active": "Any", "activeState": "All", "includeInactive": "true"}
    for source in endpoint.sources:
        query = source.list_operation.query if source.list_operation else ()
        sent = {name: source.list_params[name] for name in hiding if name in query}
        assert sent == {name: value for name, value in hiding.items() if name in query}
        assert source.list_params.get("activeOnly", "false") == "false"


def test_a_feed_reports_deletion_as_inactivity_where_the_list_has_no_inactive_records():
    deleting = {name for name, endpoint in ENDPOINTS.items() if endpoint.inactive_means_deleted}
    assert deleting == {
        "bookings", "customer_contacts", "gross_pay_items", "inventory_bills", "invoice_items",
        "job_notes", "jobs", "leads", "location_contacts", "project_notes", "projects",
        "recurring_service_events", "service_agreements",
    }  # fmt: skip


def test_nothing_outside_the_catalogue_knows_an_endpoint_by_name():
    """A branch on a name hides a fact that belongs in the entry."""
    names = {*ENDPOINTS, *(endpoint.table for endpoint in ENDPOINTS.values())}
    packages = ("api", "extract", "run", "staging", "warehouse")
    files = [file for name in packages for file in (PROJECT / "loader" / name).glob("*.py")]
    assert {file.parent.name for file in files} == set(packages)
    found = [
        f"{file.relative_to(PROJECT)}:{node.lineno}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert found == []


def test_all_131_page_lists_and_feeds_of_the_api_are_read_one_way_or_another():
    def resource(path: str) -> str:
        return "/".join(part for part in path.split("/") if part != "export")

    operations = api_spec.operations()
    bulk = {path for path, operation in operations.items() if not operation.path_params}
    listed = {resource(p) for p in bulk if operations[p].paging in ("page", "export")}
    assert len(listed) == 131
    assert listed - {resource(path) for path in READ} == set()


def test_parents_are_read_before_their_children():
    dependency_levels = [
        {endpoint.name for endpoint in level}
        for level in catalogue.dependency_levels(ENDPOINTS.values())
    ]
    place = {name: number for number, names in enumerate(dependency_levels) for name in names}
    assert set(place) == set(ENDPOINTS)
    for name, endpoint in ENDPOINTS.items():
        assert endpoint.parent is None or place[endpoint.parent.name] < place[name]
    alone = catalogue.dependency_levels([ENDPOINTS["customer_notes"]])
    assert [len(level) for level in alone] == [1]


def test_an_operation_excluded_in_favor_of_its_list_has_no_field_that_the_list_lacks():
    by_id = [
        path for path, reason in EXCLUSIONS.items() if reason.startswith("It repeats a record")
    ]
    assert len(by_id) > 50
    operations = api_spec.operations()
    known = {field for path in READ for field in operations[path].fields}
    for path in by_id:
        assert set(operations[path].fields) <= known


_TASKS = Source(area="taskmanagement", list="tasks")


@pytest.mark.parametrize(
    ("expected", "declared"),
    [
        ("documents no GET /crm/v2/.*/nothing", lambda: Source(area="crm", list="nothing")),
        ("needs a list, a feed, or both", lambda: Source(area="crm")),
        ("is not a feed", lambda: Source(area="crm", feed="customers")),
        ("is not a list", lambda: Source(area="crm", list="export/customers")),
        ("requires .*'ids'", lambda: Source(area="jpm", list="jobs/cancel-reasons")),
        ("has no .*'colour'", lambda: Source(area="crm", list="leads", params={"colour": "1"})),
        ("need a list", lambda: Source(area="crm", feed="export/leads", params={"a": "1"})),
        ("not snake_case", lambda: Endpoint(name="Tasks", description="Tasks.", sources=(_TASKS,))),
        ("short sentence", lambda: Endpoint(name="tasks", description="Tasks", sources=(_TASKS,))),
        ("no column number", lambda: _endpoint(key=("number",))),
        ("no_cursor gives the reason", lambda: _endpoint(no_cursor="Because.")),
        (
            "no_cursor gives the reason",
            lambda: _endpoint(Source(area="settings", list="user-roles")),
        ),
        ("documents no field .*'x'", lambda: _endpoint(columns=(Column("x", "x", "text"),))),
        ("two columns are named .*'name'", lambda: _endpoint(columns=(_named("closedOn"),))),
        ("not one of", lambda: Column("name", "name", "varchar")),  # type: ignore[arg-type]
        ("not a field", lambda: Column("name", "a..b", "text")),
        ("may be null", lambda: _endpoint(key=("customer_id",))),
        ("not in the key", lambda: _endpoint(columns=(_named("name", missing=""),))),
        ("for feeds without a list", lambda: _endpoint(deleted_when_inactive=True)),
        (
            "is a child resource: declare its parent",
            lambda: Source(area="crm", list="customers/{id}/notes"),
        ),
        ("keys do not match", lambda: _notes(ParentKey("a"), ParentKey("b"))),
        ("not one of", lambda: _notes(ParentKey("customer_id", type="uuid"))),  # type: ignore[arg-type]
        ("contains it as .*'text'", lambda: _notes(ParentKey("text"))),
        ("has no field colour", lambda: _notes(ParentKey("customer_id", record_field="colour"))),
        (
            "no feed, partitions or static_fields",
            lambda: _notes(_CUSTOMER, static_fields={"kind": "x"}),
        ),
        ("has only a list", lambda: _notes(_CUSTOMER, feed="export/customers")),
        ("come first in the key", lambda: _endpoint(_notes(_CUSTOMER))),
        ("never by default", lambda: _child(_CUSTOMER, default=True)),
        ("is not in the catalogue", lambda: _joined(_child(_CUSTOMER))),
        ("st_id is bigint, not text", lambda: _joined(_child(_TEXT), ENDPOINTS["customers"])),
        ("also needs .*'st_id'", lambda: _joined(_child(_ACTIVE), ENDPOINTS["customers"])),
        (
            "a static field that tells",
            lambda: _endpoint(_TASKS, Source(area="crm", list="contacts")),
        ),
    ],
)
def test_a_wrong_declaration_fails_at_import(expected, declared):
    with pytest.raises(ValueError, match=expected):
        declared()


_CUSTOMER = ParentKey("customer_id")
_TEXT = ParentKey("customer_id", type="text")
_ACTIVE = ParentKey("customer_id", parent_column="created_by_id")


def _notes(*keys: ParentKey, **others) -> Source:
    parent = Parent(name="customers", keys=keys)
    return Source(area="crm", list="customers/{id}/notes", parent=parent, **others)


def _child(*keys: ParentKey, **others) -> Endpoint:
    key = (*(one.column for one in keys), "st_id")
    return Endpoint(
        name="a_notes", description="Notes.", sources=(_notes(*keys),), key=key, **others
    )


def _joined(*endpoints: Endpoint) -> None:
    catalogue._join(endpoints)


def _endpoint(*sources: Source, **others) -> Endpoint:
    return Endpoint(name="tasks", description="Tasks.", sources=sources or (_TASKS,), **others)


def _named(source: str, missing: str | None = None) -> Column:
    return Column("name", source, "text", missing)


def test_index_names_fit_postgres() -> None:
    # A name that Postgres cuts would be missing in each load.
    names = [name for e in ENDPOINTS.values() for name in tables.create_indexes("raw", e)]
    assert len(set(names)) == len(names)
    assert [name for name in names if len(name) > 63] == []


@pytest.mark.parametrize(
    ("columns", "method"),
    [(("tenant_id", "job_id"), "btree"), ((), "btree"), (("a", "b"), "gin"), (("a",), "hash")],
)
def test_an_index_that_no_raw_table_can_have_fails(columns: tuple[str, ...], method: str) -> None:
    with pytest.raises(ValueError, match="an index"):
        Index(columns, method=method)
