"""Scopes: derived for every resource, listed in the README, and named by ``check`` when missing."""

from __future__ import annotations

import re

import sandbox
from loader.catalogue import ENDPOINTS, select
from loader.catalogue.scopes import scopes_of
from loader.config import PROJECT_ROOT, Warehouse
from tests.commands import clean_environment, run, warehouse_variables

TENANT = 81


def test_scopes_are_those_that_the_api_reference_gives():
    expected = {
        "ap_bills": ("tn.acc.apbills:r",),
        "budget_code_segment_items": ("tn.jpm.segments:r",),
        "calls_v3": ("tn.tlc.calls:r",),
        "client_specific_pricing": ("tn.pb.csp:r",),
        "customer_notes": ("tn.crm.customers:r",),
        "estimate_status_changes": ("tn.sal.estimates:r",),
        "job_notes": ("tn.jpm.jobnotes:r",),
        "job_splits": ("tn.prl.jobs:r",),
        "membership_status_changes": ("tn.mem.memberships:r",),
        "technician_ratings": ("tn.csi.technicianrating:r",),
        "zones": ("tn.dis.zones:r",),
    }
    assert {name: scopes_of(ENDPOINTS[name]) for name in expected} == expected
    assert {"tn.crm.customers:r", "tn.inv.vendors:r"} <= {
        *scopes_of(ENDPOINTS["custom_field_types"])
    }


def test_every_endpoint_has_scopes():
    form = re.compile(r"tn\.[a-z]+\.[a-z]+:r")
    for endpoint in ENDPOINTS.values():
        assert scopes_of(endpoint), endpoint.name
        assert all(form.fullmatch(scope) for scope in scopes_of(endpoint)), endpoint.name


def test_the_readme_lists_the_scopes_of_the_core():
    text = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")
    table = text.split("### Credentials")[1].split("2. **The tenant**")[0]
    ticked = [
        word for row in re.findall(r"\|([^|]*)\|\n", table) for word in re.findall(r"`(\w+)`", row)
    ]
    scopes = {scope for endpoint in select() for scope in scopes_of(endpoint)}
    assert sorted(ticked) == sorted(scope.split(".")[2].removesuffix(":r") for scope in scopes)


def test_check_ends_with_what_is_missing(warehouse: Warehouse):
    with sandbox.serve(scale=0.01, seed=2, tenants=[TENANT], port=0) as server:
        environment = clean_environment(
            **server.environment(TENANT), **warehouse_variables(warehouse)
        )
        server.auth.forbid("*/dispatch/*/zones")
        server.auth.forbid("*/crm/*/export/customers")
        names = ("--select", "customers,zones,teams")
        done = run("loader", "check", *names, environment=environment)
        assert done.returncode == 1
        assert done.stdout.count("FAILED") == 2
        assert "FAILED  dispatch/zones: HTTP 403; it needs tn.dis.zones:r\n" in done.stdout
        last = done.stdout.splitlines()[-1]
        assert last.startswith("Missing scopes: tn.crm.customers:r, tn.dis.zones:r. Tick View")

        environment["SERVICETITAN_TENANT_ID"] = "987654"
        done = run("loader", "check", *names, environment=environment)
        assert done.returncode == 1
        assert done.stdout.splitlines()[-1].startswith("Every endpoint answers HTTP 403: ")
        assert "Missing scopes" not in done.stdout
