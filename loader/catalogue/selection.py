"""``--select`` and ``--exclude``: endpoints by name or module, with a hint for mistyped names."""

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
CHILD_RESOURCES = "child_resources"


class Selectable(Protocol):
    """Anything that can be selected: an endpoint of the catalogue, or a declared report."""

    @property
    def default(self) -> bool:
        """Whether a load without a selection includes it."""

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules whose name selects it."""

    @property
    def parent(self) -> Parent | None:
        """The parent of a child resource; None for anything else."""


_Choice = TypeVar("_Choice", bound=Selectable)


def select_from(
    endpoints: Mapping[str, _Choice], selected: Iterable[str], excluded: Iterable[str]
) -> tuple[_Choice, ...]:
    """Select endpoints, without the excluded ones.

    A word is the name of an endpoint or of a module, ``child_resources``, ``core`` (the default),
    ``kpi`` (all that the marts read) or ``all``. Selecting a module does not select its child
    resources, since those cost a request for each parent; excluding a module excludes them too.

    Args:
        endpoints: Everything that can be selected, by name.
        selected: What to include; if empty, the default endpoints.
        excluded: What to leave out.

    Returns:
        The choice, in the order of ``endpoints``.

    Raises:
        ConfigurationError: A word is unknown, or nothing is left.
    """
    selected = tuple(selected)
    chosen = (
        {name for word in selected for name in _selected(endpoints, word)}
        if selected
        else {name for name, endpoint in endpoints.items() if endpoint.default}
    )
    chosen -= {name for word in excluded for name in _named(endpoints, word)}
    if not chosen:
        raise ConfigurationError("The selection is empty.", "Select more, or exclude less.")
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
    if word == CHILD_RESOURCES:
        return {name for name, endpoint in endpoints.items() if endpoint.parent is not None}
    # Modules take precedence: where an endpoint shares a module's name, raw_st_<name> selects it.
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
