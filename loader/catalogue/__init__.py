"""The catalogue: every raw table, as data. To add a resource, add an entry to one module."""

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
from loader.catalogue.selection import KPI, select_from

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
    "dependency_levels",
    "select",
]


def _join(*modules: tuple[Endpoint, ...]) -> dict[str, Endpoint]:
    joined: dict[str, Endpoint] = {}
    for entries in modules:
        names = [endpoint.name for endpoint in entries]
        if names != sorted(names):
            raise ValueError(
                f"catalogue entries are in alphabetical order, but these are not: {names}"
            )
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
        raise ValueError(
            f"endpoint {endpoint.name}: its parent {error} is not in the catalogue"
        ) from None
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
    """Select endpoints by name or module, as ``selection.choose`` describes.

    Raises:
        ConfigurationError: A word is unknown, or nothing is left.
    """
    return select_from(ENDPOINTS, selected, excluded)


# The endpoints whose tables the dbt models read: every load creates these tables.
MODEL_INPUTS: tuple[Endpoint, ...] = select((KPI,))


def dependency_levels(endpoints: Iterable[Endpoint]) -> Iterator[tuple[Endpoint, ...]]:
    """Yield the endpoints by dependency level: parents before their children.

    Endpoints within a level do not depend on each other.
    """
    waiting = {endpoint.name: endpoint for endpoint in endpoints}
    while waiting:
        ready = [e for e in waiting.values() if e.parent is None or e.parent.name not in waiting]
        if not ready:
            raise ValueError(f"these endpoints are parents of each other: {sorted(waiting)}")
        yield tuple(ready)
        for endpoint in ready:
            del waiting[endpoint.name]
