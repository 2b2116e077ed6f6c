"""tenants.toml: what an entry means, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.cli.tenant_choice import each_tenant, one_tenant, tenant_id_of
from loader.config import PROJECT_ROOT, Environment
from loader.config.tenants import EXAMPLE, read_tenants
from loader.errors import ConfigurationError

HEAD = '[acme]\ntenant_id = 12\ntimezone = "UTC"\n'
TWO = HEAD + '[boreal]\ntenant_id = 23\ntimezone = "America/Edmonton"\n'

WRONG = {
    "no TOML": ("[a\n", "is not valid TOML"),
    "not UTF-8": (b"[a]\nb = '\xff'\n", "is not valid TOML"),
    "nothing": ("", "declares no tenant"),
    "outside of an entry": ("tenant_id = 1\n" + HEAD, "[tenant_id]: it belongs to no tenant"),
    "unknown key": (HEAD + 'exlude = ["a"]', "[acme]: exlude is unknown; did you mean exclude?"),
    "unknown key, nothing near": (HEAD + "xyz = 1", "[acme]: xyz is unknown; known are tenant_id"),
    "no id": ('[acme]\ntimezone = "UTC"', "[acme]: tenant_id is missing: the tenant's number"),
    "no time zone": ("[acme]\ntenant_id = 1", "[acme]: timezone is missing: an IANA time zone"),
    "no such time zone": (
        '[acme]\ntenant_id = 1\ntimezone = "America"',
        "[acme]: timezone is 'America', not an IANA time zone",
    ),
    "id a text": ('[acme]\ntenant_id = "1"', "[acme]: tenant_id is '1', not the tenant's number"),
    "id zero": ('[acme]\ntenant_id = 0\ntimezone = "UTC"', "[acme]: tenant_id is '0', not"),
    "id too large": (f"[acme]\ntenant_id = {2**63}", "[acme]: tenant_id is '9223372036854775808'"),
    "environment": (HEAD + 'environment = "test"', "environment is 'test', not one of production"),
    "feed": (HEAD + 'feed = "lists"', "[acme]: feed is 'lists', not one of export, list"),
    "select a text": (HEAD + 'select = "core"', "[acme]: select is 'core', not a list of endpoi"),
    "words joined": (HEAD + 'select = ["a,b"]', "[acme]: select is \"['a,b']\", not a list"),
    "rate": (HEAD + "rate_limit = 0", "[acme]: rate_limit is '0', not requests per second"),
    "rate a nan": (HEAD + "rate_limit = nan", "[acme]: rate_limit is 'NaN', not requests per"),
    "digits without end": (HEAD + "rate_limit = " + "9" * 5000, "is not valid TOML: "),
    "an exponent without end": (HEAD + "rate_limit = 1e999999999999999999999", "number is too l"),
    "an infinity": (HEAD + "rate_limit = 1e99999", "[acme]: rate_limit is '1E+99999', not"),
    "paused a word": (HEAD + 'paused = "yes"', "[acme]: paused is 'yes', not true or false"),
    "name with a capital": (HEAD.replace("acme", "Acme"), "[Acme]: the name must begin with a le"),
    "name a number": (HEAD.replace("acme", "12"), "[12]: the name must begin with a letter"),
    "name too long": (HEAD.replace("acme", "a" * 33), "the name is longer than 32 characters"),
    "a name inside": (HEAD + 'name = "x"', "[acme]: name is unknown; the heading is the tenant"),
    "two of one id": (TWO.replace("23", "12"), "[boreal]: tenant 12 is [acme] already"),
    "a secret": (
        HEAD + 'client_secret = "s3cr3t"',
        "and set it in the environment or .env, as SERVICETITAN_CLIENT_SECRET_12",
    ),
    "an app key": (HEAD + 'app_key = "s3cr3t"', "[acme]: app_key looks like a secret"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_refused_by_tenant_and_reason(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    file = tmp_path / "tenants.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigurationError) as failure:
        read_tenants(file)
    assert said in str(failure.value)
    assert "s3cr3t" not in str(failure.value)


def test_the_example_declares_every_key() -> None:
    acme, boreal = read_tenants(PROJECT_ROOT / EXAMPLE)
    assert not acme.paused
    assert all(getattr(boreal, key) is not None for key in boreal.__struct_fields__)


def environment(tmp_path: Path, text: str, **more: str) -> Environment:
    file = tmp_path / "tenants.toml"
    file.write_text(text, encoding="utf-8")
    plain = {
        "SERVICETITAN_TENANTS_FILE": str(file),
        "SERVICETITAN_TENANT_ID": "99",
        "SERVICETITAN_CLIENT_ID": "plain",
        "SERVICETITAN_CLIENT_SECRET": "plain secret",
        "SERVICETITAN_APP_KEY": "key",
    }
    return Environment({**plain, **more})


OWN = {"SERVICETITAN_CLIENT_ID_23": "own", "SERVICETITAN_CLIENT_SECRET_23": "own secret"}


def test_an_entry_wins_over_numbered_variables_and_these_over_plain_ones(tmp_path: Path) -> None:
    text = TWO + 'feed = "list"\nrate_limit = 7\nselect = ["jobs", "crm"]\n'
    settings = environment(
        tmp_path,
        text,
        **OWN,
        SERVICETITAN_FEED="export",
        SERVICETITAN_SELECT_23="all",
        SERVICETITAN_EXCLUDE_23="pricebook",
        SERVICETITAN_REPORT_RATE_LIMIT="3",
    )
    (boreal,) = each_tenant(settings, ["boreal"])
    api = boreal.api()
    assert (api.tenant_id, api.client_id, api.client_secret) == (23, "own", "own secret")
    assert (api.timezone, api.feed, api.rate_limit) == ("America/Edmonton", "list", 7)
    assert (api.app_key, api.report_rate_limit) == ("key", 3)
    assert boreal.selection() == (("jobs", "crm"), ("pricebook",))


def test_a_tenant_among_several_never_takes_the_plain_credentials(tmp_path: Path) -> None:
    acme, boreal = each_tenant(environment(tmp_path, TWO, **OWN), [])
    assert boreal.api().client_id == "own"
    with pytest.raises(ConfigurationError) as failure:
        acme.api()
    assert "SERVICETITAN_CLIENT_ID_12, SERVICETITAN_CLIENT_SECRET_12" in str(failure.value)


def test_the_only_declared_tenant_may_take_the_plain_credentials(tmp_path: Path) -> None:
    (acme,) = each_tenant(environment(tmp_path, HEAD), [])
    assert (acme.api().tenant_id, acme.api().client_id) == (12, "plain")


def test_paused_tenants_are_left_out_unless_they_are_named(tmp_path: Path) -> None:
    settings = environment(tmp_path, TWO + "paused = true\n", **OWN)
    assert [one.tenant.name for one in each_tenant(settings, []) if one.tenant] == ["acme"]
    for word in ("boreal", "23"):
        (found,) = each_tenant(settings, [word])
        assert found.api().tenant_id == 23
    both = each_tenant(settings, ["23", "acme", "boreal"])
    assert [one.tenant.name for one in both if one.tenant] == ["boreal", "acme"]


def test_a_tenant_that_is_not_declared_is_refused_with_a_near_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"no tenant 'borael'\. Did you mean boreal"):
        each_tenant(environment(tmp_path, TWO), ["borael"])


def test_a_command_for_one_tenant_asks_which(tmp_path: Path) -> None:
    settings = environment(tmp_path, TWO, **OWN)
    with pytest.raises(ConfigurationError, match="declares 2 tenants"):
        one_tenant(settings, None)
    assert one_tenant(settings, "boreal").api().tenant_id == 23
    assert tenant_id_of(settings, "boreal") == 23
    assert tenant_id_of(settings, "77") == 77  # only in the warehouse


def test_without_a_file_there_is_one_tenant_as_ever(tmp_path: Path) -> None:
    values = environment(tmp_path, TWO, **OWN).values
    plain = Environment({k: v for k, v in values.items() if k != "SERVICETITAN_TENANTS_FILE"})
    (found,) = each_tenant(plain, [])
    assert found.api().tenant_id == 99
    (other,) = each_tenant(plain, ["23"])
    assert (other.api().tenant_id, other.api().client_id) == (23, "own")
    with pytest.raises(ConfigurationError, match="names 2 tenants"):
        each_tenant(plain, ["23", "99"])


def test_a_file_that_is_named_and_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="There is no"):
        Environment({"SERVICETITAN_TENANTS_FILE": str(tmp_path / "none.toml")}).tenants()
