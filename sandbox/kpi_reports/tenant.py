"""One tenant's KPI reports under its own ids, and the switches that change them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.data.report_list import Listed, of_tenant
from sandbox.data.reporting import LIST
from sandbox.kpi_reports.catalogue import TEMPLATES
from sandbox.kpi_reports.ledger import Ledger
from sandbox.kpi_reports.money import PAYMENT_DATES
from sandbox.kpi_reports.readings import JOB_DATE_TYPES, Readings
from sandbox.kpi_reports.records import RecordOverride, Records
from sandbox.kpi_reports.template import (
    JOB_DATE_SET,
    JOB_TYPES,
    PAYMENT_DATE_TYPES,
    Template,
)
from sandbox.problems import ApiError
from sandbox.report_types import Report, Row, Values
from sandbox.store import Store


class KpiReports:
    """A tenant's KPI reports.

    Attributes:
        by_family: Each report by our name of it (``unit_revenue``), for a test to change.
        readings: How the reports read ServiceTitan's definitions; see ``read``.
        job_date_types: The values of DateType in lists of jobs, by number.
    """

    def __init__(self, seed: int, tenant: int) -> None:
        self.readings = Readings()
        self.job_date_types: Mapping[int, str] = JOB_DATE_TYPES
        self._withheld: dict[int, int] = {}
        self._overrides: dict[tuple[str, Any], RecordOverride] = {}
        self._ledger: tuple[Store, Ledger] | None = None
        self.by_family = {
            family: self._report(listed, TEMPLATES[family])
            for family, listed in of_tenant(seed, tenant).items()
        }
        self._by_id = {one.listed.id: one for one in self.by_family.values()}

    def _report(self, listed: Listed, template: Template[Any]) -> Report:
        def rows(store: Store, values: Values) -> Iterable[Row]:
            return template.rows(self.ledger(store), values)

        return Report(
            listed,
            [replace(one) for one in template.parameters],
            [(one.name, one.label, one.data_type) for one in template.fields],
            rows,
        )

    def find(self, number: int) -> Report | None:
        """The report with an id; None: there is none.

        Raises:
            ApiError: 403 or 404: It is not shared with the app.
        """
        if number in self._withheld:
            raise ApiError(self._withheld[number])
        return self._by_id.get(number)

    def ledger(self, store: Store) -> Ledger:
        """The tenant's records under the present readings, as of now."""
        if self._ledger is not None:
            of_store, ledger = self._ledger
            if of_store is store and ledger.records.is_current:
                return ledger
        records = Records(store, dict(self._overrides))
        ledger = Ledger(records, self.readings, self.job_date_types)
        self._ledger = (store, ledger)
        return ledger

    def value_set(self, store: Store, name: str) -> list[Row] | None:
        """The values of a dynamic set that only these reports use; None: there is none."""
        if name == JOB_DATE_SET:
            return [[value, word] for value, word in self.job_date_types.items()]
        if name == PAYMENT_DATE_TYPES:
            return [[value, word] for value, word in PAYMENT_DATES.items()]
        if name == JOB_TYPES:
            return [[kind["id"], kind["name"]] for kind in store.records("jpm/job-types")]
        return None

    # Switches -----------------------------------------------------------------------------------

    def read(self, **changes: Any) -> None:
        """Change readings (see ``readings.Readings``); none goes back to the default ones.

        Raises:
            ValueError: There is no such reading, or it cannot have this value.
        """
        self.readings = self.readings.changed(changes) if changes else Readings()
        self._ledger = None

    def override(
        self, resource: str, key: Any, *, counts: bool | None = None, **fields: Any
    ) -> None:
        """Let the reports read another version of one record than the API serves.

        Args:
            resource: The full name of the resource, as in ``accounting/invoices``.
            counts: Whether the record counts, whatever it is in the API.
            fields: Other values of its fields, by the API's names.
        """
        self._overrides[resource, key] = RecordOverride(fields, counts)
        self._ledger = None

    def number_job_dates(self, words: Mapping[int, str]) -> None:
        """Give DateType other numbers: the words of ``readings.JOB_DATE_TYPES`` by number."""
        self.job_date_types = dict(words)
        self._ledger = None

    def withhold(self, store: Store, family: str, status: int) -> None:
        """Do not share a report with the app.

        Args:
            status: What its id gives: 404, and it is in no list; or 403, and it is listed.
        """
        listed = self.by_family[family].listed
        if status == 404:
            store.delete(LIST, (listed.category, listed.id))
        self._withheld[listed.id] = status

    def share(self, store: Store, family: str) -> None:
        """Share a report with the app again."""
        listed = self.by_family[family].listed
        if self._withheld.pop(listed.id, None) == 404:
            store.reactivate(LIST, (listed.category, listed.id))

    def clear_override(self, resource: str, key: Any) -> None:
        """Let the reports read one record as the API serves it."""
        self._overrides.pop((resource, key), None)
        self._ledger = None

    def clear_overrides(self) -> None:
        """Let the reports read what the API serves."""
        self._overrides.clear()
        self._ledger = None
