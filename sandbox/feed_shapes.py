"""How a record looks in the feed and in the read by id, where it differs from the list."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from typing import Any

from loader.api_spec import Operation
from sandbox.encoding import decode, encode, fields_of
from sandbox.table import Table

_TAILS = (b',"active":false}', b',"active":true}')


def feed_bodies(table: Table, operation: Operation, slots: array[int]) -> Iterable[bytes]:
    """The records' bytes as the feed serves them."""
    resource = table.resource
    ours, theirs = set(resource.fields), set(operation.fields)
    record_bodies = table.record_bodies
    if ours == theirs:
        return map(record_bodies.__getitem__, slots)
    if theirs - ours == {"active"} and ours <= theirs:
        active = table.active
        return [_with_tail(record_bodies[slot], _TAILS[active[slot]]) for slot in slots]
    if resource.name == "telecom/calls":
        return [_call_in_feed(record_bodies[slot], bool(table.active[slot])) for slot in slots]
    return [only(record_bodies[slot], theirs) for slot in slots]


def _with_tail(body: bytes, tail: bytes) -> bytes:
    """Append ``active`` to an object; other raw bytes stay as they are."""
    return body[:-1] + tail if body[-1:] == b"}" and len(body) > 2 else body


def only(body: bytes, names: set[str]) -> bytes:
    """The record reduced to the named fields."""
    return encode({name: value for name, value in fields_of(body).items() if name in names})


def _call_in_feed(body: bytes, active: bool) -> bytes:
    """A call as the feed shows it: flat, while the list nests most fields in ``leadCall``."""
    call: Mapping[str, Any] = decode(body)
    lead: Mapping[str, Any] = call["leadCall"]
    return encode(
        {
            "id": call["id"],
            "duration": lead["duration"],
            "from": lead["from"],
            "to": lead["to"],
            "direction": lead["direction"],
            "status": "Completed",
            "type": lead["callType"],
            "recordingUrl": lead["recordingUrl"],
            "voiceMailPath": lead["voiceMailUrl"],
            "createdOn": lead["createdOn"],
            "modifiedOn": lead["modifiedOn"],
            "reason": lead["reason"],
            "customer": lead["customer"],
            "location": None,
            "campaign": lead["campaign"],
            "job": _job_of(call["jobNumber"]),
            "agent": lead["agent"],
            "createdBy": lead["createdBy"],
            "excuseMemo": None,
            "tag": None,
            "active": active,
            "lead": None,
        }
    )


def _job_of(number: str | None) -> dict[str, Any] | None:
    """The call's job; the sandbox numbers jobs by their id."""
    return {"id": int(number), "number": number} if number and number.isdigit() else None
