"""Suspects among calls and memberships: their class, their cancellation.

One call of an agent looks like the next. Those that ServiceTitan has changed since the load are
tried first; without any, what is named is one of several that fit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from loader.tie_out.recompute import Edit
from loader.tie_out.suspects import Clues, Suspect

_CLASSES = {"booked_calls": "Booked", "unbooked_calls": "Unbooked"}

_CALLS = """
    select facts.call_id, facts.call_type, calls.lead_call::text
    from {fct_calls} as facts
    inner join {raw_st_calls_v3} as calls
        on facts.tenant_id = calls.tenant_id and facts.call_id = calls.st_id
    where
        facts.tenant_id = %(tenant)s
        and facts.received_day between %(start)s and %(end)s
        and facts.is_inbound
        and coalesce(facts.agent_id, 0) = any(%(agents)s)
        and facts.campaign_id = any(%(campaigns)s)
        and (facts.call_type = %(class)s) = %(counted)s
    order by facts.call_id = any(%(changed)s) desc, facts.call_id
    limit %(most)s"""

_MEMBERSHIPS = """
    select membership_id
    from {fct_memberships}
    where
        tenant_id = %(tenant)s
        and membership_type_id = any(%(types)s)
        and start_day <= %(end)s
        and coalesce(end_day, 'infinity') >= %(start)s
        and coalesce(canceled_day between %(start)s and %(end)s, false) = %(canceled)s
        and (%(canceled)s or canceled_day is null)
    order by membership_id = any(%(changed)s) desc, membership_id
    limit %(most)s"""


def suspect_calls(clues: Clues) -> Iterator[Suspect]:
    """Yield calls that may be classified otherwise in ServiceTitan."""
    agents, campaigns = clues.ids("agent"), clues.ids("campaign of a call")
    for kpi, word in _CLASSES.items():
        differences = clues.differences("agent", kpi).values()
        if not differences:
            continue
        counted = any(one > 0 for one in differences)
        rows = clues.rows(
            _CALLS,
            agents=list(agents),
            campaigns=list(campaigns),
            **{"class": word, "counted": counted},
        )
        for st_id, now, lead_call in rows:
            there = "Excused" if counted else word
            edited = {**json.loads(lead_call), "callType": there}
            yield Suspect(
                f"call {st_id}",
                f"is classified otherwise there ({now} here)",
                Edit("raw_st_calls_v3", st_id, (("lead_call", json.dumps(edited)),)),
            )


def suspect_memberships(clues: Clues) -> Iterator[Suspect]:
    """Yield memberships that may be canceled on one side alone."""
    differences = clues.differences("membership type", "canceled")
    for sign, canceled, what in (
        (-1, False, "is canceled there"),
        (1, True, "is canceled here, and not there"),
    ):
        types = [one for one, difference in differences.items() if difference * sign > 0]
        if not types:
            continue
        for (st_id,) in clues.rows(_MEMBERSHIPS, types=types, canceled=canceled):
            day = None if canceled else clues.noon
            yield Suspect(
                f"membership {st_id}",
                what,
                Edit("raw_st_memberships", st_id, (("cancellation_date", day),)),
            )
