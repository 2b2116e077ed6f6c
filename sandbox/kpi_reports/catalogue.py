"""All templates, checked against the list of a tenant's reports at import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.data.report_list import STOCK
from sandbox.kpi_reports import business_units, job_list
from sandbox.kpi_reports.template import Template

_ALL: tuple[Template[Any], ...] = (*business_units.TEMPLATES, *job_list.TEMPLATES)
TEMPLATES: Mapping[str, Template[Any]] = {one.family: one for one in _ALL}

if {one.family for one in STOCK} != set(TEMPLATES) or len(_ALL) != len(TEMPLATES):
    raise ValueError("the list of stock reports and their templates name different families")
