"""The catalogue: every raw table, as data. Adding a resource is one entry in one of the modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from loader.catalogue import (
    accounting,
    crm,
    custom_fields,
    customer_interactions,
    dispatch,
    equipment_systems,
    findings,
    forms,
    inventory,
    jbce,
    jpm,
    marketing,
    marketing_ads,
    marketing_reputation,
    memberships,
    payroll,
    pricebook,
    reporting,
    sales,
    scheduling_pro,
    service_agreements,
    settings,
    task_management,
    telecom,
    timesheets,
)
from loader.catalogue.columns import Column, Sum
from loader.catalogue.endpoint import Endpoint, Index, Source
from loader.catalogue.parent import Parent, ParentKey
from loader.catalogue.selection import KPI, choose

__all__ = [
    "ENDPOINTS",
    "MODEL_INPUTS",
    "Column",
    "Endpoint",
    "Index",
    "Parent",
    "ParentKey",
    "Source",
    "Sum",
    "generations",
    "select",
]


def _join(*modules: tuple[Endpoint, ...]) -> dict[str, Endpoint]:
    joined: dict[str, Endpoint] = {}
    for entries in modules:
        names = [endpoint.name for endpoint in entries]
        if names != sorted(names):
            raise ValueError(f"catalogue entries are alphabetical, these are not: {names}")
        for endpoint in entries:
            if endpoint.name in joined:
                raise ValueError(f"two catalogue entries are named {endpoint.name}")
            joined[endpoint.name] = endpoint
    for endpoint in joined.values():
        _check_parent(endpoint, joined)
    return dict(sorted(joined.items()))


def _check_parent(endpoint: Endpoint, others: Mapping[str, Endpoint]) -> None:
    if endpoint.parent is None:
        return
    try:
        parent = others[endpoint.parent.name]
        endpoint.parent.check_columns(parent.key, parent.column_types)
    except KeyError as error:
        raise ValueError(f"endpoint {endpoint.name}: its parent {error} is no entry") from None
    except ValueError as error:
        raise ValueError(f"endpoint {endpoint.name}: {error}") from error


ENDPOINTS: dict[str, Endpoint] = _join(
    accounting.ENDPOINTS,
    crm.ENDPOINTS,
    custom_fields.ENDPOINTS,
    customer_interactions.ENDPOINTS,
    dispatch.ENDPOINTS,
    equipment_systems.ENDPOINTS,
    findings.ENDPOINTS,
    forms.ENDPOINTS,
    inventory.ENDPOINTS,
    jbce.ENDPOINTS,
    jpm.ENDPOINTS,
    marketing.ENDPOINTS,
    marketing_ads.ENDPOINTS,
    marketing_reputation.ENDPOINTS,
    memberships.ENDPOINTS,
    payroll.ENDPOINTS,
    pricebook.ENDPOINTS,
    reporting.ENDPOINTS,
    sales.ENDPOINTS,
    scheduling_pro.ENDPOINTS,
    service_agreements.ENDPOINTS,
    settings.ENDPOINTS,
    task_management.ENDPOINTS,
    telecom.ENDPOINTS,
    timesheets.ENDPOINTS,
)


def select(selected: Iterable[str] = (), excluded: Iterable[str] = ()) -> tuple[Endpoint, ...]:
    """Endpoints by name or module; without a selection, those that are loaded by default."""
    return choose(ENDPOINTS, selected, excluded)


# The endpoints whose tables the dbt models read: every load creates these tables.
MODEL_INPUTS: tuple[Endpoint, ...] = select((KPI,))


def dependency_levels(endpoints: Iterable[Endpoint]) -> Iterator[tuple[Endpoint, ...]]:
    """The endpoints in the order in which they must be read: parents before what is nested in them.

    Those of one generation do not depend on each other.
    """
    waiting = {endpoint.name: endpoint for endpoint in endpoints}
    while waiting:
        ready = [e for e in waiting.values() if e.parent is None or e.parent.name not in waiting]
        if not ready:
            raise ValueError(f"each of these is nested in another of them: {sorted(waiting)}")
        yield tuple(ready)
        for endpoint in ready:
            del waiting[endpoint.name]
