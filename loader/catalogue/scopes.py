"""The API scopes that reading a resource needs, as the developer portal and tokens name them.

``tn.crm.customers:r``: the tenant's data, the API, the resource, reading. The API's reference gives
one with each operation. They follow a rule, the exceptions to it are below: the resource is the
first part of the path, and an export feed has the scope of its list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from loader.catalogue.endpoint import Endpoint, Source

# The API in a scope, by the area in its paths.
_APIS: Mapping[str, str] = {
    "accounting": "acc",
    "crm": "crm",
    "customer-interactions": "csi",
    "dispatch": "dis",
    "equipmentsystems": "eqs",
    "findings": "fdgs",
    "forms": "frm",
    "inventory": "inv",
    "jbce": "jbce",
    "jpm": "jpm",
    "marketing": "mrk",
    "marketingads": "mads",
    "marketingreputation": "mrep",
    "memberships": "mem",
    "payroll": "prl",
    "pricebook": "pb",
    "reporting": "rpr",
    "sales": "sal",
    "schedulingpro": "sp",
    "service-agreements": "sa",
    "settings": "stt",
    "taskmanagement": "tsm",
    "telecom": "tlc",
    "timesheets": "tms",
}
# Resources whose scope is not the first part of their path.
_EXCEPTIONS: Mapping[str, str] = {
    "customer-interactions/technician-ratings": "technicianrating",
    "jpm/work-breakdown-structure/budget-codes": "budgetcodes",
    "jpm/work-breakdown-structure/projects/{projectId}/budget-codes": "budgetcodes",
    "jpm/work-breakdown-structure/projects/{projectId}/segments": "segments",
    "jpm/work-breakdown-structure/segments": "segments",
    "memberships/membership-status-changes": "memberships",
    "pricebook/clientspecificpricing": "csp",
    "pricebook/materialsmarkup": "materials",
    "reporting/report-category": "reports",
    "sales/status/estimates": "estimates",
}


def scopes_of(endpoint: Endpoint) -> tuple[str, ...]:
    """Return the scopes that loading an endpoint needs, its parents' not included."""
    return _distinct(scope for source in endpoint.sources for scope in source_scopes(source))


def source_scopes(source: Source) -> tuple[str, ...]:
    """Return the scopes of a resource: one, unless its list and its feed have different ones.

    Raises:
        ValueError: The API's part of the scope is not known.
    """
    resources = (source.list, source.feed and source.feed.removeprefix("export/"))
    return _distinct(_scope(source.area, resource) for resource in resources if resource)


def _scope(area: str, resource: str) -> str:
    if area not in _APIS:
        raise ValueError(f"{area}: name the API's part of its scopes")
    path = f"{area}/{resource}"
    exceptions = (name for start, name in _EXCEPTIONS.items() if f"{path}/".startswith(f"{start}/"))
    plain = resource.split("/")[0].replace("-", "")
    return f"tn.{_APIS[area]}.{next(exceptions, plain)}:r"


def _distinct(scopes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(scopes))
