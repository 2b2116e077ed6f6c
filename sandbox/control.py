"""Control over HTTP, for tests in another process: ``/sandbox/...``, without the API's auth.

``POST /sandbox/tenant/{tenant}/{action}`` takes a JSON object: ``resource``; ``keys`` (a list; a
key of several parts is itself a list); ``parent`` (a list: whose a new nested record is);
``fields``; ``modifiedOn``. ``raw`` is the record's JSON as text. Actions: insert, insert-raw,
replace-raw, change, touch, delete, deactivate, reactivate, clock. ``POST /sandbox/after`` does such
an action after so many fitting requests. ``GET /sandbox/tenant/{tenant}/truth/{resource}`` gives
all records; ``/sandbox/faults``, ``/requests`` and ``/access`` are what ``server.faults``,
``server.requests`` and ``server.auth`` are in Python.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.encoding import Json, decode, encode
from sandbox.store import Record, Store

if TYPE_CHECKING:
    from sandbox.app import Sandbox


class Instruction(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What a control request asks for. Fields keep their exact JSON, so no digit is lost."""

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
    """An order to carry out once ``count`` requests that fit ``pattern`` have been read."""

    pattern: str
    count: int
    tenant: int
    action: str
    order: Instruction


def _exact(order: Instruction) -> dict[str, bytes]:
    return {name: bytes(value) for name, value in order.fields.items()}


def _keys(order: Instruction) -> list[Any]:
    return [tuple(key) if isinstance(key, list) else key for key in order.keys]


def _insert(store: Store, order: Instruction) -> Any:
    return store.insert(
        order.resource, _exact(order), modified_on=order.modified_on, parent=order.parent
    )


def _insert_raw(store: Store, order: Instruction) -> Any:
    return store.insert_raw(order.resource, order.raw.encode(), modified_on=order.modified_on)


def _replace_raw(store: Store, order: Instruction) -> None:
    for key in _keys(order):
        store.replace_raw(order.resource, key, order.raw.encode(), modified_on=order.modified_on)


def _change(store: Store, order: Instruction) -> None:
    for key in _keys(order):
        store.change(
            order.resource, key, _exact(order), modified_on=order.modified_on, moves=order.moves
        )


def _touch(store: Store, order: Instruction) -> None:
    store.touch(order.resource, _keys(order), modified_on=order.modified_on)


def _delete(store: Store, order: Instruction) -> None:
    store.delete(order.resource, *_keys(order), modified_on=order.modified_on)


def _deactivate(store: Store, order: Instruction) -> None:
    store.deactivate(order.resource, *_keys(order), modified_on=order.modified_on)


def _reactivate(store: Store, order: Instruction) -> None:
    store.reactivate(order.resource, *_keys(order), modified_on=order.modified_on)


def _clock(store: Store, order: Instruction) -> None:
    with store.lock:
        store.clock.advance(order.advance)
        if order.frozen is not None:
            store.clock.frozen = order.frozen
        if order.step is not None:
            store.clock.step = order.step


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
            order = msgspec.json.decode(await request.body(), type=Instruction)
            key = ACTIONS[request.path_params["action"]](store, order)
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
                later.pattern, later.count, lambda: _discard(action(store, later.order))
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
            order = decode(await request.body())
            if order.get("expireTokens"):
                sandbox.auth.expire_tokens()
            if order.get("expireFeedTokens"):
                sandbox.feeds.expire_tokens()
            for pattern in order.get("forbid", ()):
                sandbox.auth.forbid(pattern)
            for pattern in order.get("allow", ()):
                sandbox.auth.allow(pattern)
            if "rateLimit" in order:
                sandbox.limit.per_second = order["rateLimit"]
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
    """Makes an action of a function that returns something."""
