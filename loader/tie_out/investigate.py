"""Names the cause of each difference: a setting, a job, an invoice, or what the app may not read.

In this order, each on top of what was found before:

1. Another time zone, if ServiceTitan's list has the period's jobs on other days.
2. Single jobs that are otherwise in that list.
3. Settings.
4. Records that may be otherwise there: deleted, edited late, or of exactly the amount in question.
   A setting that they make needless is not named.

What remains is reported as unexplained.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from decimal import Decimal

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL

from loader.errors import LoaderError
from loader.tie_out.alternatives import Setting, alternatives, definitions_of, variant_of
from loader.tie_out.compare import Cell
from loader.tie_out.explain import Explanation, Key, differing, explain, without_needless
from loader.tie_out.figures import Relations
from loader.tie_out.findings import Findings
from loader.tie_out.freshness import read_freshness
from loader.tie_out.job_list import (
    OF_DAYS,
    Ids,
    JobDifference,
    ListedJobs,
    differences,
    read_jobs,
)
from loader.tie_out.mart_models import MartModels
from loader.tie_out.measures import BUSINESS_UNIT, CAMPAIGN, RECEIVABLE, Measure
from loader.tie_out.parameters import JobDate
from loader.tie_out.plan import Plan
from loader.tie_out.recompute import Edit, Recomputation, merged
from loader.tie_out.run import Outcome, ReadReport, TieOut
from loader.tie_out.suspect_calls import suspect_calls, suspect_memberships
from loader.tie_out.suspect_invoices import suspect_invoices
from loader.tie_out.suspect_sales import suspect_sales
from loader.tie_out.suspects import (
    Clues,
    Suspect,
    changed_first,
    distinct,
    late_edits,
    told_apart,
)
from loader.warehouse.connection import transaction

_MAX_SETTINGS = 3
_MAX_RECORDS = 12
# A list of so many jobs shows whether the tenant's zone is right.
_ENOUGH_JOBS = 50

# Days of creation matter to these KPIs; the list is then read by the day of creation too.
_OF_CREATION = frozenset({"jobs_created", "leads_set"})


def investigate(tie_out: TieOut, plan: Plan, outcome: Outcome, models: MartModels) -> Findings:
    """Explain the differences of a comparison.

    Args:
        tie_out: The run.
        plan: Its requests, the lists of jobs among them.
        outcome: What was compared.
        models: The marts' SQL.

    Raises:
        LoaderError: The marts cannot be computed.
    """
    kpis = {cell.kpi for cell in differing(outcome.cells)}
    dates = [JobDate.COMPLETION, *([JobDate.CREATION] if kpis & _OF_CREATION else [])]
    differ = {mart for cell in differing(outcome.cells) for mart in cell.fingerprint.subject.marts}
    found = Findings(changed=tie_out.changes(models.raw_tables(differ)))
    lists: list[ListedJobs] = []
    for date in dates:
        try:
            listed = tie_out.job_list(plan, date)
        except LoaderError as error:
            found.notes.append(f"The list of jobs was not read: {error}")
            continue
        lists += [listed] if listed else []
    if not plan.job_lists:
        found.notes.append("There is no list of jobs with JobNumber and JobStatus to look at.")
    connection = tie_out.store.connection
    with transaction(connection), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read")
        marts = tuple(
            dict.fromkeys(mart for cell in outcome.cells for mart in cell.fingerprint.subject.marts)
        )
        recomputation = Recomputation(
            cursor,
            tie_out.warehouse,
            tie_out.tenant_id,
            tie_out.period,
            models,
            marts,
            numbers=tuple({number for listed in lists for number in listed.rows}),
            amounts=tuple({round(abs(one.difference), 2) for one in differing(outcome.cells)}),
        )
        _Investigation(tie_out, outcome, recomputation, cursor, found).run(lists)
    if found.unexplained:
        freshness = read_freshness(connection, tie_out.warehouse, tie_out.tenant_id)
        unexplained = {m for cell in found.unexplained for m in cell.fingerprint.subject.marts}
        found.not_readable = freshness.not_readable(models.raw_tables(unexplained))
    return found


class _Investigation:
    def __init__(
        self,
        tie_out: TieOut,
        outcome: Outcome,
        recomputation: Recomputation,
        cursor: Cursor,
        found: Findings,
    ) -> None:
        self._tie_out = tie_out
        self._outcome = outcome
        self._recomputation = recomputation
        self._cursor = cursor
        self._found = found
        self._before: Sequence[Cell] = ()
        self._edits: tuple[Edit, ...] = ()

    def run(self, lists: Sequence[ListedJobs]) -> None:
        """Explain the differences, on top of each other."""
        base = self._recomputation.base()
        self._before = self._tie_out.cells(self._cursor, self._outcome.reports, base)
        self._found.stale = _values(self._before) != _values(self._outcome.cells)
        zone = self._zone_of(lists)
        cells = self._apply_job_lists(lists, zone)
        settings = self._explain_by_settings(cells, zone, lists)

        def again(chosen: tuple[Setting, ...], suspects: Sequence[Suspect]) -> Explanation[Suspect]:
            return self._explain_by_records((*zone, *chosen), suspects)

        records = again(settings.chosen, self._suspects(settings.cells))
        settings, records = without_needless(settings, records, again)
        self._found.settings |= settings.by_cell
        self._found.equals |= settings.equals
        self._found.records |= records.by_cell
        self._found.fits |= told_apart(records.equals, self._found.changed)
        self._found.unexplained = self._without_open_invoices(differing(records.cells))
        if self._found.unexplained:
            self._found.late_edits = list(late_edits(self._clues(self._found.unexplained)))

    # Settings -------------------------------------------------------------------------------------

    def _alternatives(self) -> Iterable[Setting]:
        income = self._recomputation.models.variable("kpi_income_gl_types")
        self._cursor.execute(
            SQL(
                "select distinct item -> 'generalLedgerAccount' ->> 'type' from pg_temp.{},"
                " jsonb_array_elements(case when jsonb_typeof(items) = 'array' then items"
                " else '[]' end) as item order by 1"
            ).format(self._recomputation.input("st_invoices"))
        )
        known = {each.lower() for each in income}
        others = [row[0] for row in self._cursor.fetchall() if row[0]]
        readings = alternatives(
            self._tie_out.timezone, income, [each for each in others if each.lower() not in known]
        )
        models, marts = self._recomputation.models, self._recomputation.marts
        return [
            one for one in readings if one.kind != "variable" or models.decides(one.name, marts)
        ]

    def _explain_by_settings(
        self, cells: Sequence[Cell], zone: tuple[Setting, ...], lists: Sequence[ListedJobs]
    ) -> Explanation[Setting]:
        def compute(chosen: tuple[Setting, ...]) -> Sequence[Cell] | None:
            return self._cells((*zone, *chosen), self._edits)

        # A list of jobs shows the days that the zone makes.
        knows_zone = any(len(one.rows) >= _ENOUGH_JOBS for one in lists)
        marts = {mart for cell in differing(cells) for mart in cell.fingerprint.subject.marts}
        tried = [
            one
            for one in self._alternatives()
            if (one.kind != "timezone" or not (zone or knows_zone))
            and (one.kind != "variable" or self._recomputation.models.decides(one.name, marts))
            and (
                one.kind == "definition"
                or self._recomputation.can_change(variant_of((one,)), marts)
            )
        ]
        return explain(cells, tried, compute, _MAX_SETTINGS - len(zone))

    def _zone_of(self, lists: Sequence[ListedJobs]) -> tuple[Setting, ...]:
        """Return the zone in which ServiceTitan's list has most jobs on our days, if not ours."""
        now = len(self._days_that_differ(lists, ()))
        if not now:
            return ()
        zones = [one for one in self._alternatives() if one.kind == "timezone"]
        left = {one: len(self._days_that_differ(lists, (one,))) for one in zones}
        best = min(zones, key=lambda one: left[one])
        if left[best] > now / 2:
            return ()
        found = (best,)
        after = {cell.key: cell for cell in self._cells(found, ()) or ()}
        for cell in differing(self._before):
            if cell.key not in after or after[cell.key].ties:
                self._found.settings[cell.key] = found
        self._found.equals[best] = [one for one in zones if left[one] == left[best] and one != best]
        return found

    # Jobs -----------------------------------------------------------------------------------------

    def _days_that_differ(
        self, lists: Sequence[ListedJobs], settings: tuple[Setting, ...]
    ) -> list[JobDifference]:
        return [one for one in self._differences(lists, settings) if one.field in OF_DAYS]

    def _differences(
        self, lists: Sequence[ListedJobs], settings: tuple[Setting, ...]
    ) -> list[JobDifference]:
        """Return the jobs that ServiceTitan lists otherwise, under settings."""
        found: dict[tuple[str, str], JobDifference] = {}
        tie_out, relations = self._tie_out, self._relations(settings)
        zones = [one.value for one in settings if one.kind == "timezone"]
        timezone = zones[-1] if zones else tie_out.timezone
        for listed in lists:
            jobs = read_jobs(
                self._cursor, relations, tie_out.tenant_id, tie_out.period, listed.rows
            )
            for one in differences(listed, jobs, self._ids(), tie_out.period, timezone):
                found.setdefault((one.number, one.field), one)
        self._recomputation.drop(relations)
        return list(found.values())

    def _apply_job_lists(
        self, lists: Sequence[ListedJobs], zone: tuple[Setting, ...]
    ) -> Sequence[Cell]:
        """Compute with the jobs as ServiceTitan lists them, and note which cells that settles."""
        cells = self._cells(zone, ()) or self._before
        self._found.all_jobs = self._differences(lists, zone)
        edits = merged(one.edit for one in self._found.all_jobs if one.edit)
        after = self._cells(zone, edits) if edits else None
        if after is None:
            return cells
        self._edits = edits
        settled = {cell.key for cell in differing(cells)} - {one.key for one in differing(after)}
        if settled:
            before = _values(cells)
            moved = {one.st_id: _values(self._cells(zone, (one,)) or cells) for one in edits}
            for key in settled:
                ids = {one for one, now in moved.items() if now.get(key) != before.get(key)}
                self._found.jobs[key] = tuple(
                    one for one in self._found.all_jobs if one.st_id in ids
                )
        return after

    def _ids(self) -> Ids:
        names = self._tie_out.names
        self._cursor.execute(
            SQL("select st_id, name from {} where tenant_id = %s").format(
                self._tie_out.relations["st_job_types"]
            ),
            (self._tie_out.tenant_id,),
        )
        kinds = {str(name).strip(): number for number, name in self._cursor.fetchall()}
        units, campaigns = names[BUSINESS_UNIT.name].ids, names[CAMPAIGN.name].ids
        return Ids(
            {name: ids[0] for name, ids in units.items() if len(ids) == 1},
            kinds,
            {name: ids[0] for name, ids in campaigns.items() if len(ids) == 1},
        )

    # Records --------------------------------------------------------------------------------------

    def _explain_by_records(
        self, settings: tuple[Setting, ...], suspects: Iterable[Suspect]
    ) -> Explanation[Suspect]:
        def compute(chosen: tuple[Suspect, ...]) -> Sequence[Cell] | None:
            edits = merged([*self._edits, *(one.edit for one in chosen)])
            return self._cells(settings, edits)

        cells = self._cells(settings, self._edits) or self._before
        return explain(cells, suspects, compute, _MAX_RECORDS)

    def _without_open_invoices(self, cells: Iterable[Cell]) -> list[Cell]:
        """Name the invoices whose balance differs: each is a row of its own."""
        rest: list[Cell] = []
        for cell in cells:
            if cell.fingerprint.subject.name != RECEIVABLE.name:
                rest.append(cell)
                continue
            theirs = cell.theirs.value if cell.theirs else Decimal(0)
            what = f"{theirs:,.2f} is open there, {cell.ours or 0:,.2f} here"
            edit = Edit("st_invoices", cell.row.ids[0] if cell.row.ids else 0, ())
            self._found.records[cell.key] = (Suspect(f"invoice {cell.row.name}", what, edit),)
        return rest

    def _suspects(self, cells: Sequence[Cell]) -> list[Suspect]:
        """Return records that may be otherwise there, those first that have changed there."""
        if not differing(cells):
            return []
        clues = self._clues(differing(cells))
        suspects = [
            *suspect_invoices(clues, self._found.all_jobs),
            *suspect_sales(clues),
            *suspect_calls(clues),
            *suspect_memberships(clues),
        ]
        return changed_first(distinct(suspects), self._found.changed)

    def _clues(self, cells: Sequence[Cell]) -> Clues:
        tie_out = self._tie_out
        return Clues(
            self._cursor,
            tie_out.relations,
            tie_out.tenant_id,
            tie_out.period,
            tie_out.timezone,
            cells,
            self._found.changed,
        )

    # Computing ------------------------------------------------------------------------------------

    def _relations(self, settings: tuple[Setting, ...]) -> Relations:
        variant = variant_of(settings)
        return self._recomputation.under(variant) or self._recomputation.base_relations

    def _cells(
        self, settings: tuple[Setting, ...], edits: tuple[Edit, ...]
    ) -> Sequence[Cell] | None:
        """Compare under settings and with edits; None if they change nothing."""
        definitions = definitions_of(settings)
        relations = self._recomputation.under(variant_of(settings, edits))
        if relations is None and not definitions:
            return None if settings or edits else self._before
        moved = self._recomputation.changed(relations)
        try:
            return self._compared(
                relations or self._recomputation.base_relations, moved, definitions
            )
        finally:
            self._recomputation.drop(relations)

    def _compared(
        self, relations: Relations, moved: Container[str], definitions: Mapping[str, Measure]
    ) -> Sequence[Cell]:
        """Compare the reports whose marts have changed; take the others' cells as they were."""
        again: list[ReadReport] = []
        same: set[str] = set()
        for read in self._outcome.reports:
            subject = read.reading.fingerprint.subject
            if (
                any(mart in moved for mart in subject.marts)
                or definitions.keys() & subject.measures
            ):
                again.append(read)
            else:
                same.add(read.reading.fingerprint.name)
        cells = self._tie_out.cells(self._cursor, again, relations, definitions)
        return [*(one for one in self._before if one.fingerprint.name in same), *cells]


def _values(cells: Iterable[Cell]) -> Mapping[Key, Decimal | None]:
    return {cell.key: round(cell.ours, 6) if cell.ours is not None else None for cell in cells}
