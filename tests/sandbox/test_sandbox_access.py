"""Tokens, the app key, tenants, scopes, and the shape of errors."""

from __future__ import annotations

import time

import pytest
import requests

import sandbox
from sandbox import credentials
from tests.sandbox.sandbox_client import OTHER_TENANT, Client


def _token(client: Client, **changes: str) -> requests.Response:
    form = {
        "grant_type": "client_credentials",
        "client_id": credentials.CLIENT_ID,
        "client_secret": credentials.CLIENT_SECRET,
    }
    return requests.post(client.server.auth_url, data=form | changes, timeout=10)


def test_a_token_says_how_long_it_lives(shared: Client) -> None:
    response = _token(shared).json()
    assert response["expires_in"] == 900
    assert response["token_type"] == "Bearer"


@pytest.mark.parametrize("field", ["client_id", "client_secret"])
def test_wrong_credentials_are_an_invalid_client(shared: Client, field: str) -> None:
    response = _token(shared, **{field: "wrong"})
    assert (response.status_code, response.json()) == (400, {"error": "invalid_client"})


def test_only_client_credentials_are_granted(shared: Client) -> None:
    response = _token(shared, grant_type="password")
    assert (response.status_code, response.json()) == (400, {"error": "unsupported_grant_type"})


@pytest.mark.parametrize("token", ["", "Bearer nonsense", "Basic abc"])
def test_a_request_without_a_valid_token_is_401(shared: Client, token: str) -> None:
    url = f"{shared.server.api_url}/crm/v2/tenant/{credentials.TENANT_ID}/customers"
    headers = {"ST-App-Key": credentials.APP_KEY, "Authorization": token}
    assert requests.get(url, headers=headers, timeout=10).status_code == 401


def test_a_token_expires() -> None:
    with sandbox.serve(scale=0, token_seconds=0.2) as server:
        client = Client(server)
        assert client.get("crm/customers").status_code == 200
        time.sleep(0.25)
        assert client.get("crm/customers").status_code == 401


def test_all_tokens_can_be_expired_at_once(client: Client) -> None:
    client.server.auth.expire_tokens()
    assert client.get("crm/customers").status_code == 401
    client.log_in()
    assert client.get("crm/customers").status_code == 200


@pytest.mark.parametrize("key", ["", "wrong"])
def test_a_wrong_app_key_is_401_and_named(shared: Client, key: str) -> None:
    fresh = Client(shared.server)
    fresh.session.headers["ST-App-Key"] = key
    response = fresh.get("crm/customers")
    assert response.status_code == 401
    assert "ST-App-Key" in response.json()["title"]


def test_a_tenant_that_the_application_may_not_read_is_403(shared: Client) -> None:
    assert shared.get("crm/customers", tenant=777).status_code == 403


def test_a_scope_can_be_taken_away_and_given_back(client: Client) -> None:
    client.server.auth.forbid("*/export/*")
    assert client.get("crm/export/customers").status_code == 403
    assert client.get("crm/customers").status_code == 200
    client.server.auth.allow("*/export/*")
    assert client.get("crm/export/customers").status_code == 200


def test_tenants_have_different_data_under_the_same_ids(shared: Client) -> None:
    first = shared.data("crm/customers", active="Any")
    second = shared.data("crm/customers", active="Any", tenant=OTHER_TENANT)
    assert [one["id"] for one in first] == [one["id"] for one in second]
    assert [one["name"] for one in first] != [one["name"] for one in second]


def test_a_tenants_own_credentials_open_its_records_alone_until_they_are_revoked() -> None:
    with sandbox.serve(scale=0, tenants=[5, 6], alike=True) as server:
        client = Client(server)
        (client_id, secret) = credentials.client_of(5)
        own = {"client_id": client_id, "client_secret": secret}
        token = _token(client, **own).json()["access_token"]
        client.session.headers["Authorization"] = f"Bearer {token}"
        assert client.get("crm/customers", tenant=5).status_code == 200
        assert client.get("crm/customers", tenant=6).status_code == 403
        assert _token(client, client_id=client_id, client_secret="wrong").status_code == 400
        server.auth.revoke(5)
        assert _token(client, **own).json() == {"error": "invalid_client"}
        assert _token(client, client_id="cid.6", client_secret="cs1.6").status_code == 200


def test_a_tenant_can_have_a_rate_limit_and_token_faults_of_its_own() -> None:
    with sandbox.serve(scale=0, tenants=[5, 6], alike=True) as server:
        client = Client(server)
        server.limit.of_tenant[5] = 1
        assert client.get("crm/customers", tenant=5).status_code == 200
        assert client.get("crm/customers", tenant=5).status_code == 429
        assert [client.get("crm/customers", tenant=6).status_code for _ in range(3)] == [200] * 3
        server.faults.add("server_error", "/connect/token", times=None, tenant=5)
        assert _token(client, client_id="cid.5", client_secret="cs1.5").status_code == 500
        assert _token(client, client_id="cid.6", client_secret="cs1.6").status_code == 200


def test_tenants_that_begin_alike_change_apart() -> None:
    with sandbox.serve(scale=0, tenants=[5, 6], alike=True) as server:
        client = Client(server)
        key = server.tenant(5).table("customers").keys[0]
        before = [client.data("crm/customers", tenant=tenant) for tenant in (5, 6)]
        assert before[0] == before[1]
        server.tenant(5).change("customers", key, name="Changed")
        assert client.data("crm/customers", tenant=5) != before[0]
        assert client.data("crm/customers", tenant=6) == before[1]


def test_an_unknown_path_is_404(shared: Client) -> None:
    assert shared.get("crm/nonsense").status_code == 404


def test_errors_are_problem_documents(shared: Client) -> None:
    response = shared.get("crm/customers", pageSize="many")
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == 400
    assert "pageSize" in response.json()["errors"]


def test_the_environment_points_a_loader_here(shared: Client) -> None:
    environment = shared.server.environment()
    assert environment["SERVICETITAN_TENANT_ID"] == str(credentials.TENANT_ID)
    assert environment["SERVICETITAN_AUTH_URL"].endswith("/connect/token")
    assert len(environment) == 6


def test_a_taken_port_is_refused_with_a_message_that_says_so(shared: Client) -> None:
    with pytest.raises(sandbox.PortTakenError, match="stop what uses that port"):
        sandbox.build(scale=0, port=shared.server.port)
