"""Phone calls: those that booked a job, those that did not, and the leads that remained."""

from __future__ import annotations

from typing import Any

import msgspec

from sandbox import resources
from sandbox.data import geography, settings
from sandbox.data.at_need import Records, Shop, sample
from sandbox.data.ids import first_id
from sandbox.data.jobs import CALLS_PER_JOB
from sandbox.encoding import Json, encode
from sandbox.table import Table
from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_SECOND, text_from, ticks_from

# How inbound calls that booked nothing are classified: cumulated shares; the rest is outbound.
_UNBOOKED = ((0.42, "Unbooked"), (0.66, "Excused"), (0.8, "NotLead"), (0.92, "Abandoned"))
_OTHER_CALLS = 0.62  # calls that booked nothing, for each job
_BECOME_LEADS = 0.15
_OPEN_DAYS = 30  # an older lead is converted or dismissed


class _Job(msgspec.Struct, rename="camel"):
    job_number: str
    customer_id: int
    business_unit_id: int
    job_type_id: int
    campaign_id: int
    created_on: str
    lead_call_id: int | None


class _Named(msgspec.Struct):
    id: int
    name: str


class _Call(msgspec.Struct, rename="camel"):
    id: int
    lead_call: dict[str, Any]


class _Calls:
    """Writes calls, with the records that they name."""

    def __init__(self, shop: Shop) -> None:
        self.records = Records("telecom/calls")
        self._rng, self._now = shop.rng, shop.now
        self._customers = {one.id: one.name for one in shop.rows("crm/customers", _Named)}
        self._campaigns = {one.id: one.name for one in shop.rows("marketing/campaigns", _Named)}
        self._types = {one.id: one.name for one in shop.rows("jpm/job-types", _Named)}
        self._staff = list(shop.rows("settings/employees", _Named))
        self._units = dict(_units(shop))
        self._customer_ids, self._campaign_ids = list(self._customers), list(self._campaigns)

    def booked(self, job: _Job) -> None:
        """The call that booked a job."""
        seconds = self._rng.between(90, 720)
        at = max(ticks_from(job.created_on) - seconds * TICKS_PER_SECOND, 0)
        self._add(job.lead_call_id or 0, at, seconds, "Booked", job.campaign_id, job=job)

    def other(self, identifier: int, at: int) -> None:
        """A call that booked nothing, inbound or outbound."""
        rng, draw = self._rng, self._rng.random()
        kind = next((name for share, name in _UNBOOKED if draw < share), None)
        seconds = rng.between(5, 60) if kind == "Abandoned" else rng.between(20, 400)
        customer = rng.pick(self._customer_ids) if rng.random() < 0.5 else None
        campaign = rng.pick(self._campaign_ids)
        self._add(identifier, at, seconds, kind, campaign, customer=customer)

    def _add(
        self,
        identifier: int,
        at: int,
        seconds: int,
        kind: str | None,
        campaign: int,
        *,
        job: _Job | None = None,
        customer: int | None = None,
    ) -> None:
        """Append a call; ``kind`` is None for outbound calls, which are never classified."""
        rng = self._rng
        customer = job.customer_id if job else customer
        modified = min(at + seconds * TICKS_PER_SECOND, self._now)
        if kind is not None and rng.random() < 0.1:  # classified again later
            modified = rng.after(modified, 3, self._now)
        ours, theirs = geography.phone(rng), geography.phone(rng)
        agent = rng.pick(self._staff)
        reason = settings.call_reason(rng, is_lead=kind in ("Booked", "Unbooked"))
        lead_call = {
            "id": identifier,
            "receivedOn": text_from(at),
            "duration": f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}",
            "from": theirs if kind else ours,
            "to": ours if kind else theirs,
            "direction": "Inbound" if kind else "Outbound",
            "callType": kind,
            "reason": None if kind in ("Abandoned", None) else reason,
            "recordingUrl": f"https://recordings.example.com/{identifier}",
            "voiceMailUrl": None,
            "createdBy": None if kind else {"id": agent.id, "name": agent.name},
            "customer": {"id": customer, "name": self._customers[customer]} if customer else None,
            "campaign": {"id": campaign, "name": self._campaigns[campaign]},
            "modifiedOn": text_from(modified),
            "agent": {"id": agent.id, "name": agent.name, "externalId": None}
            if kind != "Abandoned"
            else None,
            "sid": None,
            "tags": [],
            "createdOn": text_from(at),
            "active": True,
        }
        self.records.add(
            at,
            modified,
            id=identifier,
            jobNumber=job.job_number if job else None,
            businessUnit=self._units[job.business_unit_id] if job else None,
            type={
                "id": job.job_type_id,
                "name": self._types[job.job_type_id],
                "modifiedOn": text_from(at),
            }
            if job
            else None,
            leadCall=lead_call,
        )


def calls(shop: Shop) -> Table:
    """The call of each job that was booked by phone, and those that booked nothing."""
    made, first, rng = _Calls(shop), first_id("telecom/calls"), shop.rng
    for index, job in enumerate(shop.rows("jpm/jobs", _Job)):
        if job.lead_call_id is not None:
            made.booked(job)
        if rng.random() < _OTHER_CALLS:
            at = min(ticks_from(job.created_on) + rng.between(5, 3000) * TICKS_PER_SECOND, shop.now)
            made.other(first + CALLS_PER_JOB * index + 1, at)
    return made.records.table


def _units(shop: Shop) -> list[tuple[int, Json]]:
    """Each business unit as calls show it, encoded once."""
    names: Any = resources.find("telecom/calls").fields["businessUnit"]["fields"]
    return [
        (unit["id"], Json(encode({name: unit.get(name) for name in names})))
        for unit in shop.rows("settings/business-units", dict[str, Any])
    ]


def leads(shop: Shop) -> Table:
    """A lead for some of the calls that booked nothing: open at first, later decided."""
    records, rng = Records("crm/leads"), shop.rng
    staff = [one.id for one in shop.rows("settings/employees", _Named)]
    unbooked = [
        call.lead_call
        for call in shop.rows("telecom/calls", _Call)
        if call.lead_call["callType"] == "Unbooked"
    ]
    for call in sample(rng, unbooked, _BECOME_LEADS, 6):
        at = ticks_from(call["modifiedOn"])
        is_recent = at > shop.now - _OPEN_DAYS * TICKS_PER_DAY
        draw = rng.random()
        status = "Converted" if draw < 0.3 else "Open" if is_recent else "Dismissed"
        customer = call["customer"]
        records.add(
            at,
            modified := at if status == "Open" else rng.after(at, _OPEN_DAYS, shop.now),
            id=first_id("crm/leads") + len(records),
            status=status,
            priority=rng.pick(("Low", "Normal", "High")),
            customerId=customer["id"] if customer else None,
            campaignId=call["campaign"]["id"],
            followUpDate=text_from(at + 2 * TICKS_PER_DAY),
            createdById=rng.pick(staff),
            createdOn=text_from(at),
            modifiedOn=text_from(modified),
            tagTypeIds=[],
            summary="Asked for a price",
            callReasonId=call["reason"]["id"],
            callId=call["id"],
            leadPhone=call["from"],
        )
    return records.table
