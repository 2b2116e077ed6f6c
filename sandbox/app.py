"""The ASGI application: token endpoint, the API's paths, and the control routes."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate

from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from loader.api_spec import Operation
from sandbox import control, feed_shapes, queries
from sandbox.auth import Auth
from sandbox.child_resources import Owners, pattern
from sandbox.encoding import decode, encode
from sandbox.export_feeds import Feeds
from sandbox.faults import HANG_SECONDS, Fault, Faults
from sandbox.lists import Lists
from sandbox.problems import ApiError
from sandbox.reports import Reports
from sandbox.request_log import Hooks, RateLimit, Request, RequestLog
from sandbox.resources import Endpoint, endpoints
from sandbox.single_objects import single_object
from sandbox.store import Store
from sandbox.table import Table
from sandbox.timestamps import http_date

_JSON = "application/json; charset=utf-8"
_HTML = b"<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>"


@dataclass
class Sandbox:
    """Everything that the application serves and can be told: one store for each tenant."""

    stores: Mapping[int, Store]
    auth: Auth
    faults: Faults = field(default_factory=Faults)
    requests: RequestLog = field(default_factory=RequestLog)
    limit: RateLimit = field(default_factory=RateLimit)
    hooks: Hooks = field(default_factory=Hooks)
    lists: Lists = field(default_factory=Lists)
    feeds: Feeds = field(default_factory=Feeds)
    reports: Reports = field(default_factory=Reports)


@dataclass
class Answer:
    """What goes out: a body, and whether on its way it meets a fault."""

    status: int
    body: bytes
    content_type: str = _JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    fault: Fault | None = None


@dataclass(frozen=True)
class _Target:
    """Where a path leads: the operation, the tenant, and the values of the path's parameters."""

    tenant: int | None
    endpoint: Endpoint | None
    values: tuple[str, ...] = ()

    @property
    def resource(self) -> str | None:
        return self.endpoint.resource if self.endpoint else None


@dataclass(frozen=True)
class _ReceivedRequest:
    """A request as it came."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


class Api:
    """The API's paths as a raw ASGI application, so that large bodies take no detours."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._lists: dict[str, Endpoint] = {}
        self._items: dict[str, Endpoint] = {}
        self._nested: list[tuple[re.Pattern[str], Endpoint]] = []
        self._owners = Owners()
        for path, endpoint in endpoints().items():
            if endpoint.kind == "nested":
                self._nested.append((pattern(path), endpoint))
            elif endpoint.kind == "item":
                self._items[path.rpartition("/")[0]] = endpoint
            else:
                self._lists[path] = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        body = await _body(receive)
        sandbox, path, at = self._sandbox, scope["path"], time.monotonic()
        query = scope["query_string"].decode("latin-1")
        target = self._target(path)
        fault = sandbox.faults.strike(path, target.resource, target.tenant)
        await _wait(sandbox.faults.latency_seconds, fault)
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        try:
            received = _ReceivedRequest(scope["method"], path, query, headers, body)
            answer = self._answer(received, target, fault)
        except ApiError as error:
            answer = Answer(
                error.status, error.body(), "application/problem+json", headers=error.headers
            )
        felt = fault.kind if fault and fault.is_felt(query, answer.status) else None
        request = Request(at, target.tenant, path, query, answer.status, target.resource, felt)
        sandbox.requests.add(request)
        sandbox.hooks.run(request)
        await _deliver(answer, send)

    def _target(self, path: str) -> _Target:
        """Finds the operation for ``/{area}/{version}/tenant/{tenant}/...``."""
        parts = path.split("/")
        if len(parts) < 6 or parts[3] != "tenant":
            return _Target(None, None)
        tenant = int(parts[4]) if parts[4].isdigit() else None
        general = "/".join([*parts[:4], "{tenant}", *parts[5:]])
        if general in self._lists:
            return _Target(tenant, self._lists[general])
        for fitting, endpoint in self._nested:
            if found := fitting.fullmatch(general):
                return _Target(tenant, endpoint, found.groups())
        parent, _, item = general.rpartition("/")
        return _Target(tenant, self._items.get(parent), (item,))

    def _answer(self, received: _ReceivedRequest, target: _Target, fault: Fault | None) -> Answer:
        sandbox = self._sandbox
        sandbox.limit.check(target.tenant)
        if fault:
            fault.raise_status()
            if fault.kind == "expire_tokens":
                sandbox.auth.expire_tokens()
        sandbox.auth.check(received.path, target.tenant, received.headers)
        is_report = sandbox.reports.serves(received.path)
        if target.tenant is None or not (target.endpoint or is_report):
            raise ApiError(404)
        store = sandbox.stores[target.tenant]
        with store.lock:
            if target.endpoint is None:
                body = sandbox.reports.answer(
                    store,
                    target.tenant,
                    received.method,
                    received.path,
                    received.query,
                    received.body,
                )
            elif received.method != "GET":
                raise ApiError(405)
            else:
                given = queries.parameters(received.query)
                body = self._body(store, target.endpoint, target.values, given, fault)
            date = http_date(store.clock.now)  # one clock dates records and answers
        if fault and fault.kind == "html":
            return Answer(200, _HTML, "text/html; charset=utf-8")
        return Answer(200, body, headers={"date": date}, fault=fault)

    def _body(
        self,
        store: Store,
        endpoint: Endpoint,
        values: tuple[str, ...],
        given: dict[str, str],
        fault: Fault | None,
    ) -> bytes:
        if endpoint.kind == "object":
            return single_object(store, endpoint.operation, given)
        table = store.table(endpoint.resource)
        if endpoint.kind == "item":
            return _item(store, endpoint, values[0])
        kind = fault.kind if fault else None
        if endpoint.kind == "nested":
            if kind == "empty_page" and endpoint.operation.paging == "page":
                return self._sandbox.lists.empty(given)
            hidden = kind == "empty_last_page" and endpoint.operation.paging == "page"
            return self._child_body(store, endpoint.operation, table, values, given, hidden=hidden)
        if endpoint.kind == "feed":
            if fault:
                fault.raise_rejected(given.get("from", ""))
            if kind == "empty_page":
                return self._sandbox.feeds.empty(table, given)
            return self._sandbox.feeds.answer(
                table, endpoint.operation, given, store.clock.now, kind or ""
            )
        if kind == "empty_page":
            return self._sandbox.lists.empty(given)
        if kind == "repeated_page":
            return self._sandbox.lists.repeated(table, endpoint.operation, given)
        return self._sandbox.lists.answer(
            table, endpoint.operation, given, hidden=kind == "empty_last_page"
        )

    def _child_body(
        self,
        store: Store,
        operation: Operation,
        table: Table,
        owner: tuple[str, ...],
        given: dict[str, str],
        *,
        hidden: bool,
    ) -> bytes:
        """A parent's records, or its one object. Raises ApiError 404: there is none of these."""
        child_resource = table.resource.child_resource
        assert child_resource is not None  # noqa: S101 (the endpoint is nested)
        self._owners.check(child_resource, store.table(child_resource.parent), owner)
        slots = self._owners.records(table, owner)
        if not child_resource.single:
            return self._sandbox.lists.answer_among(table, operation, given, slots, hidden=hidden)
        if not slots:
            raise ApiError(404)
        return table.record_bodies[slots[0]]


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _item(store: Store, endpoint: Endpoint, text: str) -> bytes:
    """One record by its id. Raises ApiError 404: there is none, or it is deleted."""
    try:
        record = store.record(endpoint.resource, int(text) if text.lstrip("-").isdigit() else text)
    except KeyError:
        raise ApiError(404) from None
    if record.deleted:
        raise ApiError(404)
    names = set(endpoint.operation.fields)
    known = store.table(endpoint.resource).resource.fields
    if names == set(known):
        return record.raw
    missing = names - set(known)
    return encode(decode(feed_shapes.only(record.raw, names)) | dict.fromkeys(missing))


