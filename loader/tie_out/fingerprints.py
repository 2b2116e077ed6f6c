"""Which fields make which report, and what each field proves.

A report's id and name differ from tenant to tenant, and its owner chooses its columns; the names of
the fields come from ServiceTitan's templates and do not. So a report is recognised by its fields:
all of ``required``, none of ``foreign``. Of several that match, the one that proves most wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from loader.tie_out.measures import (
    AGENT,
    BUSINESS_UNIT,
    CALLED_CAMPAIGN,
    CAMPAIGN,
    MEMBERSHIP_TYPE,
    RECEIVABLE,
    TECHNICIAN,
    Subject,
)


@dataclass(frozen=True)
class Ratio:
    """A field that is one KPI over another.

    Such a field is never compared itself: where the report lacks a part, the part is computed from
    the ratio and the other part.
    """

    numerator: str
    denominator: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of report, known by its fields.

    Attributes:
        name: What ``reports.toml`` and kpi_tie_out call it.
        title: What messages call it.
        category: The category in which ServiceTitan's stock report is; it decides between reports
            that prove equally much.
        key: The field that identifies a row, an id or a name.
        required: Fields that a report of the kind has in any case.
        foreign: Fields that show that it is another kind.
        parameters: Parameters that the report has, without a template's name before them.
        hint: A word in its name that decides between reports with the same fields.
    """

    name: str
    title: str
    category: str
    key: str
    required: frozenset[str]
    foreign: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset({"From", "To"})
    hint: str = ""

    def __post_init__(self) -> None:
        if self.key not in self.required:
            raise ValueError(f"{self.name}: the key {self.key} is not required")
        if self.required & self.foreign:
            raise ValueError(f"{self.name}: a field is both required and foreign")

    def matches(self, fields: Iterable[str]) -> bool:
        """Return whether a report with these fields is of this kind."""
        present = set(fields)
        return self.required <= present and not self.foreign & present

    def proven(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Return what a report with these fields can prove."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class JobList(Kind):
    """A list of jobs, which tells why other reports differ.

    Attributes:
        shows: The fields that are compared with the job.
    """

    shows: tuple[str, ...]

    def proven(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Return the fields that are compared."""
        present = set(fields)
        return tuple(name for name in self.shows if name in present)


@dataclass(frozen=True, kw_only=True)
class Fingerprint(Kind):
    """A kind of report that proves KPIs.

    Attributes:
        subject: What a row is about.
        key_is_id: Whether the key is ServiceTitan's id of the subject.
        proves: The KPI of each field. A copy of the report may lack any of them.
        ratios: Fields that prove a part of a ratio.
        leaves_out: A field and a value of it: rows with that value are not compared.
    """

    subject: Subject
    key_is_id: bool = False
    proves: Mapping[str, str]
    ratios: Mapping[str, Ratio] = field(default_factory=dict)
    leaves_out: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        known = self.subject.measures
        named = {
            *self.proves.values(),
            *(part for r in self.ratios.values() for part in (r.numerator, r.denominator)),
        }
        if unknown := named - set(known):
            raise ValueError(f"{self.name}: the marts have no {', '.join(sorted(unknown))}")
        if len(set(self.proves.values())) != len(self.proves):
            raise ValueError(f"{self.name}: two fields prove one KPI")
        if not (self.required - {self.key}) & {*self.proves, *self.ratios}:
            raise ValueError(f"{self.name}: nothing that is required proves anything")

    def proven(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Return the KPIs that a report with these fields can prove."""
        present = set(fields)
        found = [kpi for name, kpi in self.proves.items() if name in present]
        for name, ratio in self.ratios.items():
            parts = {ratio.numerator, ratio.denominator}
            if name in present and len(parts & set(found)) == 1:
                found += parts - set(found)
        return tuple(found)


_REVENUE = {
    "CompletedRevenue": "completed_revenue",
    "AdjustmentRevenue": "adjustment_revenue",
    "CompletedRevenueWithAdjustments": "completed_revenue_with_adjustments",
    "NonJobRevenue": "non_job_revenue",
    "TotalRevenue": "total_revenue",
    "ConvertedRevenue": "converted_revenue",
    "CompletedJobs": "completed_jobs",
    "NoChargeJobs": "no_charge_jobs",
    "CanceledJobs": "canceled_jobs",
    "Opportunity": "opportunities",
    "ConvertedJobs": "converted_jobs",
    "RecallsCaused": "recalls_caused",
}
_REVENUE_RATIOS = {
    "OpportunityConversionRate": Ratio("converted_jobs", "opportunities"),
    "OpportunityJobAverage": Ratio("completed_revenue", "opportunities"),
    "TotalJobAverage": Ratio("completed_revenue", "completed_jobs"),
    "ConvertedJobAverage": Ratio("converted_revenue", "converted_jobs"),
}
_SALES = {
    "TotalSales": "total_sales",
    "SalesOpportunity": "sales_opportunities",
    "ClosedOpportunities": "closed_opportunities",
}
_SALES_RATIOS = {
    "CloseRate": Ratio("closed_opportunities", "sales_opportunities"),
    "ClosedAverageSale": Ratio("closed_sales", "closed_opportunities"),
}


def _for(subject: Subject, fields: Mapping[str, str]) -> dict[str, str]:
    return {name: kpi for name, kpi in fields.items() if kpi in subject.measures}


_OF_NO_UNIT = frozenset({"TechnicianId", "TechnicianBusinessUnitId", "JobNumber", "Category"})
_OF_UNITS = frozenset({"From", "To", "BusinessUnitIds"})


def _units(name: str, title: str, required: set[str], proves: Mapping[str, str]) -> Fingerprint:
    return Fingerprint(
        name=f"business_unit_{name}",
        title=f"{title} of business units",
        category="business-unit-dashboard",
        subject=BUSINESS_UNIT,
        key="Name",
        required=frozenset({"Name", *required}),
        foreign=_OF_NO_UNIT,
        parameters=_OF_UNITS,
        proves=_for(BUSINESS_UNIT, proves),
        ratios={**_REVENUE_RATIOS, **_SALES_RATIOS},
    )


def _technicians(
    name: str, title: str, required: set[str], proves: Mapping[str, str]
) -> Fingerprint:
    return Fingerprint(
        name=f"technician_{name}",
        title=f"{title} of technicians",
        category="technician-dashboard",
        subject=TECHNICIAN,
        key="TechnicianId",
        key_is_id=True,
        required=frozenset({"TechnicianId", *required}),
        proves=_for(TECHNICIAN, proves),
        ratios={**_REVENUE_RATIOS, **_SALES_RATIOS},
    )


def _calls(name: str, title: str, subject: Subject, hint: str) -> Fingerprint:
    return Fingerprint(
        name=name,
        title=title,
        category="marketing",
        subject=subject,
        key="Name",
        required=frozenset({"Name", "BookedCalls", "UnbookedCalls"}),
        hint=hint,
        proves={
            "InboundCalls": "inbound_calls",
            "LeadCalls": "lead_calls",
            "BookedCalls": "booked_calls",
            "UnbookedCalls": "unbooked_calls",
            "AbandonedCalls": "abandoned_calls",
        },
    )


_JOBS = {"CompletedJobs": "completed_jobs", "NoChargeJobs": "no_charge_jobs"}
_RECALLS = {"RecallsCaused": "recalls_caused"}

# Each report is taken for one kind at most, the first that it fits.
FINGERPRINTS = (
    _units("revenue", "revenue", {"CompletedRevenue", "TotalRevenue", "Opportunity"}, _REVENUE),
    _units("sales", "sales", {"TotalSales", "SalesOpportunity", "CloseRate"}, _SALES),
    _units("jobs", "jobs", {"CompletedJobs"}, _JOBS | _SALES),
    _units("recalls", "recalls", {"RecallsCaused"}, _RECALLS),
    _technicians("revenue", "revenue", {"CompletedRevenue", "Opportunity"}, _REVENUE),
    _technicians("sales", "sales", {"TotalSales", "SalesOpportunity"}, _SALES),
    _technicians("leads", "leads", {"LeadsSet"}, {"LeadsSet": "leads_set"}),
    _technicians("recalls", "recalls", {"RecallsCaused"}, _RECALLS),
    Fingerprint(
        name="campaigns",
        title="campaigns",
        category="marketing",
        subject=CAMPAIGN,
        key="Name",
        required=frozenset({"Name", "Category", "TotalJobsBooked", "CompletedRevenue"}),
        foreign=frozenset({"TechnicianId", "JobNumber"}),
        proves={
            "TotalJobsBooked": "jobs_created",
            "TotalSales": "total_sales",
            "CompletedRevenue": "completed_revenue",
        },
    ),
    Fingerprint(
        name="memberships",
        title="memberships",
        category="marketing",
        subject=MEMBERSHIP_TYPE,
        key="Name",
        required=frozenset({"Name", "ActiveAtEnd", "NewSales"}),
        proves={
            "ActiveAtEnd": "active_at_end",
            "NewSales": "new_sales",
            "Renewed": "renewals",
            "Canceled": "canceled",
            "Expired": "expired",
        },
    ),
    _calls("calls_by_agent", "calls by agent", AGENT, "csr"),
    _calls("calls_by_campaign", "calls by campaign", CALLED_CAMPAIGN, "campaign"),
    Fingerprint(
        name="receivables",
        title="receivables, as of today",
        category="accounting",
        subject=RECEIVABLE,
        key="TransactionNumber",
        required=frozenset({"TransactionNumber", "TransactionType", "Balance"}),
        parameters=frozenset({"To"}),
        # Deposits are apart in the warehouse too.
        leaves_out=("TransactionType", "Payment"),
        proves={"Balance": "balance"},
    ),
)

JOB_LIST = JobList(
    name="job_list",
    title="list of jobs",
    category="operations",
    key="JobNumber",
    required=frozenset({"JobNumber", "JobStatus"}),
    foreign=frozenset({"TotalCosts", "InvoiceNumber"}),
    shows=(
        "JobStatus",
        "CompletedDate",
        "CreatedDate",
        "JobBusinessUnit",
        "JobType",
        "Campaign",
        "NoCharge",
        "Subtotal",
    ),
)

KINDS: Mapping[str, Kind] = {one.name: one for one in (*FINGERPRINTS, JOB_LIST)}
if len(KINDS) != len(FINGERPRINTS) + 1:
    raise ValueError("two kinds of reports have one name")
