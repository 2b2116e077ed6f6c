"""Call center performance by agent and by campaign. The names of its fields are our own guess.

Booking rate: booked over booked and unbooked calls. Excused calls and those that are no lead are
in neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from sandbox.kpi_reports.ledger import Ledger
from sandbox.kpi_reports.readings import Readings
from sandbox.kpi_reports.records import Call, LeadCall, Reference
from sandbox.kpi_reports.template import RANGE, Field, Template, number, period, ratio, text
from sandbox.report_types import Values


@dataclass
class CallFigures:
    """The calls of one agent or campaign."""

    name: str
    calls: list[LeadCall]
    readings: Readings

    def count(self, kind: str, *, inbound: bool = True) -> int:
        """Calls of a class; ``inbound``: inbound ones alone."""
        return sum(
            call.call_type == kind and (not inbound or call.direction == "Inbound")
            for call in self.calls
        )

    @property
    def booked(self) -> int:
        """Calls that booked a job."""
        return self.count("Booked", inbound=not self.readings.include_outbound)

    @property
    def unbooked(self) -> int:
        """Calls that could have booked a job."""
        inbound = not self.readings.include_outbound
        found = self.count("Unbooked", inbound=inbound)
        if self.readings.abandoned_is_unbooked:
            found += self.count("Abandoned", inbound=inbound)
        return found

    @property
    def leads(self) -> int:
        """Inbound calls, booked or not, that lasted long enough."""
        kinds = {"Booked", "Unbooked"}
        kinds |= {"Abandoned"} if self.readings.abandoned_is_unbooked else set()
        return sum(
            call.direction == "Inbound"
            and call.call_type in kinds
            and seconds(call) >= self.readings.lead_min_seconds
            for call in self.calls
        )

    @property
    def average_seconds(self) -> Decimal | None:
        """Seconds of a call."""
        return ratio(sum(map(seconds, self.calls)), len(self.calls))


def seconds(call: LeadCall) -> int:
    """How long a call took, from ``h:mm:ss``."""
    hours, minutes, rest = (call.duration or "0:0:0").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(float(rest))


def _by(who: Callable[[LeadCall], Reference | None]) -> Callable[..., Iterator[CallFigures]]:
    def figures(ledger: Ledger, values: Values) -> Iterator[CallFigures]:
        days, found = period(values), defaultdict[str, list[LeadCall]](list)
        for record in ledger.records.live("telecom/calls", Call).values():
            call = record.lead_call
            if call and call.active is not False and ledger.local_day(call.received_on) in days:
                named = who(call)
                found[(named and named.name) or "(none)"].append(call)
        for name, calls in sorted(found.items()):
            yield CallFigures(name, calls, ledger.readings)

    return figures


_FIELDS: tuple[Field[CallFigures], ...] = (
    text("Name", lambda c: c.name),
    number("TotalCalls", lambda c: len(c.calls)),
    number("InboundCalls", lambda c: sum(one.direction == "Inbound" for one in c.calls)),
    number("LeadCalls", lambda c: c.leads),
    number("BookedCalls", lambda c: c.booked),
    number("UnbookedCalls", lambda c: c.unbooked),
    number("ExcusedCalls", lambda c: c.count("Excused")),
    number("NotLeadCalls", lambda c: c.count("NotLead")),
    number("AbandonedCalls", lambda c: c.count("Abandoned")),
    number("CallBookingRate", lambda c: ratio(c.booked, c.booked + c.unbooked)),
    number("AverageCallDuration", lambda c: c.average_seconds),
)
TEMPLATES = (
    Template("call_center_by_agent", RANGE, _FIELDS, _by(lambda call: call.agent)),
    Template("call_center_by_campaign", RANGE, _FIELDS, _by(lambda call: call.campaign)),
)