async def _wait(latency: float, fault: Fault | None) -> None:
    seconds = latency
    if fault and fault.kind == "slow":
        seconds += fault.seconds or 0.0
    if seconds:
        await asyncio.sleep(seconds)


async def _deliver(answer: Answer, send: Send) -> None:
    kind = answer.fault.kind if answer.fault else None
    body = answer.body
    if kind == "hang" and answer.fault:
        await asyncio.sleep(HANG_SECONDS if answer.fault.seconds is None else answer.fault.seconds)
        body = b""
    if kind == "truncated":
        body = body[: len(body) // 2]
    length = len(answer.body) + (kind == "hang")
    headers = {
        "content-type": answer.content_type,
        "content-length": str(len(body) if kind == "truncated" else length),
        "date": formatdate(usegmt=True),
        **answer.headers,
    }
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }
    )
    if kind in ("cut", "hang"):
        # Uvicorn closes the connection when an application returns before its body is complete.
        await send(
            {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
        )
        return
    await send({"type": "http.response.body", "body": body})


def application(sandbox: Sandbox) -> Starlette:
    """The whole application."""

    async def token(request: HttpRequest) -> Response:
        form = (await request.body()).decode("utf-8", "replace")
        fault = sandbox.faults.strike(request.url.path, None, None)
        await _wait(sandbox.faults.latency_seconds, fault)
        try:
            if fault:
                fault.raise_status()
            given = sandbox.auth.token(form)
            status, body, headers = given.status, encode(given.fields), {}
        except ApiError as error:
            status, body, headers = error.status, error.body(), error.headers
        if fault and fault.kind == "html":
            status, body = 200, _HTML
        sandbox.requests.add(Request(time.monotonic(), None, request.url.path, "", status))
        return Response(body, status, headers, media_type="application/json")

    return Starlette(
        routes=[
            Route("/connect/token", token, methods=["POST"]),
            Mount("/sandbox", routes=control.routes(sandbox)),
            Mount("/", app=Api(sandbox)),
        ]
    )
