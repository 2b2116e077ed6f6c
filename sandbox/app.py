"""The ASGI application: the token endpoint, the control routes and the API's paths."""

from __future__ import annotations

import time

from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Mount, Route

from sandbox import control
from sandbox.api import Api
from sandbox.encoding import encode
from sandbox.problems import ApiError
from sandbox.report_control import ReportControl
from sandbox.request_log import Request
from sandbox.responses import HTML, delay
from sandbox.state import Sandbox


def application(sandbox: Sandbox) -> Starlette:
    """The application of one sandbox."""

    async def token(request: HttpRequest) -> Response:
        form = (await request.body()).decode("utf-8", "replace")
        tenant = sandbox.auth.tenant_of(form)
        fault = sandbox.faults.match(request.url.path, None, tenant)
        await delay(sandbox.faults.latency_seconds, fault)
        try:
            if fault:
                fault.raise_status()
            given = sandbox.auth.token(form)
            status, body, headers = given.status, encode(given.fields), {}
        except ApiError as error:
            status, body, headers = error.status, error.body(), error.headers
        if fault and fault.kind == "html":
            status, body = 200, HTML
        sandbox.requests.add(Request(time.monotonic(), tenant, request.url.path, "", status))
        return Response(body, status, headers, media_type="application/json")

    return Starlette(
        routes=[
            Route("/connect/token", token, methods=["POST"]),
            Mount(
                "/sandbox",
                routes=[*ReportControl(sandbox).routes(), *control.routes(sandbox)],
            ),
            Mount("/", app=Api(sandbox)),
        ]
    )
