"""All templates, checked against the list of a tenant's reports at import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.data.report_list import STOCK
from sandbox.kpi_reports import (
    business_units,
    calls,
    campaigns,
    decoys,
    job_costing,
    job_list,
    memberships,
    money,
    receivables,
    technicians,
)
from sandbox.kpi_reports.template import Template

_ALL: tuple[Template[Any], ...] = (
    *business_units.TEMPLATES,
    *calls.TEMPLATES,
    *campaigns.TEMPLATES,
    *decoys.TEMPLATES,
    *job_costing.TEMPLATES,
    *job_list.TEMPLATES,
    *memberships.TEMPLATES,
    *money.TEMPLATES,
    *receivables.TEMPLATES,
    *technicians.TEMPLATES,
)
TEMPLATES: Mapping[str, Template[Any]] = {one.family: one for one in _ALL}

if {one.family for one in STOCK} != set(TEMPLATES) or len(_ALL) != len(TEMPLATES):
    raise ValueError("the list of stock reports and their templates name different families")
