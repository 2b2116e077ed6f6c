"""Finds the tenant's reports by their fields.

The API lists reports without their fields, so each is described once and kept. A report is asked
for again when its entry in the list changes, when its definition is a month old, or when it is one
that a tie-out reads: its owner may have changed it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from loader.api.client import ApiClient
from loader.errors import AccessDenied, ApiError, LoaderError
from loader.extract.report_definitions import ListedReport, fetch_definition, list_reports
from loader.reports.declaration import Declaration
from loader.reports.definition import ReportDefinition
from loader.tie_out.fingerprints import KINDS, Kind
from loader.tie_out.overrides import Override
from loader.tie_out.store import KeptDefinition, Store

_MAX_AGE = timedelta(days=30)
_MAX_THREADS = 8


@dataclass(frozen=True)
class FoundReport:
    """A report of the tenant that a tie-out reads.

    Attributes:
        kind: What it is.
        category: Its category's id.
        definition: Its parameters and fields.
        override: The entry of reports.toml that names it; None if it was found by its fields.
        others: Ids of further reports with the same fields, which are not read.
    """

    kind: Kind
    category: str
    definition: ReportDefinition
    override: Override | None = None
    others: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"{self.category}/{self.definition.id} {self.definition.name.strip()!r}"

    @property
    def path(self) -> str:
        """The API's path of its data."""
        return f"{_declaration(self.category, self.definition.id).path}/data"

    @property
    def proves(self) -> tuple[str, ...]:
        """What it can prove: KPIs, or fields of jobs."""
        return self.kind.proven(one.name for one in self.definition.fields)


@dataclass(frozen=True)
class MissingReport:
    """A kind of report that was not found, and why."""

    kind: Kind
    reason: str


@dataclass
class Discovery:
    """What a search found.

    Attributes:
        found: Reports by the name of their kind.
        missing: The kinds that were not found.
        problems: Categories and reports that could not be read, with the reason.
        described: How many reports' definitions were requested.
        known: How many reports there are.
    """

    found: dict[str, FoundReport] = field(default_factory=dict)
    missing: list[MissingReport] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    described: int = 0
    known: int = 0


def discover(
    client: ApiClient,
    store: Store,
    overrides: Mapping[str, Override],
    *,
    refresh: bool = False,
    notify: Callable[[str], None] = lambda _note: None,
) -> Discovery:
    """Find a report of each kind.

    Args:
        client: The tenant's API.
        store: Keeps the definitions.
        overrides: Entries of reports.toml, by kind.
        refresh: Describe all reports again.
        notify: Receives what is about to be done.

    Raises:
        LoaderError: The credentials are refused, or the app may not read reports at all.
    """
    result = Discovery()
    listed = dict(_list_all(client, result.problems))
    known = store.definitions()
    result.known = len(listed)
    store.forget_definitions(known.keys() - listed.keys())
    due = [
        key for key, entry in listed.items() if refresh or _is_due(entry, known.get(key), overrides)
    ]
    if due:
        notify(f"{len(listed)} reports are listed, {len(due)} to describe.")
    result.described = len(due)
    for key, definition, problem in _describe(client, due):
        kept = KeptDefinition(listed[key], definition, problem, datetime.now(UTC))
        store.keep_definition(*key, kept.listed, definition, problem)
        known[key] = kept
    definitions = {key: kept for key, kept in known.items() if key in listed}
    taken: set[_Key] = {(one.category, one.id) for one in overrides.values()}
    for kind in KINDS.values():
        free = {key: kept for key, kept in definitions.items() if key not in taken}
        found = _find(client, kind, free, overrides.get(kind.name))
        if isinstance(found, FoundReport):
            result.found[kind.name] = found
            taken.add((found.category, found.definition.id))
        else:
            result.missing.append(MissingReport(kind, found))
    result.problems += [
        f"report {category}/{number}: {kept.problem}"
        for (category, number), kept in definitions.items()
        if kept.problem
    ]
    return result


_Key = tuple[str, int]


def _list_all(client: ApiClient, problems: list[str]) -> Iterator[tuple[_Key, dict[str, Any]]]:
    """Yield the key and the entry of each listed report; note categories that cannot be read."""
    for category in list_reports(client, None):
        name = str(category.id)
        try:
            reports = list_reports(client, name)
        except ApiError as error:
            problems.append(f"category {name}: {_reason(error)}")
            continue
        for report in reports:
            yield (name, int(report.id)), _entry(report)


