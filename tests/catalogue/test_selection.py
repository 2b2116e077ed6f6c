"""What ``--select`` and ``--exclude`` choose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader import catalogue
from loader.catalogue import ENDPOINTS
from loader.catalogue.selection import ALL_ENDPOINTS, CHILD_RESOURCES
from loader.errors import ConfigurationError

CHILDREN = {name for name, endpoint in ENDPOINTS.items() if endpoint.parent}
MODULES = sorted({module for endpoint in ENDPOINTS.values() for module in endpoint.modules})
WORDS = st.sampled_from([*ENDPOINTS, *MODULES, ALL_ENDPOINTS, CHILD_RESOURCES])


def chosen(*selected: str, exclude: tuple[str, ...] = ()) -> set[str]:
    return {endpoint.name for endpoint in catalogue.select(selected, exclude)}


def test_without_a_selection_the_default_endpoints_are_loaded():
    assert chosen() == {name for name, endpoint in ENDPOINTS.items() if endpoint.default}
    assert len(chosen()) == 25


def test_an_endpoint_is_selected_by_its_name_or_its_tables():
    assert chosen("customers") == chosen("raw_st_customers") == {"customers"}
    assert chosen("customers", "jobs") == {"customers", "jobs"}


def test_a_module_selects_its_endpoints_but_not_their_child_resources():
    of_crm = {name for name, endpoint in ENDPOINTS.items() if "crm" in endpoint.modules}
    assert chosen("crm") == of_crm - CHILDREN
    assert of_crm & CHILDREN


def test_excluding_a_module_excludes_its_child_resources_too():
    of_crm = {name for name, endpoint in ENDPOINTS.items() if "crm" in endpoint.modules}
    assert chosen("all", exclude=("crm",)) == set(ENDPOINTS) - of_crm


def test_child_resources_are_selected_by_name_or_all_at_once():
    assert chosen("customer_notes") == {"customer_notes"}
    assert chosen("child_resources") == CHILDREN
    assert chosen("all", exclude=("child_resources",)) == set(ENDPOINTS) - CHILDREN


def test_a_name_shared_by_a_module_and_an_endpoint_selects_the_module():
    assert chosen("forms") == {"forms", "submissions"}
    assert chosen("raw_st_forms") == {"forms"}


def test_a_mistyped_name_is_answered_with_a_hint():
    with pytest.raises(
        ConfigurationError, match=r"'membership_type'\. Did you mean membership_types"
    ):
        chosen("membership_type")
    with pytest.raises(ConfigurationError, match="no endpoint or module named 'qqq'"):
        chosen("customers", exclude=("qqq",))


def test_a_selection_that_leaves_nothing_is_refused():
    with pytest.raises(ConfigurationError, match="The selection is empty"):
        chosen("customers", exclude=("crm",))


@given(st.lists(WORDS, min_size=1, max_size=5), st.lists(WORDS, max_size=3), st.randoms())
def test_the_order_and_repetition_of_words_do_not_matter(selected, excluded, random):
    def choice(select: list[str], exclude: list[str]) -> list[str] | str:
        try:
            return [endpoint.name for endpoint in catalogue.select(select, exclude)]
        except ConfigurationError as error:
            return str(error)

    shuffled = random.sample(selected * 2, len(selected) * 2)
    found = choice(selected, excluded)
    assert choice(shuffled, excluded[::-1]) == found
    if isinstance(found, list):
        assert found == sorted(found)
        assert found
