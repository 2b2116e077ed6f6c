"""A tenant's original records, before a test changes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox import resources
from sandbox.data import (
    bookings,
    calls,
    cancellations,
    dispatch,
    generic,
    items,
    marketing,
    non_job_time,
    payroll,
    purchasing,
)
from sandbox.data.at_need import Shop
from sandbox.data.generic import RECORDS
from sandbox.data.ids import first_id
from sandbox.data.rng import Rng
from sandbox.table import Table

# Resources that are derived from the tenant's other records when they are first read.
AT_NEED: Mapping[str, Callable[[Shop], Table]] = {
    "accounting/invoice-items": items.of_invoices,
    "crm/bookings": bookings.bookings,
    "crm/leads": calls.leads,
    "dispatch/technician-shifts": dispatch.technician_shifts,
    "inventory/purchase-orders": purchasing.purchase_orders,
    "inventory/receipts": purchasing.receipts,
    "inventory/returns": purchasing.returns,
    "jpm/job-cancel-reasons": cancellations.cancel_reasons,
    "jpm/job-canceled-logs": cancellations.canceled_logs,
    "jpm/job-hold-reasons": cancellations.hold_reasons,
    "jpm/jobs/cancel-reasons": cancellations.reasons_of_jobs,
    "marketing/costs": marketing.costs,
    "payroll/gross-pay-items": payroll.gross_pay_items,
    "payroll/jobs/splits": payroll.job_splits,
    "payroll/jobs/timesheets": payroll.job_timesheets,
    "payroll/non-job-timesheets": non_job_time.non_job_timesheets,
    "payroll/payroll-adjustments": payroll.payroll_adjustments,
    "payroll/payrolls": payroll.payrolls,
    "payroll/timesheet-codes": non_job_time.timesheet_codes,
    "sales/estimates/items": items.of_estimates,
    "telecom/calls": calls.calls,
}


class TenantData:
    """A tenant's tables; those that are not given are made when they are first read.

    Args:
        core: The tables that exist already, by the resource's full name.
        seed: Decides the records of the other tables.
        now: Where the data ends, in ticks.
    """

    def __init__(self, core: Mapping[str, Table], seed: str, now: int) -> None:
        self._core = core
        self._others: dict[str, Table] = {}
        self._seed = seed
        self.now = now

    def table(self, name: str) -> Table:
        """A copy of the resource's table, for the caller to change.

        Raises:
            KeyError: There is no such resource.
        """
        return self._original(name).copy()

    def example(self, name: str, api_spec: Mapping[str, dict[str, Any]]) -> bytes:
        """One object with a value in each field, for operations that return no record."""
        return generic.example(self._source(name), api_spec)

    def _original(self, name: str) -> Table:
        if name in self._core:
            return self._core[name]
        if name not in self._others:
            source = self._source(name)
            make = AT_NEED.get(name)
            table = make(source.shop) if make else generic.make(source, resources.find(name))
            self._others[name] = table
        return self._others[name]

    def _source(self, name: str) -> generic.Source:
        shop = Shop(self._original, Rng(f"{self._seed}/{name}"), self.now)
        return generic.Source(name, shop, self._identifier)

    def _identifier(self, resource: str, index: int) -> int:
        """The id of some record of a resource, the same for the same index."""
        if resource in self._core or resource in AT_NEED:
            keys = self._original(resource).keys
            return int(keys[index % len(keys)])
        return first_id(resource) + index % RECORDS