def _entry(report: ListedReport) -> dict[str, Any]:
    return {
        "name": report.name,
        "description": report.description,
        "modifiedOn": report.modified_on,
    }


def _is_due(
    entry: dict[str, Any], kept: KeptDefinition | None, overrides: Mapping[str, Override]
) -> bool:
    if kept is None or kept.listed != entry or kept.problem:
        return True
    if datetime.now(UTC) - kept.fetched_at > _MAX_AGE:
        return True
    if entry["modifiedOn"] is not None or kept.definition is None:
        return False
    fields = [one.name for one in kept.definition.fields]
    return any(one.matches(fields) for one in KINDS.values() if one.name not in overrides)


def _describe(
    client: ApiClient, keys: Iterable[_Key]
) -> Iterator[tuple[_Key, ReportDefinition | None, str | None]]:
    def one(key: _Key) -> tuple[_Key, ReportDefinition | None, str | None]:
        try:
            return key, fetch_definition(client.session(), _declaration(*key)), None
        except ApiError as error:
            return key, None, _reason(error)

    pool = ThreadPoolExecutor(_MAX_THREADS, thread_name_prefix="discover")
    try:
        yield from pool.map(one, keys)
    except BaseException:
        client.cancel()  # or leaving the pool would wait for the responses
        raise
    finally:
        pool.shutdown()


def _find(
    client: ApiClient,
    kind: Kind,
    definitions: Mapping[_Key, KeptDefinition],
    override: Override | None,
) -> FoundReport | str:
    """Return the report of a kind, or the reason why there is none."""
    if override is not None:
        return _overridden(client, kind, override)
    by_score: dict[tuple[int, bool, bool], list[tuple[_Key, ReportDefinition]]]
    by_score = defaultdict(list)
    for (category, number), kept in definitions.items():
        definition = kept.definition
        if definition is None or not _is_readable(kind, definition):
            continue
        fields = [one.name for one in definition.fields]
        if kind.matches(fields):
            score = (
                len(kind.proven(fields)),
                kind.hint in definition.name.lower(),
                category == kind.category,
            )
            by_score[score].append(((category, number), definition))
    if not by_score:
        return _why_not(kind, definitions)
    best = sorted(by_score[max(by_score)], key=lambda one: one[0][1])
    (category, _), definition = best[0]
    others = tuple(f"{name}/{number}" for (name, number), _ in best[1:])
    return FoundReport(kind, category, definition, others=others)


def _overridden(client: ApiClient, kind: Kind, override: Override) -> FoundReport | str:
    try:
        definition = fetch_definition(client, _declaration(override.category, override.id))
    except ApiError as error:
        return f"reports.toml names {override.category}/{override.id}: {_reason(error)}"
    fields = {one.name for one in definition.fields}
    if kind.key not in fields or not kind.proven(fields):
        return (
            f"reports.toml names {override.category}/{override.id}, which lacks"
            f" {', '.join(sorted(kind.required - fields))}"
        )
    return FoundReport(kind, override.category, definition, override)


def _is_readable(kind: Kind, definition: ReportDefinition) -> bool:
    """Return whether its period can be chosen."""
    names = {one.name.rpartition("_")[2] for one in definition.parameters}
    return kind.parameters <= names


def _why_not(kind: Kind, definitions: Mapping[_Key, KeptDefinition]) -> str:
    """Name the report that comes closest, or what may hide the right one."""
    closest: tuple[int, str] | None = None
    for (category, number), kept in definitions.items():
        if kept.definition is None:
            continue
        fields = {one.name for one in kept.definition.fields}
        shared = len(kind.required & fields)
        if kind.foreign & fields or shared < 2:
            continue
        missing = ", ".join(sorted(kind.required - fields))
        name = f"{category}/{number} {kept.definition.name.strip()!r}"
        text = (
            f"{name} lacks the field {missing}"
            if missing
            else f"{name} does not take {', '.join(sorted(kind.parameters))}"
        )
        if closest is None or shared > closest[0]:
            closest = shared, text
    if closest:
        return f"no report has its fields; {closest[1]}"
    return "no report that this app may read has its fields"


def _reason(error: LoaderError) -> str:
    if isinstance(error, AccessDenied):
        return "not shared with this app (HTTP 403)"
    if "(HTTP 404)" in error.cause:
        return "listed, but not there for this app (HTTP 404)"
    return error.cause


def _declaration(category: str, number: int) -> Declaration:
    return Declaration(name="tie_out", category=category, id=number)
