"""Every endpoint of the catalogue loads inactive records too."""

from __future__ import annotations

import re

import pytest

from loader.catalogue import ENDPOINTS, Source
from sandbox import resources
from tests.reliability.harness import Loading

SOURCES = {source.name: source for e in ENDPOINTS.values() for source in e.sources}
# Names of parameters that decide whether inactive, deleted or archived records are shown.
SHOWS_OR_HIDES = re.compile(
    "^(is|include|show|only)?(in)?(active|deleted|archived)(only|state)?$", re.I
)
# Filters only when it is sent.
FILTERS = {"isArchived"}


@pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
def test_no_parameter_that_hides_records_is_left_to_its_default(source: Source):
    for operation, sent in (
        (source.list_operation, source.list_params),
        (source.export_operation, source.export_params),
    ):
        parameters = {
            name for name in (operation.query if operation else ()) if SHOWS_OR_HIDES.match(name)
        }
        assert parameters - FILTERS <= set(sent)


@pytest.mark.parametrize("feed", ["export", "list"])
def test_inactive_records_of_every_endpoint_are_loaded(loading: Loading, feed: str):
    loading.feed, loading.page_size = feed, 5000
    loading.server.feeds.page_size = 5000
    inactive: dict[str, set[str]] = {}
    for endpoint in ENDPOINTS.values():
        source = endpoint.sources[0]
        if source.parent is not None:
            continue  # its records come with their parent, active or not
        name = resources.name_of(source.paths[0])
        if (source.list_operation or source.export_operation).paging == "object":  # type: ignore[union-attr]
            continue
        resource = resources.find(name)
        shown = resource.knows_activity and not (feed == "list" and resource.hides_inactive)
        if not shown or len(resource.key) != 1:
            continue
        keys = [record.key for record in loading.store.truth(name)][:2]
        loading.store.deactivate(name, *keys)
        inactive[endpoint.name] = {str(key) for key in keys}
    assert len(inactive) > 50
    loading.load_well(*inactive)
    missing = {
        name: sorted(keys - {str(row["full_data"]["id"]) for row in loading.rows(name)})
        for name, keys in inactive.items()
        if all("id" in row["full_data"] for row in loading.rows(name))
    }
    assert {name: keys for name, keys in missing.items() if keys} == {}
