"""Every difference that can be planted, as data: what changes, and which records would do."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.kpi_reports.differences import invoices, jobs, sales_and_people
from sandbox.kpi_reports.planting import Difference

_ALL = (*jobs.DIFFERENCES, *invoices.DIFFERENCES, *sales_and_people.DIFFERENCES)
DIFFERENCES: Mapping[str, Difference] = {one.name: one for one in _ALL}

if len(DIFFERENCES) != len(_ALL):
    raise ValueError("two differences have one name")
