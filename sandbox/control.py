"""Control over HTTP for tests in another process: ``/sandbox/...``, without the API's auth.

``POST /sandbox/tenant/{tenant}/{action}`` takes a JSON object: ``resource``; ``keys`` (a list; a
key of several parts is a list itself); ``parent`` (a list: the parent's values in the path of a new
child record); ``fields``; ``modifiedOn``. ``raw`` is the record's JSON as text. Actions: insert,
insert-raw, replace-raw, change, touch, delete, deactivate, reactivate, clock.
``POST /sandbox/after`` takes such an action after ``count`` matching requests.
``GET /sandbox/tenant/{tenant}/truth/{resource}`` returns all records. ``/sandbox/faults``,
``/requests`` and ``/access`` are the counterparts of ``server.faults``, ``server.requests`` and
``server.auth`` in Python. ``sandbox.report_control`` has the switches of the KPI reports.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.encoding import Json, decode, encode
from sandbox.state import Sandbox
from sandbox.store import Record, Store


class Instruction(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The body of a control request. Fields keep their exact JSON, so no digit is lost."""

    resource: str = ""
    keys: list[Any] = []
    parent: list[Any] = []
    fields: dict[str, Json] = {}
    raw: str = ""
    modified_on: str | None = None
    moves: bool = True
    advance: float = 0.0
    frozen: bool | None = None
    step: int | None = None


class DelayedAction(msgspec.Struct, forbid_unknown_fields=True):
    """An action to take after ``count`` requests that match ``pattern``."""

    pattern: str
    count: int
    tenant: int
    action: str
    instruction: Instruction


def _exact(given: Instruction) -> dict[str, bytes]:
    return {name: bytes(value) for name, value in given.fields.items()}


def _keys(given: Instruction) -> list[Any]:
    return [tuple(key) if isinstance(key, list) else key for key in given.keys]


def _insert(store: Store, given: Instruction) -> Any:
    return store.insert(
        given.resource, _exact(given), modified_on=given.modified_on, parent=given.parent
    )


def _insert_raw(store: Store, given: Instruction) -> Any:
    return store.insert_raw(given.resource, given.raw.encode(), modified_on=given.modified_on)


def _replace_raw(store: Store, given: Instruction) -> None:
    for key in _keys(given):
        store.replace_raw(given.resource, key, given.raw.encode(), modified_on=given.modified_on)


def _change(store: Store, given: Instruction) -> None:
    for key in _keys(given):
        store.change(
            given.resource, key, _exact(given), modified_on=given.modified_on, moves=given.moves
        )


def _touch(store: Store, given: Instruction) -> None:
    store.touch(given.resource, _keys(given), modified_on=given.modified_on)


def _delete(store: Store, given: Instruction) -> None:
    store.delete(given.resource, *_keys(given), modified_on=given.modified_on)


def _deactivate(store: Store, given: Instruction) -> None:
    store.deactivate(given.resource, *_keys(given), modified_on=given.modified_on)


def _reactivate(store: Store, given: Instruction) -> None:
    store.reactivate(given.resource, *_keys(given), modified_on=given.modified_on)


def _clock(store: Store, given: Instruction) -> None:
    with store.lock:
        store.clock.advance(given.advance)
        if given.frozen is not None:
            store.clock.frozen = given.frozen
        if given.step is not None:
            store.clock.step = given.step


ACTIONS: dict[str, Callable[[Store, Instruction], Any]] = {
    "insert": _insert,
    "insert-raw": _insert_raw,
    "replace-raw": _replace_raw,
    "change": _change,
    "touch": _touch,
    "delete": _delete,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "clock": _clock,
}

_ERRORS = (ValueError, KeyError, TypeError, msgspec.MsgspecError)


def _reply(fields: Any, status: int = 200) -> Response:
    return Response(encode(fields), status, media_type="application/json")


def _failure(error: Exception) -> Response:
    message = str(error.args[0]) if error.args else type(error).__name__
    return _reply({"error": message}, 400)


def _shown(record: Record) -> dict[str, Any]:
    return {
        "key": record.key,
        "active": record.active,
        "deleted": record.deleted,
        "raw": record.raw.decode(),
    }


def routes(sandbox: Sandbox) -> list[Route]:
    """The control routes for one sandbox."""

    async def act(request: Request) -> Response:
        try:
            store = sandbox.stores[int(request.path_params["tenant"])]
            instruction = msgspec.json.decode(await request.body(), type=Instruction)
            key = ACTIONS[request.path_params["action"]](store, instruction)
        except _ERRORS as error:
            return _failure(error)
        return _reply({"key": key})

    async def truth(request: Request) -> Response:
        try:
            store = sandbox.stores[int(request.path_params["tenant"])]
            records = store.truth(request.path_params["resource"])
        except _ERRORS as error:
            return _failure(error)
        return _reply([_shown(record) for record in records])

    async def after(request: Request) -> Response:
        try:
            later = msgspec.json.decode(await request.body(), type=DelayedAction)
            store, action = sandbox.stores[later.tenant], ACTIONS[later.action]
            sandbox.hooks.after(
                later.pattern, later.count, lambda: _discard(action(store, later.instruction))
            )
        except _ERRORS as error:
            return _failure(error)
        return _reply({})

    async def faults(request: Request) -> Response:
        try:
            if request.method == "DELETE":
                sandbox.faults.clear()
            else:
                options = decode(await request.body())
                sandbox.faults.latency_seconds = (
                    options.pop("latency_ms", sandbox.faults.latency_seconds * 1000) / 1000
                )
                if options:
                    sandbox.faults.add(options.pop("kind"), **options)
        except _ERRORS as error:
            return _failure(error)
        return _reply({})

    async def requests(request: Request) -> Response:
        if request.method == "DELETE":
            sandbox.requests.clear()
            return _reply({})
        log = sandbox.requests
        statuses = {str(status): count for status, count in log.statuses().items()}
        return _reply(
            {
                "count": len(log),
                "statuses": statuses,
                "busiestSecond": log.busiest_second(),
                "requests": list(log),
            }
        )

    async def access(request: Request) -> Response:
        try:
            instruction = decode(await request.body())
            if instruction.get("expireTokens"):
                sandbox.auth.expire_tokens()
            if instruction.get("expireFeedTokens"):
                sandbox.feeds.expire_tokens()
            for pattern in instruction.get("forbid", ()):
                sandbox.auth.forbid(pattern)
            for pattern in instruction.get("allow", ()):
                sandbox.auth.allow(pattern)
            if "rateLimit" in instruction:
                sandbox.limit.per_second = instruction["rateLimit"]
        except _ERRORS as error:
            return _failure(error)
        return _reply({})

    return [
        Route("/tenant/{tenant:int}/truth/{resource:path}", truth, methods=["GET"]),
        Route("/tenant/{tenant:int}/{action}", act, methods=["POST"]),
        Route("/after", after, methods=["POST"]),
        Route("/faults", faults, methods=["POST", "DELETE"]),
        Route("/requests", requests, methods=["GET", "DELETE"]),
        Route("/access", access, methods=["POST"]),
    ]


def _discard(_: object) -> None:
    """Drop a result, so that the action returns None."""
