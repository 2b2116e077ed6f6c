"""Messages name cause and remedy, and repeat no text of a server or a setting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.api import error_messages
from loader.errors import AccessDenied, ApiError, ConfigurationError, LoaderError

PATH = "/crm/v2/tenant/1/customers"


@pytest.mark.parametrize(
    ("status", "kind", "remedy"),
    [
        (401, ConfigurationError, "SERVICETITAN_APP_KEY"),
        (403, AccessDenied, "scope"),
        (403, AccessDenied, "SERVICETITAN_EXCLUDE"),
        (404, ApiError, "SERVICETITAN_TENANT_ID"),
        (422, ApiError, "report it"),
    ],
)
def test_a_refusal_names_path_status_and_remedy(status: int, kind: type[LoaderError], remedy: str):
    error = error_messages.refused_error(status, PATH, "", is_feed=False)
    assert type(error) is kind
    assert PATH in error.cause
    assert f"HTTP {status}" in error.cause
    assert remedy in error.remedy


def test_the_list_is_offered_only_where_a_feed_is_refused():
    offered = [
        "SERVICETITAN_FEED=list"
        in str(error_messages.refused_error(403, PATH, "", is_feed=is_feed))
        for is_feed in (True, False)
    ]
    assert offered == [True, False]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://api.servicetitan.io", "api.servicetitan.io"),
        ("https://user:secret@host:8443/path?key=secret", "host:8443"),
        ("https://secret@[::1]:80/", "::1:80"),
        ("https://user:sec@ret@host", "host"),
        ("https://host:port", "the configured host"),
        ("https://[::1", "the configured host"),
        ("", "the configured host"),
    ],
)
def test_of_a_url_only_host_and_port_are_shown(url: str, shown: str):
    assert error_messages.shown_host(url) == shown


@given(st.text(max_size=60))
def test_a_shown_host_never_holds_a_control_character(text: str):
    assert error_messages.shown_host(f"https://{text}").isprintable()
    assert error_messages.shown_host(text).isprintable()
