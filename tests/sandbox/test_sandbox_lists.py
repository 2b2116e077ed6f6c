"""Page lists: paging, sorting, ranges of time, and what they hide by default."""

from __future__ import annotations

from typing import Any

import pytest

import sandbox
from sandbox import resources
from tests.sandbox.sandbox_client import Client


def _ids(records: list[dict[str, Any]]) -> list[Any]:
    return [record["id"] for record in records]


def test_a_page_has_fifty_records_by_default(shared: Client) -> None:
    page = shared.page("jpm/jobs")
    assert (len(page["data"]), page["page"], page["pageSize"]) == (50, 1, 50)
    assert page["hasMore"] is True
    assert page["totalCount"] is None


def test_pages_together_are_the_whole_list_in_order_of_id(shared: Client) -> None:
    jobs = shared.data("jpm/jobs", pageSize=37)
    assert _ids(jobs) == sorted(set(_ids(jobs)))
    assert len(jobs) == shared.page("jpm/jobs", includeTotal="true")["totalCount"]


def test_a_page_after_the_last_is_empty_and_has_no_more(shared: Client) -> None:
    page = shared.page("jpm/jobs", page=1000)
    assert (page["data"], page["hasMore"]) == ([], False)


@pytest.mark.parametrize(
    "query",
    [
        {"pageSize": 5001},
        {"pageSize": 0},
        {"page": 0},
        {"page": "x"},
        {"includeTotal": "maybe"},
        {"modifiedOnOrAfter": "yesterday"},
        {"active": "Perhaps"},
        {"sort": "+Balance"},
        {"ids": "1,two"},
        {"ids": ",".join(map(str, range(51)))},
    ],
)
def test_malformed_parameters_are_400(shared: Client, query: dict[str, Any]) -> None:
    assert shared.get("crm/customers", **query).status_code == 400


def test_five_thousand_records_a_page_are_allowed(shared: Client) -> None:
    assert shared.get("crm/customers", pageSize=5000).status_code == 200


def test_journal_entries_allow_five_hundred_a_page(shared: Client) -> None:
    assert shared.get("accounting/journal-entries", pageSize=500).status_code == 200
    assert shared.get("accounting/journal-entries", pageSize=501).status_code == 400


def test_unknown_parameters_are_ignored(shared: Client) -> None:
    assert shared.page("crm/customers", colour="red") == shared.page("crm/customers")


@pytest.mark.parametrize(
    ("sort", "field", "descending"),
    [
        ("+ModifiedOn", "modifiedOn", False),
        ("-ModifiedOn", "modifiedOn", True),
        ("ModifiedOn", "modifiedOn", False),
        ("-Id", "id", True),
        ("+CreatedOn", "createdOn", False),
        ("modifiedon", "modifiedOn", False),
    ],
)
def test_a_list_sorts(shared: Client, sort: str, field: str, descending: bool) -> None:
    records = shared.data("jpm/appointments", active="Any", sort=sort, pageSize=100)
    values = [_comparable(record[field]) for record in records]
    assert values == sorted(values, reverse=descending)
    assert len(set(_ids(records))) == len(records) == len(shared.server.store.truth("appointments"))


def _comparable(value: Any) -> Any:
    """Instants with different numbers of digits do not compare as texts."""
    if isinstance(value, int):
        return value
    whole, _, fraction = value.rstrip("Z").partition(".")
    return whole, fraction.ljust(7, "0")


def test_an_unescaped_plus_still_sorts(shared: Client) -> None:
    url = f"{shared.server.api_url}/jpm/v2/tenant/{shared.server.tenant_ids[0]}/jobs"
    plain = shared.session.get(f"{url}?sort=+ModifiedOn", timeout=10).json()
    assert plain == shared.page("jpm/jobs", sort="+ModifiedOn")


def test_job_types_sort_by_order_by(shared: Client) -> None:
    types = shared.data("jpm/job-types", orderBy="id", orderByDirection="desc", active="Any")
    assert _ids(types) == sorted(_ids(types), reverse=True)


