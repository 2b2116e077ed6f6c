"""``--select`` and ``--exclude``: names of endpoints or modules, with a hint for a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Protocol, TypeVar

from loader.catalogue.parent import Parent
from loader.errors import ConfigurationError

ALL_ENDPOINTS = "all"
CORE = "core"
KPI = "kpi"

# What the marts read besides the core.
_FOR_MARTS = frozenset(
    (
        "bookings",
        "calls_v3",
        "costs",
        "gross_pay_items",
        "inventory_bills",
        "job_cancel_reasons",
        "job_canceled_logs",
        "job_splits",
        "job_timesheets",
        "leads",
        "marketing_categories",
        "membership_status_changes",
        "membership_types",
        "memberships",
        "non_job_appointments",
        "non_job_timesheets",
        "payroll_adjustments",
        "purchase_orders",
        "receipts",
        "returns",
        "technician_shifts",
        "timesheet_codes",
    )
)
_NESTED = "nested"


class Selectable(Protocol):
    """What can be selected: an endpoint of the catalogue, or a declared report."""

    @property
    def default(self) -> bool:
        """Whether it is loaded without being selected."""

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules whose names select it."""

    @property
    def parent(self) -> Parent | None:
        """Whose records it is asked for, of a nested resource."""


_Choice = TypeVar("_Choice", bound=Selectable)


def choose(
    endpoints: Mapping[str, _Choice], selected: Iterable[str], excluded: Iterable[str]
) -> tuple[_Choice, ...]:
    """The endpoints that ``selected`` names, less ``excluded``; without a selection, the default.

    A word names an endpoint, or all endpoints of a module, or all ``nested`` ones, or ``core`` (the
    default), ``kpi`` (all that the marts read) or ``all``.
    A selected module does not include what is nested in it, which costs a request for each parent;
    an excluded one does. Raises ``ConfigurationError`` for an unknown word and for a choice that
    leaves nothing.
    """
    selected = tuple(selected)
    chosen = (
        {name for word in selected for name in _selected(endpoints, word)}
        if selected
        else {name for name, endpoint in endpoints.items() if endpoint.default}
    )
    chosen -= {name for word in excluded for name in _named(endpoints, word)}
    if not chosen:
        raise ConfigurationError("The selection is empty.", "Exclude less, or select more.")
    return tuple(endpoint for name, endpoint in endpoints.items() if name in chosen)


def _selected(endpoints: Mapping[str, Selectable], word: str) -> set[str]:
    named = _named(endpoints, word)
    bulk = {name for name in named if endpoints[name].parent is None}
    return bulk if any(word in endpoint.modules for endpoint in endpoints.values()) else named


def _named(endpoints: Mapping[str, Selectable], word: str) -> set[str]:
    if word == ALL_ENDPOINTS:
        return set(endpoints)
    if word in (CORE, KPI):
        core = {name for name, endpoint in endpoints.items() if endpoint.default}
        return core | _for_marts(endpoints) if word == KPI else core
    if word == _NESTED:
        return {name for name, endpoint in endpoints.items() if endpoint.parent is not None}
    # A module first: of an endpoint with a module's name, the table's name is without doubt.
    of_module = {name for name, endpoint in endpoints.items() if word in endpoint.modules}
    if of_module:
        return of_module
    plain = word.removeprefix("raw_st_")
    if plain in endpoints:
        return {plain}
    modules = {module for endpoint in endpoints.values() for module in endpoint.modules}
    near = get_close_matches(plain, [*endpoints, *modules], n=3)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise ConfigurationError(
        f"There is no endpoint or module named {word!r}.{hint}",
        "`python -m loader endpoints` lists them all.",
    )


def _for_marts(endpoints: Mapping[str, Selectable]) -> set[str]:
    unknown = _FOR_MARTS - set(endpoints)
    if unknown:
        raise ValueError(f"no catalogue entries: {sorted(unknown)}")
    return set(_FOR_MARTS)
