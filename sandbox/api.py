"""The API's paths: routes a request to the tenant's records and returns their JSON."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from loader.api_spec import Operation
from sandbox import feed_shapes, queries
from sandbox.child_resources import pattern
from sandbox.encoding import decode, encode
from sandbox.faults import Fault
from sandbox.parents import Owners
from sandbox.problems import ApiError
from sandbox.request_log import Request
from sandbox.resources import Endpoint, endpoints
from sandbox.responses import HTML, HttpResponse, delay, send_response
from sandbox.single_objects import single_object
from sandbox.state import Sandbox
from sandbox.store import Store
from sandbox.table import Table
from sandbox.timestamps import http_date


@dataclass(frozen=True)
class _Target:
    """What a path addresses: the tenant, the operation, and the values of its parameters."""

    tenant: int | None
    endpoint: Endpoint | None
    values: tuple[str, ...] = ()

    @property
    def resource(self) -> str | None:
        return self.endpoint.resource if self.endpoint else None


@dataclass(frozen=True)
class _ReceivedRequest:
    """A request as it was received."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


class Api:
    """The API's paths as a plain ASGI application: no middleware copies its large bodies."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._lists: dict[str, Endpoint] = {}
        self._items: dict[str, Endpoint] = {}
        self._children: list[tuple[re.Pattern[str], Endpoint]] = []
        self._owners = Owners()
        for path, endpoint in endpoints().items():
            if endpoint.kind == "child":
                self._children.append((pattern(path), endpoint))
            elif endpoint.kind == "item":
                self._items[path.rpartition("/")[0]] = endpoint
            else:
                self._lists[path] = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        body = await _body(receive)
        sandbox, path, at = self._sandbox, scope["path"], time.monotonic()
        query = scope["query_string"].decode("latin-1")
        target = self._target(path)
        fault = sandbox.faults.match(path, target.resource, target.tenant)
        await delay(sandbox.faults.latency_seconds, fault)
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        try:
            received = _ReceivedRequest(scope["method"], path, query, headers, body)
            response = self._respond(received, target, fault)
        except ApiError as error:
            response = HttpResponse(
                error.status, error.body(), "application/problem+json", headers=error.headers
            )
        changed = fault is not None and fault.changes_response(query, response.status)
        request = Request(
            at,
            target.tenant,
            path,
            query,
            response.status,
            target.resource,
            fault.kind if fault and changed else None,
        )
        sandbox.requests.add(request)
        sandbox.hooks.run(request)
        await send_response(response, send)

    def _target(self, path: str) -> _Target:
        """Find the operation for ``/{area}/{version}/tenant/{tenant}/...``."""
        parts = path.split("/")
        if len(parts) < 6 or parts[3] != "tenant":
            return _Target(None, None)
        tenant = int(parts[4]) if parts[4].isdigit() else None
        general = "/".join([*parts[:4], "{tenant}", *parts[5:]])
        if general in self._lists:
            return _Target(tenant, self._lists[general])
        for matching, endpoint in self._children:
            if found := matching.fullmatch(general):
                return _Target(tenant, endpoint, found.groups())
        parent, _, item = general.rpartition("/")
        return _Target(tenant, self._items.get(parent), (item,))

    def _respond(
        self, received: _ReceivedRequest, target: _Target, fault: Fault | None
    ) -> HttpResponse:
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
                body = sandbox.reports.response(
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
            date = http_date(store.clock.now)  # one clock dates records and responses
        if fault and fault.kind == "html":
            return HttpResponse(200, HTML, "text/html; charset=utf-8")
        return HttpResponse(200, body, headers={"date": date}, fault=fault)

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
        if endpoint.kind == "child":
            if kind == "empty_page" and endpoint.operation.paging == "page":
                return self._sandbox.lists.empty(given)
            is_empty = kind == "empty_last_page" and endpoint.operation.paging == "page"
            return self._child_body(
                store, endpoint.operation, table, values, given, is_empty=is_empty
            )
        if endpoint.kind == "feed":
            if fault:
                fault.raise_rejected(given.get("from", ""))
            if kind == "empty_page":
                return self._sandbox.feeds.empty(table, given)
            return self._sandbox.feeds.page(
                table, endpoint.operation, given, store.clock.now, kind or ""
            )
        if kind == "empty_page":
            return self._sandbox.lists.empty(given)
        if kind == "repeated_page":
            return self._sandbox.lists.repeated(table, endpoint.operation, given)
        return self._sandbox.lists.page(
            table, endpoint.operation, given, is_empty=kind == "empty_last_page"
        )

    def _child_body(
        self,
        store: Store,
        operation: Operation,
        table: Table,
        owner: tuple[str, ...],
        given: dict[str, str],
        *,
        is_empty: bool,
    ) -> bytes:
        """A page of a parent's records, or its one object.

        Raises:
            ApiError: 404: There is no such parent, or it has no such object.
        """
        child_resource = table.resource.child_resource
        assert child_resource is not None  # noqa: S101 - its endpoint is of kind "child"
        self._owners.check(child_resource, store.table(child_resource.parent), owner)
        slots = self._owners.records(table, owner)
        if not child_resource.single:
            return self._sandbox.lists.page_of_slots(
                table, operation, given, slots, is_empty=is_empty
            )
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
    """One record by its id.

    Raises:
        ApiError: 404: There is none, or it is deleted.
    """
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