def test_lists_without_sort_ignore_it(shared: Client) -> None:
    assert shared.data("settings/employees", sort="-Id") == shared.data("settings/employees")


def test_pricebook_categories_sort_by_name_but_not_by_modification(shared: Client) -> None:
    names = [one["name"] for one in shared.data("pricebook/categories", sort="+Name")]
    assert names == sorted(names)
    assert shared.get("pricebook/categories", sort="+ModifiedOn").status_code == 400


def test_a_resource_can_be_told_to_ignore_sort(client: Client) -> None:
    client.server.lists.ignores_sort.add("crm/customers")
    assert client.data("crm/customers", sort="-ModifiedOn") == client.data("crm/customers")


def test_modified_ranges_include_the_start_and_exclude_the_end(shared: Client) -> None:
    everything = shared.data("jpm/jobs", sort="+ModifiedOn")
    middle = everything[len(everything) // 2]["modifiedOn"]
    after = shared.data("jpm/jobs", sort="+ModifiedOn", modifiedOnOrAfter=middle)
    before = shared.data("jpm/jobs", modifiedBefore=middle)
    assert middle in {job["modifiedOn"] for job in after}
    assert middle not in {job["modifiedOn"] for job in before}
    assert sorted(_ids(after) + _ids(before)) == sorted(_ids(everything))


def test_ranges_tell_instants_apart_that_differ_in_the_seventh_digit(client: Client) -> None:
    store = client.server.store
    low = store.insert("jobs", modified_on="2026-07-01T00:00:00.1234567Z")
    high = store.insert("jobs", modified_on="2026-07-01T00:00:00.1234568Z")
    after = client.data("jpm/jobs", modifiedOnOrAfter="2026-07-01T00:00:00.1234568Z")
    assert _ids(after) == [high]
    assert low in _ids(client.data("jpm/jobs", modifiedBefore="2026-07-01T00:00:00.1234568Z"))


def test_created_ranges_filter(shared: Client) -> None:
    everything = shared.data("crm/customers")
    middle = everything[50]["createdOn"]
    after = shared.data("crm/customers", createdOnOrAfter=middle)
    before = shared.data("crm/customers", createdBefore=middle)
    assert _ids(before) + _ids(after) == _ids(everything)


def test_ids_choose_records(shared: Client) -> None:
    to_fetch = _ids(shared.data("jpm/jobs"))[3:6]
    assert _ids(shared.data("jpm/jobs", ids=",".join(map(str, to_fetch)))) == to_fetch


def test_a_field_of_the_record_filters(shared: Client) -> None:
    customer = shared.data("jpm/jobs")[0]["customerId"]
    jobs = shared.data("jpm/jobs", customerId=customer)
    assert {job["customerId"] for job in jobs} == {customer}
    assert len(jobs) < len(shared.data("jpm/jobs"))


@pytest.mark.parametrize(
    ("path", "all_of_them", "inactive_only"),
    [
        ("crm/customers", {"active": "Any"}, {"active": "False"}),
        ("settings/technicians", {"active": "Any"}, {"active": "False"}),
        ("accounting/invoices", {"activeState": "All"}, {"activeState": "InactiveOnly"}),
        ("accounting/payments", {"activeState": "All"}, {"activeState": "InactiveOnly"}),
        ("dispatch/appointment-assignments", {"active": "Any"}, {"active": "False"}),
    ],
)
def test_inactive_records_are_hidden_by_default(
    shared: Client, path: str, all_of_them: dict[str, str], inactive_only: dict[str, str]
) -> None:
    default, everything = shared.data(path), shared.data(path, **all_of_them)
    inactive = shared.data(path, **inactive_only)
    assert {record["active"] for record in default} == {True}
    assert {record["active"] for record in inactive} == {False}
    assert sorted(_ids(default) + _ids(inactive)) == sorted(_ids(everything))


def test_teams_show_inactive_ones_when_told_to(shared: Client) -> None:
    assert all(team["active"] for team in shared.data("dispatch/teams"))
    assert not all(team["active"] for team in shared.data("dispatch/teams", includeInactive="true"))


def test_cancel_reasons_show_inactive_ones_by_default(shared: Client) -> None:
    assert {one["active"] for one in shared.data("jpm/job-cancel-reasons")} == {True, False}


def test_the_list_of_jobs_has_neither_inactive_jobs_nor_the_field(client: Client) -> None:
    job = client.data("jpm/jobs")[0]
    assert "active" not in job
    client.server.store.deactivate("jobs", job["id"])
    assert job["id"] not in _ids(client.data("jpm/jobs"))


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("crm/customers/contacts", "customerIds"),
        ("crm/locations/contacts", "locationIds"),
    ],
)
def test_contacts_demand_a_modified_range_or_owners(shared: Client, path: str, ids: str) -> None:
    assert shared.get(path).status_code == 400
    assert shared.get(path, createdOnOrAfter="2000-01-01").status_code == 400
    contacts = shared.data(path, modifiedOnOrAfter="0001-01-01")
    owner = ids.removesuffix("s")
    some = shared.data(path, **{ids: contacts[0][owner]})
    assert {contact[owner] for contact in some} == {contacts[0][owner]}


def test_one_contact_may_belong_to_two_customers() -> None:
    with sandbox.serve(scale=0.1) as server:
        contacts = Client(server).data("crm/customers/contacts", modifiedOnOrAfter="2000-01-01")
    ids = _ids(contacts)
    assert len(set(ids)) < len(ids)
    assert len({(one["id"], one["customerId"]) for one in contacts}) == len(ids)


def test_a_record_is_read_by_its_id_and_is_404_when_deleted(client: Client) -> None:
    customer = client.data("crm/customers")[0]
    assert client.page(f"crm/customers/{customer['id']}") == customer
    client.server.store.delete("customers", customer["id"])
    assert client.get(f"crm/customers/{customer['id']}").status_code == 404
    assert client.get("crm/customers/1").status_code == 404


def test_equipment_custom_fields_demand_their_parameters(shared: Client) -> None:
    path = "equipmentsystems/installed-equipment/custom-field-types"
    assert shared.get(path).status_code == 400
    page = shared.page(path, page=1, pageSize=50, descending="false")
    assert set(page["data"][0]) == {"id", "name", "dataType", "dataTypeOptions"}


def test_every_list_serves_every_field_of_the_facts_and_no_other(shared: Client) -> None:
    required = {
        "page": 1,
        "pageSize": 500,
        "descending": "false",
        "activeOnly": "false",
        "fromUtc": "2000-01-01",
        "toUtc": "2100-01-01",
        "performanceSegmentationType": "Campaign",
        "modifiedOnOrAfter": "0001-01-01",
    }
    for path, endpoint in resources.endpoints().items():
        if endpoint.kind != "list":
            continue
        area, version, _, _, *rest = path.strip("/").split("/")
        short = "/".join([area, *([version] if version != "v2" else []), *rest])
        keys = [str(one.key) for one in shared.server.store.truth(endpoint.resource)[:5]]
        given = (
            {**required, "ids": ",".join(keys)}
            if "ids" in endpoint.operation.required
            else (required)
        )
        response = shared.get(short, **given)
        assert response.status_code == 200, (short, response.text)
        body = response.json()
        records = body if endpoint.operation.paging == "array" else body["data"]
        assert records, short
        for record in records:
            assert set(record) == set(endpoint.operation.fields), short


def test_single_objects_are_served(shared: Client) -> None:
    hours = shared.page("dispatch/business-hours")
    assert set(hours) == {"weekdays", "saturday", "sunday"}
    assert shared.get("marketing/email-channel-cost").status_code == 400
